"""A ledger of sitting companies: no project names, present rooms and areas."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
在孵企业名录: the company is the project. 租赁面积 is what it has now, 入驻时间 lies in the past,
租期 holds a period whose end counts, 联系人 is nobody's business.
"""


def write(path: Path) -> None:
    carriers = [["载体名称", "环节", "可用面积"], ["A座", "孵化", 900]]
    companies = [
        [
            "序号",
            "企业名称",
            "所属行业",
            "楼栋",
            "房间号",
            "租赁面积",
            "入驻时间",
            "租期",
            "联系人",
        ],
        [1, "甲公司", "生物医药", "A座", "101", 120, "2024-03-01", "2024.03.01-2027.02.28", "王"],
        [2, "乙公司", "新能源", "A座", "102", 80, "2023-06-15", "2023.06.15-2026.12.14", "李"],
    ]
    write_sheets(path, {"载体": carriers, "在孵企业名录": companies})


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座"],
            "name": ["A座"],
            "stages": ["incubation"],
            "lettable_area_m2": [900.0],
        },
        "projects": {
            "project": ["甲公司", "乙公司"],
            "name": ["甲公司", "乙公司"],
            "company": ["甲公司", "乙公司"],
            "industry": ["生物医药", "新能源"],
            "present_carrier": ["A座", "A座"],
            "present_room": ["101", "102"],
            "present_area_m2": [120.0, 80.0],
            "status": ["sitting", "sitting"],
            "entered": [date(2024, 3, 1), date(2023, 6, 15)],
            "lease_end": [date(2027, 2, 28), date(2026, 12, 14)],
            "序号": [1.0, 2.0],
            "联系人": ["王", "李"],
        },
    },
    faults=[
        Told(
            "date_period_last",
            "在孵企业名录",
            "H2",
            "2024.03.01-2027.02.28",
            "一个日期；共 2 处写了起止，取结束一天，如 2024.03.01-2027.02.28 → 2027-02-28",
            "如果应取开始一天，请分开填写。",
        )
    ],
    cells={("projects", 0, "name"): "在孵企业名录!B2"},
)
