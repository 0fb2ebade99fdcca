"""Files to sheets of cells: what a file really is, whatever its name says, and how it is read."""

import csv
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final, Literal

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from optimizer.faults import Fault, Severity
from optimizer.limits import MAX_CELLS
from optimizer.tables.files import apart
from optimizer.tables.files.guard import MAX_RECTANGLE, Cells, Inspected, inspect
from optimizer.tables.files.html_tables import TooLargeError, html_tables
from optimizer.tables.files.ods_merges import ods_merges

CHILD_SECONDS: Final = 120
CHILD_MEMORY: Final = 2 * 1024**3
CHILD_RECTANGLE: Final = 2 * MAX_CELLS

_ZIP: Final = b"PK"
_OLE: Final = bytes.fromhex("d0cf11e0")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS: Final = ",;\t|"
_LOOKED_AT: Final = 30
_LONGEST_FIELD: Final = 1_000_000
_ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"

Merge = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged range, zero-based row and column."""


@dataclass
class SheetCells:
    """All cells of one sheet: a rectangle, what is merged in it, what is hidden."""

    name: str
    rows: list[list[Any]]
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()


class Unreadable(Exception):  # noqa: N818 - it is told as a fault
    """The file cannot be read; `fault` says why."""

    def __init__(self, code: str, **values: str) -> None:
        self.code = code
        self.values = tuple(values.items())
        super().__init__(code)


def kind_of(content: bytes) -> str:
    """What a file is by its content: xlsx, ods, xls, html, csv, or blank for none of these."""
    if content.startswith(_ZIP):
        return "ods" if _is_ods(content) else "xlsx"
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Unreadable("password_protected")
        return "xls"
    text = decoded(content)
    if text is None or not text.strip():
        return ""
    start = text[:4000].lower()
    if "<table" in start or "<html" in start or start.lstrip().startswith("<!doctype html"):
        return "html"
    return "" if start.lstrip().startswith(("<?xml", "%pdf", "{\\rtf")) else "csv"


def all_sheets(content: bytes, file: str, noted: list[Fault]) -> list[SheetCells]:
    """Every sheet of a file; what is only noted goes to `noted`.

    Raises
    ------
    Unreadable
        Whatever is wrong with the file.
    """
    try:
        return list(open_sheets(content, file, kind_of(content), noted))
    except PasswordError:
        raise Unreadable("password_protected") from None
    except CalamineError:
        raise Unreadable("not_a_workbook") from None
    except BaseException as error:
        # A damaged part can make the reader panic, which is no Exception; all else goes on.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise Unreadable("not_a_workbook") from None


def open_sheets(content: bytes, file: str, kind: str, faults: list[Fault]) -> Iterator[SheetCells]:
    """The sheets of a file, one at a time; what is only noted goes to `faults`.

    Raises
    ------
    Unreadable
        If the file holds no sheets that can be read.
    """
    suffix = Path(file).suffix.lower().lstrip(".")
    if kind == "xlsx":
        yield from _xlsx(content, file, faults)
    elif kind == "ods":
        inspected = inspect(content, file)
        faults += inspected.faults
        if not inspected.faults:
            packed = inspected.content
            merges = ods_merges(packed)
            for cells in _apart(packed):
                cells.merges = merges.get(cells.name, [])
                yield cells
    elif kind == "xls":
        yield from _apart(content)
    elif kind == "html":
        faults.append(_other(file, "html", suffix, "warning"))
        yield from _html(content)
    elif kind == "csv":
        if suffix not in ("csv", "txt", "tsv"):
            # Old systems name a text .xls and Excel opens it; it refuses one named .xlsx.
            severity: Severity = "warning" if suffix == "xls" else "error"
            faults.append(_other(file, "csv", suffix, severity))
        yield _csv(content, file, faults)
    else:
        raise Unreadable("not_a_workbook")


def decoded(content: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 or GB 18030 (GBK), None if it is no text."""
    encodings = ["utf-16"] if content.startswith(_UTF16) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if _is_text(text) else None
    return None


def _is_text(text: str) -> bool:
    start = text[:4000]
    return not any(ord(each) < 32 and each not in "\t\r\n\f" for each in start)


def _is_ods(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            info = archive.getinfo("mimetype")
            return info.file_size < 200 and archive.read(info).decode("ascii") == _ODS
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError):
        return False


def _other(file: str, really: str, suffix: str, severity: Severity) -> Fault:
    values = (("really", f"@tables.format.{really}"), ("suffix", f".{suffix}"), ("kind", really))
    return Fault("other_format", severity, file, values=values)


