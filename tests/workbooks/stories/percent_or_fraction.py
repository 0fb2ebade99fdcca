"""Percent or fraction."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
Shares as fractions, as per cent, and as whole numbers without a sign.
"""

SHEETS = {
    "载体": [
        ["载体名称", "环节", "建筑面积（㎡）", "得房率"],
        ["A座", "孵化", 1000, 0.7],
        ["B座", "孵化", 1000, "72%"],
        ["C座", "孵化", 1000, 75],
        ["D座", "孵化", 1000, "７８％"],
        ["E座", "孵化", 1000, "约70%"],
        ["F座", "孵化", 1000, "7成"],
        ["G座", "孵化", 1000, "70-80%"],
        ["H座", "孵化", 1000, "120%"],
    ],
    "项目": [
        ["项目编号", "孵化面积（㎡）"],
        ["P01", 100],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座", "C座", "D座", "E座", "F座", "G座", "H座"],
            "name": ["A座", "B座", "C座", "D座", "E座", "F座", "G座", "H座"],
            "stages": [
                "incubation",
                "incubation",
                "incubation",
                "incubation",
                "incubation",
                "incubation",
                "incubation",
                "incubation",
            ],
            "gross_area_m2": [1000.0, 1000.0, 1000.0, 1000.0, 1000.0, 1000.0, 1000.0, 1000.0],
            "efficiency": [0.7, 0.72, 0.75, 0.78, 0.7, 0.7, None, None],
        },
        "projects": {
            "project": ["P01"],
            "incubation_area_m2": [100.0],
        },
    },
    faults=[
        Told(
            "percent_read",
            "载体",
            "D4",
            "75",
            "0 到 1 的比例或百分数；已按 0.75 读取",
            "如果不是百分数，请改写为 0 到 1 的小数。",
        ),
        Told(
            "number_about",
            "载体",
            "D6",
            "约70%",
            "确定的数；已按 0.7 读取",
            "如果不准确，请改写为确定的数。",
        ),
        Told(
            "range_not_accepted",
            "载体",
            "D8",
            "70-80%",
            "一个确定的数：大于 0 且不大于 1 的比例（0.3 或 30%）",
            "请写一个数，不写范围，也不写“以上”“以下”。",
            "error",
        ),
        Told(
            "out_of_range",
            "载体",
            "D9",
            "120%",
            "大于 0 且不大于 1 的比例（0.3 或 30%）",
            "请核对数值和单位。",
            "error",
        ),
    ],
)
