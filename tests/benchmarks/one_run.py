"""One run of the city benchmark in a process of its own: ``python -m tests.benchmarks.one_run``.

Takes one job as JSON and the file to leave one line of JSON in. The case is assembled before
the clock starts; memory is that of this process and of the solvers it started.
"""

import contextlib
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from optimizer.domain.case import Case
from optimizer.reporting.run_json import peak_memory_mb
from tests.benchmarks.cells import CELL, GAP_SECONDS, OURS, REPLAN, Line
from tests.benchmarks.evaluate import NotRun
from tests.benchmarks.gap_files import assignment_case, read_assignment

MOST_PEER_GB = 14
"""Address space of a peer; ours is given none, and is reported as it is."""


def run(job: Line) -> Line:
    """Do one job and say what came of it."""
    if job["kind"] == "replan":
        from tests.benchmarks.replan import run_replan

        cell = replace(REPLAN, seconds=job.get("limit") or REPLAN.seconds)
        return {**job, **run_replan(cell, job["seed"], job["method"])}
    began = time.perf_counter()
    case, seconds, marks = _case_of(job)
    assembled = time.perf_counter() - began
    sizes = {
        "projects": len(case.projects),
        "stays": len(case.stays),
        "carriers": len(case.carriers),
        "quarters": case.quarters,
    }
    done = {"assembling": assembled, "sizes": sizes, "limit": seconds}
    return {**job, **done, **_run(job, case, seconds, marks)}


def _case_of(job: Line) -> tuple[Case, float, tuple[float, ...]]:
    limit = job.get("limit")
    if job["kind"] == "gap":
        path = Path(job["folder"]) / "gap" / job["cell"]
        seconds = limit or GAP_SECONDS
        return assignment_case(read_assignment(path)), seconds, (seconds,)
    cell = CELL[job["cell"]]
    seconds = limit or cell.seconds
    marks = cell.all_marks if limit is None else (limit,)
    return cell.case(job["rules"], job["seed"]), seconds, marks


def _run(job: Line, case: Case, seconds: float, marks: tuple[float, ...]) -> Line:
    if job["road"] == OURS:
        from tests.benchmarks.road import run_ours

        return run_ours(case, seconds, marks, job["method"])
    from tests.benchmarks.peers import run_peer

    try:
        done = run_peer(job["road"], case, seconds)
    except NotRun as reason:
        done = {"reason": str(reason)}
    except MemoryError:
        done = {"reason": f"stopped: more than {MOST_PEER_GB} GB"}
    return {**done, "peak_mb": _peak_mb()}


def _limit_memory() -> None:
    """For good: only where this process does nothing else."""
    with contextlib.suppress(ImportError, ValueError):
        import resource

        most = MOST_PEER_GB * 2**30
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _peak_mb() -> float:
    """Memory of this process, or of a solver it started where that is more."""
    own = peak_memory_mb()
    try:
        import resource
    except ImportError:
        return own
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(own, children / (1024 * 1024 if sys.platform == "darwin" else 1024))


def main(argv: list[str]) -> int:
    """``one_run JOB FILE``."""
    job: dict[str, Any] = json.loads(argv[0])
    if job.get("road", OURS) != OURS:
        _limit_memory()
    line = run(job)
    Path(argv[1]).write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
