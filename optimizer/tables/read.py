"""Workbooks to tables: one or several files read as one, every fault gathered."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from optimizer.faults import Fault
from optimizer.labels import LANGS
from optimizer.limits import MAX_UPLOAD_BYTES
from optimizer.tables.guard import Cells, inspect
from optimizer.tables.pieces import Piece, join_pieces, read_piece
from optimizer.tables.schema import schema, sheet_names
from optimizer.tables.table import SheetCoverage, SourceFile, Tables
from optimizer.tables.validate import missing_sheets, validate_all
from optimizer.tables.vocabulary import is_documentation_sheet
from optimizer.tables.wording import hint_words
from optimizer.tables.words import nearest, plain

_MB: Final = 1024 * 1024
_ZIP: Final = b"PK"
_OLE: Final = bytes.fromhex("d0cf11e0")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


class _Reading:
    """What has been read so far."""

    def __init__(self) -> None:
        self.files: list[SourceFile] = []
        self.coverage: list[SheetCoverage] = []
        self.pieces: dict[str, list[Piece]] = {}
        self.faults: list[Fault] = []
        self.notes: list[str] = []


def read_tables(*paths: Path) -> tuple[Tables, tuple[Fault, ...]]:
    """Read workbooks as one.

    Parameters
    ----------
    *paths : Path
        The workbooks; sheets of the same kind are put below one another.

    Returns
    -------
    tables : Tables
        Every canonical sheet, clean; cells at fault are blank.
    faults : tuple of Fault
        All faults of all files. Nothing is raised for bad input.
    """
    reading = _Reading()
    for path in paths:
        _read_file(Path(path), reading)
    joined = {key: join_pieces(key, pieces) for key, pieces in reading.pieces.items()}
    tables, faults = validate_all(joined)
    if reading.files:
        # A file that could not be read says so; that its sheets are missing follows from it.
        known = {*joined, *(sheet.canonical for sheet in reading.coverage)}
        reading.faults += missing_sheets(known, reading.files[0].name)
    files, coverage = tuple(reading.files), tuple(reading.coverage)
    notes = tuple(reading.notes)
    return Tables(tables, files, coverage, notes), (*reading.faults, *faults)


def _read_file(path: Path, reading: _Reading) -> None:
    content = _content(path, reading.faults)
    if content is None:
        return
    failing: dict[str, Cells] = {}
    if content.startswith(_ZIP):
        inspected = inspect(content, path.name)
        if inspected.faults:
            reading.faults += inspected.faults
            return
        failing = inspected.failing
    else:
        reading.faults.append(Fault(_what_else(content), file=path.name))
        return
    try:
        _read_workbook(content, path.name, failing, reading)
    except PasswordError:
        reading.faults.append(Fault("password_protected", file=path.name))
    except CalamineError:
        reading.faults.append(Fault("not_a_workbook", file=path.name))
    except BaseException as error:
        # A damaged part can make the reader panic, which is no Exception; all else goes on.
        if type(error).__module__ != "pyo3_runtime":
            raise
        reading.faults.append(Fault("not_a_workbook", file=path.name))


def _what_else(content: bytes) -> str:
    """Fault code of a file that is no zip.

    An old .xls is not read: a damaged one can make the reader ask for more memory
    than there is, which ends the process before any fault is told.
    """
    if not content.startswith(_OLE):
        return "not_a_workbook"
    return "password_protected" if _ENCRYPTED in content else "old_workbook"


def _content(path: Path, faults: list[Fault]) -> bytes | None:
    try:
        size = path.stat().st_size
        if size > MAX_UPLOAD_BYTES:
            values = (("size", f"{size / _MB:.1f}"), ("limit", f"{MAX_UPLOAD_BYTES / _MB:.0f}"))
            faults.append(Fault("file_too_large", file=path.name, values=values))
            return None
        return path.read_bytes()
    except FileNotFoundError:
        faults.append(Fault("file_missing", file=path.name))
    except OSError as error:
        reason = (("reason", error.strerror or type(error).__name__),)
        faults.append(Fault("file_unreadable", file=path.name, values=reason))
    return None


def _read_workbook(content: bytes, file: str, failing: dict[str, Cells], reading: _Reading) -> None:
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    reading.files.append(SourceFile(file, hashlib.sha256(content).hexdigest()))
    for meta in workbook.sheets_metadata:
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
        _put_back(rows, failing.get(meta.name, {}))
        _read_sheet(file, meta.name, rows, reading)


def _put_back(rows: list[list[Any]], failing: Cells) -> None:
    """Failing cells at their places: the reader shows them as blank."""
    width = len(rows[0]) if rows else 0
    for (row, column), error in failing.items():
        if row < len(rows) and column < width:
            rows[row][column] = error


def _read_sheet(file: str, name: str, rows: list[list[Any]], reading: _Reading) -> None:
    key = sheet_names().get(plain(name))
    if key is not None:
        piece, coverage, faults = read_piece(key, file, name, rows)
        if piece is not None:
            reading.pieces.setdefault(key, []).append(piece)
        reading.coverage.append(coverage)
        reading.faults += faults
        return
    reason = "unknown_sheet"
    if is_documentation_sheet(name):
        reason = "documentation_sheet"
        reading.notes += [cell for row in rows for cell in row if isinstance(cell, str) and cell]
    elif not any(cell != "" for row in rows for cell in row):
        reason = "empty_sheet"
    else:
        reading.faults.append(unknown_sheet(file, name))
    skipped = len(rows) if reason == "unknown_sheet" else 0
    reading.coverage.append(SheetCoverage(file, name, "", 0, skipped, (reason,), ()))


def unknown_sheet(file: str, name: str) -> Fault:
    """The warning that nothing was read from a sheet, with the nearest known name."""
    near = sheet_names().get(plain(nearest(name, sheet_names(), cutoff=0.5)), "")
    words = {lang: schema()[near].label(lang) if near else "" for lang in LANGS}
    return Fault("unknown_sheet", "warning", file, name, values=tuple(hint_words(words).items()))
