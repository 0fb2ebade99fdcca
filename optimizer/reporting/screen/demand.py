"""Demand and space, investment and futures of a development plan, as parts of its screen."""

from typing import Any

from optimizer.labels import text
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.development.futures import BAND, both
from optimizer.reporting.development.money import ITEMS
from optimizer.reporting.development.money import ROWS as MONEY
from optimizer.reporting.development.occupancy import ROWS as CITY
from optimizer.reporting.screen import parts
from optimizer.reporting.screen.charts import chart, labels_of, series_of
from optimizer.reporting.screen.tables import Shape, written_table

Part = dict[str, Any]


def _span(book: PlanBook) -> tuple[str, str]:
    """Keys of the first and the last year's column."""
    return f"year_{book.years.labels[0]}", f"year_{book.years.labels[-1]}"


def _rows_named(names: tuple[str, ...], *wanted: str) -> list[int]:
    return [names.index(name) for name in wanted]


def balance_section(book: PlanBook) -> Part:
    """Supply against demand, what stays unmet, and the occupancy of the city, by year."""
    page, lang, span = book.pages["balance"], book.lang, _span(book)
    city = written_table(book, "balance", book.tables["city_years"], page.text("section.by_year"))
    stages = written_table(book, "balance", book.tables["balance"], page.text("section.by_stage"))
    years_of = [column.key for column in book.year_columns(0, "")]
    detail = written_table(
        book, "balance", book.tables["balance_detail"], page.text("section.by_industry"),
        Shape(("stage", "industry", "measure", *years_of, "area_years")),
    )  # fmt: skip
    years, area = labels_of(city, *span), page.text("chart.area")
    demand = series_of(city, _rows_named(CITY, "demand"), "figure", *span)
    space = series_of(city, _rows_named(CITY, "free_existing", "new_usable"), "figure", *span)
    rate = series_of(city, _rows_named(CITY, "occupancy"), "figure", *span)
    first = book.tables["balance"].first
    unmet = series_of(stages, [row - first for row in book.unmet_rows], "stage", *span)
    charts = [
        chart("supply", "stacked", page.text("chart.supply_demand"), area, "integer", years,
              [*space, *({**each, "line": True} for each in demand)], lang),
        chart("unmet", "stacked", page.text("chart.unmet"), area, "integer", years, unmet, lang),
        chart("rate", "lines", text("screen.chart.rate", lang), page.text("chart.rate"), "share",
              years, rate, lang),
    ]  # fmt: skip
    return parts.section(
        "balance", page.text("title.balance"), sheet="balance",
        note=text("screen.note.balance", lang),
        charts=[each for each in charts if each["series"]], tables=[city, stages, detail],
    )  # fmt: skip


def money_section(book: PlanBook) -> Part:
    """What is spent every year, by item, and the limit on it."""
    page, lang, span = book.pages["money"], book.lang, _span(book)
    table = written_table(book, "money", book.tables["money"])
    items = series_of(table, _rows_named(MONEY, *ITEMS), "figure", *span)
    limit = series_of(table, _rows_named(MONEY, "limit"), "figure", *span)
    lines = [{**each, "line": True} for each in limit if any(v is not None for v in each["values"])]
    spending = chart(
        "spending", "stacked", page.text("chart.spending"), page.text("chart.money"), "integer",
        labels_of(table, *span), [*items, *lines], lang,
    )  # fmt: skip
    return parts.section(
        "money", page.text("title.money"), sheet="money",
        note=text("screen.note.money", lang), lines=page.told.lines, charts=[spending],
        tables=[table],
    )  # fmt: skip


def futures_section(book: PlanBook) -> Part:
    """The plan for one forecast and the robust one, over unseen futures."""
    page, lang, span = book.pages["futures"], book.lang, _span(book)
    costs, *_ = (table for table, _ in page.told.tables)
    tables = [written_table(book, "futures", costs, page.text("section.futures_cost"))]
    charts = []
    for measure, kind in (("unmet", "integer"), ("occupancy", "share")):
        table = written_table(book, "futures", book.tables[f"futures_{measure}"])
        axis = page.text("chart.rate" if kind == "share" else "chart.area")
        charts.append(
            chart(f"futures_{measure}", "bands", page.text(f"chart.futures_{measure}"), axis, kind,
                  labels_of(table, *span), _bands(book, table), lang)
        )  # fmt: skip
    return parts.section(
        "futures", page.text("title.futures"), sheet="futures", note=page.told.note,
        lines=page.told.lines, charts=charts, tables=tables,
    )  # fmt: skip


def _bands(book: PlanBook, table: Part) -> list[Part]:
    """All rows of a table of bands; each says which plan and which point it is."""
    reading = book.result.futures
    names = [name for name, _ in both(reading)] if reading is not None else []
    rows = series_of(table, range(len(table["rows"])), "figure", *_span(book))
    points = [(name, point) for name in names for point in BAND]
    return [
        {**each, "plan": name, "point": point}
        for each, (name, point) in zip(rows, points, strict=True)
    ]
