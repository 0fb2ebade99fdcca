"""What a development plan decides on: candidate sites, forecast, flow, conversions, scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.domain.wishes import Policy
from optimizer.domain.words import Stage
from optimizer.units import YUAN_PER_10K


@dataclass(frozen=True, slots=True)
class Candidate:
    """A new carrier that may be built: one phase of a site (规划).

    Attributes
    ----------
    id : str
        Site and phase in one text; unique.
    order : int
        Place of the phase among the phases of its site, from 0, in the order of the sheet.
    efficiency : float
        Lettable share of the gross area.
    stages, industries : tuple
        Whom it may serve; no industry named means any.
    min_share, max_share : mapping of stage to share of its lettable area
        0 and 1 where blank.
    earliest : int
        First quarter in which building may start, from the horizon's start.
    lead : int
        Quarters from start to opening.
    cost_per_m2 : float
        Building cost, yuan per gross m².
    supplies : dict
        Technical attribute -> ranks offered, as of a `Carrier`.
    """

    id: str
    site: str
    phase: str
    order: int
    campus: str
    district: str
    gross_area_m2: float
    efficiency: float
    stages: tuple[Stage, ...]
    industries: tuple[str, ...] = ()
    min_share: Mapping[Stage, float] = field(default_factory=dict)
    max_share: Mapping[Stage, float] = field(default_factory=dict)
    earliest: int = 0
    lead: int = 8
    cost_per_m2: float = 0.0
    land_cost_10k: float = 0.0
    fixed_cost_10k: float = 0.0
    enclave: str = "no"
    must_build: bool = False
    supplies: dict[str, tuple[float, float]] = field(default_factory=dict)
    source: str = ""

    @property
    def is_enclave(self) -> bool:
        """Whether it stands outside the city, and so outside the city's areas."""
        return self.enclave not in ("", "no")

    @property
    def lettable_area_m2(self) -> float:
        """Gross area x efficiency, m²."""
        return self.gross_area_m2 * self.efficiency

    @property
    def works_10k(self) -> float:
        """Building cost without land and fixed cost, 10 000 yuan."""
        return self.gross_area_m2 * self.cost_per_m2 / YUAN_PER_10K

    @property
    def investment_10k(self) -> float:
        """Works, land and fixed cost, 10 000 yuan."""
        return self.works_10k + self.land_cost_10k + self.fixed_cost_10k

    def serves(self, stage: str, industry: str) -> bool:
        """Whether it takes a stage of an industry; a blank industry is taken anywhere."""
        named = not self.industries or not industry or industry in self.industries
        return stage in self.stages and named


@dataclass(frozen=True, slots=True)
class Forecast:
    """Projects that arrive beyond the listed pipeline: industry, entry stage, year (预测).

    `low` and `high` are the ends of a triangular distribution around `projects`.
    """

    industry: str
    stage: Stage
    year: int
    projects: float
    area_m2: float
    low: float
    high: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """What becomes of projects that complete a stage (流转).

    Attributes
    ----------
    industry : str
        Blank: every industry without a row of its own.
    length : int
        Quarters in the stage before completing it.
    graduate_share, leave_share : float
        Shares of those completing; the rest stay for another `length`.
    area_growth : float
        Area in the next stage over area in this one.
    home_share, home_lag : float, int
        Of an enclave's graduates, the share that comes to the city, and after how many quarters.
    """

    stage: Stage
    industry: str
    length: int
    graduate_share: float
    leave_share: float
    area_growth: float
    home_share: float = 0.0
    home_lag: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """Existing space that may be turned from one stage to another (改造).

    `quarters` is how long it cannot be used meanwhile; `max_share` is of the carrier's
    lettable area.
    """

    carrier: int
    from_stage: Stage
    to_stage: Stage
    cost_per_m2: float
    quarters: int
    max_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a scenario: what changes, where, by how much (情景)."""

    kind: str
    target: str
    value: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A what-if case: several changes under one name."""

    id: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class SitePair:
    """What 匹配 says of a stay at a candidate site.

    ``cost_10k`` is for serving the whole stay there; NaN where blank. `allowed` is
    1 (yes), 0 (no) or -1 (blank).
    """

    stay: int
    place: str
    cost_10k: float
    allowed: int = -1


@dataclass(frozen=True)
class Outlook:
    """Everything that only a development plan needs.

    Attributes
    ----------
    policies : tuple of Policy
        The policy rows that only the plan reads (targets, limits per year).
    pairs : tuple of SitePair
        By stay and candidate or carrier id.
    campuses : tuple of str
        The campuses of the case, then those only candidates name: what the scopes of
        `policies` count.
    """

    candidates: tuple[Candidate, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    flows: tuple[Flow, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    policies: tuple[Policy, ...] = ()
    pairs: tuple[SitePair, ...] = ()
    campuses: tuple[str, ...] = ()
