"""Numbers written another way than digits with a unit; what was made of them is told."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from optimizer.labels import LANGS
from optimizer.tables.schema import Column
from optimizer.tables.values.number_texts import (
    in_digits,
    one_lift_in,
    points_in,
    product_in,
    remark_in,
)
from optimizer.tables.values.reading import Note, Problem, Read
from optimizer.tables.values.units_of import scale_of
from optimizer.tables.wording import unit_after_number

Reader = Callable[[Column, str, str], Read]

_MULTIPLIED: Final = frozenset({"m2", "kva"})
"""Units of which several alike add up: rooms and transformers."""
_UNSETTLED: Final = ("另", "外加", "除外", "待定", "待核", "不确定", "未定", "?", "或", "至")


def other_ways(column: Column, written: str, unit: str, reader: Reader) -> Read | None:
    """How a text that is no plain amount reads otherwise; None if it does not.

    Parameters
    ----------
    column : Column
    written : str
    unit : str
        What the header states as unit.
    reader : callable
        Reads a text as a number of the column.
    """
    if len(written) > _MAX_LENGTH:
        return None
    if column.unit == "t":
        lift = one_lift_in(written)
        if lift is not None:
            return _lift(column, *lift)
    if column.unit == "score":
        points = points_in(written)
        if points is not None:
            return reader(column, f"{points:g}", unit)
    return (
        _in_digits(column, written, unit, reader)
        or _product(column, written, unit, reader)
        or _without_remark(column, written, unit, reader)
    )


_MAX_LENGTH: Final = 40


def _lift(column: Column, tonnes: float, several: bool) -> Read:
    if not several:
        return Read(tonnes)
    return Read(tonnes, Problem("lift_each", "warning", _shown(column, tonnes)))


def _in_digits(column: Column, written: str, unit: str, reader: Reader) -> Read | None:
    digits = in_digits(written)
    read = None if digits is None else reader(column, digits, unit)
    if read is None or _failed(read):
        return None
    if read.note is None and read.problem is None:
        shown = _shown(column, float(read.value))
        read = replace(read, note=Note("number_in_words", "words", {"written": written, **shown}))
    return read


def _product(column: Column, written: str, unit: str, reader: Reader) -> Read | None:
    found = product_in(written) if column.unit in _MULTIPLIED else None
    if found is None:
        return None
    read = reader(column, f"{found[0]:.12g}{found[1]}", unit)
    if _failed(read) or read.problem is not None:
        return None
    problem = Problem("number_product", "warning", _shown(column, float(read.value)))
    return replace(read, problem=problem)


def _without_remark(column: Column, written: str, unit: str, reader: Reader) -> Read | None:
    """A number with a remark in brackets; asked where the brackets hold another number."""
    found = remark_in(written)
    if found is None:
        return None
    outside, inside = found
    if column.unit and scale_of(column.unit, inside) is not None:
        return reader(column, outside, inside)
    read = reader(column, outside, unit)
    if _failed(read) or any(word in inside for word in _UNSETTLED):
        return None
    again = reader(column, inside, unit)
    if not _failed(again):
        same = math.isclose(float(again.value), float(read.value), rel_tol=0.01)
        return read if same else None
    if read.note is None and read.problem is None:
        shown = _shown(column, float(read.value))
        read = replace(read, note=Note("number_remark", "remark", {"written": written, **shown}))
    return read


def _failed(read: Read) -> bool:
    return math.isnan(read.value) or (read.problem is not None and read.problem.severity == "error")


def _shown(column: Column, number: float) -> dict[str, str]:
    return {
        f"read_{lang}": f"{number:,.10g} {unit_after_number(column, lang)}".strip()
        for lang in LANGS
    }
