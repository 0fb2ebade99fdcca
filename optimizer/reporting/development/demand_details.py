"""去向明细 and 需求明细: who is housed where in which year, and what is left without a place."""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column
from optimizer.units import AREA_MARGIN_M2, YUAN_PER_10K

SERVICE_COLUMNS: Final = (
    Column("block_no", 7, "integer"),
    Column("kind", 10),
    Column("home_no", 6, "integer"),
    Column("projects", 26, "wrap"),
    Column("stage", 9),
    Column("industry_no", 7, "integer"),
    Column("industry", 26, "wrap"),
    Column("place_id", 24, "wrap"),
    Column("place_name", 20, "wrap"),
    Column("place_group", 10),
    Column("group_no", 7, "integer"),
    Column("year_no", 8, "general"),
    Column("housed_m2", 12, "area"),
    Column("service_10k", 11, "number"),
    Column("homecoming_10k", 12, "number"),
)
BLOCK_COLUMNS: Final = (
    Column("block_no", 7, "integer"),
    Column("kind", 10),
    Column("projects", 26, "wrap"),
    Column("stage", 9),
    Column("industry_no", 7, "integer"),
    Column("industry", 26, "wrap"),
    Column("year_no", 8, "general"),
    Column("year_share", 9, "number"),
    Column("asked_area", 12, "area"),
    Column("housed_m2", 12, "area"),
    Column("unmet_m2", 12, "area"),
    Column("unmet_m2_years", 12, "area"),
    Column("unmet_factor", 9, "number"),
    Column("discount", 9, "points"),
    Column("unmet_10k", 12, "number"),
)

MONEY: Final = ("service_10k", "homecoming_10k")


def write_services(book: PlanBook) -> None:
    """Fill 去向明细."""
    page = book.pages["services"]
    page.title("services", len(SERVICE_COLUMNS))
    rows = list(_services(book))
    for number, column in enumerate(SERVICE_COLUMNS):
        if column.key in MONEY:
            amounts = (row[number] for row in rows)
            book.service_sums[column.key] = math.fsum(a for a in amounts if isinstance(a, float))
    table = page.table(FIRST_TABLE_ROW, SERVICE_COLUMNS, rows, long=True)
    book.tables["services"] = table
    page.finish(table, 1, len(SERVICE_COLUMNS))


def _services(book: PlanBook) -> Iterator[list[CellValue]]:
    page, number = book.pages["services"], book.years.number
    weight = book.years.weight * book.discount
    weight_home = book.case.settings.homecoming_weight
    places = {name: n for n, name in enumerate(book.demand.place_ids)}
    whole = {name: float(area @ book.years.weight) for name, area in book.areas_asked.items()}
    for each in book.plan.services:
        block, place = book.blocks[each.block], book.places[each.place]
        money = float(weight[number(each.year)]) * each.area_m2
        at_place = block.cost_10k.get(places[each.place], 0.0)
        service = money * at_place / whole[block.id] if at_place else 0.0
        home = block.kind == "home"
        price = block.factor * book.case.settings.unmet_cost_per_m2_year / YUAN_PER_10K
        yield [
            book.block_number[block.id], page.text(f"kind.{block.kind}"), int(home),
            book.projects_of(block), book.stage(block.stage),
            book.industry_number[block.industry], book.industry(block.industry),
            place.id, place.name if place.name != place.id else "",
            page.text(f"place_group.{place.group}"), place.group, each.year, each.area_m2,
            service,
            -money * price * weight_home if home else 0.0,
        ]  # fmt: skip


def write_blocks(book: PlanBook) -> None:
    """Fill 需求明细; what enclaves send home is no demand of the city's and stands apart."""
    page = book.pages["blocks"]
    price = book.case.settings.unmet_cost_per_m2_year
    page.title("blocks", len(BLOCK_COLUMNS), price=f"{price:,g}")
    table = page.table(FIRST_TABLE_ROW, BLOCK_COLUMNS, list(_blocks(book)), long=True)
    book.tables["blocks"] = table
    page.finish(table, 1, len(BLOCK_COLUMNS))


def _blocks(book: PlanBook) -> Iterator[list[CellValue]]:
    page, row = book.pages["blocks"], FIRST_TABLE_ROW
    housed: dict[tuple[str, int], float] = defaultdict(float)
    for each in book.plan.services:
        housed[each.block, each.year] += each.area_m2
    unmet = {(each.block, each.year): each.area_m2 for each in book.plan.unmet}
    for name, area in book.areas_asked.items():
        block = book.blocks[name]
        if block.kind == "home":
            continue
        lead: list[CellValue] = [
            book.block_number[name], page.text(f"kind.{block.kind}"), book.projects_of(block),
            book.stage(block.stage), book.industry_number[block.industry],
            book.industry(block.industry),
        ]  # fmt: skip
        for y, year in enumerate(book.years.labels):
            if area[y] > AREA_MARGIN_M2:
                row += 1
                key = (name, year)
                figures = (float(area[y]), housed[key], unmet.get(key, 0.0), block.factor)
                yield [*lead, year, *_figures(book, row, y, *figures)]


def _figures(
    book: PlanBook, row: int, y: int, asked: float, housed: float, unmet: float, factor: float
) -> list[CellValue]:
    place = {column.key: number for number, column in enumerate(BLOCK_COLUMNS, 1)}

    def cell(key: str) -> str:
        return address(row, place[key])

    services, price = book.tables["services"], book.case.settings.unmet_cost_per_m2_year
    weight, discount = float(book.years.weight[y]), float(book.discount[y])
    found = (
        f"=SUMIFS({services.column('housed_m2')},{services.column('block_no')},"
        f"{cell('block_no')},{services.column('year_no')},{cell('year_no')})"
    )
    years = unmet * weight
    cost = years * factor * discount * price / YUAN_PER_10K
    money = "*".join(cell(key) for key in ("unmet_m2_years", "unmet_factor", "discount"))
    return [
        weight, asked, Formula(found, housed), unmet,
        Formula(f"={cell('unmet_m2')}*{cell('year_share')}", years), factor, discount,
        Formula(f"={money}*{price!r}/{YUAN_PER_10K:g}", cost),
    ]  # fmt: skip
