"""The sections "City scale", "Generalized assignment" and "Re-planning" of the page.

Made from the lines of the results file alone, so that single cells can be run again and the
page written anew. Rows in which we are the worse ones stay in.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from optimizer.solving.ending import proven_gap
from tests.benchmarks.cells import (
    CELL,
    CELLS,
    GAP_INSTANCES,
    GAP_SECONDS,
    REPLAN,
    REPORT_SIZE,
    ROAD_NAMES,
    ROADS,
    THREADS,
    Line,
)
from tests.benchmarks.gap_files import Known, best_known, missing
from tests.benchmarks.harness import machine_line
from tests.benchmarks.tables import NOTHING, figure, percent, table

CITY: Final = "## City scale"
GAP: Final = "## Generalized assignment"
AGAIN: Final = "## Re-planning"
REFUTED: Final = 1e-5
"""Share by which a plan has to pass a bound for it to be refuted rather than rounded."""
KINDS: Final = ("city", "report", "gap", "replan")
TITLES: Final = {
    "reduced": "### Reduced rules: no overstay, at most 2 quarters of waiting",
    "full": "### Full rules: up to 4 quarters of overstay and 4 of waiting",
}
HEADS: Final = (
    *("case", "limit", "road", "runs", "ending", "value", "bound", "gap", "gap to best bound"),
    *("breaches", "assemble s", "build s", "solve s", "peak MB", "gap at marks"),
)
GAP_HEADS: Final = (
    *("instance", "best known", "road", "cost", "above best known", "lower bound"),
    *("breaches", "build s", "solve s", "peak MB"),
)
AGAIN_HEADS: Final = (
    *("seed", "gap from scratch", "gap again", "scratch s", "again s"),
    *("scratch s to that gap", "speed-up", "moved", "placed", "breaches", "peak MB"),
)


def sections(lines: Sequence[Line], instances: Path) -> dict[str, tuple[str, int]]:
    """The three sections by heading, each with the number of runs it is made of."""
    of = {kind: [line for line in lines if line["kind"] == kind] for kind in KINDS}
    return {
        CITY: (city_section(lines), len(of["city"]) + len(of["report"])),
        GAP: (gap_section(of["gap"], instances), len(of["gap"])),
        AGAIN: (again_section(of["replan"]), len(of["replan"])),
    }


def city_section(lines: Sequence[Line]) -> str:
    """Both tables of sizes, and the run from workbook to report."""
    parts = [CITY, _city_words(), machine_line()]
    for rules, title in TITLES.items():
        own = [line for line in lines if line["kind"] == "city" and line["rules"] == rules]
        parts += [title, table(HEADS, _city_rows(own)) if own else "No runs."]
    parts += ["### Workbook to report", _report_words()]
    parts += [_report_table([line for line in lines if line["kind"] == "report"])]
    return "\n\n".join(parts)


def _city_words() -> str:
    return (
        "Made by `python -m tests.benchmarks city`. The cases are of the seeded family of "
        "`tests/benchmarks/family.py` (projects x carriers x quarters), and the sample park. "
        f"Every run is a process of its own, {THREADS} threads, gap 0; the clock starts with an "
        "assembled case and includes building the model. Figures are medians over the seeds. "
        "Plans of all roads are judged by us: value recomputed from the placements, rows and "
        "rules read again; `gap to best bound` takes the least bound any road proved on the same "
        "case, `gap at marks` is what the progress told by that second. Ending: peers' claims "
        "are theirs. `first fit by priority` is what a manager does by hand. For our road "
        "`solve s` is the whole solving phase, prices included."
    )


def _city_rows(lines: Sequence[Line]) -> list[list[str]]:
    rows = []
    for cell in CELLS:
        own = [line for line in lines if line["cell"] == cell.name]
        bounds = best_bounds(own)
        for road in ROADS:
            runs = [line for line in own if line["road"] == road]
            if runs:
                wrong = any(refuted(line, own) for line in runs)
                rows.append(_city_row(cell.name, road, runs, bounds, wrong))
    return rows


def best_bounds(lines: Sequence[Line]) -> dict[int, float]:
    """Least bound per seed; one below a value we read ourselves is no bound and left out."""
    found: dict[int, float] = {}
    for line in lines:
        bound = line.get("bound")
        if bound is not None and not refuted(line, lines):
            found[line["seed"]] = min(found.get(line["seed"], bound), bound)
    return found


def refuted(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a plan of any road is worth more than this run said could be."""
    best = max(_sound_values(lines, line["seed"]), default=None)
    bound = line.get("bound")
    if best is None or bound is None:
        return False
    return bool(bound < best - REFUTED * max(1.0, abs(best)))


