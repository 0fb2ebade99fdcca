"""The screen of a development plan: what its report says, in the order a reviewer asks."""

from collections.abc import Sequence
from typing import Any, Final

from optimizer.developed import DevelopmentResult
from optimizer.labels import Lang, text
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.development.costs import HEADS, cost_cells
from optimizer.reporting.development.provenance import settings_rows, stamp_rows
from optimizer.reporting.development.summary import (
    horizon_sentence,
    summary_sentences,
    verdict_sentence,
    ways_out,
)
from optimizer.reporting.development.write import filled
from optimizer.reporting.page import Column
from optimizer.reporting.plan_json import development_json
from optimizer.reporting.screen import parts
from optimizer.reporting.screen.calendar import calendar_section
from optimizer.reporting.screen.demand import balance_section, futures_section, money_section
from optimizer.reporting.screen.faults import faults_table
from optimizer.reporting.screen.tables import BLANK, Shape, plain_table, written_table
from optimizer.result import Result

GROUPS: Final = ("plan_proof", "plan_figures")
WITHOUT_SWITCHES: Final = {
    "plan.no_futures_short": "screen.no_futures",
    "plan.ask_futures": "screen.no_futures",
    "plan.no_alternatives": "screen.no_alternatives",
}
"""Sentences of the report that name a switch of the command line, and what a screen says."""
SITES: Final = (
    *("site", "grade", "opened_m2", "cost_of_losing", "proven_loss", "worth_fact"),
    *("loss_share", "used_share", "start_years", "campus", "district"),
)
PRICES: Final = (
    *("price_rule", "kind", "stage", "industry", "price_place", "year_no", "dual", "step"),
    *("unit", "price_step", "saving_more", "loss_less", "holds"),
)

FOR_FORMULAS: Final = ("in_city",)
"""Columns that only the formulas of the report need."""
MOST_PRICES: Final = 200
"""Rows of prices on a screen: the dearest are told in words, the report has all."""

Part = dict[str, Any]


def development_screen(result: DevelopmentResult, lang: Lang) -> Part:
    """Everything the page of a development plan shows."""
    screen = parts.head(result, lang, "plan", development_json(result, lang))
    book = filled(result, lang)
    screen["title"] = book.pages["summary"].text("title.plan_summary")
    screen["horizon"] = horizon_sentence(book)
    screen["ending"] = parts.ending(result, verdict_sentence(book), lang)
    last = (_sources(book), parts.rests_on(book, stamp_rows(book), settings_rows(book)))
    if not book.has_plan:
        screen["sections"] = [_why_not(book), _targets(book), *_warnings(result, lang), *last]
        return screen
    cards = book.pages["summary"].told.cards
    screen["cards"] = [
        parts.card_group(name, group, lang) for name, group in zip(GROUPS, cards, strict=True)
    ]
    screen["sentences"] = [_without_switch(book, told) for told in summary_sentences(book)]
    screen["sections"] = [
        *(calendar_section(book), balance_section(book), money_section(book), _targets(book)),
        *(_simple(book, "alarms"), _simple(book, "alternatives"), _worth(book)),
        *(_simple(book, "scenarios"), _futures(book), _prices(book), _costs(book)),
        *(_simple(book, "rules", folded=True), *_warnings(result, lang), *last),
    ]
    return screen


def _without_switch(book: PlanBook, sentence: str) -> str:
    page = book.pages["summary"]
    for key, own in WITHOUT_SWITCHES.items():
        if sentence == page.text(key):
            return text(own, book.lang)
    return sentence


def _lines(book: PlanBook, key: str) -> list[str]:
    return [_without_switch(book, line) for line in book.pages[key].told.lines]


def _title(book: PlanBook, key: str) -> str:
    return text(f"report.title.{key}", book.lang)


def _tables(book: PlanBook, key: str) -> list[Part]:
    """The tables of a sheet that have any row."""
    told = book.pages[key].told
    written = sorted(book.pages[key].told.tables, key=lambda each: each[0].header_row)
    made = [
        written_table(book, key, table, told.heading_of(table), Shape(_shown_of(columns)))
        for table, columns in written
    ]
    return [table for table in made if table["rows"]]


def _shown_of(columns: Sequence[Column]) -> list[str]:
    """Keys of the columns that say something to a reader."""
    keys = [column.key for column in columns]
    return [key for key in keys if key not in FOR_FORMULAS and not key.startswith(BLANK)]


def _simple(book: PlanBook, key: str, folded: bool = False) -> Part:
    """A sheet as it is: its note, lines and tables."""
    return parts.section(
        key, _title(book, key), sheet=key, note=book.pages[key].told.note,
        lines=_lines(book, key), tables=_tables(book, key), folded=folded,
    )  # fmt: skip


def _why_not(book: PlanBook) -> Part:
    title = text("screen.title.clash", book.lang)
    lead, *lines = ways_out(book)
    return parts.section("clash", title, sheet="targets", lead=lead, lines=lines)


def _targets(book: PlanBook) -> Part:
    # The ways out are told as sentences where there is no plan.
    return parts.section(
        "targets", _title(book, "targets"), sheet="targets",
        note=book.pages["targets"].told.note,
        lines=_lines(book, "targets") if book.has_plan else [], tables=_tables(book, "targets"),
    )  # fmt: skip


def _worth(book: PlanBook) -> Part:
    table = written_table(book, "worth", book.tables["worth"], "", Shape(SITES))
    return parts.section(
        "worth", _title(book, "worth"), sheet="worth", note=book.pages["worth"].told.note,
        foot=_lines(book, "worth"), tables=[table] if table["rows"] else [],
    )  # fmt: skip


def _futures(book: PlanBook) -> Part:
    if book.result.futures is None:
        title = _title(book, "futures_none")
        return parts.section("futures", title, sheet="futures", lines=_lines(book, "futures"))
    return futures_section(book)


def _prices(book: PlanBook) -> Part:
    page = book.pages["prices"]
    tables = [
        written_table(
            book, "prices", table, page.told.heading_of(table), Shape(PRICES, most=MOST_PRICES)
        )
        for table, _ in page.told.tables
    ]
    # The line on how many were tested is written last and stands first.
    lines = _lines(book, "prices")
    return parts.section(
        "prices", text("screen.title.prices", book.lang), sheet="prices", note=page.told.note,
        lines=[*lines[-1:], *lines[:-1]], tables=tables, folded=True,
    )  # fmt: skip


def _costs(book: PlanBook) -> Part:
    page = book.pages["summary"]
    kinds = ("text", "wrap", "number", "share")
    heads = [
        (key, page.text(f"column.{key}"), kind) for key, kind in zip(HEADS, kinds, strict=True)
    ]
    table = plain_table("costs", heads, cost_cells(book))
    return parts.section(
        "costs", text("screen.title.costs", book.lang), sheet="summary",
        note=page.text("section.plan_goals"), tables=[table], folded=True,
    )  # fmt: skip


def _warnings(result: Result, lang: Lang) -> list[Part]:
    if not result.case.warnings:
        return []
    table = faults_table(result.case.warnings, lang)
    title = text("report.title.input", lang)
    return [parts.section("input", title, tables=[table], folded=True)]


def _sources(book: PlanBook) -> Part:
    return parts.section(
        "assumptions", _title(book, "assumptions"), sheet="assumptions",
        note=book.pages["assumptions"].told.note, tables=_tables(book, "assumptions"), folded=True,
    )  # fmt: skip
