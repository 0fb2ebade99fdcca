"""Rows of long tables: the workbook is the same, byte by byte, as if openpyxl had written them."""

from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from optimizer.reporting.cells import CellValue, Formula, FormulaValues
from optimizer.reporting.page import Column, Page
from optimizer.reporting.save import save

COLUMNS = (
    Column("project", 10, "wrap"),
    Column("name", 12),
    Column("area_m2", 9, "area"),
    Column("missing", 9, "area"),
    Column("locked", 6, "centre"),
)
USUAL: list[list[CellValue]] = [
    ["P1", "甲", 12.5, Formula("=MAX(0,C5-1)", 11.5), ""],
    ["P2 " + "很长的名字" * 20, "a<b & c>d", float("nan"), None, True],
    ["P3", "两行\n文字", np.float64(1 / 3), Formula('=IF(C7>0,"是","")', "是"), False],
    ["", "x" * 200, np.int64(7), 10**9, "是"],
]
UNUSUAL: list[list[CellValue]] = [
    ["=1+1", "-", 1, 2, "@x"],
    [" blank before", "after ", 0.0, -0.0, "\t"],
    ["control\x01character", "x" * 40_000, 1e-9, 1e300, "\r"],
]


def report(path: Path, rows: list[list[CellValue]], long: bool) -> bytes:
    workbook = Workbook()
    values = FormulaValues()
    page = Page(workbook.worksheets[0], "zh", False, values)
    page.title("detail", len(COLUMNS))
    table = page.table(4, COLUMNS, rows, long=long)
    page.table(table.last + 3, COLUMNS, rows, long=long)
    page.finish(table, 1, len(COLUMNS))
    save(workbook, path, values, {page.sheet.title: page.bodies})
    return path.read_bytes()


@pytest.mark.parametrize(
    "rows",
    [[], USUAL[:1], USUAL[:2], USUAL * 3, [*UNUSUAL, *USUAL, *UNUSUAL, *USUAL, *UNUSUAL]],
    ids=["none", "one", "two", "usual", "unusual"],
)
def test_a_long_table_gives_the_bytes_of_any_other(
    tmp_path: Path, rows: list[list[CellValue]]
) -> None:
    cells, lines = (report(tmp_path / f"{long}.xlsx", rows, long) for long in (False, True))
    assert cells == lines


def test_a_row_of_a_long_table_cannot_be_written_again(tmp_path: Path) -> None:
    workbook = Workbook()
    values = FormulaValues()
    page = Page(workbook.worksheets[0], "zh", False, values)
    table = page.table(4, COLUMNS, USUAL, long=True)
    page.total_row(table.first + 1, len(COLUMNS))
    with pytest.raises(ValueError, match="row 6 is in the sheet already"):
        save(workbook, tmp_path / "report.xlsx", values, {page.sheet.title: page.bodies})
