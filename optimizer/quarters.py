"""Dates become quarters here and nowhere else.

A quarter is an integer that counts quarters since year 0 (``year * 4 + 0..3``),
so that differences are lengths. The case counts from its own first quarter.
The conventions are those of the design: a date belongs to the quarter that
contains it; a lease is occupied through the quarter of its last day; a carrier
is usable from the first quarter that starts on or after its opening day.
"""

import math
import re
from datetime import date, timedelta

from optimizer.units import MONTHS_PER_QUARTER, QUARTERS_PER_YEAR

_LABEL = re.compile(r"^\s*(\d{4})\s*Q([1-4])\s*$", re.IGNORECASE)


def quarter_of(day: date) -> int:
    """Quarter that contains `day`.

    >>> quarter_of(date(2026, 1, 1)) == quarter_of(date(2026, 3, 31))
    True
    """
    return day.year * QUARTERS_PER_YEAR + (day.month - 1) // MONTHS_PER_QUARTER


def first_day(quarter: int) -> date:
    """First day of a quarter.

    >>> first_day(quarter_of(date(2026, 8, 15)))
    datetime.date(2026, 7, 1)
    """
    year, number = divmod(quarter, QUARTERS_PER_YEAR)
    return date(year, number * MONTHS_PER_QUARTER + 1, 1)


def last_day(quarter: int) -> date:
    """Last day of a quarter."""
    return first_day(quarter + 1) - timedelta(days=1)


def opening_quarter(opens: date) -> int:
    """First quarter that starts on or after the opening day.

    >>> quarter_label(opening_quarter(date(2026, 4, 1)))
    '2026Q2'
    >>> quarter_label(opening_quarter(date(2026, 4, 2)))
    '2026Q3'
    """
    quarter = quarter_of(opens)
    return quarter if first_day(quarter) == opens else quarter + 1


def quarters_of_months(months: float) -> int:
    """Length in quarters: months rounded up to whole quarters, at least one.

    >>> [quarters_of_months(m) for m in (1, 3, 4, 24)]
    [1, 1, 2, 8]
    """
    return max(1, math.ceil(months / MONTHS_PER_QUARTER - 1e-9))


def quarter_label(quarter: int) -> str:
    """The quarter as it is printed: ``2026Q3``."""
    year, number = divmod(quarter, QUARTERS_PER_YEAR)
    return f"{year}Q{number + 1}"


def parse_quarter_label(label: str) -> int:
    """Quarter of a printed label.

    Raises
    ------
    ValueError
        If the text is not of the form ``2026Q3``.
    """
    match = _LABEL.match(label)
    if match is None:
        raise ValueError(f"not a quarter: {label!r}, expected e.g. 2026Q3")
    return int(match[1]) * QUARTERS_PER_YEAR + int(match[2]) - 1


def months_between(start: date, end: date) -> float:
    """Months from `start` to `end`, counting whole months and days as 1/30 of one."""
    return (end.year - start.year) * 12 + end.month - start.month + (end.day - start.day) / 30
