"""Units in cells."""

from pathlib import Path

from tests.workbooks.story import Expected, write_sheets

STORY = """
Units typed behind the number, each in its own way; none of them is another unit, so
nothing is told.
"""

SHEETS = {
    "载体": [
        ["载体名称", "环节", "可用面积", "层高", "承重", "配电", "工位数", "租金"],
        ["A座", "孵化", "3,000㎡", "4.2米", "5kN/㎡", "800KVA", "60个", "25元/㎡/月"],
        [
            "B座",
            "加速",
            "５０００ 平方米",
            "6 m",
            "7.5 千牛/平方米",
            "1250 kva",
            None,
            "20元/平米/月",
        ],
        ["C座", "产业化", "1200.5平", "8米", "20kN/m2", "2000千伏安", None, "15元每平每月"],
    ],
    "项目": [
        ["项目名称", "加速面积", "人数", "加速时长", "投资"],
        ["某某医药", "800 m²", "35人", "24个月", "3000万元"],
        ["某某装备", "1,250M2", "12 人", "18月", "500万"],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座", "C座"],
            "name": ["A座", "B座", "C座"],
            "stages": ["incubation", "acceleration", "industrialisation"],
            "lettable_area_m2": [3000.0, 5000.0, 1200.5],
            "desks": [60.0, None, None],
            "rent_per_m2_month": [25.0, 20.0, 15.0],
            "clear_height_m": [4.2, 6.0, 8.0],
            "floor_load_kn_m2": [5.0, 7.5, 20.0],
            "power_kva": [800.0, 1250.0, 2000.0],
        },
        "projects": {
            "project": ["某某医药", "某某装备"],
            "name": ["某某医药", "某某装备"],
            "headcount": [35.0, 12.0],
            "investment_10k": [3000.0, 500.0],
            "acceleration_area_m2": [800.0, 1250.0],
            "acceleration_months": [24.0, 18.0],
        },
    },
)
