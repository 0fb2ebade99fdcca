"""The opening calendar of a development plan: what is built, filling up and full, by quarter."""

from itertools import pairwise
from typing import Any, Final

from optimizer.domain.development_plan import Opening
from optimizer.labels import text
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.development.schedule import COLUMNS, full_from
from optimizer.reporting.screen import parts
from optimizer.reporting.screen.tables import Shape, written_table

PHASES: Final = ("building", "absorbing", "full")
SENTENCES: Final = 40
LEFT: Final = (
    *("site", "phase", "fact", "gross_m2", "earliest_year", "earliest_opening"),
    *("investment_10k", "stages_allowed", "industries_allowed", "district", "campus", "enclave"),
)
"""Columns of what is not opened: the fact stands right after the name."""


def calendar_section(book: PlanBook) -> dict[str, Any]:
    """The calendar as a chart, the openings with their area and cost, and what is left out."""
    page = book.pages["schedule"]
    charts = [_calendar(book)] if book.openings else []
    shape = Shape([column.key for column in COLUMNS], more_rows=2 if book.openings else 0)
    tables = [written_table(book, "schedule", book.tables["schedule"], "", shape)]
    lines = [] if book.openings else [page.text("plan.nothing_opened")]
    if "left_out" in book.tables:
        left_out = book.tables["left_out"]
        count = left_out.last - left_out.first + 1
        title = page.text("section.left_out", count=count)
        shape = Shape(LEFT, widths={"fact": SENTENCES})
        tables.append(written_table(book, "schedule", left_out, title, shape))
    return parts.section(
        "calendar", page.text("title.schedule"), sheet="schedule",
        note=text("screen.note.calendar", book.lang), lines=[*lines, *page.told.lines],
        charts=charts, tables=[table for table in tables if table["rows"]],
    )  # fmt: skip


def _calendar(book: PlanBook) -> dict[str, Any]:
    """One bar per opening, in three phases; below it the quarters as the details have them."""
    page, quarters = book.pages["schedule"], book.years.quarters
    shape = Shape(("place_id", "start_quarter", "open_quarter", "full_quarter"))
    series: list[dict[str, Any]] = [
        {"name": text(f"screen.phase.{phase}", book.lang), "role": phase, "spans": []}
        for phase in PHASES
    ]
    for opening, _ in book.openings:
        for each, span in zip(series, _spans(book, opening), strict=True):
            each["spans"].append(span)
    title = page.text("title.schedule")
    return {
        "key": "calendar",
        "form": "calendar",
        "title": title,
        "axis": "",
        "kind": "integer",
        "x": [book.quarter(number) for number in range(quarters)],
        "rows": [candidate.id for _, candidate in book.openings],
        "series": series,
        "table": written_table(book, "openings", book.tables["openings"], "", shape),
        "says": text("screen.calendar_says", book.lang, count=len(book.openings)),
    }


def _spans(book: PlanBook, opening: Opening) -> list[list[int]]:
    """First quarter and length of each phase, within the plan."""
    last = book.years.quarters
    ends = (opening.starts, opening.opens, full_from(book, opening), last)
    inside = [min(end, last) for end in ends]
    return [[start, max(0, end - start)] for start, end in pairwise(inside)]
