"""Floors."""

from pathlib import Path

from tests.workbooks.story import Expected, all_vacant, write_sheets

STORY = """
Floors are text and stay as they are written: B1, 一层, 3F, 1-3层, 夹层, 整栋, and 3 as a number.
"""

SHEETS = {
    "载体": [
        ["载体编号", "环节", "可用面积（㎡）"],
        ["K01", "孵化", 1000],
    ],
    "房源": [
        ["房号", "载体", "楼层", "面积（㎡）"],
        ["B101", "K01", "B1", 50],
        ["101", "K01", "一层", 50],
        ["301", "K01", "3F", 50],
        ["A1", "K01", "1-3层", 500],
        ["J1", "K01", "夹层", 50],
        ["Z", "K01", "整栋", 200],
        ["302", "K01", 3, 50],
    ],
    "项目": [
        ["项目编号", "孵化面积（㎡）"],
        ["P01", 100],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["K01"],
            "stages": ["incubation"],
            "lettable_area_m2": [1000.0],
        },
        "rooms": {
            "room": ["B101", "101", "301", "A1", "J1", "Z", "302"],
            "carrier": ["K01", "K01", "K01", "K01", "K01", "K01", "K01"],
            "floor": ["B1", "一层", "3F", "1-3层", "夹层", "整栋", "3"],
            "area_m2": [50.0, 50.0, 50.0, 500.0, 50.0, 200.0, 50.0],
        },
        "projects": {
            "project": ["P01"],
            "incubation_area_m2": [100.0],
        },
    },
    faults=[all_vacant("房源", 7)],
)
