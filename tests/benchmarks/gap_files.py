"""Public instances of generalized assignment, entered through the public tables.

Agents are carriers, their capacity the lettable area; jobs are projects with one stay in the
only quarter of the horizon, and every one has to be placed; `pairs` says what a job takes of
an agent, and its value there, which is minus the cost. Nothing else is worth or costs anything,
so that the value of a plan is minus its cost.

The files are read from a folder of the user's and never copied; where it is not there, the
section says so.
"""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from optimizer.domain.case import Case
from optimizer.rules.block import Floats
from tests.benchmarks.cells import ROOT
from tests.cases import NO_COSTS

VARIABLE: Final = "INCUBATOR_BENCHMARKS"
STAGE: Final = "incubation"
FIRST_DAY: Final = "2026-01-01"


@dataclass(frozen=True)
class Assignment:
    """One instance.

    Attributes
    ----------
    cost, use : ndarray of float, shape (agents, jobs)
    capacity : ndarray of float, shape (agents,)
    """

    cost: Floats
    use: Floats
    capacity: Floats


@dataclass(frozen=True, slots=True)
class Known:
    """Published best value of an instance, and the best bound."""

    best: float
    proven: bool
    bound: float | None


def instances_folder(asked: Path | None = None) -> Path:
    """Where the public instances are: as asked, by the environment, or beside the repository."""
    said = os.environ.get(VARIABLE)
    return asked or (Path(said) if said else ROOT.parent / "shared" / "benchmarks")


def missing(folder: Path) -> str:
    """Why the instances cannot be read; empty if they can."""
    if (folder / "gap").is_dir() and (folder / "best_known.csv").is_file():
        return ""
    return f"skipped: no public instances here (folder of option --instances or {VARIABLE})"


def read_assignment(path: Path) -> Assignment:
    """Read m, n, then m rows of costs, m rows of uses and m capacities."""
    numbers = np.array(path.read_text(encoding="ascii").split(), np.float64)
    agents, jobs = int(numbers[0]), int(numbers[1])
    size = agents * jobs
    if len(numbers) != 2 + 2 * size + agents:
        raise ValueError(f"{path.name}: {len(numbers)} numbers for {agents} agents, {jobs} jobs")
    cost, use, capacity = np.split(numbers[2:], [size, 2 * size])
    return Assignment(cost.reshape(agents, jobs), use.reshape(agents, jobs), capacity)


def best_known(folder: Path) -> dict[str, Known]:
    """Published values of the assignment instances by name."""
    with (folder / "best_known.csv").open(encoding="utf-8", newline="") as file:
        return dict(_known_rows(csv.DictReader(file)))


def _known_rows(rows: "csv.DictReader[str]") -> Iterator[tuple[str, Known]]:
    for row in rows:
        problem, _, name = row["instance"].partition("/")
        if problem == "gap":
            bound = float(row["best_bound"]) if row["best_bound"] else None
            yield name, Known(float(row["best_known"]), row["proven_optimal"] == "yes", bound)


def assignment_case(instance: Assignment) -> Case:
    """The instance as a case."""
    return Case.from_tables(**assignment_tables(instance))


def assignment_tables(instance: Assignment) -> dict[str, pd.DataFrame]:
    """The tables of the case; agents and jobs keep their order by name."""
    agents, jobs = instance.cost.shape
    carriers = [f"A{k:04d}" for k in range(1, agents + 1)]
    projects = [f"J{j:05d}" for j in range(1, jobs + 1)]
    settings = {
        "horizon_start": FIRST_DAY,
        "horizon_quarters": 1,
        "must_place": "yes",
        "max_wait_quarters": 0,
        "max_overstay_quarters": 0,
        **NO_COSTS,
    }
    return {
        "settings": pd.DataFrame(
            {"setting": list(settings), "value": [str(value) for value in settings.values()]}
        ),
        "carriers": pd.DataFrame(
            {
                "carrier": carriers,
                "campus": "G",
                "stages": STAGE,
                "lettable_area_m2": instance.capacity,
            }
        ),
        "projects": pd.DataFrame(
            {
                "project": projects,
                "status": "approved",
                "priority": 100.0,
                "arrives": FIRST_DAY,
                # The pairs say what it takes of each; the stay itself only has to fit somewhere.
                f"{STAGE}_area_m2": instance.use.min(axis=0),
                f"{STAGE}_months": 3.0,
            }
        ),
        "pairs": pd.DataFrame(
            {
                "project": np.tile(projects, agents),
                "stage": STAGE,
                "carrier": np.repeat(carriers, jobs),
                "value": -instance.cost.ravel(),
                "area_m2": instance.use.ravel(),
            }
        ),
    }
