"""面积 and 可租面积 alone: nothing decides, so both are asked."""

from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, Told, write_sheets

STORY = """
A short list with 面积 of each building: gross or usable? The reader does not guess; it offers
the choices and says how to answer once and for all.
"""

REMEDY = (
    "请把表头改成其中一个名称；或用 check --write-mapping 写出对照文件，"
    "填好后加 --mapping 重新检查。"
)


def write(path: Path) -> None:
    carriers = [["载体名称", "环节", "面积"], ["A座", "孵化", 1200], ["B座", "加速", 3000]]
    write_sheets(path, {"载体清单": carriers, "项目": PROJECTS})


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "acceleration"],
            "面积": [1200.0, 3000.0],
        },
        "projects": PROJECTS_READ,
    },
    faults=[
        Told(
            "ambiguous_header",
            "载体清单",
            "C1",
            "面积",
            "以下含义之一：建筑面积（carriers.gross_area_m2）、可用面积（carriers.lettable_area_m2）",
            REMEDY,
            "error",
        )
    ],
)
