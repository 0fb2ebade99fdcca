"""What a development run gives back: its plan, proof, prices, alternatives and readings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.domain.demand import Demand
from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.explain.plan_facts import (
    Alarm,
    Alternative,
    FuturesReading,
    Relaxation,
    ScenarioOutcome,
    ShadowPrice,
    SiteWorth,
)
from optimizer.result import Result
from optimizer.solving.ranked_expansion import RankReached


@dataclass(frozen=True)
class DevelopmentResult(Result):
    """The outcome of `develop`.

    `objective` is the cost, `bound` a proven lower bound of any plan's cost, both discounted
    10 000 yuan, and `gap` is (cost - bound) / cost. `goals` add up to the cost.

    Attributes
    ----------
    levels : tuple of RankReached
        Where goals are ranked; `bound` and `gap` are None then: they stand with every rank.
    demand : Demand
        The demand planned for.
    prices : tuple of ShadowPrice
        Of the LP with the openings fixed at the plan.
    plan : DevelopmentPlan or None
        What opens when, for whom; None where there is no plan.
    relaxations : tuple of Relaxation
        Where no plan keeps all hard rows: the cheapest way out.
    price_rows : int
        Rows with a non-zero dual, all of which were tested by re-solving.
    """

    command: str = "plan"
    method: str = "mip"
    levels: tuple[RankReached, ...] = ()  # type: ignore[assignment]
    demand: Demand | None = None
    plan: DevelopmentPlan | None = None  # type: ignore[assignment]
    prices: tuple[ShadowPrice, ...] = ()  # type: ignore[assignment]
    price_rows: int = 0
    alternatives: tuple[Alternative, ...] = ()
    sites: tuple[SiteWorth, ...] = ()
    scenarios: tuple[ScenarioOutcome, ...] = ()
    futures: FuturesReading | None = None
    alarms: tuple[Alarm, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    robust: DevelopmentPlan | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
