"""The status of rooms ticked, asked, or told as areas; and rooms that tell none."""

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
Five offices, five ways to say which rooms are free: a tick under 已租, 空置 or 自用; 是否空置 with
yes and no; let and vacant areas; a column 情况 that nobody would know by its name; and no word at
all. What is ticked twice, and a room that is partly let, is asked about.
"""


def write(path: Path) -> None:
    head = ["房号", "载体", "面积（㎡）"]
    ticked = [
        [*head, "已租", "空置", "自用"],
        ["101", "K01", 100, "√", None, None],
        ["102", "K01", 100, None, "√", None],
        ["103", "K01", 50, None, None, "√"],
        ["104", "K01", 50, "√", None, "√"],
        ["105", "K01", 50, None, None, None],
    ]
    asked = [[*head, "是否空置"], ["201", "K01", 100, "是"], ["202", "K01", 100, "否"]]
    areas = [
        [*head, "已租面积", "空置面积"],
        ["301", "K01", 100, 100, 0],
        ["302", "K01", 100, 0, 100],
        ["303", "K01", 100, 60, 40],
    ]
    odd = [[*head, "情况说明栏"], ["401", "K01", 50, "已租"], ["402", "K01", 50, "空置"]]
    sheets = {"载体": CARRIERS, "一层房源": ticked, "二层房源": asked, "三层房源": areas}
    write_sheets(path, {**sheets, "四层房源": odd, "项目": PROJECTS})


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "rooms": {
            "room": [*map(str, (101, 102, 103, 104, 105, 201, 202, 301, 302, 303, 401, 402))],
            "carrier": ["K01"] * 12,
            "floor": ["一层"] * 5 + ["二层"] * 2 + ["三层"] * 3 + ["四层"] * 2,
            "area_m2": [100.0, 100.0, 50.0, 50.0, 50.0] + [100.0] * 5 + [50.0] * 2,
            "status": ["let", "vacant", "own_use", None, None, "vacant", "let", "let", "vacant"]
            + [None] * 3,
            "空置": [None, "√"] + [None] * 10,
            "自用": [None, None, "√", "√"] + [None] * 8,
            "空置面积": [None] * 7 + [0.0, 100.0, 40.0, None, None],
            "情况说明栏": [None] * 10 + ["已租", "空置"],
        },
        "projects": PROJECTS_READ,
    },
    faults=[
        Told(
            "room_status_from_columns",
            "一层房源",
            "D1",
            "已租、空置、自用",
            "一列“状态”；已由这些列得出：已租 1 间、空置 1 间、自用 1 间",
            "请核对；如有不符，请改写为一列“状态”。",
        ),
        Told(
            "room_status_unclear",
            "一层房源",
            "D5",
            "已租 √、自用 √",
            "每间房源恰好一种状态",
            "请只标一种状态；部分已租、部分空置的，请按面积拆成两行。",
            "error",
        ),
        Told(
            "room_status_unclear",
            "一层房源",
            "D6",
            "—",
            "每间房源恰好一种状态",
            "请只标一种状态；部分已租、部分空置的，请按面积拆成两行。",
            "error",
        ),
        Told(
            "room_status_from_columns",
            "三层房源",
            "D1",
            "已租面积、空置面积",
            "一列“状态”；已由这些列得出：已租 1 间、空置 1 间",
            "请核对；如有不符，请改写为一列“状态”。",
        ),
        Told(
            "room_status_unclear",
            "三层房源",
            "D4",
            "已租面积 60、空置面积 40",
            "每间房源恰好一种状态",
            "请只标一种状态；部分已租、部分空置的，请按面积拆成两行。",
            "error",
        ),
        Told(
            "room_status_from_columns",
            "二层房源",
            "D1",
            "是否空置",
            "一列“状态”；已由这些列得出：空置 1 间、已租 1 间",
            "请核对；如有不符，请改写为一列“状态”。",
        ),
        all_vacant("四层房源", 2),
        Told(
            "status_column_unread",
            "四层房源",
            "D1",
            "情况说明栏",
            "状态写在“状态”列；该列有 2 处是状态用词，如“已租”，现作为自有列保留，不参与计算",
            "如果它就是状态，请把表头改为“状态”，每格只写一个状态。",
        ),
    ],
)
