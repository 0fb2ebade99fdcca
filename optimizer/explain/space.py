"""Who holds how much of which carrier, and what is left."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.options import use_in_unit
from optimizer.domain.plan import Placement, Plan


@dataclass(frozen=True, slots=True)
class Segment:
    """Quarters in which one stay, or a tenant that is no project, holds space in one carrier.

    Attributes
    ----------
    stay : int
        Position in ``case.stays``; -1 for let rooms whose tenant is not listed.
    first, end : int
        First quarter and the quarter after the last; may pass the horizon.
    use : float
        In the carrier's unit.
    area_m2 : float
        The same as an area.
    moves_in, moves_out : bool
        Whether it begins, or ends, with a sitting tenant's move.
    """

    stay: int
    carrier: int
    first: int
    end: int
    use: float
    area_m2: float
    moves_in: bool = False
    moves_out: bool = False


def use_of(case: Case, placement: Placement, carrier: int) -> float:
    """What a placement takes of a carrier, in the carrier's unit."""
    if case.carriers[carrier].unit != "desks":
        return float(placement.area_m2)
    stay = case.stay_index[placement.key]
    where = (np.array([stay]), np.array([carrier]), np.array([placement.area_m2]))
    return float(use_in_unit(case, *where)[0])


def as_area(case: Case, carrier: int, use: float) -> float:
    """A use of a carrier as m²."""
    return use * case.settings.m2_per_desk if case.carriers[carrier].unit == "desks" else use


def segments(case: Case, plan: Plan) -> Iterator[Segment]:
    """Every stretch of every placement, in the order of the plan."""
    for placement in plan.placements:
        stay = case.stay_index[placement.key]
        carrier = case.carrier_index[placement.carrier]
        moved = bool(placement.moved_from) and placement.first > 0
        if moved:
            before = case.carrier_index[placement.moved_from]
            use = use_of(case, placement, before)
            area = as_area(case, before, use)
            yield Segment(stay, before, 0, placement.first, use, area, moves_out=True)
        use = use_of(case, placement, carrier)
        area = as_area(case, carrier, use)
        yield Segment(
            stay, carrier, placement.first, placement.end, use, area, bool(placement.moved_from)
        )


def blocked_segments(case: Case) -> Iterator[Segment]:
    """Let rooms whose tenant is not listed: one segment per run of equal area."""
    for k, row in enumerate(case.blocked):
        steps = np.flatnonzero(np.diff(row)) + 1
        for first, end in zip([0, *steps], [*steps, len(row)], strict=True):
            if row[first] > 0:
                use = float(row[first])
                yield Segment(-1, k, int(first), int(end), use, as_area(case, k, use))


def occupied(case: Case, plan: Plan) -> NDArray[np.float64]:
    """Held by placements, in the carrier's unit; shape (carriers, quarters)."""
    held = np.zeros((len(case.carriers), case.quarters))
    for segment in segments(case, plan):
        held[segment.carrier, max(segment.first, 0) : max(segment.end, 0)] += segment.use
    return held


def free_space(case: Case, plan: Plan) -> NDArray[np.float64]:
    """What is left, in the carrier's unit; shape (carriers, quarters)."""
    return np.asarray(case.capacity - occupied(case, plan))


def tightest(
    free: NDArray[np.float64], starts: range, length: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """For each carrier the start that leaves most room, the tightest quarter, what is free then.

    Among equal starts the earliest; quarters past the horizon do not count.
    Shapes (carriers,).
    """
    quarter, least = [], []
    rows = np.arange(len(free))
    for start in starts:
        span = free[:, start : start + max(length, 1)]
        at = span.argmin(axis=1)
        quarter.append(at + start)
        least.append(span[rows, at])
    best = np.argmax(np.round(least, 6), axis=0)
    return (
        np.asarray(best + starts[0], np.int64),
        np.asarray(np.array(quarter)[best, rows], np.int64),
        np.maximum(np.array(least)[best, rows], 0.0),
    )


def needs_of(case: Case, stay: int) -> NDArray[np.float64]:
    """The least of each carrier that would house a stay, in its unit; shape (carriers,)."""
    each = case.stays[stay]
    protected = case.projects[each.project].protected
    least = np.full(len(case.carriers), each.area_m2 if protected else each.min_area_m2)
    here = (case.pairs.stay == stay) & ~np.isnan(case.pairs.area_m2)
    least[case.pairs.carrier[here]] = case.pairs.area_m2[here]
    every = np.arange(len(case.carriers))
    return use_in_unit(case, np.full(len(every), stay), every, least)
