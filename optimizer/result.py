"""What a run gives back: its case, plan, proof, prices and readings."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from optimizer.checks.breach import Breach, PolicyReading, RuleReading
from optimizer.domain.case import Case
from optimizer.domain.plan import Plan, StayKey
from optimizer.explain.facts import PlacementFacts, WaitingFacts
from optimizer.labels import Lang, text
from optimizer.limits import Limits
from optimizer.solving.columns.row_prices import RowPrices
from optimizer.solving.compact import LevelReached
from optimizer.solving.ending import Ending


@dataclass(frozen=True, slots=True)
class Goal:
    """One term of the objective: amount in its unit x weight = points.

    Points of costs are negative, so that all points add up to the objective.
    """

    name: str
    amount: float
    unit: str
    weight: float
    points: float


@dataclass(frozen=True, slots=True)
class Price:
    """Dual of a carrier's area row: in the LP relaxation, or of the columns road.

    ``value_per_unit`` is what one more m² (or desk) in that quarter is worth, in
    points; ``value_per_m2`` the same per m².
    """

    carrier: str
    quarter: int
    value_per_unit: float
    value_per_m2: float


@dataclass(frozen=True, slots=True)
class Clash:
    """One member of a set of demands that have no plan together.

    Lifting any single member of the set gives a plan again (proved by re-solving).
    """

    rule: str
    subject: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """A run's outcome.

    Attributes
    ----------
    objective, bound, gap : float or None
        Value, proven upper bound and (bound - value) / bound as a fraction.
    prices : tuple of Price
        From the relaxation; an approximation, and said so wherever shown.
    sitting_value : float
        Value of the sitting stays to the end of their leases, outside objective and bound.
    row_prices : RowPrices or None
        Prices of all shared rows, for a later run to start from (columns road).
    seconds : mapping of str to float
        Wall time per phase: read, assemble, build, solve, check, explain, write, total.
    counts : mapping of str to int
        Sizes of the model (decisions, rows) and of the search.
    """

    case: Case
    ending: Ending
    limits: Limits
    command: str = "allocate"
    method: str = "compact"
    plan: Plan | None = None
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    sitting_value: float = 0.0
    goals: tuple[Goal, ...] = ()
    levels: tuple[LevelReached, ...] = ()
    prices: tuple[Price, ...] = ()
    policies: tuple[PolicyReading, ...] = ()
    rules: tuple[RuleReading, ...] = ()
    breaches: tuple[Breach, ...] = ()
    clash: tuple[Clash, ...] = ()
    placed_facts: Mapping[StayKey, PlacementFacts] = field(default_factory=dict)
    waiting_facts: Mapping[StayKey, WaitingFacts] = field(default_factory=dict)
    previous: Plan | None = None
    row_prices: RowPrices | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    peak_mb: float = 0.0

    @property
    def is_reproducible(self) -> bool:
        """Whether the same input, settings and version give the same plan again.

        Threads of the columns road do not take turns by counted steps.
        """
        side_by_side = self.method == "columns" and self.limits.threads > 1
        return self.ending.is_reproducible and not (side_by_side and self.ending.has_plan)

    def ending_sentence(self, lang: Lang, gap: str) -> str:
        """How the run ended, with the gap as shown; it says so if another run may differ."""
        sentence = text(f"ending.{self.ending}", lang, gap=gap)
        if self.ending.is_reproducible and not self.is_reproducible:
            sentence += text("ending_by_threads", lang)
        return sentence

    def replace(self, **changes: Any) -> Self:
        """A copy with the given fields changed."""
        return replace(self, **changes)
