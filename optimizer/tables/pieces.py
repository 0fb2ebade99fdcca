"""From a table found on a sheet to pieces of canonical tables: rows, columns, places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.labels import LANGS, text
from optimizer.tables.body import Body
from optimizer.tables.columns import object_array
from optimizer.tables.context import Carriers, said_by
from optimizer.tables.formats import SheetCells
from optimizer.tables.naming import Named, Place, name_columns
from optimizer.tables.printed import CellError, is_blank, printed
from optimizer.tables.recast import recast
from optimizer.tables.regions import HEADER_ROWS, Region
from optimizer.tables.schema import schema
from optimizer.tables.sorting import Sorted, sort_rows
from optimizer.tables.table import AnySeries, Block, Table, column_letter
from optimizer.tables.totals import ADDED_UP, check_totals

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
    key: str, cells: SheetCells, region: Region, place: Place, carriers: Carriers
) -> Taken:
    """Read one table as the canonical sheet `key`."""
    under = cells.rows[region.bottom + 1 : region.end]
    named = name_columns(key, region, under, place)
    value = named.columns.get("value") if key == "settings" else None
    taken = Taken(key, named, sort_rows(cells, region, value))
    taken.faults += named.faults
    where = (place.file, cells.name)
    totals = taken.sorted.totals
    taken.faults += check_totals(key, named.columns, cells.rows, taken.sorted.kept, totals, where)
    tops = _fill_merged(cells, region, key, named, taken.sorted.kept)
    if key == "rooms":
        _carrier_by_values(cells.rows, taken, carriers)
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


def _carrier_by_values(rows: Rows, taken: Taken, carriers: Carriers) -> None:
    """Of several columns that may name the carrier (园区, 楼栋), the one with known carriers."""
    columns = taken.named.alternatives.get("carrier", [])
    if len(columns) < 2 or not carriers.ids:
        return
    shares = {
        at: carriers.share_of(rows[i][at] for i in taken.sorted.kept[:2000]) for at in columns
    }
    best = max(columns, key=lambda at: shares[at])
    used = taken.named.columns["carrier"]
    if shares[best] <= shares[used]:
        return
    name = next(each for each, at in taken.named.own.items() if at == best)
    del taken.named.own[name]
    taken.named.columns["carrier"] = best
    taken.named.own[_header_of(taken, used)] = used


def _header_of(taken: Taken, column: int) -> str:
    letter = column_letter(column)
    return next(
        (each.header for each in taken.named.decisions if each.cell.rstrip("0123456789") == letter),
        f"({letter})",
    )


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
    general = _general_context(key, cells, region, carriers)
    for heading, rows in _runs(taken.sorted):
        stated = {name: value for name, value in general.items() if name not in named.columns}
        if heading is not None:
            at, column, words = heading
            said = said_by(words, key, carriers, loose=True)
            address = f"{column_letter(column)}{at + 1}"
            if not said and rows:
                told = (("text", words.strip()),)
                taken.faults.append(
                    Fault(
                        "heading_not_used", "warning", place.file, cells.name, address, words, told
                    )
                )
            filled = {name: (value, address) for name, value in said.items()}
            stated |= {n: v for n, v in filled.items() if n not in named.columns}
        fixed = {name: address for name, (_, address) in stated.items()}
        block = Block(
            place.file,
            cells.name,
            {**named.columns, **named.own},
            named.units,
            region.bottom + 1,
            fixed,
            tops,
        )
        values = {name: value for name, (value, _) in stated.items()}
        if rows or heading is None:
            taken.pieces.append(_piece(key, block, cells.rows, rows, values, tuple(named.own)))
    if named.needs:
        taken.pieces.append(_needs_piece(taken, cells, region, place, tops))


def _general_context(
    key: str, cells: SheetCells, region: Region, carriers: Carriers
) -> dict[str, tuple[str, str]]:
    """What the sheet's name and the titles say, with the address; the nearest title first."""
    found: dict[str, tuple[str, str]] = {}
    for row, column, words in reversed(region.titles):
        for name, value in said_by(words, key, carriers).items():
            found.setdefault(name, (value, f"{column_letter(column)}{row + 1}"))
    if not cells.name.startswith(("Sheet", "Table ", "工作表")):
        for name, value in said_by(cells.name, key, carriers, loose=True).items():
            found.setdefault(name, (value, ""))
    return found


def _runs(found: Sorted) -> list[tuple[tuple[int, int, str] | None, list[int]]]:
    if not found.headings:
        return [(None, found.kept)]
    runs: list[tuple[tuple[int, int, str] | None, list[int]]] = []
    edges = [-1, *(row for row, _, _ in found.headings), float("inf")]
    for i, heading in enumerate([None, *found.headings]):
        rows = [row for row in found.kept if edges[i] < row < edges[i + 1]]
        if rows or heading is not None:
            runs.append((heading, rows))
    return runs


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
    values: Mapping[str, str],
    own: tuple[str, ...],
) -> Piece:
    cells = list(zip(*(rows[i] for i in kept), strict=True))
    columns: dict[str, AnySeries] = {}
    for name in dict.fromkeys([*schema()[key].keys, *block.columns]):
        at = block.columns.get(name)
        if at is not None and cells:
            given: Sequence[Any] = cells[at]
        else:
            given = [values.get(name)] * len(kept)
        columns[name] = pd.Series(object_array(given), dtype=object)
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(kept)))
    return Piece(key, block, frame, [i + 1 for i in kept], own)
