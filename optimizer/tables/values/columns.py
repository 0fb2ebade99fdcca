"""One column at a time: each distinct value is parsed once and mapped back onto the rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.headers.header_units import unit_of_header
from optimizer.tables.printed import is_blank
from optimizer.tables.schema import Column
from optimizer.tables.table import AnySeries, Block, Table, column_letter
from optimizer.tables.values.parse import parse
from optimizer.tables.values.reading import Problem, Read, blank_of
from optimizer.tables.values.units_of import unit_shown

MAX_FAULTS_PER_COLUMN: Final = 1_000
"""More faults of one column are counted in one fault: nobody reads them one by one."""

_READ_BY_SIZE: Final = ("m", "kn_m2")

ObjectArray = np.ndarray[Any, np.dtype[np.object_]]
IndexArray = np.ndarray[Any, np.dtype[np.int64]]
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass
class ParsedColumn:
    """The values of a column, its faults, and what its cells say of another column."""

    values: AnySeries
    faults: list[Fault] = field(default_factory=list)
    companion: ObjectArray | None = None


def object_array(values: Sequence[Any]) -> ObjectArray:
    """An object array of the values as they are, lists and strings included."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def parse_column(table: Table, column: Column) -> ParsedColumn:
    """The values of a column, the faults of its cells, and what was made of them."""
    cells = table.frame[column.key]
    units = [_stated(block, column) for block in table.blocks]
    if not any(units):
        return _parse_cells(table, column, cells, np.arange(len(cells)), "")
    dtype = np.float64 if column.numeric else object
    values = _array([blank_of(column)] * len(cells), dtype)
    whole = ParsedColumn(pd.Series(values, dtype=dtype))
    for unit in dict.fromkeys(units):
        blocks = [each == unit for each in units]
        rows = np.flatnonzero(np.array(blocks, dtype=bool)[table.block])
        if not len(rows):
            continue
        used, faults = unit_of_header(table, column, rows, unit)
        whole.faults += faults
        if used is None:
            continue
        part = _parse_cells(table, column, cells.iloc[rows], rows, used)
        values[rows] = part.values.to_numpy()
        whole.faults += part.faults
        whole.companion = _merged(whole.companion, part.companion, rows, len(cells))
    whole.values = pd.Series(values, dtype=dtype)
    return whole


def _stated(block: Block, column: Column) -> str:
    """The unit a column is stated in; tables from Python are in the units of their keys."""
    if not block.file:
        return column.unit_label()
    return block.units.get(column.key, "")


def _merged(
    whole: ObjectArray | None, part: ObjectArray | None, rows: IndexArray, length: int
) -> ObjectArray | None:
    if part is None:
        return whole
    merged = object_array([None] * length) if whole is None else whole
    merged[rows] = part
    return merged


def _parse_cells(
    table: Table, column: Column, cells: AnySeries, rows: IndexArray, unit: str
) -> ParsedColumn:
    """Parse the cells of some rows of the table, all under headers with one unit."""
    codes, distinct = _distinct(cells)
    blank = blank_of(column)
    if _stand_as_they_are(column, unit, distinct):
        dtype = np.float64 if column.numeric else object
        return ParsedColumn(pd.Series(_array([*distinct, blank], dtype)[codes], dtype=dtype))
    reads = [
        Read(blank) if type(each) is str and not each.strip() else parse(column, each, unit)
        for each in distinct  # None and NaN have no code of their own
    ]
    reads.append(Read(blank))  # code -1: nothing in the cell
    dtype = np.float64 if column.numeric else object
    mapped = _array([read.value for read in reads], dtype)[codes]
    companions = [read.companion for read in reads]
    given = any(each is not None for each in companions)
    return ParsedColumn(
        pd.Series(mapped, dtype=dtype),
        [
            *_faults(table, column.key, codes, rows, [read.problem for read in reads]),
            *_notes(table, column.key, codes, rows, reads, unit),
        ],
        object_array(companions)[codes] if given else None,
    )


def _stand_as_they_are(column: Column, unit: str, cells: ObjectArray) -> bool:
    """Whether nothing is to be read into the cells of a column, as in most of a large ledger.

    Ids of letters and digits with a digit in each; numbers in a range in whose ends nothing
    is found, where no range lies inside another (heights in mm, loads in kg).
    """
    if not len(cells) or len(kinds := set(map(type, cells))) > 1:
        return False
    if column.kind == "id" and kinds == {str}:
        joined = "".join(cells)
        plain = joined.isascii() and joined.isalnum() and all(cells)
        return plain and not any(map(str.isalpha, cells))
    if not column.numeric or column.kind == "share" or kinds != {float}:
        return False
    if column.unit in _READ_BY_SIZE or (column.kind == "integer" and any(cells % 1)):
        return False
    ends = [(each, parse(column, each, unit)) for each in (min(cells), max(cells))]
    return all(read == Read(each) for each, read in ends)


