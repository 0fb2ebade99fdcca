"""How numbers are shown to the user."""

from typing import Final

NOTHING: Final = "-"


def number(value: float | None, digits: int | None = None) -> str:
    """``8 412.0``, small values with three decimals; a dash for what is not known.

    >>> number(8412), number(3.125)
    ('8 412.0', '3.125')
    """
    if value is None:
        return NOTHING
    if digits is None:
        digits = 1 if abs(value) >= 1_000 else 3
    return f"{value:,.{digits}f}".replace(",", " ")


def percent(share: float | None) -> str:
    """``0.15 %``; a dash for what is not known.

    >>> percent(0.0015)
    '0.15 %'
    """
    return NOTHING if share is None else f"{100 * share:.2f} %"
