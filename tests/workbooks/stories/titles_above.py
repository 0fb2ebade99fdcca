"""Titles, a 填报 line, blank rows, a serial number and a signature line."""

from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, write_sheets

STORY = """
The ledger as it is sent round: title, unit and date of report above, blank rows between,
who filled it in below.
"""


def write(path: Path) -> None:
    ledger = [
        ["2026年留创园载体台账"],
        ["填报单位：留创园管理办公室", None, None, "填报时间：2026年6月30日"],
        [],
        ["序号", "载体名称", "环节", "可用面积(平方米)"],
        [1, "A座", "孵化", "1,200"],
        [None, "  ", None, None],
        [2, "B座", "加速器", 300],
        [],
        ["填表人：王某", None, None, "联系电话：0512-0000000"],
        ["注：可用面积不含地下车库。"],
    ]
    write_sheets(path, {"载体台账": ledger, "项目": PROJECTS})


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "acceleration"],
            "lettable_area_m2": [1200.0, 300.0],
            "序号": [1.0, 2.0],
        },
        "projects": PROJECTS_READ,
    },
    cells={("carriers", 1, "lettable_area_m2"): "载体台账!D7"},
    coverage={"载体台账": ["footnote_row"]},
)
