"""Which stays fit which carriers: allowed, refused with the reasons, or unknown.

Every reason is one bit, so that a whole slice of (stay, carrier) pairs is two
arrays of integers: what refuses the pair, and what is not known about it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntFlag
from functools import reduce
from operator import or_
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.attributes import ATTRIBUTES, Needs, supply_bounds
from optimizer.domain.case import Case
from optimizer.domain.words import NEVER, STAGE_NUMBER
from optimizer.units import AREA_MARGIN_M2

Bits = NDArray[np.uint32]

BLOCK_PAIRS: Final = 1 << 18
"""Pairs of stay and carrier that are looked at together."""


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
        return cls._read(case, _Sides.of(case), chosen)

    @classmethod
    def blocks(cls, case: Case) -> Iterator[tuple[NDArray[np.int64], Self]]:
        """All stays, some at a time, each time with their fit: never all pairs in memory."""
        sides = _Sides.of(case)
        every = np.arange(len(case.stays))
        for rows in _slices(len(every), len(case.carriers)):
            yield every[rows], cls._read(case, sides, every[rows])

    @classmethod
    def _read(cls, case: Case, sides: "_Sides", chosen: NDArray[np.int64]) -> Self:
        refused = np.zeros((len(chosen), len(case.carriers)), np.uint32)
        unknown = np.zeros_like(refused)
        # Blocks that stay in the processor's cache take a third of the time.
        for rows in _slices(*refused.shape):
            _stage(case, sides, chosen[rows], refused[rows])
            _industry(case, sides, chosen[rows], refused[rows], unknown[rows])
            _technical(case, sides, chosen[rows], refused[rows], unknown[rows])
            _area(case, sides, chosen[rows], refused[rows], unknown[rows])
            _opening(case, sides, chosen[rows], refused[rows])
            if case.settings.unknown_attributes == "refuse":
                refused[rows] |= unknown[rows]
        row_of = np.full(len(case.stays), -1, np.int64)
        row_of[chosen] = np.arange(len(chosen))
        _enclave(case, sides, chosen, row_of, refused)
        _pairs(case, sides, row_of, refused)
        _pins(case, row_of, refused)
        _present_home(case, chosen, refused, unknown)
        return cls(refused, unknown)

    @property
    def allowed(self) -> NDArray[np.bool_]:
        """Whether a pair may be used; shape as `refused`."""
        return np.asarray(self.refused == 0)


def _slices(rows: int, columns: int) -> Iterator[slice]:
    step = max(1, BLOCK_PAIRS // max(columns, 1))
    return (slice(first, first + step) for first in range(0, rows, step))


@dataclass(frozen=True)
class _Sides:
    """What carriers offer and stays ask for, as arrays; read once for all blocks.

    Attributes
    ----------
    stage : uint32, shape (stages, carriers)
        The bit of a stage that a carrier does not serve.
    industry, open_industry : uint32, shape (industries, carriers)
        The bit of an industry that a carrier does not take, and of one not told.
    of_industry : shape (projects,)
        Industry of each project.
    supplies, needs : by attribute
    """

    stage: Bits
    industry: Bits
    open_industry: Bits
    of_industry: NDArray[np.int64]
    supplies: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]]
    needs: Mapping[str, Needs]
    in_desks: NDArray[np.bool_]
    capacity: NDArray[np.float64]
    lettable_m2: NDArray[np.float64]
    piece: NDArray[np.float64]
    pieces_known: NDArray[np.bool_]
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]

    @classmethod
    def of(cls, case: Case) -> Self:
        carriers = case.carriers
        serves = np.zeros((len(STAGE_NUMBER), len(carriers)), bool)
        for k, carrier in enumerate(carriers):
            serves[[STAGE_NUMBER[stage] for stage in carrier.stages], k] = True
        names = sorted({project.industry for project in case.projects})
        takes = np.array(
            [[not c.industries or name in c.industries for c in carriers] for name in names], bool
        ).reshape(len(names), len(carriers))
        blank = np.array([name == "" for name in names], bool)[:, None]
        number = {name: i for i, name in enumerate(names)}
        return cls(
            stage=_bit(~serves, Reason.STAGE),
            industry=_bit(~takes & ~blank, Reason.INDUSTRY),
            open_industry=_bit(~takes & blank, Reason.INDUSTRY),
            of_industry=np.array([number[p.industry] for p in case.projects], np.int64),
            supplies={name: supply_bounds(carriers, name) for name in ATTRIBUTES},
            needs=case.needs,
            in_desks=np.array([c.unit == "desks" for c in carriers], bool),
            capacity=np.array([c.capacity for c in carriers], np.float64),
            lettable_m2=np.array([c.lettable_area_m2 for c in carriers], np.float64),
            piece=np.array([c.smallest_piece_m2 for c in carriers], np.float64),
            pieces_known=np.array([c.pieces_known for c in carriers], bool),
            opens=np.array([c.opens for c in carriers], np.int64),
            closes=np.array([c.closes for c in carriers], np.int64),
        )


def _bit(where: NDArray[np.bool_], reason: Reason) -> Bits:
    """The bit of a reason where it holds, else 0."""
    return np.asarray(where * np.uint32(reason))


def _stage(case: Case, sides: _Sides, chosen: NDArray[np.int64], refused: Bits) -> None:
    refused |= sides.stage[case.stay_arrays.stage[chosen]]


def _industry(
    case: Case, sides: _Sides, chosen: NDArray[np.int64], refused: Bits, unknown: Bits
) -> None:
    industry = sides.of_industry[case.stay_arrays.project[chosen]]
    if sides.industry.any():
        refused |= sides.industry[industry]
    if sides.open_industry.any():
        unknown |= sides.open_industry[industry]


def _technical(
    case: Case, sides: _Sides, chosen: NDArray[np.int64], refused: Bits, unknown: Bits
) -> None:
    for name, needs in sides.needs.items():
        sure, most = sides.supplies[name]
        rows = np.flatnonzero(needs.kind[chosen] >= 0)
        if not len(rows):
            continue
        # Many stays need the same: every need is laid beside the carriers once.
        kinds, kind = np.unique(needs.kind[chosen[rows]], return_inverse=True)
        hopeless = needs.least[kinds][:, None] > most[None, :]
        met = needs.surely[kinds][:, None] <= sure[None, :]
        reason = Reason[name.upper()]
        refused[rows] |= _bit(hopeless, reason)[kind]
        unknown[rows] |= _bit(~met & ~hopeless, reason)[kind]


def _area(
    case: Case, sides: _Sides, chosen: NDArray[np.int64], refused: Bits, unknown: Bits
) -> None:
    stays, desks = case.stay_arrays, np.flatnonzero(sides.in_desks)
    least, asked_m2 = stays.min_area_m2[chosen], stays.area_m2[chosen]
    most = sides.capacity[None, :] + AREA_MARGIN_M2
    too_large = least[:, None] > most
    if len(desks):
        share = least / np.where(asked_m2 > 0, asked_m2, 1.0)
        asked = np.ceil(stays.desks[chosen] * share - 1e-9)[:, None]
        too_large[:, desks] = asked > most[:, desks]
    refused |= _bit(too_large, Reason.AREA)

    for known, bits in ((True, refused), (False, unknown)):
        here = ~np.isnan(sides.piece) & ~sides.in_desks & (sides.pieces_known == known)
        columns = np.flatnonzero(here)
        if len(columns):
            too_small = asked_m2[:, None] + AREA_MARGIN_M2 < sides.piece[None, columns]
            bits[:, columns] |= _bit(too_small, Reason.SMALLEST_PIECE)


def _opening(case: Case, sides: _Sides, chosen: NDArray[np.int64], refused: Bits) -> None:
    stays = case.stay_arrays
    earliest, opens = stays.earliest[chosen], np.maximum(sides.opens, 0)
    last_begin = np.minimum(stays.latest[chosen], case.quarters - 1)
    late = opens.astype(np.int32)[None, :] > last_begin.astype(np.int32)[:, None]
    late |= (earliest > last_begin)[:, None]
    refused |= _bit(late, Reason.OPENING)
    closing = np.flatnonzero(sides.closes < NEVER)
    if len(closing):
        begins = np.maximum(earliest[:, None], opens[None, closing])
        length = stays.length[chosen]
        leaves = np.where(stays.home[chosen] >= 0, length, 0)[:, None]
        ends = np.maximum(begins + np.where(leaves > 0, 1, length[:, None]), leaves)
        refused[:, closing] |= _bit(ends > sides.closes[None, closing] + 1, Reason.OPENING)


def _enclave(
    case: Case,
    sides: _Sides,
    chosen: NDArray[np.int64],
    row_of: NDArray[np.int64],
    refused: Bits,
) -> None:
    """An enclave takes only whom the workbook names for it."""
    enclaves = np.flatnonzero([c.is_enclave for c in case.carriers])
    if not len(enclaves):
        return
    wanted = np.array([p.wanted_carrier for p in case.projects], np.int64)
    named = wanted[case.stay_arrays.project[chosen]][:, None] == enclaves[None, :]
    column_of = np.full(len(case.carriers), -1, np.int64)
    column_of[enclaves] = np.arange(len(enclaves))
    pairs = case.pairs
    use = (row_of[pairs.stay] >= 0) & (pairs.allowed != 0) & (column_of[pairs.carrier] >= 0)
    named[row_of[pairs.stay[use]], column_of[pairs.carrier[use]]] = True
    refused[:, enclaves] |= _bit(~named, Reason.ENCLAVE)


def _pairs(case: Case, sides: _Sides, row_of: NDArray[np.int64], refused: Bits) -> None:
    """匹配 overrides permission either way; it cannot make a carrier larger or open."""
    pairs = case.pairs
    here = row_of[pairs.stay] >= 0
    yes, no = here & (pairs.allowed == 1), here & (pairs.allowed == 0)
    hard_facts = np.uint32(Reason.AREA | Reason.OPENING)
    refused[row_of[pairs.stay[yes]], pairs.carrier[yes]] &= hard_facts
    refused[row_of[pairs.stay[no]], pairs.carrier[no]] |= np.uint32(Reason.PAIR)
    _pair_area(case, sides, row_of, refused)


def _pair_area(case: Case, sides: _Sides, row_of: NDArray[np.int64], refused: Bits) -> None:
    """A pair's own area, not the stay's, is what has to fit."""
    pairs = case.pairs
    given = (row_of[pairs.stay] >= 0) & ~np.isnan(pairs.area_m2)
    rows, carriers = row_of[pairs.stay[given]], pairs.carrier[given]
    too_large = pairs.area_m2[given] > sides.lettable_m2[carriers] + AREA_MARGIN_M2
    size = np.uint32(Reason.AREA | Reason.SMALLEST_PIECE)
    refused[rows, carriers] &= ~size
    refused[rows[too_large], carriers[too_large]] |= np.uint32(Reason.AREA)


def _pins(case: Case, row_of: NDArray[np.int64], refused: Bits) -> None:
    for pin in case.pins:
        rows = [row_of[s] for s in pin.stays if row_of[s] >= 0]
        if not rows:
            continue
        inside = np.zeros(len(case.carriers), bool)
        inside[sorted(pin.carriers)] = True
        if pin.kind == "must" and not any(case.stays[s].is_present for s in pin.stays):
            refused[np.ix_(rows, ~inside)] |= np.uint32(Reason.PIN)
        elif pin.kind == "must_not" and pin.start is None:
            refused[np.ix_(rows, inside)] |= np.uint32(Reason.PIN)


def _present_home(case: Case, chosen: NDArray[np.int64], refused: Bits, unknown: Bits) -> None:
    """A sitting tenant sits where it sits: its present home is a fact, not a question."""
    home = case.stay_arrays.home[chosen]
    sits = np.flatnonzero(home >= 0)
    refused[sits[~case.stay_arrays.movable[chosen[sits]]]] |= np.uint32(Reason.PIN)
    refused[sits, home[sits]] = 0
    unknown[sits, home[sits]] = 0
