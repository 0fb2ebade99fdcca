"""How a cell value is printed, in faults and in text columns: as the sheet shows it."""

import math
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd


class CellError(str):
    """Text of a cell that holds no value: ``#REF!`` and its like, or a formula never calculated."""

    __slots__ = ("code",)

    def __new__(cls, text: str, code: str = "formula_error") -> "CellError":
        """A cell error with the fault code it leads to."""
        error = super().__new__(cls, text)
        error.code = code
        return error

    code: str


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or bool(pd.isna(value))


def printed(value: Any) -> str:
    """The value as text: 1201.0 is 1201, a midnight is a date, blank is blank.

    >>> printed(1201.0), printed(0.5), printed(True), printed(None)
    ('1201', '0.5', 'TRUE', '')
    """
    if is_blank(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        day = value.time() == time()
        return value.date().isoformat() if day else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    return str(value)
