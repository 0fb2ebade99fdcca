"""Hard minima that nobody can reach are held where the sitting tenants leave them.

As `optimizer.models.settle` does for the exact model: the best that every stay could add to a
row is summed up; a row "at least" that stays short of its limit even so asks no more than what
is there as the tenants sit.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.models.settle import MARGIN
from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.tables import add_best

if TYPE_CHECKING:
    from optimizer.solving.columns.space_rows import SpaceRows


def short_minima(rows: "SpaceRows") -> NDArray[np.bool_]:
    """Hard minima that do not hold as the tenants sit: the others need not be looked at."""
    hard = np.isinf(rows.weight) & (rows.sense < 0) & (rows.parent < 0)
    return np.asarray(hard & (rows.base < rows.limit))


def with_minima_held(case: Case, homes: Homes, rows: "SpaceRows") -> "SpaceRows":
    """The rows with every hard minimum that is out of reach held at what is there."""
    short = short_minima(rows)
    added = _most_added(case, homes, rows)
    most = rows.base + added
    capped = np.flatnonzero(rows.parent >= 0)
    caps = rows.cap[capped]
    room = np.minimum(caps, most[capped]) - np.minimum(caps, rows.base[capped])
    np.add.at(most, rows.parent[capped], rows.factor[capped] * room)
    held = short & (most < rows.limit - MARGIN)
    return replace(rows, limit=np.where(held, rows.base, rows.limit))


def _most_added(case: Case, homes: Homes, rows: "SpaceRows") -> Floats:
    """What undecided stays can add to each row at most: the best option of every stay."""
    stay, carrier, area, low, until = _spans(case, homes)
    stays = homes.stays
    asked = np.array([block.sense == ">=" and block.strength == "hard" for block in rows.blocks])
    most = np.zeros(len(rows))
    add_best(
        rows.row_of, rows.per_head, rows.per_m2, rows.per_relief, asked,
        stay, rows.class_of[stay], carrier, area,
        stays.relief_share[stay], stays.relief_until[stay], low, until,
        np.zeros(len(rows)), np.full(len(rows), -1), most,
    )  # fmt: skip
    return most


def _spans(case: Case, homes: Homes) -> tuple[Ints, Ints, Floats, Ints, Ints]:
    """Of every home of an undecided stay the quarters that some option of it lies in.

    The present home of a tenant that may move is among them, even where a pin forbids it to
    stay: until it moves it is there.
    """
    stays = homes.stays
    sits = np.flatnonzero(stays.home >= 0)
    closes = np.array([c.closes for c in case.carriers], np.int64)
    planned = stays.length[sits].astype(np.int64)
    own = homes.stay
    stay = np.concatenate([sits, own])
    carrier = np.concatenate([stays.home[sits], homes.carrier]).astype(np.int64)
    area = np.concatenate([case.stay_arrays.area_m2[sits], homes.area])
    low = np.concatenate([np.zeros(len(sits), np.int64), homes.low])
    high = np.concatenate([np.zeros(len(sits), np.int64), homes.high])
    leaves = np.maximum(planned, closes[stays.home[sits]] + 1)
    last = np.concatenate([leaves, homes.last_end])
    length = stays.length[stay].astype(np.int64)
    planned = np.where(stays.home[stay] >= 0, length, np.minimum(high + length, last))
    until = np.maximum(planned, _longest(homes, stay, planned, last))
    order = np.argsort(stay, kind="stable")
    order = order[~stays.locked[stay[order]]]
    until = np.minimum(until, case.quarters)
    return stay[order], carrier[order], area[order], low[order], until[order]


def _longest(homes: Homes, stay: Ints, planned: Ints, last: Ints) -> Ints:
    """Latest end with an overstay that leads into the next stay; 0 where there is none."""
    stays = homes.stays
    after = np.minimum(stay + 1, len(stays.low) - 1)
    end = np.minimum(np.minimum(planned + stays.most_over[stay], last), stays.high[after])
    leads = stays.leads_on[stay] & (end > planned) & (end >= stays.low[after])
    return np.where(leads, end, 0)
