"""Which stays fit which carriers: allowed, refused with the reasons, or unknown.

Every reason is one bit, so that a whole slice of (stay, carrier) pairs is two
arrays of integers: what refuses the pair, and what is not known about it.
"""

from dataclasses import dataclass
from enum import IntFlag
from functools import reduce
from operator import or_
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.attributes import ATTRIBUTES, need_bounds, supply_bounds
from optimizer.domain.case import Case
from optimizer.domain.words import NEVER, STAGE_NUMBER
from optimizer.units import AREA_MARGIN_M2

Bits = NDArray[np.uint32]


class Reason(IntFlag):
    """Why a stay cannot be in a carrier, or what is unknown about it."""

    STAGE = 1 << 0
    INDUSTRY = 1 << 1
    CLEAR_HEIGHT = 1 << 2
    FLOOR_LOAD = 1 << 3
    POWER = 1 << 4
    FIRE_CLASS = 1 << 5
    CLEAN_CLASS = 1 << 6
    FREIGHT_LIFT = 1 << 7
    DRAINAGE = 1 << 8
    EIA = 1 << 9
    GROUND_FLOOR = 1 << 10
    AREA = 1 << 11
    SMALLEST_PIECE = 1 << 12
    OPENING = 1 << 13
    ENCLAVE = 1 << 14
    PAIR = 1 << 15
    PIN = 1 << 16

    @property
    def key(self) -> str:
        """Name in the catalogue: ``reason.<key>``."""
        return str(self.name).lower()


TECHNICAL: Final = reduce(or_, (Reason[name.upper()] for name in ATTRIBUTES))


def reasons_in(bits: int) -> tuple[Reason, ...]:
    """The single reasons in a combination, in their order.

    >>> [reason.key for reason in reasons_in(Reason.AREA | Reason.STAGE)]
    ['stage', 'area']
    """
    return tuple(reason for reason in Reason if bits & reason)


@dataclass(frozen=True)
class Fit:
    """Fit of a slice of stays with all carriers.

    Attributes
    ----------
    refused, unknown : ndarray of uint32, shape (stays in the slice, carriers)
        Bits of `Reason`. A pair is allowed where `refused` is 0; what `unknown`
        holds is then to be verified on site (现场核实).
    """

    refused: Bits
    unknown: Bits

    @classmethod
    def of(cls, case: Case, stays: NDArray[np.int64] | None = None) -> Self:
        """Fit of the given stays (all, if not given) with every carrier."""
        chosen = np.arange(len(case.stays)) if stays is None else stays
        refused = np.zeros((len(chosen), len(case.carriers)), np.uint32)
        unknown = np.zeros_like(refused)
        _stage(case, chosen, refused)
        _industry(case, chosen, refused, unknown)
        _technical(case, chosen, refused, unknown)
        _area(case, chosen, refused, unknown)
        _opening(case, chosen, refused)
        _enclave(case, chosen, refused)
        if case.settings.unknown_attributes == "refuse":
            refused |= unknown
        _pairs(case, chosen, refused)
        _pins(case, chosen, refused)
        _present_home(case, chosen, refused, unknown)
        return cls(refused, unknown)

    @property
    def allowed(self) -> NDArray[np.bool_]:
        """Whether a pair may be used; shape as `refused`."""
        return np.asarray(self.refused == 0)


def _stage(case: Case, chosen: NDArray[np.int64], refused: Bits) -> None:
    serves = np.zeros((len(case.carriers), len(STAGE_NUMBER)), bool)
    for k, carrier in enumerate(case.carriers):
        serves[k, [STAGE_NUMBER[stage] for stage in carrier.stages]] = True
    refused[~serves.T[case.stay_arrays.stage[chosen]]] |= np.uint32(Reason.STAGE)


def _industry(case: Case, chosen: NDArray[np.int64], refused: Bits, unknown: Bits) -> None:
    names = sorted({project.industry for project in case.projects})
    takes = np.array(
        [[not c.industries or name in c.industries for c in case.carriers] for name in names], bool
    ).reshape(len(names), len(case.carriers))
    number = {name: i for i, name in enumerate(names)}
    of_stay = np.array([number[p.industry] for p in case.projects], np.int64)
    industry = of_stay[case.stay_arrays.project[chosen]]
    outside = ~takes[industry]
    blank = np.array([name == "" for name in names], bool)[industry][:, None]
    refused[outside & ~blank] |= np.uint32(Reason.INDUSTRY)
    unknown[outside & blank] |= np.uint32(Reason.INDUSTRY)


def _technical(case: Case, chosen: NDArray[np.int64], refused: Bits, unknown: Bits) -> None:
    for name in ATTRIBUTES:
        sure, most = supply_bounds(case.carriers, name)
        rows, least, surely = need_bounds([case.stays[s] for s in chosen], name)
        if not len(rows):
            continue
        met = surely[:, None] <= sure[None, :]
        hopeless = least[:, None] > most[None, :]
        bit = np.uint32(Reason[name.upper()])
        refused[rows] |= np.where(hopeless, bit, 0).astype(np.uint32)
        unknown[rows] |= np.where(~met & ~hopeless, bit, 0).astype(np.uint32)


