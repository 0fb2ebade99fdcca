"""Shared by the assembling modules: the desk on which tables become a case."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

import pandas as pd

from optimizer.domain.attributes import ATTRIBUTES
from optimizer.domain.case import DefaultUsed
from optimizer.domain.words import NEVER
from optimizer.faults import Fault, Severity
from optimizer.labels import LANGS, text
from optimizer.quarters import quarter_of
from optimizer.settings import Settings
from optimizer.tables.buildings import Buildings, building_key, same_number
from optimizer.tables.records.carrier_references import buildings_of
from optimizer.tables.table import Table, Tables

_MISSING: Final = frozenset(
    {
        *("opening_missing", "efficiency_assumed", "home_missing", "present_area_missing"),
        *("present_stage_missing", "lease_end_missing", "room_lease_end_missing"),
    }
)


class _Columns(dict[str, list[Any]]):
    """Columns of a table as lists; each is read when it is first asked for."""

    def __init__(self, frame: pd.DataFrame) -> None:
        super().__init__()
        self.frame = frame

    def __missing__(self, key: str) -> list[Any]:
        values = self[key] = self.frame[key].tolist()
        return values


class Row:
    """One row of a table, read where it stands: no copy is made of it."""

    __slots__ = ("_at", "_columns")

    def __init__(self, columns: _Columns, at: int) -> None:
        self._columns, self._at = columns, at

    def __getitem__(self, key: str) -> Any:
        return self._columns[key][self._at]


class Rows:
    """Rows of a table, in order."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._columns = _Columns(frame)

    def __len__(self) -> int:
        return len(self._columns.frame)

    def __getitem__(self, at: int) -> Row:
        return Row(self._columns, at)

    def __iter__(self) -> Iterator[Row]:
        return (Row(self._columns, i) for i in range(len(self)))

    def column(self, key: str) -> list[Any]:
        """All values of a column."""
        return self._columns[key]


@dataclass
class Desk:
    """What the assembling modules share: tables, settings, horizon, and what they noticed."""

    tables: Tables
    settings: Settings
    start: int
    faults: list[Fault] = field(default_factory=list)
    unread_needs: set[str] = field(default_factory=set)
    _at_fault: set[tuple[str, str, str]] | None = None
    _defaults: dict[str, list[str]] = field(default_factory=dict)
    _default_values: dict[str, str] = field(default_factory=dict)
    _told: set[tuple[str, str, str, str]] = field(default_factory=set)
    _rows: dict[str, Rows] = field(default_factory=dict)
    _technical: dict[str, list[dict[str, float | str]]] = field(default_factory=dict)

    @property
    def quarters(self) -> int:
        """Number of quarters of the horizon."""
        return self.settings.horizon_quarters

    def table(self, sheet: str) -> Table:
        """A table by its canonical sheet key."""
        return self.tables[sheet]

    def rows(self, sheet: str) -> Rows:
        """All rows of a table, in order."""
        if sheet not in self._rows:
            self._rows[sheet] = Rows(self.tables[sheet].frame)
        return self._rows[sheet]

    def fault(
        self,
        sheet: str,
        row: int,
        key: str,
        code: str,
        severity: Severity = "error",
        **values: object,
    ) -> None:
        """Note a fault at the cell of a table row; what is missing only where nothing stands."""
        if code in _MISSING and self.unreadable(sheet, row, key):
            return
        self.faults.append(self.tables[sheet].fault(row, key, code, severity, None, **values))

    def unreadable(self, sheet: str, row: int, *keys: str) -> bool:
        """Whether one of the cells is at fault already, so that it is blank but not missing."""
        at_fault = self.cells_at_fault()
        table = self.tables[sheet]
        block = table.blocks[int(table.block[row])]
        cells = (table.cell(row, key) for key in keys if key in block.columns)
        return any((block.file, block.sheet, cell) in at_fault for cell in cells)

    def cells_at_fault(self) -> set[tuple[str, str, str]]:
        """Cells that were at fault when this was first asked for: what later checks find is none.

        Each by file, sheet and address.
        """
        if self._at_fault is None:
            errors = (fault for fault in self.faults if fault.severity == "error")
            self._at_fault = {(fault.file, fault.sheet, fault.cell) for fault in errors}
        return self._at_fault

    def technical_needs(self, sheet: str, row: int) -> dict[str, float | str]:
        """Technical needs of a row, without the blank ones."""
        if sheet not in self._technical:
            found: list[dict[str, float | str]] = [{} for _ in range(len(self.rows(sheet)))]
            for name, column in ATTRIBUTES.items():
                for i, value in enumerate(self.rows(sheet).column(f"need_{column}")):
                    if not is_blank(value):
                        found[i][name] = value
            self._technical[sheet] = found
        return self._technical[sheet][row]

    def used_default(self, code: str, example: str, value: object = "") -> None:
        """Note that a default stood in for a blank cell."""
        self._defaults.setdefault(code, []).append(example)
        self._default_values[code] = str(value)

    def defaults(self) -> tuple[DefaultUsed, ...]:
        """Defaults used, each with its count and a few examples."""
        return tuple(
            DefaultUsed(code, len(names), tuple(names[:5]), self._default_values[code])
            for code, names in sorted(self._defaults.items())
        )

    @cached_property
    def buildings(self) -> Buildings:
        """The carriers by the ways they may be named."""
        return buildings_of(self.tables["carriers"])

    def told_above(self, sheet: str, row: int, key: str, word: str) -> bool:
        """Whether a word that stands once for many rows, as in a sheet's name, was told of."""
        table = self.tables[sheet]
        block = int(table.block[row])
        if key in table.blocks[block].columns:
            return False
        place = (table.blocks[block].file, table.blocks[block].sheet, key, word)
        told = place in self._told
        self._told.add(place)
        return told

    def since_start(self, day: date | None, blank: int) -> int:
        """Quarter that contains a day, counted from the horizon's start."""
        return blank if day is None else quarter_of(day) - self.start

    def through(self, day: date | None) -> int:
        """Last quarter occupied under a last day; `NEVER` if there is none."""
        return self.since_start(day, NEVER)


