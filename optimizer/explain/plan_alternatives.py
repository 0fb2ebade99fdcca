"""Near-optimal plans that are deliberately different, and what losing each site would cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import sparse

from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.explain.plan_facts import Alternative, SiteWorth
from optimizer.limits import Limits
from optimizer.models.expansion_plan import development_plan
from optimizer.rules.block import Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.solving.ending import Ending
from optimizer.solving.expansion import (
    is_close,
    root_of,
    settled,
    solve_near,
    solve_promising,
)
from optimizer.solving.program import Answer, Basis, Program, solve_program
from optimizer.solving.progress import Watch
from optimizer.solving.rounding import solve_rounded

EFFORT_GAP: Final = 0.005
"""Gap of the solves beside the plan: alternatives and sites are told with their bounds."""
LOOSER: Final = 1e-6


@dataclass(frozen=True)
class Others:
    """The question which near-optimal plans are different.

    Attributes
    ----------
    best : ndarray of float
        The plan, as column values.
    seconds : float
        Wall time for each.
    """

    ground: Ground
    program: Program
    best: Floats
    wanted: int
    seconds: float
    basis: Basis | None = None


def alternatives_of(question: Others) -> tuple[Alternative, ...]:
    """Plans within the cost slack that open at least a share of other area, pairwise.

    Each is a cheap plan that shares with the best plan and with every alternative before it at
    most 1 - `alternative_difference` of either plan's opened gross area; where it is dearer
    than the slack, it and any after it are left out.
    """
    ground, program, best = question.ground, question.program, question.best
    cost, settings = program.cost_of(best), ground.case.settings
    known: list[Floats] = [best]
    found: list[Alternative] = []
    most = cost + settings.alternative_slack * abs(cost)
    for _ in range(question.wanted):
        rows = [_shares(ground, values, program.matrix.shape[1]) for values in known]
        asked = program.with_rows(
            sparse.vstack([row for pair in rows for row in pair]).tocsr(),
            np.full(2 * len(rows), -np.inf),
            np.ravel([[limit, 0.0] for limit in _limits(ground, known)]),
        )
        answer = quick_answer(
            asked, ground, question.seconds, np.zeros(0, np.int64), question.basis
        )
        if answer.values is None:
            break
        values = settled(asked, answer.values)
        price = program.cost_of(values)
        if price > most + LOOSER * max(1.0, abs(cost)):
            break
        shared = tuple(_shared(ground, values, other) for other in known)
        plan = development_plan(ground, values)
        extra = (price - cost) / max(abs(cost), LOOSER)
        found.append(Alternative(plan, price, extra, shared))
        known.append(values)
    return tuple(found)


def _opened(ground: Ground, values: Floats) -> Floats:
    """Gross area opened by candidate, m²."""
    opened = np.zeros(len(ground.candidates))
    np.add.at(opened, ground.start["candidate"], np.round(values[ground.start.columns]))
    return opened * ground.gross


def _keep(ground: Ground) -> float:
    return 1.0 - ground.case.settings.alternative_difference


def _limits(ground: Ground, known: Sequence[Floats]) -> list[float]:
    return [_keep(ground) * float(_opened(ground, values).sum()) for values in known]


def _shares(
    ground: Ground, values: Floats, columns: int
) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Rows: area shared with a plan <= keep x its area, and <= keep x the new plan's area."""
    start = ground.start
    gross = ground.gross[start["candidate"]]
    inside = _opened(ground, values)[start["candidate"]] > 0
    zeros = np.zeros(len(start), np.int64)
    shared = np.where(inside, gross, 0.0)
    own = shared - _keep(ground) * gross
    shape = (1, columns)
    return (
        sparse.coo_array((shared, (zeros, start.columns)), shape).tocsr(),
        sparse.coo_array((own, (zeros, start.columns)), shape).tocsr(),
    )


def _shared(ground: Ground, one: Floats, other: Floats) -> float:
    """The larger of the shares of either plan's opened area that both open."""
    a, b = _opened(ground, one), _opened(ground, other)
    both = float(np.minimum(a, b).sum())
    return max(both / area if area > 0 else 0.0 for area in (float(a.sum()), float(b.sum())))