def _area(case: Case, chosen: NDArray[np.int64], refused: Bits, unknown: Bits) -> None:
    stays = case.stay_arrays
    in_desks = np.array([c.unit == "desks" for c in case.carriers])
    capacity = np.array([c.capacity for c in case.carriers])
    least = stays.min_area_m2[chosen][:, None]
    asked_m2 = stays.area_m2[chosen]
    share = least[:, 0] / np.where(asked_m2 > 0, asked_m2, 1.0)
    desks = np.ceil(stays.desks[chosen] * share - 1e-9)[:, None]
    asked = np.where(in_desks[None, :], desks, least)
    refused[asked > capacity[None, :] + AREA_MARGIN_M2] |= np.uint32(Reason.AREA)

    piece = np.array([c.smallest_piece_m2 for c in case.carriers])
    known = np.array([c.pieces_known for c in case.carriers])
    most = stays.area_m2[chosen][:, None]
    too_small = (most + AREA_MARGIN_M2 < piece[None, :]) & ~in_desks[None, :]
    refused[too_small & known[None, :]] |= np.uint32(Reason.SMALLEST_PIECE)
    unknown[too_small & ~known[None, :]] |= np.uint32(Reason.SMALLEST_PIECE)


def _opening(case: Case, chosen: NDArray[np.int64], refused: Bits) -> None:
    stays = case.stay_arrays
    opens = np.array([c.opens for c in case.carriers])
    closes = np.array([c.closes for c in case.carriers])
    begins = np.maximum(stays.earliest[chosen][:, None], np.maximum(opens[None, :], 0))
    last_begin = np.minimum(stays.latest[chosen], case.quarters - 1)[:, None]
    leaves = np.where(stays.home[chosen] >= 0, stays.length[chosen], 0)[:, None]
    ends = np.maximum(begins + np.where(leaves > 0, 1, stays.length[chosen][:, None]), leaves)
    shut = (closes[None, :] < NEVER) & (ends > closes[None, :] + 1)
    refused[(begins > last_begin) | shut] |= np.uint32(Reason.OPENING)


def _enclave(case: Case, chosen: NDArray[np.int64], refused: Bits) -> None:
    enclave = np.array([c.is_enclave for c in case.carriers])
    wanted = np.array([p.wanted_carrier for p in case.projects], np.int64)
    of_stay = wanted[case.stay_arrays.project[chosen]]
    named = of_stay[:, None] == np.arange(len(case.carriers))[None, :]
    _mark_named_pairs(case, chosen, named)
    refused[enclave[None, :] & ~named] |= np.uint32(Reason.ENCLAVE)


def _mark_named_pairs(case: Case, chosen: NDArray[np.int64], named: NDArray[np.bool_]) -> None:
    row_of = _row_of(case, chosen)
    use = (row_of[case.pairs.stay] >= 0) & (case.pairs.allowed != 0)
    named[row_of[case.pairs.stay[use]], case.pairs.carrier[use]] = True


def _pairs(case: Case, chosen: NDArray[np.int64], refused: Bits) -> None:
    """匹配 overrides permission either way; it cannot make a carrier larger or open."""
    row_of = _row_of(case, chosen)
    pairs = case.pairs
    here = row_of[pairs.stay] >= 0
    yes, no = here & (pairs.allowed == 1), here & (pairs.allowed == 0)
    hard_facts = np.uint32(Reason.AREA | Reason.OPENING)
    refused[row_of[pairs.stay[yes]], pairs.carrier[yes]] &= hard_facts
    refused[row_of[pairs.stay[no]], pairs.carrier[no]] |= np.uint32(Reason.PAIR)
    _pair_area(case, row_of, refused)


def _pair_area(case: Case, row_of: NDArray[np.int64], refused: Bits) -> None:
    """A pair's own area, not the stay's, is what has to fit."""
    pairs = case.pairs
    given = (row_of[pairs.stay] >= 0) & ~np.isnan(pairs.area_m2)
    rows, carriers = row_of[pairs.stay[given]], pairs.carrier[given]
    capacity = np.array([c.lettable_area_m2 for c in case.carriers])
    too_large = pairs.area_m2[given] > capacity[carriers] + AREA_MARGIN_M2
    size = np.uint32(Reason.AREA | Reason.SMALLEST_PIECE)
    refused[rows, carriers] &= ~size
    refused[rows[too_large], carriers[too_large]] |= np.uint32(Reason.AREA)


def _pins(case: Case, chosen: NDArray[np.int64], refused: Bits) -> None:
    row_of = _row_of(case, chosen)
    for pin in case.pins:
        inside = np.zeros(len(case.carriers), bool)
        inside[sorted(pin.carriers)] = True
        rows = [row_of[s] for s in pin.stays if row_of[s] >= 0]
        if pin.kind == "must" and not any(case.stays[s].is_present for s in pin.stays):
            refused[np.ix_(rows, ~inside)] |= np.uint32(Reason.PIN)
        elif pin.kind == "must_not" and pin.start is None:
            refused[np.ix_(rows, inside)] |= np.uint32(Reason.PIN)


def _present_home(case: Case, chosen: NDArray[np.int64], refused: Bits, unknown: Bits) -> None:
    """A sitting tenant sits where it sits: its present home is a fact, not a question."""
    home = case.stay_arrays.home[chosen]
    sits = np.flatnonzero(home >= 0)
    refused[sits, home[sits]] = 0
    unknown[sits, home[sits]] = 0
    movable = case.stay_arrays.movable[chosen]
    for row in sits[~movable[sits]]:
        elsewhere = np.arange(len(case.carriers)) != home[row]
        refused[row, elsewhere] |= np.uint32(Reason.PIN)


def _row_of(case: Case, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    row_of = np.full(len(case.stays), -1, np.int64)
    row_of[chosen] = np.arange(len(chosen))
    return row_of
