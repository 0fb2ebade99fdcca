"""Which column of a room list names the carrier, if its header does not say so."""

import re
from collections.abc import Sequence
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.tables.buildings import joined
from optimizer.tables.headers.naming import Named
from optimizer.tables.layout.context import Carriers
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.table import column_letter, column_words

Rows = Sequence[Sequence[Any]]

_LOOKED_AT: Final = 2_000
_IN_FRONT: Final = re.compile(
    r"(?P<carrier>.*?(?:座|栋|幢|号楼|#楼|楼|#|馆|大厦|中心))[\s\-_]*(?P<room>[^\s\-_座栋幢楼].*)"
    r"|(?P<short>\d{1,2}(?=[\s\-_]+\d{3,})|[^\s\-_\d][^\s\-_]*?)[\s\-_]+(?P<rest>\S.*)"
)
"""The building in front of a room: A座-101, A座 12层 1201, B-201."""


def carrier_by_values(
    rows: Sequence[list[Any]],
    named: Named,
    kept: Sequence[int],
    carriers: Carriers,
    place: tuple[str, str],
) -> list[Fault]:
    """Of the columns that may name the carrier, take the one whose values are known carriers.

    Those with a fitting header (园区, 楼栋) come first; a column of the user's own serves
    where all its values are known and the other has none. That is told; the other may still
    be needed to tell its rooms apart.
    """
    if not carriers.known.campus_of:
        return []
    used = named.columns.get("carrier")
    share = 0.0 if used is None else _share(rows, used, kept, carriers)
    alternatives = named.alternatives.get("carrier", [])
    best = max(alternatives, key=lambda at: _share(rows, at, kept, carriers), default=None)
    if used is not None and best is not None and _share(rows, best, kept, carriers) > share:
        _use(named, best)
        return []
    if share or not kept:
        return []
    for header, at in named.own.items():
        if _share(rows, at, kept, carriers) == 1.0 and not any(is_blank(rows[i][at]) for i in kept):
            _use(named, at)
            told = {**column_words("rooms", "carrier"), "header": header}
            where = (*place, f"{column_letter(at)}{kept[0] + 1}", printed(rows[kept[0]][at]))
            by_values = Fault("carrier_by_values", "warning", *where, tuple(told.items()))
            return [by_values, *_with_block(rows, named, used, kept, place)]
    return []


def _with_block(
    rows: Sequence[list[Any]],
    named: Named,
    block: int | None,
    kept: Sequence[int],
    place: tuple[str, str],
) -> list[Fault]:
    """Rooms of one number in several buildings of the carrier get the building in front."""
    at = named.columns.get("room")
    if block is None or at is None:
        return []
    rooms = [(printed(rows[i][block]), printed(rows[i][at])) for i in kept]
    numbers = {number for _, number in rooms}
    if len(numbers) == len(rooms) or len(set(rooms)) < len(rooms) or not all(map(all, rooms)):
        return []
    for i, (building, number) in zip(kept, rooms, strict=True):
        rows[i][at] = joined(building, number)
    first = kept[0]
    where = (*place, f"{column_letter(at)}{first + 1}", rooms[0][1])
    told = {"count": str(len(kept)), "id": printed(rows[first][at])}
    return [Fault("rooms_of_one_number", "warning", *where, tuple(told.items()))]


def carriers_in_front(
    rows: Rows, at: int, kept: Sequence[int], carriers: Carriers
) -> dict[int, str]:
    """Row to the carrier its room number begins with: A座-101, A座 12层 1201, B-201."""
    found: dict[Any, str] = {}
    for room in dict.fromkeys(rows[row][at] for row in kept):
        match = _IN_FRONT.fullmatch(printed(room).strip()) if isinstance(room, str) else None
        if match:
            found[room] = carriers.id_of(match["carrier"] or match["short"])
    return {row: found[rows[row][at]] for row in kept if found.get(rows[row][at])}


def told_in_front(
    rows: Rows, at: int, read: dict[int, str], carriers: Carriers, place: tuple[str, str]
) -> Fault:
    """That carriers were read from the room numbers, once for the table."""
    first, name = next(iter(read.items()))
    room = printed(rows[first][at])
    told = {"count": str(len(read)), "carrier": carriers.known.shown(name)}
    cell = f"{column_letter(at)}{first + 1}"
    return Fault("carrier_in_front", "warning", *place, cell, room, tuple(told.items()))


def _share(rows: Rows, at: int, kept: Sequence[int], carriers: Carriers) -> float:
    return carriers.share_of(rows[i][at] for i in kept[:_LOOKED_AT])


def _use(named: Named, at: int) -> None:
    """Make a column of the user's own the carrier's, and the one so far the user's own."""
    name = next(each for each, column in named.own.items() if column == at)
    del named.own[name]
    used = named.columns.get("carrier")
    named.columns["carrier"] = at
    if used is not None:
        named.own[_header_of(named, used)] = used


def _header_of(named: Named, column: int) -> str:
    letter = column_letter(column)
    return next(
        (each.header for each in named.decisions if each.cell.rstrip("0123456789") == letter),
        f"({letter})",
    )
