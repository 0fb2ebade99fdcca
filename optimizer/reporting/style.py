"""How a report looks: fonts, colours, number formats, widths that fit Chinese text."""

import math
from functools import lru_cache
from typing import Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from optimizer.tables.book import FONT, text_width

INK: Final = "1F2937"
MUTED: Final = "6B7280"
NAVY: Final = "1F3A5F"
PALE: Final = "EEF2F7"
LINE: Final = "D5DBE3"
AMBER: Final = "B45309"
AMBER_FILL: Final = "FEF3C7"
GREEN: Final = "166534"
GREEN_FILL: Final = "DCFCE7"
RED: Final = "B91C1C"
RED_FILL: Final = "FEE2E2"
WHITE: Final = "FFFFFF"
SERIES_COLOURS: Final = (
    "1F3A5F",
    "3B82A0",
    "D08C34",
    "7A9E54",
    "A24E57",
    "6C5B8F",
    "4B8B7F",
    "9A8A6A",
    "5C7FB8",
    "B8735C",
    "8C8C8C",
    "C2B14A",
)

FORMATS: Final = {
    "text": "@",
    "integer": "#,##0",
    "area": "#,##0.##",
    "number": "#,##0.00",
    "points": "#,##0.000",
    "share": "0.0%",
    "gap": "0.00%",
    "general": "General",
    "centre": "General",
}
"""Number format of each kind of column."""

CHARACTER: Final = 0.94
"""Width of a character of the body font, in the units of a column's width."""
INDENT: Final = 1.5
LINE_HEIGHT: Final = 15.0
MAX_HEIGHT: Final = 390.0

TITLE: Final = Font(name=FONT, size=16, bold=True, color=NAVY)
SECTION: Final = Font(name=FONT, size=12, bold=True, color=NAVY)
NOTE: Final = Font(name=FONT, size=9, color=MUTED)
BODY: Final = Font(name=FONT, size=10, color=INK)
BOLD: Final = Font(name=FONT, size=10, bold=True, color=INK)
HEADER: Final = Font(name=FONT, size=10, bold=True, color=WHITE)
BIG: Final = Font(name=FONT, size=18, bold=True, color=NAVY)

_SIDE: Final = Side(style="thin", color=LINE)
UNDERLINE: Final = Border(bottom=_SIDE)
FRAME: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def font(size: float, colour: str, bold: bool = False) -> Font:
    """A font of the report."""
    return Font(name=FONT, size=size, bold=bold, color=colour)


def fill(colour: str) -> PatternFill:
    """A plain background."""
    return PatternFill("solid", start_color=colour, end_color=colour)


HEADER_FILL: Final = fill(NAVY)
TOTAL_FILL: Final = fill(PALE)

CENTRE: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT: Final = Alignment(horizontal="left", vertical="center", indent=1)
LEFT_WRAP: Final = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
TOP_WRAP: Final = Alignment(horizontal="left", vertical="top", wrap_text=True)
RIGHT: Final = Alignment(horizontal="right", vertical="center")


def width_of_text(text: str) -> float:
    """Width a column needs for a text on one line."""
    return CHARACTER * text_width(text) + INDENT + 0.5


@lru_cache(maxsize=100_000)
def lines_needed(text: str, width: float) -> int:
    """Lines a text takes in a column of `width` characters."""
    room = max(width - INDENT, 1.0)
    parts = text.split("\n")
    return sum(max(1, math.ceil(CHARACTER * text_width(part) / room)) for part in parts)


def row_height(lines: int) -> float:
    """Height of a row with that many lines, in points; Excel allows at most 409."""
    return min(LINE_HEIGHT * lines + 4, MAX_HEIGHT)
