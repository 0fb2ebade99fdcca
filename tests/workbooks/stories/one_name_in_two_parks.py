"""A座 in two parks: the park of the row, or of its sheet, says which is meant."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
Two parks each have an A座. The carriers get their park in front; the rooms of one park stand on
a sheet of its name, the tenants say the park in a column. A wish that says A座 alone is asked.
"""

CARRIERS = [
    ["园区", "楼栋", "环节", "可用面积（㎡）"],
    ["留创园", "A座", "孵化", 300],
    ["国泰园", "A座", "孵化", 800],
]
LIUCHUANG = [["楼栋", "房号", "面积", "状态"], ["A座", "101", 300, "空置"]]
GUOTAI = [["楼栋", "房号", "面积", "状态"], ["A座", "101", 800, "已租"]]
PROJECTS = [
    ["园区", "项目编号", "现载体", "现房源", "现面积", "当前环节", "租期至", "意向载体"],
    ["国泰园", "P01", "A座", "101", 800, "孵化", "2027-12-31", None],
    [None, "P02", None, None, None, None, None, "A座"],
]
STAYS = [["项目编号", "环节", "面积（㎡）"], ["P02", "孵化", 100]]
SETTINGS = [["参数", "数值"], ["horizon_start", "2026-07-01"]]


def write(path: Path) -> None:
    sheets = {
        "载体": CARRIERS,
        "留创园": LIUCHUANG,
        "国泰园": GUOTAI,
        "项目": PROJECTS,
        "阶段需求": STAYS,
        "参数": SETTINGS,
    }
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["留创园A座", "国泰园A座"],
            "campus": ["留创园", "国泰园"],
            "stages": ["incubation", "incubation"],
            "lettable_area_m2": [300.0, 800.0],
        },
        "rooms": {
            "room": ["101", "101"],
            "carrier": ["留创园A座", "国泰园A座"],
            "area_m2": [300.0, 800.0],
            "status": ["vacant", "let"],
        },
        "projects": {
            "project": ["P01", "P02"],
            "stage": ["incubation", None],
            "present_carrier": ["国泰园A座", None],
            "present_room": ["101", None],
            "present_area_m2": [800.0, None],
            "lease_end": [date(2027, 12, 31), None],
            "wanted_carrier": [None, "A座"],
            "园区": ["国泰园", None],
        },
        "stays": {
            "project": ["P02"],
            "stage": ["incubation"],
            "area_m2": [100.0],
        },
        "settings": {
            "setting": ["horizon_start"],
            "value": ["2026-07-01"],
        },
    },
    faults=[
        Told(
            "carriers_of_one_name",
            "载体",
            "B2",
            "A座",
            "不重复的载体编号；共 2 处同名但园区不同，已在编号前加上园区，如“留创园A座”",
            "无误则不必修改；其他表写明园区，或直接写“留创园A座”，即可对应。",
        ),
        Told(
            "name_of_several",
            "项目",
            "H3",
            "A座",
            "只指一个载体的编号或名称；这里可能是：留创园A座、国泰园A座",
            "请改写成其中一个编号，或写明所在园区。",
            "error",
        ),
    ],
    assembled=True,
)
