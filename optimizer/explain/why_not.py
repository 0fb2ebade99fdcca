"""Why a stay waits or is refused: facts of the case and of this plan, carrier by carrier."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.checks.breach import PolicyReading
from optimizer.domain.case import Case
from optimizer.domain.fit import Fit, Reason, reasons_in
from optimizer.domain.options import Windows
from optimizer.domain.plan import Plan, StayKey
from optimizer.explain.facts import WaitingFacts
from optimizer.explain.space import as_area, free_space, needs_of, tightest, use_of
from optimizer.explain.wording import Fact, Value, Word
from optimizer.units import AREA_MARGIN_M2, SHARE_MARGIN

NAMED_POLICIES = 3
"""Hard policy rows at their limit named in one sentence; more are counted."""


def waiting_facts(
    case: Case, plan: Plan, policies: Sequence[PolicyReading] = ()
) -> Mapping[StayKey, WaitingFacts]:
    """Facts of every stay whose state is waiting, refused or later.

    Parameters
    ----------
    case, plan
        The case and a finished plan for it.
    policies : sequence of PolicyReading, optional
        Readings of the policy rows; hard ones at their limit are named beside
        stays that would have had room.
    """
    open_states = ("waiting", "refused", "later")
    chosen = np.array([s for key, s in case.stay_index.items() if plan.states[key] in open_states])
    if not len(chosen):
        return {}
    desk = _Desk(case, plan, policies)
    fit = Fit.of(case, chosen.astype(np.int64))
    found = {}
    for row, stay in enumerate(chosen):
        key = case.stay_key(int(stay))
        if plan.states[key] == "later":
            found[key] = WaitingFacts(case, int(stay), "later", (desk.beyond(int(stay)),))
        else:
            found[key] = desk.facts(int(stay), fit.refused[row], fit.unknown[row])
    return found


class _Desk:
    """What every stay is looked at with: the free space, the windows, who is tied to whom."""

    def __init__(self, case: Case, plan: Plan, policies: Sequence[PolicyReading]) -> None:
        self.case, self.plan = case, plan
        self.free = free_space(case, plan)
        self.windows = Windows.of(case)
        self.at_limit = [
            reading
            for reading in policies
            if reading.strength == "hard"
            and reading.status in ("met", "existing")
            and reading.margin <= SHARE_MARGIN * max(1.0, abs(reading.limit))
        ]
        self.relations: dict[int, list[tuple[str, int]]] = {}
        for relation in case.relations:
            if relation.strength == "hard":
                self.relations.setdefault(relation.a, []).append((relation.kind, relation.b))
                self.relations.setdefault(relation.b, []).append((relation.kind, relation.a))

    def facts(
        self, stay: int, refused: NDArray[np.uint32], unknown: NDArray[np.uint32]
    ) -> WaitingFacts:
        """Facts of one waiting or refused stay."""
        case = self.case
        state = self.plan.states[case.stay_key(stay)]
        carriers = len(case.carriers)
        needed = needs_of(case, stay)
        starts = self.starts(stay)
        if len(starts):
            length = case.stays[stay].length
            start, tight, free = tightest(self.free_without(stay), starts, length)
        else:
            start, tight = np.full(carriers, -1), np.full(carriers, -1)
            free = np.zeros(carriers)
        fits = refused == 0
        roomy = fits & (free + AREA_MARGIN_M2 >= needed) & (start >= 0)
        about = [*self._about(stay, starts)]
        if roomy.any():
            about += self._touching(stay, roomy)
        helps = self._helps(refused, free, needed, tight, roomy)
        return WaitingFacts(
            case,
            stay,
            state,
            tuple(about),
            tuple(helps),
            refused,
            unknown,
            start,
            tight,
            free,
            needed,
        )

    def starts(self, stay: int) -> range:
        """First quarters to look at: all that are possible, or those earlier than the one given.

        Where the stay before it is placed, they run from the planned end of that one.
        """
        case = self.case
        low, high = int(self.windows.low[stay]), int(self.windows.high[stay])
        before = int(case.stay_arrays.predecessor[stay])
        placed = self.plan.by_stay.get(case.stay_key(before)) if before >= 0 else None
        if placed is not None:
            low = max(low, placed.planned_end)
            high = min(high, placed.planned_end + case.settings.max_overstay_quarters)
        own = self.plan.by_stay.get(case.stay_key(stay))
        if own is not None:
            high = own.first - 1
        for pin in case.pins:
            if pin.kind == "must" and pin.start is not None and stay in pin.stays:
                low, high = max(low, pin.start), min(high, pin.start)
        return range(low, min(high, case.quarters - 1) + 1)

    def free_without(self, stay: int) -> NDArray[np.float64]:
        """Free space if this stay, and the overstay before it, were not there."""
        case, by_stay = self.case, self.plan.by_stay
        own = by_stay.get(case.stay_key(stay))
        if own is None:
            return self.free
        free = self.free.copy()
        carrier = case.carrier_index[own.carrier]
        free[carrier, max(own.first, 0) : max(own.end, 0)] += use_of(case, own, carrier)
        before = int(case.stay_arrays.predecessor[stay])
        earlier = by_stay.get(case.stay_key(before)) if before >= 0 else None
        if earlier is not None and earlier.overstay:
            home = case.carrier_index[earlier.carrier]
            free[home, earlier.planned_end : earlier.end] += use_of(case, earlier, home)
        return free

    def beyond(self, stay: int) -> Fact:
        """The one fact of a stay that lies beyond the horizon."""
        case = self.case
        begins = case.quarter(int(self.windows.low[stay]))
        return Fact.of("later", begins=begins, last=case.quarter(case.quarters - 1))

    def _about(self, stay: int, starts: range) -> Iterator[Fact]:
        """What holds wherever it would go."""
        case, by_stay = self.case, self.plan.by_stay
        own = by_stay.get(case.stay_key(stay))
        if own is not None:
            wanted = int(self.windows.low[stay])
            yield Fact.of(
                "given",
                first=case.quarter(own.first),
                carrier=own.carrier,
                wanted=case.quarter(wanted),
                quarters=own.first - wanted,
            )
        before = int(case.stay_arrays.predecessor[stay])
        if before >= 0 and case.stay_key(before) not in by_stay:
            stage = Word(f"choice.stage.{case.stays[before].stage}")
            yield Fact.of("predecessor_refused", stage=stage)
        elif before >= 0 and own is None and not len(starts):
            ends = by_stay[case.stay_key(before)].planned_end - 1
            yield Fact.of("predecessor_ends", until=case.quarter(ends))
        if own is None and len(starts):
            first, last = case.quarter(starts[0]), case.quarter(starts[-1])
            if len(starts) == 1:
                yield Fact.of("window_single", first=first)
            else:
                yield Fact.of("window", first=first, last=last)
        if not len(starts):
            yield Fact.of("no_window")

    def _touching(self, stay: int, roomy: NDArray[np.bool_]) -> Iterator[Fact]:
        """Other things of the case that bind it, although there was room somewhere."""
        case = self.case
        carriers = np.flatnonzero(roomy)
        yield Fact.of("room_somewhere", carriers=len(carriers))
        project = case.stays[stay].project
        for kind, other in self.relations.get(project, []):
            yield Fact.of(
                "relation",
                other=case.projects[other].id,
                kind=Word(f"choice.relation_kind.{kind}"),
                where=self._whereabouts(other),
            )
        for pin in case.pins:
            if stay in pin.stays:
                asked = Word(f"choice.pin_kind.{pin.kind}")
                yield Fact.of("pin", kind=asked, label=pin.label)
        campuses = {case.carriers[k].campus for k in carriers}
        names = {case.carriers[k].id for k in carriers} | campuses | {""}
        tight = [reading for reading in self.at_limit if reading.place in names]
        for reading in tight[:NAMED_POLICIES]:
            yield Fact.of(
                "policy_at_limit",
                policy=reading.policy,
                rule=Word(f"choice.policy_rule.{reading.rule}"),
                place=self._place(reading.place),
                quarter=reading.quarter or "-",
            )
        if len(tight) > NAMED_POLICIES:
            yield Fact.of("more_policies", count=len(tight) - NAMED_POLICIES)

    @staticmethod
    def _place(place: str) -> Value:
        return place or Word("scope.city")

    def _whereabouts(self, project: int) -> Value:
        """Carriers a project is placed in, or the word for nowhere."""
        case, by_stay = self.case, self.plan.by_stay
        keys = [case.stay_key(s) for s in case.projects[project].stays]
        homes = tuple(dict.fromkeys(by_stay[key].carrier for key in keys if key in by_stay))
        return homes or Word("fact_word.nowhere")

    def _helps(
        self,
        refused: NDArray[np.uint32],
        free: NDArray[np.float64],
        needed: NDArray[np.float64],
        tight: NDArray[np.int64],
        roomy: NDArray[np.bool_],
    ) -> Iterator[Fact]:
        """The smallest thing that stands between the stay and a carrier, as a number."""
        case = self.case
        fits = np.flatnonzero(refused == 0).tolist()
        if roomy.any():
            yield Fact.of("area_not_short")
            return
        if fits and (tight[fits] < 0).all():
            return
        if fits:
            k = min(fits, key=lambda k: (as_area(case, k, float(needed[k] - free[k])), k))
            yield Fact.of(
                "least_missing",
                missing=float(needed[k] - free[k]),
                unit=Word(f"unit.{case.carriers[k].unit}"),
                carrier=case.carriers[k].id,
                quarter=case.quarter(int(tight[k])),
            )
            return
        yield from _attributes_alone(refused)


def _attributes_alone(refused: NDArray[np.uint32]) -> Iterator[Fact]:
    """The attribute which, alone, rules out most carriers of the right stage."""
    single = Counter(
        reasons_in(int(bits))[0]
        for bits in refused
        if int(bits).bit_count() == 1 and not bits & Reason.STAGE
    )
    if not single:
        yield Fact.of("nothing_fits")
        return
    reason, count = min(single.items(), key=lambda item: (-item[1], item[0]))
    yield Fact.of("alone", attribute=Word(f"reason.{reason.key}"), carriers=count)
