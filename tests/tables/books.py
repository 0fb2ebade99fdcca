"""Small workbooks for the tests of reading."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from optimizer.faults import Fault
from optimizer.tables.read import read_tables
from optimizer.tables.table import Tables

Sheets = Mapping[str, Sequence[Sequence[Any]]]

CARRIERS = [["载体编号", "环节", "可用面积（㎡）"], ["K01", "孵化", 1000]]
PROJECTS = [["项目编号", "孵化面积（㎡）"], ["P01", 100]]


def write_book(path: Path, sheets: Sheets) -> Path:
    """A workbook with these cells and nothing else."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def read_book(folder: Path, sheets: Sheets) -> tuple[Tables, tuple[Fault, ...]]:
    """Read a workbook with these cells; carriers and projects are added if missing."""
    whole = {"载体": CARRIERS, "项目": PROJECTS, **sheets}
    return read_tables(write_book(folder / "城市.xlsx", whole))


def only_fault(folder: Path, sheets: Sheets) -> Fault:
    """The one fault of a workbook."""
    _, faults = read_book(folder, sheets)
    assert len(faults) == 1, [fault.sentence() for fault in faults]
    return faults[0]
