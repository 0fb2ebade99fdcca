"""产业分布: area and projects by industry and quarter, and by industry and campus."""

from typing import Final

import numpy as np
from openpyxl.chart import BarChart
from openpyxl.worksheet.datavalidation import DataValidation

from optimizer.explain.space import Segment
from optimizer.reporting import style
from optimizer.reporting.book import Book
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.charts import Block, bar_chart, place
from optimizer.reporting.page import FIRST_TABLE_ROW, Column, Table
from optimizer.reporting.sheets.formulas import count_in_quarter, in_quarter, quarter_columns

CHART_ROWS: Final = 24
FIRST_QUARTER: Final = 3
"""Column of the first quarter, after number and name."""


def write_industry(book: Book) -> None:
    """Fill the sheet."""
    page = book.pages["industry"]
    lead = (Column("number", 6, "centre"), Column("industry_area", 20))
    columns = (*lead, *quarter_columns(book, 10, "area"))
    page.title("industry", max(len(columns), 2 + len(book.case.campuses)))
    area = _by_quarter(book, FIRST_TABLE_ROW, columns, counts=False)
    lead = (Column("number", 0, "centre"), Column("industry_projects"))
    counted = (*lead, *quarter_columns(book, 0, "integer"))
    projects = _by_quarter(book, area.last + 2, counted, counts=True)
    campuses = _by_campus(book, projects.last + 2)
    book.tables["industry"] = area
    page.break_before(campuses.last + 2)
    place(industry_chart(book), page.sheet, campuses.last + 2, (1, len(columns)), CHART_ROWS)
    width = max(len(columns), 2 + len(book.case.campuses))
    page.finish(area, 2, width, campuses.last + 2 + CHART_ROWS, book.pages_wide)
    page.sheet.auto_filter.ref = None


def industry_chart(book: Book) -> BarChart:
    """Area by industry over time."""
    page, table = book.pages["industry"], book.tables["industry"]
    count = len(book.industries)
    block = Block(
        page.sheet,
        header_row=table.header_row,
        rows=tuple(range(table.first, table.first + count)),
        name_column=2,
        first_column=FIRST_QUARTER,
        last_column=FIRST_QUARTER + book.case.quarters - 1,
    )
    return bar_chart(block, page.text("chart.industries"), page.text("chart.area"), "#,##0")


def _name(book: Book, industry: str) -> str:
    return industry or book.pages["industry"].text("no_industry")


def _industry_of(book: Book, segment: Segment) -> str:
    return book.case.projects[book.case.stays[segment.stay].project].industry


def _by_quarter(book: Book, row: int, columns: tuple[Column, ...], counts: bool) -> Table:
    """One row per industry; unlisted tenants and the total below the areas."""
    page, detail, quarters = book.pages["industry"], book.tables["detail"], book.case.quarters
    held = book.held_by(lambda segment: _industry_of(book, segment))
    nothing = np.zeros(quarters), np.zeros(quarters, np.int64)
    rows: list[list[CellValue]] = []
    totals = np.zeros(quarters)
    for industry, number in book.industries.items():
        values = held.get(industry, nothing)[1 if counts else 0]
        totals += values
        key = {"industry_no": address(row + number, 1, "c")}
        cells: list[CellValue] = []
        for t in range(quarters):
            head = address(row, FIRST_QUARTER + t, "r")
            code = (
                count_in_quarter(detail, head, key)
                if counts
                else in_quarter(detail, "area_m2", head, key)
            )
            cells.append(Formula(f"={code}", float(values[t])))
        rows.append([number, _name(book, industry), *cells])
    total: list[CellValue] = [None, page.text("total")]
    for t in range(quarters):
        column = FIRST_QUARTER + t
        span = f"{address(row + 1, column)}:{address(row + len(rows), column)}"
        total.append(Formula(f"=SUM({span})", float(totals[t])))
    table = page.table(row, columns, [*rows, total])
    page.total_row(table.last, len(columns))
    return table


def _by_campus(book: Book, row: int) -> Table:
    """Area by industry and campus in one quarter, which the reader can choose."""
    page, case, detail = book.pages["industry"], book.case, book.tables["detail"]
    page.section(row, "industry_campus")
    chosen = case.quarters - 1
    page.cell(row + 1, 2, page.text("choose_quarter")).font = style.NOTE
    cell = page.cell(row + 1, FIRST_QUARTER, case.quarter(chosen))
    cell.font, cell.fill = style.BOLD, style.fill(style.AMBER_FILL)
    first, last = address(FIRST_TABLE_ROW, FIRST_QUARTER, "cr"), FIRST_QUARTER + case.quarters - 1
    choice = DataValidation(
        "list", formula1=f"{first}:{address(FIRST_TABLE_ROW, last, 'cr')}", allow_blank=False
    )
    page.sheet.add_data_validation(choice)
    choice.add(cell)
    columns = [Column("number", 0, "centre"), Column("industry_area")]
    columns += [
        Column(f"campus_{g}", 0, "area", campus.id) for g, campus in enumerate(case.campuses)
    ]
    rows = []
    held = book.held_by(lambda s: (_industry_of(book, s), int(case.carrier_campus[s.carrier])))
    for industry, number in book.industries.items():
        cells: list[CellValue] = []
        for g in range(len(case.campuses)):
            key = {"industry_no": address(row + 2 + number, 1, "c"), "campus_no": str(g + 1)}
            code = in_quarter(detail, "area_m2", address(row + 1, FIRST_QUARTER, "cr"), key)
            area = held[industry, g][0][chosen] if (industry, g) in held else 0.0
            cells.append(Formula(f"={code}", float(area)))
        rows.append([number, _name(book, industry), *cells])
    return page.table(row + 2, columns, rows)
