"""A plan laid beside its case for the second reading: who is where, in plain Python."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from optimizer.checks.breach import Breach
from optimizer.domain.carrier import Carrier
from optimizer.domain.case import Case
from optimizer.domain.plan import Placement, Plan
from optimizer.domain.project import Project, Stay
from optimizer.domain.wishes import Policy


@dataclass(frozen=True)
class View:
    """Case and plan, with the few look-ups that every check needs."""

    case: Case
    plan: Plan
    previous: Plan | None = None

    @cached_property
    def at_rest(self) -> "View":
        """The same case as the tenants sit, with nothing decided."""
        return View(self.case, as_they_sit(self.case))

    @cached_property
    def rows_read(self) -> dict[Policy, tuple[Any, ...]]:
        """Rows of the policies read so far: several readers ask for them."""
        return {}

    @cached_property
    def open_areas(self) -> Mapping[tuple[str, int | None], tuple[float, ...]]:
        """Lettable m² that is open, by campus and by one of its carriers, per quarter.

        Without a carrier it is that of the whole campus.
        """
        quarters = self.case.quarters
        areas: dict[tuple[str, int | None], list[float]] = {}
        for k, carrier in enumerate(self.case.carriers):
            for key in ((carrier.campus, None), (carrier.campus, k)):
                row = areas.setdefault(key, [0.0] * quarters)
                for quarter in range(max(carrier.opens, 0), min(carrier.closes + 1, quarters)):
                    row[quarter] += carrier.lettable_area_m2
        return {key: tuple(row) for key, row in areas.items()}

    @cached_property
    def known(self) -> tuple[Placement, ...]:
        """Placements whose stay and carriers exist in the case."""
        return tuple(p for p in self.plan.placements if not self.unknown_part(p))

    def unknown_part(self, placement: Placement) -> str:
        """What a placement names that is not in the case; empty if all is."""
        if placement.key not in self.case.stay_index:
            return f"{placement.project} {placement.stage}"
        for carrier in (placement.carrier, placement.moved_from):
            if carrier and carrier not in self.case.carrier_index:
                return carrier
        return ""

    def stay(self, placement: Placement) -> Stay:
        """The stay a placement is of."""
        return self.case.stays[self.case.stay_index[placement.key]]

    def project(self, placement: Placement) -> Project:
        """The project a placement is of."""
        return self.case.projects[self.stay(placement).project]

    def carrier(self, carrier: str) -> Carrier:
        """A carrier by its id."""
        return self.case.carriers[self.case.carrier_index[carrier]]

    def campus(self, carrier: str) -> str:
        """Campus of a carrier."""
        return self.carrier(carrier).campus

    def use(self, placement: Placement, carrier: str) -> float:
        """What a placement takes of a carrier: m², or desks (in proportion, rounded up)."""
        if self.carrier(carrier).unit != "desks":
            return placement.area_m2
        stay = self.stay(placement)
        share = placement.area_m2 / stay.area_m2 if stay.area_m2 > 0 else 1.0
        return math.ceil(stay.desks * share - 1e-9)

    def presences(self, placement: Placement) -> Iterator[tuple[str, int]]:
        """(carrier, quarter) for every quarter inside the horizon that it is housed."""
        last = min(self.case.quarters, placement.end)
        before, here = placement.moved_from, placement.carrier
        if before:
            yield from ((before, quarter) for quarter in range(min(placement.first, last)))
        if here:
            yield from ((here, quarter) for quarter in range(max(placement.first, 0), last))

    def breach(
        self,
        rule: str,
        found: float,
        allowed: float,
        unit: str = "",
        placement: Placement | None = None,
        carrier: str = "",
        quarter: int | None = None,
        note: str = "",
    ) -> Breach:
        """A breach, told with the labels of the case."""
        return Breach(
            rule=rule,
            found=found,
            allowed=allowed,
            unit=unit,
            project=placement.project if placement else "",
            stage=placement.stage if placement else "",
            carrier=carrier or (placement.carrier if placement else ""),
            quarter="" if quarter is None else self.case.quarter(quarter),
            note=note,
        )


@dataclass(frozen=True)
class Checked:
    """What one check read: how many rows, and where they are broken."""

    rows: int
    breaches: tuple[Breach, ...] = ()


def as_they_sit(case: Case) -> Plan:
    """The plan in which every sitting tenant stays put and nobody else is placed."""
    placements = []
    for s, stay in enumerate(case.stays):
        if stay.is_present:
            project, stage = case.stay_key(s)
            home = case.carriers[stay.home].id
            placements.append(
                Placement(project, stage, home, 0, stay.length, 0, stay.area_m2, "present")  # type: ignore[arg-type]
            )
    return Plan(tuple(placements))
