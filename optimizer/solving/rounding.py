"""Whole plans near a fractional one: the starts alone, then the best areas for them, in turns.

Benders' decomposition, used to find plans: the starts are chosen by what the areas were found
to cost, near the best plan so far; every choice is priced by one LP and tells the next.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import numpy as np
from scipy import sparse

from optimizer.rules.block import Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.solving.ending import Ending
from optimizer.solving.linear_program import LinearProgram, LpAnswer
from optimizer.solving.program import Answer, Program, solve_program
from optimizer.solving.progress import Watch
from optimizer.solving.root import Root
from optimizer.solving.start_costs import cost_of_no_start, costs_at_prices, start_costs

NEARNESS: Final = 0.1
"""What it costs to leave the LP's mind about a start, as a share of the start's own cost."""
NEARNESS_LATER: Final = 0.03
"""The same about the best plan found."""
ROUNDS: Final = 14
"""Choices of starts that are tried: measured, later ones seldom find a better plan."""
CHOICE_GAP: Final = 1e-3
CHOICE_NODES: Final = 500


@dataclass
class _Costs:
    r"""What starts cost with their best areas, from below: the largest of some planes.

    .. math:: \theta \ge c_k + s_k' x

    with s what the starts cost at the LP's prices of the k-th choice.
    """

    least: list[float] = field(default_factory=list)
    slope: list[Floats] = field(default_factory=list)

    def add(self, priced: "Priced") -> None:
        """One plane more, that touches the cost at a choice."""
        self.least.append(priced.least)
        self.slope.append(priced.slope)

    def rows(self) -> tuple[sparse.csr_array, Floats]:
        """The planes as rows over starts and theta, and their lower limits."""
        ones = np.ones((len(self.slope), 1))
        return sparse.csr_array(np.hstack([-np.array(self.slope), ones])), np.array(self.least)


class Priced(NamedTuple):
    """What whole starts cost with their best areas, and a plane that no plan lies below.

    Attributes
    ----------
    least : float
        The plane's cost of no start.
    slope : ndarray of float
        What each start adds.
    values : ndarray of float
        The areas.
    """

    cost: float
    least: float
    slope: Floats
    values: Floats


def priced(program: Program, ground: Ground, found: LpAnswer) -> Priced:
    """What an LP says of its starts."""
    slope = start_costs(costs_at_prices(program, ground, found), ground, found)
    return Priced(found.bound, cost_of_no_start(ground, found), slope, found.values)


@dataclass(frozen=True)
class Beginning:
    """Where choosing starts begins.

    Attributes
    ----------
    program : Program
        The rows about starts.
    weight : ndarray of float
        What each start's distance is worth.
    first : Priced
        Of the LP: a plane that no plan lies below.
    at : ndarray of float
        The LP's starts.
    """

    program: Program
    weight: Floats
    first: Priced
    at: Floats


def solve_rounded(root: Root, ground: Ground, watch: Watch, enough: float = -np.inf) -> Answer:
    """The best plan of `chosen_starts`, from an LP and its areas.

    What is found is not proven the best: it ends as if time had run out.

    Parameters
    ----------
    enough : float
        A plan that costs no more is good enough.
    """
    starts = ground.start.columns
    areas = LinearProgram(root.program.relaxed(), root.basis)

    def price(chosen: Floats) -> Priced | None:
        areas.hold(starts, chosen)
        found = areas.solve(watch)
        return None if found is None else priced(root.program, ground, found)

    best = chosen_starts(beginning(root, ground), price, watch, enough)
    if best is None:
        return Answer(Ending.NO_PLAN_IN_TIME, None, None, None)
    answer = Answer(Ending.TIME_LIMIT, best.values, best.cost, None)
    return _with_whole_choices(answer, root, ground, watch) if len(ground.choice) else answer


def beginning(root: Root, ground: Ground) -> Beginning:
    """To begin near an LP's starts."""
    starts = ground.start.columns
    first = Priced(root.bound, root.least, root.start_costs, root.values)
    return Beginning(_of_starts(root, ground), _weight(root, ground), first, root.values[starts])


