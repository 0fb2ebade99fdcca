"""The development plan solved: openings by branch and bound, areas by the LP they leave."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from optimizer.limits import Limits
from optimizer.models.expansion import ExpansionModel, hopeless_rows
from optimizer.rules.block import Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.solving.covering import coverings_of
from optimizer.solving.ending import Ending
from optimizer.solving.linear_program import Basis
from optimizer.solving.program import Answer, Program, solve_program
from optimizer.solving.progress import Watch
from optimizer.solving.root import Root, root_of
from optimizer.solving.rounding import solve_rounded
from optimizer.solving.some_starts import TINY, linked, promising, solve_on_starts

SAME = 1e-9
AROUND_SHARE = 0.3
"""Share of a plan's sites that is freed at a time to find a better plan."""
AROUND_TRIES = 8
AROUND_NODES = 1
AROUND_CLOSER = 0.2
"""Share of the gap asked for within which each such search comes to its own best."""
FIRST_SHARE = 0.5
"""Share of the time left that the first sites may take."""

Attempt = Callable[[Root, Ground, Limits, Watch, "Answer | None"], Answer]


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

    def or_cheaper(self, values: Floats) -> Self:
        """The same with another plan of the model, if that is cheaper."""
        assert self.cost is not None
        if self.program.cost_of(values) >= self.cost - SAME * abs(self.cost):
            return self
        whole = settled(self.program, values)
        cost = self.program.cost_of(whole)
        if cost >= self.cost:
            return self
        proved = self.bound is not None and cost - self.bound <= SAME * abs(cost)
        ending = Ending.OPTIMAL if proved else self.ending
        return replace(self, values=whole, cost=cost, ending=ending)


def solve_expansion(
    model: ExpansionModel, limits: Limits, watch: Watch, near: Ints | None = None
) -> Solved:
    """Solve a development model to its gap or limit; areas are exact for the openings found.

    Parameters
    ----------
    near : ndarray of int, optional
        Starts of a plan that may be near the best: held first.
    """
    program = Program.of(model)
    if hopeless_rows(model):
        return Solved(Ending.INFEASIBLE, None, None, None, program)
    root = root_of(program, model.ground, watch, coverings=coverings_of(model))
    if root is None:
        answer = solve_program(
            program, watch, limits.gap, None, limits.work, limits.seed, doing="openings"
        )
    else:
        program = root.program
        answer = solve_from_root(root, model.ground, limits, watch, near)
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


def solve_from_root(
    root: Root, ground: Ground, limits: Limits, watch: Watch, near: Ints | None = None
) -> Answer:
    """Solve near the LP first, then on the starts it points at, then on all that may be better.

    Before all of these with the starts `near` held open, where they are given.
    """
    watch.saw("openings", bound=-root.bound)
    best = None
    for attempt in _attempts(root, ground, near):
        tried = attempt(root, ground, limits, watch.for_seconds(FIRST_SHARE * watch.left), best)
        if tried.cost is not None and (best is None or best.cost is None or tried.cost < best.cost):
            best = tried
            watch.saw("openings", value=-tried.cost)
        if watch.over or (best is not None and is_close(best, root, limits.gap)):
            break
    if best is None or best.cost is None:
        return solve_program(root.program, watch, limits.gap, None, limits.work, limits.seed)
    if is_close(best, root, limits.gap) or watch.over:
        ending = Ending.OPTIMAL if is_close(best, root, SAME) else Ending.WITHIN_GAP
        if not is_close(best, root, limits.gap):
            ending = _stopped(watch)
        return replace(best, ending=ending, bound=root.bound)
    return solve_what_may_be_better(root, ground, limits, watch, best)


def _attempts(root: Root, ground: Ground, near: Ints | None) -> list[Attempt]:
    """The ways to a first plan, in the order they are tried."""
    starts = ground.start.columns
    taken = root.values[starts][root.values[starts] > TINY]
    # Where the LP opens little whole, holding it decides too much.
    settles = (taken > 1 - TINY).sum() >= len(taken) / 2
    attempts: list[Attempt] = [solve_promising]
    if root.program.is_wide:
        attempts = [solve_roundings]
    elif settles:
        attempts = [solve_around, solve_near, solve_promising]
    if near is not None and len(near):
        attempts.insert(0, partial(solve_holding, near))
    return attempts


def solve_what_may_be_better(
    root: Root, ground: Ground, limits: Limits, watch: Watch, best: Answer
) -> Answer:
    """Solve on the starts that may open in a better plan than a known one: none costs less.

    A start that costs more than the distance between plan and bound opens in no better plan, and
    one whose closing does opens in every better one. Where few starts carry all columns and these
    are still many, first on those that the LP points at: a better plan rules most others out.
    """
    must, may = _must_and_may(root, ground, best)
    first = ground.start.columns[promising(root, ground)]
    if root.program.is_wide and len(first) < len(may):
        narrowed = linked(root, ground, first).fixed(must, np.ones(len(must)))
        answer = solve_on_starts(
            narrowed, ground, first, limits, watch, best.values, searches=False
        )
        best = answer if _is_better(answer, best) else best
        must, may = _must_and_may(root, ground, best)
        if np.isin(may, first).all():
            return _with_bound(best, answer, root.bound)
        if watch.over:
            return replace(best, ending=_stopped(watch), bound=root.bound)
    narrowed = linked(root, ground, may).fixed(must, np.ones(len(must)))
    answer = solve_on_starts(narrowed, ground, may, limits, watch, best.values, searches=False)
    return _with_bound(answer if _is_better(answer, best) else best, answer, root.bound)


