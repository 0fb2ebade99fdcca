"""Words for nothing."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
无, 待定, / and — where nothing is known; a wish that is no condition; 无 for a lift that is
not there.
"""

SHEETS = {
    "载体": [
        ["载体名称", "环节", "可用面积（㎡）", "层高", "货梯", "排污", "租金", "停用日期"],
        ["A座", "孵化", 1000, "/", "无", "无", "面议", "—"],
        ["B座", "孵化", 1000, "待定", "2吨", "待核实", 25, "长期"],
        ["C座", "孵化", 1000, 4, "有", "仅生活污水", "-", None],
        ["D座", "孵化", 1000, 4, "2台", "已接入管网", 20, None],
    ],
    "房源": [
        ["房号", "载体", "面积（㎡）", "现租户"],
        ["101", "A座", "待定", "无"],
        ["102", "A座", 50, "—"],
    ],
    "项目": [
        ["项目名称", "孵化面积", "意向载体", "货梯需求", "环评需求", "排污需求", "层高需求"],
        ["甲", 100, "不限", "最好有", "需要", "最好有", "必须4.5米以上"],
        ["乙", 100, "均可", "有", "不需要", "必须有", "无要求"],
        ["丙", 100, "无", "3吨", "报告表", None, "4米为佳"],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座", "C座", "D座"],
            "name": ["A座", "B座", "C座", "D座"],
            "stages": ["incubation", "incubation", "incubation", "incubation"],
            "lettable_area_m2": [1000.0, 1000.0, 1000.0, 1000.0],
            "rent_per_m2_month": [None, 25.0, None, 20.0],
            "clear_height_m": [None, None, 4.0, 4.0],
            "freight_lift_t": [0.0, 2.0, None, None],
            "drainage": ["no", "unknown", "no", "yes"],
        },
        "rooms": {
            "room": ["101", "102"],
            "carrier": ["A座", "A座"],
            "area_m2": [None, 50.0],
        },
        "projects": {
            "project": ["甲", "乙", "丙"],
            "name": ["甲", "乙", "丙"],
            "incubation_area_m2": [100.0, 100.0, 100.0],
            "need_clear_height_m": [4.5, None, None],
            "need_freight_lift_t": [None, 1.0, 3.0],
            "need_drainage": [None, "yes", None],
            "need_eia": ["yes", "no", "yes"],
        },
    },
    faults=[
        Told(
            "placeholder_in_required",
            "房源",
            "C2",
            "待定",
            "必填项“面积”",
            "请填写实际内容，或删去整行。",
            "error",
        ),
        Told(
            "read_as_blank",
            "房源",
            "D2",
            "无",
            "“现租户”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "read_as_blank",
            "房源",
            "D3",
            "—",
            "“现租户”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "read_as_blank",
            "载体",
            "D2",
            "/",
            "“层高”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "read_as_blank",
            "载体",
            "D3",
            "待定",
            "“层高”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "lift_without_tonnes",
            "载体",
            "E4",
            "有",
            "货梯载重吨数；只写有货梯，载重按未知处理",
            "请填写吨数，如 2。",
        ),
        Told(
            "lifts_not_tonnes",
            "载体",
            "E5",
            "2台",
            "0 到 1,000 的数字，单位 吨；“台”是台数，不是载重",
            "请填写货梯载重吨数，如 2；没有货梯填 0。",
            "error",
        ),
        Told(
            "word_read_as",
            "载体",
            "F4",
            "仅生活污水",
            "“排污”的选项；共 1 处读作“否”",
            "如果意思不同，请改为其中一个词。",
        ),
        Told(
            "read_as_blank",
            "载体",
            "G2",
            "面议",
            "“租金”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "read_as_blank",
            "载体",
            "G4",
            "-",
            "“租金”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "read_as_blank",
            "载体",
            "H2",
            "—",
            "“停用日期”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "date_open",
            "载体",
            "H3",
            "长期",
            "日期；共 1 处没有截止日期，按空白读取",
            "有截止日期的请填写。",
        ),
        Told(
            "read_as_blank",
            "项目",
            "C2",
            "不限",
            "“意向载体”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "read_as_blank",
            "项目",
            "C3",
            "均可",
            "“意向载体”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "read_as_blank",
            "项目",
            "C4",
            "无",
            "“意向载体”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "soft_wish",
            "项目",
            "D2",
            "最好有",
            "必须满足的条件；“最好”“优先”是希望，本次不作为条件",
            "如果必须满足，请去掉“最好”一类的词。",
        ),
        Told(
            "lift_need_assumed",
            "项目",
            "D3",
            "有",
            "货梯载重吨数；只写要货梯，按最小的 1 吨读取",
            "请填写需要的吨数，如 2。",
        ),
        Told(
            "word_read_as",
            "项目",
            "E4",
            "报告表",
            "“需要环评”的选项；共 1 处读作“是”",
            "如果意思不同，请改为其中一个词。",
        ),
        Told(
            "soft_wish",
            "项目",
            "F2",
            "最好有",
            "必须满足的条件；“最好”“优先”是希望，本次不作为条件",
            "如果必须满足，请去掉“最好”一类的词。",
        ),
        Told(
            "number_least",
            "项目",
            "G2",
            "必须4.5米以上",
            "确定的数；“以上”已按 4.5 米 读取",
            "如果需要更多，请写明确定的数。",
        ),
        Told(
            "read_as_blank",
            "项目",
            "G3",
            "无要求",
            "“需要层高”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
        Told(
            "soft_wish",
            "项目",
            "G4",
            "4米为佳",
            "必须满足的条件；“最好”“优先”是希望，本次不作为条件",
            "如果必须满足，请去掉“最好”一类的词。",
        ),
    ],
)
