"""From a table found on a sheet to pieces of canonical tables: rows, columns, places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.labels import LANGS, text
from optimizer.tables.files.formats import SheetCells
from optimizer.tables.headers.carrier_columns import (
    carrier_by_values,
    carriers_in_front,
    told_in_front,
)
from optimizer.tables.headers.naming import Named, Place, name_columns
from optimizer.tables.layout.context import Carriers
from optimizer.tables.layout.filled_down import fill_down
from optimizer.tables.layout.regions import HEADER_ROWS, Region
from optimizer.tables.layout.row_kinds import without_part
from optimizer.tables.layout.row_labels import ADDED_UP, fields_of
from optimizer.tables.layout.sorting import Sorted, sort_rows
from optimizer.tables.layout.stated import CAMPUS, Run, runs_of
from optimizer.tables.layout.totals import Above, Ledger, check_totals
from optimizer.tables.printed import CellError, is_blank, printed
from optimizer.tables.records.body import Body
from optimizer.tables.records.recast import recast
from optimizer.tables.schema import schema
from optimizer.tables.table import AnySeries, Block, Table, column_letter
from optimizer.tables.values.columns import object_array

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Piece:
    """The rows taken from one table of one sheet of one file."""

    sheet: str
    block: Block
    frame: pd.DataFrame
    rows: list[int]
    own_columns: tuple[str, ...]

    @property
    def units(self) -> Mapping[str, str]:
        """Unit each column's header states, by key."""
        return self.block.units


@dataclass
class Taken:
    """What one table gave."""

    key: str
    named: Named
    sorted: Sorted
    pieces: list[Piece] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_region(
    key: str,
    cells: SheetCells,
    region: Region,
    place: Place,
    carriers: Carriers,
    above: Above,
) -> Taken:
    """Read one table as the canonical sheet `key`; `above` has the sums of the file's others."""
    under = cells.rows[region.bottom + 1 : region.end]
    named = name_columns(key, region, under, place)
    value = named.columns.get("value") if key == "settings" else None
    fields = fields_of(key, named.columns, named.needs)
    taken = Taken(key, named, sort_rows(cells, region, value, fields))
    taken.faults += named.faults
    where = (place.file, cells.name)
    ledger = Ledger(cells.rows, taken.sorted.kept, taken.sorted.totals, where)
    taken.faults += check_totals(key, named.columns, ledger, above)
    taken.faults += check_totals("stays", named.needs, ledger, above)
    taken.faults += _read_parts(cells, taken.sorted, where)
    tops = _fill_merged(cells, region, key, named, taken.sorted.kept)
    kept = taken.sorted.kept
    if key == "rooms":
        taken.faults += carrier_by_values(cells.rows, named, kept, carriers, where)
    taken.faults += fill_down(key, cells.rows, named, taken.sorted, carriers, tops, where)
    body = Body(key, region, cells.rows, taken.sorted.kept, named, place)
    taken.faults += recast(body, carriers)
    _make_pieces(taken, cells, region, place, carriers, tops)
    taken.faults += _taken_as_vacant(taken)
    return taken


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


def header_missing(key: str, file: str, name: str) -> Fault:
    """The fault of a sheet whose name is known and whose headers are not."""
    values = {"rows": str(HEADER_ROWS)}
    for lang in LANGS:
        labels = [column.header(lang) for column in schema()[key].columns[:4]]
        values[f"headers_{lang}"] = text("tables.choice_separator", lang).join(labels)
    return Fault("header_missing", file=file, sheet=name, values=tuple(values.items()))


def _read_parts(cells: SheetCells, found: Sorted, where: tuple[str, str]) -> list[Fault]:
    """Rows marked 其中 read without the mark; those that their whole counts as well are told."""
    faults: list[Fault] = []
    for row, column, whole in found.parts.twice:
        first = next(
            c for c, cell in enumerate(cells.rows[whole]) if isinstance(cell, str) and cell
        )
        words = (
            ("whole", printed(cells.rows[whole][first]).strip()),
            ("first", f"{column_letter(first)}{whole + 1}"),
        )
        place = f"{column_letter(column)}{row + 1}"
        written = printed(cells.rows[row][column]).strip()
        faults.append(Fault("counted_twice", "error", *where, place, written, words))
    for row, column, *_ in (*found.parts.parts, *found.parts.twice):
        cells.rows[row][column] = without_part(cells.rows[row][column])
    return faults


_TOPS_LIMIT: Final = 200_000


