"""Saving a report: the same content gives the same bytes, and formulas carry their values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from optimizer.reporting.cells import FormulaValues
from optimizer.reporting.long_rows import Body
from optimizer.tables.marked.packed import save_packed

FIXED_TIME: Final = datetime(2000, 1, 1)
"""Created and modified, of every report: its content says which data and version it rests on."""


def save(
    workbook: Workbook,
    path: Path,
    values: FormulaValues,
    bodies: Mapping[str, Sequence[Body]] | None = None,
) -> None:
    """Write a report to `path`, replacing what is there only once it is complete.

    Parameters
    ----------
    bodies : mapping, optional
        Rows of long tables by sheet title, in the order in which they stand.
    """
    rows = {
        title: chain.from_iterable(body.xml() for body in of_sheet)
        for title, of_sheet in (bodies or {}).items()
    }
    save_packed(workbook, path, values.by_cell, FIXED_TIME, rows)
