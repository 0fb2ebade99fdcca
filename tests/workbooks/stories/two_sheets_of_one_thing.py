"""Buildings described on two sheets, a tenant with a row per room, and one figure that differs."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import PROJECTS, Expected, Told, write_sheets

STORY = """
One clerk keeps the areas of the buildings, another their technical data: the same buildings,
the same names, so each is one carrier. A company that rents three rooms has three rows and is
one tenant. B座 has a height on both sheets, and they differ: nobody can say which is right.
"""


def write(path: Path) -> None:
    basic = [
        ["载体名称", "环节", "可用面积", "层高"],
        ["A座", "孵化", 900, None],
        ["B座", "孵化", 700, 3.6],
    ]
    technical = [["载体名称", "层高", "承重（kN/㎡）"], ["A座", 4.5, 5], ["B座", 4.2, 3]]
    tenants = [
        ["企业名称", "楼栋", "房号", "租赁面积", "合同到期日", "备注"],
        ["甲公司", "A座", "101", 120, "2027-12-31", "朝南"],
        ["甲公司", "A座", "102", 80, "2027-12-31", "朝北"],
        ["甲公司", "A座", "103", 60, "2027-12-31", None],
        ["乙公司", "A座", "104", 90, "2027-06-30", None],
    ]
    sheets = {
        "载体基本情况": basic,
        "载体技术条件": technical,
        "在园企业台账": tenants,
        "项目": PROJECTS,
    }
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "incubation"],
            "lettable_area_m2": [900.0, 700.0],
            "clear_height_m": [4.5, 3.6],
            "floor_load_kn_m2": [5.0, None],
        },
        "projects": {
            "project": ["甲公司", "乙公司", "P01"],
            "name": ["甲公司", "乙公司", None],
            "company": ["甲公司", "乙公司", None],
            "status": ["sitting", "sitting", None],
            "present_carrier": ["A座", "A座", None],
            "present_room": ["101;102;103", "104", None],
            "present_area_m2": [260.0, 90.0, None],
            "lease_end": [date(2027, 12, 31), date(2027, 6, 30), None],
            "incubation_area_m2": [None, None, 100.0],
            "备注": ["朝南;朝北", None, None],
        },
    },
    faults=[
        Told(
            "rows_joined",
            "载体技术条件",
            "A2",
            "A座，与 载体基本情况!A2 是同一个；这样的共 1 行",
            "每个“载体名称”一行；两处内容不矛盾，已合并读取",
            "如果不是同一个，请改用不同的编号。",
        ),
        Told(
            "joined_rows_differ",
            "载体技术条件",
            "B3",
            "4.2，而 载体基本情况!D3 对“B座”写的是 3.6",
            "两处的“层高”一致",
            "如果是同一个，请改成一致；如果不是，请改用不同的编号。",
            "error",
        ),
        Told(
            "tenant_rooms_joined",
            "在园企业台账",
            "A2",
            "甲公司，共 3 行，每行一间房",
            "每个项目一行；已合并为一个项目，房源 101、102、103，面积合计 260 ㎡",
            "如果是几个项目，请分别写项目名称。",
        ),
    ],
    cells={
        ("carriers", 0, "clear_height_m"): "载体技术条件!B2",
        ("carriers", 0, "lettable_area_m2"): "载体基本情况!C2",
    },
)
