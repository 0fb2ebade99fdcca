"""A tenant list whose 孵化面积 is what they have and whose 租期 is mostly a length."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import CARRIERS, CARRIERS_READ, Expected, Told, write_sheets

STORY = """
在孵企业: all sit, so 孵化面积 is what they use. 租期 holds lengths in years and months counted from
起租日, one date, one start with a length, and one word that says nothing. 虚拟注册 takes no space.
The pipeline beside it has 租期 too: there it is how long a project asks to stay.
"""


def write(path: Path) -> None:
    tenants = [
        [
            "企业名称",
            "所属载体",
            "孵化面积",
            "计租日",
            "租期",
            "是否需要首层",
            "入驻方式",
            "进展情况",
        ],
        ["甲公司", "K01", 120, "2025-01-01", "3年", "是", "实体入驻", "在孵"],
        ["乙公司", "K01", 80, "2025-07-01", "18个月", "否", "实体", "在孵，运行良好"],
        ["丙公司", "K01", 60, "2024-02-29", "两年", "否", "实体", "在孵"],
        ["丁公司", "K01", 40, "2025-03-01", "2027-02-28", "否", "实体", "在孵"],
        ["戊公司", "K01", 30, None, "2026年1月1日起一年半", "否", "实体", "在孵"],
        ["己公司", "K01", None, "2026-01-01", "面谈", "否", "虚拟注册", "已迁出"],
    ]
    pipeline = [
        ["项目名称", "需求环节", "需求面积", "租期（年）", "进展"],
        ["庚", "孵化", 200, 3, "在谈，已看过场地"],
        ["辛", "加速", 900, 5, "停止谈判"],
    ]
    write_sheets(path, {"载体": CARRIERS, "在孵企业": tenants, "招商项目": pipeline})


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": {
            "project": ["甲公司", "乙公司", "丙公司", "丁公司", "戊公司", "己公司", "庚", "辛"],
            "name": ["甲公司", "乙公司", "丙公司", "丁公司", "戊公司", "己公司", "庚", "辛"],
            "company": ["甲公司", "乙公司", "丙公司", "丁公司", "戊公司", "己公司", None, None],
            "status": [
                "sitting",
                "sitting",
                "sitting",
                "sitting",
                "sitting",
                "left",
                "negotiating",
                "left",
            ],
            "entered": [
                date(2025, 1, 1),
                date(2025, 7, 1),
                date(2024, 2, 29),
                date(2025, 3, 1),
                None,
                date(2026, 1, 1),
                None,
                None,
            ],
            "present_carrier": ["K01", "K01", "K01", "K01", "K01", "K01", None, None],
            "present_area_m2": [120.0, 80.0, 60.0, 40.0, 30.0, None, None, None],
            "lease_end": [
                date(2027, 12, 31),
                date(2026, 12, 31),
                date(2026, 2, 28),
                date(2027, 2, 28),
                date(2027, 6, 30),
                None,
                None,
                None,
            ],
            "virtual": ["no", "no", "no", "no", "no", "yes", None, None],
            "need_ground_floor": ["yes", "no", "no", "no", "no", "no", None, None],
        },
        "stays": {
            "project": ["庚", "辛"],
            "stage": ["incubation", "acceleration"],
            "area_m2": [200.0, 900.0],
            "months": [36.0, 60.0],
        },
    },
    faults=[
        Told(
            "area_read_as_present",
            "在孵企业",
            "C1",
            "孵化面积",
            "“现面积”；表中企业都已在园，且没有写需求，已按现在使用的面积读取",
            "如果是需求面积，请把表头改为“孵化需求面积”，并写明孵化时长。",
        ),
        Told(
            "lease_from_length",
            "在孵企业",
            "E2",
            "3年",
            "租约到期的日期；共 4 处写的是租期长短，已从开始日期起算，"
            "如“3年”从 2025-01-01 起算 → 2027-12-31",
            "如果到期日不同，请直接写日期。",
        ),
        Told(
            "not_a_date",
            "在孵企业",
            "E7",
            "面谈",
            "日期，如 2026-07-01",
            "请写完整的年月日，或把单元格设为日期格式。",
            "error",
        ),
        Told(
            "word_read_as",
            "在孵企业",
            "H3",
            "在孵，运行良好",
            "“状态”的选项；共 1 处读作“在园”",
            "如果意思不同，请改为其中一个词。",
        ),
        Told(
            "unit_converted",
            "招商项目",
            "D1",
            "年",
            "“时长”的单位 月；共 2 处，已按 1 年 = 12 月 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "word_read_as",
            "招商项目",
            "E2",
            "在谈，已看过场地",
            "“状态”的选项；共 1 处读作“在谈”",
            "如果意思不同，请改为其中一个词。",
        ),
    ],
)
