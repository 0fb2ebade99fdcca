"""What a run says of itself while it works: one line per step, to standard error."""

from typing import Final

from rich.cells import cell_len

from optimizer.cli.exits import note
from optimizer.labels import Lang, text
from optimizer.result import Result
from optimizer.solving.progress import Progress
from optimizer.telling.numbers import number
from optimizer.telling.steps import cost_row, step_name, value_row

COLUMN_WIDTH: Final = 13
TIME_WIDTH: Final = 8
SECONDS_BETWEEN_ROWS: Final = 5.0
SECONDS_BETWEEN_COUNTS: Final = 15.0


def right(word: str, width: int) -> str:
    """`word` at the right of `width` screen cells (a Chinese character takes two)."""
    return " " * (width - cell_len(word)) + word


class ProgressLines:
    """Prints what the solver reports: a line per step, then a table of value and bound."""

    HEADS = ("value", "bound", "gap")

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._doing = ""
        self._in_table = False
        self._had_value = False
        self._next_row_at = 0.0
        self._next_count_at = 0.0

    def __call__(self, progress: Progress) -> None:
        """Say a new step, or a new row of the table."""
        if progress.value is None and progress.bound is None:
            counted = progress.of and progress.seconds >= self._next_count_at
            if progress.doing != self._doing or counted:
                note(step_name(progress.doing, self.lang, progress.done, progress.of))
                self._next_count_at = progress.seconds + SECONDS_BETWEEN_COUNTS
                self._in_table = False
        elif self._is_worth_a_row(progress):
            self._row(progress)
        self._doing = progress.doing

    def _is_worth_a_row(self, progress: Progress) -> bool:
        """The first plan, and then a row every few seconds."""
        first_plan = progress.value is not None and not self._had_value
        self._had_value |= first_plan
        return first_plan or progress.seconds >= self._next_row_at

    def _row(self, progress: Progress) -> None:
        self._next_row_at = progress.seconds + SECONDS_BETWEEN_ROWS
        if not self._in_table:
            heads = (text(f"cli.progress.{key}", self.lang) for key in self.HEADS)
            self._line(text("cli.progress.time", self.lang), *heads)
            self._in_table = True
        self._line(
            f"{progress.seconds:.0f} s",
            *self._cells(progress),
        )

    def _cells(self, progress: Progress) -> tuple[str, str, str]:
        return value_row(progress).cells

    @staticmethod
    def _line(time: str, *cells: str) -> None:
        note(right(time, TIME_WIDTH) + "".join(right(cell, COLUMN_WIDTH) for cell in cells))


class CostLines(ProgressLines):
    """The same for a plan that costs: what the solver reports is minus the cost."""

    HEADS = ("cost", "least", "gap")

    def _cells(self, progress: Progress) -> tuple[str, str, str]:
        return cost_row(progress).cells


def say_outcome(result: Result, lang: Lang) -> None:
    """How large the model was, and what the second reading found."""
    if {"decisions", "rows"} <= result.counts.keys():
        decisions, rows = result.counts["decisions"], result.counts["rows"]
        note(
            text(
                "cli.progress.model",
                lang,
                decisions=number(decisions, 0),
                rows=number(rows, 0),
            )
        )
    if result.plan is not None:
        note(
            text(
                "cli.progress.checked",
                lang,
                rules=len(result.rules),
                breaches=len(result.breaches),
            )
        )
