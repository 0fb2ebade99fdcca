"""Rows under a header sorted into records, totals, notes, headings and what is not read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from optimizer.tables.files.formats import SheetCells
from optimizer.tables.layout.context import Carriers, said_by
from optimizer.tables.layout.regions import Region
from optimizer.tables.layout.row_kinds import (
    Label,
    are_column_numbers,
    is_footnote,
    is_more_note,
    without_part,
)
from optimizer.tables.layout.row_labels import Fields, label_rows, says_only_numbers
from optimizer.tables.layout.sums import Parts, settle_parts, unlabelled_sums
from optimizer.tables.printed import is_blank
from optimizer.tables.vocabulary import example_prefixes, vocabularies
from optimizer.tables.words import plain

_ALMOST_BLANK: Final = 2
_NOTE_STARTS: Final = frozenset("备注附说填制审复经单负分联打数资统截报盖签公第共※★*＊以本上(（")
_SHARES_OF: Final = ("room_status", "project_status", "stage")
"""其中：空置 below the rows says how many of them; it is no row of its own."""


@dataclass
class Sorted:
    """Zero-based rows of the sheet by what they are.

    `headings` are rows between records that say something of those below them, with text.
    `parts` tells which records are marked as parts of another row.
    """

    kept: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    headings: list[tuple[int, int, str]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    parts: Parts = field(default_factory=Parts)


def sort_rows(
    cells: SheetCells, region: Region, value_column: int | None, fields: Fields
) -> Sorted:
    """Sort the rows of a table; `value_column` is where a blank setting keeps its default."""
    found = Sorted()
    examples = example_prefixes()
    labels, blank = label_rows(cells, region, fields)
    whole = region.left == 0 and region.right == len(cells.rows[region.bottom])
    wide = {top for (top, left), (_, right) in cells.merges if right > left}
    noted = False
    top = region.bottom + 1 if value_column is None else region.end
    for i in range(region.bottom + 1, region.end):
        row = cells.rows[i] if whole else cells.rows[i][region.left : region.right]
        first = row[0]
        if (
            type(first) is str
            and first.isascii()
            and first.isalnum()
            and i > top
            and i not in labels
            and row.count("") < len(row) - 1
            and not first.casefold().startswith(examples)
        ):
            # Nearly all rows of a large ledger: none of the questions below is about them.
            found.kept.append(i)
            noted = False
            continue
        used = len(row) - row.count("") - row.count(None)
        if used <= _ALMOST_BLANK and all(is_blank(cell) for cell in row):
            continue
        if first is None or (isinstance(first, str) and not first.strip()):
            first = next(cell for cell in row if not is_blank(cell))
        kind = ""
        if isinstance(first, str):
            kind = _kind(first, used, noted, examples)
        if not kind and i in labels:
            kind = _labelled(cells.rows[i], *labels[i], fields, found)
        if kind == "" and used == 1 and _is_heading(cells, i, wide, region, first):
            at = region.left + next(c for c, v in enumerate(row) if not is_blank(v))
            found.headings.append((i, at, first))
            found.skipped["heading_row"] += 1
            continue
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
    _by_arithmetic(cells, found, labels, blank, fields)
    return found


def _by_arithmetic(
    cells: SheetCells,
    found: Sorted,
    labels: Mapping[int, tuple[Label, int]],
    blank: list[int],
    fields: Fields,
) -> None:
    """Records that are told to be none by the rows around them."""
    sums = set()
    if blank:
        sums = unlabelled_sums(cells.rows, found.kept, blank, found.totals, fields)
        found.skipped["unlabelled_total"] += len(sums)
    if any(kind == "part" for kind, _ in labels.values()):
        kept = [row for row in found.kept if row not in sums]
        found.parts = settle_parts(cells.rows, kept, labels, fields)
        found.skipped["whole_row"] += len(found.parts.wholes)
    if sums or found.parts.wholes:
        found.kept = [row for row in found.kept if row not in sums | found.parts.wholes]
    found.skipped = +found.skipped


def _labelled(row: list[Any], label: Label, at: int, fields: Fields, found: Sorted) -> str:
    """What a row is by its label: most labels count only if hardly a word stands beside them."""
    if label == "total":
        return "total_row"
    if not says_only_numbers(row, at, fields):
        return ""
    if label == "sum":
        return "total_row"
    if label == "figure":
        return "summary_row"
    said = plain(without_part(row[at]))
    counted = any(said in vocabularies()[name].canonical for name in _SHARES_OF)
    below = bool(found.kept) and bool(found.totals) and found.totals[-1] > found.kept[-1]
    return "summary_row" if counted or below else ""


def _kind(first: str, used: int, noted: bool, examples: tuple[str, ...]) -> str:
    start = first.lstrip()
    ordinary = first.isascii() and first.isalnum() and not first.casefold().startswith(examples)
    if not ordinary and plain(first[:12]).startswith(examples):
        return "example_row"
    if start[0] in _NOTE_STARTS and is_footnote(start, used):
        return "footnote_row"
    if noted and is_more_note(first, used):
        return "footnote_row"
    return ""


def _is_heading(cells: SheetCells, row: int, wide: set[int], region: Region, words: Any) -> bool:
    """Whether a lone text is a heading between records: merged across, or alone above a record."""
    if region.right - region.left < 3 or not isinstance(words, str):
        return False
    return row in wide or (len(words) <= 20 and _looks_like_heading(words))


def _looks_like_heading(words: str) -> bool:
    said = (said_by(words, key, Carriers(), loose=True) for key in ("rooms", "projects"))
    return any(said)
