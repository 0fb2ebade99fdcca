"""Near duplicates."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
The same building, room and project twice in slightly other letters, and a tenant without 有限公司.
"""

SHEETS = {
    "载体": [
        ["载体编号", "环节", "可用面积（㎡）"],
        ["A-01", "孵化", 1000],
        ["A01", "孵化", 1000],
        ["b02", "孵化", 1000],
        ["B02", "孵化", 1000],
    ],
    "房源": [
        ["房号", "载体", "面积（㎡）", "状态", "现租户", "到期日"],
        ["101", "A-01", 100, "已租", "苏州某某科技", date(2027, 12, 31)],
        ["0101", "A-01", 100, "空置", None, None],
    ],
    "项目": [
        ["项目编号", "项目名称", "企业名称", "孵化面积"],
        ["P1", "某某科技项目", "苏州某某科技有限公司", 100],
        ["P2", "某某科技 项目", "苏州另一科技有限公司", 100],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A-01", "A01", "b02", "B02"],
            "stages": ["incubation", "incubation", "incubation", "incubation"],
            "lettable_area_m2": [1000.0, 1000.0, 1000.0, 1000.0],
        },
        "rooms": {
            "room": ["101", "0101"],
            "carrier": ["A-01", "A-01"],
            "area_m2": [100.0, 100.0],
            "status": ["let", "vacant"],
            "tenant": ["苏州某某科技有限公司", None],
            "lease_end": [date(2027, 12, 31), None],
        },
        "projects": {
            "project": ["P1", "P2"],
            "name": ["某某科技项目", "某某科技 项目"],
            "company": ["苏州某某科技有限公司", "苏州另一科技有限公司"],
            "incubation_area_m2": [100.0, 100.0],
        },
    },
    faults=[
        Told(
            "near_duplicate_id",
            "房源",
            "A3",
            "0101，与 A2 的“101”很像",
            "一看就不同的“房源编号”",
            "如果是同一个，请删去一行；不是则不必修改。",
        ),
        Told(
            "name_read_as",
            "房源",
            "E2",
            "苏州某某科技",
            "项目中已有的编号或名称；已按“苏州某某科技有限公司”读取",
            "如果不是同一个，请改正。",
        ),
        Told(
            "near_duplicate_id",
            "载体",
            "A3",
            "A01，与 A2 的“A-01”很像",
            "一看就不同的“载体编号”",
            "如果是同一个，请删去一行；不是则不必修改。",
        ),
        Told(
            "same_name_apart",
            "载体",
            "A5",
            "B02，与 A4 的“b02”只差全半角、大小写或空格",
            "不重复的“载体编号”",
            "请改正编号，或删去其中一行。",
            "error",
        ),
        Told(
            "near_duplicate_name",
            "项目",
            "B3",
            "某某科技 项目，与 B2 的“某某科技项目”像是同一个",
            "每个项目一行",
            "如果重复，请删去一行；不是则不必修改。",
        ),
    ],
)
