"""The report of a development run being written: what several of its sheets need."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from optimizer.developed import DevelopmentResult
from optimizer.domain.calendar_years import Floats, Years
from optimizer.domain.demand import Demand, DemandBlock
from optimizer.domain.development_plan import Converted, DevelopmentPlan, Opening
from optimizer.domain.outlook import Candidate, Conversion
from optimizer.explain.wording import FACT_MARK, LIST_MARK
from optimizer.labels import Lang, text
from optimizer.quarters import quarter_label
from optimizer.reporting.book import ReportBook
from optimizer.reporting.page import Column
from optimizer.rules.alike import block_leaders

SHEETS: Final = (
    *("summary", "schedule", "balance", "money", "prices", "alternatives", "worth"),
    *("scenarios", "futures", "alarms", "targets", "assumptions", "rules"),
    *("openings", "payments", "layout", "services", "blocks", "space"),
)
"""Sheets of the report in their order; the last six are the details the formulas refer to."""
WITHOUT_PLAN: Final = ("summary", "targets", "assumptions")
"""Sheets of a run that has no plan."""

IN_EXISTING: Final = 1
IN_NEW: Final = 2
IN_ENCLAVE: Final = 3
"""Where demand is housed, as numbers that formulas compare."""

M2_PER_BIG: Final = 10_000.0
BIG_MONEY_10K: Final = 10_000.0
MOST_CHANGES: Final = 10
"""Changed openings of a kind that are named."""


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate or an existing carrier, as the report names it."""

    id: str
    name: str
    campus: str
    group: int


