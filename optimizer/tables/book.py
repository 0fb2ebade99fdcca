"""Writing workbooks: cells that stay text, styles, widths, same content same bytes."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from optimizer.tables.printed import is_blank
from optimizer.tables.schema import Column

FONT: Final = "Microsoft YaHei"
COLOURS: Final = {
    "required": "C55A11",
    "optional": "1F4E79",
    "stage": "548235",
    "technical": "595959",
}
NUMBER_FORMATS: Final = {
    "m2": "#,##0.00",
    "yuan_10k": "#,##0.00",
    "yuan_m2": "#,##0.00",
    "yuan_m2_month": "#,##0.00",
}
DATE_FORMAT: Final = "yyyy-mm-dd"

_EPOCH: Final = datetime(2000, 1, 1)
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_THIN: Final = Side(style="thin", color="BFBFBF")
_NARROW, _WIDE = 9, 46
_COMMENT_WIDTH: Final = 300
_COMMENT_LINE: Final = 20
_COMMENT_CHARACTERS: Final = 44


def save(workbook: Workbook, path: Path) -> None:
    """Save so that the same content gives the same bytes: fixed dates in the zip and properties."""
    workbook.properties.creator = "incubator-optimizer"
    workbook.properties.created = _EPOCH
    buffer = BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            fixed = zipfile.ZipInfo(part.filename, _ZIP_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            target.writestr(fixed, content)


def put(cell: Cell, value: Any) -> Cell:
    """Set a value; text stays text even if it looks like a formula or an error."""
    if is_blank(value):
        cell.value = None
    elif isinstance(value, str):
        cell.value = writable(value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def writable(words: str) -> str:
    """A text without what no workbook takes: control characters, halves of a character."""
    words = ILLEGAL_CHARACTERS_RE.sub("", words)
    return words if words.isascii() else words.encode("utf-8", "replace").decode("utf-8")


def styled(sheet: Any, value: Any, style: str) -> Cell:
    """A cell in one of the styles of our workbooks."""
    cell = put(WriteOnlyCell(sheet), value)
    font, fill, alignment = _styles()[style]
    cell.font, cell.alignment = font, alignment
    if fill is not None:
        cell.fill = fill
        cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    return cell


def number_format(column: Column) -> str:
    """Excel format of a column; ids are text so that Excel leaves 3-5 alone."""
    if column.kind == "date":
        return DATE_FORMAT
    if column.kind in ("text", "id", "list", "scope"):
        return "@"
    if column.kind == "integer" and column.unit != "year":
        return "#,##0"
    return NUMBER_FORMATS.get(column.unit, "General")


def column_style(column: Column) -> str:
    """Style of a column's header: required, one of a group, or optional."""
    return "required" if column.required else column.group or "optional"


def comment(words: str) -> Comment:
    """A note on a header, large enough for its text."""
    lines = sum(1 + text_width(line) // _COMMENT_CHARACTERS for line in words.splitlines())
    return Comment(words, "incubator", height=_COMMENT_LINE * (lines + 1), width=_COMMENT_WIDTH)


class _Widths(dict[str, int]):
    """Width of each character that was asked for."""

    def __missing__(self, character: str) -> int:
        width = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        self[character] = width
        return width


_CHARACTER_WIDTHS: Final = _Widths()


def text_width(text: str) -> int:
    """Width of a text in characters; a Chinese character is as wide as two others."""
    return len(text) if text.isascii() else sum(map(_CHARACTER_WIDTHS.__getitem__, text))


def fitted_width(values: Iterable[Any]) -> float:
    """Column width that fits the texts, within reason."""
    widest = max((_shown_width(value) for value in values), default=0)
    return float(min(_WIDE, max(_NARROW, widest + 3)))


def _shown_width(value: Any) -> int:
    if isinstance(value, date):
        return len("2026-07-01")
    if isinstance(value, float):
        return len(f"{value:,.2f}")
    return max((text_width(line) for line in str(value).splitlines()), default=0)


def _styles() -> dict[str, tuple[Font, PatternFill | None, Alignment]]:
    wrap = Alignment(wrap_text=True, vertical="center")
    centre = Alignment(wrap_text=True, vertical="center", horizontal="center")
    header = Font(name=FONT, size=10, bold=True, color="FFFFFF")
    styles: dict[str, tuple[Font, PatternFill | None, Alignment]] = {
        name: (header, PatternFill("solid", fgColor=colour), centre)
        for name, colour in COLOURS.items()
    }
    styles["title"] = (Font(name=FONT, size=16, bold=True, color="1F4E79"), None, Alignment())
    styles["heading"] = (Font(name=FONT, size=12, bold=True, color="1F4E79"), None, Alignment())
    styles["text"] = (Font(name=FONT, size=10), None, wrap)
    styles["plain"] = (Font(name=FONT, size=10), None, Alignment(vertical="center"))
    styles["centred"] = (Font(name=FONT, size=10), None, centre)
    styles["help"] = (Font(name=FONT, size=10, color="595959"), None, wrap)
    styles["input"] = (Font(name=FONT, size=10), PatternFill("solid", fgColor="FFF2CC"), centre)
    styles["link"] = (Font(name=FONT, size=10, color="0563C1", underline="single"), None, wrap)
    styles["example"] = (
        Font(name=FONT, size=10, italic=True, color="808080"),
        None,
        Alignment(vertical="center"),
    )
    return styles
