"""A report as delivered: its sheets as rows, its words in either language, its faults."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Self

from python_calamine import CalamineError, CalamineWorkbook

from optimizer.domain.words import MODES, STAGES, STATES, Mode, Stage, State
from optimizer.faults import Fault, Severity
from optimizer.labels import LANGS, text
from optimizer.limits import MAX_UPLOAD_BYTES
from optimizer.quarters import parse_quarter_label
from optimizer.reporting.book import sheet_name
from optimizer.reporting.cells import address
from optimizer.tables.files.guard import inspect

HEADER_WITHIN: Final = 20
"""Rows looked at for a header."""
_MB: Final = 1024 * 1024


def shown_text(value: Any) -> str:
    """A cell as text: whole numbers without decimals, blanks around it left off."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


@dataclass
class Delivered:
    """A report opened for reading; `faults` grows while it is read."""

    file: str
    workbook: CalamineWorkbook | None = None
    faults: list[Fault] = field(default_factory=list)

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Open a report within the limits of an upload; a failure is a fault."""
        report = cls(path.name)
        try:
            content = path.read_bytes()
        except OSError as failure:
            reason = (("reason", failure.strerror or type(failure).__name__),)
            report.faults.append(Fault("file_unreadable", file=path.name, values=reason))
            return report
        if len(content) > MAX_UPLOAD_BYTES:
            size, limit = f"{len(content) / _MB:.0f}", f"{MAX_UPLOAD_BYTES / _MB:.0f}"
            values = (("size", size), ("limit", limit))
            report.faults.append(Fault("file_too_large", file=path.name, values=values))
            return report
        report.faults.extend(inspect(content, path.name).faults)
        if not report.faults:
            try:
                report.workbook = CalamineWorkbook.from_filelike(BytesIO(content))
            except CalamineError:
                report.faults.append(Fault("not_a_workbook", file=path.name))
        return report

    def rows(self, key: str) -> list[list[Any]]:
        """All rows of a sheet from its first cell on; a missing sheet is a fault."""
        if self.workbook is None:
            return []
        name = sheet_name(key)
        if name not in self.workbook.sheet_names:
            self.fault("report_sheet_missing", key, name=name)
            return []
        return self.workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)

    def table(self, key: str, needed: Sequence[str]) -> Iterator["Row"]:
        """Rows below the header of a sheet's main table, blank ones left out."""
        rows = self.rows(key)
        if not rows:
            return
        header, columns = _header(rows, needed)
        missing = [column for column in needed if column not in columns]
        if missing:
            for column in missing:
                label = text(f"report.column.{column}", "zh")
                self.fault("report_column_missing", key, header, label=label)
            return
        for number, cells in enumerate(rows[header:], header + 1):
            if any(shown_text(cells[column - 1]) for column in columns.values()):
                yield Row(self, key, number, cells, columns)

    def fault(
        self,
        code: str,
        sheet: str,
        row: int = 0,
        column: int = 0,
        found: str = "",
        severity: Severity = "error",
        **values: str,
    ) -> None:
        """Note a fault at a cell, or of a whole row or sheet."""
        cell = address(row, column) if row and column else str(row or "")
        place = {"file": self.file, "sheet": sheet_name(sheet), "cell": cell}
        self.faults.append(
            Fault(code, severity, **place, found_value=found, values=tuple(values.items()))
        )


def _header(rows: list[list[Any]], needed: Sequence[str]) -> tuple[int, dict[str, int]]:
    """Row, counted from 1, in which most headers stand, and the column of each key."""
    labels = {text(f"report.column.{key}", lang): key for key in needed for lang in LANGS}
    labels |= {text("report.column.number", lang): "number" for lang in LANGS}
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:HEADER_WITHIN], 1):
        found: dict[str, int] = {}
        for column, value in enumerate(row, 1):
            key = labels.get(shown_text(value))
            if key is not None:
                found.setdefault(key, column)
        if len(found) > len(best[1]):
            best = number, found
    return best


@cache
def _words(prefix: str, names: tuple[str, ...]) -> Mapping[str, str]:
    """Each word of a vocabulary, in either language and as stored, to the stored one."""
    shown = {text(f"{prefix}.{name}", lang): name for name in names for lang in LANGS}
    return {**shown, **{name: name for name in names}}


@dataclass(frozen=True)
class Row:
    """One row of a delivered table; a cell that cannot be read is a fault and None."""

    report: Delivered
    sheet: str
    number_of_row: int
    cells: list[Any]
    columns: Mapping[str, int]

    def text(self, key: str) -> str:
        """A cell as text."""
        return shown_text(self.cells[self.columns[key] - 1])

    def order(self) -> float:
        """The row's own number, else its place in the sheet."""
        said = self.cells[self.columns["number"] - 1] if "number" in self.columns else None
        number = isinstance(said, int | float) and not isinstance(said, bool)
        return float(said) if number and said is not None else float(self.number_of_row)

    def id(self, key: str) -> str | None:
        """A name that must be there."""
        said = self.text(key)
        if not said:
            self.fault("report_blank", key)
        return said or None

    def number(self, key: str, blank: float | None = None) -> float | None:
        """A number of at least 0; `blank` where the cell is empty."""
        said = self.text(key).replace(",", "")
        if not said and blank is not None:
            return blank
        try:
            number = float(said)
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and number >= 0):
            self.fault("report_number", key)
            return None
        return number

    def quarter(self, key: str) -> int | None:
        """A quarter, counted as in `optimizer.quarters`."""
        try:
            return parse_quarter_label(self.text(key))
        except ValueError:
            self.fault("report_quarter", key)
            return None

    def stage(self) -> Stage | None:
        """The stage."""
        word = self._word("stage", "choice.stage", STAGES)
        return next((stage for stage in STAGES if stage == word), None)

    def state(self) -> State | None:
        """The state."""
        word = self._word("state", "report.state", STATES)
        return next((state for state in STATES if state == word), None)

    def mode(self) -> Mode | None:
        """The area mode."""
        word = self._word("mode", "report.mode", MODES)
        return next((mode for mode in MODES if mode == word), None)

    def yes(self, key: str) -> bool:
        """Whether a cell says yes; blank is no."""
        return _words("choice.yes_no", ("yes", "no")).get(self.text(key)) == "yes"

    def _word(self, key: str, prefix: str, names: tuple[str, ...]) -> str | None:
        word = _words(prefix, names).get(self.text(key))
        if word is None:
            choices = "、".join(text(f"{prefix}.{name}", "zh") for name in names)
            self.fault("report_word", key, choices=choices)
        return word

    def fault(self, code: str, key: str, severity: Severity = "error", **values: str) -> None:
        """Note a fault at one of the row's cells."""
        self.report.fault(
            code,
            self.sheet,
            self.number_of_row,
            self.columns[key],
            self.text(key),
            severity,
            **values,
        )