def _xlsx(content: bytes, file: str, faults: list[Fault]) -> Iterator[SheetCells]:
    inspected: Inspected = inspect(content, file)
    if inspected.faults:
        faults += inspected.faults
        return
    faults += inspected.warnings
    workbook = CalamineWorkbook.from_filelike(BytesIO(inspected.content))
    for meta in workbook.sheets_metadata:
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        rows = sheet.to_python(skip_empty_area=False)
        _put_back(rows, inspected.failing.get(meta.name, {}))
        yield SheetCells(
            meta.name,
            rows,
            list(sheet.merged_cell_ranges or ()),
            meta.visible is not SheetVisibleEnum.Visible,
            inspected.hidden_rows.get(meta.name, frozenset()),
        )


def _put_back(rows: list[list[Any]], failing: Cells) -> None:
    """Failing cells at their places: the reader shows them as blank."""
    width = len(rows[0]) if rows else 0
    for (row, column), error in failing.items():
        if row < len(rows) and column < width:
            rows[row][column] = error


def _apart(content: bytes) -> Iterator[SheetCells]:
    """Read in a process of its own, which may end or be ended."""
    limits = [str(CHILD_MEMORY), str(CHILD_RECTANGLE)]
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(apart.__file__)), *limits],
            input=content,
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("not_a_workbook") from None
    if done.returncode == apart.PASSWORD:
        raise Unreadable("password_protected")
    # Out of memory, the reader is ended by a signal: the rectangle was too large to build.
    if done.returncode == apart.TOO_WIDE or done.returncode < 0:
        raise Unreadable("spread_too_wide", limit=str(CHILD_RECTANGLE))
    if done.returncode:
        raise Unreadable("not_a_workbook")
    lines = [json.loads(line, object_hook=_value) for line in done.stdout.splitlines()]
    for name, visible, rows, merges in lines:
        ranges = [((top, left), (bottom, right)) for (top, left), (bottom, right) in merges]
        yield SheetCells(name, rows, ranges, not visible)


def _value(told: dict[str, str]) -> Any:
    return datetime.fromisoformat(told["d"]) if "d" in told else told.get("t", "")


def _html(content: bytes) -> Iterator[SheetCells]:
    text = decoded(content)
    assert text is not None  # it was recognised by its text
    try:
        tables = html_tables(text)
    except TooLargeError as error:
        limits = {"cells": str(error.cells), "limit": str(MAX_CELLS)}
        raise Unreadable("too_many_cells", **limits) from error
    if not tables:
        raise Unreadable("not_a_workbook")
    for number, table in enumerate(tables, 1):
        _within_limit(sum(map(len, table.rows)))
        yield SheetCells(f"Table {number}", table.rows, table.merges)


def _csv(content: bytes, file: str, faults: list[Fault]) -> SheetCells:
    text = decoded(content)
    assert text is not None  # it was recognised by its text
    delimiter = _delimiter(text)
    _within_limit(text.count(delimiter) + text.count("\n"))
    rows = _csv_rows(text, delimiter, csv.QUOTE_MINIMAL)
    line = _swallowing_line(rows, text)
    if line:
        # A quote that nobody closed: as it stands it is a sign like any other.
        values = (("line", str(line)),)
        faults.append(Fault("csv_quote_open", "warning", file, values=values))
        rows = _csv_rows(text, delimiter, csv.QUOTE_NONE)
    width = max(map(len, rows), default=0)
    _within_limit(width * len(rows))
    if width < 2:
        raise Unreadable("not_a_workbook")
    for row in rows:
        row += [""] * (width - len(row))
    return SheetCells(Path(file).stem, rows)


def _csv_rows(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting))
    except csv.Error as error:
        raise Unreadable("bad_csv", limit=str(_LONGEST_FIELD)) from error
    finally:
        csv.field_size_limit(limit)


def _swallowing_line(rows: list[list[str]], text: str) -> int:
    """The line where a quote opens that nobody closed, by which records are swallowed; or 0.

    A quoted cell may well hold lines; then its row is as wide as the others are, and the
    quotes of the whole text are paired.
    """
    if '"' not in text or not rows:
        return 0
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    line = 1
    for number, row in enumerate(rows):
        lines = sum(cell.count("\n") for cell in row)
        unpaired = number == len(rows) - 1 and text.count('"') % 2 == 1
        if lines and (len(row) != usual or unpaired):
            return line
        line += 1 + lines
    return 0


def _within_limit(cells: int) -> None:
    if cells > MAX_RECTANGLE:
        raise Unreadable("too_many_cells", cells=str(cells), limit=str(MAX_CELLS))


def _delimiter(text: str) -> str:
    """The sign that splits most of the first lines into the same number of cells."""
    lines = text[:100_000].splitlines()[:_LOOKED_AT]

    def regular(sign: str) -> tuple[int, int]:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
        width, often = max(counts.items(), key=lambda each: each[1] * each[0], default=(0, 0))
        return often * (width > 1), width

    return max(_DELIMITERS, key=regular)
