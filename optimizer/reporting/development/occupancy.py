"""The city by year, at the head of 供需平衡: space, who is in it, what stays empty, and charts."""

from typing import Final

import numpy as np

from optimizer.domain.calendar_years import Floats
from optimizer.domain.words import STAGES
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.charts import Block, Chart, bar_chart, place, with_lines
from optimizer.reporting.development.balance_figures import Balance
from optimizer.reporting.development.book import IN_ENCLAVE, IN_EXISTING, IN_NEW, PlanBook
from optimizer.reporting.development.building_details import space_rows
from optimizer.reporting.page import Column, Table
from optimizer.units import YUAN_PER_10K

ROWS: Final = (
    *("year_share", "demand", "free_existing", "new_usable", "usable", "sitting", "housed"),
    *("vacant", "converting", "occupancy", "worst_share", "discount", "vacancy_10k"),
    "balance_10k",
)
"""Rows of the table, in this order."""
NAME_COLUMNS: Final = 4
"""Columns that the name of a row takes."""
_KINDS: Final = {
    "year_share": "number", "occupancy": "share", "worst_share": "share", "discount": "points",
    "vacancy_10k": "number", "balance_10k": "number",
}  # fmt: skip
_SUMMED: Final = ("vacancy_10k", "balance_10k")


def city_years(book: PlanBook, balance: Balance) -> dict[str, Floats]:
    """Every row of the table."""
    settings, years = book.case.settings, book.years
    zeros = np.zeros(len(years))
    found = {name: zeros.copy() for name in ROWS}
    for each in space_rows(book):
        y, group = years.number(each.year), book.places[each.place].group
        if group != IN_ENCLAVE:
            found["free_existing" if group == IN_EXISTING else "new_usable"][y] += each.usable_m2
            found["converting"][y] += each.converting_m2
            found["sitting"][y] += each.sitting_m2
    for service in book.plan.services:
        if book.places[service.place].group in (IN_EXISTING, IN_NEW):
            found["housed"][years.number(service.year)] += service.area_m2
    found["demand"] = balance.of("demand")
    found["usable"] = found["free_existing"] + found["new_usable"]
    found["vacant"] = found["usable"] - found["housed"]
    inside = found["usable"] + found["sitting"]
    filled = found["housed"] + found["sitting"]
    found["occupancy"] = np.divide(filled, inside, out=zeros.copy(), where=inside > 0)
    for stage in STAGES:
        asked, unmet = balance.of("demand", stage), balance.of("unmet", stage)
        share = np.divide(unmet, asked, out=zeros.copy(), where=asked > 0)
        found["worst_share"] = np.maximum(found["worst_share"], share)
    found["year_share"], found["discount"] = years.weight, book.discount
    money = years.weight * book.discount
    price = settings.vacancy_cost_per_m2_year / YUAN_PER_10K
    found["vacancy_10k"] = found["vacant"] * money * price
    found["balance_10k"] = found["worst_share"] * money * settings.balance_cost_10k
    return found


def write_occupancy(
    book: PlanBook, row: int, shares: list[int], asked: int, balance: Balance
) -> None:
    """Write the table with its header in `row`.

    Parameters
    ----------
    shares : list of int
        Rows of the table by stage with the unmet share of a stage.
    asked : int
        Its row with the demand of all stages.
    """
    page, years = book.pages["balance"], book.years
    figures = city_years(book, balance)
    blank = (Column(f"blank_{n}", 0, "text", " ") for n in range(2, NAME_COLUMNS + 1))
    columns = (Column("figure"), *blank, *book.year_columns(0, "integer"),
               Column("whole_plan", 0, "number"))  # fmt: skip
    first, rows = NAME_COLUMNS + 1, []
    for name in ROWS:
        cells: list[CellValue] = []
        for y in range(len(years)):
            code = _code(book, name, row, first + y, shares, asked)
            value = float(figures[name][y])
            empty = name == "occupancy" and value == 0
            cells.append(Formula(f"={code}", "" if empty else value) if code else value)
        at = row + 1 + ROWS.index(name)
        span = f"{address(at, first)}:{address(at, first + len(years) - 1)}"
        total = Formula(f"=SUM({span})", float(figures[name].sum())) if name in _SUMMED else None
        rows.append([page.text(f"city_row.{name}"), None, None, None, *cells, total])
    table = page.table(row, columns, rows)
    page.join_header(row, 1, NAME_COLUMNS, page.text("column.figure"))
    for number, name in enumerate(ROWS, table.first):
        for column in range(first, first + len(years)):
            kind = style.FORMATS[_KINDS.get(name, "integer")]
            page.sheet.cell(number, column).number_format = kind
    page.total_row(table.first + ROWS.index("occupancy"), first + len(years))
    book.tables["city_years"] = table


