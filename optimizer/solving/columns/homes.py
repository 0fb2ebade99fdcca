"""Homes: every (stay, carrier, area mode) that fits, with what an option of it is worth.

At city scale the option table has tens of millions of rows. An option is a home, a first
quarter and an overstay; everything else follows from the home, so only homes are listed and
quarters are run through where they are needed.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.fit import Fit
from optimizer.domain.options import Options, Windows, against_pins, use_in_unit
from optimizer.domain.plan import Plan
from optimizer.domain.words import FULL, MINIMUM, PRESENT
from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.home_records import joined, records
from optimizer.solving.columns.stay_table import (
    NO_QUARTER,
    Columns,
    Flags,
    Narrow,
    StayTable,
    stay_table,
)
from optimizer.solving.columns.worth import worth

SLICE_PAIRS = 2_000_000
"""(stay, carrier) pairs looked at together: bounds the memory of fit."""

SLICE_HOMES = 2_000_000
"""Homes looked at together where the homes of the next stay are looked up."""


@dataclass(frozen=True)
class Homes:
    """Homes sorted by stay, carrier and mode.

    Attributes
    ----------
    table : record array of `HOME`
    first_home : int array, shape (stays + 1,)
        Homes of stay s are ``first_home[s]:first_home[s + 1]``.
    first_stay : int array, shape (projects + 1,)
    """

    stays: StayTable
    first_home: Ints
    first_stay: Ints
    table: NDArray[np.void]

    def __len__(self) -> int:
        return len(self.table)

    @property
    def carrier(self) -> Narrow:
        """Carrier of each home."""
        return self.table["carrier"]

    @property
    def mode(self) -> NDArray[np.int8]:
        """Area mode of each home."""
        return self.table["mode"]

    @property
    def area(self) -> Floats:
        """Area in use, m²."""
        return self.table["area"]

    @property
    def use(self) -> Floats:
        """What is taken of the carrier, in its unit."""
        return self.table["use"]

    @property
    def points(self) -> Floats:
        """Points of an option that do not depend on its quarters."""
        return self.table["points"]

    @property
    def rate(self) -> Floats:
        """Points per planned quarter inside the horizon."""
        return self.table["rate"]

    @property
    def low(self) -> Narrow:
        """Earliest first quarter in this home."""
        return self.table["low"]

    @property
    def high(self) -> Narrow:
        """Latest first quarter in this home."""
        return self.table["high"]

    @property
    def last_end(self) -> Narrow:
        """An option ends at or before this quarter."""
        return self.table["last_end"]

    @classmethod
    def of(cls, case: Case, previous: Plan | None = None) -> Self:
        """All homes of a case."""
        windows = Windows.of(case)
        stays = stay_table(case, windows, previous)
        per_slice = max(1, SLICE_PAIRS // max(1, len(case.carriers)))
        parts, counts = [], np.zeros(len(case.stays), np.int64)
        for begin in range(0, len(case.stays), per_slice):
            chosen = np.arange(begin, min(begin + per_slice, len(case.stays)))
            columns = _homes_of(case, chosen, stays)
            counts += np.bincount(columns["stay"], minlength=len(counts))
            parts.append(records(columns))
        first_home = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        projects = np.arange(len(case.projects) + 1)
        first_stay = np.searchsorted(case.stay_arrays.project, projects).astype(np.int64)
        homes = cls(stays, first_home, first_stay, joined(parts, int(counts.sum())))
        homes = homes.take(~_pinned_away(case, homes)) if case.pins else homes
        homes._find_twins(case.stay_arrays.successor, len(case.carriers))
        return homes

    def _find_twins(self, successor: Ints, carriers: int) -> None:
        """Look up the first home of the next stay in the same carrier, for every home."""
        at, stays = 0, len(self.first_home) - 1
        while at < stays:
            # Homes of a slice of stays; the homes after them are those of their successors.
            until = int(np.searchsorted(self.first_home, self.first_home[at] + SLICE_HOMES))
            until = min(max(until, at + 1), stays)
            stay = np.repeat(np.arange(at, until), np.diff(self.first_home[at : until + 1]))
            begin, end = int(self.first_home[at]), int(self.first_home[until])
            stop = int(self.first_home[min(until + 1, stays)])
            own = np.concatenate([stay, np.full(stop - end, until)])
            key = own * carriers + self.carrier[begin:stop]
            follows = successor[stay]
            asked = np.where(follows >= 0, follows * carriers + self.carrier[begin:end], -1)
            found = np.minimum(np.searchsorted(key, asked), max(len(key) - 1, 0))
            has_twin = (follows >= 0) & (key[found] == asked) if len(key) else follows >= 0
            self.table["twin"][begin:end] = np.where(has_twin, begin + found, -1)
            at = until

    def count_options(self) -> int:
        """How many options there are, at most (overstays that lead nowhere counted too)."""
        quarters = np.maximum(self.high - self.low + 1, 0).astype(np.int64)
        return int((quarters * (self.stays.most_over[self.stay] + 1)).sum())

    def take(self, keep: Flags) -> Self:
        """The kept homes only."""
        stay, projects = self.stay[keep], self.first_stay
        count = np.bincount(stay, minlength=len(self.first_home) - 1)
        first_home = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        return type(self)(self.stays, first_home, projects, self.table[keep])

    @property
    def stay(self) -> Ints:
        """Stay of each home."""
        count = np.diff(self.first_home)
        return np.repeat(np.arange(len(count)), count)

    def options(self, home: Ints, first: Ints, overstay: Ints) -> Options:
        """The option table's rows for given homes, first quarters and overstays."""
        stay = np.searchsorted(self.first_home, home, side="right") - 1
        present = self.stays.home[stay] >= 0
        length = self.stays.length[stay].astype(np.int64)
        planned = np.where(present, length, first + length)
        carrier = self.carrier[home].astype(np.int64)
        moved = present & (self.stays.home[stay] != carrier)
        return Options(
            stay=stay,
            carrier=carrier,
            first=first,
            planned_end=planned,
            end=planned + overstay,
            mode=self.mode[home].astype(np.int64),
            area_m2=self.area[home],
            use=self.use[home],
            before=np.where(moved, self.stays.home[stay], -1).astype(np.int64),
            before_use=np.where(moved, self.stays.home_use[stay], 0.0),
            unknown=np.zeros(len(home), np.int64),
            locked=self.stays.locked[stay],
        )


