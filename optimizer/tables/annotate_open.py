"""Opening a workbook to give it back: as it is, or built anew from the values that were read."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError, InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.faults import Fault
from optimizer.limits import MAX_UPLOAD_BYTES
from optimizer.tables.annotate_lost import lost_parts
from optimizer.tables.book import DATE_FORMAT, put, text_width
from optimizer.tables.formats import SheetCells, Unreadable, all_sheets, kind_of
from optimizer.tables.guard import inspect
from optimizer.tables.guard_zip import Package
from optimizer.tables.packed import Shown
from optimizer.tables.printed import CellError, is_blank, printed

log = logging.getLogger(__name__)

_MAX_WIDTH: Final = 40
# What openpyxl raises for parts that Excel or WPS accept and it does not.
_NOT_LOADED: Final = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, ParseError),
    *(InvalidFileException, IllegalCharacterError),
)


@dataclass(frozen=True)
class Opened:
    """A workbook that can be written back.

    Attributes
    ----------
    results : dict
        What its formulas show, by sheet and cell.
    lost : tuple of str
        What cannot be carried over, as codes worded under ``annotate.lost``.
    modified : datetime or None
        When it was last saved, as far as it says so.
    """

    workbook: Workbook
    results: dict[tuple[str, str], Shown]
    lost: tuple[str, ...]
    modified: datetime | None


def open_workbook(source: Path) -> Opened:
    """The workbook with formulas and formats where it has them.

    A file that was refused by the reader gives an empty workbook: only its fault is shown.
    """
    nothing = Opened(_built([]), {}, ("content",), None)
    if source.stat().st_size > MAX_UPLOAD_BYTES:
        return nothing
    content = source.read_bytes()
    noted: list[Fault] = []
    try:
        kind = kind_of(content)
        sheets = all_sheets(content, source.name, noted)
    except Unreadable:
        return nothing
    if not sheets and any(fault.severity == "error" for fault in noted):
        return nothing
    package = inspect(content, source.name).package if kind == "xlsx" else None
    if package is not None:
        return _as_it_is(package, sheets, source.name)
    return Opened(_built(sheets), {}, () if kind == "csv" else ("formats",), None)


def _as_it_is(package: Package, sheets: list[SheetCells], file: str) -> Opened:
    """The workbook as openpyxl loads it; of its values alone where it cannot."""
    lost = lost_parts(package)
    try:
        workbook = load_workbook(io.BytesIO(package.packed_anew()), rich_text=True)
    except _NOT_LOADED as error:
        log.warning("%s: not loaded with its formats: %s", file, error)
        return Opened(_built(sheets), {}, (*lost, "formats"), None)
    for sheet in workbook.worksheets:
        # A chart or picture as openpyxl would write it is not the one that was there.
        for drawn in ("_charts", "_images"):
            setattr(sheet, drawn, [])
    results = dict(_results(workbook, sheets))
    return Opened(workbook, results, lost, workbook.properties.modified)


def _results(
    workbook: Workbook, sheets: list[SheetCells]
) -> Iterator[tuple[tuple[str, str], Shown]]:
    """What each formula showed when the workbook was last saved."""
    shown = {sheet.name: sheet.rows for sheet in sheets}
    for sheet in workbook.worksheets:
        rows = shown.get(sheet.title, [])
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell, Cell) or cell.data_type != "f" or cell.row > len(rows):
                    continue
                values = rows[cell.row - 1]
                value = values[cell.column - 1] if cell.column <= len(values) else ""
                if (result := _result(value)) is not None:
                    yield (sheet.title, cell.coordinate), result


def _result(value: Any) -> Shown | None:
    """A value as it stands beside a formula; None for a formula that was never calculated."""
    if isinstance(value, CellError):
        return value if value.code == "formula_error" else None
    if isinstance(value, datetime | date):
        moment = value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])
        return (moment - datetime(1899, 12, 30)).total_seconds() / 86_400
    if isinstance(value, str | bool | int | float):
        return value if value != "" else None
    return None


def _built(sheets: list[SheetCells]) -> Workbook:
    """A plain workbook of the values; text stays text."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, each in enumerate(sheets, 1):
        sheet = workbook.create_sheet(_title(each.name, workbook, number))
        widths: dict[int, float] = {}
        for at, row in enumerate(each.rows, 1):
            for column, value in enumerate(row, 1):
                if is_blank(value):
                    continue
                _write(sheet, at, column, value)
                widths[column] = max(widths.get(column, 0.0), text_width(printed(value)) + 2)
        for (top, left), (bottom, right) in each.merges:
            if (top, left) != (bottom, right):
                sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        for column, width in widths.items():
            letter = get_column_letter(column)
            sheet.column_dimensions[letter].width = min(width, _MAX_WIDTH)
        for hidden in each.hidden_rows:
            sheet.row_dimensions[hidden + 1].hidden = True
        sheet.sheet_state = "hidden" if each.hidden else "visible"
    return workbook


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
    title = "".join("_" if each in "[]:*?/\\" else each for each in name)[:31] or f"Sheet{number}"
    taken = {sheet.casefold() for sheet in workbook.sheetnames}
    return title if title.casefold() not in taken else f"{title[:26]}_{number}"
