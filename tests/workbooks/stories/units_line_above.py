"""单位：万平方米 on a line above the table, 亩 in a land column."""

from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, Told, write_sheets

STORY = """
The plan states its unit once, at the upper right, as reports do: 单位：万平方米.
"""


def write(path: Path) -> None:
    carriers = [
        ["载体建设情况", None, None, "单位：万平方米"],
        ["载体名称", "环节", "建筑面积", "可用面积"],
        ["A座", "孵化", 1.2, 0.8],
    ]
    write_sheets(path, {"载体": carriers, "项目": PROJECTS})


def converted(cell: str, column: str) -> Told:
    return Told(
        "unit_converted",
        "载体",
        cell,
        "万平方米",
        f"“{column}”的单位 ㎡；共 1 处，已按 1 万平方米 = 10000 ㎡ 换算",
        "单位无误则不必修改。",
    )


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座"],
            "name": ["A座"],
            "stages": ["incubation"],
            "gross_area_m2": [12000.0],
            "lettable_area_m2": [8000.0],
        },
        "projects": PROJECTS_READ,
    },
    faults=[converted("C2", "建筑面积"), converted("D2", "可用面积")],
)
