"""占用明细: who holds what, from when to when; the rates of the report are formulas over it."""

from collections.abc import Iterator
from typing import Final

from optimizer.explain.space import Segment
from optimizer.reporting.book import Book
from optimizer.reporting.cells import CellValue
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

PAST_HORIZON: Final = 400
"""Quarters past the horizon after which an end is no longer told apart."""

COLUMNS: Final = (
    Column("project", 12, "wrap"),
    Column("name", 24, "wrap"),
    Column("industry_no", 7, "integer"),
    Column("industry", 16, "wrap"),
    Column("stage", 9),
    Column("campus_no", 7, "integer"),
    Column("campus", 14, "wrap"),
    Column("carrier_no", 7, "integer"),
    Column("carrier", 12, "wrap"),
    Column("first", 9, "centre"),
    Column("last", 9, "centre"),
    Column("first_code", 9, "general"),
    Column("last_code", 9, "general"),
    Column("use", 10, "area"),
    Column("unit", 8),
    Column("area_m2", 11, "area"),
    Column("in_city", 7, "integer"),
    Column("comes_from", 12),
    Column("goes_to", 12),
)


def write_detail(book: Book) -> None:
    """Fill the sheet."""
    page = book.pages["detail"]
    page.title("detail", len(COLUMNS))
    rows = (list(_row(book, segment)) for segment in book.segments)
    table = page.table(FIRST_TABLE_ROW, COLUMNS, rows, long=True)
    book.tables["detail"] = table
    page.finish(table, 2, len(COLUMNS))


def _row(book: Book, segment: Segment) -> Iterator[CellValue]:
    case = book.case
    carrier = case.carriers[segment.carrier]
    if segment.stay >= 0:
        stay = case.stays[segment.stay]
        project = case.projects[stay.project]
        industry_no: int | None = book.industries[project.industry]
        project_id, name, industry = project.id, project.name, project.industry
        stage = book.stage(stay.stage)
    else:
        project_id, name = "", book.pages["detail"].text("unlisted_tenant")
        industry_no, industry, stage = None, "", ""
    end = min(segment.end, case.quarters + PAST_HORIZON)
    yield from (project_id, name, industry_no, industry, stage)
    yield from (case.campus_index[carrier.campus] + 1, carrier.campus)
    yield from (segment.carrier + 1, carrier.id)
    yield from (case.quarter(segment.first), case.quarter(end - 1))
    yield from (book.code(segment.first), book.code(end - 1))
    yield from (segment.use, book.unit(carrier.unit), segment.area_m2)
    yield 0 if carrier.is_enclave else 1
    yield comes_from(book, segment)
    yield goes_to(book, segment)


def comes_from(book: Book, segment: Segment) -> str:
    """Where a stay was before: sitting, newly arrived, moved, or the stage before."""
    page, case = book.pages["detail"], book.case
    if segment.stay < 0:
        return ""
    if segment.moves_in:
        return page.text("from.moved")
    if case.stays[segment.stay].is_present:
        return page.text("from.sitting")
    before = int(case.stay_arrays.predecessor[segment.stay])
    if before < 0:
        return page.text("from.new")
    return book.stage(case.stays[before].stage)


def goes_to(book: Book, segment: Segment) -> str:
    """Where a stay goes after: past the horizon, moved, the next stage, or out."""
    page, case = book.pages["detail"], book.case
    if segment.stay < 0:
        return ""
    if segment.moves_out:
        return page.text("to.moves")
    if segment.end >= case.quarters:
        return page.text("to.beyond")
    after = int(case.stay_arrays.successor[segment.stay])
    if after >= 0 and case.stay_key(after) in book.plan.by_stay:
        return book.stage(case.stays[after].stage)
    return page.text("to.leaves")
