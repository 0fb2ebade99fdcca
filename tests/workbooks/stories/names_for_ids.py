"""No numbers anywhere: names are the ids, written once this way and once that way."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
No office gave its buildings or projects numbers. One building and one project stand twice in
other letters and would be counted twice; a firm sits on one list and asks on another.
"""


def write(path: Path) -> None:
    carriers = [
        ["载体名称", "环节", "可用面积"],
        ["东区1号楼", "孵化", 500],
        ["东区 1号楼", "孵化", 500],
    ]
    projects = [
        ["项目名称", "企业名称", "孵化面积"],
        ["AI视觉平台", "甲公司（张家港）", 100],
        ["ＡＩ 视觉平台", None, 100],
        ["智能一号", None, 80],
    ]
    tenants = [
        ["企业名称", "所属载体", "租赁面积", "到期日"],
        ["甲公司(张家港)", "东区1号楼", 60, "2027-12-31"],
    ]
    write_sheets(path, {"载体": carriers, "项目": projects, "在孵企业名单": tenants})


SAME = "请改正编号，或删去其中一行。"
EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["东区1号楼", "东区 1号楼"],
            "name": ["东区1号楼", "东区 1号楼"],
            "stages": ["incubation", "incubation"],
            "lettable_area_m2": [500.0, 500.0],
        },
        "projects": {
            "project": ["AI视觉平台", "AI 视觉平台", "智能一号", "甲公司(张家港)"],
            "name": ["AI视觉平台", "AI 视觉平台", "智能一号", "甲公司(张家港)"],
            "company": ["甲公司（张家港）", None, None, "甲公司(张家港)"],
            "status": [None, None, None, "sitting"],
            "present_carrier": [None, None, None, "东区1号楼"],
            "present_area_m2": [None, None, None, 60.0],
            "lease_end": [None, None, None, date(2027, 12, 31)],
            "incubation_area_m2": [100.0, 100.0, 80.0, None],
        },
    },
    faults=[
        Told(
            "same_name_apart",
            "载体",
            "A3",
            "东区 1号楼，与 A2 的“东区1号楼”只差全半角、大小写或空格",
            "不重复的“载体名称”",
            SAME,
            "error",
        ),
        Told(
            "same_name_apart",
            "项目",
            "A3",
            "AI 视觉平台，与 A2 的“AI视觉平台”只差全半角、大小写或空格",
            "不重复的“项目名称”",
            SAME,
            "error",
        ),
        Told(
            "firm_on_two_lists",
            "项目",
            "B2",
            "甲公司（张家港），与 在孵企业名单!A2 的在园企业“甲公司(张家港)”像是同一家",
            "同一个项目只写一行；现按两个项目读取",
            "如果是同一个项目的下一环节，请把需求写到在园的那一行；不是则不必修改。",
        ),
    ],
)
