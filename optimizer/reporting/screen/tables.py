"""Tables of a screen: read from the report's sheets as they were written, never computed anew."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl.cell.cell import Cell

from optimizer.reporting import style
from optimizer.reporting.book import ReportBook
from optimizer.reporting.cells import CellValue, Formula
from optimizer.reporting.page import Column, Page, Table

MOST_ROWS: Final = 2_000
"""Rows of a table that a screen shows; all of them stand in the Excel report."""
BLANK: Final = "blank_"
"""How the keys of columns begin that only make room."""
_TONES: Final = {
    style.GREEN_FILL: "good",
    style.AMBER_FILL: "warn",
    style.RED_FILL: "bad",
    "DCFCE7": "good",
}
_KIND_OF: Final = {
    style.FORMATS[kind]: kind for kind in ("integer", "area", "number", "points", "share", "gap")
}


@dataclass(frozen=True)
class Shape:
    """What of a table a screen shows, and how.

    Attributes
    ----------
    keys : sequence of str, optional
        Columns, in the order shown; all but the blank ones by default.
    labels : mapping of str to str
        Headers that are not those of the columns.
    tones : mapping of str to (mapping of str to str)
        Column, its words, and the colour of each.
    widths : mapping of str to int
        Columns of texts that the sheet spreads over several of its own: characters.
    most : int
        Rows that are shown at most.
    more_rows : int
        Rows written below the table that belong to it: its totals.
    heat : str
        First column whose shares are shaded.
    """

    keys: Sequence[str] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    tones: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)
    most: int = MOST_ROWS
    more_rows: int = 0
    heat: str = ""


def written_table(
    book: ReportBook, sheet: str, table: Table, title: str = "", shape: Shape = Shape()
) -> dict[str, Any]:
    """A table of a sheet as a screen shows it.

    Returns
    -------
    dict
        ``key``, ``title``, ``columns`` (``key``, ``label``, ``kind``, ``width`` in characters),
        ``rows`` (``cells``, and where they differ ``kinds``, ``tones``, ``total``), ``count`` of
        all rows, ``heat`` (the number of the first shaded column, or null).
    """
    page = book.pages[sheet]
    columns = _columns_of(page, table)
    wanted = shape.keys or [each.key for each in columns if not each.key.startswith(BLANK)]
    by_key = {column.key: (at, column) for at, column in enumerate(columns)}
    shown = [by_key[key] for key in wanted]
    last = table.last + shape.more_rows
    shortened = min(last, table.first + shape.most - 1)
    rows = _Rows(page)
    return {
        "key": f"{sheet}-{table.header_row}",
        "title": title,
        "columns": [
            {
                "key": column.key,
                "label": shape.labels.get(column.key, column.label(book.lang)),
                "kind": column.kind,
                "width": shape.widths.get(column.key, round(page.width_of(at + 1))),
            }
            for at, column in shown
        ],
        "rows": [rows.row(number, shown, shape) for number in range(table.first, shortened + 1)],
        "count": max(0, last - table.first + 1),
        "heat": list(wanted).index(shape.heat) if shape.heat else None,
    }


def plain_table(
    key: str,
    columns: Sequence[tuple[str, str, str]],
    rows: Sequence[Sequence[CellValue]],
    title: str = "",
) -> dict[str, Any]:
    """A table of values; columns are (key, header, kind)."""
    return {
        "key": key,
        "title": title,
        "columns": [{"key": name, "label": label, "kind": kind} for name, label, kind in columns],
        "rows": [{"cells": [plain(value) for value in row]} for row in rows[:MOST_ROWS]],
        "count": len(rows),
        "heat": None,
    }


def column_of(table: Mapping[str, Any], key: str) -> int:
    """Place of a column in the rows of a screen's table."""
    return next(at for at, column in enumerate(table["columns"]) if column["key"] == key)


def plain(value: CellValue) -> str | float | bool | None:
    """A value of a cell as JSON has it: a formula by what it gives, no NaN, blanks as null."""
    number: Any = value.value if isinstance(value, Formula) else value
    if hasattr(number, "item"):  # numpy's own numbers are no JSON
        number = number.item()
    if isinstance(number, float) and not math.isfinite(number):
        return None
    return None if number == "" else number


def _columns_of(page: Page, table: Table) -> Sequence[Column]:
    return next(
        columns
        for written, columns in page.told.tables
        if written.header_row == table.header_row and written.columns == table.columns
    )


class _Rows:
    """Rows of a sheet, whether openpyxl has their cells or they wait to be written."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting = {row: values for body in page.bodies for row, _, values in body.rows}

    def row(self, number: int, shown: Sequence[tuple[int, Column]], shape: Shape) -> dict[str, Any]:
        """One row: its cells, and what is special about how they look."""
        waiting = self.waiting.get(number)
        if waiting is not None:
            row: dict[str, Any] = {"cells": [plain(waiting[at]) for at, _ in shown]}
            cells: list[Cell | None] = [None] * len(shown)
        else:
            cells = [self._cell(number, at + 1) for at, _ in shown]
            row = {"cells": [self._value(cell) for cell in cells]}
        kinds = [_kind(cell, column) for cell, (_, column) in zip(cells, shown, strict=True)]
        tones = [
            shape.tones.get(column.key, {}).get(str(value), "") or _tone(cell)
            for cell, value, (_, column) in zip(cells, row["cells"], shown, strict=True)
        ]
        if any(kind != column.kind for kind, (_, column) in zip(kinds, shown, strict=True)):
            row["kinds"] = kinds
        if any(tones):
            row["tones"] = tones
        if cells[0] is not None and _is_total(cells[0]):
            row["total"] = True
        return row

    def _cell(self, row: int, column: int) -> Cell | None:
        cell = self.page.sheet.cell(row, column)
        return cell if isinstance(cell, Cell) else None

    def _value(self, cell: Cell | None) -> str | float | bool | None:
        if cell is None:
            return None
        stored = self.page.values.by_cell.get((self.page.sheet.title, cell.coordinate))
        value: Any = cell.value if stored is None else stored
        return plain(value)


def _kind(cell: Cell | None, column: Column) -> str:
    """The kind of a cell: that of its column, unless its number format is another."""
    if cell is None or cell.number_format == style.FORMATS.get(column.kind, "@"):
        return column.kind
    return _KIND_OF.get(cell.number_format, column.kind)


def _ground(cell: Cell) -> str:
    return str(cell.fill.start_color.rgb)[-6:] if cell.fill.fill_type == "solid" else ""


def _tone(cell: Cell | None) -> str:
    return "" if cell is None else _TONES.get(_ground(cell), "")


def _is_total(cell: Cell) -> bool:
    return _ground(cell) == style.PALE and bool(cell.font.b)
