"""City scale: our road and its peers, run by run, and the page made of the lines they left.

``python -m tests.benchmarks city`` runs everything, which takes hours. Single cells::

    python -m tests.benchmarks city --results runs --only 500x40x12 --seeds 11
    python -m tests.benchmarks city --results runs --only 5000x150x40 --rules full --roads ours
    python -m tests.benchmarks city --results runs --only d801600 e801600 --roads highs cp_sat
    python -m tests.benchmarks city --results runs --only replan report
    python -m tests.benchmarks city --results runs --page

Every run appends one line of JSON to ``runs/city.jsonl``; of two lines of the same run the
later one counts, and ``--page`` writes the page from the lines that are there. `--only` takes
names of sizes, of assignment instances, ``replan`` and ``report``.
"""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks.cells import (
    CELLS,
    GAP_INSTANCES,
    OURS,
    REPORT_SECONDS,
    REPORT_SIZE,
    ROADS,
    RULES,
    Line,
    job_key,
)
from tests.benchmarks.evaluate import TOO_LARGE
from tests.benchmarks.gap_files import missing
from tests.benchmarks.harness import Instance, measure

log = logging.getLogger("benchmarks")

FILE: Final = "city.jsonl"
SEEDS: Final = (11, 12, 13)
GRACE: Final = 3.0
"""Our own run is stopped after this many times its limit and `FLOOR` seconds; it never should."""
FLOOR: Final = 240.0
ASSEMBLING: Final = 0.005
"""Seconds per project allowed for what happens before the clock starts."""
PEER_SHARE: Final = 0.5
"""Share of that time a peer is given: some do not stop by themselves."""
NAMES: Final = (*(cell.name for cell in CELLS), *GAP_INSTANCES, "replan", "report")


@dataclass(frozen=True)
class Asked:
    """What to run.

    Attributes
    ----------
    limit : float or None
        Time limit in place of each cell's own, for trying things out.
    """

    results: Path
    instances: Path
    seeds: tuple[int, ...] = SEEDS
    only: tuple[str, ...] = NAMES
    rules: tuple[str, ...] = tuple(RULES)
    roads: tuple[str, ...] = ROADS
    method: str = "columns"
    limit: float | None = None


def jobs(asked: Asked) -> Iterator[Line]:
    """Every run asked for, our own road first in each cell."""
    extra: Line = {} if asked.limit is None else {"limit": asked.limit}
    roads = [road for road in ROADS if road in asked.roads]
    for rules in asked.rules:
        for cell in (each for each in CELLS if each.name in asked.only and rules in each.rules):
            for seed in asked.seeds:
                for road in roads:
                    job = {"kind": "city", "cell": cell.name, "rules": rules, "seed": seed}
                    yield {**job, "road": road, "method": asked.method, **extra}
    if not missing(asked.instances):
        for name in (each for each in GAP_INSTANCES if each in asked.only):
            for road in roads:
                job = {"kind": "gap", "cell": name, "road": road, "method": asked.method}
                yield {**job, "folder": str(asked.instances), **extra}
    if OURS in asked.roads:
        for seed in asked.seeds:
            for kind in (each for each in ("replan", "report") if each in asked.only):
                yield {"kind": kind, "cell": kind, "seed": seed, "method": asked.method, **extra}


def run_all(asked: Asked) -> None:
    """Run every job, one after the other, and keep each line as soon as it is there."""
    asked.results.mkdir(parents=True, exist_ok=True)
    for job in jobs(asked):
        log.info(" ".join(str(job[name]) for name in ("kind", "cell", "rules", "seed", "road")
                          if name in job))  # fmt: skip
        line = _refused_before(asked.results, job) or (
            report_line(job) if job["kind"] == "report" else in_a_process(job)
        )
        # The folder of the instances is nobody's business but this machine's.
        kept = {name: value for name, value in line.items() if name != "folder"}
        with (asked.results / FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
        shown = {name: line.get(name) for name in ("ending", "value", "bound", "reason")}
        log.info("  %s", shown)


def _refused_before(folder: Path, job: Line) -> Line | None:
    """The refusal of a peer for size at another seed; assembling only to refuse takes minutes."""
    if job["kind"] != "city":
        return None
    for line in read_lines(folder):
        same = all(line.get(name) == job[name] for name in ("cell", "rules", "road"))
        if same and str(line.get("reason", "")).startswith(TOO_LARGE):
            return {**job, "reason": line["reason"]}
    return None


def read_lines(folder: Path) -> list[Line]:
    """The last line of every run, in the order in which the runs were first made."""
    path = folder / FILE
    if not path.exists():
        return []
    found: dict[tuple[object, ...], Line] = {}
    for text in path.read_text(encoding="utf-8").splitlines():
        line: Line = json.loads(text)
        found[job_key(line)] = line
    return list(found.values())


def _longest(job: Line) -> float:
    """Seconds after which a run is stopped; two plans are made when planning again."""
    limits = {cell.name: cell.seconds for cell in CELLS}
    limit = float(job.get("limit") or limits.get(job["cell"], 60.0))
    if job["kind"] == "replan":
        return FLOOR + GRACE * limit * 2
    sizes = {cell.name: cell.size[0] for cell in CELLS if cell.size}
    assembling = sizes.get(job["cell"], 0) * ASSEMBLING
    share = 1.0 if job["road"] == OURS else PEER_SHARE
    return (FLOOR + GRACE * limit) * share + assembling


def in_a_process(job: Line) -> Line:
    """Run one job in a process of its own, and stop it with all it started if it hangs."""
    with TemporaryDirectory() as folder:
        out, said = Path(folder) / "line.json", Path(folder) / "said.txt"
        command = [sys.executable, "-m", "tests.benchmarks.one_run", json.dumps(job), str(out)]
        began = time.perf_counter()
        with said.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
            try:
                code = process.wait(_longest(job))
            except subprocess.TimeoutExpired:
                _stop(process)
                took = time.perf_counter() - began
                return {**job, "reason": f"stopped after {took:.0f} s without an answer"}
            except BaseException:
                _stop(process)
                raise
        if out.exists():
            line: Line = json.loads(out.read_text(encoding="utf-8"))
            return line
        log.warning("%s", said.read_text(encoding="utf-8", errors="replace")[-2_000:])
        return {**job, "reason": f"ended without an answer (exit code {code})"}


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a run of ours and the solvers it started, which share its session."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def report_line(job: Line) -> Line:
    """Workbook to report: one run of the command line, by the harness of the other sections."""
    seconds = float(job.get("limit") or REPORT_SECONDS)
    projects, carriers, quarters = REPORT_SIZE
    instance = Instance(
        "city", projects, carriers, quarters, job["seed"], seconds=seconds, threads=2
    )
    with TemporaryDirectory() as folder:
        try:
            measured = measure(instance, Path(folder), runs=1)
        except RuntimeError as error:
            log.warning("%s", error)
            return {**job, "reason": str(error).split("\n", maxsplit=1)[0]}
    told = measured.runs[0]
    kept = ("ending", "bound", "gap", "method", "seconds", "peak_mb", "counts")
    return {**job, "limit": seconds, "value": told["objective"], **{k: told[k] for k in kept}}


def chosen(names: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    """The names asked for, all of them if none was."""
    return tuple(known) if not names else tuple(name for name in known if name in names)
