"""Plans of a program that is a little changed: soon found, told with the bound of its LP.

What is asked beside the plan - without a site, with other openings - needs a plan that is near
the best, and a proof of how near; not a proof that it is the best.
"""

from dataclasses import replace
from typing import Final

from optimizer.limits import Limits
from optimizer.rules.block import Ints
from optimizer.rules.ground import Ground
from optimizer.solving.ending import Ending
from optimizer.solving.expansion import is_close, solve_holding, solve_near, solve_promising
from optimizer.solving.linear_program import Basis
from optimizer.solving.program import Answer, Program, solve_program
from optimizer.solving.progress import Watch
from optimizer.solving.root import Root, root_of
from optimizer.solving.rounding import solve_rounded

NEAR_GAP: Final = 0.005
"""Gap of the solves beside the plan: alternatives and sites are told with their bounds."""
ACCEPTED: Final = 2.0
"""Times the gap within which a plan is not worth another step."""
NEAR_NODES: Final = 10
"""Branching that a step may take once it has a plan: measured, more of it finds little more."""


def near_answer(
    program: Program,
    ground: Ground,
    seconds: float,
    plan: Ints,
    basis: Basis | None,
    gap: float = NEAR_GAP,
) -> Answer:
    """A plan near a known one or near what the program's LP opens; the bound is the LP's.

    Parameters
    ----------
    plan : ndarray of int
        Starts of a known plan that the program still allows; may be empty.
    basis : Basis or None
        Where the LP of a like program ended.
    gap : float
        Of cost over bound, as a fraction, at which a step stops.
    """
    watch = Watch(seconds)
    root = root_of(program, ground, watch, basis)
    if root is None:
        return solve_program(program, Watch(1.0), gap)
    limits = Limits(gap=gap, work=NEAR_NODES)
    # Where nothing is known, what the LP opens is made whole first: soon done, often near.
    if len(plan):
        answer = solve_holding(plan, root, ground, limits, watch)
    else:
        answer = solve_rounded(root, ground, watch, root.bound * (1 + ACCEPTED * gap))
    if answer.cost is None or not is_close(answer, root, ACCEPTED * gap):
        answer = _nearer(answer, root, ground, replace(limits, gap=ACCEPTED * gap), watch)
    # What was found because time ran out may not be found again.
    ending = Ending.TIME_LIMIT if watch.over and answer.cost is not None else answer.ending
    return replace(answer, bound=root.bound, ending=ending)


def _nearer(answer: Answer, root: Root, ground: Ground, limits: Limits, watch: Watch) -> Answer:
    """Near what the LP opens, and only where that gives no plan, on all it points at."""
    for attempt in (solve_near, solve_promising):
        tried = attempt(root, ground, limits, watch, answer)
        if answer.cost is None or (tried.cost is not None and tried.cost < answer.cost):
            answer = tried
        if watch.over or answer.cost is not None:
            break
    return answer
