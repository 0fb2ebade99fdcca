"""A form, labels beside their contents, among the ledgers."""

from pathlib import Path

from tests.workbooks.story import (
    CARRIERS,
    CARRIERS_READ,
    PROJECTS,
    PROJECTS_READ,
    Expected,
    Told,
    write_sheets,
)

STORY = """
Somebody left the application form of one company in the workbook. It is no table; reading it
as one would make a project named 孵化面积.
"""


def write(path: Path) -> None:
    form = [
        ["项目入驻申请表", None, None, None],
        ["项目名称", "甲", "企业名称", "甲公司"],
        ["孵化面积", 100, "产业链", "生物医药"],
    ]
    write_sheets(path, {"载体": CARRIERS, "项目": PROJECTS, "申请表": form}, {"申请表": "A1:D1"})


EXPECTED = Expected(
    tables={"carriers": CARRIERS_READ, "projects": PROJECTS_READ},
    faults=[
        Told(
            "form_sheet",
            "申请表",
            "",
            "一张登记表（栏目名旁边写内容），未从中读取任何内容",
            "表头在上、每条一行的表格",
            "请把表中内容作为一行填入“项目”等相应的表。",
        )
    ],
    coverage={"申请表": ["form_sheet"]},
)
