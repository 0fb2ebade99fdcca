"""Which road a case takes: the exact model, or whole life paths under prices."""

from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.domain.words import GOALS
from optimizer.limits import Limits
from optimizer.rules.book import ALLOCATION_RULES
from optimizer.solving.columns.homes import Homes
from optimizer.solving.compact import SMALL_MODEL

WRITABLE = 400_000
"""Options up to which the exact model can still be written out where prices found no plan."""


def is_ranked(case: Case) -> bool:
    """Whether goals are ranked, which only the compact road does."""
    return len({case.settings.ranks.get(goal, 1) for goal in GOALS}) > 1


def homes_for_columns(case: Case, limits: Limits, previous: Plan | None = None) -> Homes | None:
    """The homes of a case that takes the columns road; None for the compact road.

    The road asked for; by size where none is. Ranked goals, and rules that no price can be put
    on, are for the compact road alone.
    """
    unpriced = any(rule.reach == "any" for rule in ALLOCATION_RULES)
    if limits.method == "compact" or unpriced or is_ranked(case):
        return None
    homes = Homes.of(case, previous)
    if limits.method == "auto" and homes.count_options() <= SMALL_MODEL:
        return None
    return homes
