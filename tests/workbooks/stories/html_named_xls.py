"""An .xls that is a web page, as old systems export it."""

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
The old property system saves a web page under the name .xls. Building and title are cells
that span; the page is read as the table it holds, and the manager is told.
"""

FILES = ("房源.xls", "其余.xlsx")
PAGE = """<html><head><meta charset="gb2312"><style>td {color: red}</style></head><body><table>
<tr><th colspan="4">房源台账</th></tr>
<tr><th>载体</th><th>房号</th><th>面积(㎡)</th><th>状态</th></tr>
<tr><td rowspan="2">K01</td><td>101</td><td>100</td><td>空置</td></tr>
<tr><td>102</td><td>120.5</td><td>已租</td></tr>
</table></body></html>"""


def write(rooms: Path, others: Path) -> None:
    rooms.write_bytes(PAGE.encode("gb18030"))
    write_sheets(others, {"载体": CARRIERS, "项目": PROJECTS})


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": PROJECTS_READ,
        "rooms": {
            "room": ["101", "102"],
            "carrier": ["K01", "K01"],
            "area_m2": [100.0, 120.5],
            "status": ["vacant", "let"],
        },
    },
    faults=[
        Told(
            "other_format",
            "",
            "",
            "文件名为 .xls，内容其实是网页表格（HTML）",
            "扩展名与内容一致的文件",
            "已按实际内容读取。请用 Excel 或 WPS 打开后另存为 .xlsx，或把扩展名改为 .html。",
        )
    ],
)
