"""Tiny cases of a development plan, built through the public tables, solved by eye.

The plan starts in 2026Q1 = quarter 0. Nothing costs anything but unmet demand, which costs
1 (10 000 yuan) per m² and year; no discount, no absorption time, no lead time, and the whole
gross area is lettable - unless a test asks for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.checks.development.reading import DevelopmentReading, read_development
from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.models.expansion import ExpansionModel, expansion_model
from optimizer.models.expansion_plan import development_plan
from optimizer.rules.block import Floats
from optimizer.rules.expansion_book import EXPANSION_RULES, ExpansionRule
from optimizer.rules.ground import Ground
from optimizer.solving.program import Program, solve_program
from optimizer.solving.progress import Watch
from tests.cases import Row, carrier, project, tables

PLAIN: Final[Row] = {
    "discount_rate": 0,
    "absorption_quarters": 1,
    "investment_method": "full",
    "default_priority": 100,
    "unmet_cost_per_m2_year": 10_000,
    "vacancy_cost_per_m2_year": 0,
    "balance_cost_10k": 0,
    "homecoming_weight": 1,
}


def candidate(site: str, /, area: float = 100, stages: str = "incubation", **more: Any) -> Row:
    """A row of the candidates sheet: free of cost, opened as soon as it is begun."""
    return {
        "site": site,
        "campus": "N",
        "gross_area_m2": area,
        "efficiency": 1,
        "stages": stages,
        "lead_months": 0,
        "cost_per_m2": 0,
        **more,
    }


def priced(site: str, /, cost: float, area: float = 100, **more: Any) -> Row:
    """A candidate whose works cost so many 10 000 yuan."""
    return candidate(site, area, cost_per_m2=cost * 10_000 / area, **more)


def arrivals(
    year: int, area: float, stage: str = "incubation", industry: str = "I", **more: Any
) -> Row:
    """A row of the forecast: four projects in a year, one each quarter, of an area together."""
    return {
        "industry": industry,
        "stage": stage,
        "year": year,
        "projects": 4,
        "area_m2": area / 4,
        **more,
    }


def flow(
    stage: str = "incubation", quarters: int = 4, graduate: float = 0, leave: float = 1, **more: Any
) -> Row:
    """A row of the flow sheet."""
    return {
        "stage": stage,
        "months": 3 * quarters,
        "graduate_share": graduate,
        "leave_share": leave,
        "area_growth": 1,
        **more,
    }


def needs(name: str = "P1", /, area: float = 100, years: int = 2, **more: Any) -> Row:
    """A listed project that asks for incubation space from the start, for whole years."""
    return project(name, area, 4 * years, **more)


NOBODY: Final = project("P0", 1e-4, 1, "industrialisation", industry="I")


def plan_tables(
    candidates: list[Row],
    projects: list[Row],
    years: int = 2,
    settings: Row | None = None,
    carriers: list[Row] | None = None,
    **sheets: list[Row],
) -> dict[str, pd.DataFrame]:
    """The frames of a case; without carriers, one enclave that holds nobody.

    There must be a project: without any, one too small to be seen.
    """
    nowhere = carrier("K0", 1, enclave="domestic", campus="far")
    return tables(
        [nowhere] if carriers is None else carriers,
        projects or [NOBODY],
        4 * years,
        {**PLAIN, **(settings or {})},
        candidates=candidates,
        **sheets,
    )


def plan_case(*args: Any, **sheets: Any) -> Case:
    """The case of `plan_tables`."""
    return Case.from_tables(**plan_tables(*args, **sheets))


def ground_of(case: Case) -> Ground:
    """What the rules look at."""
    return Ground(case, Demand.of(case))


@dataclass(frozen=True)
class Planned:
    """A model, its best plan, and the plan read again."""

    case: Case
    model: ExpansionModel
    values: Floats
    cost: float
    plan: DevelopmentPlan
    reading: DevelopmentReading

    @property
    def breached(self) -> set[str]:
        """Names of the rules the plan breaks."""
        return {breach.rule for breach in self.reading.breaches}

    @property
    def opens(self) -> dict[str, int]:
        """First quarter of use of every candidate opened."""
        return {each.candidate: each.opens for each in self.plan.openings}

    @property
    def unmet(self) -> dict[int, float]:
        """Unmet area by year, m²."""
        found: dict[int, float] = {}
        for each in self.plan.unmet:
            found[each.year] = round(found.get(each.year, 0.0) + each.area_m2, 6)
        return found


def planned(case: Case, rules: Iterable[ExpansionRule] = EXPANSION_RULES) -> Planned:
    """Solve a case to proven optimality and read its plan again."""
    model = expansion_model(case, rules)
    answer = solve_program(Program.of(model), Watch(30.0), gap=0.0)
    assert answer.values is not None, f"no plan: {answer.ending}"
    assert answer.cost is not None
    plan = development_plan(model.ground, answer.values)
    reading = read_development(case, model.ground.demand, plan)
    return Planned(case, model, answer.values, answer.cost, plan, reading)


def has_plan(case: Case) -> bool:
    """Whether all hard rows can be kept together."""
    return solve_program(Program.of(expansion_model(case)), Watch(30.0)).values is not None


def rounded(values: Floats) -> list[float]:
    """Values for comparison by eye."""
    return [float(v) for v in np.round(values, 6)]
