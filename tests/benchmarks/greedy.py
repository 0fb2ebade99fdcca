"""First fit by priority: what a manager does by hand.

Projects by priority, the highest first (pinned ones before all others); each stay in the first
carrier, by id, that fits and has the room for its whole length, from its earliest quarter on;
the next stay where and when the one before ends, if there is room, else the project leaves.
Shares of an industry are looked at while placing; whatever else is broken on second reading is
mended by refusing the least of those involved.
"""

from dataclasses import dataclass, field

import numpy as np

from optimizer.checks.breach import Breach
from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.domain.fit import Fit
from optimizer.domain.options import Options, Windows
from optimizer.domain.plan import Plan
from optimizer.domain.words import FULL, PRESENT
from optimizer.models.allocation import plan_of
from optimizer.rules.block import Floats
from tests.benchmarks.evaluate import taken_options

MARGIN = 1e-9
ROUNDS = 200
"""Second readings after which mending is given up."""


@dataclass
class FirstFit:
    """A plan being made by hand.

    Attributes
    ----------
    free : ndarray of float, shape (carriers, quarters)
        Room left, in the carrier's unit.
    shares : list of ShareLeft
        Room left under each hard industry maximum.
    """

    case: Case
    free: Floats = field(init=False)
    shares: "list[ShareLeft]" = field(init=False)
    taken: dict[int, tuple[int, int, int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        case = self.case
        self.fit = Fit.of(case).allowed
        self.windows = Windows.of(case)
        self.by_id = np.argsort([carrier.id for carrier in case.carriers], kind="stable")
        self.desks = np.array([carrier.unit == "desks" for carrier in case.carriers])
        self.closes = np.array([carrier.closes for carrier in case.carriers], np.int64)
        self.opens = np.array([carrier.opens for carrier in case.carriers], np.int64)
        self.free = case.capacity.copy()
        self.shares = [ShareLeft.of(case, n) for n in _hard_industry_maxima(case)]
        for s in np.flatnonzero(case.stay_arrays.home >= 0).tolist():
            stay = case.stays[s]
            self._take(s, stay.home, 0, stay.length, stay.area_m2)
        for share in self.shares:
            share.hold()

    def run(self, refused: frozenset[int] = frozenset()) -> None:
        """Place every project that is not refused; those that must be somewhere come first."""
        case = self.case
        asked = [s for pin in case.pins if pin.kind == "must" for s in pin.stays]
        pinned = {case.stays[s].project for s in asked}
        for p in sorted(
            range(len(case.projects)),
            key=lambda p: (p not in pinned, -case.projects[p].priority, p),
        ):
            if p not in refused:
                self._place_project(p)

    def _place_project(self, p: int) -> None:
        low, high = self.windows.low, self.windows.high
        end: int | None = None
        for s in self.case.projects[p].stays:
            stay = self.case.stays[s]
            if stay.is_present:
                end = stay.length
                continue
            first, last = int(low[s]), int(high[s])
            if end is not None:
                # A later stay begins exactly when the one before it ends.
                if not first <= end <= last:
                    return
                first = last = end
            found = self._first_fit(s, first, last)
            if found is None:
                return
            end = found[1] + stay.length
            self._take(s, found[0], found[1], end, self._area(s, found[0]))

    def _first_fit(self, s: int, first: int, last: int) -> tuple[int, int] | None:
        """Carrier and quarter; the earliest quarter wins, then the carrier's id."""
        usable = self.by_id[self.fit[s, self.by_id]]
        if not len(usable):
            return None
        length, horizon = self.case.stays[s].length, self.case.quarters
        areas = np.array([self._area(s, k) for k in usable]) if len(self.case.pairs) else None
        area = self.case.stays[s].area_m2 if areas is None else areas
        use = np.where(self.desks[usable], self.case.stays[s].desks, area)
        industry = self.case.projects[self.case.stays[s].project].industry
        for quarter in range(first, last + 1):
            end = quarter + length
            room = self.free[usable, quarter : min(end, horizon)].min(axis=1)
            able = (room + MARGIN >= use) & (end <= self.closes[usable] + 1)
            able &= quarter >= self.opens[usable]
            for at in np.flatnonzero(able).tolist():
                k = int(usable[at])
                asked = float(np.broadcast_to(area, usable.shape)[at])
                if all(share.has_room(k, industry, quarter, end, asked) for share in self.shares):
                    return k, quarter
        return None

    def _area(self, s: int, k: int) -> float:
        own = self.case.pairs.find(np.array([s]), np.array([k]), len(self.case.carriers))[0]
        area = self.case.pairs.area_m2[own] if own >= 0 else np.nan
        return float(self.case.stays[s].area_m2 if np.isnan(area) else area)

    def _take(self, s: int, k: int, first: int, end: int, area: float) -> None:
        use = self.case.stays[s].desks if self.desks[k] else area
        self.free[k, first:end] -= use
        industry = self.case.projects[self.case.stays[s].project].industry
        for share in self.shares:
            share.take(k, industry, first, end, area)
        self.taken[s] = (k, first, end, area)

    @property
    def options(self) -> Options:
        """What is taken, as an option table."""
        stay = np.array(sorted(self.taken), np.int64)
        rows = [self.taken[s] for s in stay.tolist()]
        carrier, first, end = (np.array([row[n] for row in rows], np.int64) for n in range(3))
        area = np.array([row[3] for row in rows], np.float64)
        mode = np.where(self.case.stay_arrays.home[stay] >= 0, PRESENT, FULL).astype(np.int64)
        return taken_options(self.case, stay, carrier, first, end, area, mode)


def _hard_industry_maxima(case: Case) -> list[int]:
    return [
        n
        for n, policy in enumerate(case.policies)
        if policy.rule == "industry_share_max"
        and policy.strength == "hard"
        # A narrower scope is left to the second reading.
        and policy.scope.carrier is None
        and policy.scope.stage is None
    ]


@dataclass
class ShareLeft:
    """m² that each industry may still take of each campus and quarter under one maximum."""

    case: Case
    number: int
    left: Floats
    industries: dict[str, int]

    @classmethod
    def of(cls, case: Case, number: int) -> "ShareLeft":
        """All room of one policy row, before anybody sits."""
        policy = case.policies[number]
        base = np.zeros((len(case.campuses), case.quarters))
        np.add.at(base, case.carrier_campus, case.lettable_m2)
        names = sorted({project.industry for project in case.projects})
        left = np.repeat((policy.limit * base)[None], len(names), axis=0)
        scope = policy.scope
        outside = np.zeros(left.shape, bool)
        if scope.industry is not None:
            outside[[name != scope.industry for name in names]] = True
        if scope.campus is not None:
            outside[:, np.arange(len(case.campuses)) != scope.campus] = True
        quarter = np.arange(case.quarters)
        outside[:, :, (quarter < policy.start) | (quarter > policy.end)] = True
        left[outside] = np.inf
        return cls(case, number, left, {name: i for i, name in enumerate(names)})

    def hold(self) -> None:
        """Where sitting tenants are beyond the limit already, nobody else comes."""
        np.maximum(self.left, 0.0, out=self.left)

    def _slice(self, k: int, industry: str, first: int, end: int) -> Floats:
        campus = int(self.case.carrier_campus[k])
        return np.asarray(self.left[self.industries[industry], campus, first:end])

    def has_room(self, k: int, industry: str, first: int, end: int, area: float) -> bool:
        """Whether an area fits under the maximum in all its quarters."""
        return bool((self._slice(k, industry, first, end) + MARGIN >= area).all())

    def take(self, k: int, industry: str, first: int, end: int, area: float) -> None:
        """Take an area off."""
        campus = int(self.case.carrier_campus[k])
        self.left[self.industries[industry], campus, first:end] -= area


def first_fit(case: Case) -> tuple[Plan, Options] | None:
    """The plan made by hand, or None where refusing does not mend it."""
    refused: frozenset[int] = frozenset()
    for _ in range(ROUNDS):
        by_hand = FirstFit(case)
        by_hand.run(refused)
        options = by_hand.options
        plan = plan_of(case, options, np.arange(len(options)))
        breaches = read_again(case, plan).breaches
        if not breaches:
            return plan, options
        worst = _least_of(case, plan, breaches, refused)
        if not worst:
            return None
        refused |= worst
    return None


def _least_of(
    case: Case, plan: Plan, breaches: tuple[Breach, ...], refused: frozenset[int]
) -> frozenset[int]:
    """For every breach the project of least priority that has a part in it."""
    found = set()
    for breach in breaches:
        involved = _involved(case, plan, breach, refused)
        if involved:
            found.add(min(involved, key=lambda p: (case.projects[p].priority, -p)))
    return frozenset(found)


def _involved(case: Case, plan: Plan, breach: Breach, refused: frozenset[int]) -> set[int]:
    """Projects that could be refused to mend a breach: its own, else those in its carrier."""
    wished = {
        case.project_index[p.project] for p in plan.placements if p.mode != "present"
    } - refused
    if breach.project:
        return wished & {case.project_index[breach.project]}
    there = {
        case.project_index[p.project]
        for p in plan.placements
        if p.mode != "present" and breach.carrier in ("", p.carrier)
    }
    return wished & there