def _code(book: PlanBook, name: str, row: int, column: int, shares: list[int], asked: int) -> str:
    """Formula of a row and year, without its equals sign; empty for what is given."""
    space, services = book.tables["space"], book.tables["services"]
    settings, year = book.case.settings, address(row, column, "r")

    def at(key: str) -> str:
        return address(row + 1 + ROWS.index(key), column)

    def of_space(key: str, *limits: str) -> str:
        where = ",".join(limits)
        return f"SUMIFS({space.column(key)},{space.column('year_no')},{year},{where})"

    group, inside = space.column("group_no"), f"{space.column('in_city')},1"
    money = f"{at('year_share')}*{at('discount')}"
    worst = ",".join(address(each, column) for each in shares)
    whole = f"({at('usable')}+{at('sitting')})"
    vacancy = f"{settings.vacancy_cost_per_m2_year!r}/{YUAN_PER_10K:g}"
    return {
        "demand": address(asked, column),
        "free_existing": of_space("usable_m2", f"{group},{IN_EXISTING}"),
        "new_usable": of_space("usable_m2", f"{group},{IN_NEW}"),
        "usable": f"{at('free_existing')}+{at('new_usable')}",
        "sitting": of_space("sitting_m2", inside),
        "converting": of_space("under_conversion_m2", inside),
        "housed": f"SUMIFS({services.column('housed_m2')},{services.column('year_no')},{year},"
        f'{services.column("group_no")},"<={IN_NEW}")',
        "vacant": f"{at('usable')}-{at('housed')}",
        "occupancy": f'IF({whole}>0,({at("housed")}+{at("sitting")})/{whole},"")',
        "worst_share": f"MAX({worst})" if worst else "0",
        "vacancy_10k": f"{at('vacant')}*{money}*{vacancy}",
        "balance_10k": f"{at('worst_share')}*{money}*{settings.balance_cost_10k!r}",
    }.get(name, "")


def supply_chart(book: PlanBook) -> Chart:
    """Free existing and new space as columns, demand as a line."""
    page, table = book.pages["balance"], book.tables["city_years"]
    bars = _block(
        book, table, [table.first + ROWS.index(n) for n in ("free_existing", "new_usable")]
    )
    line = _block(book, table, [table.first + ROWS.index("demand")])
    titles = page.text("chart.supply_demand"), page.text("chart.area")
    return with_lines(bar_chart(bars, *titles, "#,##0"), line)


def unmet_chart(book: PlanBook) -> Chart:
    """Unmet area by stage."""
    page, table = book.pages["balance"], book.tables["balance"]
    block = _block(book, table, book.unmet_rows)
    return bar_chart(block, page.text("chart.unmet"), page.text("chart.area"), "#,##0")


def balance_charts(book: PlanBook, row: int, width: int, rows: int) -> None:
    """Both charts, side by side."""
    page = book.pages["balance"]
    half = NAME_COLUMNS + 2
    place(supply_chart(book), page.sheet, row, (1, half), rows)
    if book.unmet_rows:
        place(unmet_chart(book), page.sheet, row, (half + 1, width), rows)


def _block(book: PlanBook, table: Table, rows: list[int]) -> Block:
    first = NAME_COLUMNS + 1
    named = 1
    return Block(
        book.pages["balance"].sheet, table.header_row, tuple(rows), named, first,
        first + len(book.years) - 1,
    )  # fmt: skip
