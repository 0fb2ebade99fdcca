"""A cost-minimising mixed-integer program as arrays, and HiGHS on it: for the many re-solves.

Everything a development plan asks beyond its first plan - without a site, with other demand,
with one row moved - is the same program with a few numbers changed.
"""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.models.expansion import ExpansionModel
from optimizer.rules.block import Floats, Ints, dot
from optimizer.solving.ending import Ending
from optimizer.solving.matrix import highs_holding
from optimizer.solving.progress import Watch

MARGIN = 1e-9
MANY_PER_DECISION = 300
"""Columns per whole decision above which the search keeps to the simplex method."""
MANY_COLUMNS = 5_000
"""Columns from which an LP with no basis to begin at is solved by interior point: measured on the
development plan's LPs, a sixth of the simplex method's time at 20 000 columns."""


class Rows(NamedTuple):
    """Rows over all columns: low <= matrix x <= high."""

    matrix: sparse.csr_array
    low: Floats
    high: Floats


def no_rows(columns: int) -> Rows:
    """None."""
    return Rows(sparse.csr_array((0, columns)), np.zeros(0), np.zeros(0))


@dataclass(frozen=True)
class Program:
    """min costs'x + constant, low <= A x <= high, 0 <= x <= upper, some x integer."""

    costs: Floats
    constant: float
    upper: Floats
    is_integer: NDArray[np.bool_]
    matrix: sparse.csr_array
    low: Floats
    high: Floats
    lower: Floats | None = None

    @classmethod
    def of(cls, model: ExpansionModel) -> Self:
        """The program of a model."""
        low, high = model.limits
        return cls(
            model.costs, model.constant, model.upper, model.is_integer, model.matrix, low, high
        )

    def with_rows(self, rows: sparse.csr_array, low: Floats, high: Floats) -> Self:
        """The same with more rows."""
        return replace(
            self,
            matrix=sparse.csr_array(sparse.vstack([self.matrix, rows])),
            low=np.concatenate([self.low, low]),
            high=np.concatenate([self.high, high]),
        )

    def with_column(self, cost: float, rows: Ints, values: Floats, upper: float = np.inf) -> Self:
        """The same with one more continuous column."""
        column = sparse.coo_array(
            (values, (rows, np.zeros(len(rows), np.int64))), (len(self.low), 1)
        )
        return replace(
            self,
            costs=np.append(self.costs, cost),
            upper=np.append(self.upper, upper),
            is_integer=np.append(self.is_integer, False),
            matrix=sparse.csr_array(sparse.hstack([self.matrix, column])),
            lower=None if self.lower is None else np.append(self.lower, 0.0),
        )

    def with_costs(self, costs: Floats) -> Self:
        """The same with other costs."""
        return replace(self, costs=costs)

    def fixed(self, columns: Ints, values: Floats) -> Self:
        """The same with some columns held at values."""
        upper = self.upper.copy()
        lower = np.zeros(len(upper)) if self.lower is None else self.lower.copy()
        upper[columns] = lower[columns] = values
        return replace(self, upper=upper, lower=lower)

    def without(self, columns: Ints) -> Self:
        """The same with some columns held at 0."""
        return self.fixed(columns, np.zeros(len(columns)))

    def only(self, columns: Ints) -> Self:
        """The same without the other columns, which are 0."""
        return replace(
            self,
            costs=self.costs[columns],
            upper=self.upper[columns],
            is_integer=self.is_integer[columns],
            matrix=self.matrix[:, columns].tocsr(),
            lower=None if self.lower is None else self.lower[columns],
        )

    def relaxed(self) -> Self:
        """The same without integrality."""
        return replace(self, is_integer=np.zeros(len(self.upper), bool))

    def cost_of(self, values: Floats) -> float:
        """Cost of a solution."""
        return float(dot(self.costs, values)) + self.constant

    @property
    def from_scratch(self) -> str:
        """HiGHS' name of the method that solves its LP soonest with no basis to begin at.

        Within a search only where decisions are many: where few openings carry all columns (plain
        location), the nodes' LPs cost more by interior point than the first one saves.
        """
        return "choose" if self.is_wide or len(self.costs) < MANY_COLUMNS else "ipx"

    @property
    def is_wide(self) -> bool:
        """Whether few whole decisions carry all columns: each LP is long, and branching is not."""
        return 0 < int(self.is_integer.sum()) * MANY_PER_DECISION < len(self.costs)

    def solver(self, **options: Any) -> highspy.Highs:
        """A silent one-thread HiGHS that holds the program."""
        lower = np.zeros(len(self.upper)) if self.lower is None else self.lower
        solver = highs_holding(
            self.costs, lower, self.upper, self.matrix, self.low, self.high, self.is_integer,
            self.constant,
        )  # fmt: skip
        for name, value in options.items():
            solver.setOptionValue(name, value)
        return solver


