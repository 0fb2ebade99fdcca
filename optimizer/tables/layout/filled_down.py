"""Building, floor and park written once and left blank below, as merged cells are exported."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.labels import LANGS
from optimizer.tables.buildings import building_key
from optimizer.tables.headers.naming import Named
from optimizer.tables.layout.context import Carriers
from optimizer.tables.layout.sorting import Sorted
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import schema
from optimizer.tables.table import column_letter, column_words

Rows = Sequence[list[Any]]
Tops = dict[tuple[int, int], int]

_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "rooms": ("carrier", "floor"),
    "projects": ("present_carrier",),
    "carriers": ("campus",),
}
"""Columns that are filled, from the outside in: a new building begins with no floor."""
_SITS: Final = ("present_room", "present_area_m2")
"""A project without these may be one that sits nowhere yet."""
_IDS: Final = {"rooms": ("room",), "projects": ("project", "name"), "carriers": ("carrier", "name")}


_ROOM: Final = re.compile(r"(\d{1,2})\d\d")
_LEVEL: Final = re.compile(r"\d+")


@dataclass(frozen=True)
class _Column:
    """A column to fill: its records have one of `needs`, and lie in the same `outer` place."""

    key: str
    at: int
    needs: tuple[int, ...]
    outer: int | None


def fill_down(
    key: str,
    rows: Rows,
    named: Named,
    found: Sorted,
    carriers: Carriers,
    tops: Tops,
    place: tuple[str, str],
) -> list[Fault]:
    """Fill the blanks below a building, floor or park; told once per column.

    Only where the first record has a value and each is written but once, or the same value
    stands above and below. A heading or a total ends what stands above it.
    """
    faults: list[Fault] = []
    breaks = sorted([*(row for row, _, _ in found.headings), *found.totals])
    for column in _columns(key, rows, named, found.kept, carriers):
        filled = _fill(column, rows, found.kept, breaks, tops)
        if filled:
            faults.append(_told(key, column, rows, filled, place))
    return faults


def _columns(
    key: str,
    rows: Rows,
    named: Named,
    kept: Sequence[int],
    carriers: Carriers,
) -> Iterable[_Column]:
    columns = named.columns
    ids = tuple(columns[each] for each in _IDS.get(key, ()) if each in columns)[:1]
    sits = tuple(columns[each] for each in _SITS if each in columns)
    outer: int | None = None
    # In a workbook that has the template's own headers a blank is a blank, where it may be one.
    template = all(each.how in ("name", "own") for each in named.decisions)
    if key in ("rooms", "projects") and not template:
        for name, at in named.own.items():
            if _known_campuses((rows[i][at] for i in kept), carriers):
                yield _Column(name, at, sits if key == "projects" else ids, None)
                outer = at
    for name in _PLACES.get(key, ()):
        if name in columns and ids and (schema()[key].by_key[name].required or not template):
            at = columns[name]
            yield _Column(name, at, sits if key == "projects" else ids, outer)
            outer = at


def _known_campuses(values: Iterable[Any], carriers: Carriers) -> bool:
    said = {value for value in values if isinstance(value, str) and value.strip()}
    return bool(said) and all(carriers.known.campus(each) for each in said)


def _fill(
    column: _Column, rows: Rows, kept: Sequence[int], breaks: Sequence[int], tops: Tops
) -> list[int]:
    """Fill the blanks of a column; each row then points at the cell its value stands in."""
    at = column.at
    given = [not is_blank(rows[row][at]) for row in kept]
    if not kept or not given[0] or all(given):
        return []
    filled: list[int] = []
    once = not _repeats(column, rows, kept, given, tops)
    below = _next_values(rows, kept, given, at)
    ends, source = iter([*breaks, len(rows) + 1]), -1
    end = next(ends)
    for n, row in enumerate(kept):
        while end < row:
            source, end = -1, next(ends)
        if given[n]:
            source = row
        elif source >= 0:
            if not _goes_on(column, rows, source, row):
                source = -1
            elif once or rows[source][at] == below[n]:
                filled.append(row)
                tops[row + 1, at] = tops.get((source + 1, at), source + 1)
    for row in filled:
        rows[row][at] = rows[tops[row + 1, at] - 1][at]
    return filled


def _repeats(
    column: _Column, rows: Rows, kept: Sequence[int], given: Sequence[bool], tops: Tops
) -> bool:
    """Whether neighbours have the same value written in each: then a blank is a slip."""
    return any(
        given[n] and given[n + 1] and rows[a][column.at] == rows[b][column.at]
        for n, (a, b) in enumerate(pairwise(kept))
        if (b + 1, column.at) not in tops
    )


def _next_values(rows: Rows, kept: Sequence[int], given: Sequence[bool], at: int) -> Sequence[Any]:
    """Per record the next value written below it."""
    found: list[Any] = []
    below: Any = None
    for row, there in zip(reversed(kept), reversed(given), strict=True):
        found.append(below)
        below = rows[row][at] if there else below
    return found[::-1]


def _goes_on(column: _Column, rows: Rows, source: int, row: int) -> bool:
    """Whether a row is a record of the same building and floor as the one above."""
    if not any(not is_blank(rows[row][at]) for at in column.needs):
        return False
    if column.outer is not None and rows[row][column.outer] != rows[source][column.outer]:
        return False
    return column.key != "floor" or not _elsewhere(
        rows[row][column.needs[0]], rows[source][column.at]
    )


def _elsewhere(room: Any, floor: Any) -> bool:
    """Whether a room's number says another floor: 201 is not on floor 1."""
    number = _ROOM.fullmatch(printed(room).strip())
    level = _LEVEL.search(building_key(printed(floor)))
    return bool(number and level and int(number[1]) != int(level[0]))


def _told(
    key: str, column: _Column, rows: Rows, filled: Sequence[int], place: tuple[str, str]
) -> Fault:
    first = filled[0]
    words: dict[str, str] = (
        column_words(key, column.key)
        if column.key in schema()[key].by_key
        else {f"column_{lang}": column.key for lang in LANGS}
    )
    told = {**words, "count": str(len(filled)), "like": printed(rows[first][column.at])}
    cell = f"{column_letter(column.at)}{first + 1}"
    return Fault("filled_down", "warning", *place, cell, "", tuple(told.items()))
