"""Carriers, rooms and projects one below the other on a single sheet."""

from pathlib import Path

from tests.workbooks.story import Expected, write_sheets

STORY = """
Everything on Sheet1: the carriers, below them the rooms, below them the companies, each with
a title of its own and blank rows between.
"""


def write(path: Path) -> None:
    rows = [
        ["一、载体情况表"],
        ["载体名称", "环节", "建筑面积（㎡）", "可用面积（㎡）"],
        ["A座", "孵化", 1000, 700],
        ["B座", "加速", 2000, 1500],
        ["合计", None, 3000, 2200],
        [],
        ["二、房源情况表"],
        ["房号", "所属载体", "房源面积", "房源状态"],
        ["101", "A座", 100, "空置"],
        ["102", "A座", 200, "空置"],
        [],
        ["三、拟入驻项目清单"],
        ["项目名称", "所属产业链", "加速面积", "加速时长"],
        ["甲项目", "生物医药", 800, 24],
    ]
    write_sheets(path, {"Sheet1": rows})


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "acceleration"],
            "gross_area_m2": [1000.0, 2000.0],
            "lettable_area_m2": [700.0, 1500.0],
        },
        "rooms": {
            "room": ["101", "102"],
            "carrier": ["A座", "A座"],
            "area_m2": [100.0, 200.0],
            "status": ["vacant", "vacant"],
        },
        "projects": {
            "project": ["甲项目"],
            "name": ["甲项目"],
            "industry": ["生物医药"],
            "acceleration_area_m2": [800.0],
            "acceleration_months": [24.0],
        },
    },
    cells={
        ("projects", 0, "acceleration_area_m2"): "Sheet1!C14",
        ("rooms", 1, "area_m2"): "Sheet1!C10",
    },
)
