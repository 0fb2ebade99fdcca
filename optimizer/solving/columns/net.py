"""What the kernels read: one record per stay and per home, a few tables, and one of settings.

Records keep what is read together in one place of memory, which is what the speed of a pass
over millions of homes depends on.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.bonus import start_bonus
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.space_rows import SpaceRows

Flags = NDArray[np.bool_]
Records = NDArray[np.void]

STAY = np.dtype(
    [
        ("first_home", "i8"),
        ("home_stop", "i8"),
        ("wait_points", "f8"),
        ("sits_use", "f8"),
        ("sits_home", "i8"),
        ("relief_share", "f8"),
        ("kept_points", "f8"),
        ("group", "i4"),
        ("low", "i4"),
        ("high", "i4"),
        ("length", "i4"),
        ("most_over", "i4"),
        ("sits", "i4"),
        ("relief_until", "i4"),
        ("kept_carrier", "i4"),
        ("kept_first", "i4"),
        ("named", "i4"),
        ("must", "?"),
        ("leads_on", "?"),
        ("locked", "?"),
    ],
    align=True,
)
"""A stay; `group` is its class in the tables, `must` says it or a later one must be housed;
`sits_home` is its home where it sits, or -1."""

SETUP = np.dtype(
    [
        ("same_carrier", "f8"),
        ("same_campus", "f8"),
        ("over_points", "f8"),
        ("refuse", "f8"),
        ("quarters", "i8"),
        ("campuses", "i8"),
        ("deepest", "i8"),
        ("widest", "i8"),
        ("most_over", "i8"),
        ("keep_at_least", "i8"),
        ("has_head", "?"),
        ("has_relief", "?"),
        ("has_desks", "?"),
        ("has_bonus", "?"),
    ],
    align=True,
)
"""Settings of a run: points given back for not moving, cost of overstay and of a must refused."""


class Net(NamedTuple):
    """Projects, stays and homes as the kernels read them.

    Attributes
    ----------
    setup : record array of `SETUP`, shape (1,)
    stays, homes : record arrays of `STAY` and of `home_records.HOME`
    first_stay : int array, shape (projects + 1,)
    campus_of, desks : campus of each carrier, and whether it counts desks
    start_bonus : float array (classes, carriers, quarters), or empty
        Points of beginning in a carrier in a quarter.
    """

    setup: Records
    stays: Records
    homes: Records
    first_stay: Ints
    campus_of: NDArray[np.int32]
    desks: Flags
    start_bonus: Floats


class Rules(NamedTuple):
    """The space rows as the kernels read them (see `SpaceRows`)."""

    row_of: NDArray[np.int32]
    per_head: Floats
    per_m2: Floats
    per_relief: Floats
    sums_quarters: Flags
    sense: Floats
    limit: Floats
    weight: Floats
    parent: Ints
    cap: Floats
    factor: Floats


class Prices(NamedTuple):
    """Prices summed over quarters from quarter 0 on.

    `space` (3, classes, carriers, quarters + 1): per m², per head, per m² of relief share;
    `use` (carriers, quarters + 1): per unit of carriers that count desks; `own` (homes,
    quarters + 1), or empty where there are no covers: what each home pays for them.
    """

    space: Floats
    use: Floats
    own: Floats


class Choice(NamedTuple):
    """A choice for every stay: home (-1 none), first quarter, quarter in which it ends."""

    home: Ints
    first: Ints
    end: Ints


class Room(NamedTuple):
    """What is left: by carrier and quarter, and of every hard space row (inf: not limited).

    `activity` is what stands in each row, locked tenants included; `kept` (1,) counts the
    placements that are as in the last plan. `mine` says which carriers may be used: searches
    side by side have each their own.
    """

    free: Floats
    slack: Floats
    activity: Floats
    kept: Ints
    mine: Flags


class Lists(NamedTuple):
    """Who is in which carrier: of carrier k, ``stays[first[k]:first[k] + tenants[k]]``.

    They stand in no order; `place` is where in its carrier's list each stay stands.
    """

    first: Ints
    tenants: Ints
    stays: Ints
    place: Ints


class Asked(NamedTuple):
    """Whom a search step may ask: by regret, and by the carrier they could use.

    `projects` with their `cumulated` weights; `could` lists the projects with a home in carrier
    k at ``first_could[k]:first_could[k + 1]``; `regret` by project; `movable` says which projects
    this search may touch; `bulk` is the largest area a project asks for; `luck`
    is what steps at each weight of the prices gained lately; `project_of` by stay.
    `stamp` (by project), `taken` and `found` are working memory.
    """

    projects: Ints
    cumulated: Floats
    could: Ints
    first_could: Ints
    regret: Floats
    movable: Flags
    bulk: Floats
    luck: Floats
    project_of: Ints
    stamp: Ints
    taken: Ints
    found: Ints


class Work(NamedTuple):
    """Working memory of one thread.

    `value`, `arg`: a row per stay of a project (best anywhere), then per stay and campus, then
    per home, with a column per first quarter, counted from the first one of the stay. `moves`:
    by row, the quarter in which a sitting tenant moves. `reach`: see `paths.fill_reach`.
    `named`: points of the single options that rows of named projects speak of.
    """

    value: Floats
    arg: Ints
    moves: Ints
    reach: Ints
    named: Floats


def net_of(case: Case, homes: Homes, rows: SpaceRows) -> Net:
    """The net of a case."""
    bonus = start_bonus(case, homes, rows)
    desks = np.array([c.unit == "desks" for c in case.carriers], bool)
    return Net(
        setup=_setup(case, homes, rows, desks, len(bonus) > 0),
        stays=_stay_records(homes, rows),
        homes=homes.table,
        first_stay=homes.first_stay,
        campus_of=case.carrier_campus.astype(np.int32),
        desks=desks,
        start_bonus=bonus,
    )


def rules_of(rows: SpaceRows, hard_weight: float) -> Rules:
    """The space rows for the kernels.

    A hard row "at most" is never overfilled; what is missing in a hard row "at least" costs
    `hard_weight` points per unit of its limit until it is there.
    """
    at_least = np.isinf(rows.weight) & (rows.sense < 0)
    weight = np.where(np.isinf(rows.weight), 0.0, rows.weight)
    weight = np.where(at_least, hard_weight / np.maximum(np.abs(rows.limit), 1e-9), weight)
    return Rules(
        rows.row_of, rows.per_head, rows.per_m2, rows.per_relief, rows.sums_quarters,
        rows.sense, rows.limit, np.where(rows.parent >= 0, 0.0, weight),
        rows.parent, rows.cap, rows.factor,
    )  # fmt: skip


def _setup(case: Case, homes: Homes, rows: SpaceRows, desks: Flags, bonus: bool) -> Records:
    settings = case.settings
    setup = np.zeros(1, SETUP)
    top = float(np.abs(homes.points).max(initial=0.0))
    top += float(np.abs(homes.rate).max(initial=0.0)) * case.quarters
    per_project = np.diff(homes.first_home[homes.first_stay])
    setup["same_carrier"] = settings.carrier_move_cost
    setup["same_campus"] = settings.campus_move_cost
    setup["over_points"] = settings.overstay_cost
    # A stay that must be housed and is not costs more than everything else could earn it.
    setup["refuse"] = 100.0 * (1.0 + top)
    setup["quarters"] = case.quarters
    setup["campuses"] = max(1, len(case.campuses))
    setup["deepest"] = int(np.diff(homes.first_stay).max(initial=1))
    setup["widest"] = int(per_project.max(initial=1))
    setup["keep_at_least"] = _keep_at_least(case, homes)
    setup["most_over"] = settings.max_overstay_quarters
    setup["has_head"] = bool(rows.per_head.any())
    setup["has_relief"] = bool(homes.stays.relief_share.any())
    setup["has_desks"] = bool(desks.any())
    setup["has_bonus"] = bonus
    return setup


def _keep_at_least(case: Case, homes: Homes) -> int:
    """Placements of the last plan that have to stay as they were; 0 without a cap."""
    most = case.settings.max_moves_from_previous
    stays = homes.stays
    before = int(((stays.kept_carrier >= 0) & ~stays.locked).sum())
    return 0 if most is None else max(0, before - most)


def _stay_records(homes: Homes, rows: SpaceRows) -> Records:
    stays = homes.stays
    table = np.zeros(len(stays.low), STAY)
    table["first_home"], table["home_stop"] = homes.first_home[:-1], homes.first_home[1:]
    table["wait_points"], table["sits_use"] = stays.wait_points, stays.home_use
    table["relief_share"], table["relief_until"] = stays.relief_share, stays.relief_until
    table["kept_points"] = stays.kept_points
    table["kept_carrier"], table["kept_first"] = stays.kept_carrier, stays.kept_first
    table["group"], table["low"], table["high"] = rows.class_of, stays.low, stays.high
    table["length"], table["most_over"] = stays.length, stays.most_over
    table["sits"], table["locked"] = stays.home, stays.locked
    table["leads_on"], table["must"] = stays.leads_on, _must_tail(homes)
    table["named"] = -1
    table["sits_home"] = -1
    at_home = np.flatnonzero(stays.home[homes.stay] == homes.carrier)
    table["sits_home"][homes.stay[at_home]] = at_home
    return table


def _must_tail(homes: Homes) -> Flags:
    """Stays whose refusal leaves out one that must be housed: itself or a later one."""
    must = homes.stays.must & (homes.stays.home < 0)
    counts = np.diff(homes.first_stay)
    is_last = np.zeros(len(must), bool)
    is_last[homes.first_stay[1:][counts > 0] - 1] = True
    for _ in range(int(counts.max(initial=0))):
        must[:-1] |= must[1:] & ~is_last[:-1]
    return must | (homes.stays.home >= 0)
