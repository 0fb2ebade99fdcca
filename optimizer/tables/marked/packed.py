"""Saving a workbook: the same content gives the same bytes, and formulas carry their values.

A workbook as openpyxl saves it holds the time of saving, and formulas without values: a
program that does not calculate (a phone's preview, pandas, our own reader) shows them
blank. Both are put right while the file is packed anew.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping
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
MoreRows = Mapping[str, Iterable[tuple[int, str]]]
"""Number and XML of rows that openpyxl does not know, in order, by sheet title."""

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_TIMES: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_ROW: Final = re.compile(r'<row r="(\d+)"')
_FORMULA: Final = re.compile(
    r'<c r="([A-Z]+[0-9]+)"([^>]*?)( t="\w+")?><f([^>]*)>([^<]*)</f><v\s*(?:/>|></v>)</c>'
)


def save_packed(
    workbook: Workbook,
    path: Path,
    values: FormulaResults,
    stamp: datetime,
    more_rows: MoreRows | None = None,
) -> None:
    """Write a workbook to `path`, replacing what is there only once it is complete.

    Parameters
    ----------
    values : mapping
        What the formulas show; a formula without one is left to the program that opens it.
    stamp : datetime
        Created and modified, as the file will say.
    more_rows : mapping, optional
        Rows to be put between those of the sheets; a row of the sheet stands below each.
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
                title = sheet_files[name]
                content = _with_values(content, title, values)
                content = _with_rows(content, (more_rows or {}).get(title, ()))
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


def _with_rows(content: bytes, rows: Iterable[tuple[int, str]]) -> bytes:
    """A sheet's XML with further rows, each before the next row of the sheet."""
    waiting = iter(rows)
    row, xml = next(waiting, (0, ""))
    if not row:
        return content
    sheet = content.decode("utf-8")
    parts, done = [], 0
    for match in _ROW.finditer(sheet):
        number = int(match[1])
        if not 0 < row <= number:
            continue
        parts.append(sheet[done : match.start()])
        done = match.start()
        while 0 < row < number:
            parts.append(xml)
            row, xml = next(waiting, (0, ""))
        if row == number:
            raise ValueError(f"row {row} is in the sheet already")
    if row:
        raise ValueError(f"row {row} stands below the last row of the sheet")
    parts.append(sheet[done:])
    return "".join(parts).encode("utf-8", "xmlcharrefreplace")


def formula_xml(code: str, value: Shown | None) -> str:
    """What stands in a formula's cell after its place and style; without a value where unknown."""
    if value is None:
        return f"><f>{code}</f><v /></c>"
    kind, shown = _written(value)
    return f"{kind}><f>{code}</f><v>{shown}</v></c>"


def _written(value: Shown) -> tuple[str, str]:
    """The type attribute and the text of a value."""
    if isinstance(value, CellError):
        return ' t="e"', escape(str(value))
    if isinstance(value, str):
        return ' t="str"', escape(value)
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    return "", repr(float(value))