def _sound_values(lines: Sequence[Line], seed: int) -> list[float]:
    return [
        line["value"]
        for line in lines
        if line["seed"] == seed and line.get("value") is not None and not line.get("breaches")
    ]


def _city_row(
    name: str, road: str, runs: Sequence[Line], bounds: dict[int, float], wrong: bool
) -> list[str]:
    limit = next((line["limit"] for line in runs if "limit" in line), CELL[name].seconds)
    own_gap = [proven_gap(line.get("value"), line.get("bound")) for line in runs]
    best_gap = [proven_gap(line.get("value"), bounds.get(line["seed"])) for line in runs]
    return [
        *(name, f"{limit:g} s", ROAD_NAMES[road], str(len(runs))),
        _endings(runs) + (" (BOUND REFUTED by a better plan)" if wrong else ""),
        *(figure(_middle(runs, key)) for key in ("value", "bound")),
        *(percent(_median(gaps)) for gaps in (own_gap, best_gap)),
        _breaches(runs),
        figure(_middle(runs, "assembling")),
        *(figure(_phase(runs, phase)) for phase in ("build", "solve")),
        figure(_middle(runs, "peak_mb"), 0),
        _marks(runs),
    ]


def _endings(runs: Sequence[Line]) -> str:
    """How the runs ended, or why they did not, each said once."""
    said = [line.get("reason") or line.get("ending") or NOTHING for line in runs]
    return "; ".join(dict.fromkeys(said))


def _breaches(runs: Sequence[Line]) -> str:
    counts = [line["breaches"] for line in runs if line.get("breaches") is not None]
    return str(max(counts)) if counts else NOTHING


def _marks(runs: Sequence[Line]) -> str:
    marked = [line["marks"] for line in runs if line.get("marks")]
    if not marked:
        return NOTHING
    said = []
    for at in marked[0]:
        second = at["at"]
        gaps = [mark["gap"] for marks in marked for mark in marks if mark["at"] == second]
        said.append(f"{second:g} s: {percent(_median(gaps))}")
    return ", ".join(said)


def _median(values: Sequence[float | None]) -> float | None:
    """Median; None where any run has none, which no median may hide."""
    known = [value for value in values if value is not None]
    return median(known) if known and len(known) == len(values) else None


def _middle(runs: Sequence[Line], key: str) -> float | None:
    return _median([line.get(key) for line in runs])


def _phase(runs: Sequence[Line], phase: str) -> float | None:
    return _median([line.get("seconds", {}).get(phase) for line in runs])


def _report_words() -> str:
    projects, carriers, quarters = REPORT_SIZE
    return (
        f"`incubator allocate` on a workbook of {projects} x {carriers} x {quarters}, in a "
        "process of its own; without the solver: all phases but `solve`."
    )


