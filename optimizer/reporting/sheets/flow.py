"""阶段流转: area and projects per stage and quarter, and who moves on, in and out."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from openpyxl.chart import BarChart

from optimizer.domain.words import STAGES
from optimizer.reporting.book import Book
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.charts import Block, bar_chart, place
from optimizer.reporting.page import FIRST_TABLE_ROW, Column, Table
from optimizer.reporting.sheets.detail import comes_from, goes_to
from optimizer.reporting.sheets.formulas import (
    count_at,
    count_in_quarter,
    in_quarter,
    quarter_columns,
)

CHART_ROWS: Final = 24
FIRST_QUARTER: Final = 3
"""Column of the first quarter, after name and unit."""

CellMaker = Callable[[str, str, int], Formula]


def write_flow(book: Book) -> None:
    """Fill the sheet."""
    page = book.pages["flow"]
    lead = (Column("flow_area", 24), Column("unit", 8, "centre"))
    columns = (*lead, *quarter_columns(book, 9, "area"))
    page.title("flow", len(columns))
    area = _by_stage(
        book, FIRST_TABLE_ROW, columns, _by_stage_cell(book, counts=False), book.unit("m2")
    )
    lead = (Column("flow_projects"), Column("unit", 0, "centre"))
    counted = (*lead, *quarter_columns(book, 0, "integer"))
    unit = page.text("unit_projects")
    projects = _by_stage(book, area.last + 2, counted, _by_stage_cell(book, counts=True), unit)
    moves = _flows(book, projects.last + 2)
    book.tables["flow"] = area
    page.break_before(moves.last + 2)
    place(stage_chart(book), page.sheet, moves.last + 2, (1, len(columns)), CHART_ROWS)
    page.finish(area, 1, len(columns), moves.last + 2 + CHART_ROWS, book.pages_wide)
    page.sheet.auto_filter.ref = None


def stage_chart(book: Book) -> BarChart:
    """Area by stage over time."""
    page, table = book.pages["flow"], book.tables["flow"]
    block = Block(
        page.sheet,
        header_row=table.header_row,
        rows=tuple(range(table.first, table.first + len(STAGES))),
        name_column=1,
        first_column=FIRST_QUARTER,
        last_column=FIRST_QUARTER + book.case.quarters - 1,
    )
    return bar_chart(block, page.text("chart.stages"), page.text("chart.area"), "#,##0")


def _head(t: int) -> str:
    return address(FIRST_TABLE_ROW, FIRST_QUARTER + t, "r")


def _by_stage_cell(book: Book, counts: bool) -> CellMaker:
    """What makes the cell of a stage and quarter: its area, or its number of projects."""
    held = book.held_by(lambda segment: book.case.stays[segment.stay].stage)
    detail = book.tables["detail"]

    def cell(stage: str, name: str, t: int) -> Formula:
        value = float(held[stage][1 if counts else 0][t]) if stage in held else 0.0
        if counts:
            return Formula(f"={count_in_quarter(detail, _head(t), {'stage': name})}", value)
        return Formula(f"={in_quarter(detail, 'area_m2', _head(t), {'stage': name})}", value)

    return cell


def _by_stage(
    book: Book,
    row: int,
    columns: tuple[Column, ...],
    cell: CellMaker,
    unit: str,
) -> Table:
    """One row per stage and the total below."""
    page, quarters = book.pages["flow"], book.case.quarters
    rows: list[list[CellValue]] = []
    totals = [0.0] * quarters
    for number, stage in enumerate(STAGES):
        name = address(row + 1 + number, 1, "c")
        cells = [cell(stage, name, t) for t in range(quarters)]
        totals = [total + float(each.value) for total, each in zip(totals, cells, strict=True)]
        rows.append([book.stage(stage), unit, *cells])
    last = row + len(STAGES)
    total: list[CellValue] = [page.text("total"), unit]
    for t in range(quarters):
        span = f"{address(row + 1, FIRST_QUARTER + t)}:{address(last, FIRST_QUARTER + t)}"
        total.append(Formula(f"=SUM({span})", totals[t]))
    table = page.table(row, columns, [*rows, total])
    page.total_row(table.last, len(columns))
    return table


def _flows(book: Book, row: int) -> Table:
    """New arrivals per stage, steps from stage to stage, moves, and who leaves after a quarter."""
    lead = (Column("flow_steps"), Column("unit", 0, "centre"))
    columns = (*lead, *quarter_columns(book, 0, "integer"))
    steps = _Steps(book)
    rows = [*steps.arrivals(), *steps.between_stages(), *steps.departures()]
    return book.pages["flow"].table(row, columns, rows)


class _Steps:
    """Counts of stays that begin or end in each quarter, by where from or where to."""

    def __init__(self, book: Book) -> None:
        self.book, self.page = book, book.pages["flow"]
        self.begins: Counter[tuple[str, str, int]] = Counter()
        self.ends: Counter[tuple[str, str, int]] = Counter()
        for each in book.segments:
            if each.stay >= 0:
                stage = book.case.stays[each.stay].stage
                self.begins[comes_from(book, each), stage, each.first] += 1
                self.ends[goes_to(book, each), stage, each.end - 1] += 1

    def arrivals(self) -> list[list[CellValue]]:
        """New arrivals, one row per stage."""
        new, rows = self.page.text("from.new"), []
        for stage in STAGES:
            name = self.page.text("flow.new", stage=self.book.stage(stage))
            rows.append(self._row(name, "first_code", new, (stage,)))
        return rows

    def between_stages(self) -> list[list[CellValue]]:
        """From each stage to the next, to a later one where it happens, and moves."""
        rows = []
        for number, before in enumerate(STAGES):
            for after in STAGES[number + 1 :]:
                origin, target = self.book.stage(before), self.book.stage(after)
                name = self.page.text("flow.step", before=origin, after=target)
                made = self._row(name, "first_code", origin, (after,))
                happens = any(isinstance(cell, Formula) and cell.value for cell in made)
                if happens or STAGES.index(after) == number + 1:
                    rows.append(made)
        moved = self.page.text("from.moved")
        return [*rows, self._row(self.page.text("flow.moved"), "first_code", moved, STAGES)]

    def departures(self) -> list[list[CellValue]]:
        """Who leaves after each quarter, one row per stage."""
        leaves, rows = self.page.text("to.leaves"), []
        for stage in STAGES:
            name = self.page.text("flow.leaves", stage=self.book.stage(stage))
            rows.append(self._row(name, "last_code", leaves, (stage,)))
        return rows

    def _row(self, name: str, when: str, word: str, stages: tuple[str, ...]) -> list[CellValue]:
        arrives = when == "first_code"
        counts = self.begins if arrives else self.ends
        conditions = {"comes_from" if arrives else "goes_to": f'"{word}"'}
        if len(stages) == 1:
            conditions["stage"] = f'"{self.book.stage(stages[0])}"'
        detail = self.book.tables["detail"]
        cells = [
            Formula(
                f"={count_at(detail, when, _head(t), conditions)}",
                sum(counts[word, stage, t] for stage in stages),
            )
            for t in range(self.book.case.quarters)
        ]
        return [name, self.page.text("unit_projects"), *cells]
