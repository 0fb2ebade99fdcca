"""The sheet 问题清单 in front of a workbook: every fault with a link, and what was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.faults import Fault, shortened
from optimizer.labels import Lang, known, text
from optimizer.tables.book import FONT, put, text_width
from optimizer.tables.layout.own_sheets import COVER_ROWS, LIST_COLUMNS, is_fault_list, list_header
from optimizer.tables.schema import schema
from optimizer.tables.table import SheetCoverage

WIDTHS: Final = (9, 18, 15, 34, 40, 46, 8)
MOST_LINES: Final = 100_000
_ONE_LINE_EACH: Final = 10
"""More sheets than this share lines of the cover."""
_CHARACTER: Final = 1.05
_LINE_HEIGHT: Final = 15.0
_MAX_HEIGHT: Final = 380.0

_INK, _MUTED, _NAVY, _AMBER = "1F2937", "6B7280", "1F3A5F", "B45309"
_BODY: Final = Font(name=FONT, size=10, color=_INK)
_LINK: Final = Font(name=FONT, size=10, color="1D4ED8", underline="single")
_WRAP: Final = Alignment(horizontal="left", vertical="center", wrap_text=True)
_INDENT: Final = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_MIDDLE: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
_CENTRE: Final = Alignment(horizontal="center", vertical="center")
_UNDER: Final = Border(bottom=Side(style="thin", color="D5DBE3"))
_GROUND: Final = {"error": "FFC7CE", "warning": "FFE699"}
_MOST_PLACES: Final = 3
_ONE_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PLACE: Final = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(:[A-Z]{1,3}[1-9][0-9]{0,6})?")


@dataclass(frozen=True)
class FaultLine:
    """One line of the list: a fault, where it stands, in how many cells."""

    fault: Fault
    place: str
    told: tuple[str, str, str]
    count: int
    link: str


def fault_lines(faults: Sequence[Fault], sheets: Sequence[str], lang: Lang) -> list[FaultLine]:
    """Errors first, sheet by sheet as the workbook has them; one fault of one column is a line."""
    order = {sheet: at for at, sheet in enumerate(("", *sheets))}
    groups: dict[tuple[str, ...], list[Fault]] = {}
    for fault in sorted(
        faults, key=lambda f: (f.severity != "error", order.get(f.sheet, len(order)))
    ):
        told = (shortened(fault.found(lang)), fault.expected(lang), fault.remedy(lang))
        column = fault.cell.rstrip("0123456789")
        key = (fault.severity, fault.sheet, column, fault.code, *told)
        groups.setdefault(key, []).append(fault)
    lines: list[FaultLine] = []
    for (*_, found, expected, remedy), same in groups.items():
        first = same[0]
        # A merged cell may be told of once for each of its rows.
        cells = list(dict.fromkeys(fault.cell for fault in same))
        more = dict(first.values).get("more", "")
        several = first.code == "more_of_the_same" and more.isdigit()
        count = int(more) if several else len(cells)
        link = ""
        if first.sheet in order and first.sheet:
            place = first.cell if _PLACE.fullmatch(first.cell) else "A1"
            link = "'" + first.sheet.replace("'", "''") + "'!" + place
        place = _places(cells, lang) or text(
            "annotate.whole_sheet" if first.sheet else "annotate.whole_file", lang
        )
        lines.append(FaultLine(first, place, (found, expected, remedy), count, link))
    return lines[:MOST_LINES]


def _places(cells: Sequence[str], lang: Lang) -> str:
    """Cells of one column in few words: I5–I7, I9, I12 …"""
    runs: list[tuple[str, int, int]] = []
    for cell in cells:
        match = _ONE_CELL.fullmatch(cell)
        column, row = (match[1], int(match[2])) if match else (cell, 0)
        if runs and row and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    told = [
        f"{column}{first or ''}" + (f"–{column}{last}" if last > first else "")
        for column, first, last in runs[:_MOST_PLACES]
    ]
    between = text("annotate.place_separator", lang)
    return between.join(told) + (" …" if len(runs) > _MOST_PLACES else "")


def write_fault_list(
    workbook: Workbook,
    file: str,
    lines: Sequence[FaultLine],
    coverage: Sequence[SheetCoverage],
    lost: Sequence[str],
    lang: Lang,
) -> None:
    """Put the list in front of the workbook; a list of an earlier check gives way."""
    sheet = workbook.create_sheet(_free_title(workbook, lang), 0)
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
    workbook.active = 0
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[_cell(sheet, 1, column).column_letter].width = width
    row = _write_cover(sheet, file, lines, coverage, lost, lang)
    _write_table(sheet, row, lines, lang)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{row}:{row}"
    sheet.sheet_properties.tabColor = "B91C1C" if lines else "166534"


def _free_title(workbook: Workbook, lang: Lang) -> str:
    """The name of the list; a list of an earlier check is taken away, a sheet of theirs is not."""
    for sheet in list(workbook.worksheets):
        cover = sheet.iter_rows(max_row=COVER_ROWS, max_col=len(LIST_COLUMNS), values_only=True)
        if sheet["A1"].value is not None and is_fault_list(list(cover)):
            workbook.remove(sheet)
    title = text("annotate.sheet", lang)
    return title if title not in workbook.sheetnames else f"{title}_2"


def _write_cover(
    sheet: Worksheet,
    file: str,
    lines: Sequence[FaultLine],
    coverage: Sequence[SheetCoverage],
    lost: Sequence[str],
    lang: Lang,
) -> int:
    """Title, counts, what to do, what was read; returns the row of the table's header."""
    errors = sum(line.count for line in lines if line.fault.severity == "error")
    warnings = sum(line.count for line in lines) - errors
    summary = text("annotate.summary" if lines else "annotate.clean", lang)
    summary = summary.format(errors=errors, warnings=warnings)
    title = Font(name=FONT, size=14, bold=True, color=_NAVY)
    muted = Font(name=FONT, size=9, color=_MUTED)
    block = [(text("annotate.title", lang, file=file), title)]
    block.append((summary, Font(name=FONT, size=10, bold=True, color=_INK)))
    if lines:
        block.append((text("annotate.how", lang), muted))
    if lost:
        words = "、".join(text(f"annotate.lost.{code}", lang) for code in lost)
        block.append((text("annotate.lost_line", lang, lost=words), _amber()))
    block += [(line, muted) for line in coverage_lines(coverage, lang)]
    for row, (words, font) in enumerate(block, 1):
        cell = _cell(sheet, row, 1)
        put(cell, words)
        cell.font, cell.alignment = font, _WRAP
        sheet.merge_cells(None, row, 1, row, len(LIST_COLUMNS))
        height = _height(words, sum(WIDTHS))
        sheet.row_dimensions[row].height = max(height, 24) if row == 1 else height
    return len(block) + 2


