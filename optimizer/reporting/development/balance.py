"""供需平衡: demand, what existing and new space take of it, and what is left, by year."""

from typing import Final

from optimizer.domain.calendar_years import Floats
from optimizer.domain.words import STAGES
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.development.balance_figures import (
    ALWAYS,
    GROUP_OF,
    MEASURES,
    Balance,
    balance_of,
)
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.development.occupancy import ROWS, balance_charts, write_occupancy
from optimizer.reporting.page import FIRST_TABLE_ROW, Column, Table

LEADING: Final = (
    Column("stage", 12),
    Column("industry_no", 7, "integer"),
    Column("industry", 26, "wrap"),
    Column("measure", 22, "wrap"),
)
CHART_ROWS: Final = 20
FIRST_YEAR: Final = len(LEADING) + 1
FEW_YEARS: Final = 6
"""Years up to which the sheet is so narrow that its charts print on a page of their own."""

StageLine = tuple[str, str]
"""Stage (blank for all of them) and measure."""


def write_balance(book: PlanBook) -> None:
    """Fill the sheet: the city by year, charts, stages, then stages by industry."""
    page, balance = book.pages["balance"], balance_of(book)
    columns = (*LEADING, *book.year_columns(11, "integer"), Column("area_years", 13, "integer"))
    width = len(columns)
    page.title("balance", width)
    stages, kinds = _stage_lines(balance), _lines(balance)
    city_at = FIRST_TABLE_ROW
    charts_at = city_at + 2 + len(ROWS) + 1
    stages_at = charts_at + CHART_ROWS + 1
    detail_at = stages_at + len(stages) + 3
    cells = _Cells(book, balance, weights=city_at + 2, detail=detail_at + 2, rows=len(kinds))
    page.section(detail_at, "by_industry")
    detail = page.table(
        detail_at + 1, columns, [cells.detail(n, *line) for n, line in enumerate(kinds)]
    )
    page.section(stages_at, "by_stage")
    by_stage = cells.by_stage(stages_at + 2, stages)
    table = page.table(stages_at + 1, _stage_columns(book), by_stage)
    page.join_header(stages_at + 1, 1, 3, page.text("column.stage"))
    _shade(book, table, stages, width)
    rows = list(enumerate(stages, table.first))
    book.tables |= {"balance": table, "balance_detail": detail}
    book.unmet_rows = [row for row, (stage, measure) in rows if stage and measure == "unmet"]
    book.rows_of_whole = {measure: row for row, (stage, measure) in rows if not stage}
    shares = [row for row, (stage, measure) in rows if stage and measure == "unmet_share"]
    page.section(city_at, "by_year")
    write_occupancy(book, city_at + 1, shares, table.first, balance)
    balance_charts(book, charts_at, width, CHART_ROWS)
    if len(book.years) <= FEW_YEARS:
        page.break_before(charts_at)
    page.break_before(stages_at)
    page.break_before(detail_at)
    page.finish(detail, len(LEADING), width, detail.last)
    page.sheet.freeze_panes = "A3"
    page.sheet.print_title_rows = "1:2"


def _stage_columns(book: PlanBook) -> tuple[Column, ...]:
    return (
        Column("stage"), Column("blank_2", 0, "text", " "), Column("blank_3", 0, "text", " "),
        Column("measure", 0, "wrap"), *book.year_columns(0, "integer"),
        Column("area_years", 0, "integer"),
    )  # fmt: skip


def _lines(balance: Balance) -> list[tuple[str, str, str]]:
    """Stage, industry and measure of each row of the detail; enclaves only where they matter."""
    return [
        (stage, industry, measure)
        for stage, industry in balance.kinds()
        for measure in MEASURES
        if measure in ALWAYS or balance.of(measure, stage, industry).any()
    ]


def _stage_lines(balance: Balance) -> list[StageLine]:
    """Rows of the table by stage: the whole city first."""
    found = []
    for stage in ("", *(s for s in STAGES if any(kind[0] == s for kind in balance.kinds()))):
        shown = [m for m in MEASURES if m in ALWAYS or balance.of(m, stage).any()]
        found += [(stage, measure) for measure in (*shown, "unmet_share")]
    return found


