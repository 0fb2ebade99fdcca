"""One sheet of the report: its title, its tables, and how it prints."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.labels import Lang, known, text
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, FormulaValues, cell_at, put, quoted
from optimizer.reporting.long_rows import Body, is_plain
from optimizer.reporting.told import Told

FIRST_TABLE_ROW: Final = 4
WIDEST: Final = 40.0
"""No column grows beyond this for a text that may not wrap."""
_NUMBERS: Final = frozenset(style.FORMATS) - {"text", "general", "centre"}
_A4: Final = 9


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    key : str
        Its header is ``report.column.<key>``, or `header` where given.
    width : float
        In characters; 0 leaves the sheet's width as it is.
    kind : str
        A key of `style.FORMATS`; ``wrap`` is text that may take several lines.
    """

    key: str
    width: float = 0.0
    kind: str = "text"
    header: str = ""

    def label(self, lang: Lang) -> str:
        """What stands above the column."""
        return self.header or text(f"report.column.{self.key}", lang)


@dataclass(frozen=True)
class Table:
    """Where a written table stands; rows and columns count from 1."""

    sheet: str
    header_row: int
    first: int
    last: int
    columns: dict[str, int]

    def column(self, key: str) -> str:
        """A column's cells as another sheet's formula writes them: ``'占用明细'!$E$5:$E$90``."""
        letter = get_column_letter(self.columns[key])
        last = max(self.last, self.first)
        return f"{quoted(self.sheet)}!${letter}${self.first}:${letter}${last}"

    def local(self, key: str) -> str:
        """The same for formulas of the table's own sheet."""
        return self.column(key).rpartition("!")[2]


