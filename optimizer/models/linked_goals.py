"""Goals that depend on more than one option: moves between stages, and neighbours.

Both are linear by extra columns that earn points and are held down by rows.
"""

import numpy as np

from optimizer.rules.block import Block, Floats, Ints, grouped
from optimizer.rules.board import Board


def move_counts(board: Board) -> tuple[Floats, Floats]:
    """Moves each option makes for sure: to another carrier, to another campus.

    A later stay counts as a move from its predecessor; where the predecessor can only
    be in one carrier this is exact, elsewhere `move_blocks` refunds what was no move.
    A sitting tenant that changes carrier moves once.
    """
    o, arrays, campus = board.options, board.case.stay_arrays, board.case.carrier_campus
    only = _only_carrier(board)
    before = arrays.predecessor[o.stay]
    origin = np.where(before >= 0, only[np.maximum(before, 0)], -1)
    origin = np.where(o.before >= 0, o.before, origin)
    moves = ((before >= 0) & (arrays.home[o.stay] < 0)) | (o.before >= 0)
    known = origin >= 0
    same_carrier = known & (origin == o.carrier)
    same_campus = known & (campus[np.maximum(origin, 0)] == campus[o.carrier])
    return (moves & ~same_carrier).astype(float), (moves & ~same_campus).astype(float)


def _only_carrier(board: Board) -> Ints:
    """Carrier of stays all of whose options are in one; -1 for the others."""
    count = len(board.case.stays)
    low, high = np.full(count, len(board.case.carriers)), np.full(count, -1)
    np.minimum.at(low, board.options.stay, board.options.carrier)
    np.maximum.at(high, board.options.stay, board.options.carrier)
    return np.where(low == high, low, -1)


