"""Yi and wan."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
亿元, 万元 and 元 in one column, and money that cannot be converted.
"""

SHEETS = {
    "载体": [
        ["载体编号", "环节", "可用面积（㎡）"],
        ["K01", "孵化", 1000],
    ],
    "项目": [
        ["项目名称", "孵化面积", "投资额", "营收（万元）", "税收（元）"],
        ["甲", 100, "1.5亿元", 3200, 1250000],
        ["乙", 100, "8000万元", "0.5亿", 0],
        ["丙", 100, "500万", "200000元", "30万元"],
        ["丁", 100, "2000万美元", "1000-1500", "面议"],
        ["戊", 100, 3000, "约800", -5000],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["K01"],
            "stages": ["incubation"],
            "lettable_area_m2": [1000.0],
        },
        "projects": {
            "project": ["甲", "乙", "丙", "丁", "戊"],
            "name": ["甲", "乙", "丙", "丁", "戊"],
            "investment_10k": [15000.0, 8000.0, 500.0, None, 3000.0],
            "revenue_10k": [3200.0, 5000.0, 20.0, 1000.0, 800.0],
            "tax_10k": [125.0, 0.0, 30.0, None, -0.5],
            "incubation_area_m2": [100.0, 100.0, 100.0, 100.0, 100.0],
        },
    },
    faults=[
        Told(
            "unit_converted",
            "项目",
            "C2",
            "1.5亿元",
            "“投资”的单位 万元；共 1 处，已按 1 亿元 = 10000 万元 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "foreign_currency",
            "项目",
            "C5",
            "2000万美元",
            "不小于 0 的数字，单位 万元；“万美元”没有汇率，不能换算",
            "请换算成人民币万元。",
            "error",
        ),
        Told(
            "unit_converted",
            "项目",
            "D3",
            "0.5亿",
            "“营收”的单位 万元；共 1 处，已按 1 亿 = 10000 万元 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "项目",
            "D4",
            "200000元",
            "“营收”的单位 万元；共 1 处，已按 1 元 = 0.0001 万元 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "range_lower",
            "项目",
            "D5",
            "1000-1500",
            "一个数；范围已按下限 1,000 万元 读取",
            "如果不是下限，请改写为一个数。",
        ),
        Told(
            "number_about",
            "项目",
            "D6",
            "约800",
            "确定的数；已按 800 万元 读取",
            "如果不准确，请改写为确定的数。",
        ),
        Told(
            "unit_converted",
            "项目",
            "E1",
            "元",
            "“税收”的单位 万元；共 3 处，已按 1 元 = 0.0001 万元 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "read_as_blank",
            "项目",
            "E5",
            "面议",
            "“税收”的内容；共 1 处按空白读取",
            "确实没有则不必修改。",
        ),
    ],
)
