"""合规检查: every policy row, what the plan makes of it, and its source."""

from collections.abc import Iterator
from typing import Final

from optimizer.checks.breach import PolicyReading
from optimizer.domain.wishes import Scope
from optimizer.explain.wording import FACT_MARK
from optimizer.labels import text
from optimizer.reporting import style
from optimizer.reporting.book import Book
from optimizer.reporting.cells import CellValue, cell_at
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

COLUMNS: Final = (
    Column("policy", 8, "centre"),
    Column("rule", 28, "wrap"),
    Column("scope", 18, "wrap"),
    Column("strength", 8, "centre"),
    Column("place", 16, "wrap"),
    Column("quarter", 10, "centre"),
    Column("value", 12, "number"),
    Column("limit", 12, "number"),
    Column("held_at", 12, "number"),
    Column("margin", 12, "number"),
    Column("unit", 10, "centre"),
    Column("status", 24, "wrap"),
    Column("rows", 8, "integer"),
    Column("source", 34, "wrap"),
)
_COLOURS: Final = {
    "met": (style.GREEN, style.GREEN_FILL),
    "excess": (style.RED, style.RED_FILL),
    "existing": (style.AMBER, style.AMBER_FILL),
    "watch_excess": (style.AMBER, style.AMBER_FILL),
}
_SHARES: Final = ("share", "%")


def write_policy(book: Book) -> None:
    """Fill the sheet."""
    page, readings = book.pages["policy"], book.result.policies
    page.title("policy" if readings else "policy_none", len(COLUMNS))
    scopes = {policy.id: scope_words(book, policy.scope) for policy in book.case.policies}
    rows = (list(_row(book, reading, scopes)) for reading in readings)
    table = page.table(FIRST_TABLE_ROW, COLUMNS, rows)
    book.tables["policy"] = table
    for row, reading in enumerate(readings, table.first):
        _paint(book, row, reading)
    page.finish(table, 2, len(COLUMNS))


def scope_words(book: Book, scope: Scope) -> str:
    """Where a policy row holds, in words."""
    case, parts = book.case, []
    if scope.campus is not None:
        parts.append(("campus", case.campuses[scope.campus].id))
    if scope.carrier is not None:
        parts.append(("carrier", case.carriers[scope.carrier].id))
    if scope.stage is not None:
        parts.append(("stage", book.stage(scope.stage)))
    if scope.industry is not None:
        parts.append(("industry", scope.industry))
    if not parts:
        return text("scope.city", book.lang)
    return FACT_MARK[book.lang].join(
        book.pages["policy"].text("scope", what=text(f"scope.{what}", book.lang), name=name)
        for what, name in parts
    )


def _row(book: Book, reading: PolicyReading, scopes: dict[str, str]) -> Iterator[CellValue]:
    read = reading.status != "no_row"
    yield from (reading.policy, book.choice("policy_rule", reading.rule))
    yield scopes.get(reading.policy, "")
    yield book.choice("policy_strength", reading.strength)
    yield (reading.place or book.word("scope.city", "")) if read else ""
    yield reading.quarter
    yield from (reading.value if read else None, reading.limit)
    yield from (reading.held_at, reading.margin) if read else (None, None)
    yield "" if reading.unit in _SHARES else book.unit(reading.unit)
    yield book.pages["policy"].text(f"status.{reading.status}")
    yield from (reading.rows, reading.source)


def _paint(book: Book, row: int, reading: PolicyReading) -> None:
    """Colour of the status, and shares as percentages."""
    sheet, places = book.pages["policy"].sheet, book.tables["policy"].columns
    if reading.unit in _SHARES:
        for key in ("value", "limit", "held_at", "margin"):
            cell_at(sheet, row, places[key]).number_format = style.FORMATS["share"]
    if reading.status in _COLOURS:
        ink, ground = _COLOURS[reading.status]
        cell = cell_at(sheet, row, places["status"])
        cell.font = style.font(10, ink, bold=True)
        cell.fill = style.fill(ground)
