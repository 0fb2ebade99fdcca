"""What the rules of a development plan look at: the case, its demand, and the decisions.

Decisions are columns in families, numbered one after the other; a family is arrays, one entry
per column.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.calendar_years import Years
from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.outlook import Candidate
from optimizer.domain.supply import absorbed
from optimizer.domain.words import STAGE_NUMBER
from optimizer.rules.alike import block_leaders, dearest, place_leaders
from optimizer.rules.block import Floats, Ints
from optimizer.rules.family import Family
from optimizer.rules.layouts import layouts_of
from optimizer.units import AREA_MARGIN_M2, QUARTERS_PER_YEAR


@dataclass(frozen=True)
class Ground:
    """Case, demand and decisions, with what several rules need derived once."""

    case: Case
    demand: Demand

    @property
    def years(self) -> Years:
        """The years of the plan."""
        return self.demand.years

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The candidates, in the order of the sheet."""
        return self.demand.candidates

    @cached_property
    def start(self) -> Family:
        """Candidate i begins in year y: 0 or 1. Only starts that open inside the plan.

        A candidate that must be built, or stands before one, and cannot open inside may start
        when it can.
        """
        found: list[tuple[int, int, int, int]] = []
        for i, candidate in enumerate(self.candidates):
            own = list(self._starts_of(candidate))
            inside = [each for each in own if each[2] < self.years.quarters]
            kept = inside or (own if self._is_needed(candidate) else [])
            found += [(i, *each) for each in kept]
        table = np.array(found, np.int64).reshape(-1, 4)
        names = ("candidate", "year", "starts", "opens")
        keys = {name: table[:, n] for n, name in enumerate(names)}
        return Family("start", 0, keys, np.ones(len(table)), is_integer=True)

    def _is_needed(self, candidate: Candidate) -> bool:
        """Whether it, or a later phase of its site, must be built."""
        return any(
            each.must_build
            for each in self.candidates
            if each.site == candidate.site and each.order >= candidate.order
        )

    def _starts_of(self, candidate: Candidate) -> list[tuple[int, int, int]]:
        """(year, first quarter of building, first quarter of use) of every possible start."""
        found = []
        for y, label in enumerate(self.years.labels):
            begins = max(self.years.first_quarter(label), self._earliest(candidate))
            last = (label + 1) * QUARTERS_PER_YEAR - 1 - self.years.start
            if begins <= last:
                found.append((y, begins, begins + candidate.lead))
        return found

    def _earliest(self, candidate: Candidate) -> int:
        """First quarter in which it may start: no phase of a site before the one before it."""
        return max(
            each.earliest
            for each in self.candidates
            if each.site == candidate.site and each.order <= candidate.order
        )

    @cached_property
    def ramp(self) -> Floats:
        """Share of a start's lettable area that is absorbed, shape (starts, quarters).

        (t - opens + 1) / absorption_quarters, between 0 and 1.
        """
        opens = self.start["opens"][:, None]
        return absorbed(self.case, self.demand, opens)

    @cached_property
    def absorbed(self) -> Floats:
        """The same as a mean of each year, shape (starts, years)."""
        return self.years.mean(self.ramp)

    @cached_property
    def lettable(self) -> Floats:
        """Lettable area of each candidate, m²."""
        return np.array([c.lettable_area_m2 for c in self.candidates], np.float64)

    @cached_property
    def gross(self) -> Floats:
        """Gross area of each candidate, m²."""
        return np.array([c.gross_area_m2 for c in self.candidates], np.float64)

    @cached_property
    def is_enclave(self) -> NDArray[np.bool_]:
        """Whether each candidate is an enclave."""
        return np.array([c.is_enclave for c in self.candidates], bool)

    @cached_property
    def allot(self) -> Family:
        """Lettable area of a start laid out for a stage and industry, m²."""
        found = []
        for n, i in enumerate(self.start["candidate"].tolist()):
            for stage, industry in self.layouts[i]:
                found.append((n, stage, industry))
        table = np.array(found, np.int64).reshape(-1, 3)
        keys = {name: table[:, n] for n, name in enumerate(("start", "stage", "industry"))}
        upper = np.full(len(table), np.inf)
        return Family("allot", len(self.start), keys, upper)

    @cached_property
    def layouts(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """(stage, industry) numbers each candidate may be laid out for."""
        return layouts_of(self.case, self.demand)

    @cached_property
    def leader(self) -> Ints:
        """For every place the first of those that share its columns."""
        return place_leaders(self.case, self.demand)

    @cached_property
    def block_leader(self) -> Ints:
        """For every block the first of those that share its columns."""
        return block_leaders(self.case, self.demand)

    @cached_property
    def serve(self) -> Family:
        """Area of a block (or those it leads) served at a place (or those), mean of a year, m²."""
        asks = np.zeros_like(self.asks)
        np.logical_or.at(asks, self.block_leader, self.asks | self.is_home[:, None])
        may = self._open_in_year
        leads = self.leader == np.arange(len(self.leader))
        found = []
        for b in np.flatnonzero(self.block_leader == np.arange(len(asks))).tolist():
            here = self.demand.blocks[b].places & leads
            place, year = np.nonzero(may & asks[b][None, :] & here[:, None])
            found.append(np.column_stack([np.full(len(place), b), place, year]))
        table = np.concatenate(found) if found else np.zeros((0, 3), np.int64)
        keys = {name: table[:, n] for n, name in enumerate(("block", "place", "year"))}
        upper = np.full(len(table), np.inf)
        return Family("serve", self.allot.first + len(self.allot), keys, upper)

    @cached_property
    def asks(self) -> NDArray[np.bool_]:
        """Whether each block asks for area in each year; home blocks do not."""
        return np.asarray(self.demand.area_by_year > AREA_MARGIN_M2)

    @cached_property
    def _open_in_year(self) -> NDArray[np.bool_]:
        """Whether a place, or one it leads, can hold anybody in a year; shape (places, years)."""
        new = np.zeros((len(self.candidates), len(self.years)), bool)
        for n, i in enumerate(self.start["candidate"].tolist()):
            new[i] |= self.absorbed[n] > 0
        old = self.existing > AREA_MARGIN_M2
        own = np.concatenate([new, old])
        led = np.zeros_like(own)
        np.logical_or.at(led, self.leader, own)
        return led

    @cached_property
    def existing(self) -> Floats:
        """Free area of existing carriers, mean of each year, m²; shape (carriers, years)."""
        if not self.demand.carriers:
            return np.zeros((0, len(self.years)))
        return self.years.mean(self.demand.existing_m2)

    @cached_property
    def unmet(self) -> Family:
        """Area of a block without a place, mean of a year, m²; home blocks need none.

        Of blocks that share columns each is unmet to no more than it asks for; the dearest in the
        year is without a bound, for the others are unmet before it.
        """
        block, year = np.nonzero(self.asks)
        factor = np.array([each.factor for each in self.demand.blocks], np.float64)[block]
        is_last = dearest(self.block_leader[block] * len(self.years) + year, factor)
        upper = np.where(is_last, np.inf, self.demand.area_by_year[block, year])
        first = self.serve.first + len(self.serve)
        return Family("unmet", first, {"block": block, "year": year}, upper)

    @cached_property
    def home(self) -> Family:
        """Area of a home block that found a place, mean of a year, m²."""
        years = len(self.years)
        served = np.unique(self.serve["block"] * years + self.serve["year"])
        block, year = np.nonzero(np.repeat(self.is_home[:, None], years, axis=1))
        mine = np.isin(self.block_leader[block] * years + year, served)
        keys = {"block": block[mine], "year": year[mine]}
        first = self.unmet.first + len(self.unmet)
        return Family("home", first, keys, np.full(len(keys["block"]), np.inf))

    @cached_property
    def unmet_at_most(self) -> Floats:
        """What the block of each unmet column asks for in its year, m²."""
        return self.demand.area_by_year[self.unmet["block"], self.unmet["year"]]

    @cached_property
    def serve_at_most(self) -> Floats:
        """What those of each serve column ask for in its year, m²; with home blocks: infinite."""
        asked = np.zeros(self.asks.shape)
        np.add.at(asked, self.block_leader, np.where(self.asks, self.demand.area_by_year, 0.0))
        asked[self.block_leader[self.is_home]] = np.inf
        return asked[self.serve["block"], self.serve["year"]]

    @cached_property
    def convert(self) -> Family:
        """Area of an existing carrier whose conversion begins in a year, m²."""
        rows, years = len(self.case.outlook.conversions), len(self.years)
        number = np.repeat(np.arange(rows), years)
        year = np.tile(np.arange(years), rows)
        begins = np.array([self.years.first_quarter(label) for label in self.years.labels])
        length = np.array([c.quarters for c in self.case.outlook.conversions], np.int64)
        if rows:
            inside = begins[year] + length[number] < self.years.quarters
            number, year = number[inside], year[inside]
        carriers = self.case.carriers
        areas = [carriers[c.carrier].lettable_area_m2 for c in self.case.outlook.conversions]
        upper = np.array(areas, np.float64)[number] if rows else np.zeros(0)
        first = self.home.first + len(self.home)
        return Family("convert", first, {"conversion": number, "year": year}, upper)

    @cached_property
    def balance(self) -> Family:
        """Largest share of a stage's demand that is unmet in a year."""
        year = np.arange(len(self.years))
        first = self.convert.first + len(self.convert)
        return Family("balance", first, {"year": year}, np.full(len(year), np.inf))

    @cached_property
    def choice(self) -> Family:
        """Whether a pipeline block is served at a place at all (one site per project)."""
        first = self.balance.first + len(self.balance)
        pairs = np.zeros((0, 2), np.int64)
        if self.case.settings.one_site_per_project:
            alone = [b for b, block in enumerate(self.demand.blocks) if block.kind == "pipeline"]
            mine = np.isin(self.serve["block"], alone)
            pairs = np.unique(
                np.column_stack([self.serve["block"][mine], self.serve["place"][mine]]), axis=0
            )
        keys = {"block": pairs[:, 0], "place": pairs[:, 1]}
        return Family("choice", first, keys, np.ones(len(pairs)), is_integer=True)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """All families in the order of their columns."""
        return (
            self.start, self.allot, self.serve, self.unmet, self.home, self.convert, self.balance,
            self.choice,
        )  # fmt: skip

    @cached_property
    def columns(self) -> int:
        """Number of columns."""
        return sum(len(family) for family in self.families)

    @cached_property
    def stage_of_block(self) -> Ints:
        """Stage number of each block."""
        return np.array([STAGE_NUMBER[b.stage] for b in self.demand.blocks], np.int64)

    @cached_property
    def industry_of_block(self) -> Ints:
        """Industry number of each block."""
        number = {name: j for j, name in enumerate(self.demand.industries)}
        return np.array([number[b.industry] for b in self.demand.blocks], np.int64)

    @cached_property
    def is_home(self) -> NDArray[np.bool_]:
        """Whether each block is of graduates that enclaves send home."""
        return np.array([b.kind == "home" for b in self.demand.blocks], bool)
