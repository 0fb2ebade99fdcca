"""An .ods of LibreOffice: merged cells, a date, a repeated blank row."""

import zipfile
from datetime import date
from pathlib import Path

from tests.workbooks.story import (
    CARRIERS,
    CARRIERS_READ,
    PROJECTS,
    PROJECTS_READ,
    Expected,
    all_vacant,
    write_sheets,
)

STORY = """
One clerk works with LibreOffice. The sheet is written here by hand: a title over four columns,
a floor over two rooms, a lease end as a real date.
"""

FILES = ("房源.ods", "其余.xlsx")
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def cell(value: object = None, more: str = "") -> str:
    if value is None:
        return f"<table:table-cell {more}/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value}"'
    elif isinstance(value, float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {more}><text:p>{value}</text:p></table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def write(rooms: Path, others: Path) -> None:
    across = 'table:number-columns-spanned="4" table:number-rows-spanned="1"'
    down = 'table:number-columns-spanned="1" table:number-rows-spanned="2"'
    rows = [
        row(cell("K01房源台账", across)),
        row(*map(cell, ("楼层", "房号", "面积（㎡）", "到期日"))),
        row(cell("一层", down), cell("101"), cell(50.0), cell(date(2027, 5, 31))),
        row(cell(), cell("102"), cell(60.5), cell()),
        row(cell(), more='table:number-rows-repeated="3"'),
    ]
    body = f'<table:table table:name="房源">{"".join(rows)}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}><office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(rooms, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    write_sheets(others, {"载体": CARRIERS, "项目": PROJECTS})


EXPECTED = Expected(
    tables={
        "carriers": CARRIERS_READ,
        "projects": PROJECTS_READ,
        "rooms": {
            "room": ["101", "102"],
            "carrier": ["K01", "K01"],
            "floor": ["一层", "一层"],
            "area_m2": [50.0, 60.5],
            "lease_end": [date(2027, 5, 31), None],
        },
    },
    cells={("rooms", 0, "carrier"): "房源!A1", ("rooms", 1, "area_m2"): "房源!C4"},
    faults=[all_vacant("房源", 2)],
)
