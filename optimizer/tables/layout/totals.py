"""Totals that the ledger itself states, held against the rows they sum."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from optimizer.faults import Fault
from optimizer.tables.layout.row_kinds import total_level
from optimizer.tables.layout.row_labels import ADDED_UP
from optimizer.tables.layout.sums import Rows, close, number_of
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import schema
from optimizer.tables.table import column_letter, column_words

_WHOLE_TABLE: Final = 2
"""A 合计 or 总计 below several tables of a sheet may sum them all."""


@dataclass
class Above:
    """Tables of the same kind that stand further up on a sheet: rows and columns to sum."""

    tables: dict[tuple[str, str, str], list[tuple[Rows, Sequence[int], int]]] = field(
        default_factory=dict
    )

    def sum_of(self, place: tuple[str, str, str]) -> float:
        """What the column of these tables sums to."""
        return math.fsum(
            number_of(rows[row][at])
            for rows, kept, at in self.tables.get(place, ())
            for row in kept
        )


@dataclass(frozen=True)
class Ledger:
    """The rows of one table whose totals are checked; `place` is its file and sheet."""

    rows: Rows
    kept: Sequence[int]
    totals: Sequence[int]
    place: tuple[str, str]


def check_totals(key: str, columns: Mapping[str, int], ledger: Ledger, above: Above) -> list[Fault]:
    """A warning for every total that is not the sum of its rows.

    A total sums the rows since an earlier total of its own level or a higher one, or all rows
    above it: one of these must agree.
    """
    faults: list[Fault] = []
    levels = {total: total_level(ledger.rows[total]) for total in ledger.totals}
    for name, at in columns.items():
        column = schema()[key].by_key.get(name)
        if column is None or column.unit not in ADDED_UP:
            continue
        place = (ledger.place[1], key, name)
        if any(not is_blank(ledger.rows[total][at]) for total in ledger.totals):
            faults += _check_column(key, (name, at), ledger, levels, above.sum_of(place))
        above.tables.setdefault(place, []).append((ledger.rows, ledger.kept, at))
    return faults


def _check_column(
    key: str,
    column: tuple[str, int],
    ledger: Ledger,
    levels: Mapping[int, int],
    before: float,
) -> list[Fault]:
    name, at = column
    rows = ledger.rows
    values = {row: number_of(rows[row][at]) for row in ledger.kept}
    faults: list[Fault] = []
    for total in ledger.totals:
        stated = number_of(rows[total][at])
        if is_blank(rows[total][at]) or not math.isfinite(stated):
            continue
        sums = _candidates(values, total, levels, before)
        if math.isfinite(sums[0]) and not any(close(stated, each) for each in sums):
            values_told = {
                "total": f"{stated:,.12g}",
                "sum": f"{sums[0]:,.12g}",
                **column_words(key, name),
            }
            cell = f"{column_letter(at)}{total + 1}"
            found = printed(rows[total][at])
            told = tuple(values_told.items())
            faults.append(Fault("total_differs", "warning", *ledger.place, cell, found, told))
    return faults


def _candidates(
    values: Mapping[int, float], total: int, levels: Mapping[int, int], before: float
) -> list[float]:
    """Sums a total may state, the likeliest first."""
    if not any(row < total for row in values):
        return [_sum(values, total, math.inf)]  # some ledgers put the total first
    level = levels[total]
    ends = [row for row in levels if row < total and levels[row] >= level]
    starts = [-1, *(end for end in ends if any(end < row < total for row in values))]
    sums = [_sum(values, start, total) for start in reversed(starts)]
    return [*sums, sums[-1] + before] if level >= _WHOLE_TABLE else sums


def _sum(values: Mapping[int, float], after: float, before: float) -> float:
    return math.fsum(number for row, number in values.items() if after < row < before)
