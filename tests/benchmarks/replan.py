"""Planning again after a few projects have changed, as happens every month.

Ten projects: three ask for 20 % more, three sitting ones leave early, two change priority and
two are new. The plan is made anew with the last one as `previous`, to the gap the first plan
had reached.
"""

from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.limits import DEFAULT_GAP
from optimizer.quarters import last_day
from tests.benchmarks.cells import RULES, Cell
from tests.benchmarks.drawn import START
from tests.benchmarks.family import family
from tests.benchmarks.marks import Recorder, seconds_to_gap
from tests.benchmarks.road import timed_call, warm_up

GROW: Final = 1.2
NEW: Final = 2
LEAVES_AT: Final = 1
"""Last quarter of those that leave early, counted from the horizon's start."""

Tables = dict[str, pd.DataFrame]


def changed_tables(tables: Tables, seed: int) -> Tables:
    """The same tables with ten projects changed; none is changed twice."""
    rng = np.random.default_rng(seed)
    projects, stays = tables["projects"].copy(), tables["stays"].copy()
    sitting = projects["status"] == "sitting"
    early = last_day(START + LEAVES_AT)
    with_stays = projects["project"].isin(stays["project"])
    late = sitting & ~with_stays
    late &= projects["lease_end"].map(lambda day: day is not None and day > early).astype(bool)
    leaving = rng.choice(np.flatnonzero(late), 3, replace=False)
    projects.loc[projects.index[leaving], "lease_end"] = early
    wished = rng.permutation(np.flatnonzero(~sitting & with_stays))
    growing, ranked, copied = wished[:3], wished[3:5], wished[5 : 5 + NEW]
    more = stays["project"].isin(projects["project"].iloc[growing])
    stays.loc[more, "area_m2"] = np.round(stays.loc[more, "area_m2"] * GROW)
    priority = projects["priority"].iloc[ranked].to_numpy(float)
    projects.loc[projects.index[ranked], "priority"] = np.where(priority > 70, 45.0, 95.0)
    fresh, fresh_stays = _arrivals(projects.iloc[copied], stays)
    return {
        **tables,
        "projects": pd.concat([projects, fresh], ignore_index=True),
        "stays": pd.concat([stays, fresh_stays], ignore_index=True),
    }


def _arrivals(like: pd.DataFrame, stays: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """New projects that ask for what some others ask for."""
    name = {old: f"N{n:03d}" for n, old in enumerate(like["project"], 1)}
    fresh = like.assign(project=[name[old] for old in like["project"]])
    own = stays[stays["project"].isin(name)]
    return fresh, own.assign(project=[name[old] for old in own["project"]])


def moved_placements(before: Plan, after: Plan) -> int:
    """Stays housed in both plans, in another carrier or from another quarter on."""
    moved = 0
    for key, placement in after.by_stay.items():
        old = before.by_stay.get(key)
        if old is not None:
            moved += (old.carrier, old.first) != (placement.carrier, placement.first)
    return moved


def run_replan(cell: Cell, seed: int, method: str) -> dict[str, Any]:
    """Plan from scratch, change, plan again, and what it took."""
    assert cell.size is not None
    tables = family(*cell.size, seed, settings=RULES["full"])
    case, changed = (Case.from_tables(**each) for each in (tables, changed_tables(tables, seed)))
    warm_up(method)
    scratch = Recorder()
    first = timed_call(case, cell.seconds, method, scratch)
    took_first = scratch.elapsed
    if first.plan is None:
        return {"reason": f"no plan from scratch: {first.ending}"}
    gap = max(first.gap or 0.0, DEFAULT_GAP)
    again = Recorder()
    second = timed_call(changed, cell.seconds, method, again, gap=gap, previous=first)
    took = again.elapsed
    if second.plan is None:
        return {"reason": f"no plan again: {second.ending}"}
    asked = max(gap, second.gap if second.gap is not None else gap)
    return {
        "ending": str(second.ending),
        "gap_before": first.gap,
        "gap_after": second.gap,
        "scratch_seconds": took_first,
        "replan_seconds": took,
        "replan_to_gap": seconds_to_gap(again.events, gap),
        "scratch_to_gap": seconds_to_gap(scratch.events, asked) or took_first,
        "moved": moved_placements(first.plan, second.plan),
        "placed": len(second.plan.placements),
        "value": second.objective,
        "bound": second.bound,
        "breaches": len(second.breaches),
        "seconds": dict(second.seconds),
        "peak_mb": second.peak_mb,
    }
