"""Headers that may mean several columns: decided by arithmetic, values, neighbours, or asked."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from optimizer.tables.choices import read_words
from optimizer.tables.dates import day_in
from optimizer.tables.numbers import amount_in, number_in
from optimizer.tables.printed import is_blank
from optimizer.tables.schema import schema

NOT_OURS: Final = "-"
"""The choice that says: none of our columns."""

_LOOKED_AT: Final = 400
_TOLERANCE: Final = 0.02
_ENOUGH: Final = 0.8
_RATES: Final = ("出租率", "入驻率", "在租率", "当前计租率")

Values = Sequence[Any]


@dataclass(frozen=True)
class Evidence:
    """What stands around an open header.

    Attributes
    ----------
    columns : mapping of str to sequence
        Cells of the columns already known, by key; own columns by their header.
    today : datetime.date
        Tells a past entry from a wished one.
    sheet : str
        Canonical sheet of the table.
    """

    columns: Mapping[str, Values]
    today: date
    sheet: str = ""


def decide(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """The choice and how it was decided; blank if it must be asked."""
    cells = cells[:_LOOKED_AT]
    free = tuple(choice for choice in choices if choice not in evidence.columns)
    for rule in _RULES:
        chosen, how = rule(choices, cells, evidence)
        if chosen:
            return chosen, how
    if len(free) == 1:
        return free[0], "context"
    return ("", "asked") if free else (NOT_OURS, "context")


def _areas(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """Total = let + vacant, whichever of them the open column is."""
    if "lettable_area_m2" not in choices:
        return "", ""
    known = {key: _numbers(values) for key, values in evidence.columns.items()}
    here = _numbers(cells)
    let, vacant = known.get("let_area_m2"), known.get("vacant_area_m2")
    total = known.get("lettable_area_m2") or known.get("gross_area_m2")
    if let and vacant and _agree(here, let, vacant, lambda a, b: a + b):
        return "lettable_area_m2", "arithmetic"
    if "vacant_area_m2" in choices and let:
        if total and _agree(total, here, let, lambda a, b: a + b):
            return "vacant_area_m2", "arithmetic"
        if any(own < taken * (1 - _TOLERANCE) for own, taken in _pairs(here, let)):
            return "vacant_area_m2", "arithmetic"
        for rate in (known[name] for name in _RATES if name in known):
            scaled = [each / 100 if each > 1 else each for each in rate]
            if _agree(let, here, scaled, lambda a, b: a * b):
                return "lettable_area_m2", "arithmetic"
            parts = [a / (a + b) if a + b else math.nan for a, b in zip(let, here, strict=False)]
            if _agree(scaled, parts, parts, lambda a, _: a):
                return "vacant_area_m2", "arithmetic"
    return "", ""


def _efficiency(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """使用率 is lettable/gross, or let/lettable: whichever the areas of the row give."""
    if "efficiency" not in choices:
        return "", ""
    known = {key: _numbers(values) for key, values in evidence.columns.items()}
    here = [each / 100 if each > 1 else each for each in _numbers(cells)]
    gross, usable = known.get("gross_area_m2"), known.get("lettable_area_m2")
    let = known.get("let_area_m2")
    if gross and usable and _agree(usable, gross, here, lambda a, b: a * b):
        return "efficiency", "arithmetic"
    for whole in (usable, gross):
        if let and whole and _agree(let, whole, here, lambda a, b: a * b):
            return NOT_OURS, "arithmetic"
    return "", ""


def _dates(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """入驻时间: all past is an entry, all to come is a wish; 租期: a date, or a length."""
    if "arrives" in choices:
        days = [day for cell in cells if (day := _day(cell))]
        if days and "entered" not in evidence.columns and max(days) <= evidence.today:
            return "entered", "values"
        soon = evidence.today - timedelta(days=92)
        if days and "arrives" not in evidence.columns and min(days) > soon:
            return "arrives", "values"
    elif "lease_end" in choices:
        used = [cell for cell in cells if not is_blank(cell)]
        dated = [cell for cell in used if _day(cell)]
        if used and len(dated) >= _ENOUGH * len(used) and "lease_end" not in evidence.columns:
            return "lease_end", "values"
        return NOT_OURS, "values"
    return "", ""


def _present(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """面积 of a list of tenants is what they have, if nothing says what they ask for."""
    if "present_area_m2" not in choices or "present_area_m2" in evidence.columns:
        return "", ""
    sitting = {"present_carrier", "present_room", "entered", "lease_end"} & set(evidence.columns)
    asking = {"arrives", "wanted_carrier", "stays.area_m2"} & set(evidence.columns)
    asking |= {key for key in evidence.columns if key.endswith("_months")}
    if {"present_room", "lease_end"} & sitting and not asking:
        return "present_area_m2", "context"
    return "", ""


def _vocabulary(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """物业类型 is a stage where it says 孵化器, 进度 a status where it says 在谈: by the words."""
    columns = schema()[evidence.sheet].by_key if evidence.sheet else {}
    spoken = [key for key in choices if key in columns and columns[key].choices is not None]
    if not spoken:
        return "", ""
    words = {str(cell) for cell in cells if not is_blank(cell)}
    for key in spoken:
        known = [word for word in words if read_words(columns[key], word).problem is None]
        if key not in evidence.columns and words and len(known) >= _ENOUGH * len(words):
            return key, "values"
    return (NOT_OURS, "values") if NOT_OURS in choices else ("", "")


Rule = Callable[[tuple[str, ...], Values, Evidence], tuple[str, str]]
_RULES: Final[tuple[Rule, ...]] = (_areas, _efficiency, _dates, _present, _vocabulary)


def _day(cell: Any) -> date | None:
    found = None if is_blank(cell) else day_in(cell, "last")
    return found.day if found is not None else None


def _numbers(cells: Values) -> list[float]:
    return [_number(cell) for cell in cells[:_LOOKED_AT]]


def _number(cell: Any) -> float:
    if is_blank(cell):
        return math.nan
    found = number_in(cell)
    if found is not None:
        return found[0] / 100 if found[1] else found[0]
    amount = amount_in(cell) if isinstance(cell, str) else None
    return amount.low if amount is not None and amount.form == "exact" else math.nan


def _pairs(a: Sequence[float], b: Sequence[float]) -> list[tuple[float, float]]:
    both = zip(a, b, strict=False)
    return [(x, y) for x, y in both if math.isfinite(x) and math.isfinite(y)]


def _agree(
    whole: Sequence[float],
    first: Sequence[float],
    second: Sequence[float],
    joined: Callable[[float, float], float],
) -> bool:
    """Whether `whole` is what the others give, in nearly all rows that have all three."""
    rows = [
        (w, joined(a, b))
        for w, a, b in zip(whole, first, second, strict=False)
        if math.isfinite(w) and math.isfinite(a) and math.isfinite(b)
    ]
    telling = [(w, made) for w, made in rows if w or made]
    close = [w for w, made in telling if abs(w - made) <= _TOLERANCE * max(abs(w), abs(made))]
    return bool(telling) and len(close) >= _ENOUGH * len(telling)
