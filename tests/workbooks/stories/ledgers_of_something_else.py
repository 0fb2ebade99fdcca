"""Meters, keys, fees and repairs name rooms and tenants too; so does a list nobody named."""

from pathlib import Path

from tests.workbooks.story import (
    CARRIERS,
    CARRIERS_READ,
    PROJECTS,
    PROJECTS_READ,
    Expected,
    Told,
    all_vacant,
    write_sheets,
)

STORY = """
The office keeps everything in one workbook. 物业费 and 钥匙 have firms, rooms, even areas: reading
them made projects and vacant rooms of them. They are left alone; where one shares several columns
with a sheet of ours it is said so. 楼栋检查 has no name that tells and nothing about space. A car
park below the rooms is another table of the same sheet.
"""


def write(path: Path) -> None:
    sheets = {
        "载体": CARRIERS,
        "项目": PROJECTS,
        "钥匙登记": [["房号", "企业名称", "领取人"], ["101", "甲公司", "王"]],
        "物业费": [
            ["序号", "企业名称", "房号", "面积", "单价", "应缴金额"],
            [1, "甲公司", "101", 300, 2, 600],
        ],
        "Sheet7": [["楼栋", "房号", "整改期限", "复查"], ["K01", "101", "7天", "王"]],
        "房源": [
            ["房号", "载体", "面积（㎡）"],
            ["101", "K01", 1000],
            [],
            ["2026年车位台账"],
            ["企业名称", "状态", "车牌号"],
            ["甲公司", "在用", "苏E1"],
        ],
    }
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": PROJECTS_READ,
        "rooms": {"room": ["101"], "carrier": ["K01"], "area_m2": [1000.0]},
    },
    faults=[
        all_vacant("房源", 1),
        Told(
            "unread_ledger",
            "物业费",
            "A1",
            "未读取的表；其中“企业名称、房号、面积、单价”与“房源”表的列相同",
            "“房源”表有编号（或名称）和面积等关于空间的列",
            "如果就是“房源”，请把工作表改成这个名称；如果是水电、收费等别的台账，不必处理。",
        ),
        Told(
            "unread_ledger",
            "Sheet7",
            "A1",
            "未读取的表；其中“楼栋、房号”与“房源”表的列相同",
            "“房源”表有编号（或名称）和面积等关于空间的列",
            "如果就是“房源”，请把工作表改成这个名称；如果是水电、收费等别的台账，不必处理。",
        ),
    ],
    coverage={
        "钥匙登记": ["other_ledger"],
        "物业费": ["other_ledger"],
        "Sheet7": ["unknown_sheet"],
    },
)
