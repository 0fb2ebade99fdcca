"""Rows about projects that can be named beforehand: relations, firms, moves, residence, age.

Their options are few against those of a city, so they are listed, and the rule book's own
rows over them are kept. They carry no price in the bound: a hard row left out can only raise it,
and of soft rows it has the most they can give back. A plan obeys every one of them: an option
that would break a hard row is not taken, what a soft row costs is counted.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.domain.plan import Plan
from optimizer.models.settle import Posted, settle
from optimizer.rules.block import Floats, Ints
from optimizer.rules.board import Board
from optimizer.rules.book import ALLOCATION_RULES
from optimizer.solving.columns.homes import Homes

MOST_SLOTS = 20_000_000
"""Places kept for options of named stays: beyond, the case is not for this road."""

COUNTED_APART = "previous_moves"


class NamedRows(NamedTuple):
    """Rows of named projects for the kernels.

    Attributes
    ----------
    first_entry : int array, shape (slots + 1,)
        Entries of an option's place are ``first_entry[i]:first_entry[i + 1]``.
    row, coefficient : entries
    limit, weight : by row; weight inf for a hard row
    group, first_in_group, in_group : rows that share one excess, by group
    at_rest : excess of each group as the tenants sit
    activity : what the plan puts into each row; changed in place
    """

    first_entry: Ints
    row: Ints
    coefficient: Floats
    limit: Floats
    weight: Floats
    group: Ints
    first_in_group: Ints
    in_group: Ints
    at_rest: Floats
    activity: Floats


@dataclass(frozen=True)
class Named:
    """Named rows, and where the options of each named stay begin in their list (-1: none).

    Attributes
    ----------
    refund : float
        Points that soft rows can give back at most, where tenants as they sit exceed them.
    """

    rows: NamedRows
    first_slot: Ints
    slots: int
    refund: float = 0.0


class TooManyNamed(Exception):  # noqa: N818 - an answer, not an error of the user's
    """The rows that name projects speak of too many options for this road."""


def named_rows(case: Case, homes: Homes, previous: Plan | None) -> Named:
    """Rows of all rules of reach "named" over the options of the projects they speak of.

    Raises
    ------
    TooManyNamed
        If the options do not fit the memory this road allows itself.
    """
    rules = [r for r in ALLOCATION_RULES if r.reach == "named" and r.name != COUNTED_APART]
    projects = _named_projects(case)
    arrays = case.stay_arrays
    stays = np.flatnonzero(projects[arrays.project])
    per_home = case.quarters * (case.settings.max_overstay_quarters + 1)
    count = np.diff(homes.first_home)
    slots = int(count[stays].sum()) * per_home
    if slots > MOST_SLOTS:
        raise TooManyNamed
    first_slot = np.full(len(case.stays), -1, np.int64)
    first_slot[stays] = (np.cumsum(count[stays]) - count[stays]) * per_home
    options, slot = _options(case, homes, stays, first_slot)
    board = Board(case, options, previous)
    posted = settle(board, [b for rule in rules for b in rule.rows(board)]) if slots else []
    rows = _rows(posted, slot, slots)
    of_stay = np.bincount(options.stay, minlength=len(case.stays))
    of_stay[~homes.stays.must] = -1
    return Named(rows, first_slot, slots, most_refunded(rows, first_slot, of_stay))


def slot_of_entries(rows: NamedRows) -> Ints:
    """Place of the option of each entry."""
    return np.repeat(np.arange(len(rows.first_entry) - 1), np.diff(rows.first_entry))


def stay_of_slots(first_slot: Ints, slot: Ints) -> Ints:
    """Stay of the option in each of the given places."""
    stay = np.flatnonzero(first_slot >= 0)
    stay = stay[np.argsort(first_slot[stay], kind="stable")]
    return stay[np.searchsorted(first_slot[stay], slot, side="right") - 1]


def most_refunded(rows: NamedRows, first_slot: Ints, options: Ints) -> float:
    """Points that soft rows can give back at most.

    As the tenants sit, a soft row costs nothing, whatever its excess. A plan with less excess is
    worth more by it. The least a row can have is taken stay by stay.

    Parameters
    ----------
    first_slot : int array, shape (stays,)
        Where the options of each stay begin in their list; -1 for stays that are not named.
    options : int array, shape (stays,)
        Options of each stay that must have one; -1 for all others.
    """
    soft = np.isfinite(rows.weight)
    gives = soft & (rows.at_rest > 0)[rows.group]
    which = np.flatnonzero(gives[rows.row])
    slots = len(rows.first_entry) - 1
    entry, of = np.unique(
        rows.row[which] * slots + slot_of_entries(rows)[which], return_inverse=True
    )
    coefficient = np.bincount(of, rows.coefficient[which])
    row, slot = np.divmod(entry, max(slots, 1))
    pair, of = np.unique(row * len(options) + stay_of_slots(first_slot, slot), return_inverse=True)
    row, stay = np.divmod(pair, max(len(options), 1))
    least = np.full(len(pair), np.inf)
    np.minimum.at(least, of, coefficient)
    # A stay that may have no option, or one that is not in the row, may add nothing.
    always = np.bincount(of, minlength=len(pair)) == options[stay]
    least = np.where(always, least, np.minimum(least, 0.0))
    excess = np.bincount(row, least, minlength=len(soft)) - rows.limit
    lowest, weight = np.zeros(len(rows.at_rest)), np.zeros(len(rows.at_rest))
    np.maximum.at(lowest, rows.group[gives], excess[gives])
    np.maximum.at(weight, rows.group[gives], rows.weight[gives])
    return float((weight * np.maximum(rows.at_rest - lowest, 0.0)).sum())


def _named_projects(case: Case) -> NDArray[np.bool_]:
    """Projects that some named row speaks of."""
    named = np.zeros(len(case.projects), bool)
    for relation in case.relations:
        named[[relation.a, relation.b]] = True
    asked = {p.rule for p in case.policies if p.strength != "watch"}
    if "moves_per_quarter_max" in asked:
        named |= np.array([p.movable and p.status == "sitting" for p in case.projects], bool)
        movable = case.stay_arrays.movable & (case.stay_arrays.home >= 0)
        named[case.stay_arrays.project[movable]] = True
    if "residence_months_max" in asked:
        named[:] = True
    if "age_at_entry_months_max" in asked:
        named |= np.array([p.founded is not None for p in case.projects], bool)
    for policy in case.policies:
        if policy.strength != "watch" and policy.rule in ("firm_area_max", "firm_share_max"):
            named |= _large_firms(case, policy.rule, policy.limit)
    return named


def _large_firms(case: Case, rule: str, limit: float) -> NDArray[np.bool_]:
    """Projects of firms whose stays together could pass a limit in some quarter."""
    arrays = case.stay_arrays
    largest = np.zeros(len(case.projects))
    np.maximum.at(largest, arrays.project, arrays.area_m2)
    if len(case.pairs):
        own = np.nan_to_num(case.pairs.area_m2)
        np.maximum.at(largest, arrays.project[case.pairs.stay], own)
    number = {name: i for i, name in enumerate(dict.fromkeys(p.firm for p in case.projects))}
    firm = np.array([number[p.firm] for p in case.projects], np.int64)
    total = np.bincount(firm, largest, minlength=len(number))
    if rule == "firm_share_max":
        base = np.zeros((len(case.campuses), case.quarters))
        np.add.at(base, case.carrier_campus, case.lettable_m2)
        smallest = case.lettable_m2[case.lettable_m2 > 0].min(initial=1.0)
        limit = limit * float(min(base[base > 0].min(initial=np.inf), smallest))
    return np.asarray(total[firm] > limit)


def _options(case: Case, homes: Homes, stays: Ints, first_slot: Ints) -> tuple[Options, Ints]:
    """All options of the given stays, and the place of each in the list."""
    table, overs = homes.stays, case.settings.max_overstay_quarters + 1
    count = np.diff(homes.first_home)[stays]
    stay = np.repeat(stays, count)
    local = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    home = homes.first_home[stay] + local
    quarters = np.maximum(homes.high[home] - homes.low[home] + 1, 0).astype(np.int64) * overs
    at = np.repeat(np.arange(len(home)), quarters)
    step = np.arange(quarters.sum()) - np.repeat(np.cumsum(quarters) - quarters, quarters)
    first, over = homes.low[home[at]] + step // overs, step % overs
    options = homes.options(home[at], first.astype(np.int64), over.astype(np.int64))
    after = np.minimum(options.stay + 1, len(case.stays) - 1)
    leads = (options.end >= table.low[after]) & (options.end <= table.high[after])
    keep = (options.end <= homes.last_end[home[at]]) & (over <= table.most_over[options.stay])
    keep &= (over == 0) | leads
    place = first_slot[options.stay] + local[at] * case.quarters * overs + first * overs + over
    return options.take(keep), place[keep].astype(np.int64)


def _rows(posted: list[Posted], slot: Ints, slots: int) -> NamedRows:
    """One list of rows "at most" of all blocks, and their entries by place."""
    offset, groups = 0, 0
    parts: list[tuple[Ints, Ints, Floats]] = []
    limits: list[Floats] = []
    weights: list[Floats] = []
    group: list[Ints] = []
    at_rest: list[Floats] = []
    for each in posted:
        block, options = each.block, len(slot)
        free = each.column < options
        parts.append((slot[each.column[free]], offset + each.row[free], each.coefficient[free]))
        soft = block.strength == "soft"
        own = np.arange(len(block)) if block.group is None else block.group
        rest = np.zeros(int(own.max(initial=-1)) + 1)
        limit = np.where(np.isin(np.arange(len(block)), each.keep), each.limit, np.inf)
        if soft:
            # An excess column that starts at -e0 has moved the limit by e0; move it back.
            excess = each.column >= options
            number = each.column[excess] - options - len(block.extra_upper)
            start = -each.lower[len(block.extra_upper) :]
            limit[each.row[excess]] -= start[number]
            rest[own[each.row[excess]]] = start[number]
        limits.append(limit)
        weights.append(np.full(len(block), block.weight if soft else np.inf))
        group.append(groups + own)
        at_rest.append(rest)
        offset, groups = offset + len(block), groups + len(rest)
    return _packed(parts, slots, limits, weights, group, at_rest)


def _packed(
    parts: list[tuple[Ints, Ints, Floats]],
    slots: int,
    limits: list[Floats],
    weights: list[Floats],
    group: list[Ints],
    at_rest: list[Floats],
) -> NamedRows:
    ints, floats = [np.zeros(0, np.int64)], [np.zeros(0)]
    place = np.concatenate([part[0] for part in parts] or ints)
    row = np.concatenate([part[1] for part in parts] or ints)
    coefficient = np.concatenate([part[2] for part in parts] or floats)
    order = np.argsort(place, kind="stable")
    of_row = np.concatenate(group or ints).astype(np.int64)
    in_group = np.argsort(of_row, kind="stable").astype(np.int64)
    count = sum(len(part) for part in at_rest)
    return NamedRows(
        first_entry=np.searchsorted(place[order], np.arange(slots + 1)).astype(np.int64),
        row=row[order].astype(np.int64),
        coefficient=coefficient[order],
        limit=np.concatenate(limits or floats),
        weight=np.concatenate(weights or floats),
        group=of_row,
        first_in_group=np.searchsorted(of_row[in_group], np.arange(count + 1)).astype(np.int64),
        in_group=in_group,
        at_rest=np.concatenate(at_rest or floats),
        activity=np.zeros(len(of_row)),
    )