def _report_table(lines: Sequence[Line]) -> str:
    phases = ("read", "assemble", "build", "check", "explain", "write")
    heads = ("seed", *phases, "without the solver", "solve", "total", "peak MB", "ending")
    rows = []
    for line in lines:
        took = {name: value or 0.0 for name, value in line.get("seconds", {}).items()}
        shown = [*(took.get(phase, 0.0) for phase in phases)]
        shown += [sum(shown), took.get("solve", 0.0), took.get("total", 0.0)]
        times = [figure(each) if took else NOTHING for each in shown]
        rows.append([str(line["seed"]), *times, figure(line.get("peak_mb"), 0), _endings([line])])
    return table(heads, rows) if rows else "No runs."


def gap_section(lines: Sequence[Line], instances: Path) -> str:
    """Public assignment instances: cost against the best published one."""
    reason = missing(instances) or ("" if lines else "no runs")
    if reason:
        return "\n\n".join([GAP, _gap_words(), f"{reason[0].upper()}{reason[1:]}."])
    rows = _gap_rows(lines, best_known(instances))
    return "\n\n".join([GAP, _gap_words(), table(GAP_HEADS, rows)])


def _gap_words() -> str:
    return (
        "Public instances (Yagiura, Ibaraki and Glover; agents = carriers, jobs = projects, every "
        "job placed, value = minus cost), read from a folder of their own and entered through "
        f"`Case.from_tables`. {GAP_SECONDS:g} s, {THREADS} threads, one run each, a process of "
        "its own; the clock includes building the model. `*`: best known and proven optimal."
    )


def _gap_rows(lines: Sequence[Line], known: dict[str, Known]) -> list[list[str]]:
    rows = []
    for name in GAP_INSTANCES:
        for road in ROADS:
            for line in lines:
                if (line["cell"], line["road"]) == (name, road):
                    rows.append(_gap_row(line, known[name]))
    return rows


def _gap_row(line: Line, known: Known) -> list[str]:
    value, bound = line.get("value"), line.get("bound")
    cost = None if value is None else -value
    above = None if cost is None else (cost - known.best) / known.best
    return [
        line["cell"],
        figure(known.best, 0) + ("*" if known.proven else ""),
        ROAD_NAMES[line["road"]],
        line.get("reason", NOTHING) if cost is None else figure(cost, 0),
        percent(above, 3),
        figure(None if bound is None else -bound),
        _breaches([line]),
        *(figure(_phase([line], phase)) for phase in ("build", "solve")),
        figure(line.get("peak_mb"), 0),
    ]


def again_section(lines: Sequence[Line]) -> str:
    """Planning again after ten projects have changed."""
    size = " x ".join(str(n) for n in REPLAN.size or ())
    words = (
        f"{size}, full rules. A plan from scratch ({REPLAN.seconds:g} s), then ten projects change "
        "(3 ask for 20 % more, 3 leave early, 2 change priority, 2 are new) and the plan is made "
        "again with the last one as `previous`, until the gap of the first plan is reached or "
        "the time is over. Seconds are of the call, loading left out; `scratch s to that gap` is "
        "when the plan from scratch had the gap of the second one; `moved` counts placements "
        "with another carrier or first quarter."
    )
    if not lines:
        return "\n\n".join([AGAIN, words, "No runs."])
    rows = [_again_row(line) for line in lines if "gap_after" in line]
    reasons = [f"Seed {line['seed']}: {line['reason']}." for line in lines if "reason" in line]
    return "\n\n".join([AGAIN, words, table(AGAIN_HEADS, rows), *reasons])


def _again_row(line: Line) -> list[str]:
    again = line["replan_to_gap"] or line["replan_seconds"]
    digits: Callable[[str], str] = lambda key: figure(line[key])  # noqa: E731
    return [
        str(line["seed"]),
        *(percent(line[key], 3) for key in ("gap_before", "gap_after")),
        *(digits("scratch_seconds"), digits("replan_seconds"), digits("scratch_to_gap")),
        f"{line['scratch_to_gap'] / max(again, 1e-9):.1f}",
        *(str(line["moved"]), str(line["placed"]), str(line["breaches"])),
        figure(line["peak_mb"], 0),
    ]
