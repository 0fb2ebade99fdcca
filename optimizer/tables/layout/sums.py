"""Rows that are told to be no records by arithmetic: unlabelled sums, a whole beside its parts."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from optimizer.tables.layout.row_kinds import Label
from optimizer.tables.layout.row_labels import Fields, says_only_numbers
from optimizer.tables.printed import is_blank
from optimizer.tables.values.numbers import amount_in, number_in

TOLERANCE: Final = 0.02
"""Sums that differ by less are rounding."""
_EXACT: Final = 1e-6
"""A row is taken for a sum that does not say so only if it is one to the digit."""
_ROUNDED: Final = 0.005
_FEWEST: Final = 2

Rows = Sequence[Sequence[Any]]


@dataclass
class Parts:
    """Rows marked 其中, settled.

    Attributes
    ----------
    wholes : set of int
        Rows whose amounts are those of the parts below them.
    parts : list of (int, int)
        Row and column of labels to be read without 其中.
    twice : list of (int, int, int)
        Row and column of a part that its whole, the third, would count twice.
    """

    wholes: set[int] = field(default_factory=set)
    parts: list[tuple[int, int]] = field(default_factory=list)
    twice: list[tuple[int, int, int]] = field(default_factory=list)


def number_of(cell: Any) -> float:
    """A number to add; blank adds nothing, a range or a word makes the sum unknown."""
    if is_blank(cell):
        return 0.0
    found = number_in(cell)
    if found is not None:
        return found[0]
    amount = amount_in(cell) if isinstance(cell, str) else None
    return amount.low if amount is not None and amount.form in ("exact", "sum") else math.nan


def unlabelled_sums(
    rows: Rows, kept: Iterable[int], blank: Collection[int], totals: Iterable[int], fields: Fields
) -> set[int]:
    """Rows without an id that are the sum of the rows above them, to the digit."""
    last = max(fields.ids, default=-1)
    candidates = {
        i
        for i in blank
        if any(not is_blank(rows[i][at]) for at in fields.amounts)
        and says_only_numbers(rows[i], last, fields)
    }
    if not candidates:
        return set()
    ends = set(totals)
    order = sorted({*kept, *ends})
    together, sure = _sums_among(rows, order, ends, candidates, fields, 1)
    if together == candidates and sure:
        return together  # every one of them is a sum: floors of a single room as well
    return _sums_among(rows, order, ends, candidates, fields, _FEWEST)[0]


def _sums_among(
    rows: Rows,
    order: Sequence[int],
    ends: Collection[int],
    candidates: Collection[int],
    fields: Fields,
    fewest: int,
) -> tuple[set[int], bool]:
    """Candidates that sum at least `fewest` rows; and whether one of them sums several."""
    found: set[int] = set()
    sure = False
    nothing = [0.0] * len(fields.amounts)
    whole, part, count, since = nothing, nothing, 0, 0
    for i in order:
        if i in ends:
            part, since = nothing, 0
            continue
        amounts = [number_of(rows[i][at]) for at in fields.amounts]
        stated = [not is_blank(rows[i][at]) for at in fields.amounts]
        of_part = since >= fewest and _same(amounts, part, stated, _EXACT)
        of_whole = count >= fewest and _same(amounts, whole, stated, _EXACT)
        if i in candidates and (of_part or of_whole):
            found.add(i)
            sure |= (since if of_part else count) >= _FEWEST
            part, since = nothing, 0
            continue
        whole = [a + b for a, b in zip(whole, amounts, strict=True)]
        part = [a + b for a, b in zip(part, amounts, strict=True)]
        count, since = count + 1, since + 1
    return found, sure


def settle_parts(
    rows: Rows, kept: Sequence[int], marked: Mapping[int, tuple[Label, int]], fields: Fields
) -> Parts:
    """Hold rows marked 其中 against the row they are part of."""
    found = Parts()
    handled: set[int] = set()
    order = {row: n for n, row in enumerate(kept)}
    parts = [row for row in kept if row in marked and marked[row][0] == "part"]
    for i in parts:
        if i in handled:
            continue
        whole = kept[order[i] - 1] if order[i] else None
        known = whole is not None and any(number_of(rows[whole][at]) for at in fields.amounts)
        if whole is None or not known or whole in handled or whole in parts:
            found.parts.append((i, marked[i][1]))  # its total stands elsewhere, or was told
            continue
        last = _parts_end(rows, kept, order[i], whole, fields)
        inside = kept[order[i] : last]
        handled.update(inside)
        if inside:
            found.wholes.add(whole)
            found.parts += [(row, marked[row][1]) for row in inside if row in marked]
        else:
            found.twice.append((i, marked[i][1], whole))
    return found


def _parts_end(rows: Rows, kept: Sequence[int], start: int, whole: int, fields: Fields) -> int:
    """End of the rows from `start`, two at least, that add up to `whole`; `start` if none do."""
    wanted = [number_of(rows[whole][at]) for at in fields.amounts]
    stated = [not is_blank(rows[whole][at]) for at in fields.amounts]
    made = [0.0] * len(fields.amounts)
    for n in range(start, len(kept)):
        made = [
            a + number_of(rows[kept[n]][at]) for a, at in zip(made, fields.amounts, strict=True)
        ]
        if n > start and _same(wanted, made, stated, _ROUNDED):
            return n + 1
    return start


def _same(
    stated: Sequence[float], made: Sequence[float], counts: Sequence[bool], within: float
) -> bool:
    """Whether every amount that is stated agrees with what was added up."""
    pairs = [(a, b) for a, b, stands in zip(stated, made, counts, strict=True) if stands]
    return bool(pairs) and all(close(a, b, within) for a, b in pairs)


def close(stated: float, made: float, within: float = TOLERANCE) -> bool:
    """Whether two sums are the same but for rounding."""
    return abs(stated - made) <= within * max(abs(stated), abs(made), 1e-9)
