"""Room lists without a column for the carrier; lists of companies without ids."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
One room list names the building only in front of the room number, one only in a column 项目名称
whose values are known carriers, with two buildings that both have a room 101. One
company stands twice on a list that has no ids.
"""

CARRIERS = [
    ["载体名称", "环节", "可用面积（㎡）"],
    ["A座", "孵化", 400],
    ["1号楼", "孵化", 100],
    ["科创园", "孵化", 300],
]
IN_FRONT = [
    ["房号", "面积（㎡）", "状态"],
    ["A座-101", 100, "空置"],
    ["A座 12层 1201", 200, "空置"],
    ["A-102", 100, "空置"],
    ["1号楼-305", 50, "空置"],
    ["1-306", 50, "空置"],
    ["会议室", 20, "自用"],
]
BY_VALUES = [
    ["项目名称", "楼座名称", "房间号", "面积（㎡）", "状态"],
    ["科创园", "甲座", "101", 100, "空置"],
    ["科创园", "乙座", "101", 200, "空置"],
]
COMPANIES = [
    ["序号", "企业名称", "孵化面积（㎡）"],
    [1, "甲公司", 100],
    [2, "乙公司", 100],
    [3, "甲公司", 120],
]


def write(path: Path) -> None:
    sheets = {"载体": CARRIERS, "房源": IN_FRONT, "科创房源": BY_VALUES, "项目": COMPANIES}
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "1号楼", "科创园"],
            "name": ["A座", "1号楼", "科创园"],
            "stages": ["incubation", "incubation", "incubation"],
            "lettable_area_m2": [400.0, 100.0, 300.0],
        },
        "rooms": {
            "room": [
                "A座-101",
                "A座 12层 1201",
                "A-102",
                "1号楼-305",
                "1-306",
                "会议室",
                "甲座101",
                "乙座101",
            ],
            "carrier": ["A座", "A座", "A座", "1号楼", "1号楼", None, "科创园", "科创园"],
            "area_m2": [100.0, 200.0, 100.0, 50.0, 50.0, 20.0, 100.0, 200.0],
            "status": [
                "vacant",
                "vacant",
                "vacant",
                "vacant",
                "vacant",
                "own_use",
                "vacant",
                "vacant",
            ],
            "楼座名称": [None, None, None, None, None, None, "甲座", "乙座"],
        },
        "projects": {
            "project": ["甲公司", "乙公司", "甲公司"],
            "name": ["甲公司", "乙公司", "甲公司"],
            "company": ["甲公司", "乙公司", "甲公司"],
            "incubation_area_m2": [100.0, 100.0, 120.0],
            "序号": [1.0, 2.0, 3.0],
        },
    },
    faults=[
        Told(
            "carrier_in_front",
            "房源",
            "A2",
            "A座-101",
            "“载体”列；表中没有这一列，共 5 间按房号的开头读出，如这里读作“A座”",
            "如果不对，请增加“载体”列。",
        ),
        Told(
            "required_blank",
            "房源",
            "A7",
            "空白",
            "必填项“载体”",
            "请填写，或删去整行。",
            "error",
        ),
        Told(
            "carrier_by_values",
            "科创房源",
            "A2",
            "科创园",
            "“载体”列；“项目名称”列的内容都是已有的载体，已按“载体”读取",
            "如果不是，请增加“载体”列写明每行所在的载体。",
        ),
        Told(
            "rooms_of_one_number",
            "科创房源",
            "C2",
            "101",
            "同一载体内不重复的房源编号；各楼有相同的房号，共 2 间已在房号前加上楼名，如“甲座101”",
            "无误则不必修改；其他表请写“甲座101”这样的房号。",
        ),
        Told(
            "duplicate_name",
            "项目",
            "B4",
            "甲公司，与 B2 重复",
            "不重复的“企业名称”；没有“项目编号”列，就用它区分各行",
            "是同一个的请合并成一行；不是的请改名，或增加“项目编号”列并填写不同的编号。",
            "error",
        ),
    ],
)
