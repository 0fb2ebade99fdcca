"""What losing each site would cost: a plan without it, and the bound of all such plans."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.explain.plan_facts import SiteWorth
from optimizer.rules.block import Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.solving.ending import Ending
from optimizer.solving.expansion import site_of_starts
from optimizer.solving.linear_program import Basis
from optimizer.solving.near import near_answer
from optimizer.solving.program import Answer, Program


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


def plan_without(question: WithoutSite) -> Answer:
    """A cheap plan without them, and a bound of all such plans."""
    program = question.program.without(question.columns)
    rest = np.setdiff1d(question.plan, question.columns)
    return near_answer(program, question.ground, question.seconds, rest, question.basis)


def site_questions(
    ground: Ground,
    program: Program,
    best: Floats,
    seconds: float,
    basis: Basis | None = None,
    known: Collection[str] = (),
) -> dict[str, WithoutSite]:
    """What to ask of every site the plan opens; to lose another costs nothing.

    Parameters
    ----------
    known : collection of str
        Sites that were asked about before: the answers hold whatever the plan.
    """
    starts = ground.start.columns
    names = site_of_starts(ground)
    plan = starts[np.round(best[starts]) > 0]
    opened = dict.fromkeys(names[plan - ground.start.first].tolist())
    return {
        site: WithoutSite(ground, program, starts[names == site], plan, seconds, basis)
        for site in opened
        if site not in known
    }


def cheapest(answers: Iterable[Answer]) -> Answer | None:
    """The cheapest plan found without some site: a plan like any other.

    Those found because time ran out are left aside: the plan of a run must be found again.
    """
    found = [
        answer
        for answer in answers
        if answer.cost is not None and answer.ending is not Ending.TIME_LIMIT
    ]
    return min(found, key=lambda answer: answer.cost or 0.0, default=None)


def least_costs(ground: Ground, answers: Mapping[str, Answer]) -> dict[str, float]:
    """Cost of the cheapest plan known without each site, whatever question it answered."""
    names, starts = site_of_starts(ground), ground.start.columns
    plans = [
        (answer.cost, set(names[np.round(answer.values[starts]) > 0].tolist()))
        for answer in answers.values()
        if answer.cost is not None and answer.values is not None
    ]
    found = {
        site: min((cost for cost, uses in plans if site not in uses), default=None)
        for site in answers
    }
    return {site: cost for site, cost in found.items() if cost is not None}


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
    least, found = least_costs(ground, answers), []
    for site in dict.fromkeys(site_of.values()):
        answer = answers.get(site)
        mine = [o for o in plans[0].openings if site_of[o.candidate] == site]
        years = {o.year for plan in plans for o in plan.openings if site_of[o.candidate] == site}
        found.append(
            SiteWorth(
                site,
                sum(gross[o.candidate] for o in mine),
                0.0 if answer is None else _less(least.get(site), cost),
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
