"""Which road a case takes: the exact model, or whole life paths under prices."""

from dataclasses import dataclass
from typing import Literal

from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.domain.words import GOALS
from optimizer.limits import Limits
from optimizer.rules.book import ALLOCATION_RULES
from optimizer.solving.columns.homes import Homes
from optimizer.solving.compact import SMALL_MODEL

WRITABLE = 400_000
"""Options up to which the exact model can still be written out to look for a clash."""


@dataclass(frozen=True)
class Choice:
    """The road, why, and the homes of the case if they were listed for it."""

    road: Literal["compact", "columns"]
    why: str
    homes: Homes | None = None
    options: int = 0


def is_ranked(case: Case) -> bool:
    """Whether goals are ranked, which only the compact road does."""
    return len({case.settings.ranks.get(goal, 1) for goal in GOALS}) > 1


def choose_road(case: Case, limits: Limits, previous: Plan | None = None) -> Choice:
    """The road asked for; by size where none is (reports/benchmarks.md).

    Ranked goals, and rules that no price can be put on, are for the compact road alone.
    """
    if is_ranked(case):
        return Choice("compact", "ranked")
    if any(rule.reach == "any" for rule in ALLOCATION_RULES):
        return Choice("compact", "rule")
    if limits.method == "compact":
        return Choice("compact", "asked")
    homes = Homes.of(case, previous)
    options = homes.count_options()
    if limits.method == "columns":
        return Choice("columns", "asked", homes, options)
    road: Literal["compact", "columns"] = "compact" if options <= SMALL_MODEL else "columns"
    return Choice(road, "size", homes, options)
