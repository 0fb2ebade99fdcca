"""Rows that tell of one thing: on two sheets that agree, or a tenant's rooms one below another.

Ledgers are kept by several hands: 基本情况 and 技术条件 of the same buildings, a list of
projects and a list of tenants, a row for every room a company rents. What agrees is one
record, and it is said; what does not is a fault at the cell that differs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.records.copies import repeated_sheets
from optimizer.tables.schema import schema
from optimizer.tables.table import Table
from optimizer.tables.values.columns import object_array

JOINED: Final = frozenset({"campuses", "carriers", "rooms", "projects", "industries"})
"""Sheets of things that have a name of their own; of the others every row counts."""
_TOLERANCE: Final = 1e-9
_PER_ROOM: Final = ("present_room", "present_area_m2")
"""What a row per room of one tenant differs in."""
_BETWEEN: Final = ";"


Cells = Mapping[str, list[Any]]


@dataclass
class _Joining:
    """Rows put together so far: what went, what it added, what was told."""

    table: Table
    cells: Cells
    gone: set[int] = field(default_factory=set)
    added: dict[tuple[int, str], Any] = field(default_factory=dict)
    origin: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    agreed: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    rented: dict[int, int] = field(default_factory=dict)
    differ: dict[int, tuple[int, list[str]]] = field(default_factory=dict)

    def value(self, row: int, key: str) -> Any:
        """What a record says of a column, with what other rows have added to it."""
        return self.added[row, key] if (row, key) in self.added else self.cells[key][row]

    def differing(self, row: int, other: int) -> list[str]:
        """Columns of the schema in which another row says something else."""
        return [
            column.key
            for column in schema()[self.table.sheet].columns
            if not _agree(self.value(row, column.key), self.cells[column.key][other])
        ]


def join_rows(raw: Table, clean: Table) -> tuple[Table, Table, list[Fault]]:
    """Rows of one id put together where they agree.

    Parameters
    ----------
    raw, clean : Table
        The table as it was read and as it was understood, row by row the same.

    Returns
    -------
    raw, clean : Table
        Without the rows that were joined to others; `origin` says where their values stand.
    faults : list of Fault
        A warning for each table and each tenant that was joined, an error for each cell
        that differs.
    """
    if clean.sheet not in JOINED or not len(clean):
        return raw, clean, []
    groups = _groups(clean)
    if not groups:
        return raw, clean, []
    cells = {str(key): clean.frame[key].tolist() for key in clean.frame.columns}
    done = _Joining(clean, cells)
    for rows in groups:
        _join_group(rows, done)
    faults = [*_told_tables(done), *_told_tenants(done), *_told_differing(raw, done)]
    if not done.gone:
        return raw, clean, faults
    return _without(raw, done), _without(clean, done), faults


def _groups(clean: Table) -> list[list[int]]:
    """Rows of the same id, where there are several."""
    keys = list(schema()[clean.sheet].id)
    ids = clean.frame[keys]
    again = np.flatnonzero(ids.duplicated(keep=False) & (ids != "").all(axis=1))
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, names in zip(again.tolist(), ids.iloc[again].to_numpy().tolist(), strict=True):
        groups.setdefault(tuple(names), []).append(i)
    return list(groups.values())


def _join_group(rows: Sequence[int], done: _Joining) -> None:
    first, *others = rows
    for other in others:
        if done.table.block[first] == done.table.block[other]:
            if done.table.sheet == "projects" and _rents_another_room(done, first, other):
                _add_room(done, first, other)
            continue  # the others are told as repeated ids
        differs = done.differing(first, other)
        if differs:
            done.differ[other] = first, differs
        else:
            _take_over(done, first, other)
        done.gone.add(other)


def _agree(one: Any, other: Any) -> bool:
    if is_blank(one) or is_blank(other):
        return True
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))
    return bool(one == other)


def _take_over(done: _Joining, first: int, other: int) -> None:
    """Give a record what only the other row says, and remember where it stands."""
    table = done.table
    place = (int(table.block[other]), int(table.row[other]))
    for key, cells in done.cells.items():
        if not is_blank(cells[other]) and is_blank(done.value(first, key)):
            done.added[first, key] = cells[other]
            done.origin[first, key] = place
    _keep_own(done, first, other)
    pair = (int(table.block[first]), int(table.block[other]))
    done.agreed.setdefault(pair, []).append((first, other))


def _keep_own(done: _Joining, first: int, other: int) -> None:
    """What the user's own columns say differently stands side by side."""
    for name in done.table.own_columns:
        one, two = (printed(each) for each in (done.value(first, name), done.cells[name][other]))
        if one and two and two not in one.split(_BETWEEN):
            done.added[first, name] = f"{one}{_BETWEEN}{two}"


