"""影子价格: what more space of a kind would save, each price beside the two solves that test it."""

from collections.abc import Iterator
from typing import Final

from optimizer.domain.demand import DemandBlock
from optimizer.explain.plan_facts import ShadowPrice
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column, Table

DEMAND: Final = "demand_served"
PRINTED: Final = 60
"""Rows of the table that are printed; the rest is for the screen."""
SENTENCES: Final = 12
"""Kinds of demand told in words; all with a price stand in the table."""

COLUMNS: Final = (
    Column("price_rule", 18, "wrap"),
    Column("kind", 20),
    Column("stage", 9),
    Column("industry", 26, "wrap"),
    Column("price_place", 30, "wrap"),
    Column("year_no", 8, "centre"),
    Column("dual", 11, "points"),
    Column("step", 9, "integer"),
    Column("unit", 8, "centre"),
    Column("price_step", 12, "number"),
    Column("saving_more", 13, "number"),
    Column("loss_less", 13, "number"),
    Column("lp_cost", 13, "number"),
    Column("lp_cost_more", 13, "number"),
    Column("lp_cost_less", 13, "number"),
    Column("holds", 8, "centre"),
)


def write_prices(book: PlanBook) -> None:
    """Fill the sheet: how many were tested, sentences, demand, then the other rows."""
    page, prices, width = book.pages["prices"], book.result.prices, len(COLUMNS)
    for number, column in enumerate(COLUMNS, 1):
        page.sheet.column_dimensions[address(1, number)[:-1]].width = column.width
    page.title("plan_prices", width)
    row = FIRST_TABLE_ROW
    if not prices:
        page.line(row, page.text("plan.no_prices"), width, style.BODY)
        page.finish(None, 0, width, row)
        return
    asked = [price for price in prices if is_of_city(book, price)]
    other = [price for price in prices if not is_of_city(book, price)]
    told = row + 1
    row = told
    for price in told_first(asked):
        page.line(row, price_sentence(book, price), width, style.BODY)
        row += 1
    tables = []
    for key, mine in (("prices_of_demand", asked), ("prices_of_others", other)):
        if mine:
            page.section(row + 1, key, count=len(mine))
            rows = [list(_row(book, row + 3 + n, price)) for n, price in enumerate(mine)]
            tables.append(page.table(row + 2, COLUMNS, rows, long=True))
            row = tables[-1].last + 1
    book.tables["prices"] = tables[0]
    page.line(told - 1, _tested(book), width, style.BOLD)
    page.finish(tables[0], 0, width, row)
    page.sheet.freeze_panes = None
    page.sheet.print_title_rows = "1:2"
    page.sheet.auto_filter.ref = _filter(tables[0])
    if row > tables[0].first + PRINTED:
        widest = address(tables[0].first + PRINTED - 1, width)
        page.sheet.print_area = f"A1:{widest}"


def is_of_city(book: PlanBook, price: ShadowPrice) -> bool:
    """Whether a price is of demand of the city, not of what enclaves send home."""
    return price.rule == DEMAND and any(block.kind != "home" for block in _blocks(book, price))


def told_first(prices: list[ShadowPrice]) -> list[ShadowPrice]:
    """The dearest year of each stage and industry; if there is a choice, one tested both ways."""
    found: dict[tuple[str, str], ShadowPrice] = {}
    both = [p for p in prices if p.saving_more is not None and p.loss_less is not None]
    for price in (*both, *prices):
        kind = (price.subject.get("stage", ""), price.subject.get("industry", ""))
        found.setdefault(kind, price)
    return sorted(found.values(), key=lambda p: -abs(p.dual) * p.step)[:SENTENCES]


def _filter(table: Table) -> str:
    return f"A{table.header_row}:{address(max(table.last, table.first), len(COLUMNS))}"


