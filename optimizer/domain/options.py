"""The option table: every way a stay can be housed, as arrays.

An option is (stay, carrier, first quarter, end quarter, area mode), listed only
where fit, pins, opening and closing allow. ``end - first - length`` is its overstay.
For a sitting tenant that changes carrier once, `before` is its present home, held
until `first`.
"""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.fit import Fit
from optimizer.domain.words import FULL, MINIMUM, NEVER, PRESENT

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Options:
    """One entry per option; all arrays have the same length.

    Attributes
    ----------
    stay, carrier : positions in the case
    first, planned_end, end : quarters from the horizon's start
        In use from `first` to before `end`; `planned_end` is without overstay.
    mode : 0 full, 1 minimum, 2 present
    area_m2, use : area, and what is taken of the carrier in the carrier's unit
    before, before_use : present home held until `first` (-1, 0 if none)
    unknown : number of technical attributes to verify on site
    locked : nothing to decide, a sitting tenant to its lease end
    """

    stay: Ints
    carrier: Ints
    first: Ints
    planned_end: Ints
    end: Ints
    mode: Ints
    area_m2: Floats
    use: Floats
    before: Ints
    before_use: Floats
    unknown: Ints
    locked: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.stay)

    @property
    def overstay(self) -> Ints:
        """Quarters at the end beyond the planned length."""
        return self.end - self.planned_end

    def take(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> Self:
        """The chosen options only."""
        return type(self)(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

    @classmethod
    def none(cls) -> Self:
        """A table without any option."""
        no, real = np.zeros(0, np.int64), np.zeros(0)
        return cls(no, no, no, no, no, no, real, real, no, real, no, np.zeros(0, bool))

    @classmethod
    def joined(cls, parts: list["Options"]) -> "Options":
        """Several tables as one, sorted by stay, carrier, first, end, mode."""
        columns = {
            f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)
        }
        table = cls(**columns)
        order = np.lexsort((table.mode, table.end, table.first, table.carrier, table.stay))
        return table.take(order)


@dataclass(frozen=True)
class Windows:
    """First quarters each stay can begin in, as [low, high]; empty where low > high.

    ``is_later`` marks stays that lie beyond the horizon whatever is decided.
    """

    low: Ints
    high: Ints
    is_later: NDArray[np.bool_]

    @classmethod
    def of(cls, case: Case) -> Self:
        """Windows by the chain: a later stay begins exactly when its predecessor ends."""
        stays, settings = case.stay_arrays, case.settings
        low = np.maximum(stays.earliest, 0)
        high = np.minimum(low + settings.max_wait_quarters, stays.latest)
        sits = stays.home >= 0
        low[sits] = high[sits] = 0
        # Link by link along all chains at once: a link follows only what is settled.
        link = np.flatnonzero((stays.predecessor < 0) & (stays.successor >= 0))
        while len(link):
            before, after = link, stays.successor[link]
            moves = ~sits[after]
            before, now = before[moves], after[moves]
            low[now] = np.maximum(low[before] + stays.length[before], stays.earliest[now])
            most = high[before] + stays.length[before] + settings.max_overstay_quarters
            high[now] = np.minimum(most, stays.latest[now])
            link = after[stays.successor[after] >= 0]
        return cls(low, np.minimum(high, case.quarters - 1), low >= case.quarters)


def wanted_quarters(case: Case) -> Ints:
    """Earliest possible first quarter of every stay, as the chain and its wishes allow."""
    return Windows.of(case).low


def list_options(case: Case, fit: Fit | None = None) -> Options:
    """All options of a case."""
    fit = Fit.of(case) if fit is None else fit
    windows = Windows.of(case)
    parts = [_present_options(case, fit, windows), _wished_options(case, fit, windows)]
    return _without_pinned_quarters(case, Options.joined(parts))


def _wished_options(case: Case, fit: Fit, windows: Windows) -> Options:
    """Options of stays that are not present ones, crossed out step by step."""
    stays = case.stay_arrays
    open_stays = (stays.home < 0) & ~windows.is_later & (windows.low <= windows.high)
    stay, carrier = np.nonzero(fit.allowed & open_stays[:, None])
    stay, carrier, first = _cross(stay, carrier, windows.low[stay], windows.high[stay])
    planned = first + stays.length[stay]
    most = _most_overstay(case, windows, stay, planned)
    index = np.arange(len(stay))
    index, _, overstay = _cross(index, index, np.zeros_like(most), most)
    stay, carrier, first, planned = stay[index], carrier[index], first[index], planned[index]
    end = planned + overstay
    opens = np.array([c.opens for c in case.carriers], np.int64)
    closes = np.array([c.closes for c in case.carriers], np.int64)
    keep = (first >= opens[carrier]) & (end <= closes[carrier] + 1)
    keep &= (overstay == 0) | _leads_on(windows, stays.successor[stay], end)
    table = _sized(case, fit, stay[keep], carrier[keep], first[keep], planned[keep], end[keep])
    return Options.joined(table)


def _cross(a: Ints, b: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints, Ints]:
    """Repeat a and b for every number from low to high (none where low > high)."""
    count = np.maximum(high - low + 1, 0)
    start = np.cumsum(count) - count
    number = np.arange(count.sum()) - np.repeat(start, count) + np.repeat(low, count)
    return np.repeat(a, count), np.repeat(b, count), number


def _most_overstay(case: Case, windows: Windows, stay: Ints, planned: Ints) -> Ints:
    """Overstay only leads into a next stay that begins inside the horizon."""
    successor = case.stay_arrays.successor[stay]
    room = np.minimum(case.settings.max_overstay_quarters, case.quarters - 1 - planned)
    none = (successor < 0) | windows.is_later[np.maximum(successor, 0)]
    return np.where(none, 0, np.maximum(room, 0))


def _leads_on(windows: Windows, successor: Ints, end: Ints) -> NDArray[np.bool_]:
    """Whether the next stay can begin in the quarter an overstay ends."""
    at = np.maximum(successor, 0)
    return np.asarray((successor >= 0) & (end >= windows.low[at]) & (end <= windows.high[at]))


def _sized(
    case: Case, fit: Fit, stay: Ints, carrier: Ints, first: Ints, planned: Ints, end: Ints
) -> list[Options]:
    """The options in full area, and in the minimum area where less will do."""
    stays = case.stay_arrays
    pair = case.pairs.find(stay, carrier, len(case.carriers))
    own_area = case.pairs.area_m2[pair] if len(case.pairs) else np.full(len(stay), np.nan)
    own_area = np.where(pair >= 0, own_area, np.nan)
    full = np.where(np.isnan(own_area), stays.area_m2[stay], own_area)
    capacity = np.array([c.capacity for c in case.carriers])
    parts = []
    for mode in (FULL, MINIMUM):
        area = full if mode == FULL else stays.min_area_m2[stay]
        use = use_in_unit(case, stay, carrier, area)
        keep = use <= capacity[carrier] + 1e-6
        if mode == MINIMUM:
            keep &= np.isnan(own_area) & (area < stays.area_m2[stay] - 1e-9)
        s, k = stay[keep], carrier[keep]
        parts.append(
            Options(
                stay=s,
                carrier=k,
                first=first[keep],
                planned_end=planned[keep],
                end=end[keep],
                mode=np.full(len(s), mode, np.int64),
                area_m2=area[keep],
                use=use[keep],
                before=np.full(len(s), -1, np.int64),
                before_use=np.zeros(len(s)),
                unknown=np.bitwise_count(fit.unknown[s, k]).astype(np.int64),
                locked=np.zeros(len(s), bool),
            )
        )
    return parts


def use_in_unit(case: Case, stay: Ints, carrier: Ints, area_m2: Floats) -> Floats:
    """What an area takes of a carrier: m², or desks where the carrier counts desks.

    Desks of less than the full area are in proportion, rounded up.
    """
    stays = case.stay_arrays
    in_desks = case.counts_desks
    whole = np.where(stays.area_m2[stay] > 0, stays.area_m2[stay], 1.0)
    desks = np.ceil(stays.desks[stay] * area_m2 / whole - 1e-9)
    return np.asarray(np.where(in_desks[carrier], desks, area_m2))


def _present_options(case: Case, fit: Fit, windows: Windows) -> Options:
    """Present stays: to the lease end where they sit, longer before a next stay, or moved once."""
    stays = case.stay_arrays
    stay = np.flatnonzero(stays.home >= 0)
    home, planned = stays.home[stay], stays.length[stay]
    most = _most_overstay(case, windows, stay, planned)
    closes = np.array([c.closes for c in case.carriers], np.int64)
    opens = np.array([c.opens for c in case.carriers], np.int64)
    index = np.arange(len(stay))
    index, _, overstay = _cross(index, index, np.zeros_like(most), most)
    end = planned[index] + overstay
    keep = (overstay == 0) | (
        _leads_on(windows, stays.successor[stay[index]], end) & (end <= closes[home[index]] + 1)
    )
    index, end = index[keep], end[keep]
    stays_put = _present(case, fit, stay[index], home[index], 0 * end, planned[index], end)

    row, carrier = np.nonzero(fit.allowed[stay[index]] & stays.movable[stay[index]][:, None])
    index, end = index[row], end[row]
    last = np.minimum(planned[index], case.quarters) - 1
    row, carrier, first = _cross(np.arange(len(index)), carrier, 0 * last, last)
    index, end = index[row], end[row]
    keep = (carrier != home[index]) & (first >= opens[carrier]) & (end <= closes[carrier] + 1)
    index, carrier, first, end = index[keep], carrier[keep], first[keep], end[keep]
    moves = _present(case, fit, stay[index], carrier, first, planned[index], end)
    return _with_locks(case, Options.joined([stays_put, moves]))


def _present(
    case: Case, fit: Fit, stay: Ints, carrier: Ints, first: Ints, planned: Ints, end: Ints
) -> Options:
    stays = case.stay_arrays
    moved = carrier != stays.home[stay]
    home_use = use_in_unit(case, stay, stays.home[stay], stays.area_m2[stay])
    return Options(
        stay=stay,
        carrier=carrier,
        first=first,
        planned_end=planned,
        end=end,
        mode=np.full(len(stay), PRESENT, np.int64),
        area_m2=stays.area_m2[stay],
        use=use_in_unit(case, stay, carrier, stays.area_m2[stay]),
        before=np.where(moved, stays.home[stay], -1),
        before_use=np.where(moved, home_use, 0.0),
        unknown=np.bitwise_count(fit.unknown[stay, carrier]).astype(np.int64),
        locked=np.zeros(len(stay), bool),
    )


def _with_locks(case: Case, table: Options) -> Options:
    """A present stay with a single option has nothing to decide."""
    count = np.bincount(table.stay, minlength=len(case.stays))
    table.locked[:] = count[table.stay] == 1
    return table


def _without_pinned_quarters(case: Case, table: Options) -> Options:
    """Leave out what pins forbid; a tenant's home stays, for the rule of pins to forbid."""
    at_home = (table.mode == PRESENT) & (table.before < 0)
    return table.take(at_home | ~against_pins(case, table))


def against_pins(case: Case, table: Options) -> NDArray[np.bool_]:
    """Options that a pin forbids; a stay without any choice is a fact and is not asked."""
    against = np.zeros(len(table), bool)
    for pin in case.pins:
        carriers = sorted(pin.carriers)
        inside = np.isin(table.carrier, carriers)
        start = -NEVER if pin.start is None else max(pin.start, 0)
        if pin.kind == "must_not":
            still_home = np.isin(table.before, carriers) & (table.first > max(start, 0))
            broken = (inside & (table.end > start)) | (still_home & (pin.start is not None))
            broken &= ~table.locked
        else:
            broken = ~inside if pin.start is None else ~(inside & (table.first == start))
        against |= np.isin(table.stay, pin.stays) & broken
    return against
