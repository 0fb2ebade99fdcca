"""From the cells of one sheet to a piece of a table: find the header, name the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.labels import LANGS, text
from optimizer.tables.columns import object_array
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import Column, Sheet, schema
from optimizer.tables.table import (
    AnySeries,
    Block,
    SheetCoverage,
    Table,
    column_letter,
    column_words,
)
from optimizer.tables.vocabulary import example_prefixes, units
from optimizer.tables.words import nearest, plain, plain_unit, without_bracket

HEADER_ROWS: Final = 20
"""Titles, notes and dates of report may stand above the header, but not more than this."""
_ALMOST_BLANK: Final = 2

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Piece:
    """The rows taken from one sheet of one file."""

    sheet: str
    block: Block
    frame: pd.DataFrame
    rows: list[int]
    own_columns: tuple[str, ...]


@dataclass
class Header:
    """What the header row says of each column."""

    columns: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_piece(
    key: str, file: str, name: str, rows: Rows
) -> tuple[Piece | None, SheetCoverage, list[Fault]]:
    """Read the cells of one sheet as the canonical sheet `key`."""
    sheet = schema()[key]
    at = find_header(sheet, rows)
    if at is None:
        used = any(not is_blank(cell) for row in rows for cell in row)
        reason = "header_not_found" if used else "empty_sheet"
        coverage = SheetCoverage(file, name, key, 0, len(rows) if used else 0, (reason,), ())
        return None, coverage, [_header_missing(sheet, file, name)] if used else []
    data = rows[at + 1 :]
    header = read_header(sheet, file, name, at, rows[at], data)
    kept, skipped = _kept_rows(data, header.columns.get("value") if key == "settings" else None)
    block = Block(file, name, {**header.columns, **header.own})
    frame = _frame(sheet, block, [data[i] for i in kept])
    own = tuple(header.own)
    piece = Piece(key, block, frame, [at + 2 + i for i in kept], own)
    reasons = tuple(dict.fromkeys(skipped))
    return (
        piece,
        SheetCoverage(file, name, key, len(kept), len(skipped), reasons, own),
        header.faults,
    )


def join_pieces(sheet: str, pieces: Sequence[Piece]) -> Table:
    """Pieces of the same sheet, from one file or several, as one raw table."""
    own = tuple(dict.fromkeys(name for piece in pieces for name in piece.own_columns))
    keys = [*schema()[sheet].keys, *own]
    frames = [piece.frame.reindex(columns=keys).astype(object) for piece in pieces]
    numbers = [np.full(len(piece.rows), i, dtype=np.int64) for i, piece in enumerate(pieces)]
    return Table(
        sheet,
        pd.concat(frames, ignore_index=True),
        tuple(piece.block for piece in pieces),
        np.concatenate(numbers),
        np.concatenate([np.array(piece.rows, dtype=np.int64) for piece in pieces]),
        own,
    )


def find_header(sheet: Sheet, rows: Rows) -> int | None:
    """The row with most known headers among the first ones."""
    best, most = None, 0
    for i, row in enumerate(rows[:HEADER_ROWS]):
        found = {match[0] for cell in row if not is_blank(cell) and (match := sheet.find(cell))}
        if len(found) > most:
            best, most = i, len(found)
    return best


def read_header(
    sheet: Sheet, file: str, name: str, at: int, cells: Sequence[Any], data: Rows
) -> Header:
    """Which column holds what; unknown headers become the user's own columns."""
    header = Header()
    matches: dict[str, list[tuple[int, int, str]]] = {}
    others: list[int] = []
    for i, cell in enumerate(cells):
        match = None if is_blank(cell) else sheet.find(cell)
        if match:
            matches.setdefault(match[0], []).append((match[1], i, match[2]))
        elif is_blank(cell):
            others += [i] if any(not is_blank(row[i]) for row in data) else []
        elif plain(cell) not in sheet.documentation_headers:
            others.append(i)
    for key, found in matches.items():
        found.sort()
        rank, first, unit = found[0]
        header.columns[key] = first
        header.faults += _unit_fault(sheet.by_key[key], unit, (file, name, at, first), cells)
        for again, i, _ in found[1:]:
            if again == rank:
                values = {
                    "first": f"{column_letter(first)}{at + 1}",
                    **column_words(sheet.key, key),
                }
                header.faults.append(
                    _at("duplicate_column", (file, name, at, i), printed(cells[i]), values)
                )
            else:
                others.append(i)
    for i in sorted(others):
        header.own[_own_name(cells[i], i, header.own)] = i
        header.faults += _near_column(sheet, header, cells[i], (file, name, at, i))
    return header


