"""One column at a time: each distinct value is parsed once and mapped back onto the rows."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.parse import Problem, blank_of, parse
from optimizer.tables.printed import is_blank
from optimizer.tables.schema import Column
from optimizer.tables.table import AnySeries, Table

MAX_FAULTS_PER_COLUMN: Final = 1_000
"""More faults of one column are counted in one fault: nobody reads them one by one."""

ObjectArray = np.ndarray[Any, np.dtype[np.object_]]
IndexArray = np.ndarray[Any, np.dtype[np.int64]]
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]


def object_array(values: Sequence[Any]) -> ObjectArray:
    """An object array of the values as they are, lists and strings included."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def parse_column(table: Table, column: Column) -> tuple[AnySeries, list[Fault]]:
    """The values of a column and the faults of its cells."""
    codes, distinct = _distinct(table.frame[column.key])
    blank = blank_of(column)
    values: list[Any] = []
    problems: list[Problem | None] = []
    for each in distinct:
        value, problem = (blank, None) if is_blank(each) else parse(column, each)
        values.append(value)
        problems.append(problem)
    values.append(blank)  # code -1: nothing in the cell
    dtype = np.float64 if column.numeric else object
    mapped = _array(values, dtype)[codes]
    return pd.Series(mapped, dtype=dtype), _faults(table, column.key, codes, problems)


def fault_of(table: Table, i: int, key: str, problem: Problem) -> Fault:
    """The fault of a cell with a problem."""
    return table.fault(i, key, problem.code, problem.severity, **problem.values)


def blank_rows(values: AnySeries) -> BoolArray:
    """Which cells hold nothing, before or after validation."""
    codes, distinct = _distinct(values)
    blank = [is_blank(each) for each in distinct]
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
    table: Table, key: str, codes: IndexArray, problems: Sequence[Problem | None]
) -> list[Fault]:
    faults: list[Fault] = []

    def fault(i: int) -> Fault:
        problem = problems[codes[i]]
        assert problem is not None  # that is how the rows were chosen
        return fault_of(table, i, key, problem)

    for severity in ("error", "warning"):
        at_fault = [p is not None and p.severity == severity for p in problems]
        rows = np.flatnonzero(np.array([*at_fault, False])[codes])
        faults += capped(table, key, rows, fault)
    return faults
