"""Saving a report: the same content gives the same bytes, and formulas carry their values."""

from datetime import datetime
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from optimizer.reporting.cells import FormulaValues
from optimizer.tables.marked.packed import save_packed

FIXED_TIME: Final = datetime(2000, 1, 1)
"""Created and modified, of every report: its content says which data and version it rests on."""


def save(workbook: Workbook, path: Path, values: FormulaValues) -> None:
    """Write a report to `path`, replacing what is there only once it is complete."""
    save_packed(workbook, path, values.by_cell, FIXED_TIME)
