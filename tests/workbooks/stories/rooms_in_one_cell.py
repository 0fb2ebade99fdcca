"""Rooms in one cell."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
Several rooms in one cell: on the projects each of them is looked up, on the rooms a row
stays one unit.
"""

SHEETS = {
    "载体": [
        ["载体编号", "载体名称", "环节", "可用面积（㎡）"],
        ["K01", "A座", "孵化", 1000],
    ],
    "房源": [
        ["房号", "载体", "面积（㎡）", "房源状态"],
        ["1201", "A座", 100, "空置"],
        ["1202", "A座", 100, "空置"],
        ["1203", "A座", 100, "空置"],
        ["1301-1303", "A座", 300, "空置"],
        ["1401、1402", "A座", 200, "空置"],
    ],
    "项目": [
        ["项目名称", "状态", "当前环节", "现载体", "现房源", "现面积", "租期至", "入驻日期"],
        ["甲公司", "在孵", "孵化", "A座", "1201-1203", 300, date(2027, 12, 31), date(2025, 1, 1)],
        ["乙公司", "在孵", "孵化", "A座", "A座13层1302", 300, date(2027, 12, 31), date(2025, 1, 1)],
        ["丙公司", "在孵", "孵化", "A座", "1401、1402", 200, date(2027, 12, 31), date(2025, 1, 1)],
        ["丁公司", "在孵", "孵化", "A座", "1599", 50, date(2027, 12, 31), date(2025, 1, 1)],
    ],
    "参数": [
        ["参数", "数值"],
        ["horizon_start", date(2026, 7, 1)],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["K01"],
            "name": ["A座"],
            "stages": ["incubation"],
            "lettable_area_m2": [1000.0],
        },
        "rooms": {
            "room": ["1201", "1202", "1203", "1301-1303", "1401、1402"],
            "carrier": ["A座", "A座", "A座", "A座", "A座"],
            "area_m2": [100.0, 100.0, 100.0, 300.0, 200.0],
            "status": ["vacant", "vacant", "vacant", "vacant", "vacant"],
        },
        "projects": {
            "project": ["甲公司", "乙公司", "丙公司", "丁公司"],
            "name": ["甲公司", "乙公司", "丙公司", "丁公司"],
            "stage": ["incubation", "incubation", "incubation", "incubation"],
            "status": ["sitting", "sitting", "sitting", "sitting"],
            "entered": [date(2025, 1, 1), date(2025, 1, 1), date(2025, 1, 1), date(2025, 1, 1)],
            "present_carrier": ["A座", "A座", "A座", "A座"],
            "present_room": ["1201-1203", "A座13层1302", "1401;1402", "1599"],
            "present_area_m2": [300.0, 300.0, 200.0, 50.0],
            "lease_end": [
                date(2027, 12, 31),
                date(2027, 12, 31),
                date(2027, 12, 31),
                date(2027, 12, 31),
            ],
        },
        "settings": {
            "setting": ["horizon_start"],
            "value": ["2026-07-01"],
        },
    },
    faults=[
        Told(
            "area_differs_rooms",
            "载体",
            "D2",
            "载体 K01 可用面积 1,000 ㎡，房源合计 800 ㎡",
            "两者相差不超过 2%",
            "本次按可用面积计算；请核对房源是否漏列或重复。",
        ),
        Told(
            "rooms_in_range",
            "项目",
            "E2",
            "1201-1203",
            "房源编号；已按 1201、1202、1203 读取",
            "如果不全，请用顿号逐间写明。",
        ),
        Told(
            "unknown_reference",
            "项目",
            "E5",
            "1599",
            "房源表中已有的编号或名称",
            "请改正，或在对应的表中补上。",
            "error",
        ),
    ],
    assembled=True,
)
