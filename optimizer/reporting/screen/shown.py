"""Numbers of a screen as the report's number formats show them."""

from typing import Final

NUMERIC: Final = frozenset({"integer", "area", "number", "points", "share", "gap"})
"""Kinds whose cells stand to the right."""
_DIGITS: Final = {"integer": 0, "number": 2, "points": 3}
_PERCENT: Final = {"share": 1, "gap": 2}


def shown(value: str | float | bool | None, kind: str) -> str:
    """A value as it is read on a screen.

    >>> shown(1234.6, "integer"), shown(0.125, "share"), shown(1200.50, "area"), shown(2026, "text")
    ('1,235', '12.5%', '1,200.5', '2026')
    """
    if value is None:
        return ""
    if isinstance(value, str | bool):
        return str(value)
    if kind in _PERCENT:
        return _signed(f"{100 * value:.{_PERCENT[kind]}f}") + "%"
    if kind in _DIGITS:
        return _signed(f"{value:,.{_DIGITS[kind]}f}")
    if kind == "area":
        return _signed(f"{value:,.2f}".rstrip("0").rstrip("."))
    return f"{value:.12g}"


def _signed(number: str) -> str:
    """No minus sign before a zero."""
    return number.lstrip("-") if not number.strip("-0.,") else number
