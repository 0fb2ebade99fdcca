"""影子价格: what more space would be worth, from the relaxation; an approximation."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from openpyxl.utils import get_column_letter

from optimizer.domain.words import STAGES
from optimizer.reporting import style
from optimizer.reporting.book import Book
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.formats import heat
from optimizer.reporting.page import FIRST_TABLE_ROW, Column, Table
from optimizer.reporting.sheets.formulas import quarter_columns

PER_M2: Final = 100.0
"""Prices are told per this many m²."""
SMALLEST: Final = 1e-7
"""Prices per m² below this count as zero."""
SENTENCES: Final = 10
"""Carriers told in words; all with a price stand in the table."""

LEADING: Final = (
    Column("carrier", 12, "wrap"),
    Column("carrier_name", 18, "wrap"),
    Column("campus", 14, "wrap"),
    Column("stages", 16, "wrap"),
    Column("price_total", 11, "points"),
)


def write_prices(book: Book) -> None:
    """Fill the sheet: sentences first, then the table, then the dearest carrier per stage."""
    page = book.pages["prices"]
    prices = price_matrix(book)
    worth = prices.sum(axis=1)
    priced = sorted(np.flatnonzero(worth > 0).tolist(), key=lambda k: -worth[k])
    columns = (*LEADING, *quarter_columns(book, 9, "points"))
    width = len(columns)
    for number, column in enumerate(columns, 1):
        page.sheet.column_dimensions[get_column_letter(number)].width = column.width
    by_road = "prices_dual" if book.result.method == "columns" else "prices"
    page.title(by_road if book.result.prices else "prices_none", width)
    row = FIRST_TABLE_ROW
    for k in priced[:SENTENCES]:
        page.line(row, price_sentence(book, k, prices[k]), width, style.BODY)
        row += 1
    none = len(book.case.carriers) - len(priced)
    if none:
        page.line(row, page.text("prices_zero", carriers=none), width)
    rows = [_row(book, k, prices, row + 3 + n) for n, k in enumerate(priced)]
    table = page.table(row + 2, columns, rows, long=True)
    book.tables["prices"] = table
    _heat(book, table)
    last = _by_stage(book, table, prices) if table.last >= table.first else table.last
    page.finish(table, 2, width, last, book.pages_wide)
    page.sheet.freeze_panes = None


def price_matrix(book: Book) -> NDArray[np.float64]:
    """Points per `PER_M2` m²; shape (carriers, quarters)."""
    prices = np.zeros((len(book.case.carriers), book.case.quarters))
    for price in book.result.prices:
        if price.value_per_m2 > SMALLEST and 0 <= price.quarter < book.case.quarters:
            k = book.case.carrier_index[price.carrier]
            prices[k, price.quarter] = price.value_per_m2 * PER_M2
    return prices


def price_sentence(book: Book, k: int, prices: NDArray[np.float64]) -> str:
    """What more space in a carrier would be worth, in words."""
    page, case = book.pages["prices"], book.case
    quarters = np.flatnonzero(prices > 0)
    dearest = int(prices.argmax())
    carrier = case.carriers[k]
    named = carrier.id if carrier.name in ("", carrier.id) else f"{carrier.id} {carrier.name}"
    places = {
        "carrier": named,
        "quarter": case.quarter(dearest),
        "area": f"{PER_M2:g}",
        "price": f"{prices[dearest]:.3f}",
        "total": f"{prices.sum():.3f}",
        "count": len(quarters),
    }
    return page.text("price_one" if len(quarters) == 1 else "price_many", **places)


def _row(book: Book, k: int, prices: NDArray[np.float64], row: int) -> list[CellValue]:
    carrier = book.case.carriers[k]
    first = len(LEADING) + 1
    span = f"{address(row, first)}:{address(row, first + book.case.quarters - 1)}"
    stages = "、".join(book.stage(stage) for stage in carrier.stages)
    total = Formula(f"=SUM({span})", float(prices[k].sum()))
    cells = [float(price) if price > 0 else None for price in prices[k]]
    return [carrier.id, carrier.name, carrier.campus, stages, total, *cells]


def _by_stage(book: Book, table: Table, prices: NDArray[np.float64]) -> int:
    """Per stage and quarter the price at its dearest carrier; returns the last row."""
    page, case = book.pages["prices"], book.case
    top = table.last + 2
    page.section(top, "prices_by_stage")
    first = len(LEADING) + 1
    serves = {stage: [stage in carrier.stages for carrier in case.carriers] for stage in STAGES}
    rows = []
    for number, stage in enumerate(STAGES):
        at = top + 2 + number
        cells: list[CellValue] = []
        for t in range(case.quarters):
            letter = get_column_letter(first + t)
            span = f"${letter}${table.first}:${letter}${table.last}"
            here = f"ISNUMBER(SEARCH({address(at, 1, 'c')},{table.local('stages')}))"
            value = float(prices[serves[stage], t].max(initial=0.0))
            cells.append(Formula(f"=SUMPRODUCT(MAX({here}*{span}))", value))
        rows.append([book.stage(stage), *([None] * (len(LEADING) - 1)), *cells])
    blank = (Column(f"blank_{n}", 0, "text", " ") for n in range(1, len(LEADING)))
    columns = (Column("stage"), *blank, *quarter_columns(book, 0, "points"))
    last = page.table(top + 1, columns, rows).last
    page.join_header(top + 1, 1, len(LEADING), page.text("column.stage"))
    return last


def _heat(book: Book, table: Table) -> None:
    if table.last < table.first:
        return
    first, last = len(LEADING) + 1, len(LEADING) + book.case.quarters
    cells = f"{address(table.first, first)}:{address(table.last, last)}"
    scale = heat(((0, "FFFFFF"), (None, "F2B27A")))
    book.pages["prices"].sheet.conditional_formatting.add(cells, scale)
