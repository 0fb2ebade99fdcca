"""From what stands in a cell to the value of its column, or the problem with it.

A parser takes one cell that is not blank. Columns call it once per distinct
value (`columns.py`), so nothing here runs per row.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from optimizer.tables.printed import CellError, printed
from optimizer.tables.schema import Column
from optimizer.tables.values.blanks import says_nothing, wish_in
from optimizer.tables.values.choices import read_choice, read_words
from optimizer.tables.values.dates import Day, day_in, parse_date, why_no_day
from optimizer.tables.values.meanings import day_edge
from optimizer.tables.values.numbers import number_in
from optimizer.tables.values.quantities import read_number
from optimizer.tables.values.reading import Note, Problem, Read, blank_of
from optimizer.tables.values.scopes import parse_scope
from optimizer.tables.wording import number_words
from optimizer.tables.words import plain

__all__ = ["Problem", "Read", "blank_of", "number_in", "parse", "parse_date", "split_list"]

_EXCEL_ERRORS: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"}
)
# A separator inside brackets belongs to the name: 新能源（光伏、储能）is one industry.
_OUTSIDE_BRACKETS: Final = r"(?![^（(]*[）)])"
_LIST: Final = re.compile(r"[;；、,，\n]" + _OUTSIDE_BRACKETS)
_IN_USE: Final = frozenset(
    {
        "已交付",
        "已投用",
        "已启用",
        "已投入使用",
        "已使用",
        "在用",
        "已建成",
        "已竣工",
        "已开园",
        "现房",
        "投用",
        "运营中",
    }
)
_WIDE: Final[dict[int, int | None]] = {
    **{code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))},
    **{code: code - 0xFEE0 for code in (*range(0xFF41, 0xFF5B), 0xFF0D)},
    0x3000: 0x20,
    0xA0: 0x20,
    0x200B: None,
    0xFEFF: None,
}
"""Full-width letters and digits, and blanks that cannot be seen; names keep their brackets."""
_BLANKS: Final = re.compile(r"\s+")


def parse(column: Column, value: Any, unit: str = "") -> Read:
    """What a cell that is not blank says.

    Parameters
    ----------
    column : Column
    value : object
        The cell as it was read.
    unit : str
        Unit the header of the column states, as it is written there.
    """
    ascii_word = type(value) is str and value.isascii() and value.isalnum()
    if ascii_word and not value.isalpha() and column.kind == "id":
        return Read(value)  # of letters and digits, as most ids are: it is read as it stands
    if isinstance(value, CellError):
        return Read(blank_of(column), Problem(value.code))
    if isinstance(value, str):
        if value.strip().upper() in _EXCEL_ERRORS:
            return Read(blank_of(column), Problem("formula_error"))
        nothing = says_nothing(column, value)
        if nothing is not None:
            return nothing
        value, wish = wish_in(column, value)
        if wish is not None:
            return wish
    if column.numeric:
        if isinstance(value, date):
            return Read(blank_of(column), Problem("date_in_number", values=number_words(column)))
        return read_number(column, value, unit)
    return _PARSERS[column.kind](column, value)


def split_list(value: str) -> list[str]:
    """Items of a list cell, stripped, without repeats."""
    return list(dict.fromkeys(item.strip() for item in _LIST.split(value) if item.strip()))


def _date(column: Column, value: Any) -> Read:
    edge = day_edge(column)
    found = day_in(value, edge)
    if found is None and column.key == "opens" and plain(value) in _IN_USE:
        return Read(None, note=Note("date_in_use", "in_use", {"written": printed(value)}))
    if found is None:
        return Read(None, Problem(why_no_day(value)))
    if found.other is not None:
        two = {"one": str(found.day), "other": str(found.other)}
        return Read(None, Problem("date_two_ways", values=two))
    if found.form == "soon" and column.key == "latest":
        return Read(None, Problem("not_a_date"))
    companion = found.start if edge == "last" else None
    return Read(found.day, note=_date_note(found, value, edge), companion=companion)


def _date_note(found: Day, value: Any, edge: str) -> Note | None:
    if found.form == "day" and found.start is None:
        return None
    values = {"written": printed(value), "day": str(found.day or "")}
    if found.form in ("open", "soon"):
        return Note(f"date_{found.form}", found.form, values)
    if found.start is not None:
        return Note(f"date_period_{edge}", "period", values)
    if found.form in ("serial", "unix", "short_year", "about", "remark"):
        return Note(f"date_{found.form}", found.form, values)
    if found.form == "part":
        return Note("date_about", "about", values)
    return Note(f"date_partial_{edge}", found.form, values)


def _list(column: Column, value: Any) -> Read:
    if isinstance(value, date):
        return Read("", Problem("date_in_id"))
    if column.choices is not None:
        return read_words(column, value)
    return Read(";".join(split_list(_narrow(printed(value), lines=True))))


def _text(column: Column, value: Any) -> Read:
    if column.key == "floor" and isinstance(value, date):
        return Read("", Problem("date_in_id"))
    return Read(_narrow(printed(value), lines=True))


def _id(column: Column, value: Any) -> Read:
    if isinstance(value, date):
        # Excel turns a room number such as 3-5 into the fifth of March.
        return Read("", Problem("date_in_id"))
    return Read(_narrow(printed(value)))


def _narrow(written: str, lines: bool = False) -> str:
    """A name without what cannot be seen; line breaks part the items of a list."""
    text = written.translate(_WIDE).strip()
    return text if lines else _BLANKS.sub(" ", text)


def _scope(column: Column, value: Any) -> Read:
    scope, wrong = parse_scope(printed(value))
    return Read(scope) if wrong is None else Read("", Problem("bad_scope", values={"part": wrong}))


_PARSERS: Final[Mapping[str, Callable[[Column, Any], Read]]] = {
    "text": _text,
    "id": _id,
    "date": _date,
    "choice": read_choice,
    "list": _list,
    "scope": _scope,
    "setting": _text,
    "setting_value": _text,
}
