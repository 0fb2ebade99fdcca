"""Tiny cases, built through the public tables and small enough to solve by eye.

Quarters are counted from 2026Q1 = 0. Every cost is 0 unless a test asks for it, and a
project without a priority has 100 points, so that a placement of the reference area (150 m²
of incubation) is worth 1 for every quarter inside the horizon.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from optimizer.checks.reading import SecondReading, read_again
from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.limits import Limits
from optimizer.models.allocation import AllocationModel, allocation_model, plan_of
from optimizer.rules.board import Board
from optimizer.rules.book import ALLOCATION_RULES, Rule
from optimizer.solving.compact import Solution, solve_compact
from tests.samples.frames import frames_of

Row = dict[str, Any]

COSTS: Final = (
    *("waiting_cost", "overstay_cost", "carrier_move_cost", "campus_move_cost", "focus_cost"),
    *("neighbour_bonus", "relief_cost", "unknown_cost", "unwanted_cost", "change_cost"),
)
NO_COSTS: Final = dict.fromkeys(COSTS, 0)
LIMITS: Final = Limits(seconds=30)


def day(quarter: float) -> date:
    """First day of a quarter counted from 2026Q1."""
    year, number = divmod(int(quarter), 4)
    return date(2026 + year, 3 * number + 1, 1)


def end_of(quarter: int) -> date:
    """Last day of a quarter."""
    return day(quarter + 1) - timedelta(days=1)


def carrier(name: str, /, area: float = 150, stages: str = "incubation", **more: Any) -> Row:
    """A row of the carriers sheet, on campus G unless said otherwise."""
    return {"carrier": name, "campus": "G", "stages": stages, "lettable_area_m2": area, **more}


def project(
    name: str, /, area: float = 150, quarters: int = 1, stage: str = "incubation", **more: Any
) -> Row:
    """A row of the projects sheet: one wished stay from 2026Q1 on; more stages by `more`."""
    return {
        "project": name,
        "status": "approved",
        "priority": 100,
        "arrives": day(0),
        **need(stage, area, quarters),
        **more,
    }


def need(stage: str, area: float, quarters: int, least: float | None = None) -> Row:
    """The wide columns of one stage."""
    row: Row = {f"{stage}_area_m2": area, f"{stage}_months": 3 * quarters}
    return row if least is None else {**row, f"{stage}_min_area_m2": least}


def tenant(name: str, home: str, area: float, until: int, /, **more: Any) -> Row:
    """A sitting tenant in incubation; `until` is the last quarter of its lease."""
    return {
        "project": name,
        "status": "sitting",
        "stage": "incubation",
        "priority": 100,
        "present_carrier": home,
        "present_area_m2": area,
        "lease_end": end_of(until),
        **more,
    }


def policy(rule: str, limit: float, **more: Any) -> Row:
    """A hard row of the policy sheet."""
    return {"rule": rule, "limit": limit, "strength": "hard", **more}


def must(name: str, place: str, **more: Any) -> Row:
    """A pin to a carrier."""
    return {"project": name, "carrier": place, "kind": "must", **more}


def must_not(name: str, place: str, **more: Any) -> Row:
    """A pin away from a carrier."""
    return {"project": name, "carrier": place, "kind": "must_not", **more}


def tables(
    carriers: list[Row],
    projects: list[Row],
    quarters: int = 2,
    settings: Row | None = None,
    **sheets: list[Row],
) -> dict[str, pd.DataFrame]:
    """The frames of a case; no waiting and no overstay unless `settings` allow them."""
    said: Row = {
        "horizon_start": day(0),
        "horizon_quarters": quarters,
        "max_wait_quarters": 0,
        "max_overstay_quarters": 0,
        "lease_end_means": "leaves",
        **NO_COSTS,
        **(settings or {}),
    }
    rows = [{"setting": name, "value": value} for name, value in said.items()]
    given = {name: each for name, each in sheets.items() if each}
    return frames_of(carriers=carriers, projects=projects, settings=rows, **given)


def case_of(*args: Any, **sheets: Any) -> Case:
    """The case of `tables`."""
    return Case.from_tables(**tables(*args, **sheets))


def board_of(case: Case, previous: Plan | None = None) -> Board:
    """What the rules look at."""
    return allocation_model(case, previous).board


@dataclass(frozen=True)
class Solved:
    """A model, what the solver said, and the plan read again."""

    case: Case
    model: AllocationModel
    solution: Solution
    plan: Plan
    reading: SecondReading

    @property
    def value(self) -> float:
        """Value of the plan as the solver has it."""
        assert self.solution.value is not None
        return self.solution.value

    @property
    def breached(self) -> set[str]:
        """Names of the rules the plan breaks."""
        return {breach.rule for breach in self.reading.breaches}

    @property
    def homes(self) -> dict[str, tuple[str, int, int]]:
        """Carrier, first quarter and end by project and first letter of the stage."""
        return {
            f"{p.project} {p.stage[0]}": (p.carrier, p.first, p.end) for p in self.plan.placements
        }


def solved(
    case: Case,
    rules: Iterable[Rule] = ALLOCATION_RULES,
    previous: Plan | None = None,
    limits: Limits = LIMITS,
) -> Solved:
    """Solve a case and read its plan again."""
    model = allocation_model(case, previous, rules)
    solution = solve_compact(model, limits)
    assert solution.chosen is not None, f"no plan: {solution.ending}, {model.hopeless}"
    plan = plan_of(case, model.options, solution.chosen)
    return Solved(case, model, solution, plan, read_again(case, plan, previous))


def recomputed(model: AllocationModel, reading: SecondReading) -> float:
    """Value of a plan from the amounts of the second reading."""
    value = sum(term.weight * reading.amounts[term.name] for term in model.terms)
    return value - reading.amounts["relations"] - reading.amounts["policy"]
