"""Writing single cells: user text stays text, a formula carries the value it gives."""

import math
from dataclasses import dataclass
from typing import Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

LIKE_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
MAX_TEXT: Final = 32_767
"""Most characters Excel keeps in one cell."""


@dataclass(frozen=True, slots=True)
class Formula:
    """An Excel formula and the value it has, for readers that do not calculate.

    Parameters
    ----------
    code : str
        With its leading ``=``.
    value : float or str
        What Excel will show; stored beside the formula when the file is saved.
    """

    code: str
    value: float | str


CellValue = str | int | float | bool | Formula | None


class FormulaValues:
    """Values of the formulas of a workbook by sheet title and cell, kept until it is saved."""

    def __init__(self) -> None:
        self.by_cell: dict[tuple[str, str], float | str] = {}

    def __len__(self) -> int:
        return len(self.by_cell)


def put(cell: Cell, value: CellValue, values: FormulaValues) -> None:
    """Write a value; text is never taken for a formula, blank numbers leave the cell empty."""
    if isinstance(value, Formula):
        cell.value = value.code
        values.by_cell[cell.parent.title, cell.coordinate] = value.value
    elif isinstance(value, str):
        put_text(cell, value)
    elif value is None or (isinstance(value, float) and math.isnan(value)):
        cell.value = None
    elif isinstance(value, bool):
        cell.value = value
    else:
        cell.value = value.item() if hasattr(value, "item") else value


def put_text(cell: Cell, text: str) -> None:
    """Write text as text, also where it looks like a formula or an Excel error."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_TEXT]
    cell.value = clean or None
    if clean:
        cell.data_type = "s"
    if clean.startswith(LIKE_FORMULA):
        cell.quotePrefix = True


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at a place that is not hidden under a merged one."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{sheet.title} row {row} column {column} is part of a merged cell")
    return cell


def address(row: int, column: int, fixed: str = "") -> str:
    """``C5``; `fixed` holds which of ``"c"`` column and ``"r"`` row get a dollar sign.

    >>> address(5, 3), address(5, 3, "c"), address(5, 3, "cr")
    ('C5', '$C5', '$C$5')
    """
    dollar_c = "$" if "c" in fixed else ""
    dollar_r = "$" if "r" in fixed else ""
    return f"{dollar_c}{get_column_letter(column)}{dollar_r}{row}"


def quoted(sheet_title: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet_title.replace("'", "''") + "'"
