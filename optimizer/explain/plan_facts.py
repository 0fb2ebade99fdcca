"""What a development run says beyond its plan, as plain values with the proof beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.domain.development_plan import DevelopmentPlan


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """What one unit more of a row's limit saves, with the openings held at the plan's.

    Attributes
    ----------
    rule : str
        Rule of the row.
    subject : mapping of str to str
        What the row is about: ``stage``, ``industry``, ``year``, ``place``, ``block``, ``policy``.
        ``stage`` is the English word.
    unit : str
        Unit of the row: ``m2``, ``yuan_10k``, ``share``, ``carrier``.
    dual : float
        Saving per unit, 10 000 yuan.
    step : float
        By how much the limit was moved to test it, in the row's unit (1 000 m²).
    cost, cost_more, cost_less : float or None
        Cost of the plan's LP, and re-solved with the limit one step looser and one step tighter;
        None where there is no plan.
    """

    rule: str
    subject: Mapping[str, str]
    unit: str
    dual: float
    step: float
    cost: float
    cost_more: float | None
    cost_less: float | None

    @property
    def saving_more(self) -> float | None:
        """What one step more saves, 10 000 yuan: proved by re-solving."""
        return None if self.cost_more is None else self.cost - self.cost_more

    @property
    def loss_less(self) -> float | None:
        """What one step less costs, 10 000 yuan: proved by re-solving."""
        return None if self.cost_less is None else self.cost_less - self.cost

    @property
    def holds(self) -> bool:
        """Whether the dual lies between the two re-solved slopes, within 1e-6 of the cost."""
        slack = 1e-6 * max(1.0, abs(self.cost)) / self.step
        slack += 1e-6 * abs(self.dual)
        saves, loses = self.saving_more, self.loss_less
        low = saves is None or saves / self.step <= self.dual + slack
        high = loses is None or self.dual <= loses / self.step + slack
        return low and high


@dataclass(frozen=True, slots=True)
class Alternative:
    """A near-optimal plan that is deliberately different.

    Attributes
    ----------
    cost, extra_share : float
        Its cost, and how much above the best plan's cost it is, as a share.
    shared : tuple of float
        For the best plan and every alternative before it: the larger of the two shares of
        opened gross area that both plans open.
    """

    plan: DevelopmentPlan
    cost: float
    extra_share: float
    shared: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteWorth:
    """How irreplaceable a site is.

    Attributes
    ----------
    site : str
        Site, all its phases together.
    opened_m2 : float
        Gross area the plan opens there.
    cost_of_losing : float or None
        Best cost found without the site less the plan's cost, 10 000 yuan; None where none was
        found in the time, or exists.
    proven_loss : float or None
        What losing it costs at least: proven bound without the site less the plan's cost.
    plans : int
        Near-optimal plans looked at, the best one included.
    used_in : int
        How many of them open the site.
    years : tuple of int
        Start years of its phases in those plans.
    is_needed : bool
        Whether it was proved that no plan exists without it.
    """

    site: str
    opened_m2: float
    cost_of_losing: float | None
    proven_loss: float | None
    plans: int
    used_in: int
    years: tuple[int, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """A what-if case, planned anew.

    Attributes
    ----------
    ending : str
        How the run ended (`optimizer.solving.ending.Ending`).
    figures : mapping of str to float
        ``cost``, ``bound``, ``gap``, ``new_area_m2``, ``enclaves``, ``unmet_m2_years``,
        ``investment_10k`` ...; empty without a plan.
    changed : tuple of str
        Candidates that open otherwise than in the plan: id, as ``+`` opened, ``-`` not opened,
        ``>`` another year.
    """

    id: str
    ending: str
    figures: Mapping[str, float] = field(default_factory=dict)
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A figure over many futures: mean and the 5, 50 and 95 % points."""

    mean: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class PlanOverFutures:
    """One set of openings over many futures."""

    cost: Band
    unmet: tuple[Band, ...]
    occupancy: tuple[Band, ...]


@dataclass(frozen=True)
class FuturesReading:
    """The plan for one forecast against a plan made for many futures.

    Attributes
    ----------
    futures, unseen : int
        Futures the robust plan was chosen on, and others both were tried on.
    single, robust : PlanOverFutures
        Both plans over the unseen futures; one band per year.
    value : float
        Mean cost of the single-forecast plan less that of the robust plan, unseen futures.
    value_error : float
        Standard error of that mean.
    wins : float
        Share of the unseen futures in which the robust plan is cheaper.
    changed : tuple of (str, str)
        Openings of the robust plan that differ, as of `ScenarioOutcome`.
    impossible : tuple of int
        Unseen futures in which the openings of either plan leave none that keeps all hard rows;
        they stand in no mean.
    """

    futures: int
    unseen: int
    single: PlanOverFutures
    robust: PlanOverFutures
    value: float
    value_error: float
    wins: float
    tried: int
    changed: tuple[tuple[str, str], ...] = ()
    impossible: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Nowhere to graduate: graduates of a stage that find no space in the next one.

    Attributes
    ----------
    stage, industry : str
        Where they would go.
    quarter : str
        First quarter in which they find no space, e.g. ``2024Q3``.
    lead_quarters : int
        Quarters from the plan's start to it.
    graduates_m2, short_m2 : float
        Area graduating into the stage in that quarter, and area short there.
    """

    stage: str
    industry: str
    quarter: str
    lead_quarters: int
    graduates_m2: float
    short_m2: float


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A hard row that the cheapest way out gives up in part.

    Attributes
    ----------
    rule, subject : as of `ShadowPrice`
    limit, reached : float
        What was asked, and what can be had.
    """

    rule: str
    subject: Mapping[str, str]
    unit: str
    limit: float
    reached: float
