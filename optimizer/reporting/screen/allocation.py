"""The screen of an allocation: what its report says, in the order a park manager asks."""

from typing import Any, Final

from optimizer.domain.words import STAGES
from optimizer.labels import Lang, text
from optimizer.reporting.book import Book, ReportBook
from optimizer.reporting.run_json import result_json
from optimizer.reporting.screen import parts
from optimizer.reporting.screen.charts import chart, labels_of, series_of
from optimizer.reporting.screen.faults import faults_table
from optimizer.reporting.screen.tables import Shape, plain_table, written_table
from optimizer.reporting.sheets.goals import goal_cells, level_cells
from optimizer.reporting.sheets.occupancy import MAX_LINES
from optimizer.reporting.sheets.provenance import settings_rows, stamp_rows
from optimizer.reporting.sheets.summary import ending_sentence, horizon_sentence
from optimizer.reporting.sheets.waiting import CLOSEST
from optimizer.reporting.write import filled
from optimizer.result import Result
from optimizer.telling.sentences import clash_intro, clash_sentence

NOT_SHOWN: Final = ("tried", "own")
"""Sheets left to the Excel report: every carrier tried by every stay, and the user's columns."""
GROUPS: Final = ("proof", "states", "areas")
WAITING: Final = (
    *("project", "name", "stage", "state", "asked_m2", "facts", "helps", "closest", "ruled_out"),
    *("industry", "talent_class", "priority", "least_m2", "quarters"),
)
"""Columns of the waiting list: what is read first stands first."""
PLACED: Final = (
    *("project", "name", "stage", "carrier", "campus", "first", "last", "area_m2", "state"),
    *("reason", "verify", "industry", "talent_class", "quarters", "overstay", "locked", "company"),
)
_STATE_TONES: Final = {"waiting": "warn", "refused": "bad"}

Part = dict[str, Any]


def allocation_screen(result: Result, lang: Lang) -> Part:
    """Everything the page of an allocation shows."""
    screen = parts.head(result, lang, "allocation", result_json(result, lang=lang))
    if result.plan is None:
        return _without_plan(screen, result, lang)
    book = filled(result, lang, NOT_SHOWN)
    _begin(screen, book)
    cards = book.pages["summary"].told.cards
    screen["cards"] = [
        parts.card_group(name, group, lang) for name, group in zip(GROUPS, cards, strict=True)
    ]
    screen["sections"] = [
        *(_occupancy(book), _waiting(book), _placements(book), _carriers(book), _stages(book)),
        *(_industries(book), _policy(book), _prices(book), _goals(book), _rules(book)),
        *(_input(book), parts.rests_on(book, stamp_rows(book), settings_rows(book))),
    ]
    return screen


def _begin(screen: Part, book: ReportBook) -> None:
    page = book.pages["summary"]
    screen["title"] = page.text("title.summary")
    screen["horizon"] = horizon_sentence(book)
    screen["ending"] = parts.ending(book.result, ending_sentence(book), book.lang)


def _without_plan(screen: Part, result: Result, lang: Lang) -> Part:
    """Why there is no plan: the clash, where one was found."""
    book = ReportBook(result, lang, ("summary",))
    _begin(screen, book)
    if result.clash:
        told = [clash_sentence(member, lang) for member in result.clash]
        title = text("screen.title.clash", lang)
        lead = clash_intro(result.clash, lang)
        screen["sections"].append(parts.section("clash", title, lead=lead, lines=told))
    if result.case.warnings:
        table = faults_table(result.case.warnings, lang)
        title = text("report.title.input", lang)
        screen["sections"].append(parts.section("input", title, tables=[table], folded=True))
    screen["sections"].append(parts.rests_on(book, stamp_rows(book), settings_rows(book)))
    return screen


def _title(book: Book, key: str) -> str:
    return text(f"report.title.{key}", book.lang)


def _note(book: Book, key: str) -> str:
    return text(f"screen.note.{key}", book.lang)


def _span(book: Book) -> tuple[str, str]:
    """Keys of the first and the last quarter's column."""
    return f"quarter_{book.quarters[0]}", f"quarter_{book.quarters[-1]}"


def _quarter_keys(book: Book) -> list[str]:
    return [f"quarter_{label}" for label in book.quarters]


def _occupancy(book: Book) -> Part:
    page, span = book.pages["occupancy"], _span(book)
    keys = ("campus", *_quarter_keys(book))
    city = written_table(
        book, "occupancy", book.tables["city"], page.text("section.city"),
        Shape(keys, {"campus": page.text("column.figure")}),
    )  # fmt: skip
    campuses = written_table(
        book, "occupancy", book.tables["campuses"], page.text("section.campuses"),
        Shape(keys, {"campus": page.text("column.campus")}, heat=keys[1]),
    )  # fmt: skip
    drawn = range(min(len(campuses["rows"]), MAX_LINES))
    lines = [
        *series_of(city, [len(city["rows"]) - 1], "campus", *span),
        *series_of(campuses, drawn, "campus", *span),
    ]
    picture = chart(
        "occupancy", "lines", page.text("chart.occupancy"), page.text("chart.rate"), "share",
        labels_of(city, *span), lines, book.lang,
    )  # fmt: skip
    return parts.section(
        "occupancy", text("screen.title.occupancy", book.lang), sheet="occupancy",
        note=_note(book, "occupancy"), charts=[picture], tables=[city, campuses],
    )  # fmt: skip


