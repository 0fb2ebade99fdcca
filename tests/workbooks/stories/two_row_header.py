"""A header of two rows with merged group words."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import CARRIERS, CARRIERS_READ, Expected, write_sheets

STORY = """
The project list of the talent office: group words merged above (苗圃 over 面积 and 时长),
plain headers merged down over both rows, a title above everything.
"""


def write(path: Path) -> None:
    projects = [
        ["人才项目入驻需求表", *[None] * 7],
        ["序号", "项目名称", "企业信息", None, "苗圃", None, "孵化", None],
        [None, None, "企业名称", "成立时间", "面积", "时长（月）", "面积（㎡）", "时长"],
        [1, "甲项目", "甲公司", "2025-03-01", 20, 6, 150, 24],
        [2, "乙项目", "乙公司", "2024-05-06", None, None, 300, 36],
    ]
    merged = "A1:H1 A2:A3 B2:B3 C2:D2 E2:F2 G2:H2"
    write_sheets(path, {"载体": CARRIERS, "人才项目": projects}, {"人才项目": merged})


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": {
            "project": ["甲项目", "乙项目"],
            "name": ["甲项目", "乙项目"],
            "company": ["甲公司", "乙公司"],
            "founded": [date(2025, 3, 1), date(2024, 5, 6)],
            "nursery_area_m2": [20.0, None],
            "nursery_months": [6.0, None],
            "incubation_area_m2": [150.0, 300.0],
            "incubation_months": [24.0, 36.0],
            "序号": [1.0, 2.0],
        },
    },
    cells={
        ("projects", 1, "incubation_area_m2"): "人才项目!G5",
        ("projects", 0, "nursery_months"): "人才项目!F4",
    },
)
