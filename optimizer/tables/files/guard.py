"""What is looked at before a workbook is parsed: its limits, and cells that hold no value.

Sizes are counted on what a file really unpacks to, so that it cannot make the parser take
more memory than the limits allow. Failing formulas are collected here because the fast
reader shows them as blank cells.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree

import numpy as np

from optimizer.faults import Fault
from optimizer.limits import MAX_CELLS
from optimizer.tables.files.guard_scan import Bools, Bytes, Cells, Ints, Scan, scan
from optimizer.tables.files.guard_zip import Kind, Package, Unsafe, open_package, unsafe
from optimizer.tables.table import column_letter

MAX_RECTANGLE: Final = 4 * MAX_CELLS
"""Rows times columns of all sheets: the reader keeps rectangles, not only their used cells."""
MAX_MERGED: Final = MAX_CELLS
MAX_SHEETS: Final = 1_000
MAX_SMALL_PART: Final = 32 * 1024 * 1024
"""Unpacked bytes of a part that is parsed whole."""
MAX_SHARED_STRING: Final = 1024 * 1024
"""Bytes of one shared string; Excel keeps 32 767 characters in a cell."""
MAX_SHARED_TEXT: Final = 384 * 1024 * 1024
"""Bytes of all shared strings, each counted as often as a cell holds it."""

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedstrings.xml"
_MACROS: Final = ("xl/vbaproject.bin", "xl/macrosheets/")
_LINKS: Final = ("xl/externallinks/",)
_READ: Final = (
    *(_WORKBOOK, _RELATIONS, _STRINGS, "xl/styles.xml", "[content_types].xml", "_rels/.rels"),
    *("xl/worksheets/", "mimetype", "content.xml", "styles.xml", "meta-inf/manifest.xml"),
)

# What the standard library raises for a damaged zip and for broken parts of it.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)

__all__ = ["MAX_RECTANGLE", "Cells", "Inspected", "inspect"]


@dataclass(frozen=True)
class Inspected:
    """What the look at a workbook found; `faults` not empty means it is not to be parsed.

    Attributes
    ----------
    faults, warnings : list of Fault
        Why it is not parsed; what of it is not read.
    failing : dict
        Failing cells of each sheet.
    hidden_rows : dict
        Zero-based hidden rows of each sheet.
    package : Package or None
        The parts of the file, all of them checked.
    """

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    failing: dict[str, Cells] = field(default_factory=dict)
    hidden_rows: dict[str, frozenset[int]] = field(default_factory=dict)
    package: Package | None = None

    @property
    def kind(self) -> Kind:
        """What the file holds."""
        return self.package.kind if self.package is not None else ""

    @property
    def content(self) -> bytes:
        """The workbook to parse: only the parts that are read, packed anew."""
        assert self.package is not None  # without one there are faults
        sheets = self.package.sheet_parts
        return self.package.packed_anew(lambda n: n.lower().startswith(_READ) or n in sheets)


def inspect(content: bytes, file: str) -> Inspected:
    """Check a zipped workbook against the limits and collect its failing cells."""
    try:
        package = open_package(content, file)
        if package.kind not in ("xlsx", "ods"):
            code = "binary_workbook" if package.kind == "xlsb" else "not_a_workbook"
            return Inspected([Fault(code, file=file)])
        found = Inspected(package=package)
        if package.kind == "xlsx":
            _inspect_sheets(package, found)
        package.check(package.parts)
    except Unsafe as refused:
        return Inspected([refused.fault])
    except _DAMAGED:
        return Inspected([Fault("not_a_workbook", file=file)])
    for code, starts in (("macros_ignored", _MACROS), ("links_ignored", _LINKS)):
        if any(name.lower().startswith(starts) for name in package.parts):
            found.warnings.append(Fault(code, "warning", file))
    return found


def _inspect_sheets(package: Package, found: Inspected) -> None:
    sheets = _sheets(package)
    package.sheet_parts = frozenset(part for _, part in sheets)
    total = merged = spread = 0
    for sheet, part in sheets:
        seen = _scanned(package, part, sheet, total, spread)
        total, merged = total + seen.cells, merged + seen.merged
        spread += seen.rows * seen.columns
        found.failing[sheet] = seen.failing
        found.hidden_rows[sheet] = frozenset(seen.hidden)
        if merged > MAX_MERGED:
            raise unsafe(package.file, "merged")
    _check_shared(package, sheets, total)


def _scanned(package: Package, part: str, sheet: str, before: int, spread: int) -> Scan:
    """A sheet counted to its end, or to where it passes a limit with the sheets before it."""
    seen = Scan()
    for seen in scan(package.xml(part)):
        if spread + seen.rows * seen.columns > MAX_RECTANGLE:
            far = ("far", f"{column_letter(seen.columns - 1)}{seen.rows}")
            values = (far, ("limit", str(MAX_RECTANGLE)))
            raise Unsafe(Fault("sheet_too_wide", file=package.file, sheet=sheet, values=values))
        if before + seen.cells > MAX_CELLS:
            # Counting stops here; how many more there are is not worth the time.
            values = (("cells", str(before + seen.cells)), ("limit", str(MAX_CELLS)))
            raise Unsafe(Fault("too_many_cells", file=package.file, sheet=sheet, values=values))
    return seen


def _sheets(package: Package) -> list[tuple[str, str]]:
    """Sheet names and the parts of the zip that hold them."""
    targets = {
        relation.attrib["Id"]: relation.attrib["Target"]
        for relation in _xml(package, _RELATIONS)
        if relation.attrib.get("Type", "").endswith("/worksheet")
    }
    sheets: list[tuple[str, str]] = []
    for element in _xml(package, _WORKBOOK).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        ids = [value for name, value in element.attrib.items() if name.endswith("}id")]
        if ids and ids[0] in targets:
            target = targets[ids[0]]
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            sheets.append((element.attrib["name"], part))
    parts = {part for _, part in sheets}
    if len(sheets) > MAX_SHEETS or len(parts) < len(sheets):
        raise unsafe(package.file, "sheets")
    return sheets


def _xml(package: Package, part: str) -> ElementTree.Element:
    if package.parts[part].file_size > MAX_SMALL_PART:
        raise unsafe(package.file, "small_part")
    return ElementTree.fromstring(package.text(part))


def _check_shared(package: Package, sheets: list[tuple[str, str]], cells: int) -> None:
    """Refuse strings that many cells share, if each cell's copy would not fit the memory."""
    name = next((part for part in package.parts if part.lower() == _STRINGS), None)
    if name is None:
        return
    lengths = _string_lengths(package.xml(name))
    longest = int(lengths.max(initial=0))
    if longest > MAX_SHARED_STRING:
        raise unsafe(package.file, "long_text")
    if longest * cells <= MAX_SHARED_TEXT:
        return
    text = 0
    for _, part in sheets:
        for seen in scan(package.xml(part), keep_shared=True):
            numbers = seen.shared.pop()
            text += int(lengths[numbers[numbers < len(lengths)]].sum())
            if text > MAX_SHARED_TEXT:
                raise unsafe(package.file, "shared_text")


def _string_lengths(pieces: Iterator[bytes]) -> Ints:
    """Bytes of each shared string in the file, marks of the language included."""
    before = 0
    starts: list[Ints] = []
    tail = b""
    for piece in pieces:
        text = np.frombuffer(tail + piece, dtype=np.uint8)
        at = np.flatnonzero(text == ord("<"))
        at = at[at < len(text) - 4]
        found = at[_is_string(text, at)]
        starts.append(found + before - len(tail))
        before += len(piece)
        tail = bytes(text[-4:])
    places = np.unique(np.concatenate(starts)) if starts else np.zeros(0, dtype=np.int64)
    return np.diff(np.append(places, before))


def _is_string(text: Bytes, at: Ints) -> Bools:
    """Whether a tag at each place is ``<si``, also behind a one-letter prefix."""
    plain = (text[at + 1] == ord("s")) & (text[at + 2] == ord("i"))
    prefixed = (text[at + 2] == ord(":")) & (text[at + 3] == ord("s")) & (text[at + 4] == ord("i"))
    either: Bools = plain | prefixed
    return either
