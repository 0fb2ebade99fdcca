"""Floor loads."""

from pathlib import Path

from tests.workbooks.story import Expected, Told, write_sheets

STORY = """
Floor loads in kg/㎡ and t/㎡, heights in mm, power in kW; one load without any unit that
can only be kg.
"""

SHEETS = {
    "载体": [
        ["载体名称", "环节", "可用面积（㎡）", "承重（kg/㎡）", "层高（mm）", "配电（kW）"],
        ["A座", "孵化", 1000, 500, 4200, 900],
        ["B座", "加速", 2000, "1.5t/㎡", "6米", "1250kVA"],
        ["C座", "产业化", 3000, "1200公斤/平方米", 8000, None],
    ],
    "项目": [
        ["项目名称", "加速面积", "承重需求", "层高需求", "用电需求"],
        ["甲", 100, 800, 4500, "200kW"],
        ["乙", 100, "0.8吨/平方米", "450cm", "100-150kVA"],
        ["丙", 100, "2 t/㎡", "不低于5米", "200kW以上"],
    ],
}


def write(path: Path) -> None:
    write_sheets(path, SHEETS)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座", "C座"],
            "name": ["A座", "B座", "C座"],
            "stages": ["incubation", "acceleration", "industrialisation"],
            "lettable_area_m2": [1000.0, 2000.0, 3000.0],
            "clear_height_m": [4.2, 6.0, 8.0],
            "floor_load_kn_m2": [4.903325, 14.709975, 11.76798],
            "power_kva": [1000.0, 1250.0, None],
        },
        "projects": {
            "project": ["甲", "乙", "丙"],
            "name": ["甲", "乙", "丙"],
            "acceleration_area_m2": [100.0, 100.0, 100.0],
            "need_clear_height_m": [4.5, 4.5, 5.0],
            "need_floor_load_kn_m2": [7.84532, 7.84532, 19.6133],
            "need_power_kva": [222.222222, 150.0, 222.222222],
        },
    },
    faults=[
        Told(
            "unit_converted",
            "载体",
            "D1",
            "kg/㎡",
            "“承重”的单位 kN/㎡；共 1 处，已按 1 kg/㎡ = 0.00980665 kN/㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "载体",
            "D3",
            "1.5t/㎡",
            "“承重”的单位 kN/㎡；共 1 处，已按 1 t/㎡ = 9.80665 kN/㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "载体",
            "D4",
            "1200公斤/平方米",
            "“承重”的单位 kN/㎡；共 1 处，已按 1 公斤/平方米 = 0.00980665 kN/㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "载体",
            "E1",
            "mm",
            "“层高”的单位 米；共 2 处，已按 1 mm = 0.001 米 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "载体",
            "F1",
            "kW",
            "“配电”的单位 kVA；共 1 处，已按 1 kW = 1.1111111 kVA（按功率因数 0.9 假定） 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_assumed",
            "项目",
            "C2",
            "800",
            "“需要承重”的单位 kN/㎡；没有写单位，数值太大，共 1 处按 kg/㎡ 理解，"
            "1 kg/㎡ = 0.00980665 kN/㎡",
            "请在表头写明单位，如“需要承重（kg/㎡）”。",
        ),
        Told(
            "unit_converted",
            "项目",
            "C3",
            "0.8吨/平方米",
            "“需要承重”的单位 kN/㎡；共 1 处，已按 1 吨/平方米 = 9.80665 kN/㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_converted",
            "项目",
            "C4",
            "2 t/㎡",
            "“需要承重”的单位 kN/㎡；共 1 处，已按 1 t/㎡ = 9.80665 kN/㎡ 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "unit_assumed",
            "项目",
            "D2",
            "4500",
            "“需要层高”的单位 米；没有写单位，数值太大，共 1 处按 mm 理解，1 mm = 0.001 米",
            "请在表头写明单位，如“需要层高（mm）”。",
        ),
        Told(
            "unit_converted",
            "项目",
            "D3",
            "450cm",
            "“需要层高”的单位 米；共 1 处，已按 1 cm = 0.01 米 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "number_least",
            "项目",
            "D4",
            "不低于5米",
            "确定的数；“以上”已按 5 米 读取",
            "如果需要更多，请写明确定的数。",
        ),
        Told(
            "unit_converted",
            "项目",
            "E2",
            "200kW",
            "“需要配电”的单位 kVA；共 2 处，已按 1 kW = 1.1111111 kVA（按功率因数 0.9 假定） 换算",
            "单位无误则不必修改。",
        ),
        Told(
            "range_upper",
            "项目",
            "E3",
            "100-150kVA",
            "一个数；范围已按上限 150 kVA 读取",
            "如果不是上限，请改写为一个数。",
        ),
        Told(
            "number_least",
            "项目",
            "E4",
            "200kW以上",
            "确定的数；“以上”已按 222.222222 kVA 读取",
            "如果需要更多，请写明确定的数。",
        ),
    ],
)
