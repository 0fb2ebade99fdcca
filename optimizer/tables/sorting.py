"""Rows under a header sorted into records, totals, notes, headings and what is not read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from optimizer.tables.context import Carriers, said_by
from optimizer.tables.formats import SheetCells
from optimizer.tables.printed import is_blank
from optimizer.tables.regions import Region
from optimizer.tables.row_kinds import are_column_numbers, is_footnote, is_more_note, is_total
from optimizer.tables.vocabulary import example_prefixes
from optimizer.tables.words import plain

_ALMOST_BLANK: Final = 2
_NOTE_STARTS: Final = frozenset("备注附说填制审复经单负分联打数资统截报盖签公第共※★*＊以本上(（")
_EXAMPLE_STARTS: Final = frozenset("示eEｅＥ[【(（")


@dataclass
class Sorted:
    """Zero-based rows of the sheet by what they are.

    `headings` are rows between records that say something of those below them, with text.
    """

    kept: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    headings: list[tuple[int, int, str]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def sort_rows(cells: SheetCells, region: Region, value_column: int | None) -> Sorted:
    """Sort the rows of a table; `value_column` is where a blank setting keeps its default."""
    found = Sorted()
    examples = example_prefixes()
    whole = region.left == 0 and region.right == len(cells.rows[region.bottom])
    wide = {top for (top, left), (_, right) in cells.merges if right > left}
    noted = False
    for i in range(region.bottom + 1, region.end):
        row = cells.rows[i] if whole else cells.rows[i][region.left : region.right]
        used = len(row) - row.count("") - row.count(None)
        if used <= _ALMOST_BLANK and all(is_blank(cell) for cell in row):
            continue
        first = row[0]
        if first is None or (isinstance(first, str) and not first.strip()):
            first = next(cell for cell in row if not is_blank(cell))
        if isinstance(first, str):
            kind = _kind(row, first, used, noted, examples)
            if kind == "" and used == 1 and _is_heading(cells, i, wide, region, first):
                at = region.left + next(c for c, v in enumerate(row) if not is_blank(v))
                found.headings.append((i, at, first))
                found.skipped["heading_row"] += 1
                continue
        else:
            kind = "total_row" if is_total(row) else ""
        if not kind and i == region.bottom + 1 and are_column_numbers(row):
            kind = "column_numbers"
        if not kind and value_column is not None and is_blank(cells.rows[i][value_column]):
            kind = "default_kept"
        if not kind:
            found.kept.append(i)
            noted = False
            continue
        noted = kind == "footnote_row"
        if kind == "total_row":
            found.totals.append(i)
        found.skipped[kind] += 1
    return found


def _kind(row: Sequence[Any], first: str, used: int, noted: bool, examples: tuple[str, ...]) -> str:
    start = first.lstrip()
    ordinary = first.isascii() and first.isalnum() and not first.casefold().startswith(examples)
    if not ordinary and plain(first[:12]).startswith(examples):
        return "example_row"
    if is_total(row):
        return "total_row"
    if start[0] in _NOTE_STARTS and is_footnote(start, used):
        return "footnote_row"
    if noted and is_more_note(first, used):
        return "footnote_row"
    return ""


def _is_heading(cells: SheetCells, row: int, wide: set[int], region: Region, words: str) -> bool:
    """Whether a lone text is a heading between records: merged across, or alone above a record."""
    if region.right - region.left < 3:
        return False
    return row in wide or (len(words) <= 20 and _looks_like_heading(words))


def _looks_like_heading(words: str) -> bool:
    said = (said_by(words, key, Carriers(), loose=True) for key in ("rooms", "projects"))
    return any(said)
