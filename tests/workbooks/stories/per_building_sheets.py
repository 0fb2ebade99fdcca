"""Rooms on one sheet per building; the sheet's name is the only place the building stands."""

from pathlib import Path

from tests.workbooks.story import PROJECTS, PROJECTS_READ, Expected, write_sheets

STORY = """
One sheet per building, named A座 and B座; no column says which building a room is in. On B座
the columns stand in another order and a third sheet holds telephone numbers.
"""


def write(path: Path) -> None:
    carriers = [
        ["载体编号", "载体名称", "环节", "可用面积（㎡）"],
        ["K01", "留创园A座", "孵化", 500],
        ["K02", "留创园B座", "加速", 900],
    ]
    a = [["房号", "楼层", "面积", "状态"], ["101", "1", 100, "空置"], ["102", "1", 120, "已租"]]
    b = [["楼层", "房号", "状态", "建筑面积(㎡)"], ["2", "201", "空置", 300]]
    phones = [["姓名", "电话"], ["王某", "0512-0000000"]]
    sheets = {"载体": carriers, "项目": PROJECTS, "A座": a, "B座房源": b, "通讯录": phones}
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["K01", "K02"],
            "name": ["留创园A座", "留创园B座"],
            "stages": ["incubation", "acceleration"],
            "lettable_area_m2": [500.0, 900.0],
        },
        "projects": PROJECTS_READ,
        "rooms": {
            "room": ["101", "102", "201"],
            "carrier": ["K01", "K01", "K02"],
            "floor": ["1", "1", "2"],
            "area_m2": [100.0, 120.0, 300.0],
            "status": ["vacant", "let", "vacant"],
        },
    },
    cells={("rooms", 2, "area_m2"): "B座房源!D2", ("rooms", 1, "room"): "A座!A3"},
    coverage={"通讯录": ["irrelevant_sheet"]},
)
