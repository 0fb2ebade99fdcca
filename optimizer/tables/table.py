"""A table: what was understood of one sheet, and where each value came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from optimizer.faults import Fault, Severity
from optimizer.labels import LANGS
from optimizer.tables.headers.decisions import Decision
from optimizer.tables.printed import printed
from optimizer.tables.schema import Column, schema

AnySeries: TypeAlias = "pd.Series[Any]"


@dataclass(frozen=True, slots=True)
class Block:
    """One rectangular piece read from one sheet of one file.

    Attributes
    ----------
    file : str
        File name without folder; blank for tables that came from Python.
    sheet : str
        Sheet name as the workbook has it.
    columns : mapping of str to int
        Canonical key, or an own column's header text, to zero-based column.
    units : mapping of str to str
        Canonical key to the unit its header states, as it is written there (万㎡); the
        values are converted when they are parsed. Absent where the header states none.
    header_row : int
        Row of the headers counted from 1 (of two-row headers the lower); 0 if not known.
    fixed : mapping of str to str
        Canonical key that has no column here but one value for all rows, taken from a title,
        a heading or the sheet's name: to the address of that cell, blank for a sheet's name.
    tops : mapping of (int, int) to int
        Row (from 1) and column of a cell filled from a merged range, to the row of its value.
    campus : str
        Campus that the sheet's name, a title or a heading names for all rows, where the sheet
        has no such column: it tells apart carriers of one name.
    """

    file: str
    sheet: str
    columns: Mapping[str, int]
    units: Mapping[str, str] = field(default_factory=dict)
    header_row: int = 0
    fixed: Mapping[str, str] = field(default_factory=dict)
    tops: Mapping[tuple[int, int], int] = field(default_factory=dict)
    campus: str = ""

    def has(self, key: str) -> bool:
        """Whether the rows have a value of `key`, in a column or for all of them."""
        return key in self.columns or key in self.fixed

    def cell(self, row: int, key: str) -> str:
        """Address of a cell, e.g. ``D14``; ``row 3/area_m2`` for tables from Python.

        Where the column is absent, the row's first column is named.
        """
        if not self.file:
            return f"row {row}/{key}"
        if key not in self.columns and self.fixed.get(key):
            return self.fixed[key]
        column = self.columns.get(key, min(self.columns.values(), default=0))
        return f"{column_letter(column)}{self.tops.get((row, column), row)}"


@dataclass(frozen=True)
class Table:
    """What was understood of one canonical sheet.

    Attributes
    ----------
    sheet : str
        Canonical sheet key.
    frame : pandas.DataFrame
        RangeIndex; all canonical keys in schema order, then the user's own columns.
    blocks : tuple of Block
        The pieces the rows came from.
    block, row : numpy.ndarray
        Per frame row: index into `blocks`, and the row of the sheet counted from 1.
    own_columns : tuple of str
        Header texts of the user's own columns.
    origin : mapping of (int, str) to (int, int)
        Frame row and column of a value that another row gave (join_rows.py), to the block
        and the row of the sheet where it stands.
    """

    sheet: str
    frame: pd.DataFrame
    blocks: tuple[Block, ...]
    block: np.ndarray[Any, np.dtype[np.int64]]
    row: np.ndarray[Any, np.dtype[np.int64]]
    own_columns: tuple[str, ...] = ()
    origin: Mapping[tuple[int, str], tuple[int, int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.frame)

    def stands(self, i: int, key: str) -> tuple[Block, int]:
        """The block and the row of its sheet where a value of frame row `i` stands."""
        block, row = self.origin.get((i, key), (int(self.block[i]), int(self.row[i])))
        return self.blocks[block], row

    def given(self, key: str) -> bool:
        """Whether the column stood in some block."""
        return any(block.has(key) for block in self.blocks)

    def cell(self, i: int, key: str) -> str:
        """Address of the cell of frame row `i` and column `key`."""
        key = self.standing(i, key)
        block, row = self.stands(i, key)
        return block.cell(row, key)

    def standing(self, i: int, key: str) -> str:
        """Column of a row that stands in for one that is not there: a project's name for its id.

        Of a list of tenants the company stands in for both.
        """
        columns = self.stands(i, key)[0].columns
        column = schema()[self.sheet].by_key.get(key)
        if key not in columns and column is not None and column.default in columns:
            key = column.default
        if key == "name" and columns.get("company", -1) == columns.get("name"):
            return "company"
        return key

    def own_cell(self, i: int, key: str) -> str:
        """Address of a cell itself, where it lies under a merged one that has its value."""
        key = self.standing(i, key)
        block, row = self.stands(i, key)
        if not block.file or key not in block.columns:
            return block.cell(row, key)
        return f"{column_letter(block.columns[key])}{row}"

    def place(self, i: int, key: str, seen_from: int) -> str:
        """Address of a row's cell, with file or sheet only where the other row's differ."""
        there, here = (self.stands(row, key)[0] for row in (i, seen_from))
        cell = self.cell(i, key)
        if (there.file, there.sheet) == (here.file, here.sheet):
            return cell
        file = f"[{there.file}] " if there.file != here.file else ""
        return f"{file}{there.sheet}!{cell}"

    def fault(
        self,
        i: int,
        key: str,
        code: str,
        severity: Severity = "error",
        found: str | None = None,
        **values: object,
    ) -> Fault:
        """A fault at the cell of frame row `i` and column `key`.

        Parameters
        ----------
        i : int
            Row of the frame.
        key : str
            Column; where it is absent the cell of the row's first column is named.
        code : str
            Kind of fault; its wording is ``fault.<code>`` in the catalogue.
        severity : {"error", "warning"}
            Whether it stops the run.
        found : str, optional
            What stands there; by default the value of the frame as it is printed.
        **values : object
            Fill the places of the wording. The column's label is always there as
            ``{column_zh}`` and ``{column_en}``.
        """
        if found is None:
            found = printed(self.frame[key].iat[i]) if key in self.frame else ""
        key = self.standing(i, key)
        block, row = self.stands(i, key)
        places: dict[str, object] = {**column_words(self.sheet, key), **values}
        return Fault(
            code,
            severity,
            block.file,
            block.sheet,
            block.cell(row, key),
            found,
            tuple((name, str(value)) for name, value in places.items()),
        )


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: name without folder, and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SheetCoverage:
    """What was taken from one sheet of one file.

    `canonical` is blank where nothing was read; `reasons` are codes, worded in
    the catalogue under ``tables.coverage``.
    """

    file: str
    sheet: str
    canonical: str
    rows_read: int
    rows_skipped: int
    reasons: tuple[str, ...]
    own_columns: tuple[str, ...]


class Tables(Mapping[str, Table]):
    """Every canonical sheet; an empty table where the workbook has none.

    `notes` are the texts of explanatory sheets (说明): what a workbook says of itself.
    `decisions` tell what each header was understood as (docs/reading.md).
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        files: tuple[SourceFile, ...] = (),
        coverage: tuple[SheetCoverage, ...] = (),
        notes: tuple[str, ...] = (),
        decisions: tuple[Decision, ...] = (),
    ) -> None:
        self._tables = {key: tables[key] if key in tables else empty_table(key) for key in schema()}
        self.files = files
        self.coverage = coverage
        self.notes = notes
        self.decisions = decisions

    def __getitem__(self, sheet: str) -> Table:
        return self._tables[sheet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def empty_table(sheet: str) -> Table:
    """The table of a sheet that is not in the workbook."""
    columns = {column.key: empty_values(column, 0) for column in schema()[sheet].columns}
    none = np.zeros(0, dtype=np.int64)
    return Table(sheet, pd.DataFrame(columns), (), none, none)


def empty_values(column: Column, rows: int) -> AnySeries:
    """`rows` blanks of the type the column has after validation."""
    if column.numeric:
        return pd.Series(np.full(rows, np.nan))
    blank = None if column.kind == "date" else ""
    return pd.Series(np.full(rows, blank, dtype=object), dtype=object)


def column_words(sheet: str, key: str) -> dict[str, str]:
    """The label of a column in every language, as places for a wording."""
    column = schema()[sheet].by_key.get(key)
    return {f"column_{lang}": column.label(lang) if column else key for lang in LANGS}


def column_letter(column: int) -> str:
    """Excel's name of a zero-based column.

    >>> [column_letter(c) for c in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
