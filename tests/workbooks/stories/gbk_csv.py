"""Two .csv files: GBK with semicolons, UTF-8 with a mark and commas."""

from pathlib import Path

from tests.workbooks.story import Expected, all_vacant

STORY = """
The property system exports GBK with semicolons, the talent office UTF-8 with commas and a
quoted name that holds a comma. Room numbers keep their leading zero.
"""

FILES = ("房源.csv", "项目.csv", "载体.csv")


def write(rooms: Path, projects: Path, carriers: Path) -> None:
    rooms.write_bytes("房号;载体;面积\r\n0101;A座;100\r\n0102;A座;1,200.5\r\n".encode("gb18030"))
    projects.write_text('项目名称,企业名称,孵化面积\n甲,"Foo, Ltd.",150\n', encoding="utf-8-sig")
    carriers.write_text("载体名称\t环节\t可用面积\nA座\t孵化\t2000\n", encoding="gbk")


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座"],
            "name": ["A座"],
            "stages": ["incubation"],
            "lettable_area_m2": [2000.0],
        },
        "rooms": {"room": ["0101", "0102"], "carrier": ["A座"] * 2, "area_m2": [100.0, 1200.5]},
        "projects": {
            "project": ["甲"],
            "name": ["甲"],
            "company": ["Foo, Ltd."],
            "incubation_area_m2": [150.0],
        },
    },
    cells={("rooms", 1, "area_m2"): "房源!C3"},
    faults=[all_vacant("房源", 2)],
)
