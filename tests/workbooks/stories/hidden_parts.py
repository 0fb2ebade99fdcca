"""A hidden sheet and hidden rows: read like any other, and said so."""

from pathlib import Path

from openpyxl import load_workbook

from tests.workbooks.story import (
    CARRIERS,
    CARRIERS_READ,
    PROJECTS,
    PROJECTS_READ,
    Expected,
    all_vacant,
    write_sheets,
)

STORY = """
Rows filtered away and a sheet hidden years ago still count: what is not shown is read, and
the manager is told that it was there.
"""


def write(path: Path) -> None:
    rooms = [["房号", "载体", "面积"], ["101", "K01", 50], ["102", "K01", 60]]
    write_sheets(path, {"载体": CARRIERS, "项目": PROJECTS, "房源": rooms})
    workbook = load_workbook(path)
    workbook["房源"].row_dimensions[3].hidden = True
    workbook["项目"].sheet_state = "hidden"
    workbook.save(path)


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": PROJECTS_READ,
        "rooms": {"room": ["101", "102"], "carrier": ["K01", "K01"], "area_m2": [50.0, 60.0]},
    },
    coverage={"房源": ["hidden_rows"], "项目": ["hidden_sheet"], "载体": []},
    faults=[all_vacant("房源", 2)],
)
