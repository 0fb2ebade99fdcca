"""What a story of the gallery says: the workbook, every value in it, every fault in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Told:
    """A fault as the manager meets it: where, and the whole sentence in Chinese."""

    code: str
    sheet: str
    cell: str
    found: str
    expected: str
    remedy: str
    severity: str = "warning"


def all_vacant(sheet: str, count: int) -> Told:
    """The warning of rooms without status and tenant."""
    return Told(
        "rooms_taken_as_vacant",
        sheet,
        "",
        "没有状态列，也没有租户列",
        f"房源表写明状态或租户；现将全部 {count} 间当作空置",
        "如果有已租或自用的房间，请加“状态”列。",
    )


@dataclass(frozen=True)
class Expected:
    """What reading the workbook must give.

    Attributes
    ----------
    tables : mapping of str to mapping of str to sequence
        Canonical sheet, key (or own column), all values in order. ``None`` is a blank of any
        kind. Every sheet with rows must be listed; of a sheet, every column that holds a value.
    cells : mapping of (str, int, str) to str
        Canonical sheet, row and key to the address, e.g. ``A座!C5``.
    faults : sequence of Told
        All of them, in any order.
    coverage : mapping of str to sequence of str
        Sheet name to reasons of its coverage; sheets that are not named are not looked at.
    assembled : bool
        Whether the faults are those after assembling the case, not only of reading.
    """

    tables: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)
    faults: Sequence[Told] = ()
    cells: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    coverage: Mapping[str, Sequence[str]] = field(default_factory=dict)
    assembled: bool = False


def write_sheets(
    path: Path, sheets: Mapping[str, Rows], merged: Mapping[str, str] | None = None
) -> None:
    """A workbook with these cells; `merged` has the merged ranges of a sheet, blank-separated."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, "").split():
            sheet.merge_cells(area)
    workbook.save(path)


#: Sheets to complete a story that is about something else.
CARRIERS: Rows = [["载体编号", "环节", "可用面积（㎡）"], ["K01", "孵化", 1000]]
PROJECTS: Rows = [["项目编号", "孵化面积（㎡）"], ["P01", 100]]
CARRIERS_READ: Mapping[str, Sequence[Any]] = {
    "carrier": ["K01"],
    "stages": ["incubation"],
    "lettable_area_m2": [1000.0],
}
PROJECTS_READ: Mapping[str, Sequence[Any]] = {"project": ["P01"], "incubation_area_m2": [100.0]}
