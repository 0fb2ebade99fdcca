"""投资: what is spent every year, the limit on it, and what the plan is charged."""

from typing import Final

import numpy as np

from optimizer.domain.calendar_years import Floats
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.charts import Block, Chart, bar_chart, place, with_lines
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.development.money_details import payments
from optimizer.reporting.formats import highlight
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

ITEMS: Final = ("land_10k", "works_10k", "fixed_10k", "converted_10k")
SUMS: Final = (*ITEMS, "charged_10k", "charged_discounted_10k")
"""Rows that add up a column of 投资明细."""
ROWS: Final = (
    *(*ITEMS, "spent", "limit", "limit_share", "cumulative", "starts_m2"),
    *("charged_10k", "discount", "charged_discounted_10k"),
)
LIMIT_RULE: Final = "capital_10k_per_year_max"
CHART_ROWS: Final = 22
FIRST_YEAR: Final = 3
FEW_YEARS: Final = 6
"""Years up to which the chart prints on a page of its own."""
_KINDS: Final = {"limit_share": "share", "discount": "points", "starts_m2": "integer"}


def write_money(book: PlanBook) -> None:
    """Fill the sheet."""
    page = book.pages["money"]
    figures = money_years(book)
    columns = (Column("figure", 30), Column("unit", 9, "centre"),
               *book.year_columns(12, "number"), Column("whole_plan", 14, "number"))  # fmt: skip
    width = len(columns)
    method = book.case.settings.investment_method
    page.title("money", width, method=page.text(f"method.{method}"))
    rows = [_row(book, name, figures) for name in ROWS]
    table = page.table(FIRST_TABLE_ROW, columns, rows)
    book.tables["money"] = table
    _looks(book, width)
    row = _outside(book, table.last + 1, figures, width)
    if len(book.years) <= FEW_YEARS:
        page.break_before(row + 1)
    place(spending_chart(book, figures), page.sheet, row + 1, (1, width), CHART_ROWS)
    page.finish(table, 2, width, row + 1 + CHART_ROWS)
    page.sheet.auto_filter.ref = None


def money_years(book: PlanBook) -> dict[str, Floats]:
    """Every row by year; the limit is NaN in years without one."""
    zeros = np.zeros(len(book.years))
    found = {name: zeros.copy() for name in ROWS}
    for each in payments(book):
        y = book.years.number(each.year)
        for name, amount in zip(ITEMS, each.items, strict=True):
            found[name][y] += amount
        found["charged_10k"][y] += each.charged_10k
        found["charged_discounted_10k"][y] += each.charged_10k * float(book.discount[y])
    found["spent"] = sum((found[name] for name in ITEMS), zeros)
    found["cumulative"] = np.cumsum(found["spent"])
    found["discount"] = book.discount
    found["limit"] = limits(book)
    for opening, candidate in book.openings:
        if not candidate.is_enclave:
            found["starts_m2"][book.years.number(opening.year)] += candidate.gross_area_m2
    return found


def limits(book: PlanBook) -> Floats:
    """The tightest capital limit of the whole city in each year; NaN without one."""
    found = np.full(len(book.years), np.nan)
    for policy in book.case.outlook.policies:
        if policy.rule == LIMIT_RULE and policy.scope.campus is None:
            for y in range(len(book.years)):
                quarters = np.flatnonzero(book.years.of_quarter == y)
                if quarters[0] <= policy.end and quarters[-1] >= policy.start:
                    found[y] = np.fmin(found[y], policy.limit)
    return found


def _row(book: PlanBook, name: str, figures: dict[str, Floats]) -> list[CellValue]:
    page, at = book.pages["money"], FIRST_TABLE_ROW + 1
    last = FIRST_YEAR + len(book.years) - 1
    cells: list[CellValue] = []
    for y, column in enumerate(range(FIRST_YEAR, last + 1)):
        cells.append(_cell(book, name, column, y, figures))
    own = at + ROWS.index(name)
    total: CellValue = None
    if name in (*SUMS, "spent", "starts_m2"):
        span = f"{address(own, FIRST_YEAR)}:{address(own, last)}"
        total = Formula(f"=SUM({span})", float(figures[name].sum()))
    unit = {"limit_share": "%", "discount": "-", "starts_m2": book.unit("m2")}
    return [page.text(f"money_row.{name}"), unit.get(name, book.unit("yuan_10k")), *cells, total]


