"""Screens held against the report: every cell of a screen stands in the row it came from."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from optimizer.labels import Lang
from optimizer.reporting.book import sheet_name
from optimizer.reporting.write import write_report
from optimizer.result import Result


def report_of(result: Result, lang: Lang, folder: Path) -> Workbook:
    """The report of a result as Excel would show it."""
    write_report(result, folder / "report.xlsx", lang)
    return openpyxl.load_workbook(folder / "report.xlsx", data_only=True)


def tables_of(screen: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every table of a screen, those below charts too."""
    for section in screen["sections"]:
        yield from section["tables"]
        yield from (chart["table"] for chart in section["charts"])


def same(one: object, two: object) -> bool:
    """Equal, numbers to the sixteen digits with which a workbook keeps them."""
    if isinstance(one, int | float) and isinstance(two, int | float):
        return math.isclose(one, two, rel_tol=1e-14)
    return one == two


def differences(screen: dict[str, Any], report: Workbook) -> list[str]:
    """Cells of a screen that do not stand in the report's row, and rows that are missing."""
    found, read = [], 0
    for table in tables_of(screen):
        sheet, _, header = table["key"].partition("-")
        if not header.isdigit():
            continue  # made of values, not read from a sheet
        title = sheet_name(sheet)
        for number, row in enumerate(table["rows"], int(header) + 1):
            values = [cell.value for cell in report[title][number]]
            read += 1
            found += [
                f"{title} row {number}: {cell!r}"
                for cell in row["cells"]
                if cell is not None and not any(same(cell, value) for value in values)
            ]
    assert read, "no row was compared"
    return found


def cards_that_differ(screen: dict[str, Any], report: Workbook) -> list[str]:
    """Key figures that do not stand below their name in the summary."""
    summary = report["摘要"]
    below = {
        cell.value: summary.cell(cell.row + 1, cell.column).value
        for row in summary.iter_rows(max_row=20)
        for cell in row
        if cell.value is not None
    }
    cards = [card for group in screen["cards"] for card in group["cards"]]
    assert cards
    return [card["key"] for card in cards if not same(card["value"], below.get(card["label"]))]


def shape(value: Any) -> Any:
    """What a screen is made of, without its texts and numbers: the same in either language."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else None


def blank_labels(screen: dict[str, Any]) -> list[str]:
    """Titles and headers that are empty though somebody has to read them."""
    found = [section["key"] for section in screen["sections"] if not section["title"]]
    for table in tables_of(screen):
        if table["key"] != "stamp":
            found += [table["key"] for column in table["columns"] if not column["label"].strip()]
    return found + [key for key, word in screen["words"].items() if not word]
