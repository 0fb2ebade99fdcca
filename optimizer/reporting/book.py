"""The report being written: its sheets in order, and what several of them need."""

import math
from collections.abc import Callable, Collection, Hashable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from openpyxl import Workbook

from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.explain.space import Segment, blocked_segments, occupied, segments
from optimizer.labels import Lang, known, text
from optimizer.reporting.cells import FormulaValues
from optimizer.reporting.page import Page, Table
from optimizer.reporting.save import save
from optimizer.result import Result

SHEETS: Final = (
    "summary",
    "placements",
    "waiting",
    "tried",
    "occupancy",
    "flow",
    "industry",
    "policy",
    "prices",
    "rules",
    "input",
    "own",
    "detail",
)
"""Sheets of the report in their order; the name of each is ``report.sheet.<key>``."""


QUARTERS_PER_PAGE: Final = 16


def own_columns_of(case: Case) -> tuple[str, ...]:
    """Headers of the user's own columns of the projects, in their order."""
    rows = case.own_columns.values()
    return tuple(dict.fromkeys(header for row in rows for header in row))


def sheet_name(key: str) -> str:
    """Name of a sheet: Chinese in either language, so that a report reads back the same way."""
    return text(f"report.sheet.{key}", "zh")


class ReportBook:
    """The workbook being filled, whatever the run: its pages, its words.

    Attributes
    ----------
    tables : dict
        Tables written so far, for the formulas of later sheets.
    """

    def __init__(self, result: Result, lang: Lang, sheets: Iterable[str]) -> None:
        self.result, self.lang = result, lang
        self.case: Case = result.case
        self.values = FormulaValues()
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self.pages: dict[str, Page] = {}
        self.tables: dict[str, Table] = {}
        for key in sheets:
            sheet = self.workbook.create_sheet(sheet_name(key))
            self.pages[key] = Page(sheet, lang, self.case.synthetic, self.values)

    def save(self, path: Path) -> None:
        """Write the workbook to `path`, with the rows of its long tables."""
        bodies = {page.sheet.title: page.bodies for page in self.pages.values()}
        save(self.workbook, path, self.values, bodies)

    def word(self, key: str, fallback: str) -> str:
        """A text of the catalogue, or `fallback` where it has none."""
        return text(key, self.lang) if known(key) else fallback

    def stage(self, stage: str) -> str:
        """A stage in words; blank stays blank."""
        return text(f"choice.stage.{stage}", self.lang) if stage else ""

    def choice(self, vocabulary: str, value: str) -> str:
        """A word of a closed vocabulary, or the value itself where it is none."""
        return self.word(f"choice.{vocabulary}.{value}", value)

    def yes_no(self, value: bool) -> str:
        """Yes or no in words."""
        return text(f"choice.yes_no.{'yes' if value else 'no'}", self.lang)

    def unit(self, unit: str) -> str:
        """A unit in words, or as it was written."""
        return self.word(f"unit.{unit}", unit)


class Book(ReportBook):
    """The report of an allocation, and the plan read once for all its sheets.

    Parameters
    ----------
    without : collection of str
        Sheets that are left out: a screen does not need the longest ones.
    """

    def __init__(self, result: Result, lang: Lang, without: Collection[str] = ()) -> None:
        if result.plan is None:
            raise ValueError("a report needs a plan")
        self.plan: Plan = result.plan
        own = own_columns_of(result.case)
        left_out = {*without, *(() if own else ("own",))}
        super().__init__(result, lang, [key for key in SHEETS if key not in left_out])

    @cached_property
    def own_columns(self) -> tuple[str, ...]:
        """Headers of the user's own columns of the projects, in their order."""
        return own_columns_of(self.case)

    @cached_property
    def quarters(self) -> tuple[str, ...]:
        """Labels of the horizon's quarters."""
        return tuple(self.case.quarter(t) for t in range(self.case.quarters))

    @property
    def pages_wide(self) -> int:
        """Pages side by side on which a sheet with a column per quarter prints legibly."""
        return math.ceil(self.case.quarters / QUARTERS_PER_PAGE)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Who holds what, when: placements first, then let rooms of unlisted tenants."""
        return (*segments(self.case, self.plan), *blocked_segments(self.case))

    @cached_property
    def held(self) -> NDArray[np.float64]:
        """In use, let rooms of unlisted tenants included; shape (carriers, quarters)."""
        return np.asarray(occupied(self.case, self.plan) + self.case.blocked)

    @cached_property
    def industries(self) -> dict[str, int]:
        """Number of every industry: those of the list first, then others that projects name."""
        listed = [industry.id for industry in self.case.industries]
        named = [project.industry for project in self.case.projects]
        return {name: n for n, name in enumerate(dict.fromkeys([*listed, *named]), 1)}

    def held_by(
        self, group: Callable[[Segment], Hashable]
    ) -> dict[Hashable, tuple[NDArray[np.float64], NDArray[np.int64]]]:
        """Area and number of stays per quarter of each group of segments, listed stays only."""
        found: dict[Hashable, tuple[NDArray[np.float64], NDArray[np.int64]]] = {}
        for segment in self.segments:
            if segment.stay >= 0:
                zeros = np.zeros(self.case.quarters), np.zeros(self.case.quarters, np.int64)
                area, count = found.setdefault(group(segment), zeros)
                area[segment.first : segment.end] += segment.area_m2
                count[segment.first : segment.end] += 1
        return found

    def state(self, state: str) -> str:
        """One of the four states in words."""
        return text(f"report.state.{state}", self.lang)

    def code(self, quarter: int) -> int:
        """A quarter as a number that sorts and compares in formulas: 20263 for 2026Q3."""
        return int(self.case.quarter(quarter).replace("Q", ""))