class PlanBook(ReportBook):
    """The report of a development run.

    Attributes
    ----------
    result : DevelopmentResult
    plan : DevelopmentPlan
        An empty one where the run has none; then only some sheets are written.
    unmet_rows : list of int
        Rows of 供需平衡 with the unmet area of a stage, for its chart.
    rows_of_whole : dict
        Its rows of all stages, by measure.
    service_sums : dict
        Sums of the money columns of 去向明细.
    """

    result: DevelopmentResult

    def __init__(self, result: DevelopmentResult, lang: Lang) -> None:
        if result.demand is None:
            raise ValueError("a development report needs the demand that was planned for")
        self.has_plan = result.plan is not None
        self.plan: DevelopmentPlan = result.plan or DevelopmentPlan()
        self.demand: Demand = result.demand
        self.years: Years = result.demand.years
        self.unmet_rows: list[int] = []
        self.rows_of_whole: dict[str, int] = {}
        self.service_sums: dict[str, float] = {}
        super().__init__(result, lang, SHEETS if self.has_plan else WITHOUT_PLAN)

    @cached_property
    def candidates(self) -> dict[str, Candidate]:
        """Candidates by id, in the order of the workbook."""
        return {each.id: each for each in self.demand.candidates}

    @cached_property
    def openings(self) -> tuple[tuple[Opening, Candidate], ...]:
        """What is opened: by quarter of the start, then as the workbook lists it."""
        order = {name: number for number, name in enumerate(self.candidates)}
        opened = sorted(self.plan.openings, key=lambda o: (o.starts, order[o.candidate]))
        return tuple((each, self.candidates[each.candidate]) for each in opened)

    @cached_property
    def blocks(self) -> dict[str, DemandBlock]:
        """Blocks of demand by id."""
        return {each.id: each for each in self.demand.blocks}

    @cached_property
    def block_number(self) -> dict[str, int]:
        """Number of every block, from 1."""
        return {name: number for number, name in enumerate(self.blocks, 1)}

    @cached_property
    def blocks_led(self) -> dict[str, tuple[DemandBlock, ...]]:
        """The blocks that share their rows with each leading one, itself first."""
        blocks, found = self.demand.blocks, defaultdict(list)
        for block, leader in zip(
            blocks, block_leaders(self.case, self.demand).tolist(), strict=True
        ):
            found[blocks[leader].id].append(block)
        return {name: tuple(mine) for name, mine in found.items()}

    @cached_property
    def industry_number(self) -> dict[str, int]:
        """Number of every industry, from 1."""
        return {name: number for number, name in enumerate(self.demand.industries, 1)}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every candidate and existing carrier by id."""
        found = {}
        for each in self.demand.candidates:
            group = IN_ENCLAVE if each.is_enclave else IN_NEW
            found[each.id] = Place(each.id, each.id, each.campus, group)
        for carrier in self.case.carriers:
            group = IN_ENCLAVE if carrier.is_enclave else IN_EXISTING
            found[carrier.id] = Place(carrier.id, carrier.name, carrier.campus, group)
        return found

    @cached_property
    def discount(self) -> Floats:
        """Discount factor of every year."""
        return self.years.discount(self.case.settings.discount_rate)

    @cached_property
    def areas_asked(self) -> dict[str, Floats]:
        """Area each block asks for by year, m²."""
        return dict(zip(self.blocks, self.demand.area_by_year, strict=True))

    def conversion(self, done: Converted) -> Conversion:
        """The row of the workbook that a conversion of the plan carries out."""
        kind = (done.carrier, done.from_stage, done.to_stage)
        return next(
            row
            for row in self.case.outlook.conversions
            if (self.case.carriers[row.carrier].id, row.from_stage, row.to_stage) == kind
        )

    def quarter(self, number: int) -> str:
        """Label of a quarter counted from the plan's start."""
        return quarter_label(self.years.start + number)

    def year_columns(self, width: float, kind: str) -> tuple[Column, ...]:
        """One column per year of the plan, headed by it."""
        return tuple(Column(f"year_{y}", width, kind, str(y)) for y in self.years.labels)

    def industry(self, name: str) -> str:
        """An industry as it is shown; a blank one says so."""
        return name or text("report.no_industry", self.lang)

    def listed(self, words: Sequence[str]) -> str:
        """Words in a row, as the language separates them."""
        return LIST_MARK[self.lang].join(words)

    def stages(self, stages: Sequence[str]) -> str:
        """Stages in words."""
        return self.listed([self.stage(each) for each in stages])

    def projects_of(self, *blocks: DemandBlock) -> str:
        """The projects of blocks of the pipeline: their names, or how many there are."""
        stays = [s for block in blocks for s in block.stays]
        if not stays:
            return ""
        projects = [self.case.projects[self.case.stays[s].project] for s in stays]
        if len(projects) <= 2:
            return self.listed([each.name or each.id for each in projects])
        return text("report.plan.projects_count", self.lang, count=len(projects))

    def area(self, m2: float) -> str:
        """An area in a sentence."""
        if abs(m2) >= M2_PER_BIG and self.lang == "zh":
            return text("report.plan.area_big", self.lang, area=f"{m2 / M2_PER_BIG:,.1f}")
        return text("report.plan.area", self.lang, area=f"{m2:,.0f}")

    def money(self, amount_10k: float) -> str:
        """An amount in a sentence."""
        if abs(amount_10k) >= BIG_MONEY_10K:
            scale = BIG_MONEY_10K if self.lang == "zh" else 100.0
            return text("report.plan.money_big", self.lang, money=f"{amount_10k / scale:,.2f}")
        return text("report.plan.money", self.lang, money=f"{amount_10k:,.1f}")

    def changes(self, changed: tuple[tuple[str, str], ...]) -> tuple[str, str]:
        """Changed openings as counts and as a list: `+` opened, `-` not, `>` another year."""
        marks = [mark[:1] for _, mark in changed]
        counts = text(
            "report.plan.changed_counts", self.lang,
            more=marks.count("+"), less=marks.count("-"), moved=marks.count(">"),
        )  # fmt: skip
        parts = []
        for mark, key in _CHANGES.items():
            mine = [(name, each[1:]) for name, each in changed if each[:1] == mark]
            if mine:
                shown = [f"{name} {year}".strip() for name, year in mine[:MOST_CHANGES]]
                named = self.listed(shown)
                if len(mine) > MOST_CHANGES:
                    named = text("report.plan.and_more", self.lang, named=named, count=len(mine))
                parts.append(text(f"report.change.{key}", self.lang, named=named))
        return counts, FACT_MARK[self.lang].join(parts)


_CHANGES: Final = {"+": "more", "-": "less", ">": "moved"}
