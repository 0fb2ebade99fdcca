"""Builds files that no honest program writes, for the tests of what is refused."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from tests.tables.books import CARRIERS, PROJECTS, write_book

SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)

Change = Callable[[bytes], bytes]


def honest(folder: Path) -> bytes:
    """A small workbook without a fault."""
    path = write_book(folder / "honest.xlsx", {"载体": CARRIERS, "项目": PROJECTS})
    return path.read_bytes()


def changed(content: bytes, changes: Mapping[str, Change], **more: bytes) -> bytes:
    """The zip with some parts changed; `more` parts are added under ``xl/``."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    for name, change in changes.items():
        parts[name] = change(parts.get(name, b""))
    parts |= {f"xl/{name}": part for name, part in more.items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def with_rows(content: bytes, rows: bytes) -> bytes:
    """The first sheet with rows put below its own."""
    end = b"</sheetData>"
    return changed(content, {SHEET: lambda part: part.replace(end, rows + end)})


def lying(content: bytes, name: str, size: int) -> bytes:
    """The zip whose directory says that a part unpacks to `size` bytes."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        start = archive.start_dir
    lies = bytearray(content)
    at = start
    while lies[at : at + 4] == b"PK\1\2":
        names, extra, comment = struct.unpack_from("<3H", lies, at + 28)
        if lies[at + 46 : at + 46 + names].decode() == name:
            struct.pack_into("<L", lies, at + 24, size)
        at += 46 + names + extra + comment
    return bytes(lies)


def renamed(content: bytes, old: str, new: str) -> bytes:
    """The zip with one more part, under a name of the attacker's choice."""
    target = BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(new, b"evil" if not old else archive.read(old))
    return target.getvalue()


def ods(table: str) -> bytes:
    """An OpenDocument spreadsheet with one table."""
    target = BytesIO()
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    body = "office:body><office:spreadsheet"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><{body}>'
        f'<table:table table:name="载体">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return target.getvalue()