def _fill_merged(
    cells: SheetCells, region: Region, key: str, named: Named, kept: Sequence[int]
) -> dict[tuple[int, int], int]:
    """Give every row under a vertically merged cell its value; say where the value stands.

    An amount that is merged over several records is of all of them together: which has how
    much is not known, so each of these cells is at fault.
    """
    tops: dict[tuple[int, int], int] = {}
    keys = {at: name for name, at in named.columns.items()}
    own = set(named.own.values())
    records = set(kept)
    for (top, left), (bottom, _) in cells.merges:
        if bottom == top or top <= region.bottom or not region.left <= left < region.right:
            continue
        inside = [row for row in range(top, min(bottom, region.end - 1) + 1) if row in records]
        if not inside:
            continue
        value = cells.rows[top][left]
        if len(inside) < 2 or is_blank(value) or (left not in keys and left not in own):
            continue
        if len(tops) > _TOPS_LIMIT:
            break
        column = schema()[key].by_key.get(keys.get(left, ""))
        amount = column is not None and column.unit in ADDED_UP
        if left in own and not isinstance(value, str):
            continue
        for row in inside:
            if amount:
                cells.rows[row][left] = CellError(printed(value), "merged_amount")
            elif row > top:
                cells.rows[row][left] = value
            tops[row + 1, left] = top + 1
    return tops


def _taken_as_vacant(taken: Taken) -> list[Fault]:
    """Rooms of which nothing says who sits there or what is free: all count as vacant."""
    silent = [p for p in taken.pieces if not (p.block.has("status") or p.block.has("tenant"))]
    count = sum(len(piece.rows) for piece in silent)
    if taken.key != "rooms" or not count:
        return []
    block, values = silent[0].block, (("count", str(count)),)
    return [Fault("rooms_taken_as_vacant", "warning", block.file, block.sheet, values=values)]


def _make_pieces(
    taken: Taken,
    cells: SheetCells,
    region: Region,
    place: Place,
    carriers: Carriers,
    tops: Mapping[tuple[int, int], int],
) -> None:
    """One piece per run of rows under the same heading."""
    key, named = taken.key, taken.named
    columns = {**named.columns, **named.own}
    runs = runs_of(key, cells, region, taken.sorted, carriers, place.file, taken.faults)
    in_front = _in_front(taken, cells, runs, carriers, place)
    for run in runs:
        said = {name: value for name, value in run.stated.items() if name not in columns}
        campus = said.pop(CAMPUS, ("", ""))[0] if CAMPUS not in schema()[key].by_key else ""
        fixed = {name: address for name, (_, address) in said.items()}
        values: dict[str, Any] = {name: value for name, (value, _) in said.items()}
        at = columns
        if in_front and "carrier" not in values:
            at = {**columns, "carrier": named.columns["room"]}
            values["carrier"] = [in_front.get(row) for row in run.rows]
        header = region.bottom + 1
        block = Block(place.file, cells.name, at, named.units, header, fixed, tops, campus)
        taken.pieces.append(_piece(key, block, cells.rows, run.rows, values, tuple(named.own)))
    if named.needs:
        taken.pieces.append(_needs_piece(taken, cells, region, place, tops))


def _in_front(
    taken: Taken, cells: SheetCells, runs: Sequence[Run], carriers: Carriers, place: Place
) -> dict[int, str]:
    """Carriers that stand only in front of the room numbers, by row."""
    columns = taken.named.columns
    if taken.key != "rooms" or "carrier" in columns or "room" not in columns:
        return {}
    rows = [row for run in runs if "carrier" not in run.stated for row in run.rows]
    read = carriers_in_front(cells.rows, columns["room"], rows, carriers)
    if read:
        where = (place.file, cells.name)
        taken.faults.append(told_in_front(cells.rows, columns["room"], read, carriers, where))
    return read


def _needs_piece(
    taken: Taken,
    cells: SheetCells,
    region: Region,
    place: Place,
    tops: Mapping[tuple[int, int], int],
) -> Piece:
    """Needs on a list of projects as rows of the stays sheet, for the rows that have one."""
    columns = taken.named.columns
    project = next(columns[key] for key in ("project", "name", "company") if key in columns)
    needs = {"project": project, **taken.named.needs}
    asked = [needs[key] for key in ("area_m2", "desks") if key in needs]
    rows = [i for i in taken.sorted.kept if any(not is_blank(cells.rows[i][at]) for at in asked)]
    units = taken.named.need_units
    block = Block(place.file, cells.name, needs, units, region.bottom + 1, {}, tops)
    return _piece("stays", block, cells.rows, rows, {}, ())


def _piece(
    key: str,
    block: Block,
    rows: Rows,
    kept: Sequence[int],
    values: Mapping[str, Any],
    own: tuple[str, ...],
) -> Piece:
    cells = list(zip(*(rows[i] for i in kept), strict=True))
    columns: dict[str, AnySeries] = {}
    for name in dict.fromkeys([*schema()[key].keys, *block.columns]):
        at, said = block.columns.get(name), values.get(name)
        if isinstance(said, list):
            given = object_array(said)
        elif at is not None and cells:
            given = object_array(cells[at])
        else:
            given = np.full(len(kept), said, dtype=object)
        columns[name] = pd.Series(given, dtype=object)
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(kept)))
    return Piece(key, block, frame, [i + 1 for i in kept], own)
