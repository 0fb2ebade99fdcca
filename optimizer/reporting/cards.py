"""Key figures, the mark of the data and the verdict: what a summary begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.styles import Alignment, Border, Side

from optimizer.reporting import style
from optimizer.reporting.cells import CellValue
from optimizer.reporting.page import Page

CARD_COLUMNS: Final = 2


@dataclass(frozen=True, slots=True)
class Card:
    """One key figure: what it is, its value, its format, a colour if it should stand out."""

    key: str
    value: CellValue
    kind: str
    colour: str = style.NAVY


def merged(page: Page, row: int, first: int, last: int, value: CellValue) -> None:
    """A value over several cells of a row."""
    page.cell(row, first, value)
    page.sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def mark_of_data(page: Page, width: int) -> None:
    """The band below the title that says whether the data is synthetic."""
    synthetic = page.synthetic
    merged(page, 2, 1, width, page.text("data_synthetic" if synthetic else "data_real"))
    ink, ground = (style.AMBER, style.AMBER_FILL) if synthetic else (style.GREEN, style.GREEN_FILL)
    banner = page.sheet.cell(2, 1)
    banner.font = style.font(12, ink, bold=True)
    banner.fill, banner.alignment = style.fill(ground), style.CENTRE
    page.sheet.row_dimensions[2].height = 26


def verdict(page: Page, row: int, sentence: str, width: int, plain: bool) -> None:
    """How the run ended, over `width` columns; in red unless `plain`."""
    merged(page, row, 1, width, sentence)
    cell = page.sheet.cell(row, 1)
    cell.font = style.font(11, style.INK if plain else style.RED, bold=True)
    cell.alignment = style.TOP_WRAP
    room = sum(page.width_of(column) for column in range(1, width + 1))
    lines = style.lines_needed(sentence, room * 0.9)
    page.sheet.row_dimensions[row].height = style.row_height(lines) + 4


def write_cards(page: Page, top: int, cards: Sequence[Card]) -> None:
    """A row of key figures, each two columns wide: what it is above, the figure below."""
    page.told.cards.append(list(cards))
    for number, card in enumerate(cards):
        first = 1 + number * CARD_COLUMNS
        last = first + CARD_COLUMNS - 1
        merged(page, top, first, last, page.text(f"card.{card.key}"))
        merged(page, top + 1, first, last, card.value)
        merged(page, top + 2, first, last, page.text(f"card_note.{card.key}"))
        looks = (
            (style.NOTE, 16.0),
            (style.font(18, card.colour, bold=True), 30.0),
            (style.font(8, style.MUTED), 14.0),
        )
        for offset, (font, height) in enumerate(looks):
            for column in (first, last):
                cell = page.sheet.cell(top + offset, column)
                cell.fill = style.fill(style.PALE)
                cell.border = _card_border(offset, column == first)
            cell = page.sheet.cell(top + offset, first)
            cell.font, cell.number_format = font, style.FORMATS[card.kind]
            cell.alignment = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
            page.sheet.row_dimensions[top + offset].height = height
    page.sheet.row_dimensions[top + 3].height = 8


def _card_border(offset: int, left: bool) -> Border:
    white = Side(style="thick", color=style.WHITE)
    return Border(left=white if left else None, right=None if left else white)


def or_dash(value: float | None) -> CellValue:
    """A number, or a dash where there is none."""
    return "-" if value is None else value
