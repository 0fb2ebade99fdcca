"""Number cells with units, ranges or words to the number of the column, and what was made of it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

from optimizer.labels import LANGS, text
from optimizer.tables.schema import Column
from optimizer.tables.values.meanings import range_ends
from optimizer.tables.values.numbers import Amount, amount_in, number_in
from optimizer.tables.values.quantity_ways import other_ways
from optimizer.tables.values.reading import Note, Problem, Read
from optimizer.tables.values.units_of import Scale, scale_of, unit_shown
from optimizer.tables.wording import number_words, unit_after_number
from optimizer.tables.words import plain

_DIGITS_KEPT: Final = 6
_SENSES: Final = {"at_least": "least", "at_most": "most"}
"""A limit from below may say 不低于, one from above 不超过: that is what it is."""
_LEAST_PER_CENT: Final = 10.0
"""No building has an efficiency below 10 %; 1.2 is neither a share nor per cent."""
_LOAD_IN_KG: Final = 100.0
"""No floor bears 100 kN/m²; as kg/m² it is the load of a light floor."""
_HEIGHT_IN_MM: Final = (1_000.0, 40_000.0)
DAILY_RENT: Final = 8.0
"""A rent below this without a period may be per day, one above it may not."""
_NO_LIFT: Final = frozenset(
    {
        "无",
        "没有",
        "否",
        "无货梯",
        "无需货梯",
        "不需要货梯",
        "无需",
        "不需要",
        "不需",
        "不要",
        "no",
        "none",
    }
)
_SOME_LIFT: Final = frozenset({"有", "是", "有货梯", "需要", "需", "要", "需要货梯", "必须", "yes"})
_ENDLESS: Final = frozenset({"长期", "永久", "无固定期限", "不限期", "无期限", "long-term"})
_ADDED_UP: Final = frozenset({"m2", "desk", "person", "yuan_10k", "kva", "month", "project"})
"""What adds up: of two heights, loads or rents neither is their sum."""
_OTHERWISE: Final = frozenset({"not_a_number", "lifts_not_tonnes"})
"""Faults of a text that may be one only because it is written another way."""
_LEAST_LIFT_T: Final = 1.0
"""The smallest usual freight lift: what is asked for where a lift is wanted and no load named."""


def read_number(column: Column, value: Any, unit: str = "") -> Read:
    """The number of a cell in the unit of its column.

    Parameters
    ----------
    column : Column
    value : object
        The cell, not blank.
    unit : str
        What the header states as unit, blank if nothing; a unit in the cell goes before it.
    """
    found = number_in(value)
    if found is None:
        return _of_text(column, value, unit)
    number, per_cent = found
    if per_cent:
        if column.kind != "share":
            return _not_a_number(column)
        return _checked(column, number / 100)
    scale = _header_scale(column, unit)
    if scale is not None and scale.refused:
        return _refused(column, scale, unit)
    if scale is not None:
        return _scaled(column, number, scale, unit, of_header=True)
    return _without_unit(column, number)


def _header_scale(column: Column, unit: str) -> Scale | None:
    if not unit or not column.unit or column.kind == "share":
        return None
    return scale_of(column.unit, unit)


def _without_unit(column: Column, number: float) -> Read:
    if column.key.endswith("efficiency") and 1 < number < _LEAST_PER_CENT:
        return Read(math.nan, Problem("efficiency_unclear"))
    if column.kind == "share" and 1 < number <= 100:
        share = {"share": f"{number / 100:g}"}
        return _checked(column, number / 100, Problem("percent_read", "warning", share))
    if column.unit == "kn_m2" and number >= _LOAD_IN_KG:
        return _scaled(column, number, scale_of("kn_m2", "kg/㎡"), "kg/㎡", assumed=True)
    if column.unit == "m" and _HEIGHT_IN_MM[0] <= number <= _HEIGHT_IN_MM[1]:
        return _scaled(column, number, scale_of("m", "mm"), "mm", assumed=True)
    return _checked(column, number)


def _scaled(
    column: Column,
    number: float,
    scale: Scale | None,
    unit: str,
    assumed: bool = False,
    of_header: bool = False,
) -> Read:
    assert scale is not None  # looked up by its own name
    note = None
    if assumed or scale.factor != 1 or scale.told:
        note = _unit_note(column, scale, unit, "unit_assumed" if assumed else "unit_converted")
        note = replace(note, of_header=of_header)
    return _checked(column, _converted(number, scale), note=note)


def _converted(number: float, scale: Scale) -> float:
    return number if scale.factor == 1 else round(number * scale.factor, _DIGITS_KEPT)


def _unit_note(column: Column, scale: Scale, unit: str, code: str = "unit_converted") -> Note:
    return _note_of(column.unit, scale, unit, code)


@cache
def _note_of(own: str, scale: Scale, unit: str, code: str) -> Note:
    values = {"from": unit_shown(unit), "factor": f"{scale.factor:.8g}"}
    for lang in LANGS:
        values[f"to_{lang}"] = text(f"unit.{own}", lang)
        values[f"told_{lang}"] = text(f"unit_told.{scale.told}", lang) if scale.told else ""
    return Note(code, unit, values)


def _of_text(column: Column, value: Any, unit: str) -> Read:
    if not isinstance(value, str):
        return _not_a_number(column)
    if column.unit == "t" and plain(value) in _NO_LIFT | _SOME_LIFT:
        return _lift(column, plain(value))
    if column.unit == "month" and plain(value) in _ENDLESS:
        return Read(math.nan, note=Note("months_open", "open", {"written": value.strip()}))
    read = _straight(column, value, unit)
    if read.problem is None or read.problem.code not in _OTHERWISE:
        return read
    return other_ways(column, value, unit, _of_text) or read


def _straight(column: Column, value: str, unit: str) -> Read:
    amount = amount_in(value)
    if amount is None or (amount.form == "sum" and column.unit not in _ADDED_UP):
        return _not_a_number(column)
    scales = [_scale(column, each or unit) for each in (amount.low_unit, amount.high_unit)]
    for scale, written in zip(scales, (amount.low_unit, amount.high_unit), strict=True):
        if scale is None:
            return _not_a_number(column)
        if scale.refused:
            return _refused(column, scale, written or unit)
    low_scale, high_scale = (scale for scale in scales if scale is not None)
    return _of_amount(column, amount, low_scale, high_scale, amount.high_unit or unit)


def _scale(column: Column, written: str) -> Scale | None:
    if not written:
        return Scale(1.0)
    if column.kind == "share":
        return scale_of("share", written)
    return scale_of(column.unit, written) if column.unit else None


def _of_amount(
    column: Column, amount: Amount, low_scale: Scale, high_scale: Scale, unit: str
) -> Read:
    low, high = _converted(amount.low, low_scale), _converted(amount.high, high_scale)
    note = None
    if high_scale.told == "rent_period":
        if high < DAILY_RENT:
            return Read(math.nan, Problem("rent_period_missing"))
        note = Note("rent_read_monthly", "rent")
    elif (high_scale.factor != 1 or high_scale.told) and column.unit and column.kind != "share":
        note = _unit_note(column, high_scale, unit)
    if amount.form in ("exact", _SENSES.get(column.group)):
        return _checked(column, high, note=note)
    ends = range_ends(column)
    if ends == "exact" and amount.form not in ("about", "sum"):
        return Read(math.nan, Problem("range_not_accepted", values=number_words(column)))
    if low > high:
        return Read(math.nan, Problem("range_reversed", values=number_words(column)))
    number, least = _chosen(amount, low, high, ends)
    code = f"number_{amount.form}"
    if amount.form == "range":
        code = {"need": "range_need", "upper": "range_upper"}.get(ends, "range_lower")
    elif amount.form == "least" and ends == "need":
        code = "least_need"
    problem = Problem(code, "warning", _shown(column, number, least))
    return _checked(column, number, problem, note, least)


def _chosen(amount: Amount, low: float, high: float, ends: str) -> tuple[float, float | None]:
    if amount.form == "range":
        return (high, low) if ends == "need" else (high if ends == "upper" else low, None)
    if amount.form == "least" and ends == "need":
        return low, low
    return high, None


def _shown(column: Column, number: float, least: float | None = None) -> dict[str, str]:
    shown: dict[str, str] = {}
    for lang in LANGS:
        unit = unit_after_number(column, lang)
        shown[f"read_{lang}"] = f"{number:,.10g} {unit}".strip()
        shown[f"least_{lang}"] = "" if least is None else f"{least:,.10g} {unit}".strip()
    return shown


def _lift(column: Column, word: str) -> Read:
    if word in _NO_LIFT:
        return _checked(column, 0.0)
    if column.key.startswith("need_"):
        tonnes = {"number": f"{_LEAST_LIFT_T:g}"}
        return Read(_LEAST_LIFT_T, Problem("lift_need_assumed", "warning", tonnes))
    return Read(math.nan, Problem("lift_without_tonnes", "warning"))


def _not_a_number(column: Column) -> Read:
    return Read(math.nan, Problem("not_a_number", values=number_words(column)))


def _refused(column: Column, scale: Scale, unit: str) -> Read:
    values: Mapping[str, str] = {"unit": unit, **number_words(column)}
    return Read(math.nan, Problem(scale.refused, values=values))


def _checked(
    column: Column,
    number: float,
    problem: Problem | None = None,
    note: Note | None = None,
    companion: float | None = None,
) -> Read:
    """The number if it is whole and in range as the column wants it."""
    if column.kind == "integer" and not number.is_integer():
        return Read(math.nan, Problem("not_whole", values=number_words(column)))
    if not in_range(column, number):
        over = column.high is not None and number > column.high
        return Read(math.nan, Problem("out_of_range", values=number_words(column, over)))
    if column.zero_is_blank and number == 0:
        number = math.nan
    return Read(number, problem, note, companion)


def in_range(column: Column, number: float) -> bool:
    """Whether the number lies within the limits of the column."""
    return not (
        (column.low is not None and number < column.low)
        or (column.above is not None and number <= column.above)
        or (column.high is not None and number > column.high)
    )
