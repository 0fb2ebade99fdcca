"""Merged cells of an .ods, which the fast reader does not tell."""

import zipfile
from io import BytesIO
from typing import Final
from xml.etree import ElementTree

Merge = tuple[tuple[int, int], tuple[int, int]]
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def ods_merges(content: bytes) -> dict[str, list[Merge]]:
    """Merged ranges by sheet, of a file that was inspected before; none if it is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            root = ElementTree.fromstring(archive.read("content.xml"))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return {}
    found: dict[str, list[Merge]] = {}
    for table in root.iter(f"{_TABLE}table"):
        merges = found.setdefault(table.get(f"{_TABLE}name", ""), [])
        row = 0
        for element in table.iter(f"{_TABLE}table-row"):
            merges += _row_merges(element, row)
            row += _number(element, "number-rows-repeated")
    return found


def _row_merges(element: ElementTree.Element, row: int) -> list[Merge]:
    merges: list[Merge] = []
    column = 0
    for cell in element:
        if cell.tag not in _CELLS:
            continue
        across = _number(cell, "number-columns-spanned")
        down = _number(cell, "number-rows-spanned")
        if across * down > 1:
            merges.append(((row, column), (row + down - 1, column + across - 1)))
        column += _number(cell, "number-columns-repeated")
    return merges


def _number(element: ElementTree.Element, name: str) -> int:
    said = element.get(f"{_TABLE}{name}", "1")
    return int(said) if said.isascii() and said.isdigit() and 0 < len(said) < 8 else 1
