"""No sheet of projects, but one that was not read; no carriers, but rooms that name buildings."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
Carriers were never listed: the rooms name them. The projects stand on Sheet1 with their wishes in
one sentence each, which nobody but the manager can turn into columns.
"""


def write(path: Path) -> None:
    sheets = {
        "房源": [
            ["楼栋", "房号", "面积（㎡）", "状态"],
            ["A座", "101", 100, "空置"],
            ["B座", "201", 500, "空置"],
        ],
        "Sheet1": [["项目", "备注"], ["甲项目", "需要孵化场地300㎡"]],
    }
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "rooms": {
            "room": ["101", "201"],
            "carrier": ["A座", "B座"],
            "area_m2": [100.0, 500.0],
            "status": ["vacant", "vacant"],
        },
    },
    faults=[
        Told(
            "unknown_sheet",
            "Sheet1",
            "",
            "不认识的工作表，未从中读取任何内容",
            "模板中的工作表名称",
            "如果其中有需要的数据，请改成模板中的名称。",
        ),
        Told(
            "carriers_only_in_rooms",
            "载体",
            "",
            "没有“载体”工作表；房源里写到的载体：A座、B座",
            "一张名为“载体”的工作表，每个载体一行",
            "请加一张“载体”表，为这些载体各写一行：载体名称、环节（苗圃、孵化、加速、产业化）；"
            "可用面积可不写，由房源合计。",
            "error",
        ),
        Told(
            "required_sheet_unread",
            "项目",
            "",
            "没有“项目”工作表；未读取的“Sheet1”可能就是",
            "一张名为“项目”的工作表，至少有：项目编号/项目名称",
            "如果就是，请把它改名为“项目”，列名按模板写；否则请按模板补上这张表。",
            "error",
        ),
    ],
)
