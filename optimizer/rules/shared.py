"""Rules every plan of stays obeys: one home, order of stages, area of a carrier."""

import numpy as np

from optimizer.domain.options import wanted_quarters
from optimizer.rules.block import Block, Floats, Ints, grouped
from optimizer.rules.board import Board


def one_home(board: Board) -> list[Block]:
    r"""A stay has one home at most; with ``must_place`` it has one.

    .. math:: \sum_{o \in O_s} x_o \le 1 \quad \forall s, \qquad
              \sum_{o \in O_s} x_o + \sum_{o \in L_s} x_o \ge 1 \quad (must\_place)

    ======  ==============================================  ====  =====================
    symbol  meaning                                         unit  workbook
    ======  ==============================================  ====  =====================
    x_o     1 if the option is chosen                       0/1   (decision)
    O_s     options of stay s                               -     projects, stays
    L_s     options of earlier stays of its project that    -     projects, stays
            end at or after the horizon: s is ``later``
    ======  ==============================================  ====  =====================
    """
    wished = board.case.stay_arrays.home[board.options.stay] < 0
    column = np.flatnonzero(wished)
    stay, row = grouped(board.options.stay[column])
    ones = np.ones(len(column))
    blocks = [Block("one_home", {"stay": stay}, row, column, ones, "<=", np.ones(len(stay)))]
    if board.case.settings.must_place:
        asked = np.flatnonzero(board.case.stay_arrays.home < 0)
        blocks.append(housed_or_later(board, "one_home", asked))
    return blocks


def housed_or_later(board: Board, rule: str, stays: Ints) -> Block:
    """Rows: each of the stays is housed, or lies beyond the horizon in this plan.

    Stays that lie beyond it whatever is decided have no row.
    """
    options, arrays = board.options, board.case.stay_arrays
    stays = stays[wanted_quarters(board.case)[stays] < board.case.quarters]
    rows: list[Ints] = []
    columns: list[Ints] = []
    number = np.full(len(board.case.stays), -1, np.int64)
    number[stays] = np.arange(len(stays))
    own = np.flatnonzero(number[options.stay] >= 0)
    rows.append(number[options.stay[own]])
    columns.append(own)
    past = np.flatnonzero(options.end >= board.case.quarters)
    successor = arrays.successor[options.stay[past]]
    while (successor >= 0).any():
        there = successor >= 0
        asked = there & (number[np.maximum(successor, 0)] >= 0)
        rows.append(number[successor[asked]])
        columns.append(past[asked])
        past, successor = past[there], arrays.successor[successor[there]]
    row, column = np.concatenate(rows), np.concatenate(columns)
    ones = np.ones(len(column))
    return Block(rule, {"stay": stays}, row, column, ones, ">=", np.ones(len(stays)))


def order(board: Board) -> list[Block]:
    r"""A later stay starts exactly when its predecessor ends; overstay leads somewhere.

    .. math:: \sum_{o \in O_s,\, f_o = t} x_o \le \sum_{o \in O_p,\, e_o = t} x_o, \qquad
              \sum_{o \in O_p,\, e_o = t,\, v_o > 0} x_o \le \sum_{o \in O_s,\, f_o = t} x_o

    for every stay s with predecessor p and every quarter t.

    ======  ==================================================  ========  ==============
    symbol  meaning                                             unit      workbook
    ======  ==================================================  ========  ==============
    f_o     first quarter of the option                         quarter   earliest
    e_o     quarter in which it ends, overstay included         quarter   months
    v_o     overstay (超期), 0..``max_overstay_quarters``       quarters  settings
    ======  ==================================================  ========  ==============
    """
    options, arrays = board.options, board.case.stay_arrays
    horizon = board.case.quarters
    index = np.arange(len(options))
    starts = index[arrays.predecessor[options.stay] >= 0]
    ends = index[(arrays.successor[options.stay] >= 0) & (options.end < horizon)]
    over = ends[options.overstay[ends] > 0]
    start_label = options.stay[starts] * horizon + options.first[starts]

    def end_label(chosen: Ints) -> Ints:
        return arrays.successor[options.stay[chosen]] * horizon + options.end[chosen]

    return [
        _flow(horizon, starts, start_label, ends, end_label(ends), keep=start_label),
        _flow(horizon, over, end_label(over), starts, start_label, keep=end_label(over)),
    ]


def _flow(
    horizon: int, less: Ints, less_label: Ints, more: Ints, more_label: Ints, keep: Ints
) -> Block:
    """Rows sum(less) - sum(more) <= 0, one per label that `keep` has."""
    labels, row = grouped(less_label)
    at = np.searchsorted(labels, more_label)
    has_row = np.isin(more_label, keep)
    return Block(
        "order",
        {"stay": labels // horizon, "quarter": labels % horizon},
        np.concatenate([row, at[has_row]]),
        np.concatenate([less, more[has_row]]),
        np.concatenate([np.ones(len(less)), -np.ones(int(has_row.sum()))]),
        "<=",
        np.zeros(len(labels)),
    )


def carrier_area(board: Board) -> list[Block]:
    r"""A carrier never lets more than it has, in any quarter.

    .. math:: \sum_{o:\; k_o = k,\; f_o \le t < e_o} a_o x_o \le A_{kt}
              \qquad \forall k, t

    ======  ========================================  =========  ======================
    symbol  meaning                                   unit       workbook
    ======  ========================================  =========  ======================
    a_o     area (or desks) the option takes          m², desks  area_m2, desks
    A_kt    lettable area while open, less rooms of   m², desks  carriers, rooms, opens,
            tenants not on the projects sheet                    closes
    ======  ========================================  =========  ======================
    """
    seen, horizon = board.presence, board.case.quarters
    labels, row = grouped(seen.carrier * horizon + seen.quarter)
    keys = {"carrier": labels // horizon, "quarter": labels % horizon}
    limit: Floats = board.case.capacity[keys["carrier"], keys["quarter"]]
    return [Block("carrier_area", keys, row, seen.option, seen.use, "<=", limit)]
