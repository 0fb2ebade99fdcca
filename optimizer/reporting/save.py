"""Saving a workbook: the same content gives the same bytes, and formulas carry their values.

A workbook as openpyxl saves it holds the time of saving, and formulas without
values: a program that does not calculate (a phone's preview, pandas) shows them
blank. Both are put right while the file is packed anew.
"""

import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from openpyxl import Workbook

from optimizer.reporting.cells import FormulaValues

FIXED_TIME: Final = datetime(2000, 1, 1)
"""Created and modified, of every report: its content says which data and version it rests on."""

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_TIMES: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_FORMULA: Final = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>([^<]*)</f><v\s*/></c>')


def save(workbook: Workbook, path: Path, values: FormulaValues) -> None:
    """Write a workbook to `path`, replacing what is there only once it is complete."""
    raw = BytesIO()
    workbook.save(raw)
    sheet_files = {
        f"xl/worksheets/sheet{number}.xml": title
        for number, title in enumerate(workbook.sheetnames, 1)
    }
    packed = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                stamp = FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _TIMES.sub(rb"\g<1>" + stamp, content)
            elif name in sheet_files:
                content = _with_values(content, sheet_files[name], values)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, content)
    part = path.with_name(path.name + ".part")
    part.write_bytes(packed.getvalue())
    part.replace(path)


def _with_values(content: bytes, title: str, values: FormulaValues) -> bytes:
    """A sheet's XML with the value of every formula beside it."""

    def filled(match: re.Match[str]) -> str:
        place, attributes, code = match.groups()
        value = values.by_cell.get((title, place))
        if value is None:
            return match[0]
        if isinstance(value, str):
            shown = escape(value)
            return f'<c r="{place}"{attributes} t="str"><f>{code}</f><v>{shown}</v></c>'
        return f'<c r="{place}"{attributes}><f>{code}</f><v>{float(value)!r}</v></c>'

    return _FORMULA.sub(filled, content.decode("utf-8")).encode("utf-8")
