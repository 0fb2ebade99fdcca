"""Which rows of a table say by their label that they are no records.

A label stands in the column of the id or left of it; a cell of a note or a tenant behind a
filled id says nothing of the row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from optimizer.tables.files.formats import SheetCells
from optimizer.tables.layout.regions import Region
from optimizer.tables.layout.row_kinds import LABEL_WITHIN, Label, has_mark, label_kind
from optimizer.tables.printed import is_blank
from optimizer.tables.schema import schema
from optimizer.tables.values.numbers import amount_in, number_in

ADDED_UP: Final = frozenset({"m2", "desk", "yuan_10k", "person"})
"""Units whose columns are summed; heights and rents are not."""
_IDS: Final[Mapping[str, tuple[str, ...]]] = {
    "carriers": ("carrier", "name"),
    "projects": ("project", "name", "company"),
}
_TOTALS: Final = frozenset({"total"})
_EVERY: Final = frozenset({"total", "sum", "figure", "part"})
_WORDS: Final = frozenset({"text", "id"})


@dataclass(frozen=True)
class Fields:
    """The columns of a table that tell records from other rows.

    Attributes
    ----------
    ids : tuple of int
        What its rows are about, from left to right.
    amounts : tuple of int
        Columns that are added up.
    named : frozenset of int
        Every column of ours.
    telling : frozenset of int
        Columns where 合计 cannot be a value: choices, numbers, floors.
    """

    ids: tuple[int, ...] = ()
    amounts: tuple[int, ...] = ()
    named: frozenset[int] = frozenset()
    telling: frozenset[int] = frozenset()


def fields_of(key: str, columns: Mapping[str, int], needs: Mapping[str, int]) -> Fields:
    """What the columns of a table that is read as the sheet `key` tell of its rows."""
    sheet = schema()[key]
    ids = _IDS.get(key, (sheet.columns[0].key,))
    kinds = {at: sheet.by_key[name] for name, at in columns.items() if name in sheet.by_key}
    kinds |= {at: schema()["stays"].by_key[name] for name, at in needs.items()}
    telling = {at for at, column in kinds.items() if column.kind not in _WORDS}
    return Fields(
        tuple(sorted({columns[name] for name in ids if name in columns})),
        tuple(sorted(at for at, column in kinds.items() if column.unit in ADDED_UP)),
        frozenset(kinds),
        frozenset(telling | ({columns["floor"]} if "floor" in columns else set())),
    )


def label_rows(
    cells: SheetCells, region: Region, fields: Fields
) -> tuple[dict[int, tuple[Label, int]], list[int]]:
    """Rows with a label to what it says and its column; and the rows without an id.

    Where nothing is added up (settings, pins) only a plain 合计 is a label.
    """
    wanted = _EVERY if fields.amounts else _TOTALS
    found: dict[int, tuple[Label, int]] = {}
    rows, start = cells.rows[: region.end], region.bottom + 1
    if not fields.ids:
        _from_columns(rows, start, range(region.left, region.left + LABEL_WITHIN), found, wanted)
        return found, []
    first = fields.ids[0]
    merged = _under_merges(cells, first)
    names = list(map(itemgetter(first), rows[start:]))
    blanks = {
        name
        for name in set(names)
        if (not name.strip() if isinstance(name, str) else is_blank(name))
    }
    blank = [i for i, name in enumerate(names, start) if name in blanks and i not in merged]
    _from_columns(rows, start, range(region.left, first + 1), found, wanted)
    _from_columns(rows, start, sorted(fields.telling - set(range(first + 1))), found, _TOTALS)
    for i in blank:
        for column in range(first + 1, min(region.right, region.left + LABEL_WITHIN)):
            cell = rows[i][column]
            if i not in found and isinstance(cell, str) and (kind := label_kind(cell)) in wanted:
                found[i] = (kind, column)
    for other in fields.ids[1:]:
        # 其中：A座 may stand in the name beside an id of its own.
        _from_columns(rows, start, [other], found, wanted & {"part"})
    return found, blank


def says_only_numbers(row: Sequence[Any], label: int, fields: Fields) -> bool:
    """Whether nothing but numbers stands behind a row's label, notes left out."""
    return all(is_blank(row[at]) or _is_number(row[at]) for at in fields.named if at > label)


def _from_columns(
    rows: Sequence[Sequence[Any]],
    start: int,
    columns: Sequence[int] | range,
    found: dict[int, tuple[Label, int]],
    wanted: frozenset[str],
) -> None:
    """Labels by column: each distinct text is looked at once."""
    below = rows[start:]
    for column in columns:
        if not below or column >= len(below[0]):
            continue
        values = list(map(itemgetter(column), below))
        texts = [value for value in set(values) if isinstance(value, str)]
        if not has_mark("".join(texts)):
            continue
        kinds = {text: kind for text in texts if (kind := label_kind(text)) in wanted}
        if not kinds:
            continue
        for i, value in enumerate(values, start):
            if isinstance(value, str) and value in kinds:
                found.setdefault(i, (kinds[value], column))


def _under_merges(cells: SheetCells, column: int) -> set[int]:
    """Rows whose cell of a column lies under a merged one: they have its value."""
    return {
        row
        for (top, left), (bottom, right) in cells.merges
        if left <= column <= right
        for row in range(top + 1, min(bottom, len(cells.rows) - 1) + 1)
    }


def _is_number(cell: Any) -> bool:
    return number_in(cell) is not None or (isinstance(cell, str) and amount_in(cell) is not None)
