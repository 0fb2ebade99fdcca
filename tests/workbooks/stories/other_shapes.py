"""Carriers side by side, a floor plan, an extract and last month's copy."""

from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, Told, write_sheets

STORY = """
The carriers stand across, their columns down; the rooms are drawn as a 房态图 as well; the empty
rooms are listed once more. One sentence for each says what to do, not one per cell.
"""


def write(path: Path) -> None:
    sheets = {
        "载体": [
            ["指标", "A座", "B座"],
            ["环节", "孵化", "加速"],
            ["建筑面积（㎡）", 1000, 2000],
            ["可用面积（㎡）", 700, 1600],
            ["层高（m）", 4.5, 6],
        ],
        "项目": PROJECTS,
        "房源": [
            ["房号", "楼栋", "楼层", "面积（㎡）", "状态"],
            ["101", "A座", "1层", 100, "空置"],
            ["102", "A座", "1层", 200, "已租"],
            ["201", "A座", "2层", 300, "空置"],
        ],
        "上月房源": [
            ["房号", "楼栋", "楼层", "面积（㎡）", "状态"],
            ["101", "A座", "1层", 100, "已租"],
            ["201", "A座", "2层", 300, "已租"],
        ],
        "房态": [
            ["楼层", "01室", "02室"],
            ["2层", "201 300㎡ 空置", None],
            ["1层", "101 100㎡ 空置", "102 200㎡ 甲公司"],
        ],
    }
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "projects": PROJECTS_READ,
        "rooms": {
            "room": ["101", "102", "201"],
            "carrier": ["A座"] * 3,
            "floor": ["1层", "1层", "2层"],
            "area_m2": [100.0, 200.0, 300.0],
            "status": ["vacant", "let", "vacant"],
        },
    },
    faults=[
        Told(
            "transposed_table",
            "载体",
            "",
            "列名竖排在第一列，每条记录占一列",
            "“载体”的列名横排在一行，下面每条记录一行",
            "请把表转置：选中后复制，在空白处“选择性粘贴”并勾选“转置”，再删去原来的。",
            "error",
        ),
        Told(
            "sheet_repeats",
            "上月房源",
            "",
            "“上月房源”共 2 行，其中 2 行与“房源”的编号重复",
            "每条记录只在一张表里",
            "两张表内容重复（如摘录、各月的台账），请只保留一张。",
            "error",
        ),
        Told(
            "floor_plan",
            "房态",
            "",
            "一张房态图（楼层竖排、房间横排），未从中读取任何内容",
            "每间房一行的“房源”表：房号、载体、楼层、面积、状态",
            "如果这些房间不在别的表里，请逐间列成“房源”表。",
        ),
    ],
    coverage={"载体": ["transposed_table"], "房态": ["floor_plan"]},
)
