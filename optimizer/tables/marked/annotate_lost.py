"""What of a workbook cannot be given back: found in the file itself, before it is loaded."""

import re
from dataclasses import dataclass, replace
from typing import Final

from openpyxl.utils import range_boundaries

from optimizer.tables.files.guard_zip import Package

_PARTS: Final = {
    "charts": ("xl/charts/", "xl/chartsheets/"),
    "pictures": ("xl/media/", "xl/cellimages", "xl/richdata/"),
    "macros": ("xl/vbaproject", "xl/macrosheets/"),
    "pivots": ("xl/pivottables/", "xl/pivotcache/"),
    "slicers": ("xl/slicers/", "xl/timelines/"),
    "model": ("xl/model/", "xl/connections.xml", "xl/querytables/"),
    "links": ("xl/externallinks/",),
    "controls": ("xl/activex/", "xl/ctrlprops/", "xl/embeddings/"),
    "discussions": ("xl/threadedcomments/",),
}
"""Beginnings of the names of parts, by what they hold."""

_MARKS: Final = {
    "shapes": (b"<xdr:sp>", b"<xdr:sp ", b"<xdr:cxnSp"),
    "conditional": (b"x14:conditionalFormatting ", b"x14:cfRule"),
    "validation": (b"x14:dataValidation ",),
    "sparklines": (b"x14:sparklineGroup",),
}
"""Marks inside the sheets and drawings, by what they hold."""

MAX_ITEMS: Final = 1_000_000
"""Cells, rows and columns with a format, of all sheets: openpyxl makes an object of each."""
MAX_SPREAD: Final = 200_000
"""Cells in ranges of links and merges, which openpyxl makes one by one."""
MAX_FORMATS: Final = 100_000

_RANGE: Final = re.compile(
    rb"""(?:hyperlink|mergeCell)\s[^<>]{0,400}?\bref\s*=\s*["']([^"'<>]{1,40})["']"""
)
_OVERLAP: Final = 512


@dataclass
class Contents:
    """What is in a workbook: codes of what is not carried over, and what loading it takes."""

    lost: tuple[str, ...] = ()
    items: int = 0
    spread: int = 0
    formats: int = 0

    @property
    def too_much(self) -> bool:
        """Whether loading it with its formats would take more time and memory than there is."""
        items, spread = self.items > MAX_ITEMS, self.spread > MAX_SPREAD
        return items or spread or self.formats > MAX_FORMATS


def look_into(package: Package) -> Contents:
    """What of a package is not carried over, worded under ``annotate.lost``, and its size."""
    # A second look at parts that were within the limits once; it does not count again.
    package = replace(package, unpacked=-package.unpacked, sizes={})
    names = [name.lower() for name in package.parts]
    found = {code for code, starts in _PARTS.items() if any(n.startswith(starts) for n in names)}
    contents = Contents()
    for name in package.parts:
        lower = name.lower()
        if lower.startswith(("xl/worksheets/sheet", "xl/drawings/drawing")) or (
            name in package.sheet_parts
        ):
            found |= _marked(package, name, contents)
        elif lower == "xl/styles.xml":
            contents.formats = sum(piece.count(b"<xf ") for piece in package.pieces(name))
        if contents.too_much:
            break
    contents.lost = tuple(code for code in (*_PARTS, *_MARKS) if code in found)
    return contents


def _marked(package: Package, name: str, contents: Contents) -> set[str]:
    found: set[str] = set()
    tail = b""
    for piece in package.pieces(name):
        joined = tail + piece
        for code, marks in _MARKS.items():
            if any(mark in joined for mark in marks):
                found.add(code)
        # <c, <col and <row, also behind a prefix; a few other tags that begin so do no harm.
        contents.items += sum(piece.count(tag) for tag in (b"<c", b"<row", b":c ", b":row"))
        if b"hyperlink" in joined or b"mergeCell" in joined:
            # A range in the overlap is counted twice, which does no harm either.
            contents.spread += sum(_area(ref.decode("latin-1")) for ref in _RANGE.findall(joined))
        if contents.too_much:
            break
        tail = piece[-_OVERLAP:]
    return found


def _area(ref: str) -> int:
    """How many cells a range has; whole rows and columns reach to the ends of the sheet."""
    try:
        left, top, right, bottom = range_boundaries(ref)
    except ValueError:
        return 0
    columns = (right or 16_384) - (left or 1) + 1
    return int(columns * ((bottom or 1_048_576) - (top or 1) + 1))