def _cell(book: PlanBook, name: str, column: int, y: int, figures: dict[str, Floats]) -> CellValue:
    detail, openings = book.tables["payments"], book.tables["openings"]
    top, year = FIRST_TABLE_ROW + 1, address(FIRST_TABLE_ROW, column, "r")

    def at(key: str) -> str:
        return address(top + ROWS.index(key), column)

    value = float(figures[name][y])
    if name in SUMS:
        return Formula(f"=SUMIFS({detail.column(name)},{detail.column('year_no')},{year})", value)
    if name == "spent":
        return Formula(f"=SUM({at(ITEMS[0])}:{at(ITEMS[-1])})", value)
    if name == "limit_share":
        most = float(figures["limit"][y])
        share = float(figures["spent"][y]) / most if most > 0 else ""
        return Formula(f'=IF({at("limit")}="","",{at("spent")}/{at("limit")})', share)
    if name == "cumulative":
        first = address(top + ROWS.index("spent"), FIRST_YEAR, "c")
        return Formula(f"=SUM({first}:{at('spent')})", value)
    if name == "starts_m2":
        limit = f"{openings.column('start_year')},{year},{openings.column('in_city')},1"
        return Formula(f"=SUMIFS({openings.column('gross_m2')},{limit})", value)
    return value


def _looks(book: PlanBook, width: int) -> None:
    page, table = book.pages["money"], book.tables["money"]
    for row, name in enumerate(ROWS, table.first):
        for column in range(FIRST_YEAR, width + 1):
            kind = style.FORMATS[_KINDS.get(name, "number")]
            page.sheet.cell(row, column).number_format = kind
    for name in ("spent", "charged_discounted_10k"):
        page.total_row(table.first + ROWS.index(name), width)
    row = table.first + ROWS.index("limit_share")
    first, last = address(row, FIRST_YEAR), address(row, FIRST_YEAR + len(book.years) - 1)
    over = highlight(f"AND(ISNUMBER({first}),{first}>1.000001)", style.RED, style.RED_FILL)
    page.sheet.conditional_formatting.add(f"{first}:{last}", over)


def _outside(book: PlanBook, row: int, figures: dict[str, Floats], width: int) -> int:
    """What is paid after the plan, and how to read the charge; returns the last row."""
    page = book.pages["money"]
    whole = sum(candidate.investment_10k for _, candidate in book.openings)
    inside = float(sum(figures[name].sum() for name in ITEMS[:3]))
    after = whole - inside
    if after > 0.5:
        page.line(row, page.text("plan.paid_after", money=book.money(after)), width)
        row += 1
    settings = book.case.settings
    told = page.text(
        f"plan.charge_{settings.investment_method}",
        life=f"{settings.asset_life_years:g}", rate=f"{settings.discount_rate:.2%}",
    )  # fmt: skip
    page.line(row, told, width)
    return row + 1


def spending_chart(book: PlanBook, figures: dict[str, Floats]) -> Chart:
    """Spending by item as columns, the limit as a line."""
    page, table = book.pages["money"], book.tables["money"]

    def block(*names: str) -> Block:
        rows = tuple(table.first + ROWS.index(name) for name in names)
        last = FIRST_YEAR + len(book.years) - 1
        return Block(page.sheet, table.header_row, rows, 1, FIRST_YEAR, last)

    chart = bar_chart(block(*ITEMS), page.text("chart.spending"), page.text("chart.money"), "#,##0")
    return chart if np.isnan(figures["limit"]).all() else with_lines(chart, block("limit"))
