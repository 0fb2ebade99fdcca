"""规则与检查: every rule, how many of its rows were read on the plan, how many are broken."""

from collections.abc import Iterator
from typing import Final

from optimizer.checks.breach import Breach, RuleReading
from optimizer.reporting.book import ReportBook
from optimizer.reporting.cells import CellValue
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

COLUMNS: Final = (
    Column("rule_name", 24),
    Column("rule", 24, "wrap"),
    Column("rule_says", 70, "wrap"),
    Column("rows", 10, "integer"),
    Column("breaches", 10, "integer"),
    Column("verdict", 16, "centre"),
)
BREACH_COLUMNS: Final = (
    Column("rule_name"),
    Column("where"),
    Column("breach_note", 0, "wrap"),
    Column("found", 0, "number"),
    Column("allowed", 0, "number"),
    Column("unit", 0, "centre"),
)


def write_rules(book: ReportBook) -> None:
    """Fill the sheet; a rule without rows is shown too."""
    page = book.pages["rules"]
    page.title("rules", len(COLUMNS))
    rows = (list(_row(book, reading)) for reading in book.result.rules)
    table = page.table(FIRST_TABLE_ROW, COLUMNS, rows)
    book.tables["rules"] = table
    last = table.last
    if book.result.breaches:
        page.section(last + 2, "breaches")
        broken = (_breach(breach) for breach in book.result.breaches)
        last = page.table(last + 3, BREACH_COLUMNS, broken).last
    page.finish(table, 2, len(COLUMNS), last)


def _row(book: ReportBook, reading: RuleReading) -> Iterator[CellValue]:
    page, rule = book.pages["rules"], reading.rule
    yield rule
    yield book.word(f"rule.{rule}.title", book.choice("policy_rule", rule))
    yield book.word(f"rule.{rule}.says", "")
    yield from (reading.rows, reading.breaches)
    if reading.breaches:
        yield page.text("verdict.broken")
    else:
        yield page.text("verdict.kept" if reading.rows else "verdict.no_rows")


def _breach(breach: Breach) -> list[CellValue]:
    where = " ".join((breach.project, breach.stage, breach.carrier, breach.quarter)).strip()
    return [breach.rule, where, breach.note, breach.found, breach.allowed, breach.unit]
