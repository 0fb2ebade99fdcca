"""Totals that the ledger itself states, held against the rows they sum."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.tables.numbers import amount_in, number_in
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.row_kinds import is_subtotal
from optimizer.tables.schema import schema
from optimizer.tables.table import column_letter, column_words

TOLERANCE: Final = 0.02
"""Sums that differ by less are rounding."""
ADDED_UP: Final = frozenset({"m2", "desk", "yuan_10k", "person"})
"""Units whose columns are summed; heights and rents are not."""

Rows = Sequence[Sequence[Any]]


def check_totals(
    key: str,
    columns: Mapping[str, int],
    rows: Rows,
    kept: Sequence[int],
    totals: Sequence[int],
    place: tuple[str, str],
) -> list[Fault]:
    """A warning for every total that is not the sum of its rows.

    A 小计 sums the rows since the total before it, a 合计 those rows or all above it: one of
    them must agree.
    """
    faults: list[Fault] = []
    for name, at in columns.items():
        column = schema()[key].by_key.get(name)
        if column is None or column.unit not in ADDED_UP:
            continue
        if any(not is_blank(rows[total][at]) for total in totals):
            faults += _check_column(key, name, at, rows, kept, totals, place)
    return faults


def _check_column(
    key: str,
    name: str,
    at: int,
    rows: Rows,
    kept: Sequence[int],
    totals: Sequence[int],
    place: tuple[str, str],
) -> list[Fault]:
    values = {row: _number(rows[row][at]) for row in kept}
    faults: list[Fault] = []
    before = -1
    for total in totals:
        stated = _number(rows[total][at])
        if is_blank(rows[total][at]) or not math.isfinite(stated):
            continue
        part = _sum(values, before, total)
        whole = _sum(values, -1, total)
        below = _sum(values, total, math.inf)
        sums = [part] if is_subtotal(rows[total]) else [whole, part]
        if not any(row < total for row in kept):
            sums = [below]  # some ledgers put the total first
        if math.isfinite(sums[0]) and not any(_close(stated, each) for each in sums):
            values_told = {
                "total": f"{stated:,.12g}",
                "sum": f"{sums[0]:,.12g}",
                **column_words(key, name),
            }
            cell = f"{column_letter(at)}{total + 1}"
            found = printed(rows[total][at])
            told = tuple(values_told.items())
            faults.append(Fault("total_differs", "warning", *place, cell, found, told))
        before = total
    return faults


def _sum(values: Mapping[int, float], after: float, before: float) -> float:
    return math.fsum(number for row, number in values.items() if after < row < before)


def _close(stated: float, made: float) -> bool:
    return abs(stated - made) <= TOLERANCE * max(abs(stated), abs(made), 1e-9)


def _number(cell: Any) -> float:
    """A number to add; blank adds nothing, a range or a word makes the sum unknown."""
    if is_blank(cell):
        return 0.0
    found = number_in(cell)
    if found is not None:
        return found[0]
    amount = amount_in(cell) if isinstance(cell, str) else None
    return amount.low if amount is not None and amount.form in ("exact", "sum") else math.nan
