"""The manager's own workbook back, with its faults marked in it.

Cells at fault are coloured and carry a comment; a sheet in front lists every fault with a
link to its cell, and says how much of each sheet was read. The reader passes over all of
this, so that the corrected file can be given in again as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.faults import Fault
from optimizer.labels import LANGS, Lang, text
from optimizer.tables.annotate_list import FaultLine, fault_lines, write_fault_list
from optimizer.tables.annotate_open import Opened, open_workbook
from optimizer.tables.packed import save_packed
from optimizer.tables.table import Tables

COLOURS: Final = {"error": "FFFFC7CE", "warning": "FFFFE699"}
MAX_MARKED: Final = 20_000
"""More cells than this are listed but not marked: Excel becomes slow with so many comments."""

_AUTHOR: Final = "incubator"
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_WIDTH, _LINE, _CHARACTERS = 320, 20, 46
_MAX_COMMENT: Final = 2_000


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
    opened = open_workbook(source)
    workbook = opened.workbook
    for sheet in workbook.worksheets:
        _clean(sheet)
    marked = _mark(workbook, own, lang)
    lines = fault_lines(own, {sheet.title for sheet in workbook.worksheets}, lang)
    coverage = [each for each in tables.coverage if each.file == source.name]
    write_fault_list(workbook, source.name, lines, coverage, opened.lost, lang)
    stamp = opened.modified or datetime(2000, 1, 1)
    save_packed(workbook, target, opened.results, stamp)
    return Annotated(len(own), marked, opened.lost)


def _clean(sheet: Worksheet) -> None:
    """Take away the marks of an earlier check; what the manager wrote stays."""
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, Cell) or cell.comment is None:
                continue
            theirs, ours = _parted(cell.comment.text)
            if not ours:
                continue
            cell.comment = _comment(theirs) if theirs else None
            if cell.fill.fgColor.rgb in COLOURS.values():
                cell.fill = PatternFill()


def _parted(comment: str) -> tuple[str, str]:
    """The manager's part of a comment, and ours."""
    for mark in (text("annotate.mark", lang) for lang in LANGS):
        theirs, found, ours = comment.partition(mark)
        if found:
            return theirs.rstrip("\n"), ours
    return comment, ""


def _mark(workbook: Workbook, faults: Sequence[Fault], lang: Lang) -> int:
    """Colour and comment the cells at fault; errors go over warnings."""
    cells: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        if fault.sheet in workbook.sheetnames and _CELL.fullmatch(fault.cell):
            cells.setdefault((fault.sheet, fault.cell), []).append(fault)
    for (sheet_name, place), found in list(cells.items())[:MAX_MARKED]:
        sheet = workbook[sheet_name]
        if not isinstance(sheet, Worksheet):
            continue
        cell = _cell(sheet, place)
        if cell is None:
            continue
        worst = "error" if any(fault.severity == "error" for fault in found) else "warning"
        cell.fill = PatternFill("solid", start_color=COLOURS[worst], end_color=COLOURS[worst])
        theirs = cell.comment.text if cell.comment is not None else ""
        ours = "\n".join(_told(fault, lang) for fault in found)
        between = "\n\n" if theirs else ""
        cell.comment = _comment(f"{theirs}{between}{text('annotate.mark', lang)}\n{ours}")
        _show(sheet, cell)
    return min(len(cells), MAX_MARKED)


def _cell(sheet: Worksheet, place: str) -> Cell | None:
    """The cell, or the one that shows for it where cells are merged; None beyond the sheet."""
    match = _CELL.fullmatch(place)
    if match is None or int(match[2]) > 1_048_576:
        return None
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        merged = next(each for each in sheet.merged_cells.ranges if place in each)
        cell = sheet.cell(merged.min_row, merged.min_col)
    return cell if isinstance(cell, Cell) else None


def _show(sheet: Worksheet, cell: Cell) -> None:
    """Bring to light a cell that is to be corrected: its sheet, row and column."""
    sheet.sheet_state = "visible"
    if cell.row in sheet.row_dimensions:
        sheet.row_dimensions[cell.row].hidden = False
    letter = get_column_letter(cell.column)
    if letter in sheet.column_dimensions:
        sheet.column_dimensions[letter].hidden = False


def _told(fault: Fault, lang: Lang) -> str:
    return text(
        "annotate.comment",
        lang,
        severity=text(f"cli.faults.{fault.severity}", lang),
        found=fault.found(lang),
        expected=fault.expected(lang),
        remedy=fault.remedy(lang),
    )


def _comment(words: str) -> Comment:
    words = words[:_MAX_COMMENT]
    lines = sum(1 + len(line) // (_CHARACTERS // 2) for line in words.split("\n"))
    return Comment(words, _AUTHOR, width=_WIDTH, height=_LINE * min(lines + 1, 24))


def marked_name(first: Path, number: int, of: int) -> Path:
    """File for the workbook of a number: the name given, with _1, _2 where there are several.

    >>> str(marked_name(Path("marked.xlsx"), 2, 3))
    'marked_2.xlsx'
    """
    return first if of == 1 else first.with_name(f"{first.stem}_{number}{first.suffix}")


__all__ = ["Annotated", "FaultLine", "Opened", "annotate", "marked_name"]