def _must_and_may(root: Root, ground: Ground, best: Answer) -> tuple[Ints, Ints]:
    """The starts that open in every better plan than a known one, and those that open in some."""
    assert best.cost is not None
    starts, costs = ground.start.columns, root.start_costs
    room = best.cost - root.bound + TINY * abs(best.cost)
    return starts[-costs > room], starts[costs <= room]


def _is_better(answer: Answer, best: Answer) -> bool:
    assert best.cost is not None
    return answer.values is not None and answer.cost is not None and answer.cost <= best.cost


def _with_bound(best: Answer, answer: Answer, bound: float) -> Answer:
    """The best plan with what an answer among all better plans proves."""
    assert best.cost is not None
    if answer.ending is Ending.INFEASIBLE:
        return replace(best, ending=Ending.OPTIMAL, bound=best.cost)
    if answer.bound is not None:
        bound = max(bound, answer.bound)
    # There is a plan, also where none better was found in time.
    none_yet = answer.ending is Ending.NO_PLAN_IN_TIME
    ending = Ending.TIME_LIMIT if none_yet else answer.ending
    return replace(best, ending=ending, bound=min(bound, best.cost))


def _stopped(watch: Watch) -> Ending:
    """How a search ends that its watch has stopped."""
    return Ending.INTERRUPTED if watch.interrupted else Ending.TIME_LIMIT


def is_close(answer: Answer, root: Root, gap: float) -> bool:
    """Whether a plan lies within a gap of the root's bound."""
    assert answer.cost is not None
    return answer.cost - root.bound <= gap * abs(answer.cost)


def solve_roundings(
    root: Root, ground: Ground, limits: Limits, watch: Watch, best: Answer | None = None
) -> Answer:
    """The best of some whole choices of starts near the LP's."""
    enough = _cost_within(root, limits.gap)
    return solve_rounded(root, ground, watch, -math.inf if enough is None else enough)


def solve_around(
    root: Root, ground: Ground, limits: Limits, watch: Watch, best: Answer | None = None
) -> Answer:
    """Round the LP, then free a few sites of the plan at a time, the others held open.

    Much sooner near than one search over all starts: each of the small ones takes seconds.
    """
    rounded = solve_roundings(root, ground, limits, watch)
    if best is None or best.cost is None or (rounded.cost or math.inf) < best.cost:
        best = rounded
    site = site_of_starts(ground)
    draw = np.random.default_rng(limits.seed)
    for _ in range(AROUND_TRIES):
        if best.values is None or watch.over or is_close(best, root, limits.gap):
            break
        taken = np.flatnonzero(np.round(best.values[ground.start.columns]) > 0)
        names = np.unique(site[taken])
        freed = draw.choice(names, math.ceil(AROUND_SHARE * len(names)), replace=False)
        held = ground.start.columns[taken[~np.isin(site[taken], freed)]]
        tried = _rearranged(held, root, ground, limits, watch, best)
        if tried.cost is not None and (best.cost is None or tried.cost < best.cost):
            best = tried
            watch.saw("openings", value=-tried.cost)
    return best


def site_of_starts(ground: Ground) -> NDArray[np.str_]:
    """Site of the candidate of each start."""
    return np.array([ground.candidates[i].site for i in ground.start["candidate"].tolist()])


def solve_holding(
    held: Ints,
    root: Root,
    ground: Ground,
    limits: Limits,
    watch: Watch,
    best: Answer | None = None,
) -> Answer:
    """Solve with some starts held open: little is left to decide."""
    program = root.program.fixed(held, np.ones(len(held)))
    return solve_promising(replace(root, program=program), ground, limits, watch, best, False)


def _rearranged(
    held: Ints, root: Root, ground: Ground, limits: Limits, watch: Watch, best: Answer
) -> Answer:
    """A plan with some starts held open, near its own best unless the plan sought is found."""
    program = root.program.fixed(held, np.ones(len(held)))
    first = ground.start.columns[promising(replace(root, program=program), ground)]
    closer = replace(limits, gap=AROUND_CLOSER * limits.gap, work=AROUND_NODES)
    enough = _cost_within(root, limits.gap)
    return solve_on_starts(program, ground, first, closer, watch, best.values, enough, False)


def _cost_within(root: Root, gap: float) -> float | None:
    """The cost within a gap of the root's bound: cost <= bound + gap x cost."""
    return root.bound / (1 - gap) if root.bound > 0 else None


def solve_near(
    root: Root,
    ground: Ground,
    limits: Limits,
    watch: Watch,
    best: Answer | None = None,
) -> Answer:
    """Solve with what the LP opens whole held open."""
    starts = ground.start.columns
    whole = starts[root.values[starts] > 1 - TINY]
    return solve_holding(whole, root, ground, limits, watch, best)


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
    enough = _cost_within(root, limits.gap)
    return solve_on_starts(root.program, ground, first, limits, watch, known, enough, searches)