class _Cells:
    """Rows of the two tables, every cell a formula over the table below or the details."""

    def __init__(
        self, book: PlanBook, balance: Balance, weights: int, detail: int, rows: int
    ) -> None:
        self.book, self.balance, self.weights = book, balance, weights
        self.first, self.last = detail, detail + max(rows, 1) - 1
        self.years = len(book.years)

    def detail(self, number: int, stage: str, industry: str, measure: str) -> list[CellValue]:
        """A row by stage and industry, over the detail sheets."""
        row, book = self.first + number, self.book
        source = book.tables["blocks" if measure in ("demand", "unmet") else "services"]
        key = {"demand": "asked_area", "unmet": "unmet_m2"}.get(measure, "housed_m2")
        limits = ""
        if key == "housed_m2":
            limits = f",{source.column('home_no')},{int(measure == 'home')}"
        if measure in GROUP_OF:
            limits += f",{source.column('group_no')},{GROUP_OF[measure]}"
        values = self.balance.of(measure, stage, industry)
        code = (
            f"=SUMIFS({source.column(key)},{source.column('stage')},{address(row, 1, 'c')},"
            f"{source.column('industry_no')},{address(row, 2, 'c')},{source.column('year_no')},"
        )
        cells: list[CellValue] = [
            Formula(f"{code}{address(self.first - 1, FIRST_YEAR + y, 'r')}{limits})", float(each))
            for y, each in enumerate(values)
        ]
        lead: list[CellValue] = [
            book.stage(stage),
            book.industry_number[industry],
            book.industry(industry),
        ]
        return [*lead, self._word(measure), *cells, self._whole(row, values)]

    def by_stage(self, first: int, lines: list[StageLine]) -> list[list[CellValue]]:
        """Rows by stage, over the table by industry below them."""
        place = {line: row for row, line in enumerate(lines, first)}
        return [
            self._share(row, stage, place)
            if measure == "unmet_share"
            else self._stage(row, stage, measure)
            for (stage, measure), row in place.items()
        ]

    def _stage(self, row: int, stage: str, measure: str) -> list[CellValue]:
        values, word = self.balance.of(measure, stage), self._word(measure)
        limits = f'{self._span(4)},"{word}"'
        if stage:
            limits += f',{self._span(1)},"{self.book.stage(stage)}"'
        cells: list[CellValue] = [
            Formula(f"=SUMIFS({self._span(FIRST_YEAR + y)},{limits})", float(each))
            for y, each in enumerate(values)
        ]
        return [self._name(stage), None, None, word, *cells, self._whole(row, values)]

    def _share(self, row: int, stage: str, place: dict[StageLine, int]) -> list[CellValue]:
        asked, unmet = self.balance.of("demand", stage), self.balance.of("unmet", stage)
        weight = self.book.years.weight
        parts = [*zip(unmet, asked, strict=True), (unmet @ weight, asked @ weight)]
        cells = []
        for column, (part, whole) in enumerate(parts, FIRST_YEAR):
            one = address(place[stage, "unmet"], column)
            two = address(place[stage, "demand"], column)
            share = float(part / whole) if whole > 0 else ""
            cells.append(Formula(f'=IF({two}>0,{one}/{two},"")', share))
        return [self._name(stage), None, None, self._word("unmet_share"), *cells]

    def _whole(self, row: int, values: Floats) -> Formula:
        """m² x years: each year by its share in the plan."""
        last = FIRST_YEAR + self.years - 1
        own = f"{address(row, FIRST_YEAR)}:{address(row, last)}"
        weights = f"{address(self.weights, FIRST_YEAR, 'cr')}:{address(self.weights, last, 'cr')}"
        return Formula(f"=SUMPRODUCT({own},{weights})", float(values @ self.book.years.weight))

    def _span(self, column: int) -> str:
        return f"{address(self.first, column, 'cr')}:{address(self.last, column, 'cr')}"

    def _name(self, stage: str) -> str:
        return self.book.stage(stage) or self.book.pages["balance"].text("total")

    def _word(self, measure: str) -> str:
        return self.book.pages["balance"].text(f"measure.{measure}")


def _shade(book: PlanBook, table: Table, lines: list[StageLine], width: int) -> None:
    """Rows of the whole city stand out; shares are percentages."""
    page = book.pages["balance"]
    for row, (stage, measure) in enumerate(lines, table.first):
        if not stage:
            page.total_row(row, width)
        if measure == "unmet_share":
            for column in range(FIRST_YEAR, width + 1):
                page.sheet.cell(row, column).number_format = style.FORMATS["share"]
