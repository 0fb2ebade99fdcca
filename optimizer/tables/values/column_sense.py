"""What the figures of a whole column say of its unit, where neither header nor cell states one."""

from typing import Final

import numpy as np

from optimizer.faults import Fault
from optimizer.tables.schema import Column
from optimizer.tables.table import AnySeries, Table
from optimizer.tables.values.numbers import number_in

FEWEST: Final = 3
MOST_YEARS: Final = 10
"""Stays last months by the dozen; a column of lengths up to this counts years."""
SHORTEST_MONTHS: Final = 6


def column_sense(raw: Table, column: Column, values: AnySeries) -> list[Fault]:
    """A warning where all lengths of a column look like years and nothing says months."""
    if column.unit != "month" or not raw.blocks or not raw.blocks[0].file:
        return []
    if any(column.key in block.units for block in raw.blocks):
        return []
    months = values.to_numpy(np.float64)
    given = np.flatnonzero(months > 0)
    if len(given) < FEWEST or months[given].max() > MOST_YEARS:
        return []
    if float(np.median(months[given])) >= SHORTEST_MONTHS:
        return []
    cells = raw.frame[column.key].tolist()
    if any(number_in(cells[i]) is None for i in given.tolist()):
        return []  # a cell states its unit
    i = int(given[0])
    return [raw.fault(i, column.key, "months_like_years", "warning", count=str(len(given)))]