@dataclass(frozen=True)
class Answer:
    """What HiGHS came back with.

    Attributes
    ----------
    values : ndarray of float or None
        Column values; None without a solution.
    cost, bound : float or None
        Cost of the solution, and the proven lower bound of any.
    """

    ending: Ending
    values: Floats | None
    cost: float | None
    bound: float | None
    nodes: int = 0

    @property
    def gap(self) -> float | None:
        """(cost - bound) / |cost|; None without both."""
        if self.cost is None or self.bound is None:
            return None
        return max(0.0, self.cost - self.bound) / max(abs(self.cost), MARGIN)


def solve_program(
    program: Program,
    watch: Watch,
    gap: float = 1e-4,
    start: Floats | None = None,
    nodes: int | None = None,
    seed: int = 0,
    doing: str = "plan",
    enough: float | None = None,
    searches: bool = True,
) -> Answer:
    """Solve a program until optimal, within the gap, or the watch says stop.

    Parameters
    ----------
    start : ndarray of float, optional
        A solution to start from.
    nodes : int, optional
        Branch-and-bound nodes allowed: a limit that does not depend on the machine.
    enough : float, optional
        Stop at a solution that costs no more.
    searches : bool
        Whether HiGHS looks for plans in programs within the program. Where few openings are
        left to decide, branching finds them sooner.
    """
    options: dict[str, Any] = {
        "mip_rel_gap": gap, "mip_abs_gap": 1e-6, "time_limit": max(watch.left, 0.1),
        "random_seed": seed, "mip_lp_solver": program.from_scratch,
    }  # fmt: skip
    if not program.is_integer.any():
        options["solver"] = program.from_scratch
    if nodes is not None:
        options["mip_max_nodes"] = nodes
    if enough is not None:
        options["objective_target"] = enough
    if not searches:
        names = ("rens", "rins", "root_reduced_cost")
        options |= {f"mip_heuristic_run_{name}": False for name in names}
    solver = program.solver(**options)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        solver.setSolution(solution)
    if program.is_integer.any():
        _listen(solver, watch, doing)
    solver.run()
    return _answer(program, solver, watch)


def _listen(solver: highspy.Highs, watch: Watch, doing: str) -> None:
    """Tell best cost and bound while the solver works; stop it when asked to."""

    def tell(event: Any) -> None:
        value, bound = -event.data_out.mip_primal_bound, -event.data_out.mip_dual_bound
        watch.saw(
            doing,
            value=value if np.isfinite(value) else None,
            bound=bound if np.isfinite(bound) else None,
        )
        if watch.interrupted:
            event.interrupt()

    solver.HandleUserInterrupt = False
    solver.cbMipInterrupt.subscribe(tell)
    solver.cbMipImprovingSolution.subscribe(
        lambda event: watch.saw(doing, value=-event.data_out.mip_primal_bound)
    )


def _answer(program: Program, solver: highspy.Highs, watch: Watch) -> Answer:
    info, status = solver.getInfo(), solver.getModelStatus()
    statuses = highspy.HighsModelStatus
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        return Answer(Ending.INFEASIBLE, None, None, None)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(Ending.NO_PLAN_IN_TIME, None, None, _finite(info.mip_dual_bound))
    values = np.array(solver.getSolution().col_value)
    cost = program.cost_of(values)
    if not program.is_integer.any():
        done = status == statuses.kOptimal
        ending = Ending.OPTIMAL if done else Ending.TIME_LIMIT
        return Answer(ending, values, cost, cost if done else None)
    bound = _finite(info.mip_dual_bound)
    if watch.interrupted:
        ending = Ending.INTERRUPTED
    elif status == statuses.kOptimal:
        exact = bound is not None and cost - bound <= 1e-6 * max(1.0, abs(cost))
        ending = Ending.OPTIMAL if exact else Ending.WITHIN_GAP
    elif status == statuses.kTimeLimit:
        ending = Ending.TIME_LIMIT
    else:
        ending = Ending.WORK_LIMIT
    return Answer(ending, values, cost, bound, int(max(info.mip_node_count, 0)))


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
