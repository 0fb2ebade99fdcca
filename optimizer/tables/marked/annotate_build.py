"""A workbook built anew from the values that were read: of a .csv, an .xls, or one not loaded."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.tables.book import DATE_FORMAT, put, text_width
from optimizer.tables.files.formats import SheetCells
from optimizer.tables.printed import CellError, is_blank, printed

MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
"""What Excel takes on one sheet."""

_MAX_HIDDEN: Final = 100_000
_MAX_WIDTH: Final = 40
_MEASURED: Final = 1_000
"""Rows whose texts decide how wide a column is."""


@dataclass
class Built:
    """The workbook, what its sheets are called in it, codes of what it lacks."""

    workbook: Workbook
    titles: dict[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()


def built(sheets: list[SheetCells]) -> Built:
    """A plain workbook of the values; text stays text."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    made = Built(workbook)
    for number, each in enumerate(sheets, 1):
        title = made.titles[each.name] = _title(each.name, workbook, number)
        sheet = workbook.create_sheet(title)
        if len(each.rows) > MAX_ROWS or (each.rows and len(each.rows[0]) > MAX_COLUMNS):
            made.lost = ("beyond",)
        _fill(sheet, each)
        for (top, left), (bottom, right) in each.merges:
            if (top, left) != (bottom, right):
                # Not merge_cells: that makes a cell of every place in the range.
                merged = CellRange(None, left + 1, top + 1, right + 1, bottom + 1)
                sheet.merged_cells.add(merged.coord)
        for hidden in sorted(each.hidden_rows)[:_MAX_HIDDEN]:
            sheet.row_dimensions[hidden + 1].hidden = True
        sheet.sheet_state = "hidden" if each.hidden else "visible"
    return made


def _fill(sheet: Worksheet, cells: SheetCells) -> None:
    widths: dict[int, float] = {}
    for at, row in enumerate(cells.rows[:MAX_ROWS], 1):
        for column, value in enumerate(row[:MAX_COLUMNS], 1):
            if value == "" or is_blank(value):
                continue
            _write(sheet, at, column, value)
            if at <= _MEASURED:
                widths[column] = max(widths.get(column, 0.0), text_width(printed(value)) + 2)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(width, _MAX_WIDTH)


def _write(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged yet
    if isinstance(value, CellError) or not isinstance(value, str | int | float | bool | date):
        value = printed(value)
    put(cell, value)
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT


def _title(name: str, workbook: Workbook, number: int) -> str:
    """A name Excel takes: at most 31 characters, none of its signs, once only."""
    allowed = ("_" if each in "[]:*?/\\" or not each.isprintable() else each for each in name)
    title = "".join(allowed)[:31].strip("'") or f"Sheet{number}"
    taken = {sheet.casefold() for sheet in workbook.sheetnames}
    return title if title.casefold() not in taken else f"{title[:26]}_{number}"
