"""Blocks of rules made ready for a road: locked columns moved to the right-hand side,
rows that sitting tenants already break held, soft rows given their excess column.

Everything is measured from "as they sit": every sitting tenant stays put to its
planned end and nobody else is placed. That plan scores 0 and breaks no held row.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.rules.block import Block, Floats, Ints
from optimizer.rules.board import Board

MARGIN = 1e-7
"""Relative slack given to limits, so that sums of the same numbers in another order fit."""


@dataclass(frozen=True)
class Posted:
    """One block as posted: rows over free options, its extra columns and an excess.

    Columns 0 .. options - 1 are options (locked ones do not occur); from `options` on,
    the block's own continuous columns, with bounds and points per unit.

    Attributes
    ----------
    block : Block
        What the rows stand for (same row numbers).
    keep : int array
        Rows with at least one free column that could be broken; the others hold
        whatever is decided, or are in `hopeless`.
    hopeless : int array
        Hard rows without any decision that are broken: a clash by themselves.
    limit_in_force : float array
        Limit of each row after holding, locked columns still on the left.
    """

    block: Block
    row: Ints
    column: Ints
    coefficient: Floats
    limit: Floats
    lower: Floats
    upper: Floats
    points: Floats
    keep: Ints
    hopeless: Ints
    limit_in_force: Floats


def settle(board: Board, blocks: Iterable[Block]) -> list[Posted]:
    """Make blocks ready to be posted or priced."""
    return [_settle(board, block) for block in blocks if len(block)]


def _settle(board: Board, block: Block) -> Posted:
    count = len(board.options)
    is_option = block.column < count
    at_rest = _values_as_they_sit(board, block)
    base = _row_sums(block, at_rest)
    limit = _held_limits(board, block, base)
    locked = np.zeros(len(block.column), bool)
    locked[is_option] = board.options.locked[block.column[is_option]]
    constant = _row_sums(block, locked.astype(np.float64))
    free = ~locked
    row, column, coefficient = block.row[free], block.column[free], block.coefficient[free]
    lower, upper, points = (
        np.zeros(len(block.extra_upper)),
        block.extra_upper,
        block.extra_points,
    )
    right = limit - constant
    touched = np.setdiff1d(np.unique(row), _never_reached(board, block, base, limit))
    if block.strength == "soft":
        row, column, coefficient, lower, upper, points, right = _with_excess(
            board, block, base, touched, row, column, coefficient, right
        )
    empty = np.setdiff1d(np.arange(len(block)), np.unique(block.row[free]))
    hopeless = empty[_broken(block, constant[empty], limit[empty])]
    if block.strength == "soft":
        hopeless = hopeless[:0]
    return Posted(
        block, row, column, coefficient, right, lower, upper, points, touched, hopeless, limit
    )


def _never_reached(board: Board, block: Block, base: Floats, limit: Floats) -> Ints:
    """Rows no choice of options can bring above their limit: not worth a row in a solver.

    At most one option per stay is taken for granted, so the rule that says so stays.
    """
    if (
        block.rule == "one_home"
        or block.sense != "<="
        or len(block.extra_upper)
        or block.coefficient.min(initial=0.0) < 0
    ):
        return np.zeros(0, np.int64)
    most = base + _most_that_decisions_add(board, block)
    return np.flatnonzero(most <= limit + MARGIN * np.maximum(1.0, np.abs(limit)))


def _values_as_they_sit(board: Board, block: Block) -> Floats:
    """Value of each triplet's column in the plan "as they sit"."""
    count = len(board.options)
    values = np.zeros(count + len(block.extra_upper))
    values[:count] = board.as_they_sit
    if block.defining is not None:
        inside = block.defining[block.row] & (block.column < count)
        use = np.bincount(
            block.row[inside],
            block.coefficient[inside] * values[block.column[inside]],
            minlength=len(block),
        )
        extra = block.defining[block.row] & (block.column >= count)
        number = block.column[extra] - count
        values[block.column[extra]] = np.minimum(block.extra_upper[number], use[block.row[extra]])
    return values[block.column]


def _row_sums(block: Block, values: Floats) -> Floats:
    sums = np.bincount(block.row, block.coefficient * values, minlength=len(block))
    return np.asarray(sums, np.float64)


