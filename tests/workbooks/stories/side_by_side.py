"""Two floors side by side on one sheet, the same headers twice."""

from pathlib import Path

from tests.workbooks.story import (
    CARRIERS,
    CARRIERS_READ,
    PROJECTS,
    PROJECTS_READ,
    Expected,
    write_sheets,
)

STORY = """
To print on one page, the clerk put the second half of the rooms beside the first; the left
half is one row longer.
"""


def write(path: Path) -> None:
    rooms = [
        ["房源一览", *[None] * 8],
        ["房号", "载体", "面积", "状态", None, "房号", "载体", "面积", "状态"],
        ["101", "K01", 50, "空置", None, "201", "K01", 80, "已租"],
        ["102", "K01", 60, "空置", None, "202", "K01", 90, "空置"],
        ["103", "K01", 70, "自用"],
    ]
    write_sheets(path, {"载体": CARRIERS, "项目": PROJECTS, "房源": rooms}, {"房源": "A1:I1"})


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": PROJECTS_READ,
        "rooms": {
            "room": ["101", "102", "103", "201", "202"],
            "carrier": ["K01"] * 5,
            "area_m2": [50.0, 60.0, 70.0, 80.0, 90.0],
            "status": ["vacant", "vacant", "own_use", "let", "vacant"],
        },
    },
    cells={("rooms", 4, "area_m2"): "房源!H4", ("rooms", 2, "room"): "房源!A5"},
)
