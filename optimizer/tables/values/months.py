"""A day, month, quarter, half or whole year as text; years in front, as they are in Chinese."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

_NUMERALS: Final = {
    **{numeral: str(i) for i, numeral in enumerate("零一二三四五六七八九")},
    "〇": "0",
    "○": "0",
    "两": "2",
}
_TENS: Final = re.compile(r"([一二三]?)十([一二三四五六七八九]?)(?=[月日号]|$)")
_YEAR_NUMERALS: Final = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
_ONE_NUMERAL: Final = re.compile(
    r"(?<![一-鿿])([一二三四五六七八九])(?=[月日号])|(?<=[年月])([一二三四五六七八九])(?=[月日号])"
)
_ENGLISH: Final = {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
_MONTHS_OF: Final = {
    "day": 1,
    "month": 1,
    "quarter": 3,
    "half": 6,
    "year": 12,
    "short_year": 1,
    "part": 1,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the calendar: from the first of a month, or one day of it.

    `other` is the second way to read an ambiguous text, e.g. 3/4/2026.
    """

    year: int
    month: int
    form: str
    day: int = 0
    other: "Span | None" = None

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, self.day or 1)


def month_end(span: Span) -> date:
    """Last day of a span."""
    if span.day:
        return span.first
    month = span.month + _MONTHS_OF[span.form] - 1
    return date(span.year, month, calendar.monthrange(span.year, month)[1])


def chinese_digits(text: str) -> str:
    """Chinese numerals of a date as digits.

    >>> chinese_digits("二〇二六年十二月三十一日"), chinese_digits("2026年三月")
    ('2026年12月31日', '2026年3月')
    """
    text = _YEAR_NUMERALS.sub(lambda m: "".join(_NUMERALS[c] for c in m[0]), text)
    text = _TENS.sub(lambda m: f"{_NUMERALS.get(m[1], '1')}{_NUMERALS.get(m[2], '0')}", text)
    return _ONE_NUMERAL.sub(lambda m: _NUMERALS[m[1] or m[2]], text)


_TIME: Final = r"(?:[ t]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?z?)?"
_WEEKDAY: Final = r"\s*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_YEAR: Final = r"(?P<year>\d{4})"
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4}
_DAY: Final = r"(?P<day>\d{1,2})"
_SHORT: Final = r"(?P<short>\d{2})"
_PART: Final = r"(?P<part>上旬|中旬|下旬|初|中|底|末)"
_SHORT_YEAR: Final = re.compile(r"(2\d|3\d)年(?=\D|\d{1,2}月)")
_ORDINAL: Final = rf"{_DAY}(?:st|nd|rd|th)?"
_FORMS: Final[tuple[tuple[str, str], ...]] = (
    ("day", rf"{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})\s*[日号]?"),
    ("day", rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})"),
    ("month", rf"{_YEAR}(?P<month>\d{{2}})"),
    ("month", rf"{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*月?\s*份?"),
    ("ten_days", rf"{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*月?份?\s*{_PART}"),
    ("quarter", rf"{_YEAR}\s*[-/年]?\s*(?:q|第)?(?P<quarter>[1-4一二三四])\s*(?:季度|季)"),
    ("quarter", rf"{_YEAR}\s*[-/年.]?\s*q(?P<quarter>[1-4])"),
    ("quarter", rf"q(?P<quarter>[1-4])\s*[-/]?\s*{_YEAR}"),
    ("half", rf"{_YEAR}\s*年?\s*(?P<half>上|下)半年"),
    ("half", rf"{_YEAR}\s*[-/]?\s*h(?P<half>[12])"),
    ("year_part", rf"{_YEAR}\s*年?\s*(?P<part>年?初|年?中|年?底|年?末)"),
    ("year", rf"{_YEAR}\s*年?度?"),
    ("short_year", rf"{_SHORT}\s*年\s*(?P<month>\d{{1,2}})\s*月(?:\s*{_DAY}\s*[日号])?"),
    ("short_year", r"(?P<short>2\d|3\d)\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})"),
    ("short_year", r"(?P<short>2[4-9]|3\d)\s*[-/]\s*(?P<month>\d{1,2})"),
    ("month", rf"(?P<month>\d{{1,2}})\s*[-/.]\s*{_YEAR}"),
    ("foreign", rf"(?P<a>\d{{1,2}})\s*[-/.]\s*(?P<b>\d{{1,2}})\s*[-/.]\s*{_YEAR}"),
    ("english", rf"(?P<day>\d{{1,2}})[-\s]*(?P<name>[a-z]{{3,9}})\.?[-,\s]*{_YEAR}"),
    ("english", rf"(?P<name>[a-z]{{3,9}})\.?\s*(?:{_ORDINAL}\s*,?\s+)?{_YEAR}"),
)  # fmt: skip
_PATTERNS: Final = tuple(
    (form, re.compile(f"{pattern}{_WEEKDAY}{_TIME}")) for form, pattern in _FORMS
)


