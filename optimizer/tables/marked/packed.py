"""Saving a workbook: the same content gives the same bytes, and formulas carry their values.

A workbook as openpyxl saves it holds the time of saving, and formulas without values: a
program that does not calculate (a phone's preview, pandas, our own reader) shows them
blank. Both are put right while the file is packed anew.
"""

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from os import getpid
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from openpyxl import Workbook

from optimizer.tables.printed import CellError

Shown = float | int | str | bool | CellError
FormulaResults = Mapping[tuple[str, str], Shown]
"""What formulas show, by sheet title and cell."""

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_TIMES: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_FORMULA: Final = re.compile(
    r'<c r="([A-Z]+[0-9]+)"([^>]*?)( t="\w+")?><f([^>]*)>([^<]*)</f><v\s*(?:/>|></v>)</c>'
)


def save_packed(workbook: Workbook, path: Path, values: FormulaResults, stamp: datetime) -> None:
    """Write a workbook to `path`, replacing what is there only once it is complete.

    Parameters
    ----------
    values : mapping
        What the formulas show; a formula without one is left to the program that opens it.
    stamp : datetime
        Created and modified, as the file will say.
    """
    raw = BytesIO()
    workbook.save(raw)
    sheet_files = {
        f"xl/worksheets/sheet{number}.xml": sheet.title
        for number, sheet in enumerate(workbook.worksheets, 1)
    }
    packed = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                time = stamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _TIMES.sub(rb"\g<1>" + time, content)
            elif name in sheet_files:
                content = _with_values(content, sheet_files[name], values)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, content)
    # Not the name with an ending: it may already be as long as the system allows.
    part = path.with_name(f".{getpid()}.part")
    part.write_bytes(packed.getvalue())
    part.replace(path)


def _with_values(content: bytes, title: str, values: FormulaResults) -> bytes:
    """A sheet's XML with the value of every formula beside it."""

    def filled(match: re.Match[str]) -> str:
        place, attributes, _, of_formula, code = match.groups()
        value = values.get((title, place))
        if value is None:
            return match[0]
        kind, shown = _written(value)
        return f'<c r="{place}"{attributes}{kind}><f{of_formula}>{code}</f><v>{shown}</v></c>'

    if b"<f" not in content:
        return content
    return _FORMULA.sub(filled, content.decode("utf-8")).encode("utf-8")


def _written(value: Shown) -> tuple[str, str]:
    """The type attribute and the text of a value."""
    if isinstance(value, CellError):
        return ' t="e"', escape(str(value))
    if isinstance(value, str):
        return ' t="str"', escape(value)
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    return "", repr(float(value))
