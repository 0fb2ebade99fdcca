"""Numbers as people write them: 860㎡, 1,500-2,000平, 约500, 2000㎡以上, 办公200+厂房800."""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final, Literal

Form = Literal["exact", "about", "range", "least", "most", "sum"]

_DIGITS: Final = r"(?:\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?"
_PLAIN: Final = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d+)?)\s*(%?)", re.I
)
_ABOUT: Final = r"约为|大约|大概|差不多|预计|约|近|≈"
_LEAST: Final = r"不少于|不低于|不小于|至少|最少|最低|大于等于|大于|超过|高于|>=|≥|>"
_MOST: Final = r"不超过|不高于|不大于|至多|最多|最高|小于等于|小于|低于|<=|≤|<"
_TOTAL: Final = r"共计|合计|总计|共"
_AFTER_ABOUT: Final = r"左右|上下|许|多|余"
_AFTER_LEAST: Final = r"及以上|或以上|以上|起|\+"
_AFTER_MOST: Final = r"及以下|或以下|以下|以内|之内"
_SEPARATOR: Final = r"~+|至|到|-{1,2}|[—–―]+"
_UNIT: Final = r"[^\d\s~—–―+\-,;、][^\d~—–―+\-,;、]*?"
_AFTER: Final = f"{_AFTER_ABOUT}|{_AFTER_LEAST}|{_AFTER_MOST}"
_AMOUNT: Final = re.compile(
    rf"(?:(?:{_TOTAL})\s*)?(?P<before>{_ABOUT}|{_LEAST}|{_MOST})?\s*(?P<low>{_DIGITS})"
    rf"\s*(?P<low_unit>{_UNIT})??\s*"
    rf"(?:(?:{_SEPARATOR})\s*(?P<high>{_DIGITS})\s*(?P<high_unit>{_UNIT})??)?"
    rf"(?:\s*(?P<after>{_AFTER})\s*(?P<end_unit>{_UNIT})??)?",
    re.I,
)
_PART: Final = re.compile(
    rf"(?P<label>[^\d+]*?)\s*(?P<number>{_DIGITS})\s*(?P<unit>{_UNIT})??", re.I
)
_PLUS: Final = re.compile(r"\+")
_COMMA: Final = re.compile(r"[,;、。](?!\d)")
_AREA_AND_USE: Final = re.compile(r"(万?(?:㎡|平方米|平米|平))(\D+)")
_INCLUDED: Final = re.compile(r"其中|含|包括|占|或|另|每")
_SQUARE: Final = re.compile(r"m\^?2(?!\d)", re.I)
MAX_LENGTH: Final = 60
"""A longer text is a remark, not a number."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a range of numbers with the units they were written with."""

    form: Form
    low: float
    high: float
    low_unit: str = ""
    high_unit: str = ""


def number_in(value: Any) -> tuple[float, bool] | None:
    """The number a cell holds and whether it is per cent, or None if it holds none."""
    if isinstance(value, bool | date | time | timedelta):
        return None
    if not isinstance(value, str):
        number = float(value)
        return (number, False) if math.isfinite(number) else None
    match = _PLAIN.fullmatch(unicodedata.normalize("NFKC", value).strip().removeprefix("'"))
    if match is None or not any(character.isdigit() for character in match[1]):
        return None
    number = _float(match[1])
    return (number, bool(match[2])) if math.isfinite(number) else None


def amount_in(written: str) -> Amount | None:
    """The amount a text states, or None if it is no number with at most a unit.

    >>> amount_in("1,500-2,000㎡")
    Amount(form='range', low=1500.0, high=2000.0, low_unit='㎡', high_unit='㎡')
    >>> amount_in("约500平").form, amount_in("2000㎡以上").form, amount_in("3号楼200平")
    ('about', 'least', None)
    """
    if len(written) > MAX_LENGTH:
        return None
    text = unicodedata.normalize("NFKC", written).strip().removeprefix("'")
    # The 2 of m2 is no digit of a number.
    text = _SQUARE.sub("㎡", text)
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return _sum_in(text)
    low = _float(match["low"])
    units = [match["low_unit"], match["high_unit"], match["end_unit"]]
    given = [unit.strip() for unit in units if unit and unit.strip()]
    if match["high"] is None:
        if len(given) > 1:
            return None
        form = _form(match["before"] or "", match["after"] or "")
        return None if form is None else _amount(form, low, low, *given[:1], *given[:1])
    if match["after"] and not re.fullmatch(_AFTER_ABOUT, match["after"]):
        return None
    high_unit = (match["high_unit"] or match["end_unit"] or "").strip()
    low_unit = (match["low_unit"] or "").strip() or high_unit
    return _amount("range", low, _float(match["high"]), low_unit, high_unit)


def _amount(
    form: Form, low: float, high: float, low_unit: str = "", high_unit: str = ""
) -> Amount | None:
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    return Amount(form, low, high, low_unit, high_unit)


def _form(before: str, after: str) -> Form | None:
    forms: set[Form] = set()
    if re.fullmatch(_LEAST, before) or re.fullmatch(_AFTER_LEAST, after):
        forms.add("least")
    if re.fullmatch(_MOST, before) or re.fullmatch(_AFTER_MOST, after):
        forms.add("most")
    if len(forms) > 1:
        return None
    if forms:
        return forms.pop()
    return "about" if before or after else "exact"


def _sum_in(text: str) -> Amount | None:
    """办公200+厂房800, 办公：200㎡，厂房：800㎡: parts that are added up, all in one unit."""
    if _INCLUDED.search(text):
        return None
    return _sum_of(_PLUS.split(text)) or _sum_of(_COMMA.split(text), named=True)


def _sum_of(texts: list[str], named: bool = False) -> Amount | None:
    """The sum of parts; `named`: only if each says what it is, or they might be choices."""
    matches = [_PART.fullmatch(part.strip()) for part in texts if part.strip()]
    parts = [match for match in matches if match is not None]
    if len(parts) < 2 or len(parts) < len(matches):
        return None
    units: set[str] = set()
    for match in parts:
        unit = (match["unit"] or "").strip()
        use = _AREA_AND_USE.fullmatch(unit)
        if named and not match["label"] and use is None:
            return None
        units.add(use[1] if use else unit)
    units -= {""}
    if len(units) > 1:
        return None
    total = math.fsum(_float(match["number"]) for match in parts)
    unit = units.pop() if units else ""
    return _amount("sum", total, total, unit, unit)


def _float(digits: str) -> float:
    try:
        return float(digits.replace(",", "").replace(" ", ""))
    except ValueError:  # an exponent without a mantissa
        return math.nan
