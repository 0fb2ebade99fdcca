"""Rent without a period."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, all_vacant, write_sheets

STORY = """
元/㎡ says neither day nor month: rents that can only be of a month are read so, the others
are asked about.
"""

SHEETS = {
    "载体": [
        ["载体名称", "环节", "可用面积（㎡）", "租金（元/㎡）"],
        ["A座", "孵化", 1000, 25],
        ["B座", "孵化", 1000, 28],
    ],
    "房源": [
        ["房号", "载体", "面积（㎡）", "租金（元/㎡）"],
        ["101", "A座", 50, 0.8],
        ["102", "A座", 50, 1.2],
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
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "incubation"],
            "lettable_area_m2": [1000.0, 1000.0],
            "rent_per_m2_month": [25.0, 28.0],
        },
        "rooms": {
            "room": ["101", "102"],
            "carrier": ["A座", "A座"],
            "area_m2": [50.0, 50.0],
        },
        "projects": {
            "project": ["P01"],
            "incubation_area_m2": [100.0],
        },
    },
    faults=[
        all_vacant("房源", 2),
        Told(
            "rent_period_missing",
            "房源",
            "D1",
            "元/㎡",
            "写明按天还是按月的租金：元/㎡·天 或 元/㎡·月",
            "请在表头或单元格写明“元/㎡·天”或“元/㎡·月”。",
            "error",
        ),
        Told(
            "rent_read_monthly",
            "载体",
            "D1",
            "元/㎡",
            "写明按天还是按月的租金；共 2 处按 元/㎡·月 读取",
            "如果不是按月，请在表头写明单位。",
        ),
    ],
)
