"""What is looked at before a workbook is parsed: its limits, and cells that hold no value.

Sizes are checked on the zip itself, so that a file cannot make the parser take
more memory than the limits allow. Failing formulas are collected here because
the fast reader shows them as blank cells.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from xml.etree import ElementTree

from optimizer.faults import Fault
from optimizer.limits import MAX_CELLS, MAX_UNZIP_RATIO, MAX_UNZIPPED_BYTES
from optimizer.tables.printed import CellError
from optimizer.tables.table import column_letter

MAX_RECTANGLE: Final = 4 * MAX_CELLS
"""Rows times columns of one sheet: the reader keeps the rectangle, not only its used cells."""

_MB: Final = 1024 * 1024
_CHUNK: Final = 8 * _MB
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
# [^<] rather than [^>]: a sign > may stand in an attribute, a sign < may not.
_ADDRESS: Final = rb"""<(?:\w+:)?c\s(?:[^<]*?\s)?r\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']"""
_USED: Final = re.compile(_ADDRESS + rb"[^>]*(?<!/)>")
_NO_ADDRESS: Final = re.compile(rb"<(?:\w+:)?c(?!\s[^<]*?\br\s*=)[\s>]")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\s(?:[^<]*?\s)?r\s*=\s*["'](\d{1,7})["']""")
_HIDDEN_END: Final = (b'/>"', b"/>'")
"""Could make a used cell look like a blank one; no writer of workbooks puts it there."""
_ERROR: Final = re.compile(
    _ADDRESS + rb"""[^>]*\bt=["']e["'][^>]*>(?:(?!</).|</(?:\w+:)?f>)*?<v>([^<]*)</v>""", re.S
)
_NO_RESULT: Final = re.compile(
    _ADDRESS
    + rb"""(?![^>]*t="str")[^>]*><f\b[^>]*(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"""
)

# What the standard library raises for a damaged or encrypted zip and for broken parts of it.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
)

Cells = dict[tuple[int, int], CellError]
"""Failing cells of a sheet by zero-based row and column."""


@dataclass(frozen=True)
class Inspected:
    """What the look at a workbook found; `faults` not empty means it is not to be parsed."""

    faults: list[Fault] = field(default_factory=list)
    failing: dict[str, Cells] = field(default_factory=dict)


def inspect(content: bytes, file: str) -> Inspected:
    """Check a zipped workbook against the limits and collect its failing cells."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            bomb = _bomb(archive, len(content), file)
            return Inspected([bomb]) if bomb else _inspect_sheets(archive, file)
    except _DAMAGED:
        return Inspected([Fault("not_a_workbook", file=file)])


def _bomb(archive: zipfile.ZipFile, size: int, file: str) -> Fault | None:
    unzipped = sum(part.file_size for part in archive.infolist())
    if unzipped <= MAX_UNZIPPED_BYTES and unzipped <= MAX_UNZIP_RATIO * size:
        return None
    values = {
        "size": f"{unzipped / _MB:.0f}",
        "ratio": f"{unzipped / size:.0f}",
        "limit": f"{MAX_UNZIPPED_BYTES / _MB:.0f}",
        "ratio_limit": str(MAX_UNZIP_RATIO),
    }
    return Fault("zip_bomb", file=file, values=tuple(values.items()))


def _inspect_sheets(archive: zipfile.ZipFile, file: str) -> Inspected:
    found = Inspected()
    total = 0
    for sheet, part in _sheet_parts(archive):
        cells, rows, columns, failing = _scan(archive, part)
        total += cells
        found.failing[sheet] = failing
        if rows * columns > MAX_RECTANGLE:
            far = ("far", f"{column_letter(columns - 1)}{rows}")
            values = (far, ("limit", str(MAX_RECTANGLE)))
            found.faults.append(Fault("sheet_too_wide", file=file, sheet=sheet, values=values))
    if total > MAX_CELLS:
        values = (("cells", str(total)), ("limit", str(MAX_CELLS)))
        found.faults.append(Fault("too_many_cells", file=file, values=values))
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Sheet names and the parts of the zip that hold them."""
    targets = {
        relation.attrib["Id"]: relation.attrib["Target"]
        for relation in _xml(archive, _RELATIONS)
        if relation.attrib.get("Type", "").endswith("/worksheet")
    }
    parts: list[tuple[str, str]] = []
    for element in _xml(archive, _WORKBOOK).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        ids = [value for name, value in element.attrib.items() if name.endswith("}id")]
        if ids and ids[0] in targets:
            target = targets[ids[0]]
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            parts.append((element.attrib["name"], part))
    return parts


def _xml(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    content = archive.read(part)
    if b"<!DOCTYPE" in content:
        # No workbook declares a document type; entities are how one would grow without end.
        raise zipfile.BadZipFile(part)
    return ElementTree.fromstring(content)


def _scan(archive: zipfile.ZipFile, part: str) -> tuple[int, int, int, Cells]:
    """Used cells, last row, last column and failing cells, without unpacking the sheet whole."""
    cells = rows = columns = 0
    failing: Cells = {}
    for piece in _pieces(archive, part):
        if any(end in piece for end in _HIDDEN_END):
            raise zipfile.BadZipFile(part)
        used = _USED.findall(piece)
        cells += max(len(used), piece.count(b"<v>"))
        columns = max(columns, max((_column(each) + 1 for each in {c for c, _ in used}), default=0))
        rows = max(rows, max(map(int, {row for _, row in used}), default=0))
        if _NO_ADDRESS.search(piece):
            rows = max(rows, max(map(int, _ROW.findall(piece)), default=0))
            columns = max(columns, *(row.count(b"<c") for row in piece.split(b"<row")))
        if b't="e"' in piece or b"t='e'" in piece:
            _collect(failing, _ERROR.findall(piece), "formula_error", "")
        if b"<f" in piece:
            _collect(failing, _NO_RESULT.findall(piece), "formula_not_calculated", "=")
    return cells, rows, columns, failing


def _collect(
    failing: Cells, found: list[tuple[bytes, bytes, bytes]], code: str, prefix: str
) -> None:
    for column, row, shown in found:
        error = CellError(prefix + shown.decode("utf-8", "replace"), code)
        failing[int(row) - 1, _column(column)] = error


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that never cut a cell in two."""
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            piece = tail + chunk
            cut = piece.rfind(b"<c ")
            if cut <= 0:
                cut = len(piece)
            yield piece[:cut]
            tail = piece[cut:]
        yield tail


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number - 1
