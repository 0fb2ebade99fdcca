"""How long something lasts, as people write it: 3年, 36个月, 两年, 一年半, 1年6个月."""

import calendar
import re
import unicodedata
from datetime import date, timedelta
from typing import Any, Final

from optimizer.tables.values.numbers import number_in
from optimizer.tables.values.units_of import scale_of

_DIGIT: Final = {each: str(i) for i, each in enumerate("零一二三四五六七八九")} | {"两": "2"}
_TENS: Final = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_LENGTH: Final = re.compile(
    r"(?:租期|为期|期限|共|租)?(?:(?P<years>\d+(?:\.\d+)?|半)个?周?年(?P<half>半)?)?"
    r"[零又加]?(?:(?P<months>\d+(?:\.\d+)?)个?月)?期?"
)
_STARTED: Final = re.compile(r"(.{4,}?)(?:起|开始|始)[,，、]?(?:共|租期|为期|租|至)?(.+)")

_LONGEST: Final = 240.0
"""No lease may be longer by law; 27年 and 2027年 are years, not lengths."""


def months_in(cell: Any, unit: str = "") -> float | None:
    """The months a cell states, or None if it states no length.

    `unit` is that of the header, for cells with nothing but a number.

    >>> [months_in(each) for each in ("3年", "两年", "一年半", "1年6个月", "2027年")]
    [36.0, 24.0, 18.0, 18.0, None]
    """
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", "".join(cell.split()))
        text = _TENS.sub(lambda m: f"{_DIGIT.get(m[1], '1')}{_DIGIT.get(m[2], '0')}", text)
        text = "".join(_DIGIT.get(each, each) for each in text)
        match = _LENGTH.fullmatch(text)
        if match is not None and (match["years"] or match["months"]):
            years = 0.5 if match["years"] == "半" else float(match["years"] or 0)
            years += 0.5 if match["half"] else 0
            months = 12 * years + float(match["months"] or 0)
            return months if 0 < months <= _LONGEST else None
    number = number_in(cell) if unit else None
    scale = scale_of("month", unit) if number is not None else None
    if number is None or scale is None or scale.refused:
        return None
    return number[0] * scale.factor if 0 < number[0] * scale.factor <= _LONGEST else None


def start_and_months(cell: Any) -> tuple[str, float] | None:
    """A start and a length in one cell, 2025年1月1日起三年; None if it does not hold both."""
    match = _STARTED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    months = months_in(match[2]) if match is not None else None
    return (match[1], months) if match is not None and months is not None else None


def last_day(start: date, months: float) -> date:
    """The last day of so many months from a day.

    >>> last_day(date(2025, 1, 1), 36.0)
    datetime.date(2027, 12, 31)
    """
    year, month = divmod(start.month - 1 + int(months), 12)
    year += start.year
    longest = calendar.monthrange(year, month + 1)[1]
    rest = round((months - int(months)) * 30)
    if start.day > longest:  # a year from 29 February ends on 28 February
        return date(year, month + 1, longest) + timedelta(days=rest)
    return date(year, month + 1, start.day) + timedelta(days=rest - 1)
