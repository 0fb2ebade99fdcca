"""Times every phase of the main job on seeded cases, as a user would run it.

Each run is a process of its own: ``incubator allocate`` on a workbook written from the family,
with ``--json``; what it says of its phases, its memory, value, bound and gap is what is
reported. Instances, seeds and limits are fixed here, so that figures of two versions compare.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

import pandas as pd

from optimizer.tables.write import write_workbook
from optimizer.version import VERSION
from tests.benchmarks.family import family
from tests.benchmarks.tables import figure, table

PHASES: Final = ("read", "assemble", "build", "solve", "check", "explain", "write", "total")
RUNS: Final = 3
CASE_HEADS: Final = (
    *("case", "projects", "stays", "carriers", "quarters"),
    *("seed", "load", "time limit", "gap", "threads"),
)
OUTCOME_HEADS: Final = (
    *("case", "ending", "value", "bound", "gap"),
    *("placed", "waiting", "refused", "later"),
)
LIBRARIES: Final = ("pulp", "highspy", "ortools", "numpy", "pandas", "openpyxl", "python-calamine")


@dataclass(frozen=True, slots=True)
class Instance:
    """One fixed case and the limits it is run under."""

    name: str
    projects: int
    carriers: int
    quarters: int
    seed: int
    load: float = 1.08
    seconds: float = 60.0
    gap: float = 1e-4
    threads: int = 1

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the case."""
        return family(self.projects, self.carriers, self.quarters, self.seed, self.load)

    @property
    def arguments(self) -> list[str]:
        """Limits as the command line takes them."""
        return [
            *("--time-limit", f"{self.seconds:g}"),
            *("--gap", f"{self.gap:g}"),
            *("--threads", str(self.threads)),
            *("--seed", "0"),
        ]


INSTANCES: Final = (
    Instance("S", 100, 12, 12, seed=101),
    Instance("M", 300, 25, 12, seed=102),
    Instance("L", 1_000, 40, 12, seed=103),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One instance and the JSON of each of its runs."""

    instance: Instance
    runs: tuple[dict[str, Any], ...]

    def seconds(self, phase: str) -> float:
        """Median time of a phase."""
        return median(run["seconds"].get(phase) or 0.0 for run in self.runs)

    def middle(self, key: str) -> float | None:
        """Median of a number of the JSON; None where a run has none."""
        values = [run[key] for run in self.runs]
        return None if any(value is None for value in values) else median(values)


def measure(instance: Instance, folder: Path, runs: int = RUNS) -> Measured:
    """Write the workbook once and run the main job on it `runs` times."""
    workbook = folder / f"{instance.name}.xlsx"
    write_workbook(instance.tables(), workbook)
    return Measured(instance, tuple(_run(instance, workbook, n) for n in range(runs)))


def _run(instance: Instance, workbook: Path, number: int) -> dict[str, Any]:
    report = workbook.with_name(f"{instance.name}_{number}.xlsx")
    said = report.with_suffix(".json")
    command = [sys.executable, "-m", "optimizer", "allocate", str(workbook)]
    command += ["-o", str(report), "--json", str(said), *instance.arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    if ended.returncode != 0:
        raise RuntimeError(f"{instance.name}: exit code {ended.returncode}\n{ended.stderr}")
    content: dict[str, Any] = json.loads(said.read_text(encoding="utf-8"))
    return content


def markdown(results: Sequence[Measured]) -> str:
    """The report ``reports/benchmarks.md``."""
    parts = [
        "# Benchmarks",
        _introduction(len(results[0].runs)),
        machine_line(),
        "## Cases and limits",
        table(CASE_HEADS, [_case_row(each) for each in results]),
        "## Seconds per phase",
        table(("case", *PHASES, "peak MB"), [_time_row(each) for each in results]),
        "`solve` ends by proof, by the gap or by the time limit; `total` is the whole run.",
        "## What was reached",
        table(OUTCOME_HEADS, [_outcome_row(each) for each in results]),
    ]
    return "\n\n".join(parts) + "\n"


def _introduction(runs: int) -> str:
    return (
        "Made by `make benchmarks` (`python -m tests.benchmarks`); do not edit. The cases are "
        "synthetic: one seeded family, described in `tests/benchmarks/family.py`. Every run is "
        "`incubator allocate` on a workbook, in a process of its own; figures are medians of "
        f"{runs} runs."
    )


def machine_line() -> str:
    """Machine and versions the figures were measured with."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"Machine: {platform.machine()}, {os.cpu_count()} cores, {_memory_gb()} GB, "
        f"{platform.system()}. Program {VERSION}, "
        f"Python {platform.python_version()}, {libraries}."
    )


def _memory_gb() -> str:
    """Memory of the machine, where the system says it."""
    if not hasattr(os, "sysconf"):
        return "?"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f}"


def _case_row(each: Measured) -> list[str]:
    case, counts = each.instance, each.runs[0]["counts"]
    return [
        case.name,
        *(str(n) for n in (case.projects, counts["stays"], case.carriers, case.quarters)),
        *(str(case.seed), f"{case.load:.2f}", f"{case.seconds:g} s"),
        *(f"{case.gap:g}", str(case.threads)),
    ]


def _time_row(each: Measured) -> list[str]:
    times = [f"{each.seconds(phase):.2f}" for phase in PHASES]
    return [each.instance.name, *times, figure(each.middle("peak_mb"), 0)]


def _outcome_row(each: Measured) -> list[str]:
    gap = each.middle("gap")
    counts = each.runs[0]["counts"]
    return [
        each.instance.name,
        ", ".join(dict.fromkeys(run["ending"] for run in each.runs)),
        figure(each.middle("objective")),
        figure(each.middle("bound")),
        "-" if gap is None else f"{100 * gap:.2f} %",
        *(str(counts[state]) for state in OUTCOME_HEADS[5:]),
    ]
