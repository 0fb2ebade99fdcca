"""The one place that calls our own road."""

from typing import Any, Final, cast

from optimizer.domain.case import Case
from optimizer.limits import Limits, Method
from optimizer.pipeline import PlanBreach, allocate
from optimizer.result import Result
from tests.benchmarks.cells import THREADS
from tests.benchmarks.family import family
from tests.benchmarks.marks import Recorder, marks_of

WARM: Final = (20, 6, 6, 1)


def timed_call(
    case: Case,
    seconds: float,
    method: str,
    listener: Recorder,
    gap: float = 0.0,
    previous: Result | None = None,
) -> Result:
    """`allocate` as a user calls it, on the clock; marks come from the listener."""
    limits = Limits(seconds=seconds, gap=gap, method=cast(Method, method), seed=0, threads=THREADS)
    return allocate(case, limits, previous, progress=listener)


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
