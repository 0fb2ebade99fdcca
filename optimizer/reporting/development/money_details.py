"""投资明细: what is paid for every opening and conversion in every year, and what is charged."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from optimizer.domain.calendar_years import Floats
from optimizer.domain.development_plan import Converted
from optimizer.domain.investment import charged, charged_conversion
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column
from optimizer.units import YUAN_PER_10K

COLUMNS: Final = (
    Column("place_id", 28, "wrap"),
    Column("campus", 20, "wrap"),
    Column("what_is_paid", 10),
    Column("year_no", 8, "general"),
    Column("land_10k", 12, "number"),
    Column("works_10k", 12, "number"),
    Column("fixed_10k", 12, "number"),
    Column("converted_10k", 12, "number"),
    Column("spent_10k", 12, "number"),
    Column("charged_10k", 12, "number"),
    Column("discount", 9, "points"),
    Column("charged_discounted_10k", 13, "number"),
)
SMALLEST_10K: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid for a place in a year, and what the plan is charged, 10 000 yuan.

    Attributes
    ----------
    items : tuple of float
        Land, works, fixed cost, conversion.
    """

    place: str
    is_conversion: bool
    year: int
    items: tuple[float, float, float, float]
    charged_10k: float


def write_payments(book: PlanBook) -> None:
    """Fill the sheet."""
    page = book.pages["payments"]
    page.title("payments", len(COLUMNS))
    rows = [_line(book, row, each) for row, each in enumerate(payments(book), FIRST_TABLE_ROW + 1)]
    table = page.table(FIRST_TABLE_ROW, COLUMNS, rows, long=True)
    book.tables["payments"] = table
    page.finish(table, 1, len(COLUMNS))


def payments(book: PlanBook) -> Iterator[Payment]:
    """Of every opening, then of every conversion, by year."""
    for each in (*_of_openings(book), *_of_conversions(book)):
        if any(abs(amount) > SMALLEST_10K for amount in (*each.items, each.charged_10k)):
            yield each


def _line(book: PlanBook, row: int, each: Payment) -> list[CellValue]:
    """A row with its formulas: what is spent, and what is charged, discounted."""
    place = {column.key: number for number, column in enumerate(COLUMNS, 1)}
    page = book.pages["payments"]
    word = page.text("plan.paid_converting" if each.is_conversion else "plan.paid_building")
    span = f"{address(row, place['land_10k'])}:{address(row, place['converted_10k'])}"
    factor = float(book.discount[book.years.number(each.year)])
    charge = f"={address(row, place['charged_10k'])}*{address(row, place['discount'])}"
    return [
        each.place, book.places[each.place].campus, word, each.year, *each.items,
        Formula(f"=SUM({span})", sum(each.items)), each.charged_10k, factor,
        Formula(charge, each.charged_10k * factor),
    ]  # fmt: skip


def _of_openings(book: PlanBook) -> Iterator[Payment]:
    for opening, candidate in book.openings:
        starts, span = opening.starts, max(candidate.lead, 1)
        once = by_year(book, {starts: 1.0})
        works = by_year(book, {starts + n: candidate.works_10k / span for n in range(span)})
        cost = charged(candidate, starts, opening.opens, book.years, book.case.settings)
        for y, year in enumerate(book.years.labels):
            land, fixed = once[y] * candidate.land_cost_10k, once[y] * candidate.fixed_cost_10k
            items = (float(land), float(works[y]), float(fixed), 0.0)
            yield Payment(candidate.id, False, year, items, float(cost[y]))


def by_year(book: PlanBook, quarterly: dict[int, float]) -> Floats:
    """Amounts by quarter as amounts by year; what falls after the plan is left out."""
    found = np.zeros(len(book.years))
    for quarter, amount in quarterly.items():
        if quarter < book.years.quarters:
            found[book.years.of_quarter[quarter]] += amount
    return found


def _of_conversions(book: PlanBook) -> Iterator[Payment]:
    for each in book.plan.converted:
        paid, cost = _conversion(book, each)
        for y, year in enumerate(book.years.labels):
            items = (0.0, 0.0, 0.0, paid if year == each.year else 0.0)
            yield Payment(each.carrier, True, year, items, float(cost[y]))


def _conversion(book: PlanBook, each: Converted) -> tuple[float, Floats]:
    """What a conversion costs, and what the plan is charged for it by year."""
    years, row = book.years, book.conversion(each)
    paid = each.area_m2 * row.cost_per_m2 / YUAN_PER_10K
    done = years.first_quarter(each.year) + row.quarters
    cost = charged_conversion(paid, years.number(each.year), done, years, book.case.settings)
    return paid, cost