def _carriers(book: Book) -> Part:
    keys = ("carrier", "carrier_name", "campus", "stages", "unit", "capacity", "mean", "peak")
    table = written_table(
        book, "occupancy", book.tables["occupancy"], "",
        Shape((*keys, *_quarter_keys(book)), heat="mean"),
    )  # fmt: skip
    return parts.section(
        "carriers", _title(book, "occupancy"), sheet="occupancy",
        note=_note(book, "carriers"), tables=[table],
    )  # fmt: skip


def _states(book: Book) -> dict[str, dict[str, str]]:
    return {"state": {book.state(state): tone for state, tone in _STATE_TONES.items()}}


def _waiting(book: Book) -> Part:
    shape = Shape(WAITING, tones=_states(book))
    table = written_table(book, "waiting", book.tables["waiting"], "", shape)
    none = [] if table["rows"] else [text("screen.nobody_waits", book.lang)]
    return parts.section(
        "waiting", _title(book, "waiting"), sheet="waiting",
        note=text("screen.note.waiting", book.lang, most=CLOSEST), lines=none,
        tables=[table] if table["rows"] else [],
    )  # fmt: skip


def _placements(book: Book) -> Part:
    shape = Shape(PLACED, tones=_states(book))
    table = written_table(book, "placements", book.tables["placements"], "", shape)
    return parts.section(
        "placements", _title(book, "placements"), sheet="placements",
        note=_note(book, "placements"), tables=[table],
    )  # fmt: skip


def _stages(book: Book) -> Part:
    page, span = book.pages["flow"], _span(book)
    area, projects, steps = (
        written_table(book, "flow", table, columns[0].label(book.lang))
        for table, columns in page.told.tables
    )
    stacked = chart(
        "stages", "stacked", page.text("chart.stages"), page.text("chart.area"), "area",
        labels_of(area, *span), series_of(area, range(len(STAGES)), "flow_area", *span),
        book.lang,
    )  # fmt: skip
    return parts.section(
        "stages", _title(book, "flow"), sheet="flow", note=_note(book, "stages"),
        charts=[stacked], tables=[area, projects, steps],
    )  # fmt: skip


def _industries(book: Book) -> Part:
    page, span = book.pages["industry"], _span(book)
    written = [table for table, _ in page.told.tables]
    keys = ("industry_area", *_quarter_keys(book))
    area = written_table(book, "industry", written[0], "", Shape(keys))
    projects = written_table(
        book, "industry", written[1], "", Shape(("industry_projects", *keys[1:]))
    )
    campuses = [f"campus_{g}" for g in range(len(book.case.campuses))]
    where = written_table(
        book, "industry", written[2],
        text("screen.industry_campus", book.lang, quarter=book.quarters[-1]),
        Shape(("industry_area", *campuses)),
    )  # fmt: skip
    stacked = chart(
        "industries", "stacked", page.text("chart.industries"), page.text("chart.area"), "area",
        labels_of(area, *span), series_of(area, range(len(book.industries)), keys[0], *span),
        book.lang,
    )  # fmt: skip
    return parts.section(
        "industries", _title(book, "industry"), sheet="industry",
        note=_note(book, "industries"), charts=[stacked], tables=[projects, where],
    )  # fmt: skip


def _policy(book: Book) -> Part:
    table = written_table(book, "policy", book.tables["policy"])
    return parts.section(
        "policy", _title(book, "policy"), sheet="policy", note=book.pages["policy"].told.note,
        tables=[table] if table["rows"] else [],
    )  # fmt: skip


def _prices(book: Book) -> Part:
    page, table = book.pages["prices"], written_table(book, "prices", book.tables["prices"])
    return parts.section(
        "prices", text("screen.title.prices", book.lang), sheet="prices", note=page.told.note,
        lines=page.told.lines,
        tables=[table] if table["rows"] else [], folded=True,
    )  # fmt: skip


def _goals(book: Book) -> Part:
    page, result = book.pages["summary"], book.result
    keys = ("goal", "amount", "unit", "weight", "points")
    kinds = ("text", "number", "centre", "points", "points")
    heads = [(key, page.text(f"column.{key}"), kind) for key, kind in zip(keys, kinds, strict=True)]
    rows = [goal_cells(book, goal) for goal in result.goals]
    tables = [plain_table("goals", heads, rows)]
    if result.levels:
        keys = ("level", "value", "bound", "rank", "gap")
        kinds = ("text", "points", "points", "integer", "gap")
        heads = [
            (key, page.text(f"column.{key}"), kind) for key, kind in zip(keys, kinds, strict=True)
        ]
        levels = [level_cells(book, level) for level in result.levels]
        tables.append(plain_table("levels", heads, levels, page.text("section.levels")))
    return parts.section(
        "goals", text("screen.title.goals", book.lang), sheet="summary",
        note=page.text("section.goals"), lines=page.told.lines[:1],
        tables=tables, folded=True,
    )  # fmt: skip


def _rules(book: Book) -> Part:
    tables = [written_table(book, "rules", table) for table, _ in book.pages["rules"].told.tables]
    return parts.section(
        "rules", _title(book, "rules"), sheet="rules", note=book.pages["rules"].told.note,
        tables=tables, folded=True,
    )  # fmt: skip


def _input(book: Book) -> Part:
    page = book.pages["input"]
    faults, used = (table for table, _ in page.told.tables)
    keys = ("times", "default_value", "default", "examples")
    defaults = written_table(book, "input", used, page.text("section.defaults"), Shape(keys))
    tables = [faults_table(book.case.warnings, book.lang)] if faults.last >= faults.first else []
    return parts.section(
        "input", _title(book, "input"), sheet="input", note=_note(book, "input"),
        lines=page.told.lines, tables=[*tables, *([defaults] if defaults["rows"] else [])],
        folded=True,
    )  # fmt: skip
