"""The one place that calls our own road: what is timed is decided here, in `CALL`."""

from collections.abc import Callable
from typing import Any, Final, cast

from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.limits import Limits, Method
from optimizer.models.allocation import allocation_model, plan_of
from optimizer.pipeline import Clock, PlanBreach, allocate
from optimizer.reporting.run_json import peak_memory_mb
from optimizer.result import Result
from optimizer.solving.compact import solve_compact
from optimizer.solving.ending import proven_gap
from optimizer.solving.progress import Listener
from tests.benchmarks.cells import THREADS
from tests.benchmarks.family import family
from tests.benchmarks.marks import Recorder, marks_of

WARM: Final = (20, 6, 6, 1)


def road_alone(
    case: Case,
    limits: Limits,
    previous: Result | None = None,
    *,
    progress: Listener | None = None,
) -> Result:
    """The road without the phases that make the report, under the signature of `allocate`.

    The plan is read again all the same; that is not part of its ``seconds``.
    """
    clock = Clock()
    last = None if previous is None else previous.plan
    with clock.phase("build"):
        model = allocation_model(case, last)
    with clock.phase("solve"):
        solution = solve_compact(model, limits, progress)
    result = Result(case, solution.ending, limits, bound=solution.bound, previous=last)
    if solution.chosen is None:
        return result.replace(seconds=dict(clock.seconds))
    plan = plan_of(case, model.options, solution.chosen)
    return result.replace(
        plan=plan,
        objective=solution.value,
        gap=proven_gap(solution.value, solution.bound),
        breaches=read_again(case, plan, last).breaches,
        seconds=dict(clock.seconds),
        peak_mb=peak_memory_mb(),
    )


CALL: Final[Callable[..., Result]] = allocate
"""What is timed: `allocate` as a user calls it, or `road_alone` for the solver by itself."""


def timed_call(
    case: Case,
    seconds: float,
    method: str,
    listener: Recorder,
    gap: float = 0.0,
    previous: Result | None = None,
) -> Result:
    """The call on the clock; marks come from the listener, whatever is called."""
    limits = Limits(seconds=seconds, gap=gap, method=cast(Method, method), seed=0, threads=THREADS)
    return CALL(case, limits, previous, progress=listener)


def warm_up(method: str) -> None:
    """Run one tiny case, so that nothing is compiled or loaded on the clock."""
    tiny = Case.from_tables(**family(*WARM))
    timed_call(tiny, 10.0, method, Recorder())


def run_ours(case: Case, seconds: float, marks: tuple[float, ...], method: str) -> dict[str, Any]:
    """One run on an assembled case: what it reached at the marks, and in the end."""
    warm_up(method)
    recorder = Recorder()
    try:
        result = timed_call(case, seconds, method, recorder)
    except PlanBreach as breach:
        return {"reason": f"plan refused: {breach}", "breaches": max(1, len(breach.breaches))}
    whole = recorder.elapsed
    return {
        "ending": str(result.ending),
        "value": result.objective,
        "bound": result.bound,
        "breaches": len(result.breaches),
        "marks": marks_of(recorder.events, marks),
        "events": [[e.seconds, e.value, e.bound] for e in recorder.events],
        "seconds": {**result.seconds, "call": whole},
        "peak_mb": result.peak_mb,
        **({} if result.plan else {"reason": f"no plan: {result.ending}"}),
    }
