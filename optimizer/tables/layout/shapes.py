"""Sheets that hold our data in another shape: records side by side, floor plans, forms."""

import re
from collections.abc import Sequence
from typing import Any, Final

from optimizer.tables.files.formats import SheetCells
from optimizer.tables.headers.header_match import find
from optimizer.tables.layout.beside import is_form_line
from optimizer.tables.layout.sheet_kinds import LEDGERS
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import schema
from optimizer.tables.values.numbers import amount_in, number_in
from optimizer.tables.vocabulary import synonym_data
from optimizer.tables.words import plain

Rows = Sequence[Sequence[Any]]

_MOST_LABELS: Final = 60
"""A transposed table has as many rows as a sheet has columns, not as many as it has records."""
_MOST_ROWS: Final = 500
"""Of a longer sheet nobody would draw a plan or put the headers below one another."""
_FEWEST_LABELS: Final = 3
_FEWEST_FLOORS: Final = 2
_FEWEST_FORM_LINES: Final = 2
_FLOOR: Final = re.compile(
    r"(?:第)?(?:地下|负)?(?:b?\d{1,2}|[一二三四五六七八九十]{1,3})(?:层|楼|f)", re.I
)


def transposed_kind(rows: Rows, key: str | None) -> str:
    """The sheet whose headers stand below one another in the first column; blank if none do.

    A sheet whose name does not say what it is must have two records beside its labels.
    """
    if len(rows) > _MOST_ROWS:
        return ""
    used = [row for row in rows if not all(map(is_blank, row))]
    if not _FEWEST_LABELS <= len(used) <= _MOST_LABELS:
        return ""
    first = min(next(c for c, cell in enumerate(row) if not is_blank(cell)) for row in used)
    labels = [row[first] for row in used]
    for sheet in (key,) if key else LEDGERS:
        if sheet not in schema():
            continue
        down = _keys(sheet, labels)
        if len(down) < _FEWEST_LABELS or 2 * len(down) <= sum(not is_blank(x) for x in labels):
            continue
        most = max(len(_keys(sheet, row)) for row in used)
        records = {
            c
            for row in used
            if _is_numeric(sheet, row[first])
            for c, cell in enumerate(row[first + 1 :])
            if not is_blank(cell) and (number_in(cell) or amount_in(printed(cell)))
        }
        if most < len(down) and len(records) >= (1 if key else 2):
            return str(sheet)
    return ""


def is_floor_plan(cells: SheetCells) -> bool:
    """Whether a sheet draws its rooms: floors down, rooms across."""
    names = [cells.name, *(printed(cell) for row in cells.rows[:2] for cell in row)]
    words = [plain(word) for word in synonym_data()["sheets"]["plans"]]
    named = any(word in plain(name) for name in names for word in words)
    floors = [row for row in cells.rows[:_MOST_ROWS] if _is_floor(row)]
    return len(floors) >= (1 if named else _FEWEST_FLOORS)


def _is_floor(row: Sequence[Any]) -> bool:
    """Whether a row is a floor with words for its rooms beside it."""
    given = [cell for cell in row if not is_blank(cell)]
    return (
        len(given) > 1
        and _FLOOR.fullmatch(plain(given[0])) is not None
        and any(isinstance(cell, str) for cell in given[1:])
    )


def has_form_lines(rows: Rows) -> bool:
    """Whether a sheet is a form: labels with a colon beside their contents."""
    said = ([cell for cell in row if isinstance(cell, str) and cell.strip()] for row in rows[:40])
    return sum(is_form_line(line) for line in said) >= _FEWEST_FORM_LINES


def _keys(sheet: str, cells: Sequence[Any]) -> set[str]:
    texts = {" ".join(cell.split()) for cell in cells if isinstance(cell, str)}
    return {match.keys[0] for text in texts if (match := find(sheet, "", text)) is not None}


def _is_numeric(sheet: str, cell: Any) -> bool:
    match = find(sheet, "", cell) if isinstance(cell, str) else None
    column = schema()[sheet].by_key.get(match.keys[0]) if match is not None else None
    return column is not None and column.numeric
