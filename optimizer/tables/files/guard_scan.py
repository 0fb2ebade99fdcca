"""How large a sheet is, and which of its cells failed, from its XML in pieces.

Nothing is trusted that a parser might read otherwise: an address is found in whatever form
it is written. The common form is counted by numpy, any other by patterns, whose
repetitions are all bounded by the tag they stand in, so that no text makes them slow.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from optimizer.tables.printed import CellError

# [^<] rather than [^>]: a sign > may stand in an attribute, a sign < may not.
_ADDRESS: Final = rb"""<(?:\w{1,40}:)?c\s(?:[^<]*?\s)?r\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']"""
_CELL: Final = re.compile(_ADDRESS + rb"[^<>]*(/?)>")
_NO_ADDRESS: Final = re.compile(rb"<(?:\w{1,40}:)?c(?!\s[^<]*?\br\s*=)[\s>]")
_ROW: Final = re.compile(rb"""<(?:\w{1,40}:)?row\s(?:[^<]*?\s)?r\s*=\s*["'](\d{1,7})["']""")
_HIDDEN_ROW: Final = re.compile(
    rb"""<(?:\w{1,40}:)?row\s(?=[^<>]{0,400}\bhidden=["'](?:1|true)["'])[^<>]{0,400}?"""
    rb"""\br=["'](\d{1,7})["']"""
)
_MERGED: Final = re.compile(
    rb"""mergeCell\s[^<>]{0,200}?\bref\s*=\s*["']\$?([A-Za-z]{1,3})\$?(\d{1,7}):"""
    rb"""\$?([A-Za-z]{1,3})\$?(\d{1,7})["']"""
)
_ERROR: Final = re.compile(
    _ADDRESS
    + rb"""[^<>]{0,200}\bt=["']e["'][^<>]{0,200}>"""
    + rb"""(?:<f\b[^<>]{0,200}(?:/>|>[^<]{0,9000}</f>))?\s{0,9}<v>([^<]{1,40})</v>"""
)
_NO_RESULT: Final = re.compile(
    _ADDRESS
    + rb"""(?![^<>]{0,200}t="str")[^<>]{0,200}><f\b[^<>]{0,200}(?:/>|>([^<]{0,9000})</f>)"""
    + rb"""\s{0,9}(?:<v\s*/>|<v></v>)?\s{0,9}</c>"""
)
_SHARED: Final = re.compile(rb"""\bt=["']s["'][^<>]{0,200}><v>(\d{1,9})</v>""")
_IS_SHARED: Final = re.compile(rb"""\st\s*=\s*["']s["']""")
_RARE: Final = b":'!"
"""Signs most sheets have none of: one of them is found to be missing in no time."""
HIDDEN_END: Final = (b'/>"', b"/>'")
"""Could make a used cell look like a blank one; no writer of workbooks puts it there."""

Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Cells = dict[tuple[int, int], CellError]
"""Failing cells of a sheet by zero-based row and column."""


@dataclass
class Scan:
    """What was counted of a sheet so far."""

    cells: int = 0
    rows: int = 0
    columns: int = 0
    merged: int = 0
    """Cells inside merged ranges."""
    failing: Cells = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    """Zero-based hidden rows."""
    shared: list[Ints] = field(default_factory=list)
    """Numbers of the shared strings that are used, where `keep_shared` asked for them."""


def scan(pieces: Iterable[bytes], keep_shared: bool = False) -> Iterator[Scan]:
    """Count a sheet piece by piece; the caller stops when it is too much.

    Raises
    ------
    ValueError
        If the sheet hides where its cells are.
    """
    found = Scan()
    for piece in whole_cells(pieces):
        if any(has(piece, end) for end in HIDDEN_END):
            raise ValueError("hidden end of a tag")
        if not _count_plain(piece, found):
            _count_any(piece, found)
        if b't="e"' in piece or has(piece, b"t='e'"):
            _collect(found.failing, _ERROR.findall(piece), "formula_error", "")
        if b"<f" in piece:
            _collect(found.failing, _NO_RESULT.findall(piece), "formula_not_calculated", "=")
        if b"hidden=" in piece:
            found.hidden.update(int(row) - 1 for row in _HIDDEN_ROW.findall(piece))
        if b"mergeCell " in piece:
            found.merged += sum(_area(*corners) for corners in _MERGED.findall(piece))
        if keep_shared:
            found.shared.append(_shared_numbers(piece))
        yield found


