"""The header repeated on every printed page, a row of column numbers, and a 汇总 sheet."""

from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, write_sheets

STORY = """
A statistics form: 栏次 under the header, the header again on page two. The 汇总 sheet repeats
the carriers and must not be read a second time.
"""


def write(path: Path) -> None:
    header = ["载体名称", "载体类型", "建筑面积(㎡)", "可用面积(㎡)"]
    carriers = [
        header,
        ["甲", "乙", "1", "2"],
        ["A座", "孵化器", 1000, 700],
        ["第1页"],
        header,
        ["B座", "加速器", 2000, 1500],
    ]
    summary = [
        ["载体名称", "载体类型", "建筑面积"],
        ["A座", "孵化器", 1000],
        ["B座", "加速器", 2000],
    ]
    write_sheets(path, {"载体清单": carriers, "汇总": summary, "项目": PROJECTS})


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "acceleration"],
            "gross_area_m2": [1000.0, 2000.0],
            "lettable_area_m2": [700.0, 1500.0],
        },
        "projects": PROJECTS_READ,
    },
    cells={("carriers", 1, "gross_area_m2"): "载体清单!C6"},
    coverage={"汇总": ["summary_sheet"]},
)
