"""What a parser says of one cell: its value, what is wrong with it, what was made of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from optimizer.faults import Severity
from optimizer.tables.schema import Column


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell is at fault, or how it was understood (a warning)."""

    code: str
    severity: Severity = "error"
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """What was made of a cell, told once for all cells of the column with the same `group`.

    `of_header` tells that the header says it, so that the header cell is named.
    """

    code: str
    group: str
    values: Mapping[str, str] = field(default_factory=dict)
    of_header: bool = False


@dataclass(slots=True)  # one is made per distinct value: frozen ones take three times as long
class Read:
    """The value of a cell.

    Attributes
    ----------
    value : object
        Blank where the cell is at fault.
    problem : Problem or None
        Told at this cell.
    note : Note or None
        Told once per column.
    companion : object
        What the cell says of another column of the row (`companions.py`): the lower end of an
        area range, the first day of a period. None if nothing.
    """

    value: Any
    problem: Problem | None = None
    note: Note | None = None
    companion: Any = None


def blank_of(column: Column) -> Any:
    """What a blank cell of the column is stored as."""
    if column.numeric:
        return math.nan
    return None if column.kind == "date" else ""