def chosen_starts(
    begin: Beginning,
    price: Callable[[Floats], Priced | None],
    watch: Watch,
    enough: float = -np.inf,
) -> Priced | None:
    r"""Choose whole starts that keep the rows about starts, price their best areas; again.

    .. math:: \min \theta + \nu \sum_n w_n\, |x_n - \hat x_n|, \qquad
              \theta \ge c_k + s_k' x \quad \forall k

    with :math:`\hat x` the LP's starts, later the best plan's, and w the largest cost of a start
    of the same candidate. The first plane is the LP's own. Rows that tie a start to area are
    left to the areas, so that a choice has few columns; the other columns of a row
    (conversions) stay as in the LP.
    """
    program, costs = begin.program, _Costs()
    costs.add(begin.first)
    best: Priced | None = None
    centre, nearness = begin.at, NEARNESS
    known: set[bytes] = set()
    for _ in range(ROUNDS):
        distance = nearness * begin.weight * (1.0 - 2.0 * centre)
        chosen = _choice(program, costs, distance, begin.first.cost, watch)
        if chosen is not None and chosen.tobytes() in known:
            # Near the best plan there is nothing new: farther, and if not there, nowhere.
            if nearness == 0.0:
                break
            nearness = 0.0
            continue
        found = None if chosen is None else price(chosen)
        if chosen is None or watch.over:
            break
        if found is None:
            program = _without_choice(program, chosen)
            continue
        costs.add(found)
        known.add(chosen.tobytes())
        if best is None or found.cost < best.cost:
            best, centre, nearness = found, chosen, NEARNESS_LATER
        if found.cost <= enough:
            break
    return best


def _with_whole_choices(best: Answer, root: Root, ground: Ground, watch: Watch) -> Answer:
    """A plan whose LP may split a project that must stay at one site, with none split."""
    if best.values is None:
        return best
    starts = ground.start.columns
    held = root.program.fixed(starts, np.round(best.values[starts]))
    found = solve_program(held, watch, CHOICE_GAP, nodes=CHOICE_NODES)
    return replace(found, ending=best.ending if found.values is not None else found.ending)


def _choice(
    program: Program, costs: _Costs, distance: Floats, bound: float, watch: Watch
) -> Floats | None:
    """The whole starts of least known cost and distance; None where there are none."""
    rows, least = costs.rows()
    with_theta = program.with_column(1.0, np.zeros(0, np.int64), np.zeros(0))
    asked = with_theta.with_costs(np.append(distance, 1.0)).with_rows(
        rows, least - bound, np.full(len(least), np.inf)
    )
    answer = solve_program(asked, watch, CHOICE_GAP, nodes=CHOICE_NODES)
    return None if answer.values is None else np.round(answer.values[:-1]) + 0.0


def _without_choice(program: Program, chosen: Floats) -> Program:
    """Without one choice, that leaves no plan."""
    row = sparse.csr_array(2.0 * chosen[None, :] - 1.0)
    return program.with_rows(row, np.array([-np.inf]), np.array([chosen.sum() - 1.0]))


def _of_starts(root: Root, ground: Ground) -> Program:
    """The program of the starts alone, without costs."""
    program, starts = root.program, ground.start.columns
    own = sparse.csr_array(program.matrix[:, starts])
    rows = _about_starts(program, own, ground)
    others = (program.matrix @ root.values - own @ root.values[starts])[rows]
    lower = None if program.lower is None else program.lower[starts]
    return Program(
        costs=np.zeros(len(starts)),
        constant=0.0,
        upper=program.upper[starts],
        is_integer=np.ones(len(starts), bool),
        matrix=own[rows],
        low=program.low[rows] - others,
        high=program.high[rows] - others,
        lower=lower,
    )


def _about_starts(program: Program, own: sparse.csr_array, ground: Ground) -> Ints:
    """Rows with starts and without area laid out, served, unmet or come home."""
    area = np.zeros(len(program.costs))
    for family in (ground.allot, ground.serve, ground.unmet, ground.home):
        area[family.columns] = 1.0
    tied = abs(program.matrix) @ area > 0
    return np.flatnonzero((np.diff(own.indptr) > 0) & ~tied)


def _weight(root: Root, ground: Ground) -> Floats:
    """What each start's distance is worth: of one candidate all alike, however early."""
    most = np.zeros(len(ground.candidates))
    starts = ground.start.columns
    np.maximum.at(most, ground.start["candidate"], np.abs(root.program.costs[starts]))
    return most[ground.start["candidate"]]
