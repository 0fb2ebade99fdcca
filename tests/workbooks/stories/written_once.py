"""Building and floor written once and left blank below, as merged cells are exported to CSV."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
Building and floor stand at their first room only. They hold for the blanks below, but not for a
room whose number says another floor, nor below a total. 整层 stands on two floors: two rooms.
A tenant below another one sits in the same building, a project without room or area does not.
In the second list every row has its building but one, between two different ones: that is asked.
"""

CARRIERS = [
    ["载体名称", "环节", "可用面积（㎡）"],
    ["A座", "孵化", 1100],
    ["B座", "孵化", 400],
]
ROOMS = [
    ["楼栋", "楼层", "房号", "面积（㎡）", "状态"],
    ["A座", "一层", "101", 100, "空置"],
    [None, None, "102", 100, "空置"],
    [None, None, "201", 100, "空置"],
    [None, "三层", "整层", 400, "空置"],
    [None, "四层", "整层", 400, "空置"],
    ["小计", None, None, 1100, None],
    ["B座", "一层", "101", 100, "空置"],
    [None, None, "102", 100, "空置"],
]
MORE = [
    ["楼栋", "房号", "面积（㎡）", "状态"],
    ["A座", "501", 100, "空置"],
    ["A座", "502", 100, "空置"],
    [None, "503", 100, "空置"],
    ["B座", "201", 100, "空置"],
    [None, "202", 100, "空置"],
    ["B座", "203", 100, "空置"],
]
TENANTS = [
    ["项目名称", "所在楼栋", "房号", "现面积", "孵化面积（㎡）"],
    ["甲", "A座", "101", 100, None],
    ["乙", None, "102", 100, None],
    ["丙", None, None, None, 100],
    ["丁", None, "整层", 400, None],
    ["戊", "B座", "101", 100, None],
]


def write(path: Path) -> None:
    sheets = {"载体": CARRIERS, "房源": ROOMS, "房源（补）": MORE, "项目": TENANTS}
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "incubation"],
            "lettable_area_m2": [1100.0, 400.0],
        },
        "rooms": {
            "room": [
                "101",
                "102",
                "201",
                "三层 整层",
                "四层 整层",
                "101",
                "102",
                "501",
                "502",
                "503",
                "201",
                "202",
                "203",
            ],
            "carrier": [
                "A座",
                "A座",
                "A座",
                "A座",
                "A座",
                "B座",
                "B座",
                "A座",
                "A座",
                None,
                "B座",
                "B座",
                "B座",
            ],
            "floor": [
                "一层",
                "一层",
                None,
                "三层",
                "四层",
                "一层",
                "一层",
                None,
                None,
                None,
                None,
                None,
                None,
            ],
            "area_m2": [
                100.0,
                100.0,
                100.0,
                400.0,
                400.0,
                100.0,
                100.0,
                100.0,
                100.0,
                100.0,
                100.0,
                100.0,
                100.0,
            ],
            "status": ["vacant"] * 13,
        },
        "projects": {
            "project": ["甲", "乙", "丙", "丁", "戊"],
            "name": ["甲", "乙", "丙", "丁", "戊"],
            "present_carrier": ["A座", "A座", None, None, "B座"],
            "present_room": ["101", "102", None, "整层", "101"],
            "present_area_m2": [100.0, 100.0, None, 400.0, 100.0],
            "incubation_area_m2": [None, None, 100.0, None, None],
        },
    },
    faults=[
        Told(
            "filled_down",
            "房源",
            "A3",
            "空白",
            "每行写明“载体”；共 5 处空白已按其上方最近的内容读取，如这里读作“A座”",
            "如果不是同一个，请补填。",
        ),
        Told(
            "filled_down",
            "房源",
            "B3",
            "空白",
            "每行写明“楼层”；共 2 处空白已按其上方最近的内容读取，如这里读作“一层”",
            "如果不是同一个，请补填。",
        ),
        Told(
            "rooms_of_one_name",
            "房源",
            "C5",
            "整层",
            "同一载体内不重复的房源编号；共 2 处同名但楼层不同，已在编号前加上楼层，如“三层 整层”",
            "确是不同的房间则不必修改；否则请删去重复的行。",
        ),
        Told(
            "required_blank",
            "房源（补）",
            "A4",
            "空白",
            "必填项“载体”",
            "请填写，或删去整行。",
            "error",
        ),
        Told(
            "filled_down",
            "房源（补）",
            "A6",
            "空白",
            "每行写明“载体”；共 1 处空白已按其上方最近的内容读取，如这里读作“B座”",
            "如果不是同一个，请补填。",
        ),
        Told(
            "filled_down",
            "项目",
            "B3",
            "空白",
            "每行写明“现载体”；共 1 处空白已按其上方最近的内容读取，如这里读作“A座”",
            "如果不是同一个，请补填。",
        ),
    ],
)