def _held_limits(board: Board, block: Block, base: Floats) -> Floats:
    """Limits in force: a hard policy row is held where sitting tenants already break it.

    A minimum is held only where no decision could reach it.
    """
    if block.strength == "soft" or not block.held:
        return block.limit
    if block.sense == "<=":
        if block.group is not None:
            worst = np.full(int(block.group.max(initial=0)) + 1, -np.inf)
            np.maximum.at(worst, block.group, base)
            base = worst[block.group]
        return np.maximum(block.limit, base)
    most = base + _most_that_decisions_add(board, block)
    limit = np.where(most < block.limit - MARGIN, np.minimum(block.limit, base), block.limit)
    if block.defining is not None:
        limit = np.where(block.defining, block.limit, limit)
    return np.asarray(limit)


def _most_that_decisions_add(board: Board, block: Block) -> Floats:
    """Upper bound of what free columns add to each row: the best option of every stay."""
    count = len(board.options)
    option = block.column < count
    free = option.copy()
    free[option] = ~board.options.locked[block.column[option]]
    cells = block.row[free] * count + block.column[free]
    cells, number = np.unique(cells, return_inverse=True)
    together = np.bincount(number.reshape(-1), block.coefficient[free], minlength=len(cells))
    stays = len(board.case.stays)
    label = (cells // count) * stays + board.options.stay[cells % count]
    labels, number = np.unique(label, return_inverse=True)
    best = np.zeros(len(labels))
    np.maximum.at(best, number.reshape(-1), together)
    most = np.zeros(len(block))
    np.add.at(most, labels // stays, best)
    return most + _most_that_extras_add(board, block, most)


def _most_that_extras_add(board: Board, block: Block, most: Floats) -> Floats:
    """What extra columns can add: up to their bound, and to what the options defining them sum to.

    `most` is what the options can add to each row.
    """
    count = len(board.options)
    extra = block.column >= count
    at_rest = _values_as_they_sit(board, block)
    upper = block.extra_upper.copy()
    defined = extra & (block.coefficient > 0)
    if block.defining is not None:
        use = _row_sums(block, np.where(extra, 0.0, at_rest)) + most
        own = extra & block.defining[block.row]
        number = block.column[own] - count
        upper[number] = np.minimum(upper[number], use[block.row[own]])
        defined &= ~block.defining[block.row]
    added = np.zeros(len(block))
    room = upper[block.column[defined] - count] - at_rest[defined]
    np.add.at(added, block.row[defined], block.coefficient[defined] * room)
    return added


def _broken(block: Block, found: Floats, limit: Floats) -> NDArray[np.bool_]:
    slack = MARGIN * np.maximum(1.0, np.abs(limit))
    if block.sense == "<=":
        return np.asarray(found > limit + slack)
    if block.sense == ">=":
        return np.asarray(found < limit - slack)
    return np.asarray(np.abs(found - limit) > slack)


def excess_as_they_sit(block: Block, base: Floats) -> Floats:
    """Excess of each soft row as the tenants sit (0 for rows that define columns)."""
    over = base - block.limit if block.sense == "<=" else block.limit - base
    if block.defining is not None:
        over = np.where(block.defining, 0.0, over)
    return np.maximum(over, 0.0)


def _with_excess(
    board: Board,
    block: Block,
    base: Floats,
    touched: Ints,
    row: Ints,
    column: Ints,
    coefficient: Floats,
    right: Floats,
) -> tuple[Ints, Ints, Floats, Floats, Floats, Floats, Floats]:
    """Add one excess column per group of soft rows, counted from "as they sit".

    The column e' = e - e0 starts at -e0, so that the plan as they sit costs nothing.
    """
    soft = touched
    if block.defining is not None:
        soft = touched[~block.defining[touched]]
    group = np.arange(len(block)) if block.group is None else block.group
    labels, number = np.unique(group[soft], return_inverse=True)
    start = np.zeros(len(labels))
    np.maximum.at(start, number, excess_as_they_sit(block, base)[soft])
    first = len(board.options) + len(block.extra_upper)
    sign = -1.0 if block.sense == "<=" else 1.0
    right = right.copy()
    right[soft] -= sign * start[number]
    return (
        np.concatenate([row, soft]),
        np.concatenate([column, first + number]),
        np.concatenate([coefficient, np.full(len(soft), sign)]),
        np.concatenate([np.zeros(len(block.extra_upper)), -start]),
        np.concatenate([block.extra_upper, np.full(len(labels), np.inf)]),
        np.concatenate([block.extra_points, np.full(len(labels), -block.weight)]),
        right,
    )
