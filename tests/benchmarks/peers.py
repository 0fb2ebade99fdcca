"""Peers: other ways to solve the same model under the same clock.

Each builds what it needs from the case, and gives its plan for us to judge. What it prints of
itself is not used: PuLP calls a run that ended by time optimal, for one.
"""

import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.fit import Fit
from optimizer.domain.options import Windows
from optimizer.models.allocation import AllocationModel, allocation_model
from optimizer.solving.matrix import Matrix
from tests.benchmarks.cells import MOST_OPTIONS, THREADS
from tests.benchmarks.evaluate import TOO_LARGE, Answer, NotRun, judged_options, judged_plan
from tests.benchmarks.greedy import first_fit


def estimated_options(case: Case) -> float:
    """About how many options a case has, counted without listing them."""
    stays, windows = case.stay_arrays, Windows.of(case)
    wished = np.flatnonzero((stays.home < 0) & ~windows.is_later & (windows.low <= windows.high))
    begins = windows.high[wished] - windows.low[wished] + 1
    leads = stays.successor[wished] >= 0
    ends = np.where(leads, case.settings.max_overstay_quarters + 1, 1)
    total = 0.0
    for part in np.array_split(np.arange(len(wished)), max(1, len(wished) // 5_000)):
        carriers = Fit.of(case, wished[part]).allowed.sum(axis=1)
        total += float((carriers * begins[part] * ends[part]).sum())
    return total


def run_peer(road: str, case: Case, seconds: float) -> dict[str, Any]:
    """Run a peer on an assembled case; its plan is judged after the clock has stopped."""
    began = time.perf_counter()
    if road == "greedy":
        found = first_fit(case)
        took = {"solve": time.perf_counter() - began}
        if found is None:
            return {"reason": "no plan without a breach", "seconds": took}
        judged = judged_plan(case, *found)
        return _line(judged.value, None, judged.breaches, took, "heuristic")
    _refuse_too_large(road, case)
    began = time.perf_counter()
    model = allocation_model(case)
    matrix = Matrix.of(model)
    answer, build = SOLVERS[road](model, matrix, began, seconds)
    took = {"build": build, "solve": time.perf_counter() - began - build}
    if answer.values is None:
        return {"reason": "no plan in time", "bound": answer.bound, "seconds": took}
    judged = judged_options(model, matrix, answer.values)
    if judged.breaches:
        # Some solvers hand back their last point where they have no plan.
        reason = f"no plan in time: what it returned has {judged.breaches} breaches"
        return {"reason": reason, "bound": answer.bound, "seconds": took}
    ending = "claims optimal" if answer.proved else "time_limit"
    return _line(judged.value, answer.bound, judged.breaches, took, ending)


def _line(
    value: float, bound: float | None, breaches: int, seconds: dict[str, float], ending: str
) -> dict[str, Any]:
    return {
        "ending": ending,
        "value": value,
        "bound": bound,
        "breaches": breaches,
        "seconds": seconds,
    }


def _refuse_too_large(road: str, case: Case) -> None:
    count, most = estimated_options(case), MOST_OPTIONS[road]
    if count > most:
        raise NotRun(f"{TOO_LARGE} {count / 1e6:.1f} million options, more than {most:,}")


def _left(began: float, seconds: float) -> float:
    """Time left after building, which is on the clock like everything else."""
    took = time.perf_counter() - began
    if took >= seconds:
        raise NotRun(f"no plan: building alone took {took:.0f} s")
    return seconds - took


Solved = tuple[Answer, float]
Solver = Callable[[AllocationModel, Matrix, float, float], Solved]


def _highs(model: AllocationModel, matrix: Matrix, began: float, seconds: float) -> Solved:
    import highspy

    from optimizer.solving.matrix import highs_of

    solver = highs_of(
        matrix.points,
        matrix.column_lower,
        matrix.column_upper,
        matrix.rows,
        matrix.lower,
        matrix.upper,
        integers=len(matrix.free),
    )
    solver.setOptionValue("threads", THREADS)
    solver.setOptionValue("mip_rel_gap", 0.0)
    build = time.perf_counter() - began
    solver.setOptionValue("time_limit", _left(began, seconds))
    solver.run()
    info = solver.getInfo()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if feasible else None
    proved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Answer(values, _finite(-info.mip_dual_bound), proved), build


def _pulp(model: AllocationModel, began: float, seconds: float, solver: str) -> Solved:
    """Plain PuLP: the posted model handed to one of its solvers, nothing else."""
    import pulp

    from optimizer.models.compact import build_compact

    built = build_compact(model)
    build = time.perf_counter() - began
    common = {"msg": False, "timeLimit": _left(began, seconds), "threads": THREADS, "gapRel": 0}
    made = pulp.PULP_CBC_CMD(**common) if solver == "cbc" else pulp.HiGHS(**common)
    if not made.available():
        raise NotRun("not run: not installed here")
    built.problem.solve(made)
    values = [variable.varValue for variable in built.columns]
    took = np.array([np.nan if value is None else value for value in values], np.float64)
    bound = None
    if solver == "highs":
        bound = _finite(-built.problem.solverModel.getInfo().mip_dual_bound)
    if np.isnan(took).any():
        # PuLP leaves out what no row holds; what is left without any value is no plan.
        if np.isnan(took).all():
            return Answer(None, bound), build
        took = np.nan_to_num(took)
    claims = built.problem.sol_status == pulp.constants.LpSolutionOptimal
    return Answer(took, bound, claims), build


def _pulp_cbc(model: AllocationModel, matrix: Matrix, began: float, seconds: float) -> Solved:
    return _pulp(model, began, seconds, "cbc")


def _pulp_highs(model: AllocationModel, matrix: Matrix, began: float, seconds: float) -> Solved:
    return _pulp(model, began, seconds, "highs")


def _cp_sat(model: AllocationModel, matrix: Matrix, began: float, seconds: float) -> Solved:
    # OR-Tools is loaded only where it is run: not every HiGHS can share a process with it.
    from tests.benchmarks.cp_sat_peer import solve_whole

    return solve_whole(matrix, began, lambda: _left(began, seconds))


def _finite(number: float) -> float | None:
    return number if np.isfinite(number) else None


SOLVERS: Final[dict[str, Solver]] = {
    "highs": _highs,
    "pulp_cbc": _pulp_cbc,
    "pulp_highs": _pulp_highs,
    "cp_sat": _cp_sat,
}
