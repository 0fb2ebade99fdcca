"""The goals of a plan in the summary: linked to their details, adding up to the cost."""

from typing import Final

from openpyxl.styles import Alignment

from optimizer.labels import text
from optimizer.reporting import style
from optimizer.reporting.cards import or_dash
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.development.occupancy import ROWS
from optimizer.result import Goal
from optimizer.units import VALUE_MARGIN

SPANS: Final = ((1, 2), (3, 8), (9, 10), (11, 12))
"""Columns of goal, what it counts, cost and share of the cost."""
HEADS: Final = ("goal", "goal_counts", "cost_10k", "share_of_cost")
_KINDS: Final = ("text", "text", "number", "share")


def write_costs(book: PlanBook, row: int) -> tuple[str, int]:
    """Write the goals from `row` on; returns the cells of the costs and the next free row."""
    page, goals = book.pages["summary"], book.result.goals
    page.section(row, "plan_goals")
    spread(book, row + 1, tuple(page.text(f"column.{head}") for head in HEADS), head=True)
    first, last = row + 2, row + 1 + len(goals)
    span = f"{address(first, 9)}:{address(last, 9)}"
    whole = sum(goal.points for goal in goals)
    total = address(last + 1, 9, "cr")
    for number, (goal, cells) in enumerate(zip(goals, cost_cells(book), strict=True), first):
        name, counts, _, share = cells
        part = Formula(f'=IF({total}=0,"",{address(number, 9)}/{total})', share)
        spread(book, number, (name, counts, _linked(book, goal), part))
    if goals:
        values = (page.text("total"), "", Formula(f"=SUM({span})", whole), "")
        spread(book, last + 1, values, bold=True)
    return (span if goals else ""), _ranks(book, last + 3)


def _ranks(book: PlanBook, row: int) -> int:
    """Order, cost and least cost of every rank, where goals are ranked; returns the next row."""
    page, levels = book.pages["summary"], book.result.levels
    if not levels:
        return row
    page.section(row, "levels")
    page.line(row + 1, page.text("plan.ranks_note"), SPANS[-1][-1])
    heads = ("rank", "level", "cost_10k", "least_cost")
    spread(book, row + 2, tuple(page.text(f"column.{head}") for head in heads), head=True)
    for number, level in enumerate(levels, row + 3):
        names = "、".join(text(f"goal.{goal}", book.lang) for goal in level.goals)
        spread(book, number, (str(level.rank), names, level.value, or_dash(level.bound)))
        page.sheet.cell(number, SPANS[-1][0]).number_format = style.FORMATS["number"]
    return row + 4 + len(levels)


def cost_cells(book: PlanBook) -> list[tuple[str, str, float, float | str]]:
    """Name, what it counts, cost and share of the cost, of every goal."""
    goals, page = book.result.goals, book.pages["summary"]
    whole = sum(goal.points for goal in goals)
    return [
        (text(f"goal.{goal.name}", book.lang), page.text(f"plan_goal_counts.{goal.name}"),
         goal.points, goal.points / whole if whole else "")
        for goal in goals
    ]  # fmt: skip


def spread(
    book: PlanBook, row: int, values: tuple[CellValue, ...], *, bold: bool = False,
    head: bool = False,
) -> None:  # fmt: skip
    """One row of the table."""
    page, lines = book.pages["summary"], 1
    for (first, last), value, kind in zip(SPANS, values, _KINDS, strict=True):
        page.cell(row, first, value)
        page.sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
        width = sum(page.width_of(column) for column in range(first, last + 1))
        lines = max(lines, style.lines_needed(value, width) if isinstance(value, str) else 1)
        for column in range(first, last + 1):
            cell = page.sheet.cell(row, column)
            cell.font = style.HEADER if head else style.BOLD if bold else style.BODY
            cell.border = style.UNDERLINE
            if head or bold:
                cell.fill = style.HEADER_FILL if head else style.TOTAL_FILL
            cell.number_format = style.FORMATS[kind]
            side = "center" if head else "left" if kind == "text" else "right"
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True,
                                       indent=int(side == "left"))  # fmt: skip
    page.sheet.row_dimensions[row].height = style.row_height(lines)


def _linked(book: PlanBook, goal: Goal) -> CellValue:
    """The cost as the sum of its details, where these give the same; else as it was read."""
    found = _sums(book).get(goal.name)
    whole = max(1.0, abs(book.result.objective or 0.0))
    if found is None or abs(float(found.value) - goal.points) > VALUE_MARGIN * whole:
        return goal.points
    return found


def _sums(book: PlanBook) -> dict[str, Formula]:
    """Goals that are plain sums of the details."""
    tables, city = book.tables, book.tables["city_years"]
    values = book.values.by_cell

    def summed(sheet: str, key: str) -> Formula:
        table = tables[sheet]
        own = [values.get((table.sheet, address(row, table.columns[key])))
               for row in range(table.first, table.last + 1)]  # fmt: skip
        return Formula(f"=SUM({table.column(key)})", sum(float(v) for v in own if v is not None))

    def of_city(name: str) -> Formula:
        cell = address(city.first + ROWS.index(name), city.columns["whole_plan"])
        return Formula(f"='{city.sheet}'!{cell}", float(values[city.sheet, cell]))

    return {
        "investment": summed("payments", "charged_discounted_10k"),
        "unmet": summed("blocks", "unmet_10k"),
        "vacancy": of_city("vacancy_10k"),
        "balance": of_city("balance_10k"),
        **{
            name: Formula(f"=SUM({tables['services'].column(key)})", book.service_sums[key])
            for name, key in (("service", "service_10k"), ("homecoming", "homecoming_10k"))
        },
    }
