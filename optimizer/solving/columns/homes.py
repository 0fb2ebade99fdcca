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
from optimizer.models.goals import missing_focus, not_wanted, option_values
from optimizer.rules.block import Floats, Ints
from optimizer.rules.board import Board
from optimizer.units import MONTHS_PER_QUARTER, YUAN_PER_10K

SLICE_PAIRS = 8_000_000
"""(stay, carrier) pairs looked at together: bounds the memory of fit."""

NO_QUARTER = 30_000
"""Later than every horizon, in the narrow integers of the tables."""

Narrow = NDArray[np.int32]
Flags = NDArray[np.bool_]


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


@dataclass(frozen=True)
class Homes:
    """Homes sorted by stay, carrier and mode; all home arrays have the same length.

    Attributes
    ----------
    first_home : int array, shape (stays + 1,)
        Homes of stay s are ``first_home[s]:first_home[s + 1]``.
    first_stay : int array, shape (projects + 1,)
    points : points of an option that do not depend on its quarters
    rate : points per planned quarter inside the horizon
    low, high : window of first quarters in this home
    last_end : an option ends at or before this quarter
    """

    stays: StayTable
    first_home: Ints
    first_stay: Ints
    carrier: Narrow
    mode: NDArray[np.int8]
    area: Floats
    use: Floats
    points: Floats
    rate: Floats
    low: Narrow
    high: Narrow
    last_end: Narrow

    def __len__(self) -> int:
        return len(self.carrier)

    @classmethod
    def of(cls, case: Case, previous: Plan | None = None) -> Self:
        """All homes of a case."""
        windows = Windows.of(case)
        stays = _stay_table(case, windows, previous)
        per_slice = max(1, SLICE_PAIRS // max(1, len(case.carriers)))
        parts = [
            _homes_of(case, np.arange(begin, min(begin + per_slice, len(case.stays))), stays)
            for begin in range(0, len(case.stays), per_slice)
        ]
        joined = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        stay = joined.pop("stay")
        count = np.bincount(stay, minlength=len(case.stays))
        first_home = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        projects = np.arange(len(case.projects) + 1)
        first_stay = np.searchsorted(case.stay_arrays.project, projects).astype(np.int64)
        homes = _with_locks(cls(stays, first_home, first_stay, **joined))
        return homes.take(~_pinned_away(case, homes)) if case.pins else homes

    def count_options(self) -> int:
        """How many options there are, at most (overstays that lead nowhere counted too)."""
        quarters = np.maximum(self.high - self.low + 1, 0).astype(np.int64)
        return int((quarters * (self.stays.most_over[self.stay] + 1)).sum())

    def take(self, keep: Flags) -> Self:
        """The kept homes only."""
        stay, projects = self.stay[keep], self.first_stay
        count = np.bincount(stay, minlength=len(self.first_home) - 1)
        first_home = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        columns = {name: getattr(self, name)[keep] for name in _HOME_COLUMNS}
        return type(self)(self.stays, first_home, projects, **columns)

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


_HOME_COLUMNS = (
    *("carrier", "mode", "area", "use", "points", "rate"),
    *("low", "high", "last_end"),
)


def _pinned_away(case: Case, homes: Homes) -> Flags:
    """Present homes a pin forbids, of tenants who have somewhere else to go."""
    home = np.arange(len(homes))
    none = np.zeros(len(homes), np.int64)
    options = homes.options(home, none, none)
    at_home = homes.stays.home[options.stay] == options.carrier
    return at_home & ~options.locked & against_pins(case, options)


def _stay_table(case: Case, windows: Windows, previous: Plan | None) -> StayTable:
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


def _homes_of(case: Case, chosen: Ints, stays: StayTable) -> dict[str, NDArray[np.generic]]:
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
    return _worth(case, stays, _windowed(case, stays, table))


def _in_mode(
    case: Case, stay: Ints, carrier: Ints, unknown: NDArray[np.generic], mode: int
) -> dict[str, NDArray[np.generic]]:
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


def _windowed(
    case: Case, stays: StayTable, table: dict[str, NDArray[np.generic]]
) -> dict[str, NDArray[np.generic]]:
    """First quarters and latest end of each home, by openings and pins; empty ones left out."""
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
    low, high, last_end = _pinned(case, table, low, high, last_end)
    shortest = np.where(present, planned, low + planned)
    keep = (low <= high) & (shortest <= last_end)
    table |= {
        "low": low.astype(np.int32),
        "high": high.astype(np.int32),
        "last_end": np.minimum(last_end, NO_QUARTER).astype(np.int32),
    }
    return {key: values[keep] for key, values in table.items()}


def _pinned(
    case: Case, table: dict[str, NDArray[np.generic]], low: Ints, high: Ints, last_end: Ints
) -> tuple[Ints, Ints, Ints]:
    """Windows cut by pins, as `optimizer.domain.options.against_pins` cuts the options."""
    stay, carrier = table["stay"].astype(np.int64), table["carrier"].astype(np.int64)
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
        last_end = np.where(of_pin & inside & ~at_home, np.minimum(last_end, cut), last_end)
        if start is not None:
            leaves = of_pin & np.isin(home, sorted(pin.carriers)) & ~at_home
            high = np.where(leaves, np.minimum(high, cut), high)
    return low, high, last_end


def _worth(
    case: Case, stays: StayTable, table: dict[str, NDArray[np.generic]]
) -> dict[str, NDArray[np.generic]]:
    """Points of each home: what does not depend on quarters, and what a quarter earns."""
    settings = case.settings
    stay, carrier = table["stay"].astype(np.int64), table["carrier"].astype(np.int64)
    present = stays.home[stay] >= 0
    moved = present & (stays.home[stay] != carrier)
    one = Options(
        stay=stay,
        carrier=carrier,
        first=np.zeros(len(stay), np.int64),
        planned_end=np.ones(len(stay), np.int64),
        end=np.ones(len(stay), np.int64),
        mode=table["mode"].astype(np.int64),
        area_m2=table["area"].astype(np.float64),
        use=table["use"].astype(np.float64),
        before=np.where(moved, stays.home[stay], -1).astype(np.int64),
        before_use=np.zeros(len(stay)),
        unknown=table.pop("unknown").astype(np.int64),
        locked=np.zeros(len(stay), bool),
    )
    board = Board(case, one)
    value = option_values(board)
    pair = case.pairs.find(stay, carrier, len(case.carriers))
    own = np.zeros(len(stay), bool)
    if len(case.pairs):
        own = (pair >= 0) & ~np.isnan(case.pairs.value[np.maximum(pair, 0)])
    counts = (~present | moved).astype(np.float64)
    points = np.where(own, value, 0.0)
    points -= settings.focus_cost * counts * missing_focus(board)
    points -= settings.unknown_cost * counts * one.unknown
    points -= settings.unwanted_cost * counts * not_wanted(board)
    points -= _move_points(case, stay, carrier, moved)
    points -= np.where(stays.kept_first[stay] >= 0, settings.change_cost, 0.0)
    points += np.where(present, settings.relief_cost * _relief_at_rest(case, stays, stay), 0.0)
    table |= {"points": points, "rate": np.where(own, 0.0, value)}
    return table


def _move_points(case: Case, stay: Ints, carrier: Ints, moved: Flags) -> Floats:
    """Cost of the moves a home makes unless its predecessor turns out to be in the same place."""
    arrays, settings, campus = case.stay_arrays, case.settings, case.carrier_campus
    follows = (arrays.predecessor[stay] >= 0) & (arrays.home[stay] < 0)
    to_other_campus = moved & (campus[np.maximum(arrays.home[stay], 0)] != campus[carrier])
    cost = settings.carrier_move_cost * (follows | moved)
    return np.asarray(cost + settings.campus_move_cost * (follows | to_other_campus))


def _relief_at_rest(case: Case, stays: StayTable, stay: Ints) -> Floats:
    """Relief a sitting tenant has to its lease end if it stays put, 10 000 yuan."""
    rent = np.nan_to_num(np.array([c.rent_per_m2_month for c in case.carriers]))
    quarters = np.minimum(
        np.minimum(stays.length[stay], case.quarters), stays.relief_until[stay] + 1
    )
    per_quarter = case.stay_arrays.area_m2[stay] * rent[np.maximum(stays.home[stay], 0)]
    per_quarter *= MONTHS_PER_QUARTER / YUAN_PER_10K * stays.relief_share[stay]
    return np.asarray(per_quarter * np.maximum(quarters, 0), np.float64)


def _with_locks(homes: Homes) -> Homes:
    """A present stay whose one home has one option has nothing to decide."""
    stays = homes.stays
    count = np.diff(homes.first_home)
    sits = np.flatnonzero((stays.home >= 0) & (count == 1))
    successor = np.minimum(sits + 1, len(count) - 1)
    planned = stays.length[sits].astype(np.int64)
    last = np.minimum(homes.last_end[homes.first_home[sits]], stays.high[successor])
    longest = np.minimum(planned + stays.most_over[sits], last)
    # Overstay must lead into a next stay, from its first possible quarter on.
    can_over = stays.leads_on[sits] & (longest >= np.maximum(planned + 1, stays.low[successor]))
    stays.locked[sits[~can_over]] = True
    return homes