def _pinned_away(case: Case, homes: Homes) -> Flags:
    """Present homes a pin forbids: without another one the stay has no plan."""
    home = np.arange(len(homes))
    none = np.zeros(len(homes), np.int64)
    options = homes.options(home, none, none)
    at_home = homes.stays.home[options.stay] == options.carrier
    return np.asarray(at_home & against_pins(case, options))


def _homes_of(case: Case, chosen: Ints, stays: StayTable) -> Columns:
    """Homes of a slice of stays, sorted by stay, carrier and mode."""
    fit = Fit.of(case, chosen)
    open_stay = stays.low[chosen] <= stays.high[chosen]
    arrays = case.stay_arrays
    allowed = fit.allowed & open_stay[:, None]
    put = (arrays.home[chosen] >= 0) & ~arrays.movable[chosen]
    allowed[put] &= np.arange(len(case.carriers)) == arrays.home[chosen][put][:, None]
    row, carrier = np.nonzero(allowed)
    stay, unknown = chosen[row], np.bitwise_count(fit.unknown[row, carrier])
    del fit
    parts = [_in_mode(case, stay, carrier, unknown, mode) for mode in (FULL, MINIMUM)]
    table = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    order = np.lexsort((table["mode"], table["carrier"], table["stay"]))
    table = {key: values[order] for key, values in table.items()}
    table = _windowed(case, stays, table)
    _lock(stays, table)
    return worth(case, stays, _pinned(case, stays, table))


def _in_mode(
    case: Case, stay: Ints, carrier: Ints, unknown: NDArray[np.generic], mode: int
) -> Columns:
    """Pairs in one area mode, where the area fits the carrier."""
    arrays = case.stay_arrays
    present = arrays.home[stay] >= 0
    own = np.full(len(stay), np.nan)
    if len(case.pairs):
        pair = case.pairs.find(stay, carrier, len(case.carriers))
        own = np.where(pair >= 0, case.pairs.area_m2[pair], np.nan)
    full = np.where(np.isnan(own) | present, arrays.area_m2[stay], own)
    area = full if mode == FULL else arrays.min_area_m2[stay]
    use = use_in_unit(case, stay, carrier, area)
    capacity = np.array([c.capacity for c in case.carriers])
    keep = (use <= capacity[carrier] + 1e-6) | (present & (mode == FULL))
    if mode == MINIMUM:
        keep &= np.isnan(own) & (area < arrays.area_m2[stay] - 1e-9) & ~present
    shown = np.where(present, PRESENT, mode)
    return {
        "stay": stay[keep],
        "carrier": carrier[keep],
        "mode": shown[keep].astype(np.int8),
        "area": area[keep],
        "use": use[keep],
        "unknown": unknown[keep],
    }


