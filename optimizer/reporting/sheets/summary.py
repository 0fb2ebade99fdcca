"""摘要: what a manager reads first. Key figures, proof, goals, charts, then provenance."""

from typing import Final

from optimizer.domain.words import State
from optimizer.reporting import style
from optimizer.reporting.book import Book, ReportBook, sheet_name
from optimizer.reporting.cards import (
    CARD_COLUMNS,
    Card,
    mark_of_data,
    merged,
    or_dash,
    verdict,
    write_cards,
)
from optimizer.reporting.cells import CellValue, Formula, address, quoted
from optimizer.reporting.charts import place
from optimizer.reporting.page import Page, print_setup
from optimizer.reporting.sheets.flow import stage_chart
from optimizer.reporting.sheets.goals import write_goals
from optimizer.reporting.sheets.occupancy import LEADING, occupancy_chart
from optimizer.reporting.sheets.provenance import write_provenance

WIDTH: Final = 12
COLUMN_WIDTH: Final = 12.0
CHART_ROWS: Final = 21
_CARD_TOP: Final = 6


def write_summary(book: Book) -> None:
    """Fill the sheet; every other one stands by now."""
    page = book.pages["summary"]
    for column in range(1, WIDTH + 1):
        page.sheet.column_dimensions[address(1, column)[:-1]].width = COLUMN_WIDTH
    _head(book, page)
    row = _CARD_TOP + 3 * 4
    city, campuses = book.tables["city"], book.tables["campuses"]
    half = WIDTH // 2
    lines = occupancy_chart(book, city, campuses)
    place(lines, page.sheet, row, (1, half), CHART_ROWS - 1)
    place(stage_chart(book), page.sheet, row, (half + 1, WIDTH), CHART_ROWS - 1)
    row += CHART_ROWS
    page.break_before(row)
    points, row = write_goals(book, row)
    for number, cards in enumerate((_proof(book, points), _states(book), _areas(book))):
        write_cards(page, _CARD_TOP + 4 * number, cards)
    last = write_provenance(book, row)
    page.sheet.freeze_panes = "A3"
    page.sheet.print_area = f"A1:{address(last, WIDTH)}"
    print_setup(page.sheet, page.text("synthetic") if page.synthetic else "", book.lang)


def _head(book: Book, page: Page) -> None:
    """Title, the mark of the data, the horizon, and how the run ended."""
    page.cell(1, 1, page.text("title.summary")).font = style.TITLE
    page.sheet.row_dimensions[1].height = 30
    mark_of_data(page, WIDTH)
    merged(page, 3, 1, WIDTH, horizon_sentence(book))
    page.sheet.cell(3, 1).font = style.NOTE
    verdict(page, 4, ending_sentence(book), WIDTH, book.result.is_reproducible)


def horizon_sentence(book: ReportBook) -> str:
    """From when to when is planned, and which files were read."""
    case = book.case
    return book.pages["summary"].text(
        "horizon",
        first=case.quarter(0),
        last=case.quarter(case.quarters - 1),
        quarters=case.quarters,
        files="、".join(case.files) or "-",
    )


def ending_sentence(book: ReportBook) -> str:
    """How the run ended, with the proven gap; it says so if another run may differ."""
    gap = book.result.gap
    shown = "-" if gap is None else f"{100 * gap:.2f}%"
    return book.result.ending_sentence(book.lang, shown)


def _proof(book: Book, points: str) -> list[Card]:
    """Value, bound and gap; rules read and broken; the size of the case."""
    result, rules = book.result, book.tables["rules"]
    objective, bound = result.objective, result.bound
    value: CellValue = objective
    if points and objective is not None:
        value = Formula(f"=SUM({points})", objective)
    at, top = address(_CARD_TOP + 1, 1), address(_CARD_TOP + 1, 3)
    gap: CellValue = or_dash(result.gap)
    if result.gap is not None and bound is not None:
        gap = Formula(f'=IF({top}>0,MAX(0,({top}-{at})/{top}),"-")', result.gap)
    broken = sum(reading.breaches for reading in result.rules)
    breaches = Formula(f"=SUM({rules.column('breaches')})", broken)
    carriers = Formula(
        f"=COUNTA({book.tables['occupancy'].column('carrier')})", len(book.case.carriers)
    )
    return [
        Card("objective", value if value is not None else "-", "points"),
        Card("bound", or_dash(bound), "points"),
        Card("gap", gap, "gap"),
        Card("breaches", breaches, "integer", style.RED if broken else style.GREEN),
        Card("projects", len(book.case.projects), "integer"),
        Card("carriers", carriers, "integer"),
    ]


def _states(book: Book) -> list[Card]:
    """The four states, which add up to the stays; and sitting tenants with nothing to decide."""
    states = list(book.plan.states.values())
    top = _CARD_TOP + 5

    def count(sheet: str, state: State) -> Formula:
        cells = book.tables[sheet].column("state")
        return Formula(f'=COUNTIF({cells},"{book.state(state)}")', states.count(state))

    locked = Formula(
        f'=COUNTIF({book.tables["placements"].column("locked")},"{book.yes_no(True)}")',
        sum(placement.locked for placement in book.plan.placements),
    )
    parts = ",".join(address(top, 1 + CARD_COLUMNS * n) for n in range(1, 5))
    return [
        Card("stays", Formula(f"=SUM({parts})", len(states)), "integer"),
        Card("placed", count("placements", "placed"), "integer", style.GREEN),
        Card("waiting", count("placements", "waiting"), "integer", style.AMBER),
        Card("refused", count("waiting", "refused"), "integer", style.RED),
        Card("later", count("waiting", "later"), "integer", style.MUTED),
        Card("locked", locked, "integer"),
    ]


def _areas(book: Book) -> list[Card]:
    """Areas and rates of the city without enclaves, and the area asked for in vain."""
    city = book.tables["city"]
    first = len(LEADING) + 1
    last = first + book.case.quarters - 1
    sheet = quoted(sheet_name("occupancy"))
    values = book.values.by_cell

    def at(row: int, column: int, code: str = "") -> Formula:
        stored = values[sheet_name("occupancy"), address(row, column)]
        return Formula(code or f"={sheet}!{address(row, column)}", stored)

    rates = [
        values[sheet_name("occupancy"), address(city.last, column)]
        for column in range(first, last + 1)
    ]
    numbers = [rate for rate in rates if isinstance(rate, float)]
    span = f"{sheet}!{address(city.last, first)}:{address(city.last, last)}"
    mean = Formula(f'=IF(COUNT({span})=0,"-",AVERAGE({span}))', sum(numbers) / max(len(numbers), 1))
    refused = [
        book.case.stays[facts.stay].area_m2
        for facts in book.result.waiting_facts.values()
        if facts.state == "refused"
    ]
    waiting = book.tables["waiting"]
    asked = (
        f'=SUMIFS({waiting.column("asked_m2")},{waiting.column("state")},"{book.state("refused")}")'
    )
    return [
        Card("capacity", at(city.first, last), "integer"),
        Card("used", at(city.first + 1, last), "integer"),
        Card("rate_first", at(city.last, first), "share"),
        Card("rate_last", at(city.last, last), "share"),
        Card("rate_mean", mean, "share"),
        Card("refused_area", Formula(asked, float(sum(refused))), "integer", style.RED),
    ]
