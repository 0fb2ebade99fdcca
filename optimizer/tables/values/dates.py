"""Days as people write them: whole, partial, a period in one cell, or no day at all.

A partial day (2026-03, 2026Q3, 2026年) is its first or its last day, by what the
column means: a lease ends on the last day of what is written, an entry is the first.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final, Literal

from optimizer.tables.values.months import Span, chinese_digits, looks_whole, month_end, span_of

Edge = Literal["first", "last"]
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199

_SERIAL_FROM, _SERIAL_TO = 20_000, 80_000
"""Excel's day numbers of 1954 to 2119; nothing else a date cell holds is a number in between."""
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_UNIX_FROM, _UNIX_TO = 600_000_000, 4_000_000_000
_CHINA: Final = timedelta(hours=8)
_PERIOD: Final = re.compile(r"~+|-+|[—–―]+|至|到")
_FRAME: Final = re.compile(r"^(?:自|从)|起$|(?:止|为止)$")
_OPEN: Final = frozenset(
    {"长期", "永久", "无固定期限", "不限", "无期限", "长期有效", "至今", "现在", "今", "long-term"}
)
_SOON: Final = re.compile(
    r"立即|即刻|即时|马上|随时|尽快|尽早|即可|当前|asap|[一二两三四五六\d]+个?(?:月|周|天)(?:以?内|之内)"
)
_ABOUT_BEFORE: Final = re.compile(
    r"^(?:预计|大约|约|拟|计划|最迟|最晚|力争|争取|暂定|不晚于|不迟于)(?:在|于)?"
)
_ABOUT_AFTER: Final = re.compile(
    r"(?:前后|左右|之前|以前|前|之后|以后|后|上下)?(?:交付|投用|启用|竣工|完工|建成|入驻|到期)?$"
)
_REMARK: Final = re.compile(r"\([^()\d]*\)$")
_YEARLESS: Final = re.compile(
    r"(?:今年|明年|后年|本年|当年|去年|年内|次年)?.{0,2}?"
    r"(?:\d{1,2}月(?:份|\d{1,2}[日号]?|初|中|底|末|[上中下]旬)?|年[初中底末]|[上下]半年|[1-4一二三四]季度?|q[1-4])"
    r"(?:前后|左右|之前|以前|前|之后|以后|后|内)?"
)
MAX_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class Day:
    """What a cell says of a day.

    Attributes
    ----------
    day : date or None
        None where it names none: without end, or as soon as possible.
    form : str
        ``day``, ``month``, ``quarter``, ``half``, ``year``, ``short_year``, ``serial``, ``unix``,
        ``part`` (底 of a month or year), ``about``, ``remark`` (behind it, in brackets), ``open``
        or ``soon``.
    start : date or None
        First day of a period, where the cell holds one.
    other : date or None
        The other way to read it, where there are two.
    """

    day: date | None
    form: str = "day"
    start: date | None = None
    other: date | None = None


def parse_date(value: Any) -> date | None:
    """The whole day a cell holds, or None if it holds none or less than a day."""
    found = day_in(value, "first")
    return found.day if found and found.form == "day" and found.start is None else None


