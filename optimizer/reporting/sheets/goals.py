"""The goals table of the summary: amount x weight = points, which add up to the objective."""

from typing import Final

from openpyxl.styles import Alignment

from optimizer.labels import text
from optimizer.reporting import style
from optimizer.reporting.book import Book, ReportBook
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.result import Goal
from optimizer.solving.compact import LevelReached
from optimizer.units import VALUE_MARGIN

SPANS: Final = ((1, 4), (5, 6), (7, 8), (9, 10), (11, 12))
"""Columns of goal, amount, unit, weight and points."""
_KINDS: Final = ("text", "number", "centre", "points", "points")


def write_goals(book: Book, row: int) -> tuple[str, int]:
    """Write goals and ranked levels from `row` on.

    Returns
    -------
    str
        The cells of the points, empty if there are none.
    int
        The next free row.
    """
    page, result = book.pages["summary"], book.result
    page.section(row, "goals")
    header(book, row + 1, ("goal", "amount", "unit", "weight", "points"))
    first = row + 2
    for number, goal in enumerate(result.goals):
        _goal(book, first + number, goal)
    last = first + len(result.goals) - 1
    points = f"{address(first, 11)}:{address(last, 11)}" if result.goals else ""
    total = Formula(f"=SUM({points})", sum(goal.points for goal in result.goals)) if points else 0
    spread(book, last + 1, (page.text("total"), None, "", None, total), _KINDS, bold=True)
    row = last + 2
    page.line(row, page.text("sitting_value", value=f"{result.sitting_value:,.3f}"), 12)
    row = _levels(book, row + 1)
    return points, row + 1


def header(book: ReportBook, row: int, keys: tuple[str, ...]) -> None:
    """The dark row above a table of the summary."""
    page = book.pages["summary"]
    for (first, last), key in zip(SPANS, keys, strict=True):
        page.cell(row, first, page.text(f"column.{key}"))
        page.sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
        for column in range(first, last + 1):
            cell = page.sheet.cell(row, column)
            cell.font, cell.fill, cell.alignment = style.HEADER, style.HEADER_FILL, style.CENTRE
    page.sheet.row_dimensions[row].height = 20


def spread(
    book: ReportBook,
    row: int,
    values: tuple[CellValue, ...],
    kinds: tuple[str, ...],
    bold: bool = False,
    ground: str = "",
) -> None:
    """One row of such a table."""
    page = book.pages["summary"]
    ground = style.PALE if bold and not ground else ground
    for (first, last), value, kind in zip(SPANS, values, kinds, strict=True):
        page.cell(row, first, value)
        page.sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
        side = {"text": "left", "centre": "center"}.get(kind, "right")
        for column in range(first, last + 1):
            cell = page.sheet.cell(row, column)
            cell.font = style.BOLD if bold else style.BODY
            cell.border = style.UNDERLINE
            cell.number_format = style.FORMATS.get(kind, "General")
            indent = 1 if side == "left" else 0
            cell.alignment = Alignment(
                horizontal=side, vertical="center", indent=indent, shrink_to_fit=True
            )
            if ground:
                cell.fill = style.fill(ground)
    page.sheet.row_dimensions[row].height = 18


def _goal(book: Book, row: int, goal: Goal) -> None:
    name, amount, unit, weight, points = goal_cells(book, goal)
    product = goal.amount * goal.weight
    margin = VALUE_MARGIN * max(1.0, abs(goal.points))
    cells = f"{address(row, 5)}*{address(row, 9)}"
    if abs(product - goal.points) <= margin:
        points = Formula(f"={cells}", goal.points)
    elif abs(product + goal.points) <= margin:
        points = Formula(f"=-{cells}", goal.points)
    spread(book, row, (name, amount, unit, weight, points), _KINDS)


def goal_cells(book: ReportBook, goal: Goal) -> tuple[CellValue, ...]:
    """Name, amount, unit, weight and points of a goal."""
    unit = book.word(f"report.goal_unit.{goal.unit}", book.unit(goal.unit))
    return text(f"goal.{goal.name}", book.lang), goal.amount, unit, goal.weight, goal.points


def _levels(book: Book, row: int) -> int:
    """Value, bound and gap of each level, where goals are ranked; returns the next row."""
    if not book.result.levels:
        return row
    page = book.pages["summary"]
    page.section(row, "levels")
    header(book, row + 1, ("level", "value", "bound", "rank", "gap"))
    kinds = ("text", "points", "points", "integer", "gap")
    for number, level in enumerate(book.result.levels, row + 2):
        spread(book, number, level_cells(book, level), kinds)
    return row + 2 + len(book.result.levels)


def level_cells(book: ReportBook, level: LevelReached) -> tuple[CellValue, ...]:
    """Goals, value, bound, rank and gap of a level of ranked goals."""
    names = (text(f"goal.{goal}", book.lang) for goal in level.goals)
    gap = level.gap if level.gap is not None else "-"
    return "、".join(names), level.value, level.bound, level.rank, gap
