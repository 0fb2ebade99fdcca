"""开建明细, 布局明细, 可用明细: what is built, for whom, and what space there is every year."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from optimizer.domain.calendar_years import Floats
from optimizer.domain.development_plan import Opening
from optimizer.domain.outlook import Candidate
from optimizer.domain.supply import absorbed
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.development.book import IN_ENCLAVE, PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column
from optimizer.units import AREA_MARGIN_M2, YUAN_PER_10K

OPENING_COLUMNS: Final = (
    Column("place_id", 24, "wrap"),
    Column("site", 20, "wrap"),
    Column("phase", 8, "centre"),
    Column("campus", 18, "wrap"),
    Column("district", 14, "wrap"),
    Column("enclave", 9, "centre"),
    Column("in_city", 6, "integer"),
    Column("site_counted", 7, "integer"),
    Column("gross_m2", 11, "area"),
    Column("efficiency", 8, "share"),
    Column("lettable_area", 11, "area"),
    Column("start_year", 8, "general"),
    Column("start_quarter", 9, "centre"),
    Column("open_quarter", 9, "centre"),
    Column("full_quarter", 9, "centre"),
    Column("cost_per_m2", 9, "integer"),
    Column("works_10k", 12, "number"),
    Column("land_10k", 12, "number"),
    Column("fixed_10k", 11, "number"),
    Column("investment_10k", 12, "number"),
)
LAYOUT_COLUMNS: Final = (
    Column("place_id", 28, "wrap"),
    Column("in_city", 7, "integer"),
    Column("stage", 10),
    Column("industry_no", 7, "integer"),
    Column("industry", 26, "wrap"),
    Column("start_year", 9, "general"),
    Column("laid_out_m2", 12, "area"),
    Column("laid_out_gross_m2", 13, "area"),
)
CONVERSION_COLUMNS: Final = (
    Column("place_id", 0, "wrap"),
    Column("in_city", 0, "integer"),
    Column("from_stage"),
    Column("blank_4", 0, "text", " "),
    Column("to_stage"),
    Column("start_year", 0, "general"),
    Column("converted_m2", 0, "area"),
    Column("converted_10k", 0, "number"),
)
SPACE_COLUMNS: Final = (
    Column("place_id", 28, "wrap"),
    Column("place_group", 10),
    Column("group_no", 8, "integer"),
    Column("in_city", 7, "integer"),
    Column("year_no", 8, "general"),
    Column("usable_m2", 12, "area"),
    Column("under_conversion_m2", 12, "area"),
    Column("sitting_m2", 12, "area"),
)


def write_openings(book: PlanBook) -> None:
    """Fill 开建明细."""
    page = book.pages["openings"]
    page.title("openings", len(OPENING_COLUMNS))
    counted: set[str] = set()
    rows = []
    for number, (opening, candidate) in enumerate(book.openings, FIRST_TABLE_ROW + 1):
        new_site = candidate.site not in counted
        counted.add(candidate.site)
        rows.append(list(_opening(book, number, opening, candidate, new_site)))
    table = page.table(FIRST_TABLE_ROW, OPENING_COLUMNS, rows)
    book.tables["openings"] = table
    page.finish(table, 1, len(OPENING_COLUMNS))


def _opening(
    book: PlanBook, row: int, opening: Opening, candidate: Candidate, new_site: bool
) -> Iterator[CellValue]:
    place = {column.key: number for number, column in enumerate(OPENING_COLUMNS, 1)}

    def cells(*keys: str) -> str:
        return "*".join(address(row, place[key]) for key in keys)

    yield from (candidate.id, candidate.site, candidate.phase, candidate.campus)
    yield candidate.district
    yield book.choice("enclave", candidate.enclave) if candidate.is_enclave else ""
    yield from (0 if candidate.is_enclave else 1, int(new_site))
    yield from (candidate.gross_area_m2, candidate.efficiency)
    yield Formula(f"={cells('gross_m2', 'efficiency')}", candidate.lettable_area_m2)
    full = opening.opens + book.case.settings.absorption_quarters - 1
    yield opening.year
    yield from (book.quarter(opening.starts), book.quarter(opening.opens), book.quarter(full))
    yield candidate.cost_per_m2
    works = f"={cells('gross_m2', 'cost_per_m2')}/{YUAN_PER_10K:g}"
    yield Formula(works, candidate.works_10k)
    yield from (candidate.land_cost_10k, candidate.fixed_cost_10k)
    span = f"{address(row, place['works_10k'])}:{address(row, place['fixed_10k'])}"
    yield Formula(f"=SUM({span})", candidate.investment_10k)


def write_layout(book: PlanBook) -> None:
    """Fill 布局明细: new space by stage and industry, then what is converted."""
    page = book.pages["layout"]
    page.title("layout", len(LAYOUT_COLUMNS))
    rows = []
    for each in book.plan.allotments:
        candidate = book.candidates[each.candidate]
        rows.append([
            each.candidate, 0 if candidate.is_enclave else 1, book.stage(each.stage),
            book.industry_number[each.industry], book.industry(each.industry),
            book.plan.opened[each.candidate].year, each.area_m2,
            each.area_m2 / candidate.efficiency,
        ])  # fmt: skip
    table = page.table(FIRST_TABLE_ROW, LAYOUT_COLUMNS, rows, long=True)
    book.tables["layout"] = table
    last = max(table.last, table.first)
    page.section(last + 2, "conversions")
    if not book.plan.converted:
        page.line(last + 3, page.text("plan.no_conversions"), len(LAYOUT_COLUMNS))
        page.finish(table, 1, len(LAYOUT_COLUMNS), last + 3)
        return
    converted = page.table(last + 3, CONVERSION_COLUMNS, list(_conversions(book)))
    book.tables["conversions"] = converted
    page.finish(table, 1, len(LAYOUT_COLUMNS), converted.last)


def _conversions(book: PlanBook) -> Iterator[list[CellValue]]:
    for each in book.plan.converted:
        price = book.conversion(each).cost_per_m2
        enclave = book.places[each.carrier].group == IN_ENCLAVE
        cost = each.area_m2 * price / YUAN_PER_10K
        yield [each.carrier, 0 if enclave else 1, book.stage(each.from_stage), None,
               book.stage(each.to_stage), each.year, each.area_m2, cost]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Space:
    """Space of a place in a year, mean of the year, m²."""

    place: str
    year: int
    usable_m2: float
    converting_m2: float = 0.0
    sitting_m2: float = 0.0


def write_space(book: PlanBook) -> None:
    """Fill 可用明细: space by place and year, existing and new."""
    page = book.pages["space"]
    page.title("space", len(SPACE_COLUMNS))
    rows: list[list[CellValue]] = []
    for each in space_rows(book):
        group = book.places[each.place].group
        rows.append([
            each.place, page.text(f"place_group.{group}"), group, int(group != IN_ENCLAVE),
            each.year, each.usable_m2, each.converting_m2, each.sitting_m2,
        ])  # fmt: skip
    table = page.table(FIRST_TABLE_ROW, SPACE_COLUMNS, rows, long=True)
    book.tables["space"] = table
    page.finish(table, 1, len(SPACE_COLUMNS))


def space_rows(book: PlanBook) -> Iterator[Space]:
    """Existing carriers with any space, then what is opened, as it is absorbed."""
    if book.demand.carriers:
        free, sitting = (
            book.years.mean(book.demand.existing_m2),
            book.years.mean(book.demand.sitting_m2),
        )
        for k, carrier in enumerate(book.demand.carriers):
            under_way = under_conversion(book, carrier.id)
            for y, year in enumerate(book.years.labels):
                each = Space(
                    carrier.id, year, float(free[k, y]), float(under_way[y]), float(sitting[k, y])
                )
                if max(each.usable_m2, each.sitting_m2) > AREA_MARGIN_M2:
                    yield each
    for opening, candidate in book.openings:
        share = book.years.mean(absorbed(book.case, book.demand, opening.opens))
        for year, part in zip(book.years.labels, share.tolist(), strict=True):
            if part > 0:
                yield Space(candidate.id, year, candidate.lettable_area_m2 * part)


def under_conversion(book: PlanBook, carrier: str) -> Floats:
    """Area of a carrier that is being converted, mean of each year, m²."""
    years, taken = book.years, np.zeros(len(book.years))
    t = np.arange(years.quarters)
    for each in book.plan.converted:
        if each.carrier == carrier:
            begins = years.first_quarter(each.year)
            done = begins + book.conversion(each).quarters
            taken += each.area_m2 * years.mean(((t >= begins) & (t < done)).astype(np.float64))
    return taken
