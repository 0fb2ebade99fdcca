"""Building names as headings between the rooms, states as headings between the companies."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
The room ledger has a heading row per building; the company list is cut into 一、在孵企业 and
二、在谈项目. One heading says nothing that can be used and is told.
"""


def write(path: Path) -> None:
    carriers = [["载体名称", "环节", "可用面积"], ["A座", "孵化", 500], ["B座", "孵化", 500]]
    rooms = [
        ["房号", "楼层", "面积", "状态"],
        ["A座", None, None, None],
        ["101", "1", 100, "空置"],
        ["B座", None, None, None],
        ["101", "1", 80, "空置"],
        ["201", "2", 90, "空置"],
    ]
    projects = [
        ["项目名称", "企业名称", "孵化面积", "人数"],
        ["一、已立项项目", None, None, None],
        ["甲", "甲公司", 100, 12],
        ["二、在谈项目", None, None, None],
        ["乙", "乙公司", 80, 8],
        ["三、其他", None, None, None],
        ["丙", "丙公司", 60, 5],
    ]
    sheets = {"载体": carriers, "房源": rooms, "项目清单": projects}
    merged = {"房源": "A2:D2 A4:D4", "项目清单": "A2:D2 A4:D4 A6:D6"}
    write_sheets(path, sheets, merged)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "incubation"],
            "lettable_area_m2": [500.0, 500.0],
        },
        "rooms": {
            "room": ["101", "101", "201"],
            "carrier": ["A座", "B座", "B座"],
            "floor": ["1", "1", "2"],
            "area_m2": [100.0, 80.0, 90.0],
            "status": ["vacant"] * 3,
        },
        "projects": {
            "project": ["甲", "乙", "丙"],
            "name": ["甲", "乙", "丙"],
            "company": ["甲公司", "乙公司", "丙公司"],
            "status": ["approved", "negotiating", None],
            "incubation_area_m2": [100.0, 80.0, 60.0],
            "headcount": [12.0, 8.0, 5.0],
        },
    },
    faults=[
        Told(
            "heading_not_used",
            "项目清单",
            "A6",
            "三、其他",
            "载体、楼层或状态等能用于下面各行的标题",
            "这一行作为标题跳过；如果是一条记录，请填完整。",
        )
    ],
    cells={("rooms", 2, "carrier"): "房源!A4", ("projects", 0, "status"): "项目清单!A2"},
    coverage={"房源": ["heading_row"]},
)
