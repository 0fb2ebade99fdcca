"""What the columns road knows of every stay: its window, length, present home and last plan."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.options import Windows, use_in_unit
from optimizer.domain.plan import Plan
from optimizer.rules.block import Floats, Ints

NO_QUARTER = 30_000
"""Later than every horizon, in the narrow integers of the tables."""

Narrow = NDArray[np.int32]
Flags = NDArray[np.bool_]
Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class StayTable:
    """One entry per stay.

    Attributes
    ----------
    low, high : window of first quarters; empty where nothing can be chosen
    length : planned length; of a present stay the quarter its lease ends
    most_over : overstay that may lead into the next stay
    wait_points : points a quarter of waiting outside costs (first stays only)
    must : whether it has to be housed (or lie beyond the horizon)
    leads_on : whether a stay after it can be chosen
    home, home_use : present carrier (-1) and what is taken of it
    locked : nothing to decide
    relief_share, relief_until : of its project
    kept_carrier, kept_first, kept_points : what keeping the last plan's placement saves
    """

    low: Narrow
    high: Narrow
    length: Narrow
    most_over: Narrow
    wait_points: Floats
    must: Flags
    leads_on: Flags
    home: Narrow
    home_use: Floats
    locked: Flags
    relief_share: Floats
    relief_until: Narrow
    kept_carrier: Narrow
    kept_first: Narrow
    kept_points: Floats


def stay_table(case: Case, windows: Windows, previous: Plan | None) -> StayTable:
    """The stays of a case."""
    stays, settings, horizon = case.stay_arrays, case.settings, case.quarters
    closed = windows.is_later | (windows.low > windows.high)
    successor = np.maximum(stays.successor, 0)
    leads_on = (stays.successor >= 0) & ~windows.is_later[successor]
    share = np.array([p.relief_share for p in case.projects], np.float64)[stays.project]
    until = np.array([p.relief_until for p in case.projects], np.int64)[stays.project]
    home_use = np.zeros(len(stays.home))
    sits = np.flatnonzero(stays.home >= 0)
    home_use[sits] = use_in_unit(case, sits, stays.home[sits], stays.area_m2[sits])
    first_wished = (stays.predecessor < 0) & (stays.home < 0)
    kept_carrier, kept_first = _kept(case, previous)
    return StayTable(
        low=np.where(closed, 1, np.minimum(windows.low, NO_QUARTER)).astype(np.int32),
        high=np.where(closed, 0, np.minimum(windows.high, horizon - 1)).astype(np.int32),
        length=np.minimum(stays.length, NO_QUARTER).astype(np.int32),
        most_over=np.where(leads_on, settings.max_overstay_quarters, 0).astype(np.int32),
        wait_points=np.where(first_wished, settings.waiting_cost, 0.0),
        must=_must(case, windows),
        leads_on=leads_on,
        home=stays.home.astype(np.int32),
        home_use=home_use,
        locked=np.zeros(len(stays.home), bool),
        relief_share=share,
        relief_until=np.minimum(until, NO_QUARTER).astype(np.int32),
        kept_carrier=kept_carrier.astype(np.int32),
        kept_first=kept_first.astype(np.int32),
        kept_points=np.where(kept_carrier >= 0, settings.change_cost, 0.0),
    )


def _must(case: Case, windows: Windows) -> Flags:
    """Stays that have to be housed (unless they lie beyond the horizon); sitting ones always."""
    must = np.zeros(len(case.stays), bool)
    if case.settings.must_place:
        must[case.stay_arrays.home < 0] = True
    pinned = [s for pin in case.pins if pin.kind == "must" for s in pin.stays]
    must[np.array(pinned, np.int64)] = True
    return (must & ~windows.is_later) | (case.stay_arrays.home >= 0)


def _kept(case: Case, previous: Plan | None) -> tuple[Ints, Ints]:
    """Carrier and first quarter each stay had in the last plan; -1 where it had none."""
    carrier = np.full(len(case.stays), -1, np.int64)
    first = np.full(len(case.stays), -1, np.int64)
    if previous is not None:
        for placement in previous.placements:
            s = case.stay_index.get(placement.key)
            if s is not None and not placement.locked:
                # A carrier that is gone cannot be kept: -2 still makes any placement a change.
                carrier[s] = case.carrier_index.get(placement.carrier, -2)
                first[s] = placement.first
    return carrier, first
