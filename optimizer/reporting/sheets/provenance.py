"""Lower part of the summary: what the report rests on, and the settings in force."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from optimizer.labels import known, text
from optimizer.reporting import style
from optimizer.reporting.book import Book, ReportBook
from optimizer.reporting.sheets.goals import SPANS, header, spread
from optimizer.settings import setting_specs
from optimizer.version import VERSION

STAMP_KEYS: Final = (
    "data",
    "files",
    "sha256",
    "horizon",
    "version",
    "method",
    "limits",
    "previous",
)
"""Rows of the stamp; `read_back` finds them by their label ``report.stamp.<key>``."""

SETTING_KEYS: Final = ("setting", "in_force", "default_value", "unit", "changed")
_KINDS: Final = ("text", "centre", "centre", "centre", "centre")


def write_provenance(book: Book, row: int) -> int:
    """Write stamp and settings from `row` on; returns the last row."""
    page = book.pages["summary"]
    page.section(row, "stamp")
    for number, (key, value) in enumerate(stamp_rows(book), row + 1):
        stamp_line(book, number, page.text(f"stamp.{key}"), value)
        row = number
    page.section(row + 2, "settings")
    page.line(row + 3, page.text("settings_note"), SPANS[-1][1])
    header(book, row + 4, SETTING_KEYS)
    lines = settings_rows(book)
    for number, (name, value, default, unit, changed) in enumerate(lines, row + 5):
        mark = page.text("changed") if changed else ""
        ground = style.AMBER_FILL if changed else ""
        spread(book, number, (name, value, default, unit, mark), _KINDS, changed, ground)
    return row + 4 + len(lines)


def stamp_rows(book: ReportBook) -> Iterator[tuple[str, str]]:
    """Key of ``report.stamp`` and what it says: the data, the run and its limits."""
    page, case, limits = book.pages["summary"], book.case, book.result.limits
    yield "data", page.text("data_synthetic" if case.synthetic else "data_real")
    yield "files", "、".join(case.files) or "-"
    yield "sha256", case.input_sha256 or "-"
    yield "horizon", case.quarter(0)
    yield "version", VERSION
    yield "method", page.text(f"method_{book.result.method}")
    work = "-" if limits.work is None else f"{limits.work:,}"
    yield (
        "limits",
        page.text(
            "limits",
            seconds=f"{limits.seconds:g}",
            work=work,
            gap=f"{100 * limits.gap:g}%",
            seed=limits.seed,
            threads=limits.threads,
        ),
    )
    yield "previous", book.yes_no(book.result.previous is not None)


def stamp_line(book: ReportBook, row: int, label: str, value: str) -> None:
    """One row of the stamp: what it is, and what it says."""
    page, last = book.pages["summary"], SPANS[-1][1]
    page.cell(row, 1, label)
    page.cell(row, 4, value)
    page.sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
    page.sheet.merge_cells(start_row=row, start_column=4, end_row=row, end_column=last)
    for column in range(1, last + 1):
        cell = page.sheet.cell(row, column)
        cell.font = style.BOLD if column < 4 else style.BODY
        cell.border, cell.alignment = style.UNDERLINE, style.LEFT_WRAP
    lines = style.lines_needed(value, 12.0 * (last - 3))
    page.sheet.row_dimensions[row].height = style.row_height(lines)


def settings_rows(book: ReportBook) -> list[tuple[str, str, str, str, bool]]:
    """The settings in force, those that are not the default first."""
    return sorted(_settings(book), key=lambda line: not line[-1])


def _settings(book: ReportBook) -> Iterator[tuple[str, str, str, str, bool]]:
    """Name, value, default, unit and whether it is not the default; not what only a plan reads."""
    for name, spec in setting_specs().items():
        if not spec.for_plan:
            yield setting_line(book, name)
    page = book.pages["summary"]
    for key in ("class_weights", "recognition_weights", "ranks"):
        for name, value in getattr(book.case.settings, key).items():
            word = book.word(f"choice.recognition.{name}", book.word(f"goal.{name}", name))
            label = page.text(f"setting_of.{key}", name=word)
            changed = key == "ranks" or value != 1
            yield label, f"{value:g}", page.text(f"setting_default.{key}"), "", changed


def setting_line(book: ReportBook, name: str) -> tuple[str, str, str, str, bool]:
    """Name, value, default, unit and whether it is not the default, of one setting."""
    spec, value = setting_specs()[name], getattr(book.case.settings, name)
    label = book.word(f"setting_label.{name}", name)
    unit = book.unit(spec.unit) if spec.unit else ""
    shown, default = shown_setting(book, name, value), shown_setting(book, name, spec.default)
    return label, shown, default, unit, value != spec.default


def shown_setting(book: ReportBook, name: str, value: object) -> str:
    """A setting's value in words."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return book.yes_no(value)
    if isinstance(value, int | float):
        return f"{value:,g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if isinstance(value, date):
        return value.isoformat()
    key = f"choice.{name}.{value}"
    return text(key, book.lang) if known(key) else str(value)