def fault_of(table: Table, i: int, key: str, problem: Problem) -> Fault:
    """The fault of a cell with a problem."""
    return table.fault(i, key, problem.code, problem.severity, **problem.values)


def blank_rows(values: AnySeries) -> BoolArray:
    """Which cells hold nothing, before or after validation."""
    codes, distinct = _distinct(values)
    blank = [not each.strip() if type(each) is str else is_blank(each) for each in distinct]
    return np.array([*blank, True], dtype=bool)[codes]


def own_values(values: AnySeries) -> AnySeries:
    """A user's own column as it is, with blank text for blank."""
    mapped = [("" if is_blank(each) else each) for each in values]
    return pd.Series(object_array(mapped), dtype=object)


def capped(table: Table, key: str, rows: IndexArray, fault: Callable[[int], Fault]) -> list[Fault]:
    """A fault per row; of very many only the first, and the number of the others."""
    faults = [fault(int(i)) for i in rows[:MAX_FAULTS_PER_COLUMN]]
    if len(rows) > len(faults):
        first, more = int(rows[len(faults)]), str(len(rows) - len(faults))
        faults.append(table.fault(first, key, "more_of_the_same", faults[0].severity, more=more))
    return faults


def _distinct(values: AnySeries) -> tuple[IndexArray, ObjectArray]:
    cells = values.to_numpy(dtype=object)
    if bool in set(map(type, cells)):
        # True equals 1 and would share its parsed value.
        cells = object_array([_told_apart(each) for each in cells])
    codes, distinct = pd.factorize(cells)
    return codes, np.asarray(distinct, dtype=object)


def _told_apart(value: Any) -> Any:
    return ("TRUE" if value else "FALSE") if isinstance(value, bool) else value


def _array(values: list[Any], dtype: Any) -> np.ndarray[Any, Any]:
    return object_array(values) if dtype is object else np.array(values, dtype=dtype)


def _faults(
    table: Table,
    key: str,
    codes: IndexArray,
    rows: IndexArray,
    problems: Sequence[Problem | None],
) -> list[Fault]:
    faults: list[Fault] = []
    for severity in ("error", "warning"):
        at_fault = np.array([p is not None and p.severity == severity for p in problems])
        places = np.flatnonzero(at_fault[codes])
        problem_of = dict(zip(rows[places].tolist(), codes[places].tolist(), strict=True))

        def fault(i: int, problem_of: dict[int, int] = problem_of) -> Fault:
            problem = problems[problem_of[i]]
            assert problem is not None  # that is how the rows were chosen
            return fault_of(table, i, key, problem)

        faults += capped(table, key, rows[places], fault)
    return faults


def _notes(
    table: Table,
    key: str,
    codes: IndexArray,
    rows: IndexArray,
    reads: Sequence[Read],
    unit: str,
) -> list[Fault]:
    """What was made of the cells, once for all that are alike, at the first of them."""
    groups: dict[tuple[str, str], int] = {}
    of_read = np.full(len(reads), -1)
    for n, read in enumerate(reads):
        if read.note is not None:
            name = (read.note.code, read.note.group)
            of_read[n] = groups.setdefault(name, len(groups))
    if not groups:
        return []
    found, first, counts = np.unique(of_read[codes], return_index=True, return_counts=True)
    faults = []
    for group, at, count in zip(found, first, counts, strict=True):
        note = reads[codes[at]].note
        if group < 0 or note is None:
            continue
        values = {**note.values, "count": str(count)}
        i = int(rows[at])
        fault = table.fault(i, key, note.code, "warning", **values)
        faults.append(
            at_header(table, i, key, fault, unit_shown(unit)) if note.of_header else fault
        )
    return faults


def at_header(table: Table, i: int, key: str, fault: Fault, found: str) -> Fault:
    """The fault moved to the header of its column, where that is known."""
    block = table.blocks[int(table.block[i])]
    if not block.header_row or key not in block.columns:
        return fault
    cell = f"{column_letter(block.columns[key])}{block.header_row}"
    return Fault(fault.code, fault.severity, fault.file, fault.sheet, cell, found, fault.values)