def span_of(text: str) -> Span | None:
    """The stretch a text names, or None if it names none (or one that does not exist).

    >>> span_of("2026q3"), span_of("2026-02-30")
    (Span(year=2026, month=7, form='quarter', day=0, other=None), None)
    """
    for form, pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        try:
            span = _MADE[form](match, form)
            if span is not None:
                _ = span.first, month_end(span)
            return span
        except (ValueError, calendar.IllegalMonthError):  # 2026-02-30, month 13
            return None
    short = _SHORT_YEAR.match(text)
    return None if short is None else span_of(f"20{text}")


def looks_whole(text: str) -> bool:
    """Whether a text has the form of a date, be there such a day or not."""
    return any(pattern.fullmatch(text) for _, pattern in _PATTERNS)


def _of_numbers(match: re.Match[str], form: str) -> Span | None:
    given = match.groupdict()
    year = int(given["year"]) if given.get("year") else 2000 + int(given["short"])
    return Span(year, int(given.get("month") or 1), form, int(given.get("day") or 0))


def _quarter(match: re.Match[str], form: str) -> Span | None:
    number = _QUARTERS.get(match["quarter"]) or int(match["quarter"])
    return Span(int(match["year"]), 3 * number - 2, form)


def _half(match: re.Match[str], form: str) -> Span | None:
    return Span(int(match["year"]), 1 if match["half"] in "上1" else 7, form)


def _ten_days(match: re.Match[str], form: str) -> Span | None:
    """初, 中旬 or 底 of a month: only its month is certain, or its end."""
    year, month = int(match["year"]), int(match["month"])
    if match["part"] in ("底", "末"):
        return Span(year, month, "part", calendar.monthrange(year, month)[1])
    if match["part"] in ("初", "上旬"):
        return Span(year, month, "part", 1)
    return Span(year, month, "month")


def _year_part(match: re.Match[str], form: str) -> Span | None:
    year = int(match["year"])
    month, day = {"初": (1, 1), "中": (6, 30)}.get(match["part"][-1], (12, 31))
    return Span(year, month, "part", day)


def _foreign(match: re.Match[str], form: str) -> Span | None:
    """Day and month before the year, in whichever order is possible; both ways if both are."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    ways = [Span(year, m, "day", d) for m, d in ((a, b), (b, a)) if _exists(year, m, d)]
    if not ways:
        return None
    if len(ways) == 1 or a == b:
        return ways[0]
    return Span(year, a, "day", b, other=ways[1])


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _english(match: re.Match[str], form: str) -> Span | None:
    month = _ENGLISH.get(match["name"][:3])
    whole = "|".join(name.lower() for name in calendar.month_name if name)
    known = re.fullmatch(f"{whole}|{'|'.join(_ENGLISH)}|sept", match["name"])
    if month is None or known is None:
        return None
    day = int(match["day"] or 0)
    return Span(int(match["year"]), month, "day" if day else "month", day)


_MADE: Final[dict[str, Callable[[re.Match[str], str], Span | None]]] = {
    "day": _of_numbers,
    "month": _of_numbers,
    "year": _of_numbers,
    "short_year": _of_numbers,
    "quarter": _quarter,
    "half": _half,
    "ten_days": _ten_days,
    "year_part": _year_part,
    "foreign": _foreign,
    "english": _english,
}