def move_blocks(board: Board, goal: str, cost: float) -> tuple[Block, ...]:
    """Refund of a move where a stay and its predecessor are in the same carrier (campus).

    .. math:: z_{sk} \\le \\sum_{o \\in O_p,\\, k_o = k} x_o, \\qquad
              z_{sk} \\le \\sum_{o \\in O_s,\\, k_o = k} x_o
    """
    o, arrays = board.options, board.case.stay_arrays
    place = o.carrier if goal == "carrier_moves" else board.campus
    places = max(len(board.case.carriers), len(board.case.campuses))
    open_end = _only_carrier(board) < 0
    before = arrays.predecessor[o.stay]
    later = np.flatnonzero((before >= 0) & open_end[np.maximum(before, 0)])
    after = arrays.successor[o.stay]
    earlier = np.flatnonzero((after >= 0) & open_end[o.stay])
    later_label = o.stay[later] * places + place[later]
    earlier_label = after[earlier] * places + place[earlier]
    labels = np.intersect1d(later_label, earlier_label)
    count, extra = len(labels), len(o) + np.arange(len(labels))
    if not count or cost == 0:
        return ()
    kept = [np.isin(label, labels) for label in (later_label, earlier_label)]
    column = np.concatenate([later[kept[0]], earlier[kept[1]]])
    row = np.concatenate(
        [
            np.searchsorted(labels, later_label[kept[0]]),
            count + np.searchsorted(labels, earlier_label[kept[1]]),
        ]
    )
    keys = {"stay": np.tile(labels // places, 2), "place": np.tile(labels % places, 2)}
    return (
        Block(
            goal,
            keys,
            np.concatenate([np.arange(2 * count), row]),
            np.concatenate([extra, extra, column]),
            np.concatenate([np.ones(2 * count), -np.ones(len(column))]),
            "<=",
            np.zeros(2 * count),
            extra_upper=np.ones(count),
            extra_points=np.full(count, cost),
        ),
    )


def linked_industries(board: Board) -> list[tuple[int, Ints]]:
    """Industry -> industries that supply it or are supplied by it, as name numbers."""
    number = {name: i for i, name in enumerate(board.industry_names)}
    partners: dict[int, set[int]] = {}
    for industry in board.case.industries:
        for supplied in industry.supplies:
            a, b = number.get(industry.id), number.get(supplied)
            if a is not None and b is not None and a != b:
                partners.setdefault(a, set()).add(b)
                partners.setdefault(b, set()).add(a)
    return [(i, np.array(sorted(others), np.int64)) for i, others in sorted(partners.items())]


def _cell(board: Board, campus: Ints, quarter: Ints) -> Ints:
    return campus * board.case.quarters + quarter


def neighbours(board: Board) -> Floats:
    """1 for each stay that begins on a campus where a linked industry sits for sure (葡萄串)."""
    o = board.options
    amount = np.zeros(len(o))
    wished = board.case.stay_arrays.home[o.stay] < 0
    for industry, partners in linked_industries(board):
        there = _campus_quarters(board, partners, locked=True)
        own = np.flatnonzero(wished & (board.industry == industry))
        amount[own] = np.isin(_cell(board, board.campus[own], o.first[own]), there)
    return amount


def _campus_quarters(board: Board, industries: Ints, locked: bool) -> Ints:
    seen = board.presence
    chosen = np.isin(board.industry[seen.option], industries)
    chosen &= board.options.locked[seen.option] == locked
    campus = board.case.carrier_campus[seen.carrier[chosen]]
    return np.unique(_cell(board, campus, seen.quarter[chosen]))


def neighbour_blocks(board: Board) -> tuple[Block, ...]:
    r"""Stays that begin where a linked industry is placed by this plan.

    .. math:: B_{git} \le \sum_{o \in O_i \cap g,\, f_o = t} x_o, \qquad
              B_{git} \le N_{git} \sum_{o \in O_{L(i)} \cap g,\, f_o \le t < e_o} x_o

    Only for campuses and quarters where no locked tenant of a linked industry sits.
    """
    bonus = board.case.settings.neighbour_bonus
    found: list[Block] = []
    for industry, partners in linked_industries(board):
        found.extend(_neighbour_rows(board, industry, partners, bonus))
    return tuple(found)


def _neighbour_rows(board: Board, industry: int, partners: Ints, bonus: float) -> tuple[Block, ...]:
    o, seen = board.options, board.presence
    wished = board.case.stay_arrays.home[o.stay] < 0
    own = np.flatnonzero(wished & (board.industry == industry))
    own_cell = _cell(board, board.campus[own], o.first[own])
    free = np.isin(board.industry[seen.option], partners) & ~o.locked[seen.option]
    partner = seen.option[free]
    partner_cell = _cell(board, board.case.carrier_campus[seen.carrier[free]], seen.quarter[free])
    cells = np.setdiff1d(
        np.intersect1d(own_cell, partner_cell), _campus_quarters(board, partners, locked=True)
    )
    if not len(cells) or bonus == 0:
        return ()
    keep, met = np.isin(own_cell, cells), np.isin(partner_cell, cells)
    own, row = own[keep], np.searchsorted(cells, own_cell[keep])
    stays_there, _ = grouped(row * len(board.case.stays) + o.stay[own])
    most = np.bincount(stays_there // len(board.case.stays), minlength=len(cells)).astype(float)
    partner, partner_row = partner[met], np.searchsorted(cells, partner_cell[met])
    count, extra = len(cells), len(o) + np.arange(len(cells))
    keys = {
        "campus": cells // board.case.quarters,
        "quarter": cells % board.case.quarters,
        "industry": np.full(count, industry),
    }
    both = {name: np.concatenate([values, values]) for name, values in keys.items()}
    return (
        Block(
            "neighbours",
            both,
            np.concatenate([np.arange(2 * count), row, count + partner_row]),
            np.concatenate([extra, extra, own, partner]),
            np.concatenate([np.ones(2 * count), -np.ones(len(own)), -most[partner_row]]),
            "<=",
            np.zeros(2 * count),
            extra_upper=most,
            extra_points=np.full(count, bonus),
        ),
    )
