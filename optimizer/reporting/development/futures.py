"""不确定性: the plan for one forecast and the openings chosen over many, over unseen futures."""

from typing import Final

from optimizer.explain.plan_facts import Band, FuturesReading, PlanOverFutures
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.charts import Block, line_chart, place
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

WIDTH: Final = 12
CHART_ROWS: Final = 20
ERRORS_APART: Final = 2.0
"""Standard errors by which the robust plan must be cheaper to be called better."""


def write_futures(book: PlanBook) -> None:
    """Fill the sheet; without futures it says how to ask for them."""
    page, reading = book.pages["futures"], book.result.futures
    columns = (Column("figure", 30), *book.year_columns(12, "number"))
    width = max(len(columns), WIDTH)
    for number in range(1, width + 1):
        letter = address(1, number)[:-1]
        page.sheet.column_dimensions[letter].width = 32 if number == 1 else 12
    if reading is None:
        page.title("futures_none", width)
        key = "plan.no_futures_ranked" if book.result.levels else "plan.ask_futures"
        page.line(FIRST_TABLE_ROW, page.text(key), width, style.BODY)
        page.finish(None, 0, width, FIRST_TABLE_ROW)
        return
    page.title("futures", width, seen=f"{reading.futures:,}", unseen=f"{reading.unseen:,}",
               tried=reading.tried)  # fmt: skip
    row = FIRST_TABLE_ROW
    for sentence, font in zip(
        sentences(book, reading), (style.BOLD, style.BODY, style.BODY, style.BODY), strict=False
    ):
        page.line(row, sentence, width, font)
        row += 1
    row = _costs(book, row + 1, reading)
    for measure, kind in (("unmet", "integer"), ("occupancy", "share")):
        row = _by_year(book, row + 1, reading, measure, kind, width)
    page.finish(None, 0, width, row)


def beats(reading: FuturesReading) -> bool:
    """Whether the robust plan is cheaper by more than chance explains."""
    return bool(reading.changed) and reading.value > ERRORS_APART * reading.value_error


def sentences(book: PlanBook, reading: FuturesReading) -> list[str]:
    """What the comparison shows, plainly, also where nothing was gained."""
    page = book.pages["futures"]
    single, robust = reading.impossible
    gone = []
    if single or robust:
        gone = [page.text("plan.futures_impossible", single=f"{single:,}", robust=f"{robust:,}",
                          unseen=f"{reading.unseen:,}")]  # fmt: skip
    if not reading.changed:
        same = page.text("plan.robust_same", tried=reading.tried, futures=f"{reading.futures:,}")
        return [same, *gone]
    key = "plan.robust_better" if beats(reading) else "plan.robust_not_better"
    if reading.value < -ERRORS_APART * reading.value_error:
        key = "plan.robust_worse"
    saves = "plan.saves" if reading.value >= 0 else "plan.loses"
    first = page.text(
        key,
        value=page.text(saves, value=f"{abs(reading.value):,.1f}"),
        error=f"{reading.value_error:,.1f}",
        wins=f"{reading.wins:.1%}",
        unseen=f"{reading.unseen:,}",
    )
    counts, told = book.changes(reading.changed)
    return [first, page.text("plan.robust_changes", counts=counts, told=told), *gone]


def _costs(book: PlanBook, row: int, reading: FuturesReading) -> int:
    """Mean and points of the cost, both plans, and the difference of the means."""
    page = book.pages["futures"]
    page.section(row, "futures_cost")
    columns = (Column("which_plan"), *(Column(f"band_{p}", 0, "number") for p in BAND))
    rows: list[list[CellValue]] = [
        [page.text(f"plan.{name}_plan"), *band_values(plan.cost)] for name, plan in both(reading)
    ]
    top = row + 1
    one, two = address(top + 1, 2), address(top + 2, 2)
    saved = reading.single.cost.mean - reading.robust.cost.mean
    rows.append([page.text("plan.mean_saving"), Formula(f"={one}-{two}", saved), None, None, None])
    table = page.table(top, columns, rows)
    book.tables["futures"] = table
    page.table_rows(
        table.last + 1, columns,
        [[page.text("plan.standard_error"), reading.value_error, None, None, None]],
    )  # fmt: skip
    wins: list[CellValue] = [page.text("plan.wins_share"), reading.wins, None, None, None]
    page.table_rows(table.last + 2, columns, [wins])
    page.sheet.cell(table.last + 2, 2).number_format = style.FORMATS["share"]
    return table.last + 2


BAND: Final = ("mean", "low", "middle", "high")
DRAWN: Final = BAND[1:]


def both(reading: FuturesReading) -> tuple[tuple[str, PlanOverFutures], ...]:
    """The plan for the forecast, and the robust one where it is another."""
    return ("single", reading.single), ("robust", reading.robust)


def band_values(band: Band) -> list[CellValue]:
    """Mean, 5 %, 50 % and 95 % point."""
    return [getattr(band, name) for name in BAND]


def _by_year(
    book: PlanBook, row: int, reading: FuturesReading, measure: str, kind: str, width: int
) -> int:
    """A figure by year with its bands, both plans, and a chart; returns the last row."""
    page = book.pages["futures"]
    page.section(row, f"futures_{measure}")
    columns = (Column("figure"), *book.year_columns(0, kind))
    rows: list[list[CellValue]] = []
    for name, plan in both(reading):
        bands: tuple[Band, ...] = getattr(plan, measure)
        for point in BAND:
            label = page.text("plan.band_of", plan=page.text(f"plan.{name}_plan"),
                              point=page.text(f"column.band_{point}"))  # fmt: skip
            rows.append([label, *(getattr(band, point) for band in bands)])
    table = page.table(row + 1, columns, rows)
    book.tables[f"futures_{measure}"] = table
    drawn = tuple(
        row for n, row in enumerate(range(table.first, table.last + 1)) if n % len(BAND)
    )  # all but the means
    block = Block(page.sheet, table.header_row, drawn, 1, 2, len(columns))
    shape = "0%" if kind == "share" else "#,##0"
    unit = page.text("chart.rate" if kind == "share" else "chart.area")
    chart = line_chart(block, page.text(f"chart.futures_{measure}"), unit, shape)
    for number, series in enumerate(chart.series):
        outer = DRAWN[number % len(DRAWN)] != "middle"
        series.graphicalProperties.line.solidFill = _COLOURS[number // len(DRAWN)]
        series.graphicalProperties.line.dashStyle = "sysDash" if outer else "solid"
        series.graphicalProperties.line.width = 12_000 if outer else 28_000
    place(chart, page.sheet, table.last + 2, (1, width), CHART_ROWS)
    page.break_before(row)
    return table.last + 2 + CHART_ROWS


_COLOURS: Final = (style.NAVY, style.AMBER)
