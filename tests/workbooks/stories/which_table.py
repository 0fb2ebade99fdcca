"""项目名称, 建筑面积, 状态: of buildings or of projects? Nothing tells, so it is asked."""

from pathlib import Path

from tests.workbooks.story import (
    CARRIERS,
    CARRIERS_READ,
    PROJECTS,
    PROJECTS_READ,
    Expected,
    Told,
    write_sheets,
)

STORY = """
Sheet3 came with the file and nobody named it. In one office 项目名称 is a building, in the
next a company: the reader offers both and reads neither.
"""


def write(path: Path) -> None:
    unnamed = [["项目名称", "建筑面积", "状态"], ["金港一期", 3000, "在建"]]
    write_sheets(path, {"载体": CARRIERS, "项目": PROJECTS, "Sheet3": unnamed})


EXPECTED = Expected(
    tables={"carriers": CARRIERS_READ, "projects": PROJECTS_READ},
    faults=[
        Told(
            "ambiguous_table",
            "Sheet3",
            "A1",
            "表头 项目名称、建筑面积、状态",
            "能看出是以下哪一张表：载体、项目",
            "请把工作表改成其中一个名称；或用 check --write-mapping 写出对照文件，"
            "填好后加 --mapping 重新检查。",
            "error",
        )
    ],
    coverage={"Sheet3": ["unclear_table"]},
)
