"""Rules of an allocation beyond space: sitting tenants, pins, relations, the last plan."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.options import against_pins
from optimizer.domain.wishes import Relation
from optimizer.rules.block import Block, Floats, Ints, grouped
from optimizer.rules.board import Board
from optimizer.rules.shared import housed_or_later


def sitting_tenants(board: Board) -> list[Block]:
    r"""A sitting tenant stays to its lease end; a movable one may change carrier once.

    .. math:: \sum_{o \in O_s} x_o = 1 \qquad \forall s \text{ present}

    An option of a movable tenant is (new carrier, quarter of the move); its present
    home is held until then. Workbook: projects.present_carrier, lease_end, movable.
    """
    options = board.options
    present = board.case.stay_arrays.home[options.stay] >= 0
    column = np.flatnonzero(present & ~options.locked)
    stay, row = grouped(options.stay[column])
    ones = np.ones(len(column))
    return [Block("sitting_tenants", {"stay": stay}, row, column, ones, "==", np.ones(len(stay)))]


def pins(board: Board) -> list[Block]:
    r"""What is pinned with "must" is housed there (or lies beyond the horizon).

    .. math:: \sum_{o \in O_s} x_o + \sum_{o \in L_s} x_o \ge 1 \quad \forall s \in M, \qquad
              \sum_{o \in H_s} x_o \le 0 \quad \forall s \text{ present}

    The option table of a pinned stay holds only what the pin allows (``must_not``
    and the starting date work through it), but always the home of a sitting tenant:
    :math:`H_s` are the options at home that a pin forbids. Workbook: pins.
    """
    pinned = [s for pin in board.case.pins if pin.kind == "must" for s in pin.stays]
    wished = sorted({s for s in pinned if not board.case.stays[s].is_present})
    blocks = [housed_or_later(board, "pins", np.array(wished, np.int64))] if wished else []
    column = np.flatnonzero(against_pins(board.case, board.options))
    stay, row = grouped(board.options.stay[column])
    ones, none = np.ones(len(column)), np.zeros(len(stay))
    return [*blocks, Block("pins", {"stay": stay}, row, column, ones, "<=", none)]


def relations(board: Board) -> list[Block]:
    r"""Projects that belong together, or apart, in every quarter in which both are housed.

    .. math:: P_{akt} + \sum_{k' \ne k} P_{bk't} \le 1 \;\; \text{(same)}, \qquad
              P_{akt} + P_{bkt} \le 1 \;\; \text{(apart)}

    with :math:`P_{akt}` the options of project a that take space of carrier (or campus)
    k in quarter t. ``adjacent`` means the same carrier at this level. A soft row costs
    its weight for every quarter in which it is broken. Workbook: relations.
    """
    return [
        block
        for number, relation in enumerate(board.case.relations)
        if (block := _relation_rows(board, number, relation)) is not None
    ]


def _relation_rows(board: Board, number: int, relation: Relation) -> Block | None:
    seen, horizon = board.presence, board.case.quarters
    project = board.project[seen.option]
    of_a, of_b = np.flatnonzero(project == relation.a), np.flatnonzero(project == relation.b)
    place = seen.carrier
    if relation.kind == "same_campus":
        place = board.case.carrier_campus[seen.carrier]
    labels, row = grouped(place[of_a] * horizon + seen.quarter[of_a])
    quarter, at = labels % horizon, labels // horizon
    same_quarter = seen.quarter[of_b][None, :] == quarter[:, None]
    same_place = place[of_b][None, :] == at[:, None]
    meets = same_quarter & (same_place if relation.kind == "apart" else ~same_place)
    b_row, b_entry = np.nonzero(meets)
    if not len(b_row):
        return None
    column = np.concatenate([seen.option[of_a], seen.option[of_b][b_entry]])
    return Block(
        "relations",
        {"relation": np.full(len(labels), number), "place": at, "quarter": quarter},
        np.concatenate([row, b_row]),
        column,
        np.ones(len(column)),
        "<=",
        np.ones(len(labels)),
        strength="soft" if relation.strength == "soft" else "hard",
        weight=relation.weight,
        group=quarter,
        held=True,
    )


def previous_moves(board: Board) -> list[Block]:
    r"""No more than ``max_moves_from_previous`` placements of the last plan change.

    .. math:: n - \sum_{o \in K} x_o \le M

    with n the stays of this case that the last plan placed, K the options that keep
    carrier and first quarter of the last plan. Workbook: settings.max_moves_from_previous.
    """
    most = board.case.settings.max_moves_from_previous
    if most is None or board.previous is None:
        return []
    before, keeps = kept_options(board)
    column = np.flatnonzero(keeps)
    row = np.zeros(len(column), np.int64)
    limit = np.array([float(most - before)])
    keys: dict[str, Ints] = {"previous": np.zeros(1, np.int64)}
    return [Block("previous_moves", keys, row, column, -np.ones(len(column)), "<=", limit)]


def kept_options(board: Board) -> tuple[int, NDArray[np.bool_]]:
    """How many undecided stays the last plan placed, and which options keep them there."""
    case, options = board.case, board.options
    count = len(case.stays)
    carrier, first = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    for key, placement in (board.previous.by_stay if board.previous else {}).items():
        s = case.stay_index.get(key)
        k = case.carrier_index.get(placement.carrier)
        if s is not None and k is not None and not placement.locked:
            carrier[s], first[s] = k, placement.first
    known = np.ones(count, bool)
    known[options.stay[options.locked]] = False
    known &= carrier >= 0
    keeps = known[options.stay] & (options.carrier == carrier[options.stay])
    return int(known.sum()), keeps & (options.first == first[options.stay])


def changed_options(board: Board) -> Floats:
    """1 for each option that places a stay otherwise than the last plan did, else 0."""
    if board.previous is None:
        return np.zeros(len(board.options))
    placed = np.zeros(len(board.case.stays), bool)
    for key, placement in board.previous.by_stay.items():
        if key in board.case.stay_index and not placement.locked:
            placed[board.case.stay_index[key]] = True
    _, keeps = kept_options(board)
    changed = placed[board.options.stay] & ~keeps & ~board.options.locked
    return changed.astype(np.float64)