def _amber() -> Font:
    return Font(name=FONT, size=10, color=_AMBER)


def coverage_lines(coverage: Sequence[SheetCoverage], lang: Lang) -> list[str]:
    """What was read of each sheet, what was not and why; many sheets share a line."""
    told = [
        text("annotate.coverage", lang, sheet=each.sheet, used=coverage_of(each, lang))
        for each in coverage
    ]
    if len(told) <= _ONE_LINE_EACH:
        return told
    step = -(-len(told) // _ONE_LINE_EACH)
    between = text("annotate.separator", lang)
    return [between.join(told[at : at + step]) for at in range(0, len(told), step)]


def coverage_of(coverage: SheetCoverage, lang: Lang) -> str:
    """How many rows of a sheet were read, skipped and why."""
    label = schema()[coverage.canonical].label(lang) if coverage.canonical in schema() else ""
    if not coverage.rows_read and coverage.reasons:
        words = text("annotate.not_read", lang)
    else:
        as_sheet = text("annotate.as_sheet", lang, label=label)
        said = as_sheet if label and label != coverage.sheet else ""
        words = text("annotate.used", lang, rows=coverage.rows_read, as_sheet=said)
    if coverage.rows_skipped:
        words += text("annotate.skipped", lang, rows=coverage.rows_skipped)
    if coverage.reasons:
        between = text("annotate.separator", lang)
        reasons = between.join(reason_words(code, lang) for code in coverage.reasons)
        words += text("annotate.why", lang, reasons=reasons)
    return words


def reason_words(code: str, lang: Lang) -> str:
    """A reason of the coverage in words."""
    key = f"tables.coverage.{code}"
    return text(key, lang) if known(key) else code


def _write_table(sheet: Worksheet, header: int, lines: Sequence[FaultLine], lang: Lang) -> None:
    for column, words in enumerate(list_header(lang), 1):
        cell = _cell(sheet, header, column)
        put(cell, words)
        cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=_NAVY, end_color=_NAVY)
        cell.alignment = _CENTRE
    sheet.row_dimensions[header].height = 22
    for row, line in enumerate(lines, header + 1):
        _write_line(sheet, row, line, lang)
    last = _cell(sheet, header, len(LIST_COLUMNS)).column_letter
    sheet.auto_filter.ref = f"A{header}:{last}{header + max(len(lines), 1)}"
    if header <= _ONE_LINE_EACH + 6:
        sheet.freeze_panes = f"A{header + 1}"


def _write_line(sheet: Worksheet, row: int, line: FaultLine, lang: Lang) -> None:
    fault = line.fault
    severity = text(f"cli.faults.{fault.severity}", lang)
    for column, value in enumerate((severity, fault.sheet, line.place, *line.told, line.count), 1):
        cell = _cell(sheet, row, column)
        put(cell, value)
        cell.font, cell.border = _BODY, _UNDER
        cell.alignment = _INDENT if column == 2 else _WRAP if 4 <= column <= 6 else _MIDDLE
    colour = _GROUND[fault.severity]
    _cell(sheet, row, 1).fill = PatternFill("solid", start_color=colour, end_color=colour)
    if line.link:
        cell = _cell(sheet, row, 3)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=line.link)
        cell.font = _LINK
    told = [*zip(line.told, WIDTHS[3:6], strict=True), (fault.sheet, WIDTHS[1] - 2)]
    told.append((line.place, WIDTHS[2]))
    height = max(_height(words, width) for words, width in told)
    sheet.row_dimensions[row].height = height


def _height(words: str, width: float) -> float:
    lines = sum(
        max(1, -int(-text_width(part) * _CHARACTER // max(width - 1.5, 1)))
        for part in words.split("\n")
    )
    return min(_LINE_HEIGHT * lines + 4, _MAX_HEIGHT)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # the list merges only cells it has written
    return cell
