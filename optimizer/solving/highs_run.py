"""One run of HiGHS on a PuLP model: limits, start, progress, and what it proved."""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import pulp

from optimizer.limits import Limits
from optimizer.models.compact import CompactModel
from optimizer.rules.block import Floats
from optimizer.solving.ending import Ending
from optimizer.solving.progress import Watch


@dataclass(frozen=True)
class HighsAnswer:
    """What HiGHS came back with.

    Attributes
    ----------
    status : highspy.HighsModelStatus
    values : ndarray of float or None
        Column values, options first, then extras in posting order; None without a plan.
    bound : float or None
        Proven upper bound of the value.
    """

    status: highspy.HighsModelStatus
    values: Floats | None
    bound: float | None
    nodes: int

    @property
    def is_infeasible(self) -> bool:
        """Whether it was proved that no plan exists."""
        statuses = highspy.HighsModelStatus
        return self.status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible)

    def ending(self, interrupted: bool) -> Ending:
        """How the run ended, in our words. The only place that reads solver statuses."""
        statuses = highspy.HighsModelStatus
        if self.is_infeasible:
            return Ending.INFEASIBLE
        if self.values is None:
            return Ending.NO_PLAN_IN_TIME
        if interrupted:
            return Ending.INTERRUPTED
        return {
            statuses.kOptimal: Ending.OPTIMAL,
            statuses.kTimeLimit: Ending.TIME_LIMIT,
            statuses.kSolutionLimit: Ending.WORK_LIMIT,
        }.get(self.status, Ending.WORK_LIMIT)


class _StartedHighs(pulp.HiGHS):  # type: ignore[misc]
    """PuLP's HiGHS, given a plan to start from, and read by us.

    PuLP sorts its columns by name and does not know every status of HiGHS (a stop at
    a node limit is an error to it), so values are read by each variable's index.
    """

    def __init__(self, built: CompactModel, start: Floats | None, **options: Any) -> None:
        super().__init__(msg=False, **options)
        self.built = built
        self.start = start

    def actualSolve(self, lp: pulp.LpProblem) -> int:  # noqa: N802 - PuLP's name
        self.createAndConfigureSolver(lp)
        self.buildSolverModel(lp)
        solver = lp.solverModel
        columns = np.array([variable.index for variable in self.built.columns], np.int32)
        if self.start is not None:
            values = np.zeros(solver.getNumCol())
            values[columns] = self.start
            solution = highspy.HighsSolution()
            solution.col_value = list(values)
            solver.setSolution(solution)
        solver.run()
        found = solver.getSolution().col_value
        if len(found):
            for variable, column in zip(self.built.columns, columns.tolist(), strict=True):
                variable.varValue = found[column]
        return int(pulp.constants.LpStatusNotSolved)


def run_highs(
    built: CompactModel,
    limits: Limits,
    watch: Watch,
    start: Floats | None = None,
    nodes: int | None = None,
    doing: str = "search",
    proof_only: bool = False,
) -> HighsAnswer:
    """Run HiGHS on a posted model until optimal, within the gap, or a limit.

    Parameters
    ----------
    start : ndarray of float, optional
        Column values of a plan to start from.
    nodes : int, optional
        Branch-and-bound nodes allowed.
    proof_only : bool
        Cuts only, no heuristics: where we have a good plan and want a bound.
    """
    names = highspy.cb.HighsCallbackType
    types = [names.kCallbackMipInterrupt, names.kCallbackMipImprovingSolution]
    solver = _StartedHighs(
        built,
        start,
        gapRel=limits.gap,
        gapAbs=1e-9,
        # HiGHS refuses a second number of threads in one process, and then solves nothing.
        threads=1,
        timeLimit=max(watch.left, 0.1),
        callbackTuple=(_listener(watch, doing), None),
        callbacksToActivate=types,
        random_seed=limits.seed,
        **_effort(nodes, proof_only),
    )
    built.problem.solve(solver)
    return _answer(built)


def _effort(nodes: int | None, proof_only: bool) -> dict[str, Any]:
    effort: dict[str, Any] = {} if nodes is None else {"mip_max_nodes": nodes}
    if proof_only:
        effort |= {"mip_heuristic_effort": 0.0}
        effort |= {f"mip_heuristic_run_{name}": False for name in ("rens", "rins")}
        effort |= {"mip_heuristic_run_root_reduced_cost": False}
    return effort


def _listener(watch: Watch, doing: str) -> Any:
    def listen(kind: Any, message: str, said: Any, reply: Any, user_data: Any) -> None:
        value, bound = -said.mip_primal_bound, -said.mip_dual_bound
        watch.saw(
            doing,
            value=value if np.isfinite(value) else None,
            bound=bound if np.isfinite(bound) else None,
        )
        if watch.interrupted and reply is not None:
            reply.user_interrupt = True

    return listen


def _answer(built: CompactModel) -> HighsAnswer:
    solver = built.problem.solverModel
    info, status = solver.getInfo(), solver.getModelStatus()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = None
    if feasible:
        values = np.array([variable.varValue for variable in built.columns])
    bound: float | None = -float(info.mip_dual_bound)
    if bound is None or not np.isfinite(bound) or status == highspy.HighsModelStatus.kNotset:
        bound = None  # a run that did not take place proves nothing
    return HighsAnswer(status, values, bound, int(max(info.mip_node_count, 0)))
