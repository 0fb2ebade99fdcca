"""Page sums, shares, 其中 and unlabelled sums between records; records that only look like them."""

from pathlib import Path

from tests.workbooks.story import (
    PROJECTS,
    PROJECTS_READ,
    Expected,
    Told,
    write_sheets,
)

STORY = """
A printed ledger: sums carried from page to page, 其中 and shares below the 合计, floors summed in
rows without a word. Rooms whose 备注 speaks of a 合计, a room marked ★ and one called 设计中心 are
rooms. In the carrier list a park stands above its buildings, which would count twice; of the
second park only one building is listed, which nobody can settle but the manager.
"""


def write(path: Path) -> None:
    carriers = [
        ["载体名称", "环节", "建筑面积（㎡）", "可用面积（㎡）", "备注"],
        ["留创园", "孵化、加速", 1000, 700],
        ["其中：A座", "孵化", 400, 300, "含B座合计"],
        ["　　　B座", "加速", 600, 400],
        ["合计", None, 1000, 700],
        ["东区", "加速", 900, 800],
        ["其中：1号楼", "加速", 500, 450],
    ]
    rooms = [
        ["楼栋", "房号", "面积（㎡）", "工位数", "状态", "备注"],
        ["A座", "101", 100, 10, "空置", "与102室合计"],
        ["A座", "★102室（临街）", 100, 10, "空置"],
        ["A座", "设计中心", 50, 5, "自用"],
        ["本页小计", None, 250, 25],
        ["过次页", None, 250, 25],
        ["承前页", None, 250, 25],
        ["A座", "201", 30, 3, "空置"],
        ["A座", "202", 20, 2, "空置"],
        ["A座", None, 50, 5],
        ["A座计", None, 300, 30],
        ["B座", "101", 400, None, "空置"],
        ["∑", None, 700],
        ["其中：空置", None, 650],
        ["空置率", None, "92.9%"],
        ["平均每间", None, 117],
        ["★ 面积以产权证为准，请核对"],
    ]
    write_sheets(path, {"载体": carriers, "项目": PROJECTS, "房源台账": rooms})


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座", "东区", "1号楼"],
            "name": ["A座", "B座", "东区", "1号楼"],
            "stages": ["incubation", "acceleration", "acceleration", "acceleration"],
            "gross_area_m2": [400.0, 600.0, 900.0, 500.0],
            "lettable_area_m2": [300.0, 400.0, 800.0, 450.0],
            "备注": ["含B座合计", None, None, None],
        },
        "projects": PROJECTS_READ,
        "rooms": {
            "room": ["101", "★102室（临街）", "设计中心", "201", "202", "101"],
            "carrier": ["A座", "A座", "A座", "A座", "A座", "B座"],
            "area_m2": [100.0, 100.0, 50.0, 30.0, 20.0, 400.0],
            "desks": [10.0, 10.0, 5.0, 3.0, 2.0, None],
            "status": ["vacant", "vacant", "own_use", "vacant", "vacant", "vacant"],
            "备注": ["与102室合计", None, None, None, None, None],
        },
    },
    faults=[
        Told(
            "counted_twice",
            "载体",
            "A7",
            "“其中：1号楼”是“东区”（A6）的一部分，两行都读会重复计算",
            "只列各部分；或各部分之和等于“东区”",
            "请删去“东区”一行，或把其余部分也列在它下面。",
            "error",
        )
    ],
    coverage={
        "载体": ["total_row", "whole_row"],
        "房源台账": ["total_row", "summary_row", "footnote_row", "unlabelled_total"],
    },
)