def quick_answer(
    program: Program, ground: Ground, seconds: float, plan: Ints, basis: Basis | None
) -> Answer:
    """A plan near a known one or near what the program's LP opens; the bound is the LP's.

    Parameters
    ----------
    plan : ndarray of int
        Starts of a known plan that the program still allows; may be empty.
    basis : Basis or None
        Where the LP of a like program ended.
    """
    watch = Watch(seconds)
    root = root_of(program, ground, watch, basis)
    if root is None:
        return solve_program(program, Watch(1.0), EFFORT_GAP)
    limits = Limits(gap=EFFORT_GAP)
    # Where nothing is known, what the LP opens is made whole first: soon done, often near.
    if len(plan):
        held = replace(root, program=program.fixed(plan, np.ones(len(plan))))
        answer = solve_promising(held, ground, limits, watch, searches=False)
    else:
        answer = solve_rounded(root, ground, watch)
    for attempt in (solve_near, solve_promising):
        if answer.cost is not None and is_close(answer, root, EFFORT_GAP):
            break
        if watch.over or (answer.cost is not None and attempt is solve_promising):
            break
        tried = attempt(root, ground, limits, watch, answer)
        if answer.cost is None or (tried.cost is not None and tried.cost < answer.cost):
            answer = tried
    return replace(answer, bound=root.bound)


@dataclass(frozen=True)
class WithoutSite:
    """The question what a plan costs without some openings.

    Attributes
    ----------
    columns : ndarray of int
        The starts that are lost.
    plan : ndarray of int
        The starts of the plan.
    """

    ground: Ground
    program: Program
    columns: Ints
    plan: Ints
    seconds: float
    basis: Basis | None = None


def cost_without(question: WithoutSite) -> Answer:
    """A cheap plan without them, and a bound of all such plans; values are left out."""
    program = question.program.without(question.columns)
    rest = np.setdiff1d(question.plan, question.columns)
    answer = quick_answer(program, question.ground, question.seconds, rest, question.basis)
    if answer.values is None:
        return answer
    cost = program.cost_of(settled(program, answer.values))
    return Answer(answer.ending, np.zeros(0), cost, answer.bound, answer.nodes)


def site_questions(
    ground: Ground, program: Program, best: Floats, seconds: float, basis: Basis | None = None
) -> dict[str, WithoutSite]:
    """What to ask of every site the plan opens; to lose another costs nothing."""
    starts = ground.start.columns
    names = np.array([ground.candidates[i].site for i in ground.start["candidate"].tolist()])
    plan = starts[np.round(best[starts]) > 0]
    opened = dict.fromkeys(names[plan - ground.start.first].tolist())
    return {
        site: WithoutSite(ground, program, starts[names == site], plan, seconds, basis)
        for site in opened
    }


def worth_of_sites(
    ground: Ground,
    cost: float,
    answers: Mapping[str, Answer],
    plans: Sequence[DevelopmentPlan],
) -> tuple[SiteWorth, ...]:
    """Every site: what losing it costs, and how many near-optimal plans use it, when.

    Parameters
    ----------
    answers : mapping of site to Answer
        Of `site_questions`.
    plans : sequence of DevelopmentPlan
        The best plan, then the alternatives.
    """
    site_of = {c.id: c.site for c in ground.candidates}
    gross = {c.id: c.gross_area_m2 for c in ground.candidates}
    used = [{site_of[o.candidate] for o in plan.openings} for plan in plans]
    found = []
    for site in dict.fromkeys(site_of.values()):
        answer = answers.get(site)
        mine = [o for o in plans[0].openings if site_of[o.candidate] == site]
        years = {o.year for plan in plans for o in plan.openings if site_of[o.candidate] == site}
        found.append(
            SiteWorth(
                site,
                sum(gross[o.candidate] for o in mine),
                0.0 if answer is None else _less(answer.cost, cost),
                0.0 if answer is None else _less(answer.bound, cost),
                len(plans),
                sum(site in each for each in used),
                tuple(sorted(years)),
                answer is not None and answer.ending is Ending.INFEASIBLE,
            )
        )
    return tuple(found)


def _less(value: float | None, cost: float) -> float | None:
    return None if value is None else value - cost