class Page:
    """A sheet being written: knows the language, the mark of its data, the formula values."""

    def __init__(
        self, sheet: Worksheet, lang: Lang, synthetic: bool, values: FormulaValues
    ) -> None:
        self.sheet, self.lang, self.synthetic, self.values = sheet, lang, synthetic, values
        self.bodies: list[Body] = []
        self.told = Told()
        sheet.sheet_view.showGridLines = False
        sheet.sheet_view.zoomScale = 90

    def text(self, key: str, **values: object) -> str:
        """A text of the report in the page's language."""
        return text(f"report.{key}", self.lang, **values)

    def word(self, key: str, fallback: str = "") -> str:
        """A text of the whole catalogue, or `fallback` where it has none."""
        return text(key, self.lang) if known(key) else fallback

    def cell(self, row: int, column: int, value: CellValue) -> Cell:
        """Write one cell in the body font."""
        cell = cell_at(self.sheet, row, column)
        cell.font = style.BODY
        put(cell, value, self.values)
        return cell

    def title(self, key: str, width: int, **note_values: object) -> None:
        """Title and explanatory line of the sheet, over the first `width` columns."""
        head = self.cell(1, 1, self.text(f"title.{key}"))
        head.font = style.TITLE
        self.sheet.row_dimensions[1].height = 26
        note = self.told.note = self.text(f"note.{key}", **note_values)
        if self.synthetic:
            note = f"【{self.text('synthetic')}】 {note}"
        line = self.cell(2, 1, note)
        line.font = style.NOTE
        line.alignment = style.TOP_WRAP
        self.sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=width)

    def fit_note(self, width: int) -> None:
        """Make the explanatory line as high as its text, once column widths stand."""
        total = sum(self.width_of(column) for column in range(1, width + 1))
        lines = style.lines_needed(str(self.sheet.cell(2, 1).value or ""), total * 1.08)
        self.sheet.row_dimensions[2].height = 13 * lines + 4

    def width_of(self, column: int) -> float:
        """Width of a column in characters."""
        return float(self.sheet.column_dimensions[get_column_letter(column)].width)

    def section(self, row: int, key: str, **values: object) -> None:
        """A heading inside the sheet."""
        heading = self.told.headings[row] = self.text(f"section.{key}", **values)
        cell = self.cell(row, 1, heading)
        cell.font = style.SECTION
        self.sheet.row_dimensions[row].height = 22

    def line(self, row: int, value: str, width: int, font: Font = style.NOTE) -> None:
        """A line of text over `width` columns, as high as it needs."""
        self.told.lines.append(value)
        cell = self.cell(row, 1, value)
        cell.font = font
        cell.alignment = style.TOP_WRAP
        self.sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        total = sum(self.width_of(column) for column in range(1, width + 1))
        lines = style.lines_needed(value, total)
        self.sheet.row_dimensions[row].height = style.row_height(lines)

    def table(
        self,
        row: int,
        columns: Sequence[Column],
        rows: Iterable[Sequence[CellValue]],
        *,
        long: bool = False,
    ) -> Table:
        """Write a table with its header in `row`; returns where it stands.

        Cells of a `long` table cannot be changed afterwards.
        """
        lines = list(rows)
        for number, column in enumerate(columns, 1):
            if column.width:
                width = self._fitting(column, (line[number - 1] for line in lines))
                self.sheet.column_dimensions[get_column_letter(number)].width = width
        self._header(row, columns)
        write = self._long_rows if long else self.table_rows
        last = write(row + 1, columns, lines)
        places = {column.key: number for number, column in enumerate(columns, 1)}
        table = Table(self.sheet.title, row, row + 1, last, places)
        self.told.tables.append((table, columns))
        return table

    def table_rows(
        self, row: int, columns: Sequence[Column], rows: Iterable[Sequence[CellValue]]
    ) -> int:
        """Write rows without a header from `row` on; returns the last one written."""
        styles = [self._prototype(column.kind) for column in columns]
        wrapping = self._wrapping(columns)
        last = row - 1
        for last, values in enumerate(rows, row):
            self._row(last, values, styles, _height(values, wrapping))
        return last

    def _long_rows(
        self, row: int, columns: Sequence[Column], rows: Sequence[Sequence[CellValue]]
    ) -> int:
        """The same for many rows, of which the sheet has only those it must know.

        It must know the first plain one, for the styles of the columns, and the last, for
        its own size; and what is not plain needs its cells.
        """
        body = Body(self.sheet.title, self.values, [self._prototype(c.kind) for c in columns])
        wrapping = self._wrapping(columns)
        last, styles_known = row + len(rows) - 1, False
        for number, values in enumerate(rows, row):
            plain, height = is_plain(values), _height(values, wrapping)
            if plain and styles_known and number < last:
                body.add(number, height, values)
            else:
                self._row(number, values, body.styles, height)
            styles_known |= plain
        self.bodies.append(body)
        return last

    def _fitting(self, column: Column, values: Iterable[CellValue]) -> float:
        """Width that cuts off no text which may not wrap, and no word of the header."""
        words = column.label(self.lang).split()
        longest = max((style.width_of_text(word) for word in words if word.isascii()), default=0.0)
        if column.kind in ("text", "centre"):
            texts = {value for value in values if isinstance(value, str)}
            longest = max(longest, *(style.width_of_text(each) for each in texts), 0.0)
        return max(column.width, min(longest, WIDEST))

    def _header(self, row: int, columns: Sequence[Column]) -> None:
        lines = 1
        for number, column in enumerate(columns, 1):
            cell = self.cell(row, number, column.label(self.lang))
            cell.font, cell.fill = style.HEADER, style.HEADER_FILL
            cell.alignment, cell.border = style.CENTRE, style.FRAME
            width = self.width_of(number)
            lines = max(lines, style.lines_needed(column.label(self.lang), width))
        self.sheet.row_dimensions[row].height = style.row_height(lines) + 2

    def _prototype(self, kind: str) -> Cell:
        """A cell that lends its style to a whole column; made beside the sheet."""
        cell = Cell(self.sheet, row=1, column=1)
        cell.font, cell.border = style.BODY, style.UNDERLINE
        cell.alignment = _ALIGNMENTS.get(kind, style.RIGHT if kind in _NUMBERS else style.LEFT)
        cell.number_format = style.FORMATS.get(kind, "@")
        return cell

    def _row(
        self,
        row: int,
        values: Sequence[CellValue],
        styles: Sequence[Cell],
        height: float,
    ) -> None:
        for number, (value, like) in enumerate(zip(values, styles, strict=True), 1):
            cell = cell_at(self.sheet, row, number)
            _lend_style(like, cell)
            put(cell, value, self.values)
        self.sheet.row_dimensions[row].height = height

    def _wrapping(self, columns: Sequence[Column]) -> list[tuple[int, float]]:
        """Place in a row, and width, of each column whose texts may wrap."""
        kinds = enumerate(column.kind for column in columns)
        return [(at, self.width_of(at + 1)) for at, kind in kinds if kind == "wrap"]

    def join_header(self, row: int, first: int, last: int, label: str) -> None:
        """One label over several columns of a table's header."""
        cell_at(self.sheet, row, first).value = label
        for column in range(first + 1, last + 1):
            cell_at(self.sheet, row, column).value = None
        self.sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)

    def break_before(self, row: int) -> None:
        """Start a new printed page with a row."""
        self.sheet.row_breaks.append(Break(id=row - 1))

    def total_row(self, row: int, width: int) -> None:
        """Mark a row as a total."""
        for column in range(1, width + 1):
            cell = cell_at(self.sheet, row, column)
            cell.font, cell.fill = style.BOLD, style.TOTAL_FILL

    def finish(
        self,
        table: Table | None,
        frozen_columns: int,
        width: int,
        last_row: int = 0,
        pages_wide: int = 1,
    ) -> None:
        """Freeze, filter and set up the print of a sheet whose main table is `table`."""
        sheet = self.sheet
        self.fit_note(width)
        if table is not None:
            sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{table.first}"
            sheet.print_title_rows = f"{table.header_row}:{table.header_row}"
            if table.last >= table.first:
                widest = get_column_letter(max(table.columns.values()))
                sheet.auto_filter.ref = f"A{table.header_row}:{widest}{table.last}"
        if pages_wide > 1:
            sheet.print_title_cols = f"A:{get_column_letter(max(frozen_columns, 1))}"
        sheet.print_area = f"A1:{get_column_letter(width)}{max(last_row, sheet.max_row)}"
        mark = self.text("synthetic") if self.synthetic else ""
        print_setup(sheet, mark, self.lang, pages_wide)


_ALIGNMENTS: Final[dict[str, Alignment]] = {
    "wrap": style.LEFT_WRAP,
    "centre": Alignment(horizontal="center", vertical="center"),
}


def print_setup(sheet: Worksheet, mark: str, lang: Lang, pages_wide: int = 1) -> None:
    """A4 landscape, so many pages wide, page numbers, and the mark of synthetic data."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text, header.right.text = sheet.title, mark
    footer.center.text = text("report.page_of", lang)
    sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter = header, footer


def _height(values: Sequence[CellValue], wrapping: Sequence[tuple[int, float]]) -> float:
    """Height of a row in which every text that may wrap is seen whole."""
    texts = ((values[at], width) for at, width in wrapping)
    lines = (style.lines_needed(each, width) for each, width in texts if isinstance(each, str))
    return style.row_height(max(lines, default=1))


def _lend_style(like: Any, to: Any) -> None:
    """Give a cell a style the workbook knows already: much faster than setting its parts."""
    to._style = copy(like._style)
