"""Opening a workbook to give it back: as it is, or built anew from the values that were read."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.exceptions import IllegalCharacterError, InvalidFileException

from optimizer.faults import Fault
from optimizer.limits import MAX_UPLOAD_BYTES
from optimizer.tables.files.formats import SheetCells, Unreadable, all_sheets, kind_of
from optimizer.tables.files.guard import inspect
from optimizer.tables.files.guard_zip import Package
from optimizer.tables.marked.annotate_build import built
from optimizer.tables.marked.annotate_lost import look_into
from optimizer.tables.marked.packed import Shown
from optimizer.tables.printed import CellError

log = logging.getLogger(__name__)

NOT_LOADED: Final = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError),
    *(OSError, RecursionError, ParseError, BadZipFile),
    *(InvalidFileException, IllegalCharacterError),
)
"""What openpyxl raises for parts that Excel or WPS accept and it does not."""


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
    titles : mapping of str to str
        What sheets are called here whose names Excel does not take.
    """

    workbook: Workbook
    results: dict[tuple[str, str], Shown]
    lost: tuple[str, ...]
    modified: datetime | None
    titles: Mapping[str, str] = field(default_factory=dict)


def open_workbook(source: Path, anew: bool = False) -> Opened:
    """The workbook with formulas and formats where it has them, unless it is asked for `anew`.

    A file that was refused by the reader gives an empty workbook: only its fault is shown.
    """
    nothing = Opened(built([]).workbook, {}, ("content",), None)
    with source.open("rb") as stream:
        content = stream.read(MAX_UPLOAD_BYTES + 1)
    if len(content) > MAX_UPLOAD_BYTES:
        return nothing
    noted: list[Fault] = []
    try:
        kind = kind_of(content)
        sheets = all_sheets(content, source.name, noted)
    except Unreadable:
        return nothing
    if not sheets and any(fault.severity == "error" for fault in noted):
        return nothing
    package = inspect(content, source.name).package if kind == "xlsx" else None
    if package is None:
        return _built(sheets, () if kind == "csv" else ("formats",))
    contents = look_into(package)
    workbook = None if anew or contents.too_much else _loaded(package, source.name)
    if workbook is None:
        return _built(sheets, (*contents.lost, "formats"))
    for sheet in workbook.worksheets:
        # A chart or picture as openpyxl would write it is not the one that was there.
        for drawn in ("_charts", "_images"):
            setattr(sheet, drawn, [])
    for chart in workbook.chartsheets:
        workbook.remove(chart)
    results = dict(_results(workbook, sheets))
    return Opened(workbook, results, contents.lost, workbook.properties.modified)


def _built(sheets: list[SheetCells], lost: tuple[str, ...]) -> Opened:
    """The workbook of the values alone."""
    made = built(sheets)
    return Opened(made.workbook, {}, (*lost, *made.lost), None, made.titles)


def _loaded(package: Package, file: str) -> Workbook | None:
    """The workbook as openpyxl loads it; None where it cannot."""
    try:
        return load_workbook(BytesIO(package.packed_anew()), rich_text=True)
    except NOT_LOADED as error:
        log.info("%s: not loaded with its formats: %s", file, error)
        return None


def _results(
    workbook: Workbook, sheets: list[SheetCells]
) -> Iterator[tuple[tuple[str, str], Shown]]:
    """What each formula showed when the workbook was last saved."""
    shown = {sheet.name: sheet.rows for sheet in sheets}
    for sheet in workbook.worksheets:
        rows = shown.get(sheet.title, [])
        for cell in sheet._cells.values():
            if not isinstance(cell, Cell) or cell.data_type != "f" or cell.row > len(rows):
                continue
            values = rows[cell.row - 1]
            if cell.column > len(values):
                continue
            if (result := _result(values[cell.column - 1], workbook.epoch)) is not None:
                yield (sheet.title, cell.coordinate), result


def _result(value: Any, epoch: datetime) -> Shown | None:
    """A value as it stands beside a formula; None for a formula that was never calculated."""
    if isinstance(value, CellError):
        return value if value.code == "formula_error" else None
    if isinstance(value, datetime | date | time | timedelta):
        serial: Any = to_excel(value, epoch)  # type: ignore[no-untyped-call]
        return float(serial)
    return value if isinstance(value, str | bool | int | float) else None