def day_in(value: Any, edge: Edge) -> Day | None:
    """What a cell says of a day, or None if it is no date.

    >>> day_in("2026-03", "first").day, day_in("2026年三季度", "last").day
    (datetime.date(2026, 3, 1), datetime.date(2026, 9, 30))
    >>> day_in("2025.01.01 - 2027.12.31", "last").day
    datetime.date(2027, 12, 31)
    """
    if isinstance(value, datetime):
        return _possible(Day(value.date()))
    if isinstance(value, date):
        return _possible(Day(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _possible(_of_number(float(value), edge))
    return _possible(_of_text(str(value), edge))


def _possible(found: Day | None) -> Day | None:
    days = [day for day in (found.day, found.start, found.other) if day] if found else []
    return found if all(FIRST_YEAR <= day.year <= LAST_YEAR for day in days) else None


def _of_number(number: float, edge: Edge) -> Day | None:
    if _SERIAL_FROM <= number <= _SERIAL_TO:
        return Day(_EXCEL_EPOCH + timedelta(days=int(number)), "serial")
    if _UNIX_FROM <= number <= _UNIX_TO:
        return Day((datetime.fromtimestamp(number, UTC) + _CHINA).date(), "unix")
    if _UNIX_FROM * 1000 <= number <= _UNIX_TO * 1000:
        return Day((datetime.fromtimestamp(number / 1000, UTC) + _CHINA).date(), "unix")
    if number.is_integer():
        return _of_text(str(int(number)), edge)
    written = repr(number)
    if re.fullmatch(r"\d{4}\.1", written):
        # Excel drops the last 0 of 2026.10.
        year = int(written[:4])
        january, october = (_edge_of(Span(year, month, "month"), edge) for month in (1, 10))
        return Day(january, "month", other=october)
    return _of_text(written, edge)


@cache
def _of_text(written: str, edge: Edge) -> Day | None:
    if len(written) > MAX_LENGTH:
        return None
    text = unicodedata.normalize("NFKC", written).strip().casefold()
    if not text:
        return None
    text = chinese_digits(_FRAME.sub("", text).strip())
    if text in _OPEN and edge == "last":
        return Day(None, "open")
    if _SOON.fullmatch(text) and edge == "first":
        return Day(None, "soon")
    if re.fullmatch(r"\d{5}", text):
        return _of_number(float(text), edge) if _SERIAL_FROM <= int(text) <= _SERIAL_TO else None
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return _of_number(float(text), edge)
    return _of_span(span_of(text), edge) or _period(text, edge) or _with_words(text, edge)


def _of_span(span: Span | None, edge: Edge) -> Day | None:
    if span is None:
        return None
    other = _edge_of(span.other, edge) if span.other else None
    return Day(_edge_of(span, edge), span.form, other=other)


def _with_words(text: str, edge: Edge) -> Day | None:
    """预计2026年10月, 2026-10-1前, 2027年6月30日（续签）: a day with words around it."""
    bare = _REMARK.sub("", text).strip()
    form = "remark" if bare != text else "about"
    bare = _ABOUT_AFTER.sub("", _ABOUT_BEFORE.sub("", bare)).strip()
    found = None if bare == text else _of_span(span_of(bare), edge)
    return found and replace(found, form=form)


def why_no_day(value: Any) -> str:
    """Fault code of a cell that holds no day: what is wrong with it.

    >>> why_no_day("2027-02-30"), why_no_day("5月底"), why_no_day("abc")
    ('date_impossible', 'date_without_year', 'not_a_date')
    """
    if isinstance(value, date):
        return "date_impossible"
    text = unicodedata.normalize("NFKC", str(value)).strip().casefold()
    text = chinese_digits(_FRAME.sub("", text).strip()) if len(text) <= MAX_LENGTH else ""
    if looks_whole(text):
        return "date_impossible"
    return "date_without_year" if _YEARLESS.fullmatch(text) else "not_a_date"


def _period(text: str, edge: Edge) -> Day | None:
    """Two days in one cell: the first or the last of them."""
    found: list[Day] = []
    for match in _PERIOD.finditer(text):
        before = _FRAME.sub("", text[: match.start()].strip()).strip()
        after = _FRAME.sub("", text[match.end() :].strip()).strip()
        start = span_of(before)
        if start is None or start.other or start.form == "short_year":
            continue
        first = _edge_of(start, "first")
        if after in _OPEN or (not after and match[0] in "至到"):
            found.append(Day(first if edge == "first" else None, _form(edge, start), start=first))
            continue
        end = span_of(after) or span_of(f"{start.year}年{after}")
        if end is None or end.other:
            continue
        last = _edge_of(end, "last")
        if first <= last:
            day, form = (first, start.form) if edge == "first" else (last, end.form)
            found.append(Day(day, form, start=first))
    return found[0] if len(set(found)) == 1 else None


def _form(edge: Edge, start: Span) -> str:
    return start.form if edge == "first" else "open"


def _edge_of(span: Span, edge: Edge) -> date:
    return span.first if edge == "first" else month_end(span)
