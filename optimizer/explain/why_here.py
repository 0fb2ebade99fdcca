"""Why a placement is where it is: facts of the case and of this plan."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.fit import Fit
from optimizer.domain.options import wanted_quarters
from optimizer.domain.plan import Placement, Plan, StayKey
from optimizer.explain.attribute_facts import unknown_facts
from optimizer.explain.facts import PlacementFacts
from optimizer.explain.wording import Fact, Word

AT_ONCE: Final = 2_000
"""Placements whose fit with all carriers is in memory at a time."""


def placement_facts(case: Case, plan: Plan) -> Mapping[StayKey, PlacementFacts]:
    """Facts of every placement of a plan."""
    if not plan.placements:
        return {}
    chosen = np.array([case.stay_index[placement.key] for placement in plan.placements], np.int64)
    desk = _Desk(case, plan)
    found = {}
    for first in range(0, len(chosen), AT_ONCE):
        fit = Fit.of(case, chosen[first : first + AT_ONCE])
        fitting = fit.allowed.sum(axis=1).tolist()
        for row, placement in enumerate(plan.placements[first : first + AT_ONCE]):
            stay, carrier = int(chosen[first + row]), case.carrier_index[placement.carrier]
            unknown = 0 if placement.locked else int(fit.unknown[row, carrier])
            found[placement.key] = PlacementFacts(
                fitting=fitting[row],
                facts=tuple(desk.facts(stay, placement, fitting[row])),
                to_verify=unknown_facts(case, stay, carrier, unknown),
            )
    return found


class _Desk:
    """What every placement is looked at with."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.case, self.plan = case, plan
        self.wanted = wanted_quarters(case)
        self.pinned: dict[int, list[str]] = defaultdict(list)
        for pin in case.pins:
            if pin.kind == "must":
                for stay in pin.stays:
                    self.pinned[stay].append(pin.label)
        self.linked = _links(case)
        self.present = _present_by_campus(case, plan)

    def facts(self, stay: int, placement: Placement, fitting: int) -> Iterator[Fact]:
        """All facts of one placement, most telling first."""
        if self.case.stays[stay].is_present:
            yield from self._sitting(stay, placement)
        else:
            yield from self._time(stay, placement)
            yield from self._choice(stay, placement, fitting)
            yield from self._before(stay, placement)
        if placement.overstay:
            yield self._overstay(placement)
        if not placement.locked:
            yield from self._project(stay, placement)

    def _sitting(self, stay: int, placement: Placement) -> Iterator[Fact]:
        case = self.case
        until = case.quarter(placement.planned_end - 1)
        if placement.moved_from:
            yield Fact.of(
                "moved",
                before=placement.moved_from,
                after=placement.carrier,
                first=case.quarter(placement.first),
            )
        elif placement.locked:
            yield Fact.of("locked", until=until)
        else:
            yield Fact.of("stays_put", until=until)
        for label in self.pinned[stay]:
            yield Fact.of("pinned", label=label)

    def _time(self, stay: int, placement: Placement) -> Iterator[Fact]:
        case = self.case
        late = placement.first - int(self.wanted[stay])
        wanted = case.quarter(int(self.wanted[stay]))
        if late <= 0:
            yield Fact.of("on_time", wanted=wanted)
        else:
            first = case.quarter(placement.first)
            yield Fact.of("late", wanted=wanted, first=first, quarters=late)

    def _choice(self, stay: int, placement: Placement, fitting: int) -> Iterator[Fact]:
        case = self.case
        for label in self.pinned[stay]:
            yield Fact.of("pinned", label=label)
        if fitting == 1:
            yield Fact.of("sole", carriers=len(case.carriers))
        else:
            yield Fact.of("fitting", fitting=fitting, carriers=len(case.carriers))
        wanted = case.projects[case.stays[stay].project].wanted_carrier
        if wanted >= 0:
            wish = case.carriers[wanted].id
            if wish == placement.carrier:
                yield Fact.of("wanted")
            else:
                yield Fact.of("not_wanted", wish=wish)
        if placement.mode == "minimum":
            asked = case.stays[stay].area_m2
            yield Fact.of("minimum", area=placement.area_m2, asked=asked)

    def _before(self, stay: int, placement: Placement) -> Iterator[Fact]:
        """Where it comes from, for a stay that follows another one."""
        case = self.case
        before = int(case.stay_arrays.predecessor[stay])
        earlier = self.plan.by_stay.get(case.stay_key(before)) if before >= 0 else None
        if earlier is None:
            return
        stage = Word(f"choice.stage.{earlier.stage}")
        if earlier.carrier == placement.carrier:
            yield Fact.of("same_carrier", stage=stage)
        elif self._campus(earlier) == self._campus(placement):
            yield Fact.of("same_campus", stage=stage, before=earlier.carrier)
        else:
            yield Fact.of("other_campus", stage=stage, before=earlier.carrier)

    def _overstay(self, placement: Placement) -> Fact:
        return Fact.of(
            "overstay",
            planned=self.case.quarter(placement.planned_end - 1),
            quarters=placement.overstay,
        )

    def _project(self, stay: int, placement: Placement) -> Iterator[Fact]:
        """What the project itself brings."""
        project = self.case.projects[self.case.stays[stay].project]
        if project.protected:
            yield Fact.of("protected")
        neighbours = self._neighbours(stay, placement)
        if neighbours:
            yield Fact.of("neighbours", count=neighbours, campus=self._campus(placement))
        if project.relief_share > 0:
            yield Fact.of("relief", percent=round(100 * project.relief_share, 1))

    def _neighbours(self, stay: int, placement: Placement) -> int:
        """Projects of linked industries in the same campus at the same time."""
        project = self.case.stays[stay].project
        linked = self.linked.get(self.case.projects[project].industry, frozenset())
        here = self.present[self._campus(placement)]
        return len(
            {
                other
                for industry in sorted(linked)
                for first, end, other in here[industry]
                if other != project and first < placement.end and placement.first < end
            }
        )

    def _campus(self, placement: Placement) -> str:
        return self.case.carriers[self.case.carrier_index[placement.carrier]].campus


def _links(case: Case) -> dict[str, frozenset[str]]:
    """Each industry with those it supplies and those that supply it."""
    linked: dict[str, set[str]] = defaultdict(set)
    for industry in case.industries:
        for other in industry.supplies:
            linked[industry.id].add(other)
            linked[other].add(industry.id)
    return {name: frozenset(others - {name}) for name, others in linked.items()}


def _present_by_campus(case: Case, plan: Plan) -> dict[str, dict[str, list[tuple[int, int, int]]]]:
    """Campus -> industry -> (first quarter, end quarter, project) of every placement."""
    present: dict[str, dict[str, list[tuple[int, int, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for placement in plan.placements:
        project = case.project_index[placement.project]
        campus = case.carriers[case.carrier_index[placement.carrier]].campus
        industry = case.projects[project].industry
        present[campus][industry].append((placement.first, placement.end, project))
    return present
