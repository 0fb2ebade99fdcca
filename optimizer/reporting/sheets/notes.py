"""输入说明 and 自有列: what was noticed in the input, what stood in for blanks, what was kept."""

from typing import Final

from optimizer.domain.case import DefaultUsed
from optimizer.faults import Fault
from optimizer.labels import Lang, text
from optimizer.reporting.book import Book, ReportBook
from optimizer.reporting.cells import CellValue
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

FAULT_COLUMNS: Final = (
    Column("severity", 10, "centre"),
    Column("file", 22, "wrap"),
    Column("sheet", 12),
    Column("cell", 10, "centre"),
    Column("found", 38, "wrap"),
    Column("expected", 38, "wrap"),
    Column("remedy", 44, "wrap"),
)
DEFAULT_COLUMNS: Final = (
    Column("times", 0, "integer"),
    Column("default_value"),
    Column("blank_3", 0, "text", " "),
    Column("blank_4", 0, "text", " "),
    Column("default", 0, "wrap"),
    Column("examples", 0, "wrap"),
)
OWN_WIDTH: Final = 18
FOR_PLAN: Final = ("candidate_", "forecast_", "flow_")
"""How defaults begin that only a development plan uses."""


def write_notes(book: Book) -> None:
    """Fill the sheet of warnings and defaults, and that of the user's own columns."""
    page, case = book.pages["input"], book.case
    page.title("input", len(FAULT_COLUMNS))
    rows = (fault_cells(fault, book.lang) for fault in case.warnings)
    table = page.table(FIRST_TABLE_ROW, FAULT_COLUMNS, rows, long=True)
    book.tables["input"] = table
    last = table.last
    if not case.warnings:
        last += 1
        page.line(last, page.text("no_warnings"), len(FAULT_COLUMNS))
    page.section(last + 2, "defaults")
    used = (each for each in case.defaults if not each.code.startswith(FOR_PLAN))
    rows_of_defaults = [default_row(book, each) for each in used]
    header = last + 3
    last = page.table(header, DEFAULT_COLUMNS, rows_of_defaults).last
    page.join_header(header, 2, 4, page.text("column.default_value"))
    page.finish(table, 0, len(FAULT_COLUMNS), last)
    _write_own(book)


def fault_cells(fault: Fault, lang: Lang) -> list[CellValue]:
    """Severity, place, what was found and expected, and the remedy."""
    severity = text(f"report.severity.{fault.severity}", lang)
    told = (fault.found(lang), fault.expected(lang), fault.remedy(lang))
    return [severity, fault.file, fault.sheet, fault.cell, *told]


def default_row(book: ReportBook, default: DefaultUsed) -> list[CellValue]:
    """A default that stood in for blank cells: how often, what, where for example."""
    sentence = text(f"default.{default.code}", book.lang, value=default.value)
    examples = "、".join(default.examples)
    return [default.count, default.value or "-", None, None, sentence, examples]


def _write_own(book: Book) -> None:
    """The user's own columns of the projects, as they were."""
    if "own" not in book.pages:
        return
    page, case = book.pages["own"], book.case
    kept = case.own_columns
    own = (Column(f"own_{n}", OWN_WIDTH, "wrap", name) for n, name in enumerate(book.own_columns))
    columns = (Column("project", 12), Column("name", 24, "wrap"), *own)
    page.title("own", max(len(columns), 4))
    rows = (
        [project.id, project.name, *(kept[project.id].get(name, "") for name in book.own_columns)]
        for project in case.projects
        if project.id in kept
    )
    table = page.table(FIRST_TABLE_ROW, columns, rows, long=True)
    page.finish(table, 2, max(len(columns), 4))