Place = tuple[str, str, int, int]
"""File, sheet, zero-based row and column."""


def _at(
    code: str, place: Place, found: str, values: Mapping[str, str], warn: bool = False
) -> Fault:
    file, sheet, row, column = place
    cell = f"{column_letter(column)}{row + 1}"
    severity: Any = "warning" if warn else "error"
    return Fault(code, severity, file, sheet, cell, found, tuple(values.items()))


def _unit_fault(column: Column, unit: str, place: Place, cells: Sequence[Any]) -> list[Fault]:
    if not column.unit or plain_unit(unit) not in units()[column.unit].other:
        return []
    words = {f"unit_{lang}": column.unit_label(lang) for lang in LANGS}
    words |= {f"column_{lang}": column.label(lang) for lang in LANGS}
    return [_at("wrong_unit_in_header", place, printed(cells[place[3]]), words)]


def _near_column(sheet: Sheet, header: Header, cell: Any, place: Place) -> list[Fault]:
    """A header one slip away from a known one, unless that one is there as well."""
    if is_blank(cell):
        return []
    written = without_bracket(plain(cell))[0]
    missing = [
        name
        for name, (key, rank) in sheet.headers.items()
        if not rank and key not in header.columns
    ]
    near = nearest(written, missing)
    if not near or plain(cell) in sheet.headers:
        return []
    column = sheet.by_key[sheet.headers[near][0]]
    shown = near if near == column.key else column.label("zh" if not near.isascii() else "en")
    return [_at("near_column", place, printed(cell), {"nearest": shown}, warn=True)]


def _own_name(cell: Any, i: int, taken: Mapping[str, int]) -> str:
    name = printed(cell).strip() or f"({column_letter(i)})"
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name} ({number})", number + 1
    return unique


def _header_missing(sheet: Sheet, file: str, name: str) -> Fault:
    values = {"rows": str(HEADER_ROWS)}
    for lang in LANGS:
        labels = [column.header(lang) for column in sheet.columns[:4]]
        values[f"headers_{lang}"] = text("tables.choice_separator", lang).join(labels)
    return Fault("header_missing", file=file, sheet=name, values=tuple(values.items()))


def _kept_rows(data: Rows, value_column: int | None) -> tuple[list[int], list[str]]:
    """Positions of the rows to read, and a reason for each row with content that is not."""
    kept: list[int] = []
    skipped: list[str] = []
    examples = example_prefixes()
    for i, row in enumerate(data):
        used = len(row) - row.count("") - row.count(None)
        if used <= _ALMOST_BLANK and all(is_blank(cell) for cell in row):
            continue
        first = next((cell for cell in row if not is_blank(cell)), "")
        if isinstance(first, str) and plain(first[:12]).startswith(examples):
            skipped.append("example_row")
        elif value_column is not None and is_blank(row[value_column]):
            skipped.append("default_kept")
        else:
            kept.append(i)
    return kept, skipped


def _frame(sheet: Sheet, block: Block, data: Rows) -> pd.DataFrame:
    cells = list(zip(*data, strict=True))
    columns: dict[str, AnySeries] = {}
    for name in dict.fromkeys([*sheet.keys, *block.columns]):
        at = block.columns.get(name)
        given = cells[at] if at is not None and cells else [None] * len(data)
        columns[name] = pd.Series(object_array(given), dtype=object)
    return pd.DataFrame(columns, index=pd.RangeIndex(len(data)))
