"""The development plan solved: openings by branch and bound, areas by the LP they leave."""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.limits import Limits
from optimizer.models.expansion import ExpansionModel, hopeless_rows
from optimizer.rules.block import Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.solving.ending import Ending
from optimizer.solving.linking import linkable
from optimizer.solving.program import (
    Answer,
    Basis,
    LinearProgram,
    LpAnswer,
    Program,
    solve_program,
)
from optimizer.solving.progress import Watch

CUT_ROUNDS = 30
CUT_GAIN = 2e-4
"""Share of the bound that a round of cuts must gain for another one."""
CHEAPEST = 8
"""Places of each block and year tied to their site before the first LP."""
CUT_MARGIN = 1e-4
CUTS_PAY = 100
"""Served pairs per integer decision from which linking cuts are sought before the search."""
TINY = 1e-7
SAME = 1e-9
ROOM = 5e-4
"""Share of the bound that an alternative to the LP's own start may cost by its reduced cost."""
LEAST_MORE = 10
FIRST_SHARE = 0.5
"""Share of the time left that the first sites may take."""


@dataclass(frozen=True)
class Solved:
    """What was found for a model.

    Attributes
    ----------
    values : ndarray of float or None
        Column values, the openings whole and the areas the best for them.
    cost, bound : float or None
    program : Program
        With the cuts that were found: valid for every plan of the model.
    basis : Basis or None
        Where its LP ended.
    """

    ending: Ending
    values: Floats | None
    cost: float | None
    bound: float | None
    program: Program
    nodes: int = 0
    basis: Basis | None = None

    @property
    def gap(self) -> float | None:
        """(cost - bound) / |cost|."""
        return Answer(self.ending, self.values, self.cost, self.bound).gap


def solve_expansion(model: ExpansionModel, limits: Limits, watch: Watch) -> Solved:
    """Solve a development model to its gap or limit; areas are exact for the openings found."""
    program = Program.of(model)
    if hopeless_rows(model):
        return Solved(Ending.INFEASIBLE, None, None, None, program)
    root = root_of(program, model.ground, watch)
    if root is None:
        answer = solve_program(
            program, watch, limits.gap, None, limits.work, limits.seed, doing="openings"
        )
    else:
        program = root.program
        answer = solve_from_root(root, model.ground, limits, watch)
    if answer.values is None:
        return Solved(answer.ending, None, None, answer.bound, program)
    values = settled(program, answer.values)
    cost = program.cost_of(values)
    bound = None if answer.bound is None else min(answer.bound, cost)
    basis = None if root is None else root.basis
    return Solved(answer.ending, values, cost, bound, program, answer.nodes, basis)


def settled(program: Program, values: Floats) -> Floats:
    """Whole openings, and the best areas for them; the values given where that fails."""
    whole = np.flatnonzero(program.is_integer)
    fixed = program.fixed(whole, np.round(values[whole])).relaxed()
    answer = solve_program(fixed, Watch(600.0), doing="areas")
    if answer.values is None:
        rounded = values.copy()
        rounded[whole] = np.round(values[whole])
        return rounded
    return np.maximum(answer.values, 0.0)


@dataclass(frozen=True)
class Root:
    """The LP relaxation with the linking cuts it broke.

    Attributes
    ----------
    program : Program
        With the cuts.
    values, reduced : ndarray of float
        Of every column.
    bound : float
        A lower bound of every plan's cost.
    basis : Basis
        Where the LP ended.
    """

    program: Program
    values: Floats
    reduced: Floats
    bound: float
    basis: Basis


def root_of(
    program: Program, ground: Ground, watch: Watch, basis: Basis | None = None
) -> Root | None:
    r"""The LP, with cuts that tie served pairs to their site where those are many.

    .. math:: v_{bit} \le D_{bt} \sum_{y:\, \rho_{iyt} > 0} x_{iy}

    They follow from the rules for whole openings, and cut off many fractional ones: without
    them a site may serve all of a small block while it is open to a small part only. None
    where time did not do.
    """
    if len(ground.serve) <= CUTS_PAY * max(len(ground.start), 1):
        return _root(program, LinearProgram(program.relaxed(), basis).solve(watch))
    pairs = linkable(ground)
    fresh = pairs.cheapest(program.costs, CHEAPEST)
    used = np.zeros(len(pairs), bool)
    program = pairs.linked(program, fresh)
    lp = LinearProgram(program.relaxed())
    found = lp.solve(watch)
    for _ in range(CUT_ROUNDS):
        used[fresh] = True
        if found is None or watch.over:
            break
        watch.saw("cuts", bound=-found.bound)
        broken = pairs.excess(found.values) > CUT_MARGIN * pairs.area
        fresh = np.flatnonzero(broken & ~used)
        if not len(fresh):
            break
        lp.add(pairs.rows(fresh, program.matrix.shape[1]))
        program, before = pairs.linked(program, fresh), found.bound
        found = lp.solve(watch)
        if found is not None and found.bound - before <= CUT_GAIN * abs(found.bound):
            break
    return _root(program, found)


