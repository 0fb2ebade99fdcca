"""What does not go together."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
Rents that are usual for a day under a header that says nothing, the rent of a whole room,
a fire-resistance rating for a hazard class, two tenants in a room too small for both, a
lease that ends before the firm was founded.
"""

SHEETS = {
    "载体": [
        ["载体编号", "环节", "可用面积（㎡）", "租金", "消防类别"],
        ["K01", "孵化", 1000, 0.8, "丙类（消防栓+喷淋）"],
        ["K02", "孵化", 1000, 1.2, "二级"],
        ["K03", "孵化", 1000, 0.9, "丁戊类"],
    ],
    "房源": [
        ["房号", "载体", "面积（㎡）", "房源状态", "租金"],
        ["101", "K01", 1000, "空置", "3000元/月"],
    ],
    "项目": [
        [
            "项目编号",
            "状态",
            "当前环节",
            "现载体",
            "现房源",
            "现面积",
            "租期至",
            "成立日期",
            "拟入驻日期",
            "孵化面积",
        ],
        ["P1", "在孵", "孵化", "K01", "101", 600, date(2027, 12, 31), None, None, None],
        ["P2", "在孵", "孵化", "K01", "101", 600, date(2027, 12, 31), None, None, None],
        ["P3", "在孵", "孵化", "K02", None, 100, date(2025, 12, 31), date(2026, 2, 1), None, None],
        ["P4", "已签约", None, None, None, None, None, None, "2026.9.1-2028.8.31", 100],
    ],
    "参数": [
        ["参数", "数值"],
        ["horizon_start", date(2026, 7, 1)],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["K01", "K02", "K03"],
            "stages": ["incubation", "incubation", "incubation"],
            "lettable_area_m2": [1000.0, 1000.0, 1000.0],
            "rent_per_m2_month": [0.8, 1.2, 0.9],
            "fire_class": ["丙", None, "丁"],
        },
        "rooms": {
            "room": ["101"],
            "carrier": ["K01"],
            "area_m2": [1000.0],
            "status": ["vacant"],
        },
        "projects": {
            "project": ["P1", "P2", "P3", "P4"],
            "stage": ["incubation", "incubation", "incubation", None],
            "status": ["sitting", "sitting", "sitting", "approved"],
            "arrives": [None, None, None, date(2026, 9, 1)],
            "founded": [None, None, date(2026, 2, 1), None],
            "present_carrier": ["K01", "K01", "K02", None],
            "present_room": ["101", "101", None, None],
            "present_area_m2": [600.0, 600.0, 100.0, None],
            "lease_end": [date(2027, 12, 31), date(2027, 12, 31), date(2025, 12, 31), None],
            "incubation_area_m2": [None, None, None, 100.0],
        },
        "settings": {
            "setting": ["horizon_start"],
            "value": ["2026-07-01"],
        },
    },
    faults=[
        Told(
            "rent_unit",
            "房源",
            "E2",
            "3000元/月",
            "每平方米的租金，如 元/㎡·月、元/㎡·天、元/㎡·年",
            "请换算成每平方米每月的租金。",
            "error",
        ),
        Told(
            "sitting_above_capacity",
            "载体",
            "C2",
            "载体 K01 在园 1,200、另有已租 0，超过可用 1,000（㎡）",
            "在园面积不超过可用面积",
            "请核对可用面积（或工位数）、在园项目的现面积和预留房间。",
            "error",
        ),
        Told(
            "rent_looks_daily",
            "载体",
            "D2",
            "租金多为 0.9 元/㎡·月",
            "按月的租金；这样的数多半是 元/㎡·天",
            "如果按天计，请在表头写明“（元/㎡·天）”；共 3 处，本次按月照用。",
        ),
        Told(
            "word_read_as",
            "载体",
            "E2",
            "丙类（消防栓+喷淋）",
            "“消防类别”的选项；共 1 处读作“丙”",
            "如果意思不同，请改为其中一个词。",
        ),
        Told(
            "fire_resistance",
            "载体",
            "E3",
            "二级",
            "火灾危险性类别：甲、乙、丙、丙一、丙二、丁、戊；“二级”是耐火等级，是另一件事",
            "请填写甲、乙、丙、丁、戊中的一类，不知道就留空。",
            "error",
        ),
        Told(
            "word_read_as",
            "载体",
            "E4",
            "丁戊类",
            "“消防类别”的选项；共 1 处读作“丁”",
            "如果意思不同，请改为其中一个词。",
        ),
        Told(
            "room_of_two_tenants",
            "项目",
            "E3",
            "项目 P2 与 P1 都在房间 101，面积合计放不下",
            "每个房间一个租户，或面积之和不超过该房间",
            "请核对现房源和现面积。",
        ),
        Told(
            "room_area_differs",
            "项目",
            "F2",
            "项目 P1 现面积 600 ㎡，房源表合计 1,000 ㎡",
            "两处相差不超过 2%",
            "请核对后改正其中一处。",
            "error",
        ),
        Told(
            "room_area_differs",
            "项目",
            "F3",
            "项目 P2 现面积 600 ㎡，房源表合计 1,000 ㎡",
            "两处相差不超过 2%",
            "请核对后改正其中一处。",
            "error",
        ),
        Told(
            "lease_before_founding",
            "项目",
            "G4",
            "项目 P3 的租期至 2025-12-31 早于成立日期 2026-02-01",
            "租期至不早于成立日期",
            "请核对两个日期；本次照用。",
        ),
        Told(
            "lease_over_free",
            "项目",
            "G4",
            "在园项目 P3 的租期已过：2025-12-31",
            "规划期内的租期",
            "本次按可离园处理，现面积视为空出；仍在园的请更新租期，或把“可搬迁”填“否”。",
        ),
        Told(
            "date_period_first",
            "项目",
            "I5",
            "2026.9.1-2028.8.31",
            "一个日期；共 1 处写了起止，取开始一天，如 2026.9.1-2028.8.31 → 2026-09-01",
            "如果应取结束一天，请分开填写。",
        ),
    ],
    assembled=True,
)
