"""A list of tenants numbered in front, carriers on sheets named by their park, needs, settings."""

from datetime import date
from pathlib import Path

from tests.workbooks.story import Expected, write_sheets

STORY = """
No sheet has a name of the template. 序号 numbers the tenants and is no place on a floor; 在孵 is
said of projects; a ledger that begins with the firm and has no empty room is of tenants. Carriers
stand on a sheet per park, settings on Sheet9.
"""


def write(path: Path) -> None:
    park = ["楼栋名称", "载体类型", "建筑面积(㎡)", "可租面积(㎡)", "已租面积(㎡)", "空置面积(㎡)"]
    sheets = {
        "留创园": [["留创园情况表"], park, ["A座", "孵化器", 1000, 700, 500, 200]],
        "国泰园": [["国泰园情况表"], park, ["B座", "加速器", 2000, 1500, 500, 1000]],
        "Sheet1": [
            ["序号", "企业名称", "所属载体", "房号", "面积（㎡）", "到期日", "状态"],
            [1, "甲公司", "A座", "101", 120, "2027-12-31", "在孵"],
            [2, "乙公司", "A座", "102", 80, "2027-06-30", "在孵"],
        ],
        "Sheet2": [
            ["企业名称", "所在楼宇", "房号", "租赁面积", "月租金（元）", "联系电话"],
            ["丙公司", "B座", "201", 500, 9000, "139"],
        ],
        "入驻需求": [
            ["项目名称", "意向载体类型", "办公场地面积", "研发场地面积", "合计总面积"],
            ["丁", "孵化器", 200, 100, 300],
        ],
        "Sheet9": [["参数", "数值"], ["起始日期", "2026-07-01"]],
    }
    write_sheets(path, sheets)


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "campus": ["留创园", "国泰园"],
            "stages": ["incubation", "acceleration"],
            "gross_area_m2": [1000.0, 2000.0],
            "lettable_area_m2": [700.0, 1500.0],
            "let_area_m2": [500.0, 500.0],
            "vacant_area_m2": [200.0, 1000.0],
        },
        "projects": {
            "project": ["甲公司", "乙公司", "丙公司", "丁"],
            "name": ["甲公司", "乙公司", "丙公司", "丁"],
            "company": ["甲公司", "乙公司", "丙公司", None],
            "status": ["sitting", "sitting", None, None],
            "present_carrier": ["A座", "A座", "B座", None],
            "present_room": ["101", "102", "201", None],
            "present_area_m2": [120.0, 80.0, 500.0, None],
            "lease_end": [date(2027, 12, 31), date(2027, 6, 30), None, None],
            "序号": [1.0, 2.0, None, None],
            "月租金（元）": [None, None, 9000.0, None],
            "联系电话": [None, None, "139", None],
            "办公场地面积": [None, None, None, 200.0],
            "研发场地面积": [None, None, None, 100.0],
        },
        "stays": {"project": ["丁"], "stage": ["incubation"], "area_m2": [300.0]},
        "settings": {"setting": ["horizon_start"], "value": ["2026-07-01"]},
    },
)
