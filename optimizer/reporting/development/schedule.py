"""建设时序: what is built when, quarter by quarter, and what is not built in this plan."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter

from optimizer.domain.development_plan import Opening
from optimizer.domain.outlook import Candidate
from optimizer.quarters import quarter_label
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address, cell_at
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column, Table
from optimizer.units import QUARTERS_PER_YEAR

COLUMNS: Final = (
    Column("site", 18, "wrap"),
    Column("phase", 6, "centre"),
    Column("district", 12, "wrap"),
    Column("campus", 14, "wrap"),
    Column("enclave", 8, "centre"),
    Column("gross_m2", 9, "integer"),
    Column("lettable_area", 9, "integer"),
    Column("stages_planned", 10, "wrap"),
    Column("industries_planned", 20, "wrap"),
    Column("start_year", 6, "general"),
    Column("open_quarter", 8, "centre"),
    Column("investment_10k", 9, "integer"),
)
LEFT_OUT: Final = (
    Column("site", 0, "wrap"),
    Column("phase", 0, "centre"),
    Column("district", 0, "wrap"),
    Column("campus", 0, "wrap"),
    Column("enclave", 0, "centre"),
    Column("gross_m2", 0, "integer"),
    Column("lettable_area", 0, "integer"),
    Column("stages_allowed", 0, "wrap"),
    Column("industries_allowed", 0, "wrap"),
    Column("earliest_year", 0, "general"),
    Column("earliest_opening", 0, "centre"),
    Column("investment_10k", 0, "integer"),
    Column("fact"),
)
QUARTER_WIDTH: Final = 2.2
STAGES_WIDTH: Final = {"zh": 10.0, "en": 16.0}
"""So that the longest name of a stage stands on one line."""
BUILDING: Final = "D08C34"
ABSORBING: Final = "9CC3D9"
FULL: Final = "2F6F9F"
MOST_INDUSTRIES: Final = 3
SUMMED: Final = ("gross_m2", "lettable_area", "investment_10k")


def write_schedule(book: PlanBook) -> None:
    """Fill the sheet; the details stand by now."""
    page, width = book.pages["schedule"], len(COLUMNS) + book.years.quarters
    page.title("schedule", width)
    for number in range(len(COLUMNS) + 1, width + 1):
        page.sheet.column_dimensions[get_column_letter(number)].width = QUARTER_WIDTH
    top = FIRST_TABLE_ROW + 1
    rows = [list(_opening(book, n, o, c)) for n, (o, c) in enumerate(book.openings)]
    lead = [replace(c, width=STAGES_WIDTH[book.lang]) if c.key == "stages_planned" else c
            for c in COLUMNS]  # fmt: skip
    table = page.table(top, lead, rows)
    book.tables["schedule"] = table
    _legend(book, FIRST_TABLE_ROW - 1)
    _year_heads(book, top)
    for row, (opening, candidate) in enumerate(book.openings, table.first):
        _bar(book, row, opening, candidate)
    last = _totals(book, max(table.last, top) + 1)
    last = _left_out(book, last + 2, width)
    page.finish(table, 2, width, last)
    if book.openings:
        widest = get_column_letter(len(COLUMNS))
        page.sheet.auto_filter.ref = f"A{table.header_row}:{widest}{table.last}"


def _opening(
    book: PlanBook, number: int, opening: Opening, candidate: Candidate
) -> Iterator[CellValue]:
    detail = book.tables["openings"]

    def linked(key: str, value: float | str) -> Formula:
        cell = address(detail.first + number, detail.columns[key])
        return Formula(f"='{detail.sheet}'!{cell}", value)

    allotted = [a for a in book.plan.allotments if a.candidate == candidate.id]
    stages = [s for s in candidate.stages if any(a.stage == s for a in allotted)]
    area: dict[str, float] = {}
    for each in allotted:
        area[each.industry] = area.get(each.industry, 0.0) + each.area_m2
    largest = sorted(area, key=lambda name: -area[name])
    named = book.listed([book.industry(name) for name in largest[:MOST_INDUSTRIES]])
    if len(largest) > MOST_INDUSTRIES:
        named = book.pages["schedule"].text("plan.and_more", named=named, count=len(largest))
    yield from (candidate.site, candidate.phase, candidate.district, candidate.campus)
    yield book.choice("enclave", candidate.enclave) if candidate.is_enclave else ""
    yield linked("gross_m2", candidate.gross_area_m2)
    yield linked("lettable_area", candidate.lettable_area_m2)
    yield book.stages(stages)
    yield named
    yield linked("start_year", opening.year)
    yield linked("open_quarter", book.quarter(opening.opens))
    yield linked("investment_10k", candidate.investment_10k)


def _year_heads(book: PlanBook, row: int) -> None:
    """Years over their quarters."""
    page, first = book.pages["schedule"], len(COLUMNS) + 1
    quarters = list(range(book.years.quarters))
    for year in book.years.labels:
        mine = [t for t in quarters if book.years.labels[book.years.of_quarter[t]] == year]
        for t in mine:
            cell = page.cell(row, first + t, year if t == mine[0] else None)
            cell.font, cell.fill = style.HEADER, style.HEADER_FILL
            cell.alignment, cell.border = style.CENTRE, style.FRAME
        page.sheet.merge_cells(
            start_row=row, start_column=first + mine[0], end_row=row, end_column=first + mine[-1]
        )


def _bar(book: PlanBook, row: int, opening: Opening, candidate: Candidate) -> None:
    """The life of an opening: building, then absorbing, then full."""
    page, first = book.pages["schedule"], len(COLUMNS) + 1
    full = full_from(book, opening)
    marks = {opening.starts: "building", opening.opens: "absorbing", full: "full"}
    for t in range(book.years.quarters):
        cell = page.cell(row, first + t, None)
        year_begins = (book.years.start + t) % QUARTERS_PER_YEAR == 0
        cell.border = _YEAR_EDGE if year_begins else style.UNDERLINE
        if opening.starts <= t < opening.opens:
            cell.fill = style.fill(BUILDING)
        elif opening.opens <= t < full:
            cell.fill = style.fill(ABSORBING)
        elif t >= full:
            cell.fill = style.fill(FULL)
        if t in marks and t >= opening.starts:
            cell.value = page.text(f"plan.mark_{marks[t]}")
            cell.font = style.font(8, style.WHITE if t >= full else style.INK)
            cell.alignment = style.CENTRE


def full_from(book: PlanBook, opening: Opening) -> int:
    """First quarter in which an opening can be full."""
    return opening.opens + book.case.settings.absorption_quarters - 1


_YEAR_EDGE: Final = Border(
    left=Side(style="thin", color=style.MUTED),
    bottom=Side(style="thin", color=style.LINE),
)


def _legend(book: PlanBook, row: int) -> None:
    page, column = book.pages["schedule"], 1
    told = (("building", BUILDING), ("absorbing", ABSORBING), ("full", FULL))
    for key, colour in told:
        cell = page.cell(row, column, page.text(f"plan.legend_{key}"))
        cell.fill, cell.alignment = style.fill(colour), style.LEFT
        cell.font = style.font(9, style.WHITE if key == "full" else style.INK)
        column += 1 if key == "building" else 2
    for first in (2, 4):
        page.sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=first + 1)
    page.sheet.row_dimensions[row].height = 20


def _totals(book: PlanBook, row: int) -> int:
    """Sums of the city and of the enclaves; returns the last row."""
    page, detail = book.pages["schedule"], book.tables["openings"]
    source = {"gross_m2": "gross_m2", "lettable_area": "lettable_area",
              "investment_10k": "investment_10k"}  # fmt: skip
    place = {column.key: number for number, column in enumerate(COLUMNS, 1)}
    worth = {
        "gross_m2": lambda c: c.gross_area_m2,
        "lettable_area": lambda c: c.lettable_area_m2,
        "investment_10k": lambda c: c.investment_10k,
    }
    for inside, label in ((1, "plan.total_city"), (0, "plan.total_enclaves")):
        mine = [c for _, c in book.openings if c.is_enclave == (not inside)]
        values: list[CellValue] = [None] * len(COLUMNS)
        values[0] = page.text(label)
        count = f"COUNTIFS({detail.column('in_city')},{inside})"
        values[1] = Formula(f"={count}", len(mine))
        for key in SUMMED:
            code = f"=SUMIFS({detail.column(source[key])},{detail.column('in_city')},{inside})"
            values[place[key] - 1] = Formula(code, float(sum(worth[key](c) for c in mine)))
        page.table_rows(row, COLUMNS, [values])
        page.total_row(row, len(COLUMNS))
        row += 1
    return row - 1


def _left_out(book: PlanBook, row: int, width: int) -> int:
    """Candidates this plan does not open, each with what can be said of it."""
    page, opened = book.pages["schedule"], book.plan.opened
    mine = [c for c in book.candidates.values() if c.id not in opened]
    page.section(row, "left_out", count=len(mine))
    if not mine:
        page.line(row + 1, page.text("plan.all_opened"), len(COLUMNS))
        return row + 1
    lines = [list(_idle(book, candidate)) for candidate in mine]
    table = page.table(row + 1, LEFT_OUT, lines)
    first, last = len(LEFT_OUT), min(width, len(LEFT_OUT) + 39)
    page.sheet.cell(row + 1, first).alignment = style.LEFT
    for line in range(table.header_row, table.last + 1):
        page.sheet.merge_cells(start_row=line, start_column=first, end_row=line, end_column=last)
        cell = cell_at(page.sheet, line, first)
        cell.alignment = style.LEFT_WRAP if line > table.header_row else style.CENTRE
        lines_of = style.lines_needed(str(cell.value or ""), (last - first + 1) * QUARTER_WIDTH)
        height = max(style.row_height(lines_of), page.sheet.row_dimensions[line].height or 0)
        page.sheet.row_dimensions[line].height = height
    book.tables["left_out"] = Table(
        table.sheet, table.header_row, table.first, table.last, table.columns
    )
    return table.last


def _idle(book: PlanBook, candidate: Candidate) -> Iterator[CellValue]:
    page = book.pages["schedule"]
    earliest = book.years.start + candidate.earliest
    yield from (candidate.site, candidate.phase, candidate.district, candidate.campus)
    yield book.choice("enclave", candidate.enclave) if candidate.is_enclave else ""
    yield from (candidate.gross_area_m2, candidate.lettable_area_m2)
    yield book.stages(candidate.stages)
    yield book.listed([book.industry(n) for n in candidate.industries]) or page.text("plan.any")
    yield earliest // QUARTERS_PER_YEAR
    yield quarter_label(earliest + candidate.lead)
    yield candidate.investment_10k
    plans = [alternative.plan for alternative in book.result.alternatives]
    used = sum(candidate.id in plan.opened for plan in plans)
    late = candidate.earliest + candidate.lead >= book.years.quarters
    if late:
        yield page.text("plan.opens_after", quarter=quarter_label(earliest + candidate.lead))
    elif plans:
        yield page.text("plan.left_out_fact", used=used, plans=len(plans))
    else:
        yield page.text("plan.left_out_only")
