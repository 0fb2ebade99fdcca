"""Wan m2 and mu."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
Buildings in 万㎡ in one list, land in 亩 among the needs: mu are land, not floor space, and
are asked about.
"""

SHEETS = {
    "载体": [
        ["载体名称", "环节", "建筑面积（万㎡）", "可用面积"],
        ["一期", "孵化", 1.2, "0.84万平方米"],
        ["二期", "加速", 2.5, "1.75万㎡"],
        ["三期", "产业化", 3, 21000],
    ],
    "项目": [
        ["项目名称", "产业化面积"],
        ["某某材料", "0.3万㎡"],
        ["某某装备", "30亩"],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["一期", "二期", "三期"],
            "name": ["一期", "二期", "三期"],
            "stages": ["incubation", "acceleration", "industrialisation"],
            "gross_area_m2": [12000.0, 25000.0, 30000.0],
            "lettable_area_m2": [8400.0, 17500.0, 21000.0],
        },
        "projects": {
            "project": ["某某材料", "某某装备"],
            "name": ["某某材料", "某某装备"],
            "industrialisation_area_m2": [3000.0, None],
        },
    },
    faults=[
        Told(
            "unit_converted",
            "载体",
            "C1",
            "万㎡",
            "“建筑面积”的单位 ㎡；共 3 处，已按 1 万㎡ = 10000 ㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "载体",
            "D2",
            "0.84万平方米",
            "“可用面积”的单位 ㎡；共 1 处，已按 1 万平方米 = 10000 ㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "载体",
            "D3",
            "1.75万㎡",
            "“可用面积”的单位 ㎡；共 1 处，已按 1 万㎡ = 10000 ㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "项目",
            "B2",
            "0.3万㎡",
            "“产业化面积”的单位 ㎡；共 1 处，已按 1 万㎡ = 10000 ㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "land_unit",
            "项目",
            "B3",
            "30亩",
            "不小于 0 的数字，单位 ㎡；亩是土地面积，不是载体面积",
            "请改填所需（或已有）的建筑面积；只要土地的项目不参与载体安置，请删去或把状态改为“退出”。",
            "error",
        ),
    ],
)
