"""What marking a workbook changes, kept in a sheet nobody sees, so that it can be put back.

Each change is a line: its kind, a formula that refers to the cell (Excel itself follows it
when rows are inserted or a sheet is renamed), and for a fill a cell that has it.
"""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.tables.layout.own_sheets import KEPT_MARK, KEPT_TITLE, is_kept

Kind = Literal["fill", "row", "column", "sheet"]

COLOURS: Final = {"error": "FFFFC8CD", "warning": "FFFFE59A"}
"""A hair away from the colours that Excel offers, so that no cell of the manager's has them."""

_REFERENCE: Final = re.compile(
    r"=\+?(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})"
)


@dataclass(frozen=True)
class _Change:
    kind: Kind
    sheet: str
    cell: str
    fill: PatternFill | None = None


@dataclass
class Kept:
    """The changes made to a workbook while it is marked."""

    changes: list[_Change] = field(default_factory=list)
    _shown: set[tuple[str, Kind, int]] = field(default_factory=set)

    def colour(self, sheet: Worksheet, cell: Cell, severity: str) -> None:
        """Colour a cell; the fill it had is kept."""
        if cell.fill.fill_type is not None:
            fill: Any = copy(cell.fill)
            self.changes.append(_Change("fill", sheet.title, cell.coordinate, fill))
        colour = COLOURS[severity]
        cell.fill = PatternFill("solid", start_color=colour, end_color=colour)

    def show(self, sheet: Worksheet, cell: Cell) -> None:
        """Bring to light a cell that is to be corrected: its sheet, row and column."""
        places: tuple[tuple[Kind, int], ...] = (
            *(("sheet", 0), ("row", cell.row), ("column", cell.column)),
        )
        for kind, number in places:
            if (sheet.title, kind, number) in self._shown:
                continue
            self._shown.add((sheet.title, kind, number))
            if _set_hidden(sheet, kind, number, False):
                self.changes.append(_Change(kind, sheet.title, cell.coordinate))

    def write(self, workbook: Workbook) -> dict[tuple[str, str], str]:
        """Put the changes into the workbook; returns what the formulas show, which is nothing."""
        if not self.changes:
            return {}
        sheet = workbook.create_sheet(KEPT_TITLE)
        sheet.sheet_state = "veryHidden"
        sheet.cell(1, 1, KEPT_MARK)
        for row, change in enumerate(self.changes, 2):
            sheet.cell(row, 1, change.kind)
            title = change.sheet.replace("'", "''")
            sheet.cell(row, 2, f"='{title}'!{change.cell}")
            if change.fill is not None:
                sheet.cell(row, 3).fill = change.fill
        return {(sheet.title, f"B{row}"): "" for row in range(2, len(self.changes) + 2)}


def put_back(workbook: Workbook) -> None:
    """Undo the marks of an earlier check, even of cells whose comment was deleted since."""
    former: dict[tuple[str, str], PatternFill] = {}
    for sheet in list(workbook.worksheets):
        if is_kept([[sheet["A1"].value]]):
            for change in _changes(sheet):
                if change.fill is not None:
                    former[change.sheet, change.cell] = change.fill
                elif change.sheet in workbook.sheetnames:
                    _hide_again(workbook[change.sheet], change)
            workbook.remove(sheet)
    fills: Any = getattr(workbook, "_fills")  # noqa: B009 - not in the published types
    ours = {
        number
        for number, fill in enumerate(fills)
        if isinstance(fill, PatternFill) and fill.fgColor.rgb in COLOURS.values()
    }
    for sheet in workbook.worksheets if ours else ():
        cells: list[Any] = list(sheet._cells.values())
        for cell in cells:
            if cell._style.fillId in ours and isinstance(cell, Cell):
                cell.fill = former.get((sheet.title, cell.coordinate), PatternFill())


def _changes(sheet: Worksheet) -> Iterator[_Change]:
    for row in range(2, sheet.max_row + 1):
        kind: Any = sheet.cell(row, 1).value
        match = _REFERENCE.fullmatch(str(sheet.cell(row, 2).value))
        if match is None or kind not in get_args(Kind):
            continue  # the cell was deleted, so there is nothing to put back
        title = match[1].replace("''", "'") if match[1] else match[2]
        fill: Any = copy(sheet.cell(row, 3).fill) if kind == "fill" else None
        yield _Change(kind, title, match[3] + match[4], fill)


def _hide_again(sheet: Worksheet, change: _Change) -> None:
    letters = change.cell.rstrip("0123456789")
    row, column = int(change.cell[len(letters) :]), column_index_from_string(letters)
    numbers = {"row": row, "column": column}
    _set_hidden(sheet, change.kind, numbers.get(change.kind, 0), True)


def _set_hidden(sheet: Worksheet, kind: Kind, number: int, hidden: bool) -> bool:
    """Hide or show; False if it was so before."""
    if kind == "sheet":
        before = sheet.sheet_state != "visible"
        if before != hidden:
            sheet.sheet_state = "hidden" if hidden else "visible"
        return before != hidden
    dimension: ColumnDimension | RowDimension | None
    if kind == "row":
        dimension = sheet.row_dimensions.get(number)
        if dimension is None and hidden:
            dimension = sheet.row_dimensions[number]
    else:
        dimension = _column_apart(sheet, number)
        if dimension is None and hidden:
            dimension = sheet.column_dimensions[get_column_letter(number)]
    if dimension is None or bool(dimension.hidden) == hidden:
        return False
    dimension.hidden = hidden
    return True


def _column_apart(sheet: Worksheet, column: int) -> ColumnDimension | None:
    """The format of one column; a format that columns share is split around it."""
    found = next(
        (
            each
            for each in sheet.column_dimensions.values()
            if (each.min or 0) <= column <= (each.max or 0)
            or each.index == get_column_letter(column)
        ),
        None,
    )
    if found is None or not found.min or not found.max or found.min == found.max:
        return found
    ends = ((found.min, column - 1), (column, column), (column + 1, found.max))
    del sheet.column_dimensions[found.index]
    for first, last in ends:
        if first <= last:
            part = copy(found)
            part.index, part.min, part.max = get_column_letter(first), first, last
            sheet.column_dimensions[part.index] = part
    return sheet.column_dimensions[get_column_letter(column)]
