"""A zipped workbook looked at before anybody trusts it, and packed anew without what is not read.

The directory of a zip is only a claim: parts may be larger than it says, stand twice, or lie
under names that lead out of a folder. Every part that is read is unpacked once here, in
pieces, against the limits; what is handed on is a new zip of these parts alone. So macros,
links, pictures and whatever else a workbook carries never reach a parser.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final, Literal

from optimizer.faults import Fault
from optimizer.limits import MAX_UNZIP_RATIO, MAX_UNZIPPED_BYTES

MAX_PARTS: Final = 10_000
CHUNK: Final = 4 * 1024 * 1024
OVERLAP: Final = 16
"""Bytes of the last piece looked at again, so that no mark is cut in two."""

_MB: Final = 1024 * 1024
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_DECLARED: Final = re.compile(rb"""^[^<]*<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")
_PLAIN: Final = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_TYPES: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")
_ENDINGS: Final = (".xml", ".rels", ".vml")

Kind = Literal["xlsx", "xlsb", "ods", ""]


class Unsafe(Exception):  # noqa: N818 - it is a finding about a file, told as a fault
    """The file is not to be parsed; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.code)


def unsafe(file: str, reason: str) -> Unsafe:
    """A file whose structure no honest program writes."""
    values = (("reason", f"@guard.reason.{reason}"),)
    return Unsafe(Fault("unsafe_workbook", file=file, values=values))


@dataclass
class Package:
    """The parts of a zipped workbook by name, with the raw bytes they are packed as."""

    content: bytes
    file: str
    parts: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    unpacked: int = 0
    """Bytes unpacked so far, whatever the directory says of them."""
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Size and checksum of the parts that were unpacked to their end."""
    sheet_parts: frozenset[str] = frozenset()

    @property
    def kind(self) -> Kind:
        """What the parts make up."""
        if "xl/workbook.xml" in self.parts:
            return "xlsx"
        if "xl/workbook.bin" in self.parts:
            return "xlsb"
        return "ods" if "content.xml" in self.parts else ""

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part in pieces; stops where it is not what the directory says it is."""
        info = self.parts[name]
        size = checksum = 0
        for piece in _unpacked(self.content, info):
            size += len(piece)
            self.unpacked += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if size > info.file_size:
                raise unsafe(self.file, "size")
            self._limit(self.unpacked)
            yield piece
        if size != info.file_size or checksum != info.CRC:
            raise zipfile.BadZipFile(name)
        self.sizes[name] = size, checksum

    def text(self, name: str) -> bytes:
        """A small part whole, as XML that declares no types."""
        return b"".join(self.xml(name))

    def xml(self, name: str) -> Iterator[bytes]:
        """An XML part in pieces: in UTF-8, without a document type, so without entities."""
        tail = b""
        for number, piece in enumerate(self.pieces(name)):
            declared = None if number else _DECLARED.match(piece[:200])
            foreign = declared is not None and declared[1].lower() not in _PLAIN
            if foreign or b"\x00" in piece:
                # A scan for bytes would see nothing in UTF-16; no writer of workbooks uses it.
                raise unsafe(self.file, "encoding")
            joined = tail + piece
            if b"!" in joined and _TYPES.search(joined):
                raise unsafe(self.file, "entities")
            tail = piece[-OVERLAP:]
            yield piece

    def check(self, names: Iterable[str]) -> None:
        """Unpack parts that nothing else looks at."""
        for name in names:
            if name not in self.sizes:
                for _ in self.xml(name) if self._is_xml(name) else self.pieces(name):
                    pass

    def _is_xml(self, name: str) -> bool:
        """Whether a part is XML by its name or, whatever it is called, by how it begins."""
        if name.lower().endswith(_ENDINGS):
            return True
        start = next(_unpacked(self.content, self.parts[name]), b"")[:OVERLAP]
        return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")

    def packed_anew(self, wanted: Callable[[str], bool] | None = None) -> bytes:
        """A zip of the wanted parts, of those that were unpacked, each as it was packed."""
        target = BytesIO()
        directory = bytearray()
        count = 0
        for name, (size, checksum) in self.sizes.items():
            if wanted is not None and not wanted(name):
                continue
            count += 1
            info = self.parts[name]
            raw = _raw(self.content, info)
            encoded = name.encode("utf-8")
            common = (20, 0x800, info.compress_type, 0, 0x21, checksum, len(raw), size)
            offset = target.tell()
            target.write(struct.pack("<4s5H3L2H", b"PK\3\4", *common, len(encoded), 0))
            target.write(encoded + raw)
            directory += struct.pack(
                "<4s6H3L5H2L", b"PK\1\2", 20, *common, len(encoded), 0, 0, 0, 0, 0, offset
            )
            directory += encoded
        start = target.tell()
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
        return target.getvalue() + bytes(directory) + end

    def _limit(self, unpacked: int) -> None:
        packed = len(self.content)
        if unpacked > MAX_UNZIPPED_BYTES or unpacked > MAX_UNZIP_RATIO * packed:
            raise Unsafe(_bomb(self.file, unpacked, packed))


def open_package(content: bytes, file: str) -> Package:
    """The directory of a zip, checked for what no honest one holds.

    Raises
    ------
    Unsafe
        If the file is not to be unpacked.
    zipfile.BadZipFile
        If it is damaged.
    """
    package = Package(content, file)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise unsafe(file, "parts")
    seen: set[str] = set()
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise Unsafe(Fault("password_protected", file=file))
        if _leads_out(info.filename):
            raise unsafe(file, "names")
        if info.is_dir():
            continue
        if info.filename.lower() in seen:
            raise unsafe(file, "twice")
        seen.add(info.filename.lower())
        package.parts[info.filename] = info
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAX_UNZIPPED_BYTES or unpacked > MAX_UNZIP_RATIO * len(content):
        raise Unsafe(_bomb(file, unpacked, len(content)))
    return package


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return ".." in path.parts or path.is_absolute() or ":" in name


def _bomb(file: str, unpacked: int, packed: int) -> Fault:
    values = {
        "size": f"{unpacked / _MB:.0f}",
        "ratio": f"{unpacked / max(packed, 1):.0f}",
        "limit": f"{MAX_UNZIPPED_BYTES / _MB:.0f}",
        "ratio_limit": str(MAX_UNZIP_RATIO),
    }
    return Fault("zip_bomb", file=file, values=tuple(values.items()))


def _raw(content: bytes, info: zipfile.ZipInfo) -> bytes:
    """The bytes a part is packed as."""
    header = content[info.header_offset : info.header_offset + _LOCAL.size]
    if len(header) < _LOCAL.size or header[:4] != b"PK\3\4":
        raise zipfile.BadZipFile(info.filename)
    *_, name, extra = _LOCAL.unpack(header)
    start = info.header_offset + _LOCAL.size + name + extra
    raw = content[start : start + info.compress_size]
    if len(raw) != info.compress_size or info.compress_type not in _METHODS:
        raise zipfile.BadZipFile(info.filename)
    return raw


def _unpacked(content: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part unpacks to, in pieces, however large it is."""
    raw = _raw(content, info)
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (raw[at : at + CHUNK] for at in range(0, len(raw), CHUNK))
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting = raw
    while not stream.eof:
        piece = stream.decompress(waiting, CHUNK)
        waiting = stream.unconsumed_tail
        if not piece and not waiting and not stream.eof:
            raise zipfile.BadZipFile(info.filename)
        if piece:
            yield piece
    if stream.unused_data:
        raise zipfile.BadZipFile(info.filename)
