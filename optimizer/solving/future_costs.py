"""What given openings cost under many demands: one LP, its demand changed in place."""

from dataclasses import dataclass

import highspy
import numpy as np

from optimizer.domain.calendar_years import Floats
from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.domain.onward import cohorts_of
from optimizer.domain.supply import supply_by_year
from optimizer.domain.words import STAGE_NUMBER
from optimizer.models.expansion import ExpansionModel, expansion_model
from optimizer.models.expansion_plan import openings_of
from optimizer.rules.expansion_demand import rows_of_blocks
from optimizer.solving.program import Program
from optimizer.solving.some_starts import columns_of_starts


@dataclass(frozen=True)
class OverFutures:
    """The question what openings cost under some futures.

    Attributes
    ----------
    factors : ndarray of float, shape (futures, forecast rows)
    """

    case: Case
    plan: DevelopmentPlan
    factors: Floats


@dataclass(frozen=True)
class Tried:
    """Openings over futures: cost, and by year unmet m² and occupancy of the city.

    Shapes (futures,), (futures, years), (futures, years); the cost is infinite where the
    openings leave no plan.
    """

    costs: Floats
    unmet: Floats
    occupancy: Floats


def costs_over_futures(question: OverFutures) -> Tried:
    """Solve the areas for every future, each from the basis of the one before."""
    lp = _OpenedLp(question.case, question.plan)
    rows = [lp.under(factor) for factor in question.factors]
    return Tried(
        np.array([row[0] for row in rows]),
        np.array([row[1] for row in rows]),
        np.array([row[2] for row in rows]),
    )


class _OpenedLp:
    """The LP of a plan's openings, without the columns of what it does not open."""

    def __init__(self, case: Case, plan: DevelopmentPlan) -> None:
        self.case = case
        model = expansion_model(case)
        ground = self.ground = model.ground
        starts = ground.start.columns
        opened = starts[openings_of(ground, plan)]
        kept = columns_of_starts(ground, opened, model.columns)
        self.place = np.full(model.columns, -1, np.int64)
        self.place[kept] = np.arange(len(kept))
        program = Program.of(model).fixed(opened, np.ones(len(opened)))
        self.solver = program.relaxed().only(kept).solver()
        self.supply = supply_by_year(case, ground.demand, plan)
        self._find_rows(model)
        self._find_city()

    def _find_rows(self, model: ExpansionModel) -> None:
        """Rows and columns that hold the demand."""
        ground = self.ground
        number = {
            (block.rule, block.sense): int(model.first_row[n])
            for n, block in enumerate(model.blocks)
        }
        _, self.row_of_unmet, _, labels = rows_of_blocks(ground)
        self.demand_rows = number["demand_served", "=="] + np.arange(len(labels))
        self.bounded = np.flatnonzero(np.isfinite(ground.unmet.upper))
        self.balance_first = number.get(("stage_balance", "<="), -1)
        self.unmet_at = self.place[ground.unmet.columns]
        self.of_stage = ground.stage_of_block[ground.unmet["block"]]

    def _find_city(self) -> None:
        ground, case = self.ground, self.case
        outside = np.array([*ground.is_enclave, *(c.is_enclave for c in case.carriers)], bool)
        serve = ground.serve
        mine = np.flatnonzero(~outside[serve["place"]] & (self.place[serve.columns] >= 0))
        self.city_at, self.city_year = self.place[serve.columns[mine]], serve["year"][mine]
        city = [k for k, c in enumerate(case.carriers) if not c.is_enclave]
        self.sitting = ground.years.mean(ground.demand.sitting_m2[city]).sum(axis=0)

    def under(self, factor: Floats) -> tuple[float, Floats, Floats]:
        """Cost, unmet m² by year and occupancy by year of one future."""
        ground, years = self.ground, len(self.ground.years)
        area = demand_under(self.case, ground.demand, factor)
        asked = area[ground.unmet["block"], ground.unmet["year"]]
        self._set_demand(asked)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.inf, np.zeros(years), np.zeros(years)
        values = np.array(self.solver.getSolution().col_value)
        unmet = np.bincount(ground.unmet["year"], values[self.unmet_at], years).astype(np.float64)
        housed = np.bincount(self.city_year, values[self.city_at], years) + self.sitting
        room = np.maximum(self.supply + self.sitting, 1.0)
        return float(self.solver.getInfo().objective_function_value), unmet, housed / room

    def _set_demand(self, asked: Floats) -> None:
        solver = self.solver
        together = np.bincount(self.row_of_unmet, asked, len(self.demand_rows))
        for row, limit in zip(self.demand_rows.tolist(), together.tolist(), strict=True):
            solver.changeRowBounds(row, limit, limit)
        for n in self.bounded.tolist():
            solver.changeColBounds(int(self.unmet_at[n]), 0.0, float(asked[n]))
        if self.balance_first < 0:
            return
        years = len(self.ground.years)
        label = self.of_stage * years + self.ground.unmet["year"]
        labels, row = np.unique(label, return_inverse=True)
        total = np.bincount(row.reshape(-1), asked, len(labels))
        for n, (key, sum_m2) in enumerate(zip(labels.tolist(), total.tolist(), strict=True)):
            column = int(self.place[self.ground.balance.columns[key % years]])
            solver.changeCoeff(self.balance_first + n, column, -sum_m2)


def demand_under(case: Case, demand: Demand, factor: Floats) -> Floats:
    """Mean area of every block by year with the forecast's rows scaled; shape (blocks, years)."""
    area = demand.area_by_year.copy()
    cohorts = cohorts_of(case, demand.years, demand.industries, demand.onward, factor)
    for b, block in enumerate(demand.blocks):
        if block.kind == "forecast":
            cohort = cohorts.get(block.industry)
            in_use = 0.0 if cohort is None else cohort.in_use[STAGE_NUMBER[block.stage]]
            area[b] = demand.years.mean(np.broadcast_to(in_use, (demand.years.quarters,)))
    return area
