"""A request list with 需求环节 and 需求面积: each row becomes a stage need."""

from pathlib import Path

from tests.workbooks.story import CARRIERS, CARRIERS_READ, Expected, write_sheets

STORY = """
The talent office lists each project with the stage it asks for and one area; there is no
column per stage. 场地层高 and 地面承重 on a list of projects are what is needed.
"""


def write(path: Path) -> None:
    requests = [
        [
            "项目名称",
            "产业链",
            "需求环节",
            "需求面积（㎡）",
            "使用期限（月）",
            "场地层高",
            "是否攀峰",
        ],
        ["甲", "生物医药", "孵化", 300, 24, 4.5, "是"],
        ["乙", "新能源", "加速器", 1200, 36, None, "否"],
    ]
    write_sheets(path, {"载体": CARRIERS, "项目入驻需求": requests})


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": {
            "project": ["甲", "乙"],
            "name": ["甲", "乙"],
            "industry": ["生物医药", "新能源"],
            "protected": ["yes", "no"],
            "need_clear_height_m": [4.5, None],
        },
        "stays": {
            "project": ["甲", "乙"],
            "stage": ["incubation", "acceleration"],
            "area_m2": [300.0, 1200.0],
            "months": [24.0, 36.0],
        },
    },
    cells={("stays", 1, "area_m2"): "项目入驻需求!D3"},
)
