"""Building and floor merged over their rooms; one area merged over two rooms cannot be shared."""

from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, Told, write_sheets

STORY = """
Building and floor stand once, merged down over their rooms. Two rooms share one merged
area: nobody can say how much each has, so both cells are asked about.
"""


def write(path: Path) -> None:
    carriers = [["载体名称", "环节", "可用面积"], ["A座", "孵化", 900]]
    rooms = [
        ["楼栋", "楼层", "房间号", "面积", "使用状态"],
        ["A座", "一层", "101", 100, "空置"],
        [None, None, "102", 120, "已租"],
        [None, "二层", "201", 200, "空置"],
        [None, None, "202", None, "空置"],
    ]
    sheets = {"载体": carriers, "房间": rooms, "项目": PROJECTS}
    write_sheets(path, sheets, {"房间": "A2:A5 B2:B3 B4:B5 D4:D5"})


def asked(cell: str) -> Told:
    return Told(
        "merged_amount",
        "房间",
        cell,
        "200（合并单元格）",
        "每行各自的“面积”",
        "几行合用一个数，无法分到各行：请取消合并并分别填写。",
        "error",
    )


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座"],
            "name": ["A座"],
            "stages": ["incubation"],
            "lettable_area_m2": [900.0],
        },
        "projects": PROJECTS_READ,
        "rooms": {
            "room": ["101", "102", "201", "202"],
            "carrier": ["A座"] * 4,
            "floor": ["一层", "一层", "二层", "二层"],
            "area_m2": [100.0, 120.0, None, None],
            "status": ["vacant", "let", "vacant", "vacant"],
        },
    },
    faults=[asked("D4"), asked("D4")],
    cells={("rooms", 3, "carrier"): "房间!A2", ("rooms", 1, "floor"): "房间!B2"},
)
