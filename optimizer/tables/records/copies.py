"""Sheets that repeat another: an extract, last month's ledger. One fault for the whole sheet."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from optimizer.faults import Fault
from optimizer.tables.printed import printed
from optimizer.tables.schema import schema
from optimizer.tables.table import Table
from optimizer.tables.values.columns import IndexArray

_FEWEST: Final = 2
_MOST_OF: Final = 0.5
_LOOKED_AT: Final = 1_000

Sheet = tuple[str, str]


def repeated_sheets(
    raw: Table, again: IndexArray, first: Mapping[int, int]
) -> tuple[list[Fault], IndexArray]:
    """Faults of sheets most of whose rows stand on another sheet, and the rows that leaves.

    Parameters
    ----------
    raw : Table
        The table as it was read.
    again : array of int
        Rows whose id stands further up.
    first : mapping of int to int
        Each of them to the row that has its id first.
    """
    if not len(again):
        return [], again
    places: list[Sheet] = [(block.file, block.sheet) for block in raw.blocks]
    rows = Counter(places[block] for block in raw.block.tolist())
    pairs: dict[tuple[Sheet, Sheet], list[int]] = defaultdict(list)
    for i in again.tolist():
        here, there = (places[int(raw.block[row])] for row in (i, first[i]))
        if here != there:
            pairs[here, there].append(i)
    faults: list[Fault] = []
    told: set[int] = set()
    for (here, there), inside in pairs.items():
        if len(inside) < _FEWEST or len(inside) <= _MOST_OF * rows[here]:
            continue
        if not _say_the_same(raw, [(i, first[i]) for i in inside[:_LOOKED_AT]]):
            continue
        other = there[1] if there[0] == here[0] else f"[{there[0]}] {there[1]}"
        words = (("first", other), ("rows", str(len(inside))), ("all", str(rows[here])))
        faults.append(Fault("sheet_repeats", "error", *here, found_value=here[1], values=words))
        told.update(inside)
    left = np.array([i for i in again.tolist() if i not in told], dtype=np.int64)
    return faults, left


def _say_the_same(raw: Table, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether rows with the same ids agree in what else they say: 1号楼 of two parks does not."""
    ids = {*schema()[raw.sheet].id, "name", "room"}
    here, there = (raw.blocks[int(raw.block[row])] for row in pairs[0])
    common = [key for key in here.columns if key in there.columns and key not in ids]
    same = both = 0
    for key in common:
        values = raw.frame[key]
        for i, j in pairs:
            left, right = printed(values.iat[i]).strip(), printed(values.iat[j]).strip()
            both += bool(left and right)
            same += bool(left) and left == right
    return both > 0 and same > _MOST_OF * both
