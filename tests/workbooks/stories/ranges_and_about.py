"""Ranges and about."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
Needs as they are told on the telephone: a range is its upper end with the lower as the
least that will do.
"""

SHEETS = {
    "载体": [
        ["载体编号", "环节", "可用面积（㎡）"],
        ["K01", "孵化", 1000],
    ],
    "项目": [
        ["项目名称", "孵化面积（㎡）", "孵化时长", "人数"],
        ["甲", "1500-2000㎡", 24, 10],
        ["乙", "1500～2000", "24-36个月", "20人左右"],
        ["丙", "1500至2000平", 24, "30-50"],
        ["丁", "约500平", None, None],
        ["戊", "2000㎡以上", None, None],
        ["己", "1000以下", None, None],
        ["庚", "500左右", None, None],
        ["辛", "办公200+厂房800", None, None],
        ["壬", "不少于300㎡", None, None],
        ["癸", "2000-1500", None, None],
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
            "project": ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"],
            "name": ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"],
            "headcount": [10.0, 20.0, 30.0, None, None, None, None, None, None, None],
            "incubation_area_m2": [
                2000.0,
                2000.0,
                2000.0,
                500.0,
                2000.0,
                1000.0,
                500.0,
                1000.0,
                300.0,
                None,
            ],
            "incubation_min_area_m2": [
                1500.0,
                1500.0,
                1500.0,
                None,
                2000.0,
                None,
                None,
                None,
                300.0,
                None,
            ],
            "incubation_months": [24.0, 36.0, 24.0, None, None, None, None, None, None, None],
        },
    },
    faults=[
        Told(
            "least_need",
            "项目",
            "B10",
            "不少于300㎡",
            "确定的面积；“以上”已按面积和最小面积都是 300 ㎡ 读取",
            "如果需要更多，请写明面积，并把 300 ㎡ 填入最小面积。",
        ),
        Told(
            "range_reversed",
            "项目",
            "B11",
            "2000-1500",
            "从小到大的范围，或不小于 0 的数字，单位 ㎡",
            "请核对两个数和各自的单位。",
            "error",
        ),
        Told(
            "range_need",
            "项目",
            "B2",
            "1500-2000㎡",
            "面积和最小面积；已按面积 2,000 ㎡、最小面积 1,500 ㎡ 读取",
            "如果理解有误，请分两列填写面积和最小面积。",
        ),
        Told(
            "range_need",
            "项目",
            "B3",
            "1500～2000",
            "面积和最小面积；已按面积 2,000 ㎡、最小面积 1,500 ㎡ 读取",
            "如果理解有误，请分两列填写面积和最小面积。",
        ),
        Told(
            "range_need",
            "项目",
            "B4",
            "1500至2000平",
            "面积和最小面积；已按面积 2,000 ㎡、最小面积 1,500 ㎡ 读取",
            "如果理解有误，请分两列填写面积和最小面积。",
        ),
        Told(
            "number_about",
            "项目",
            "B5",
            "约500平",
            "确定的数；已按 500 ㎡ 读取",
            "如果不准确，请改写为确定的数。",
        ),
        Told(
            "least_need",
            "项目",
            "B6",
            "2000㎡以上",
            "确定的面积；“以上”已按面积和最小面积都是 2,000 ㎡ 读取",
            "如果需要更多，请写明面积，并把 2,000 ㎡ 填入最小面积。",
        ),
        Told(
            "number_most",
            "项目",
            "B7",
            "1000以下",
            "确定的数；“以下”已按 1,000 ㎡ 读取",
            "如果不是这个数，请写明确定的数。",
        ),
        Told(
            "number_about",
            "项目",
            "B8",
            "500左右",
            "确定的数；已按 500 ㎡ 读取",
            "如果不准确，请改写为确定的数。",
        ),
        Told(
            "number_sum",
            "项目",
            "B9",
            "办公200+厂房800",
            "一个数；已按合计 1,000 ㎡ 读取",
            "如果各部分不应相加，请改写。",
        ),
        Told(
            "range_upper",
            "项目",
            "C3",
            "24-36个月",
            "一个数；范围已按上限 36 月 读取",
            "如果不是上限，请改写为一个数。",
        ),
        Told(
            "number_about",
            "项目",
            "D3",
            "20人左右",
            "确定的数；已按 20 人 读取",
            "如果不准确，请改写为确定的数。",
        ),
        Told(
            "range_lower",
            "项目",
            "D4",
            "30-50",
            "一个数；范围已按下限 30 人 读取",
            "如果不是下限，请改写为一个数。",
        ),
    ],
)
