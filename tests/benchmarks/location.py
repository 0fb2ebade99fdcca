"""Public capacitated location instances as openings problems: gaps to the published optima.

``python -m tests.benchmarks location [--places cap41 holmberg_p1 capb@8000] [--limit S]``
runs them one after the other and writes their section of the page; ``@`` gives the capacity of
capa and capb. The model and its solver are those of ``incubator plan``: only the tables differ.
"""

import csv
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from optimizer.domain.case import Case
from optimizer.limits import Limits
from optimizer.models.expansion import expansion_model
from optimizer.solving.expansion import solve_expansion
from optimizer.solving.progress import Watch
from tests.benchmarks.harness import machine_line
from tests.benchmarks.location_files import read_location, tables_of
from tests.benchmarks.tables import table

log = logging.getLogger("benchmarks")

LOCATION: Final = "## Openings: capacitated facility location"
SECONDS: Final = 300.0
EXACT: Final = 1e-9
SAME: Final = 1e-6
"""Relative distance within which a cost is the published one (these have nine digits)."""


@dataclass(frozen=True)
class Place:
    """One instance: its name, file, capacity where the file has none, and published optimum."""

    name: str
    path: Path
    one_site: bool
    capacity: float | None
    published: float


@dataclass(frozen=True)
class Opened:
    """What a run gave."""

    place: Place
    ending: str
    cost: float | None
    bound: float | None
    seconds: float


def instances(folder: Path) -> Iterator[Place]:
    """All instances of the folder with a published optimum."""
    with (folder / "best_known.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kind, _, rest = row["instance"].partition("/")
            if kind not in ("cflp", "sscflp"):
                continue
            name, _, said = rest.partition(" capacity=")
            capacity = float(said) if said else None
            shown = name.removesuffix(".txt") + (f"@{said}" if said else "")
            published = float(row["best_known"])
            yield Place(shown, folder / kind / name, kind == "sscflp", capacity, published)


def run(place: Place, seconds: float) -> Opened:
    """Solve one instance to optimality or to its limit; the clock starts with the case."""
    case = Case.from_tables(**tables_of(read_location(place.path, place.one_site, place.capacity)))
    began = time.perf_counter()
    solved = solve_expansion(expansion_model(case), Limits(gap=EXACT), Watch(seconds))
    took = time.perf_counter() - began
    return Opened(place, str(solved.ending), solved.cost, solved.bound, took)


def run_all(folder: Path, only: Sequence[str] | None, seconds: float) -> list[Opened]:
    """Run the instances asked for, all if none is named."""
    found = []
    for place in instances(folder):
        if only and place.name not in only:
            continue
        opened = run(place, seconds)
        log.info("%s %s %s %.1f s", place.name, opened.ending, opened.cost, opened.seconds)
        found.append(opened)
    return found


def location_section(results: Sequence[Opened], seconds: float) -> str:
    """The section of the page."""
    heads = ("instance", "published optimum", "cost", "above", "lower bound", "gap", "ending", "s")
    rows = [_row(each) for each in results]
    reached = sum(_is_reached(each) for each in results)
    proved = sum(each.ending == "optimal" for each in results)
    words = (
        "Public instances (OR-Library; Holmberg, Rönnqvist and Yuan), read from a folder of their "
        "own: each site is a candidate with its cost and capacity, each customer a project of a "
        "year whose cost per site stands in `pairs`; Holmberg's customers go to one site each. "
        f"One thread, at most {seconds:g} s, gap 0, one run each; building the model included, "
        f"assembling not. Published optimum reached: {reached} of {len(results)}; proved optimal "
        f"here: {proved}."
    )
    return "\n\n".join((LOCATION, words, machine_line(), table(heads, rows)))


def _is_reached(opened: Opened) -> bool:
    if opened.cost is None:
        return False
    return abs(opened.cost - opened.place.published) <= SAME * opened.place.published


def _row(opened: Opened) -> list[str]:
    place, cost, bound = opened.place, opened.cost, opened.bound
    above = "-" if cost is None else f"{100 * (cost / place.published - 1) + 0.0:.4f} %"
    gap = "-" if cost is None or bound is None else f"{100 * (cost - bound) / cost:.3f} %"
    told = [
        place.name,
        f"{place.published:,.3f}",
        "-" if cost is None else f"{cost:,.3f}",
        "reached" if _is_reached(opened) else above,
        "-" if bound is None else f"{bound:,.1f}",
        gap,
        opened.ending,
        f"{opened.seconds:.1f}",
    ]
    return [each.replace(",", " ") for each in told]
