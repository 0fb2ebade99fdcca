"""载体利用率: carrier by quarter heat map, campuses and the city, all formulas over 占用明细."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from openpyxl.chart import LineChart
from openpyxl.utils import get_column_letter

from optimizer.domain.words import NEVER
from optimizer.explain.space import as_area
from optimizer.reporting import style
from optimizer.reporting.book import Book
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.charts import Block, line_chart, place
from optimizer.reporting.formats import heat, highlight
from optimizer.reporting.page import FIRST_TABLE_ROW, Column, Table
from optimizer.reporting.sheets.formulas import in_quarter, mean_of, quarter_columns

FULL: Final = 1.0001
"""An occupancy above this is more than there is; never in a checked plan."""
CHART_ROWS: Final = 26
CAMPUSES_BESIDE_CHART: Final = 12
"""With more campuses the chart has a printed page of its own."""
MAX_LINES: Final = 8
"""Campuses drawn in the chart beside the city."""

LEADING: Final = (
    Column("number", 6, "centre"),
    Column("carrier", 10, "wrap"),
    Column("carrier_name", 16, "wrap"),
    Column("campus", 13, "wrap"),
    Column("stages", 15, "wrap"),
    Column("enclave", 8, "centre"),
    Column("unit", 8, "centre"),
    Column("capacity", 10, "area"),
    Column("lettable_m2", 10, "area"),
    Column("opens", 9, "centre"),
    Column("last_open", 9, "centre"),
    Column("mean", 8, "share"),
    Column("peak", 8, "share"),
)


def write_occupancy(book: Book) -> None:
    """Fill the sheet."""
    page = book.pages["occupancy"]
    columns = (*LEADING, *quarter_columns(book, 8, "share"))
    page.title("occupancy", len(columns))
    rows = (list(_row(book, k, FIRST_TABLE_ROW + 1 + k)) for k in range(len(book.case.carriers)))
    table = page.table(FIRST_TABLE_ROW, columns, rows, long=True)
    book.tables["occupancy"] = table
    _heat(book, table.first, table.last)
    page.break_before(table.last + 2)
    city = _write_city(book, table.last + 2)
    campuses = _write_campuses(book, city.last + 2)
    _heat(book, campuses.first, campuses.last)
    _chart(book, city, campuses)
    page.finish(table, 3, len(columns), campuses.last + 2 + CHART_ROWS, book.pages_wide)


def rates(book: Book) -> NDArray[np.float64]:
    """Occupancy of every carrier and quarter; NaN where it is not in use."""
    whole = np.array([c.capacity for c in book.case.carriers])[:, None] * book.case.is_open
    share = np.divide(book.held, whole, out=np.full(book.held.shape, np.nan), where=whole > 0)
    return np.asarray(share)


def held_m2(book: Book) -> NDArray[np.float64]:
    """In use as area; shape (carriers, quarters)."""
    each = [as_area(book.case, k, 1.0) for k in range(len(book.case.carriers))]
    return np.asarray(book.held * np.array(each)[:, None])


def _row(book: Book, k: int, row: int) -> Iterator[CellValue]:
    case, detail = book.case, book.tables["detail"]
    carrier, share = case.carriers[k], rates(book)[k]
    places = {column.key: number for number, column in enumerate(LEADING, 1)}
    first, last = len(LEADING) + 1, len(LEADING) + case.quarters
    span = f"{address(row, first)}:{address(row, last)}"
    used = share[~np.isnan(share)]
    yield from (k + 1, carrier.id, carrier.name, carrier.campus)
    yield "、".join(book.stage(stage) for stage in carrier.stages)
    yield book.choice("enclave", carrier.enclave) if carrier.is_enclave else ""
    yield from (book.unit(carrier.unit), carrier.capacity, carrier.lettable_area_m2)
    yield case.quarter(carrier.opens) if carrier.opens > 0 else ""
    yield case.quarter(carrier.closes) if carrier.closes < NEVER else ""
    yield mean_of(span, used)
    peak = f'=IF(COUNT({span})=0,"",MAX({span}))'
    yield Formula(peak, float(used.max()) if len(used) else "")
    number, capacity = address(row, places["number"], "c"), address(row, places["capacity"], "c")
    for t in range(case.quarters):
        head = address(FIRST_TABLE_ROW, first + t, "r")
        taken = in_quarter(detail, "use", head, {"carrier_no": number})
        open_now = _open_test(row, places, head)
        value = float(share[t]) if not np.isnan(share[t]) else ""
        yield Formula(f'=IF({open_now},IF({capacity}>0,{taken}/{capacity},""),"")', value)


def _open_test(row: int, places: dict[str, int], head: str) -> str:
    opens, closes = address(row, places["opens"], "c"), address(row, places["last_open"], "c")
    return f'AND(OR({opens}="",{opens}<={head}),OR({closes}="",{closes}>={head}))'


def _open_area(table: Table, head: str, condition: str) -> str:
    """Area open in the quarter of `head` over the carriers that meet `condition`."""
    opens, closes = table.local("opens"), table.local("last_open")
    is_open = f'((({opens}="")+({opens}<={head}))>0)*((({closes}="")+({closes}>={head}))>0)'
    return f"SUMPRODUCT(({condition})*{is_open}*{table.local('lettable_m2')})"


def _write_city(book: Book, row: int) -> Table:
    """Open, used and free area and the rate, of the city without enclaves."""
    page, case = book.pages["occupancy"], book.case
    table, detail = book.tables["occupancy"], book.tables["detail"]
    page.section(row, "city")
    first = len(LEADING) + 1
    top = row + 2
    city = np.array([not carrier.is_enclave for carrier in case.carriers])
    open_m2 = case.lettable_m2[city].sum(axis=0)
    used_m2 = held_m2(book)[city].sum(axis=0)
    lines: list[tuple[str, list[CellValue]]] = [("open", []), ("used", []), ("free", [])]
    rate: list[CellValue] = []
    for t in range(case.quarters):
        head = address(FIRST_TABLE_ROW, first + t, "r")
        there = f"={_open_area(table, head, table.local('enclave') + '=' + chr(34) * 2)}"
        used = f"={in_quarter(detail, 'area_m2', head, {'in_city': '1'})}"
        one, two = address(top, first + t), address(top + 1, first + t)
        lines[0][1].append(Formula(there, float(open_m2[t])))
        lines[1][1].append(Formula(used, float(used_m2[t])))
        lines[2][1].append(Formula(f"={one}-{two}", float(open_m2[t] - used_m2[t])))
        share = float(used_m2[t] / open_m2[t]) if open_m2[t] > 0 else ""
        rate.append(Formula(f'=IF({one}>0,{two}/{one},"")', share))
    rows = [_line(book, page.text(f"city.{key}"), cells) for key, cells in lines]
    written = page.table(row + 1, _plain_columns(book, "area"), rows)
    page.join_header(row + 1, 1, len(LEADING), page.text("column.figure"))
    rate_row = written.last + 1
    page.table_rows(
        rate_row, _plain_columns(book, "share"), [_line(book, page.text("city.rate"), rate)]
    )
    page.total_row(rate_row, first + case.quarters - 1)
    return Table(written.sheet, written.header_row, written.first, rate_row, written.columns)


def _write_campuses(book: Book, row: int) -> Table:
    page, case = book.pages["occupancy"], book.case
    table, detail = book.tables["occupancy"], book.tables["detail"]
    page.section(row, "campuses")
    first = len(LEADING) + 1
    used_m2 = held_m2(book)
    rows = []
    for g, campus in enumerate(case.campuses):
        mine = case.carrier_campus == g
        at = row + 2 + g
        cells: list[CellValue] = []
        for t in range(case.quarters):
            head = address(FIRST_TABLE_ROW, first + t, "r")
            there = _open_area(table, head, f"{table.local('campus')}={address(at, 2, 'c')}")
            used = in_quarter(detail, "area_m2", head, {"campus_no": address(at, 1, "c")})
            whole = float(case.lettable_m2[mine, t].sum())
            value = float(used_m2[mine, t].sum()) / whole if whole > 0 else ""
            cells.append(Formula(f'=IF({there}>0,{used}/{there},"")', value))
        rows.append(_line(book, campus.id, cells, g + 1))
    written = page.table(row + 1, _plain_columns(book, "share"), rows)
    page.join_header(row + 1, 2, len(LEADING), page.text("column.campus"))
    return written


def _plain_columns(book: Book, kind: str) -> tuple[Column, ...]:
    """The columns of the carriers' table, all but number, name and quarters without a header."""
    blank = (Column(f"blank_{n}", 0, "text", " ") for n in range(2, len(LEADING)))
    lead = (Column("number", 0, "centre"), Column("campus", 0, "text", " "), *blank)
    return (*lead, *quarter_columns(book, 0, kind))