def is_blank(value: object) -> bool:
    """Whether a cell is blank: empty text, None or NaN."""
    return value is None or value == "" or value != value


def number_or(value: object, default: float) -> float:
    """The number of a cell, or `default` if it is blank."""
    return default if is_blank(value) else float(str(value))


def items(value: object) -> tuple[str, ...]:
    """Items of a list cell."""
    return tuple(part for part in str(value or "").split(";") if part)


def nearest(word: str, known: Iterable[str]) -> str:
    """Up to three known names near `word`, as one text; blank if none is.

    Those of the same number come first: 东区2号楼 is no slip for 东区一号楼. Of a number that is
    known, no other is offered.
    """
    close = difflib.get_close_matches(word, list(known), n=9, cutoff=0.5)
    same = [name for name in close if same_number(name, word)]
    if not any(letter.isdigit() for letter in building_key(word)):
        same = close
    key = building_key(word)
    same.sort(key=lambda name: building_key(name) != key)
    return "、".join((same or close)[:3])


def carrier_numbers(carriers: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Position of each carrier by its id, and by its name where no other has that name."""
    rows = list(carriers)
    named = Counter(name for _, name in rows)
    numbers = {name: k for k, (_, name) in enumerate(rows) if name and named[name] == 1}
    return numbers | {identity: k for k, (identity, _) in enumerate(rows)}


def resolve(
    desk: Desk, sheet: str, row: int, key: str, word: str, known: Mapping[str, int], what: str
) -> int:
    """Position of the thing a cell names; notes a fault and gives -1 if there is none.

    A blank was told of when it was read. What a title says of many rows is told once.
    """
    found = known.get(word)
    if found is not None and word:
        return found
    if not word or desk.told_above(sheet, row, key, word):
        return -1
    several = desk.buildings.answers(word) if what == "carrier" else []
    if len(several) > 1:
        desk.fault(sheet, row, key, "name_of_several", ids="、".join(several))
    else:
        names = nearest(word, known)
        near: dict[str, Any] = {
            f"near_{lang}": text("case.near", lang, names=names) if names else "" for lang in LANGS
        }
        desk.fault(sheet, row, key, "unknown_reference", what=f"@what.{what}", **near)
    return -1
