"""待安置与原因, and 逐载体核对: every stay that waits, is refused or lies beyond the horizon."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from optimizer.domain.fit import Reason
from optimizer.explain.facts import Tried, WaitingFacts
from optimizer.explain.wording import FACT_MARK, sentences
from optimizer.labels import text
from optimizer.reporting.book import Book
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

CLOSEST: Final = 5
"""Carriers named in the main sheet; the detail sheet has all of them."""

COLUMNS: Final = (
    Column("project", 10, "wrap"),
    Column("name", 18, "wrap"),
    Column("industry", 11, "wrap"),
    Column("talent_class", 7, "centre"),
    Column("priority", 7, "integer"),
    Column("stage", 8, "centre"),
    Column("state", 11, "centre"),
    Column("asked_m2", 9, "area"),
    Column("least_m2", 9, "area"),
    Column("quarters", 6, "integer"),
    Column("facts", 32, "wrap"),
    Column("closest", 48, "wrap"),
    Column("ruled_out", 22, "wrap"),
    Column("helps", 24, "wrap"),
)

TRIED_COLUMNS: Final = (
    Column("project", 12, "wrap"),
    Column("name", 20, "wrap"),
    Column("stage", 9, "centre"),
    Column("state", 11, "centre"),
    Column("carrier", 12, "wrap"),
    Column("carrier_name", 16, "wrap"),
    Column("fits", 10, "centre"),
    Column("tried_facts", 60, "wrap"),
    Column("start", 10, "centre"),
    Column("tightest", 10, "centre"),
    Column("free", 10, "area"),
    Column("needed", 10, "area"),
    Column("missing", 10, "area"),
    Column("unit", 8, "centre"),
)
_STATE_ORDER: Final = {"refused": 0, "waiting": 1, "later": 2}


def write_waiting(book: Book) -> None:
    """Fill both sheets."""
    page = book.pages["waiting"]
    page.title("waiting", len(COLUMNS), most=CLOSEST)
    facts = _in_order(book)
    rows = (list(_row(book, each)) for each in facts)
    table = page.table(FIRST_TABLE_ROW, COLUMNS, rows, long=True)
    book.tables["waiting"] = table
    page.finish(table, 2, len(COLUMNS))
    if "tried" in book.pages:
        _write_tried(book, facts)


def _in_order(book: Book) -> list[WaitingFacts]:
    """Refused before waiting before later, the higher score first."""
    case = book.case

    def place(facts: WaitingFacts) -> tuple[int, float, int]:
        project = case.projects[case.stays[facts.stay].project]
        return _STATE_ORDER[facts.state], -project.priority, facts.stay

    return sorted(book.result.waiting_facts.values(), key=place)


def _row(book: Book, facts: WaitingFacts) -> Iterator[CellValue]:
    case, lang = book.case, book.lang
    stay = case.stays[facts.stay]
    project = case.projects[stay.project]
    yield from (project.id, project.name, project.industry, project.talent_class)
    yield from (project.priority, book.stage(stay.stage), book.state(facts.state))
    yield from (stay.area_m2, stay.min_area_m2, stay.length)
    yield sentences(facts.facts, lang)
    yield "\n".join(_closest_line(book, tried) for tried in facts.closest(CLOSEST))
    yield _ruled_out(book, facts)
    yield sentences(facts.helps, lang)


def _closest_line(book: Book, tried: Tried) -> str:
    carrier = book.case.carriers[tried.carrier].id
    facts = tried.sentence(book.lang) or book.pages["waiting"].text("no_attribute_against")
    return book.pages["waiting"].text("carrier_line", carrier=carrier, facts=facts)


def _ruled_out(book: Book, facts: WaitingFacts) -> str:
    page = book.pages["waiting"]
    return FACT_MARK[book.lang].join(
        page.text("reason_count", reason=text(f"reason.{reason.key}", book.lang), count=count)
        for reason, count in facts.ruled_out()
    )


def _write_tried(book: Book, facts: list[WaitingFacts]) -> None:
    page = book.pages["tried"]
    page.title("tried", len(TRIED_COLUMNS))
    table = page.table(
        FIRST_TABLE_ROW,
        TRIED_COLUMNS,
        (
            _tried_row(book, each, tried, row)
            for row, (each, tried) in enumerate(_all_tried(facts), FIRST_TABLE_ROW + 1)
        ),
        long=True,
    )
    book.tables["tried"] = table
    page.finish(table, 5, len(TRIED_COLUMNS))


def _all_tried(facts: list[WaitingFacts]) -> Iterator[tuple[WaitingFacts, Tried]]:
    """Carriers of the stay's stage; those of other stages are counted on the main sheet only."""
    for each in facts:
        order = each.order if len(each.refused) else np.zeros(0, np.int64)
        of_stage = (each.refused[order] & np.uint32(Reason.STAGE)) == 0
        for carrier in order[of_stage].tolist():
            yield each, each.tried_at(carrier)


def _tried_row(book: Book, facts: WaitingFacts, tried: Tried, row: int) -> list[CellValue]:
    case, page = book.case, book.pages["tried"]
    stay, carrier = case.stays[facts.stay], case.carriers[tried.carrier]
    project = case.projects[stay.project]
    known = tried.fits and tried.start >= 0
    places = {column.key: number for number, column in enumerate(TRIED_COLUMNS, 1)}
    free, needed = address(row, places["free"]), address(row, places["needed"])
    if not tried.fits:
        fits = page.text("fits.no")
    else:
        fits = page.text("fits.verify" if tried.to_verify else "fits.yes")
    return [
        project.id,
        project.name,
        book.stage(stay.stage),
        book.state(facts.state),
        carrier.id,
        carrier.name,
        fits,
        tried.sentence(book.lang),
        case.quarter(tried.start) if known else "",
        case.quarter(tried.tightest) if known else "",
        tried.free if known else None,
        tried.needed if known else None,
        Formula(f"=MAX(0,{needed}-{free})", max(0.0, tried.needed - tried.free)) if known else None,
        book.unit(carrier.unit) if known else "",
    ]