def _rents_another_room(done: _Joining, first: int, other: int) -> bool:
    """Whether another row of a tenant differs in nothing but its room and area."""
    room, area = (done.cells[key][other] for key in _PER_ROOM)
    rooms, before = (done.value(first, key) for key in _PER_ROOM)
    if any(map(is_blank, (room, area, rooms, before))) or room in str(rooms).split(_BETWEEN):
        return False
    return set(done.differing(first, other)) <= set(_PER_ROOM)


def _add_room(done: _Joining, first: int, other: int) -> None:
    room, area = (done.cells[key][other] for key in _PER_ROOM)
    rooms, before = (done.value(first, key) for key in _PER_ROOM)
    done.added[first, "present_room"] = f"{rooms}{_BETWEEN}{room}"
    done.added[first, "present_area_m2"] = float(before) + float(area)
    _keep_own(done, first, other)
    done.rented[first] = done.rented.get(first, 1) + 1
    done.gone.add(other)


def _key(table: Table) -> str:
    return "room" if table.sheet == "rooms" else schema()[table.sheet].id[0]


def _told_tables(done: _Joining) -> list[Fault]:
    """One warning for every two tables that tell of the same things."""
    key = _key(done.table)
    faults = []
    for pairs in done.agreed.values():
        first, other = pairs[0]
        place = done.table.place(first, key, seen_from=other)
        values = {"first": place, "count": len(pairs)}
        faults.append(done.table.fault(other, key, "rows_joined", "warning", **values))  # type: ignore[arg-type]
    return faults


def _told_tenants(done: _Joining) -> list[Fault]:
    key = _key(done.table)
    return [
        done.table.fault(
            row,
            key,
            "tenant_rooms_joined",
            "warning",
            count=count,
            rooms=str(done.added[row, "present_room"]).replace(_BETWEEN, "、"),
            area=f"{done.added[row, 'present_area_m2']:,.10g}",
        )
        for row, count in done.rented.items()
    ]


def _told_differing(raw: Table, done: _Joining) -> list[Fault]:
    """A fault at every cell that differs; one for a whole sheet that is another's old copy."""
    firsts = {other: first for other, (first, _) in done.differ.items()}
    copied, left = repeated_sheets(raw, np.array(sorted(firsts), dtype=np.int64), firsts)
    cells = [(firsts[i], i, key) for i in left.tolist() for key in done.differ[i][1]]
    return [*copied, *(_differs(raw, done, *cell) for cell in cells)]


def _differs(raw: Table, done: _Joining, first: int, other: int, key: str) -> Fault:
    """The fault of one cell, with what stands in both places as it is written there."""
    written = raw.frame[key].iat[first]
    told = {
        "id": printed(done.cells[_key(done.table)][other]),
        "first": done.table.place(first, key, seen_from=other),
        "other": printed(done.value(first, key) if is_blank(written) else written),
    }
    return raw.fault(other, key, "joined_rows_differ", **told)  # type: ignore[arg-type]


def _without(table: Table, done: _Joining) -> Table:
    """The table without the rows that were joined, and with what they say."""
    frame = table.frame
    columns: dict[str, dict[int, Any]] = {}
    for (row, key), value in done.added.items():
        columns.setdefault(key, {})[row] = value
    for key, given in columns.items():
        cells = frame[key].tolist()
        for row, value in given.items():
            cells[row] = value
        numeric = frame[key].dtype != object
        frame = frame.assign(**{key: cells if numeric else pd.Series(object_array(cells))})
    kept = np.array([i for i in range(len(table)) if i not in done.gone], dtype=np.int64)
    number = {int(old): new for new, old in enumerate(kept)}
    return replace(
        table,
        frame=frame.iloc[kept].reset_index(drop=True),
        block=table.block[kept],
        row=table.row[kept],
        origin={(number[row], key): place for (row, key), place in done.origin.items()},
    )
