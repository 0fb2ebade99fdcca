"""小计 of floors, 合计 of buildings, one 总计 below two stacked tables; needs summed wrongly."""

from pathlib import Path

from tests.workbooks.story import CARRIERS, CARRIERS_READ, Expected, Told, all_vacant, write_sheets

STORY = """
Every 小计 is of a floor, every A座合计 of its floors, and the 总计 of both tables of the sheet:
all are right and nothing is said. The 合计 of the needs is not.
"""


def write(path: Path) -> None:
    rooms = [
        ["一、A座"],
        ["楼层", "房号", "所属载体", "面积（㎡）"],
        ["1层", "101", "K01", 100],
        ["1层", "102", "K01", 120],
        ["小计", None, None, 220],
        ["2层", "201", "K01", 200],
        ["A座合计", None, None, 420],
        [],
        ["二、B座"],
        ["楼层", "房号", "所属载体", "面积（㎡）"],
        ["1层", "B101", "K01", 600],
        ["小计", None, None, 600],
        ["总计", None, None, 1020],
    ]
    projects = [
        ["项目名称", "需求环节", "需求面积", "状态"],
        ["甲", "孵化", 300, "在谈"],
        ["乙", "孵化", 200, "在谈"],
        ["合计", None, 600],
    ]
    write_sheets(path, {"载体": CARRIERS, "项目": projects, "房源台账": rooms})


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": {
            "project": ["甲", "乙"],
            "name": ["甲", "乙"],
            "status": ["negotiating", "negotiating"],
        },
        "stays": {
            "project": ["甲", "乙"],
            "stage": ["incubation", "incubation"],
            "area_m2": [300.0, 200.0],
        },
        "rooms": {
            "room": ["101", "102", "201", "B101"],
            "carrier": ["K01"] * 4,
            "floor": ["1层", "1层", "2层", "1层"],
            "area_m2": [100.0, 120.0, 200.0, 600.0],
        },
    },
    faults=[
        all_vacant("房源台账", 3),
        all_vacant("房源台账", 1),
        Told(
            "total_differs",
            "项目",
            "C4",
            "600，而所列各行之和为 500",
            "“面积”的合计等于各行之和（相差不超过 2%）",
            "请核对是否漏行或数值有误；计算只用各行的数值。",
        ),
    ],
    coverage={"房源台账": ["total_row"]},
)
