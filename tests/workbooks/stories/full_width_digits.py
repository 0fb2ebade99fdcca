"""Full width digits."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import Expected, all_vacant, write_sheets

STORY = """
Typed with the input method on: full-width digits, letters, signs and blanks, in numbers,
dates and ids.
A reference that differs from an id only in width, case or blanks is that id.
"""

SHEETS = {
    "载体": [
        ["载体编号", "载体名称", "环节", "可用面积（㎡）"],
        ["Ｋ０１", "Ａ座", "孵化", "１，２００．５"],
        ["K02", "B座", "孵化", "９００\u3000㎡"],
    ],
    "房源": [
        ["房号", "载体", "面积（㎡）"],
        ["１０１", "ａ座", "１２０"],
        ["102", "k02", "80"],
        ["103", "B 座", "70"],
    ],
    "项目": [
        ["项目编号", "孵化面积", "拟入驻日期", "意向载体"],
        ["Ｐ０１", "１００", "２０２６年７月１日", "Ｋ02"],
        ["P02", "100", "２０２６／７／１", "K 01"],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["K01", "K02"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "incubation"],
            "lettable_area_m2": [1200.5, 900.0],
        },
        "rooms": {
            "room": ["101", "102", "103"],
            "carrier": ["A座", "K02", "B座"],
            "area_m2": [120.0, 80.0, 70.0],
        },
        "projects": {
            "project": ["P01", "P02"],
            "arrives": [date(2026, 7, 1), date(2026, 7, 1)],
            "wanted_carrier": ["K02", "K01"],
            "incubation_area_m2": [100.0, 100.0],
        },
    },
    faults=[all_vacant("房源", 3)],
)