def _tested(book: PlanBook) -> str:
    """How many prices were tested, and how many lie between their two re-solved slopes."""
    prices = book.result.prices
    holds = sum(price.holds for price in prices)
    key = "plan.prices_hold_all" if holds == len(prices) else "plan.prices_hold"
    rows = max(book.result.price_rows, len(prices))
    return book.pages["prices"].text(key, rows=f"{rows:,}", tested=f"{len(prices):,}",
                                     holds=f"{holds:,}")  # fmt: skip


def price_sentence(book: PlanBook, price: ShadowPrice) -> str:
    """What a step more of the kind of space saves, with both re-solved values beside it."""
    page, subject = book.pages["prices"], price.subject

    def told(way: str, value: float | None) -> str:
        key = f"plan.price_{way}" if value is not None else f"plan.price_{way}_none"
        shown = "" if value is None else f"{value:,.1f}"
        return page.text(key, step=f"{price.step:,.0f}", value=shown)

    return page.text(
        "plan.price_sentence",
        year=subject.get("year", ""),
        industry=book.industry(subject.get("industry", "")),
        stage=book.stage(subject.get("stage", "")),
        kind=kind_of(book, price),
        step=f"{price.step:,.0f}",
        dual=f"{price.dual * price.step:,.1f}",
        more=told("more", price.saving_more),
        less=told("less", price.loss_less),
    )


def kind_of(book: PlanBook, price: ShadowPrice) -> str:
    """Kinds of the demand a price is about, in words; blank for other rows."""
    kinds = dict.fromkeys(block.kind for block in _blocks(book, price))
    return book.listed([book.pages["prices"].text(f"kind.{kind}") for kind in kinds])


def _blocks(book: PlanBook, price: ShadowPrice) -> tuple[DemandBlock, ...]:
    """The blocks a price is about: of a row of demand those of the city, if there are any."""
    name = price.subject.get("block", "")
    if name not in book.blocks:
        return ()
    led = book.blocks_led.get(name, ()) if price.rule == DEMAND else ()
    return tuple(each for each in led if each.kind != "home") or (book.blocks[name],)


def subject_place(book: PlanBook, price: ShadowPrice) -> str:
    """Place, policy row or projects a price is about."""
    blocks = _blocks(book, price)
    if blocks:
        return book.projects_of(*blocks)
    place = book.places.get(price.subject.get("place", ""))
    if place is not None:
        return place.id if place.name in ("", place.id) else f"{place.id} {place.name}"
    if "rank" in price.subject:
        return book.pages["prices"].text("plan.rank_place", rank=price.subject["rank"])
    return price.subject.get("place", price.subject.get("policy", ""))


def _row(book: PlanBook, row: int, price: ShadowPrice) -> Iterator[CellValue]:
    place = {column.key: number for number, column in enumerate(COLUMNS, 1)}

    def at(key: str) -> str:
        return address(row, place[key])

    def less(one: str, two: str, value: float | None) -> CellValue:
        return None if value is None else Formula(f"={at(one)}-{at(two)}", value)

    subject = price.subject
    yield rule_title(book, price.rule)
    yield kind_of(book, price)
    yield book.stage(subject.get("stage", ""))
    yield book.industry(subject["industry"]) if "industry" in subject else ""
    yield subject_place(book, price)
    yield subject.get("year", "")
    yield from (price.dual, price.step)
    yield book.unit(price.unit)
    yield Formula(f"={at('dual')}*{at('step')}", price.dual * price.step)
    yield less("lp_cost", "lp_cost_more", price.saving_more)
    yield less("lp_cost_less", "lp_cost", price.loss_less)
    yield from (price.cost, price.cost_more, price.cost_less)
    yield book.yes_no(price.holds)


def rule_title(book: PlanBook, rule: str) -> str:
    """What a rule is called, or a row that defines a goal."""
    of_goal = book.word(f"report.goal_row.{rule}", book.choice("policy_rule", rule))
    return book.word(f"rule.{rule}.title", of_goal)
