"""建筑 and 使用 of each room under one 面积, units in a column, a carrier that is closed."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, Told, write_sheets

STORY = """
Rooms have two areas under 面积（㎡）: by one of them they add up to what their carriers have to
let. 租赁 stands above 企业, 起, 止 and a word nobody knows. The carriers write the unit of their
areas row by row; one is closed and gives no date. Invisible characters and traditional ones are
pasted along.
"""


def write(path: Path) -> None:
    carriers = [
        ["编号", "載體名稱", "服务环节", "可用\u200b面积", "单位", "资源状态"],
        ["K01", "A座", "孵化", 300, "㎡", "已使用"],
        ["K02", "B座", "孵化、加速", 0.05, "万㎡", "未使用"],
        ["K03", "C座", "加速", 800, "㎡", "已停用"],
    ]
    rooms = [
        ["楼栋", "①房号 Room No.", "面积（㎡）", None, "租赁", None, None, None],
        [None, None, "建筑", "使用", "企业", "起", "止", "保障方式"],
        ["A座", "101", 150, 100, "甲公司", "2025-01-01", "2027-12-31", "保函"],
        ["A座", "102", 300, 200, None, None, None, None],
    ]
    others = [
        ["载体", "房号", "建筑面积", "套内面积", "现状", "计量单位"],
        ["B座", "201", 180, 100, "空置", "万㎡"],
        ["B座", "202", 180, 120, "空置", "间"],
    ]
    merged = {"房源": "A1:A2 B1:B2 C1:D1 E1:H1"}
    sheets = {"载体": carriers, "房源": rooms, "B座房源": others, "项目": PROJECTS}
    write_sheets(path, sheets, merged)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["K01", "K02", "K03"],
            "name": ["A座", "B座", "C座"],
            "stages": ["incubation", "incubation;acceleration", "acceleration"],
            "lettable_area_m2": [300.0, 500.0, 800.0],
            "status": ["existing", "existing", None],
            "单位": ["㎡", "万㎡", "㎡"],
        },
        "rooms": {
            "room": ["101", "102", "201", "202"],
            "carrier": ["A座", "A座", "B座", "B座"],
            "area_m2": [100.0, 200.0, 180.0, 180.0],
            "status": [None, None, "vacant", "vacant"],
            "tenant": ["甲公司", None, None, None],
            "lease_end": [date(2027, 12, 31), None, None, None],
            "租赁 / 起": ["2025-01-01", None, None, None],
            "租赁 / 保障方式": ["保函", None, None, None],
            "面积（㎡） / 建筑": [150.0, 300.0, None, None],
            "套内面积": [None, None, 100.0, 120.0],
            "计量单位": [None, None, "万㎡", "间"],
        },
        "projects": PROJECTS_READ,
    },
    faults=[
        Told(
            "room_area_first",
            "B座房源",
            "C1",
            "建筑面积",
            "一列面积；另有 D1“套内面积”，与载体可用面积都对不上，已采用此列",
            "请核对应按哪一种面积安排，并只保留那一列。",
        ),
        Told(
            "unit_column_unread",
            "B座房源",
            "F1",
            "计量单位",
            "整列都是面积单位或都是金额单位，且表中有对应的数；现未按此列换算",
            "请把单位写在各数量的表头或单元格里。",
        ),
        Told(
            "room_area_by_sums",
            "房源",
            "D2",
            "面积（㎡） / 使用",
            "一列面积；各载体的房源按此列合计等于其可用面积，已采用此列，"
            "未用 C2“面积（㎡） / 建筑”",
            "如果不对，请只保留一列面积。",
        ),
        Told(
            "lease_column_unread",
            "房源",
            "H2",
            "租赁 / 保障方式",
            "能认出的租赁列名，如“租户”“到期日”；该列现作为自有列保留，不参与计算",
            "如果是租户、起租或到期，请按模板改表头；租期只写长短时，请加一列起租日期或到期日。",
        ),
        Told(
            "unit_converted",
            "载体",
            "D3",
            "0.05万㎡",
            "“可用面积”的单位 ㎡；共 1 处，已按 1 万㎡ = 10000 ㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "word_read_as",
            "载体",
            "F3",
            "未使用",
            "“状态”的选项；共 1 处读作“现有”",
            "如果意思不同，请改为其中一个词。",
        ),
        Told(
            "carrier_closed",
            "载体",
            "F4",
            "已停用",
            "仍可使用的载体，或停用日期",
            "已停用的载体请填“停用日期”，或删去该行；否则会被当作可用空间。",
            "error",
        ),
    ],
)
