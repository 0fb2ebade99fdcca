"""可租面积 that is what is still free: told by total = let + free."""

from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, write_sheets

STORY = """
A column 可租面积 stands beside 总建筑面积 and 已租面积. In this ledger it is what is left, as
total = let + 可租 in every row.
"""


def write(path: Path) -> None:
    carriers = [
        ["载体名称", "环节", "总建筑面积", "已租面积", "可租面积"],
        ["A座", "孵化", 12800, 10400, 2400],
        ["B座", "加速", 9000, 6500, 2500],
    ]
    write_sheets(path, {"载体资源": carriers, "项目": PROJECTS})


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "acceleration"],
            "gross_area_m2": [12800.0, 9000.0],
            "let_area_m2": [10400.0, 6500.0],
            "vacant_area_m2": [2400.0, 2500.0],
        },
        "projects": PROJECTS_READ,
    },
)
