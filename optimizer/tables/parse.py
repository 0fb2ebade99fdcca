"""From what stands in a cell to the value of its column, or the problem with it.

A parser takes one cell that is not blank. Columns call it once per distinct
value (`columns.py`), so nothing here runs per row.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from optimizer.faults import Severity
from optimizer.labels import LANGS
from optimizer.tables.printed import CellError, printed
from optimizer.tables.schema import Column
from optimizer.tables.scopes import parse_scope
from optimizer.tables.vocabulary import Vocabulary
from optimizer.tables.wording import choice_words, hint_words, number_words
from optimizer.tables.words import nearest, plain

_NUMBER: Final = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d+)?)(%?)", re.I)
_DATE: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
_EXCEL_ERRORS: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"}
)
# A separator inside brackets belongs to the name: 新能源（光伏、储能）is one industry.
_OUTSIDE_BRACKETS: Final = r"(?![^（(]*[）)])"
_LIST: Final = re.compile(r"[;；、,，\n]" + _OUTSIDE_BRACKETS)
_WORD_LIST: Final = re.compile(r"[;；、,，/+\s]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell is at fault."""

    code: str
    severity: Severity = "error"
    values: Mapping[str, str] = field(default_factory=dict)


Parsed = tuple[Any, Problem | None]


def blank_of(column: Column) -> Any:
    """What a blank cell of the column is stored as."""
    if column.numeric:
        return math.nan
    return None if column.kind == "date" else ""


def parse(column: Column, value: Any) -> Parsed:
    """The value of a cell that is not blank, and the problem with it if there is one."""
    if isinstance(value, CellError):
        return blank_of(column), Problem(value.code)
    if isinstance(value, str) and value.strip().upper() in _EXCEL_ERRORS:
        return blank_of(column), Problem("formula_error")
    return _PARSERS[column.kind](column, value)


def split_list(value: str) -> list[str]:
    """Items of a list cell, stripped, without repeats."""
    return list(dict.fromkeys(item.strip() for item in _LIST.split(value) if item.strip()))


def number_in(value: Any) -> tuple[float, bool] | None:
    """The number a cell holds and whether it is per cent, or None if it holds none."""
    if isinstance(value, bool | date | time):
        return None
    if not isinstance(value, str):
        number = float(value)
        return (number, False) if math.isfinite(number) else None
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if match is None or not any(character.isdigit() for character in match[1]):
        return None
    try:
        number = float(match[1].replace(",", ""))
    except ValueError:  # an exponent without a mantissa
        return None
    return (number, bool(match[2])) if math.isfinite(number) else None


def parse_date(value: Any) -> date | None:
    """The day a cell holds, or None if it holds none."""
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    else:
        match = _DATE.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
        if match is None:
            return None
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:  # 2026-02-30
            return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def parse_choice(vocabulary: Vocabulary, value: Any, fault: str = "") -> Parsed:
    """The canonical word of a choice."""
    word = vocabulary.canonical.get(plain(printed(value)))
    return (word, None) if word else ("", _not_a_choice(vocabulary, printed(value), fault))


def _number(column: Column, value: Any) -> Parsed:
    found = number_in(value)
    if found is None or (found[1] and not (column.kind == "share" or column.percent)):
        return math.nan, Problem("not_a_number", values=number_words(column))
    number, per_cent = found
    note = None
    if per_cent:
        number /= 100
    elif column.kind == "share" and 1 < number <= 100:
        number /= 100
        note = Problem("percent_read", "warning", {"share": f"{number:g}"})
    if column.kind == "integer" and not number.is_integer():
        return math.nan, Problem("not_whole", values=number_words(column))
    if not _in_range(column, number):
        over = column.high is not None and number > column.high
        return math.nan, Problem("out_of_range", values=number_words(column, over))
    if column.zero_is_blank and number == 0:
        return math.nan, note
    return number, note


def _in_range(column: Column, number: float) -> bool:
    return not (
        (column.low is not None and number < column.low)
        or (column.above is not None and number <= column.above)
        or (column.high is not None and number > column.high)
    )


def _date(column: Column, value: Any) -> Parsed:
    day = parse_date(value)
    return (day, None) if day else (None, Problem("not_a_date"))


def _choice(column: Column, value: Any) -> Parsed:
    assert column.choices is not None  # the schema gives every choice its vocabulary
    return parse_choice(column.choices, value, column.fault)


def _not_a_choice(vocabulary: Vocabulary, value: str, fault: str = "") -> Problem:
    code = fault or ("not_yes_no" if vocabulary.name.startswith("yes_no") else "not_a_choice")
    near = vocabulary.canonical.get(plain(nearest(value, vocabulary.canonical, cutoff=0.5)), "")
    hint = hint_words({lang: vocabulary.label(near, lang) for lang in LANGS})
    return Problem(code, values={**choice_words(vocabulary), **hint})


def _list(column: Column, value: Any) -> Parsed:
    vocabulary = column.choices
    if isinstance(value, date):
        return "", Problem("date_in_id")
    if vocabulary is None:
        return ";".join(split_list(printed(value))), None
    words: list[str] = []
    for item in _WORD_LIST.split(printed(value)):
        if not item:
            continue
        word, problem = parse_choice(vocabulary, item)
        if problem:
            return "", problem
        words.append(word)
    # The order of the vocabulary, so that 孵化、苗圃 and 苗圃、孵化 are one list.
    return ";".join(word for word in vocabulary.words if word in words), None


def _text(column: Column, value: Any) -> Parsed:
    return printed(value).strip(), None


def _id(column: Column, value: Any) -> Parsed:
    if isinstance(value, date):
        # Excel turns a room number such as 3-5 into the fifth of March.
        return "", Problem("date_in_id")
    return printed(value).strip(), None


def _scope(column: Column, value: Any) -> Parsed:
    scope, wrong = parse_scope(printed(value))
    return (scope, None) if wrong is None else ("", Problem("bad_scope", values={"part": wrong}))


_PARSERS: Final[Mapping[str, Callable[[Column, Any], Parsed]]] = {
    "text": _text,
    "id": _id,
    "number": _number,
    "integer": _number,
    "share": _number,
    "date": _date,
    "choice": _choice,
    "list": _list,
    "scope": _scope,
    "setting": _text,
    "setting_value": _text,
}
