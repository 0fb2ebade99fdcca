"""A whole plan near a fractional one: the starts alone, then the best areas for them."""

from dataclasses import replace
from typing import Final

import numpy as np
from scipy import sparse

from optimizer.rules.block import Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.solving.ending import Ending
from optimizer.solving.program import Answer, Program, solve_program
from optimizer.solving.progress import Watch
from optimizer.solving.root import Root

NEARNESS: Final = 0.1
"""What it costs to leave the LP's mind about a start, as a share of the start's own cost."""
ROUNDING_SECONDS: Final = 5.0
ROUNDING_GAP: Final = 1e-3
_NOTHING: Final = Answer(Ending.NO_PLAN_IN_TIME, None, None, None)


def solve_rounded(root: Root, ground: Ground, watch: Watch) -> Answer:
    r"""The whole starts nearest to the LP's that keep the rows about starts, with their best areas.

    .. math:: \min \sum_n \big( d_n + \nu\, |x_n - \bar x_n| \big)

    with :math:`\bar x` the LP's starts and d its reduced costs. Rows that tie a start to area are
    left to the second step, so that the first has few columns; the other columns of a row
    (conversions) stay as in the LP. There may be no plan for the starts found though others have
    one; and what is found is not proven the best: it ends as if time had run out.
    """
    starts = ground.start.columns
    answer = solve_program(
        _of_starts(root, ground), Watch(min(ROUNDING_SECONDS, watch.left)), ROUNDING_GAP
    )
    if answer.values is None:
        return _NOTHING
    fixed = root.program.fixed(starts, np.round(answer.values)).relaxed()
    found = solve_program(fixed, watch)
    return _NOTHING if found.values is None else replace(found, ending=Ending.TIME_LIMIT)


def _of_starts(root: Root, ground: Ground) -> Program:
    """The program of the starts alone."""
    program, starts = root.program, ground.start.columns
    own = sparse.csr_array(program.matrix[:, starts])
    rows = _about_starts(program, own, ground)
    others = (program.matrix @ root.values - own @ root.values[starts])[rows]
    lower = None if program.lower is None else program.lower[starts]
    return Program(
        costs=_distance(root, ground),
        constant=0.0,
        upper=program.upper[starts],
        is_integer=np.ones(len(starts), bool),
        matrix=own[rows],
        low=program.low[rows] - others,
        high=program.high[rows] - others,
        lower=lower,
    )


def _about_starts(program: Program, own: sparse.csr_array, ground: Ground) -> Ints:
    """Rows with starts and without area laid out, served or unmet."""
    area = np.zeros(len(program.costs))
    for family in (ground.allot, ground.serve, ground.unmet):
        area[family.columns] = 1.0
    tied = abs(program.matrix) @ area > 0
    return np.flatnonzero((np.diff(own.indptr) > 0) & ~tied)


def _distance(root: Root, ground: Ground) -> Floats:
    """Cost of taking each start: its reduced cost, and what leaving the LP's mind costs."""
    starts = ground.start.columns
    values, reduced = root.values[starts], root.reduced[starts]
    # Of one candidate a start is as dear to move as another, however early.
    most = np.zeros(len(ground.candidates))
    np.maximum.at(most, ground.start["candidate"], np.abs(root.program.costs[starts]))
    weight = NEARNESS * most[ground.start["candidate"]]
    return np.asarray(reduced + weight * (1.0 - 2.0 * values))
