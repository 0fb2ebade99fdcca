"""A development plan laid beside its case: what is open, free and absorbed, in plain Python."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from optimizer.checks.breach import Breach
from optimizer.domain.case import Case
from optimizer.domain.demand import Demand, DemandBlock
from optimizer.domain.development_plan import (
    Allotment,
    Converted,
    DevelopmentPlan,
    Opening,
    Service,
    Unmet,
)
from optimizer.domain.outlook import Candidate, Conversion
from optimizer.domain.project import Stay
from optimizer.domain.words import STAGES
from optimizer.units import AREA_MARGIN_M2, MONEY_MARGIN_10K, QUARTERS_PER_YEAR

SLIVERS = 10
"""A plan leaves out areas below the margin; so many may be missing from one sum."""

RELATIVE_MARGIN = 2e-6
"""A solver holds whole numbers and rows to one part in a million; two such errors may add up."""


Part = Opening | Allotment | Converted | Service | Unmet


def area_margin(*sizes: float) -> float:
    """Areas this close are the same, where the row is about areas of these sizes, m²."""
    return max(SLIVERS * AREA_MARGIN_M2, RELATIVE_MARGIN * sum(abs(size) for size in sizes))


def money_margin(*amounts: float) -> float:
    """Amounts this close are the same, where the row is about amounts like these."""
    return max(MONEY_MARGIN_10K, RELATIVE_MARGIN * sum(abs(amount) for amount in amounts))


@dataclass(frozen=True)
class PlanView:
    """Case, demand and plan, with the few look-ups that every check needs.

    What the plan names and the case does not know is left out of every look-up:
    `known_names` tells of it.
    """

    case: Case
    demand: Demand
    plan: DevelopmentPlan

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """Calendar years of the plan."""
        return tuple(self.quarters_of)

    @cached_property
    def quarters_of(self) -> Mapping[int, tuple[int, ...]]:
        """Quarters of every calendar year, counted from the plan's start."""
        found: dict[int, list[int]] = defaultdict(list)
        for quarter in range(self.demand.years.quarters):
            found[(self.case.start + quarter) // QUARTERS_PER_YEAR].append(quarter)
        return {year: tuple(quarters) for year, quarters in found.items()}

    @cached_property
    def candidates(self) -> Mapping[str, Candidate]:
        """Candidates by id."""
        return {each.id: each for each in self.case.outlook.candidates}

    @cached_property
    def blocks(self) -> Mapping[str, DemandBlock]:
        """Demand blocks by id."""
        return {block.id: block for block in self.demand.blocks}

    @cached_property
    def place_number(self) -> Mapping[str, int]:
        """Position of each place: candidates first, then existing carriers."""
        ids = [each.id for each in self.case.outlook.candidates]
        ids += [each.id for each in self.case.carriers]
        return {name: n for n, name in enumerate(ids)}

    @cached_property
    def conversions(self) -> Mapping[tuple[str, str, str], list[Conversion]]:
        """Rows of the conversions sheet by carrier, from and to."""
        found: dict[tuple[str, str, str], list[Conversion]] = defaultdict(list)
        for row in self.case.outlook.conversions:
            carrier = self.case.carriers[row.carrier].id
            found[carrier, row.from_stage, row.to_stage].append(row)
        return dict(found)

    def unknown_part(self, part: Part) -> str:
        """What a part of the plan names that case or demand does not have; empty if all is."""
        year = getattr(part, "year", None)
        if year is not None and year not in self.quarters_of:
            return str(year)
        if isinstance(part, Opening | Allotment) and part.candidate not in self.candidates:
            return part.candidate
        if isinstance(part, Allotment):
            if part.stage not in STAGES:
                return str(part.stage)
            return "" if part.industry in self.demand.industries else part.industry
        if isinstance(part, Converted):
            known = (part.carrier, part.from_stage, part.to_stage) in self.conversions
            return "" if known else f"{part.carrier} {part.from_stage} {part.to_stage}"
        if isinstance(part, Service) and part.place not in self.place_number:
            return part.place
        if isinstance(part, Service | Unmet) and part.block not in self.blocks:
            return part.block
        return ""

    @cached_property
    def openings(self) -> tuple[Opening, ...]:
        """Openings of known candidates; the first, where the plan has several of one."""
        return tuple(o for o in self.plan.openings if not self.unknown_part(o))

    @cached_property
    def opened(self) -> Mapping[str, Opening]:
        """The same by candidate."""
        found: dict[str, Opening] = {}
        for opening in self.openings:
            found.setdefault(opening.candidate, opening)
        return found

    @cached_property
    def allotments(self) -> tuple[Allotment, ...]:
        """Allotments that name only what is known."""
        return tuple(a for a in self.plan.allotments if not self.unknown_part(a))

    @cached_property
    def converted(self) -> tuple[Converted, ...]:
        """Conversions that name only what is known."""
        return tuple(c for c in self.plan.converted if not self.unknown_part(c))

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """Services that name only what is known."""
        return tuple(s for s in self.plan.services if not self.unknown_part(s))

    @cached_property
    def unmet(self) -> tuple[Unmet, ...]:
        """Unmet areas that name only what is known."""
        return tuple(u for u in self.plan.unmet if not self.unknown_part(u))

    @cached_property
    def asked(self) -> Mapping[tuple[str, int], float]:
        """Mean area each block asks for in each year, m²; only where it asks for any."""
        found = {}
        for block in self.demand.blocks:
            area = block.area_m2.tolist()
            for year, quarters in self.quarters_of.items():
                mean = sum(area[t] for t in quarters) / len(quarters)
                if mean > AREA_MARGIN_M2:
                    found[block.id, year] = mean
        return found

    def mean_of_year(self, quarterly: Sequence[float], year: int) -> float:
        """Mean of a quarterly series over the quarters of a year."""
        quarters = self.quarters_of[year]
        return sum(quarterly[t] for t in quarters) / len(quarters)

    def filled(self, opening: Opening) -> list[float]:
        """Share of an opening's area that is absorbed in each quarter."""
        span = self.case.settings.absorption_quarters
        quarters = range(self.demand.years.quarters)
        return [min(1.0, max(0.0, (t - opening.opens + 1) / span)) for t in quarters]

    @cached_property
    def absorbed(self) -> Mapping[tuple[str, int], float]:
        """Mean share absorbed of every opened candidate in every year."""
        return {
            (name, year): self.mean_of_year(self.filled(opening), year)
            for name, opening in self.opened.items()
            for year in self.labels
        }

    @cached_property
    def free(self) -> Mapping[tuple[str, int], float]:
        """Free area of existing carriers, mean of each year, m²."""
        return {
            (carrier.id, year): self.mean_of_year(self._free_and_sitting[k][0], year)
            for k, carrier in enumerate(self.case.carriers)
            for year in self.labels
        }

    @cached_property
    def sitting(self) -> Mapping[tuple[str, int], float]:
        """Area of sitting tenants in existing carriers, mean of each year, m²."""
        return {
            (carrier.id, year): self.mean_of_year(self._free_and_sitting[k][1], year)
            for k, carrier in enumerate(self.case.carriers)
            for year in self.labels
        }

    @cached_property
    def _free_and_sitting(self) -> list[tuple[list[float], list[float]]]:
        """Per carrier, by quarter: lettable while open less unlisted and sitting tenants, m²."""
        case, found = self.case, []
        tenants: dict[int, list[Stay]] = defaultdict(list)
        for stay in case.stays:
            if stay.is_present:
                tenants[stay.home].append(stay)
        for k, carrier in enumerate(case.carriers):
            desks = carrier.unit == "desks"
            per_unit = case.settings.m2_per_desk if desks else 1.0
            held = case.blocked[k].tolist() if case.blocked.size else [0.0]
            sizes = [
                (s.desks * per_unit if desks else s.area_m2, self._sits_until(s))
                for s in tenants[k]
            ]
            free, sitting = [], []
            for t in range(self.demand.years.quarters):
                sits = sum(size for size, until in sizes if t < until)
                area = carrier.lettable_area_m2 if carrier.opens <= t <= carrier.closes else 0.0
                area -= held[min(t, len(held) - 1)] * per_unit
                free.append(max(0.0, area - sits))
                sitting.append(sits)
            found.append((free, sitting))
        return found

    def _sits_until(self, tenant: Stay) -> int:
        """First quarter in which a sitting tenant is gone.

        Who renews, with no later stay wished for, stays while the carrier does.
        """
        stays = self.case.projects[tenant.project].stays
        if len(stays) > 1 or self.case.settings.lease_end_means != "renews":
            return tenant.length
        return self.case.carriers[tenant.home].closes + 1

    def first_quarter(self, year: int) -> int:
        """First quarter of a calendar year inside the plan."""
        return self.quarters_of[year][0]

    def done(self, converted: Converted) -> int:
        """First quarter in which converted space is in use."""
        rows = self.conversions[converted.carrier, converted.from_stage, converted.to_stage]
        return self.first_quarter(converted.year) + rows[0].quarters

    def share_done(self, converted: Converted, year: int) -> float:
        """Share of a year after a conversion is done."""
        quarters = self.quarters_of[year]
        return sum(t >= self.done(converted) for t in quarters) / len(quarters)

    def breach(
        self,
        rule: str,
        found: float,
        allowed: float,
        unit: str = "m2",
        place: str = "",
        stage: str = "",
        year: int | str = "",
        note: str = "",
    ) -> Breach:
        """A breach; the year stands where a quarter would."""
        return Breach(rule, found, allowed, unit, "", stage, place, str(year), note)