def _root(program: Program, found: LpAnswer | None) -> Root | None:
    if found is None:
        return None
    return Root(program, found.values, found.reduced, found.bound, found.basis)


def solve_from_root(root: Root, ground: Ground, limits: Limits, watch: Watch) -> Answer:
    """Solve near the LP first, then on the starts it points at, then on all that may be better.

    A start whose reduced cost passes the distance between plan and bound opens in no better
    plan, and one that is worth more than that opens in every better one.
    """
    starts = ground.start.columns
    watch.saw("openings", bound=-root.bound)
    best = None
    taken = root.values[starts][root.values[starts] > TINY]
    # Where the LP opens little whole, holding it decides too much.
    settles = (taken > 1 - TINY).sum() >= len(taken) / 2
    for attempt in (solve_near, solve_promising) if settles else (solve_promising,):
        tried = attempt(root, ground, limits, watch.for_seconds(FIRST_SHARE * watch.left), best)
        if tried.cost is not None and (best is None or best.cost is None or tried.cost < best.cost):
            best = tried
            watch.saw("openings", value=-tried.cost)
        if watch.over or (best is not None and is_close(best, root, limits.gap)):
            break
    if best is None or best.cost is None:
        return solve_program(root.program, watch, limits.gap, None, limits.work, limits.seed)
    room = best.cost - root.bound
    if is_close(best, root, limits.gap) or watch.over:
        ending = Ending.OPTIMAL if is_close(best, root, SAME) else Ending.WITHIN_GAP
        if not is_close(best, root, limits.gap):
            ending = Ending.INTERRUPTED if watch.interrupted else Ending.TIME_LIMIT
        return replace(best, ending=ending, bound=root.bound)
    slack = TINY * abs(best.cost)
    open_to = starts[root.reduced[starts] <= room + slack]
    must = starts[-root.reduced[starts] > room + slack]
    narrowed = root.program.fixed(must, np.ones(len(must)))
    answer = _on_starts(narrowed, ground, open_to, limits, watch, best.values, searches=False)
    bound = root.bound if answer.bound is None else max(root.bound, answer.bound)
    if answer.ending is Ending.INFEASIBLE:
        return replace(best, ending=Ending.OPTIMAL, bound=best.cost)
    if answer.values is None or answer.cost is None or answer.cost > best.cost:
        return replace(best, ending=answer.ending, bound=min(bound, best.cost))
    return replace(answer, bound=min(bound, answer.cost))


def is_close(answer: Answer, root: Root, gap: float) -> bool:
    """Whether a plan lies within a gap of the root's bound."""
    assert answer.cost is not None
    return answer.cost - root.bound <= gap * abs(answer.cost)


def solve_near(
    root: Root,
    ground: Ground,
    limits: Limits,
    watch: Watch,
    best: Answer | None = None,
) -> Answer:
    """Solve with what the LP opens whole held open: little is left to decide."""
    starts = ground.start.columns
    whole = starts[root.values[starts] > 1 - TINY]
    held = replace(root, program=root.program.fixed(whole, np.ones(len(whole))))
    return solve_promising(held, ground, limits, watch, best, searches=False)


def solve_promising(
    root: Root,
    ground: Ground,
    limits: Limits,
    watch: Watch,
    best: Answer | None = None,
    searches: bool = True,
) -> Answer:
    """Solve on the starts the LP points at, until within the gap of the LP's bound."""
    first = ground.start.columns[promising(root, ground)]
    known = None if best is None else best.values
    # A cost within the gap of the bound: cost <= bound + gap x cost.
    enough = root.bound / (1 - limits.gap) if root.bound > 0 else None
    return _on_starts(root.program, ground, first, limits, watch, known, enough, searches)


def promising(root: Root, ground: Ground) -> Ints:
    """Positions of the starts the LP points at.

    Those it takes, and, of candidates it is of two minds about or leaves closed, those that
    cost little to take instead; some of the next best in any case.
    """
    values, reduced = root.values[ground.start.columns], root.reduced[ground.start.columns]
    candidate = ground.start["candidate"]
    most = np.zeros(len(ground.candidates))
    np.maximum.at(most, candidate, values)
    settled_ones = most[candidate] > 1 - TINY
    taken = values > TINY
    near = ~settled_ones & (reduced <= ROOM * max(abs(root.bound), 1.0))
    order = np.argsort(np.where(taken | near, -np.inf, reduced), kind="stable")
    count = int((taken | near).sum()) + LEAST_MORE
    return np.sort(order[:count])


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


def _on_starts(
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
