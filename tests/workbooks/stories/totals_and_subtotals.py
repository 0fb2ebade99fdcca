"""小计 per building and a 合计 that was not updated."""

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
Every building ends in a 小计, the ledger in a 合计. A room was let out of the sum: the 合计
still says 600 where the rooms give 650. Notes and signatures below.
"""


def write(path: Path) -> None:
    rooms = [
        ["房号", "载体", "面积（㎡）", "工位数"],
        ["101", "K01", 100, 10],
        ["102", "K01", 200, 20],
        ["小计", None, 300, 30],
        ["201", "K01", 150, 15],
        ["202", "K01", 200, None],
        ["小 计", None, "350㎡", 15],
        ["合  计", None, 600, 45],
        ["备注：面积为建筑面积。"],
        ["制表人：李某", None, None, "审核：张某"],
    ]
    write_sheets(path, {"载体": CARRIERS, "项目": PROJECTS, "房源台账": rooms})


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": PROJECTS_READ,
        "rooms": {
            "room": ["101", "102", "201", "202"],
            "carrier": ["K01"] * 4,
            "area_m2": [100.0, 200.0, 150.0, 200.0],
            "desks": [10.0, 20.0, 15.0, None],
        },
    },
    faults=[
        all_vacant("房源台账", 4),
        Told(
            "total_differs",
            "房源台账",
            "C8",
            "600，而所列各行之和为 650",
            "“面积”的合计等于各行之和（相差不超过 2%）",
            "请核对是否漏行或数值有误；计算只用各行的数值。",
        ),
    ],
    coverage={"房源台账": ["total_row", "footnote_row"]},
)
