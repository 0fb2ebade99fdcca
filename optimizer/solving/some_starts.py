"""A development program on some of its starts: which those are, and the search among them."""

from dataclasses import replace

import numpy as np

from optimizer.limits import Limits
from optimizer.rules.block import Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.solving.linking import linkable
from optimizer.solving.program import Answer, Program, solve_program
from optimizer.solving.progress import Watch
from optimizer.solving.root import Root

TINY = 1e-7
ROOM = 5e-4
"""Share of the bound that an alternative to the LP's own start may cost."""
WIDE_ROOM = 4e-3
"""The same where few openings carry all columns: measured, these are seldom too few to prove."""
LEAST_MORE = 10


def promising(root: Root, ground: Ground) -> Ints:
    """Positions of the starts the LP points at.

    Those it takes, and, of candidates it is of two minds about or leaves closed, those that
    cost little to take instead; some of the next best in any case.
    """
    values, costs = root.values[ground.start.columns], root.start_costs
    if root.program.is_wide:
        return np.flatnonzero(costs <= WIDE_ROOM * max(abs(root.bound), 1.0))
    candidate = ground.start["candidate"]
    most = np.zeros(len(ground.candidates))
    np.maximum.at(most, candidate, values)
    settled_ones = most[candidate] > 1 - TINY
    taken = values > TINY
    near = ~settled_ones & (costs <= ROOM * max(abs(root.bound), 1.0))
    order = np.argsort(np.where(taken | near, -np.inf, costs), kind="stable")
    count = int((taken | near).sum()) + LEAST_MORE
    return np.sort(order[:count])


def linked(root: Root, ground: Ground, starts: Ints) -> Program:
    """A wide program with the linking cuts of some starts that may matter, broken so far or not.

    A pair whose area costs much at the LP's prices is served by no plan near the bound.
    """
    if not root.program.is_wide:
        return root.program
    pairs = linkable(ground)
    mine = pairs.of_starts(starts)
    cheap = root.priced[pairs.serve[mine]] * pairs.area[mine] <= ROOM * abs(root.bound)
    return pairs.linked(root.program, mine[cheap])


def columns_of_starts(ground: Ground, starts: Ints, columns: int) -> Ints:
    """Columns that need not be 0 where only some starts are allowed."""
    allowed = np.zeros(len(ground.start), bool)
    allowed[starts - ground.start.first] = True
    kept = np.ones(columns, bool)
    kept[ground.start.columns] = allowed
    kept[ground.allot.columns] = allowed[ground.allot["start"]]
    places = np.zeros(len(ground.demand.place_ids), bool)
    places[len(ground.candidates) :] = True
    places[ground.leader[ground.start["candidate"][allowed]]] = True
    kept[ground.serve.columns] = places[ground.serve["place"]]
    kept[ground.choice.columns] = places[ground.choice["place"]]
    return np.flatnonzero(kept)


def solve_on_starts(
    program: Program,
    ground: Ground,
    starts: Ints,
    limits: Limits,
    watch: Watch,
    known: Floats | None = None,
    enough: float | None = None,
    searches: bool = True,
) -> Answer:
    """Solve with only some starts allowed, without the columns of the others."""
    columns = columns_of_starts(ground, starts, len(program.costs))
    start = None if known is None else known[columns]
    answer = solve_program(
        program.only(columns), watch, limits.gap, start, limits.work, limits.seed, "openings",
        enough, searches,
    )  # fmt: skip
    if answer.values is None:
        return answer
    values = np.zeros(len(program.costs))
    values[columns] = answer.values
    return replace(answer, values=values)
