"""The manager's own workbook back, with its faults marked in it.

Cells at fault are coloured and carry a comment; a sheet in front lists every fault with a
link to its cell, and says how much of each sheet was read. The reader passes over all of
this, so that the corrected file can be given in again as it is.
"""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.faults import Fault
from optimizer.labels import Lang
from optimizer.tables.book import writable
from optimizer.tables.marked.annotate_build import MAX_COLUMNS, MAX_ROWS
from optimizer.tables.marked.annotate_comments import add_comment, fit, remove_ours
from optimizer.tables.marked.annotate_kept import COLOURS, Kept, put_back
from optimizer.tables.marked.annotate_list import FaultLine, fault_lines, write_fault_list
from optimizer.tables.marked.annotate_open import NOT_LOADED, Opened, open_workbook
from optimizer.tables.marked.packed import save_packed
from optimizer.tables.table import SheetCoverage, Tables

MAX_MARKED: Final = 20_000
"""More cells than this are listed but not marked: Excel becomes slow with so many comments."""

_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class Annotated:
    """What was written: the faults listed, the cells marked, what could not be carried over."""

    faults: int
    marked: int
    lost: tuple[str, ...]


def annotate(
    source: Path, target: Path, tables: Tables, faults: Sequence[Fault], lang: Lang = "zh"
) -> Annotated:
    """Write `source` to `target` with its faults marked.

    Parameters
    ----------
    source, target : Path
        The workbook as it was given in; a new .xlsx.
    tables, faults
        What `read_tables` and the case made of all workbooks; those of this one are taken.
    """
    own = [fault for fault in faults if fault.file in ("", source.name)]
    coverage = [each for each in tables.coverage if each.file == source.name]
    with warnings.catch_warnings():
        # What openpyxl does not carry over is told on the first sheet, in the user's words.
        warnings.simplefilter("ignore")
        opened = open_workbook(source)
        try:
            return _write(opened, source.name, target, coverage, own, lang)
        except NOT_LOADED:
            # It was loaded, with something in it that cannot be saved.
            opened = open_workbook(source, anew=True)
            return _write(opened, source.name, target, coverage, own, lang)


def _write(
    opened: Opened,
    name: str,
    target: Path,
    coverage: Sequence[SheetCoverage],
    faults: Sequence[Fault],
    lang: Lang,
) -> Annotated:
    """Mark and save an opened workbook."""
    workbook, titles = opened.workbook, opened.titles
    own = [replace(fault, sheet=titles.get(fault.sheet, fault.sheet)) for fault in faults]
    read = [replace(each, sheet=titles.get(each.sheet, each.sheet)) for each in coverage]
    put_back(workbook)
    for sheet in workbook.worksheets:
        for cell in list(sheet._cells.values()):
            if isinstance(cell, Cell) and cell.comment is not None:
                remove_ours(cell)
                fit(cell)
    kept = Kept()
    marked = _mark(workbook, own, kept, lang)
    lines = fault_lines(own, [sheet.title for sheet in workbook.worksheets], lang)
    write_fault_list(workbook, writable(name), lines, read, opened.lost, lang)
    results = opened.results | kept.write(workbook)
    save_packed(workbook, target, results, opened.modified or datetime(2000, 1, 1))
    return Annotated(len(own), marked, opened.lost)


def _mark(workbook: Workbook, faults: Sequence[Fault], kept: Kept, lang: Lang) -> int:
    """Colour and comment the cells at fault; errors go over warnings."""
    sheets = {sheet.title: _Marked(sheet) for sheet in workbook.worksheets}
    cells: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        place = sheets[fault.sheet].place(fault.cell) if fault.sheet in sheets else None
        if place is not None and (len(cells) < MAX_MARKED or (fault.sheet, place) in cells):
            cells.setdefault((fault.sheet, place), []).append(fault)
    for (sheet_name, place), found in cells.items():
        sheet = sheets[sheet_name].sheet
        cell = sheet[place]
        worst = "error" if any(fault.severity == "error" for fault in found) else "warning"
        kept.colour(sheet, cell, worst)
        add_comment(cell, found, lang)
        kept.show(sheet, cell)
    return len(cells)


class _Marked:
    """A sheet whose cells are to be marked."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        bounds = [range_boundaries(each.coord) for each in sheet.merged_cells.ranges]
        self.merged = np.array(bounds, dtype=np.int64).reshape(-1, 4)

    def place(self, cell: str) -> str | None:
        """The cell, or the one that shows for it where cells are merged; None beyond the sheet."""
        match = _CELL.fullmatch(cell)
        if match is None or int(match[2]) > MAX_ROWS:
            return None
        column, row = column_index_from_string(match[1]), int(match[2])
        if column > MAX_COLUMNS:
            return None
        left, top, right, bottom = self.merged.T
        inside = (left <= column) & (column <= right) & (top <= row) & (row <= bottom)
        for at in np.flatnonzero(inside):
            column, row = int(left[at]), int(top[at])
        return f"{get_column_letter(column)}{row}"


def marked_name(first: Path, number: int, of: int) -> Path:
    """File for the workbook of a number: the name given, with _1, _2 where there are several.

    >>> str(marked_name(Path("marked.xlsx"), 2, 3))
    'marked_2.xlsx'
    """
    return first if of == 1 else first.with_name(f"{first.stem}_{number}{first.suffix}")


__all__ = ["COLOURS", "Annotated", "FaultLine", "Opened", "annotate", "marked_name"]
