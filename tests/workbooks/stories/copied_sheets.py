"""A sheet per building and floor; one was copied and its title forgotten."""

from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, Told, write_sheets

STORY = """
B座-2层 is the second floor of B座, not two floors below ground. A座 has a heading per building
with a remark, headings per floor inside it, and one for its vacant rooms. The sheet C座 still
has the title of A座 and is asked about.
"""

CARRIERS = [
    ["载体名称", "环节", "可用面积（㎡）"],
    ["A座", "孵化", 600],
    ["B座", "孵化", 300],
    ["C座", "孵化", 100],
]
NESTED = [
    ["房号", "面积（㎡）", "状态", "租户"],
    ["A座（共5层，建筑面积5000㎡）"],
    ["一层"],
    ["101", 100, "已租", "甲公司"],
    ["二层（层高4.5m）"],
    ["201", 100, "已租", "乙公司"],
    ["空置："],
    ["301", 200, "空置"],
    ["B座"],
    ["地下一层："],
    ["B101", 100, "空置"],
]
SECOND = [["房号", "面积（㎡）", "状态"], ["201", 100, "空置"]]
THIRD = [["房号", "面积（㎡）", "状态"], ["301", 100, "空置"]]
COPIED = [["A座房源表"], ["房号", "面积（㎡）", "状态"], ["101", 100, "空置"]]


def write(path: Path) -> None:
    sheets = {
        "载体": CARRIERS,
        "房源": NESTED,
        "B座-2层": SECOND,
        "B座 -1F": THIRD,
        "C座": COPIED,
        "项目": PROJECTS,
    }
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座", "C座"],
            "name": ["A座", "B座", "C座"],
            "stages": ["incubation", "incubation", "incubation"],
            "lettable_area_m2": [600.0, 300.0, 100.0],
        },
        "rooms": {
            "room": ["101", "201", "301", "B101", "201", "301", "101"],
            "carrier": ["A座", "A座", "A座", "B座", "B座", "B座", "C座"],
            "floor": ["一层", "二层", None, "地下一层", "2层", "-1F", None],
            "area_m2": [100.0, 100.0, 200.0, 100.0, 100.0, 100.0, 100.0],
            "status": ["let", "let", "vacant", "vacant", "vacant", "vacant", "vacant"],
            "tenant": ["甲公司", "乙公司", None, None, None, None, None],
        },
        "projects": PROJECTS_READ,
    },
    faults=[
        Told(
            "title_and_sheet_differ",
            "C座",
            "A1",
            "标题写的是“A座”，工作表名却是“C座”",
            "标题和工作表名说的是同一个载体",
            "这张表可能是复制后没有改标题：请把标题或工作表名改成这些房间所在的载体。",
            "error",
        ),
    ],
)
