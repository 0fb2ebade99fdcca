"""Daily rents."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, all_vacant, write_sheets

STORY = """
Rents per day in the carriers' header, and per day, month and year in the cells of the rooms.
Everything becomes yuan per m² and month, the factor is told once per column and unit.
"""

SHEETS = {
    "载体": [
        ["载体名称", "环节", "可用面积（㎡）", "租金（元/㎡·天）"],
        ["A座", "孵化", 3000, 0.8],
        ["B座", "加速", 5000, 1.2],
    ],
    "房源": [
        ["房号", "载体", "面积（㎡）", "租赁单价"],
        ["101", "A座", 120, "0.8元/㎡/天"],
        ["102", "A座", 150, "0.9元/㎡/天"],
        ["103", "A座", 140, "25元/平/月"],
        ["104", "A座", 110, "18元/m/月"],
        ["105", "A座", 130, "300元/㎡·年"],
        ["201", "B座", 400, "1.2 元/天·㎡"],
    ],
    "项目": [
        ["项目编号", "孵化面积（㎡）"],
        ["P01", 100],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "acceleration"],
            "lettable_area_m2": [3000.0, 5000.0],
            "rent_per_m2_month": [24.333333, 36.5],
        },
        "rooms": {
            "room": ["101", "102", "103", "104", "105", "201"],
            "carrier": ["A座", "A座", "A座", "A座", "A座", "B座"],
            "area_m2": [120.0, 150.0, 140.0, 110.0, 130.0, 400.0],
            "rent_per_m2_month": [24.333333, 27.375, 25.0, 18.0, 25.0, 36.5],
        },
        "projects": {
            "project": ["P01"],
            "incubation_area_m2": [100.0],
        },
    },
    faults=[
        all_vacant("房源", 6),
        Told(
            "unit_converted",
            "房源",
            "D2",
            "0.8元/㎡/天",
            "“租金”的单位 元/㎡·月；共 2 处，"
            "已按 1 元/㎡/天 = 30.416667 元/㎡·月（× 365 ÷ 12） 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "房源",
            "D5",
            "18元/m/月",
            "“租金”的单位 元/㎡·月；共 1 处，已按 1 元/m/月 = 1 元/㎡·月（“m”按“㎡”理解） 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "房源",
            "D6",
            "300元/㎡·年",
            "“租金”的单位 元/㎡·月；共 1 处，已按 1 元/㎡·年 = 0.083333333 元/㎡·月（÷ 12） 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "房源",
            "D7",
            "1.2 元/天·㎡",
            "“租金”的单位 元/㎡·月；共 1 处，"
            "已按 1 元/天·㎡ = 30.416667 元/㎡·月（× 365 ÷ 12） 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "载体",
            "D1",
            "元/㎡·天",
            "“租金”的单位 元/㎡·月；共 2 处，"
            "已按 1 元/㎡·天 = 30.416667 元/㎡·月（× 365 ÷ 12） 换算",
            "单位无误则不必修改。",
        ),
    ],
)