def has(piece: bytes, mark: bytes) -> bool:
    """Whether a mark stands in a piece; a sign that is rare in XML is looked for first."""
    rare = next((sign for sign in mark if sign in _RARE), mark[0])
    return rare in piece and mark in piece


def whole_cells(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes cut so that no cell lies in two pieces."""
    tail = b""
    for piece in pieces:
        joined = tail + piece
        cut = joined.rfind(b"<c ")
        if cut <= 0:
            cut = len(joined)
        yield joined[:cut]
        tail = joined[cut:]
    if tail:
        yield tail


def _count_plain(piece: bytes, found: Scan) -> bool:
    """Count cells all written ``<c r="D14"``; False, and nothing counted, if any is not."""
    if any(has(piece, mark) for mark in (b":c ", b":c>", b":row")):
        return False
    text = np.frombuffer(piece + b" " * 16, dtype=np.uint8)
    opens = np.flatnonzero((text[:-2] == ord("<")) & (text[1:-1] == ord("c")))
    cells = opens[~_letter(text[opens + 2])]
    if not len(cells):
        return True
    head = b'<c r="'
    if not all((text[cells + i] == sign).all() for i, sign in enumerate(head)):
        return False
    column = np.zeros(len(cells), dtype=np.int64)
    at = cells + len(head)
    for _ in range(3):
        letter = _letter(text[at])
        column = np.where(letter, column * 26 + (text[at] & 31), column)
        at = at + letter
    row, at = _number(text, at)
    if (column == 0).any() or (row == 0).any() or not (text[at] == ord('"')).all():
        return False
    used = ~_blank(text, piece, cells)
    found.cells += int(used.sum())
    if used.any():
        found.rows = max(found.rows, int(row[used].max()))
        found.columns = max(found.columns, int(column[used].max()))
    return True


def _letter(text: Bytes) -> Bools:
    small = text | 32
    result: Bools = (small >= ord("a")) & (small <= ord("z"))
    return result


def _number(text: Bytes, at: Ints) -> tuple[Ints, Ints]:
    """The number that begins at each place, of at most seven digits, and where it ends."""
    value = np.zeros(len(at), dtype=np.int64)
    for _ in range(7):
        digit = text[at] - ord("0")
        more = digit < 10  # unsigned: signs below 0 are large numbers
        value = np.where(more, value * 10 + digit, value)
        at = at + more
    return value, at


def _blank(text: Bytes, piece: bytes, cells: Ints) -> Bools:
    """Which cells are written ``<c .../>``: styled, but with nothing in them."""
    if b"/>" not in piece:
        return np.zeros(len(cells), dtype=bool)
    ends = np.flatnonzero(text == ord(">"))
    place = np.searchsorted(ends, cells)
    inside = place < len(ends)
    end = ends[np.minimum(place, len(ends) - 1)]
    blank: Bools = inside & (text[end - 1] == ord("/"))
    return blank


def _count_any(piece: bytes, found: Scan) -> None:
    """Count cells however they are written, rather too many than too few."""
    used = [(column, row) for column, row, end in _CELL.findall(piece) if not end]
    found.cells += max(len(used), piece.count(b"<v>"))
    for column in {column for column, _ in used}:
        found.columns = max(found.columns, column_number(column))
    found.rows = max(found.rows, max(map(int, {row for _, row in used}), default=0))
    if _NO_ADDRESS.search(piece):
        found.rows = max(found.rows, max(map(int, _ROW.findall(piece)), default=0))
        found.columns = max(found.columns, *(row.count(b"<c") for row in piece.split(b"<row")))


def _collect(
    failing: Cells, found: list[tuple[bytes, bytes, bytes]], code: str, prefix: str
) -> None:
    for column, row, shown in found:
        error = CellError(prefix + shown.decode("utf-8", "replace"), code)
        failing[int(row) - 1, column_number(column) - 1] = error


def _shared_numbers(piece: bytes) -> Ints:
    """Which shared strings the cells of a piece use."""
    numbers = _SHARED.findall(piece)
    if len(numbers) < len(_IS_SHARED.findall(piece)):
        raise ValueError("a shared string in a form that is not counted")
    return np.array(numbers, dtype=np.int64)


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    width = abs(column_number(right) - column_number(left)) + 1
    return width * (abs(int(bottom) - int(top)) + 1)


def column_number(letters: bytes) -> int:
    """Number of a column counted from 1.

    >>> column_number(b"A"), column_number(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