def _line(
    book: Book, name: str, cells: list[CellValue], number: int | None = None
) -> list[CellValue]:
    return [number, name, *([None] * (len(LEADING) - 2)), *cells]


def _heat(book: Book, first_row: int, last_row: int) -> None:
    if last_row < first_row:
        return
    first = get_column_letter(len(LEADING) - 1)
    last = get_column_letter(len(LEADING) + book.case.quarters)
    cells = f"{first}{first_row}:{last}{last_row}"
    formats = book.pages["occupancy"].sheet.conditional_formatting
    top_left = address(first_row, len(LEADING) - 1)
    over = highlight(f"AND(ISNUMBER({top_left}),{top_left}>{FULL})", style.RED, style.RED_FILL)
    over.stopIfTrue = True
    formats.add(cells, over)
    formats.add(cells, heat(((0, "FFFFFF"), (0.7, "D6E6F0"), (1, "6FA8C7"))))


def _chart(book: Book, city: Table, campuses: Table) -> None:
    page = book.pages["occupancy"]
    chart = occupancy_chart(book, city, campuses)
    if len(book.case.campuses) > CAMPUSES_BESIDE_CHART:
        page.break_before(campuses.last + 2)
    columns = (1, len(LEADING) + book.case.quarters)
    place(chart, page.sheet, campuses.last + 2, columns, CHART_ROWS)
    book.tables["city"], book.tables["campuses"] = city, campuses


def occupancy_chart(book: Book, city: Table, campuses: Table) -> LineChart:
    """Occupancy of the city and its campuses over time."""
    page = book.pages["occupancy"]
    first = len(LEADING) + 1
    drawn = range(campuses.first, min(campuses.last, campuses.first + MAX_LINES - 1) + 1)
    block = Block(
        page.sheet,
        header_row=FIRST_TABLE_ROW,
        rows=(city.last, *drawn),
        name_column=2,
        first_column=first,
        last_column=first + book.case.quarters - 1,
    )
    return line_chart(block, page.text("chart.occupancy"), page.text("chart.rate"), "0%")