def _windowed(case: Case, stays: StayTable, table: Columns) -> Columns:
    """First quarters and latest end of each home, by openings; empty ones left out."""
    stay, carrier = table["stay"].astype(np.int64), table["carrier"].astype(np.int64)
    opens = np.array([c.opens for c in case.carriers], np.int64)[carrier]
    closes = np.array([c.closes for c in case.carriers], np.int64)[carrier]
    present = stays.home[stay] >= 0
    at_home = present & (stays.home[stay] == carrier)
    planned = stays.length[stay].astype(np.int64)
    low = np.maximum(np.where(present, 0, stays.low[stay]), opens)
    high = np.where(present, np.minimum(planned, case.quarters) - 1, stays.high[stay])
    low, high = np.where(at_home, 0, low), np.where(at_home, 0, high)
    last_end = np.minimum(closes + 1, NO_QUARTER)
    # The present lease runs whatever is decided; only what is added must end before closing.
    last_end = np.where(at_home, np.maximum(last_end, planned), last_end)
    return _not_empty(stays, table | {"low": low, "high": high, "last_end": last_end})


def _not_empty(stays: StayTable, table: Columns) -> Columns:
    """The homes that an option is left in."""
    stay, low = table["stay"].astype(np.int64), table["low"]
    planned = stays.length[stay].astype(np.int64)
    shortest = np.where(stays.home[stay] >= 0, planned, low + planned)
    keep = (low <= table["high"]) & (shortest <= table["last_end"])
    kept = {key: values[keep] for key, values in table.items()}
    return kept | {key: kept[key].astype(np.int32) for key in ("low", "high", "last_end")}


def _pinned(case: Case, stays: StayTable, table: Columns) -> Columns:
    """Windows cut by pins, as `optimizer.domain.options.against_pins` cuts the options."""
    if not case.pins:
        return table
    stay, carrier = table["stay"].astype(np.int64), table["carrier"].astype(np.int64)
    low, high, last_end = table["low"], table["high"], table["last_end"]
    home = case.stay_arrays.home[stay]
    for pin in case.pins:
        of_pin = np.isin(stay, pin.stays)
        inside = np.isin(carrier, sorted(pin.carriers))
        at_home = (home >= 0) & (home == carrier)
        start = pin.start
        if pin.kind == "must":
            barred = of_pin & ~inside & ~at_home
            high = np.where(barred, low - 1, high)
            if start is not None:
                exact = of_pin & inside & ~at_home
                low = np.where(exact, np.maximum(low, start), low)
                high = np.where(exact, np.minimum(high, start), high)
            continue
        cut = -1 if start is None else max(start, 0)
        # A lease that ends before the pin begins may not be overstayed into it.
        ends = of_pin & inside & (~at_home | (stays.length[stay] <= cut))
        last_end = np.where(ends, np.minimum(last_end, cut), last_end)
        if start is not None:
            leaves = of_pin & np.isin(home, sorted(pin.carriers)) & ~at_home
            high = np.where(leaves, np.minimum(high, cut), high)
    return _not_empty(stays, table | {"low": low, "high": high, "last_end": last_end})


def _lock(stays: StayTable, table: Columns) -> None:
    """A present stay whose one home has one option has nothing to decide; pins ask no fact."""
    stay = table["stay"].astype(np.int64)
    count = np.bincount(stay, minlength=len(stays.low))
    sits = np.flatnonzero((stays.home >= 0) & (count == 1))
    successor = np.minimum(sits + 1, len(count) - 1)
    planned = stays.length[sits].astype(np.int64)
    last = np.minimum(table["last_end"][np.searchsorted(stay, sits)], stays.high[successor])
    longest = np.minimum(planned + stays.most_over[sits], last)
    # Overstay must lead into a next stay, from its first possible quarter on.
    can_over = stays.leads_on[sits] & (longest >= np.maximum(planned + 1, stays.low[successor]))
    stays.locked[sits[~can_over]] = True
