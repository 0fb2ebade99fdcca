"""Tables stacked without a blank row, a block of labels above a header, headers of 2 and 3 rows."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import Expected, all_vacant, write_sheets

STORY = """
On 台账 three tables follow one another with nothing but 二、… between them. Above the rooms of
B座 stands a block of labels and contents. 面积 stands unmerged above 建筑 and 使用; in the next
ledger the header has three merged rows.
"""


def write(path: Path) -> None:
    sheets = {
        "台账": [
            ["一、载体（单位：㎡）"],
            ["载体名称", "环节", "建筑面积", "可用面积"],
            ["A座", "孵化", 100, 70],
            ["B座", "加速", 200, 150],
            ["C座", "加速", 200, 150],
            ["二、房源（单位：㎡）"],
            ["房号", "所属载体", "房源面积", "房源状态"],
            ["101", "A座", 70, "空置"],
            ["项目"],
            ["项目名称", "孵化面积（㎡）", "孵化时长（月）"],
            ["甲", 60, 24],
        ],
        "1": [
            ["楼宇名称：", "B座", "建筑面积：", "200㎡"],
            ["层高：", "4.5m", "管理员：", "王"],
            [],
            ["房号", "楼层", "面积（㎡）", "状态"],
            ["201", 2, 50, "空置"],
        ],
        "2": [
            ["楼栋", "房号", "面积（㎡）"],
            [None, None, "建筑", "使用"],
            ["B座", "202", 150, 100],
        ],
        "3": [
            ["序号", "房源位置", None, "招商情况", None, "备注"],
            [None, "楼栋", "房号", "建筑面积", "租赁合同"],
            [None, None, None, None, "到期日"],
            [1, "C座", "301", 150, "2027-12-31", "朝南"],
        ],
    }
    merged = {"3": "A1:A3 B1:C1 D1:E1 B2:B3 C2:C3 D2:D3 F1:F3"}
    write_sheets(path, sheets, merged)


EXPECTED = Expected(
    faults=[all_vacant("2", 1), all_vacant("3", 1)],
    tables={
        "carriers": {
            "carrier": ["A座", "B座", "C座"],
            "name": ["A座", "B座", "C座"],
            "stages": ["incubation", "acceleration", "acceleration"],
            "gross_area_m2": [100.0, 200.0, 200.0],
            "lettable_area_m2": [70.0, 150.0, 150.0],
        },
        "rooms": {
            "room": ["101", "201", "202", "301"],
            "carrier": ["A座", "B座", "B座", "C座"],
            "floor": [None, "2", None, None],
            "area_m2": [70.0, 50.0, 150.0, 150.0],
            "status": ["vacant", "vacant", None, None],
            "lease_end": [None, None, None, date(2027, 12, 31)],
            "面积（㎡） / 使用": [None, None, 100.0, None],
            "序号": [None, None, None, 1.0],
            "备注": [None, None, None, "朝南"],
        },
        "projects": {
            "project": ["甲"],
            "name": ["甲"],
            "incubation_area_m2": [60.0],
            "incubation_months": [24.0],
        },
    },
)
