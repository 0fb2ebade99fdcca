"""What of a workbook cannot be given back: found in the file itself, before it is written."""

from typing import Final

from optimizer.tables.guard_zip import Package

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


def lost_parts(package: Package) -> tuple[str, ...]:
    """Codes of what is not carried over, worded under ``annotate.lost``."""
    names = [name.lower() for name in package.parts]
    found = {code for code, starts in _PARTS.items() if any(n.startswith(starts) for n in names)}
    for name in package.parts:
        if name.lower().startswith(("xl/worksheets/sheet", "xl/drawings/drawing")):
            found |= _marked(package, name)
    return tuple(code for code in (*_PARTS, *_MARKS) if code in found)


def _marked(package: Package, name: str) -> set[str]:
    found: set[str] = set()
    tail = b""
    for piece in package.pieces(name):
        joined = tail + piece
        for code, marks in _MARKS.items():
            if any(mark in joined for mark in marks):
                found.add(code)
        tail = piece[-64:]
    return found
