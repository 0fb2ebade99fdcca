"""The sheet 问题清单 in front of a workbook: every fault with a link, and what was read."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.faults import Fault
from optimizer.labels import LANGS, Lang, known, text
from optimizer.tables.book import FONT, put, text_width
from optimizer.tables.schema import schema
from optimizer.tables.table import SheetCoverage

COLUMNS: Final = ("severity", "sheet", "cell", "found", "expected", "remedy", "count")
WIDTHS: Final = (9, 16, 12, 34, 40, 46, 8)
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
_CENTRE: Final = Alignment(horizontal="center", vertical="center")
_UNDER: Final = Border(bottom=Side(style="thin", color="D5DBE3"))
_GROUND: Final = {"error": "FFC7CE", "warning": "FFE699"}
_PLACE: Final = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(:[A-Z]{1,3}[1-9][0-9]{0,6})?")


@dataclass(frozen=True)
class FaultLine:
    """One line of the list: a fault, and in how many cells it stands."""

    fault: Fault
    told: tuple[str, str, str]
    count: int
    link: str


def fault_lines(faults: Sequence[Fault], sheets: Collection[str], lang: Lang) -> list[FaultLine]:
    """Errors first, sheet by sheet; the same fault of one column is one line."""
    order = list(dict.fromkeys(fault.sheet for fault in faults))
    groups: dict[tuple[str, ...], list[Fault]] = {}
    for fault in sorted(faults, key=lambda f: (f.severity != "error", order.index(f.sheet))):
        told = (fault.found(lang), fault.expected(lang), fault.remedy(lang))
        column = fault.cell.rstrip("0123456789")
        groups.setdefault((fault.severity, fault.sheet, column, fault.code, *told), []).append(
            fault
        )
    lines: list[FaultLine] = []
    for (*_, found, expected, remedy), same in groups.items():
        first = same[0]
        more = dict(first.values).get("more", "")
        count = int(more) if first.code == "more_of_the_same" and more.isdigit() else len(same)
        link = ""
        if first.sheet in sheets:
            place = first.cell if _PLACE.fullmatch(first.cell) else "A1"
            link = "'" + first.sheet.replace("'", "''") + "'!" + place
        lines.append(FaultLine(first, (found, expected, remedy), count, link))
    return lines[:MOST_LINES]


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
    for each in LANGS:
        title = text("annotate.sheet", each)
        for name in (title, f"{title}_2"):
            if name in workbook.sheetnames and _is_ours(workbook[name]):
                workbook.remove(workbook[name])
    title = text("annotate.sheet", lang)
    return title if title not in workbook.sheetnames else f"{title}_2"


def _is_ours(sheet: Any) -> bool:
    if not isinstance(sheet, Worksheet):
        return False
    starts = tuple(text("annotate.title", lang, file="") for lang in LANGS)
    return str(sheet["A1"].value or "").startswith(starts)


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
        sheet.merge_cells(None, row, 1, row, len(COLUMNS))
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
    for column, key in enumerate(COLUMNS, 1):
        cell = _cell(sheet, header, column)
        put(cell, text(f"annotate.column.{key}", lang))
        cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=_NAVY, end_color=_NAVY)
        cell.alignment = _CENTRE
    sheet.row_dimensions[header].height = 22
    for row, line in enumerate(lines, header + 1):
        _write_line(sheet, row, line, lang)
    last = _cell(sheet, header, len(COLUMNS)).column_letter
    sheet.auto_filter.ref = f"A{header}:{last}{header + max(len(lines), 1)}"
    if header <= _ONE_LINE_EACH + 6:
        sheet.freeze_panes = f"A{header + 1}"


def _write_line(sheet: Worksheet, row: int, line: FaultLine, lang: Lang) -> None:
    fault = line.fault
    place = fault.cell or ("" if fault.sheet else text("annotate.whole_file", lang))
    severity = text(f"cli.faults.{fault.severity}", lang)
    for column, value in enumerate((severity, fault.sheet, place, *line.told, line.count), start=1):
        cell = _cell(sheet, row, column)
        put(cell, value)
        cell.font, cell.border = _BODY, _UNDER
        cell.alignment = _WRAP if 4 <= column <= 6 or column == 2 else _CENTRE
    colour = _GROUND[fault.severity]
    _cell(sheet, row, 1).fill = PatternFill("solid", start_color=colour, end_color=colour)
    if line.link:
        cell = _cell(sheet, row, 3)
        if cell.value is None:
            put(cell, "A1")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=line.link)
        cell.font = _LINK
    told = zip(line.told, WIDTHS[3:6], strict=True)
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
