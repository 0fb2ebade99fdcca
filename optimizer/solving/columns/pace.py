"""The pace of a run: its steps, how the search cools down, and what share the proof gets."""

from optimizer.domain.case import Case
from optimizer.solving.progress import Watch

STEPS_PER_WORK = 500
"""Search steps that count as one unit of work."""

LARGEST = 8
"""Tenants taken out of the way in one step, at most."""

LARGEST_WITHOUT_REFUSAL = 16
"""The same where nobody may be left out: they have to find new homes among themselves."""

MANY = 1_000_000
"""Homes from which a case counts as large: a rough course of the dual first, no listed paths."""

LONG_COURSE = 2_000_000
"""Homes times quarters from which a first plan is made under rough prices, and a search begins
after fewer steps of the dual."""

HEAT = 6.0
"""Loss a step may leave at the beginning, in what the first plan leaves to gain per project.

Measured from 0.2 to 30: below 3 a search freezes early (5 000 projects in 60 s: 0.76 % at 1.5,
0.70 % at 6), from 12 on too much of the time goes by before it settles.
"""

HEAT_WITHOUT_REFUSAL = 0.07
"""The same where nobody may be left out: there is little room to lose something on the way."""

REFINED_FROM = 0.2
"""Share of the search after which the dual is refined beside it."""

REFINED_LATE_FROM = 0.5
"""The same in a large case, where it takes a core for long: early it costs more than it gains."""

FIRST_SEARCH = 0.15
"""Share of the search one thread alone does before the first proof."""

PROOF_SHARE = 0.35
"""Share of the time one thread alone gives to the proof of a case that is written out."""


def is_long(homes: int, quarters: int) -> bool:
    """Whether a first course of the dual takes seconds."""
    return homes * quarters >= LONG_COURSE


def largest_step(case: Case) -> int:
    """Tenants taken out of the way in one step, at most."""
    return LARGEST_WITHOUT_REFUSAL if case.settings.must_place else LARGEST


def steps_at_a_time(case: Case) -> int:
    """Steps between two looks at the plan: more where a look is long."""
    return STEPS_PER_WORK * max(1, len(case.projects) // (10 * STEPS_PER_WORK))


def refined_from(homes: int) -> float:
    """Share of the search after which the dual is refined beside it."""
    return REFINED_FROM if homes < MANY else REFINED_LATE_FROM


def first_heat(case: Case, regret: float) -> float:
    """Loss a step may leave at the beginning, in points.

    Parameters
    ----------
    regret : float
        What the first plan leaves to gain per project, in points.
    """
    return (HEAT_WITHOUT_REFUSAL if case.settings.must_place else HEAT) * regret


def heat_at(first: float, share: float) -> float:
    """Loss a step may leave after a share of the search."""
    return first * (1.0 - share) ** 2


def until_share(watch: Watch, share: float) -> float:
    """Share of all the time at which a share of what is left now will have passed."""
    passed = min(watch.elapsed / max(watch.seconds, 1e-9), 1.0)
    return passed + share * (1.0 - passed)
