"""Technical attributes: what is there, what is needed, and when one meets the other.

Every attribute becomes a number that grows with what is offered, so that a need
is met when supply >= need: metres, kN/m², kVA, tonnes, 1/0 for yes/no, a rank for
fire-hazard classes (a building rated 丙 takes 丙, 丁 and 戊) and minus the ISO number
for clean rooms (ISO 7 serves who needs ISO 8). Each side has a lower and an upper
value, equal where it is known exactly.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.carrier import Carrier
from optimizer.domain.project import Stay

#: Attribute of the domain -> its column on the workbook's supply side.
ATTRIBUTES: Final[dict[str, str]] = {
    "clear_height": "clear_height_m",
    "floor_load": "floor_load_kn_m2",
    "power": "power_kva",
    "fire_class": "fire_class",
    "clean_class": "clean_class",
    "freight_lift": "freight_lift_t",
    "drainage": "drainage",
    "eia": "eia",
    "ground_floor": "ground_floor",
}

#: Rank of a fire-hazard class as a building's rating: surely taken, at most taken.
#: A building rated just 丙 takes who asks for 丙 or 丙二; whether 丙一 is open.
FIRE_RANKS: Final[dict[str, tuple[float, float]]] = {
    "戊": (1.0, 1.0),
    "丁": (2.0, 2.0),
    "丙二": (3.0, 3.0),
    "丙": (3.5, 4.0),
    "丙一": (4.0, 4.0),
    "乙": (5.0, 5.0),
    "甲": (6.0, 6.0),
}
#: Who asks for just 丙 surely fits a building rated 丙, and perhaps one rated 丙二.
_VAGUE_NEEDS: Final[dict[str, tuple[float, float]]] = {"丙": (3.0, 3.5)}
_ISO = re.compile(r"(?:iso[^0-9]*)?([1-9])(?:\.0)?\s*(?:级)?$", re.IGNORECASE)
_YES_NO: Final = {"yes": 1.0, "no": 0.0}

Bounds = tuple[float, float]
UNKNOWN: Final[Bounds] = (-np.inf, np.inf)
NONE_AT_ALL: Final[Bounds] = (-99.0, -99.0)
"""Rank of a carrier without any clean room: below every ISO class."""
_NO_CLEAN_ROOM: Final = frozenset({"无", "没有", "否", "no", "none"})
NO_NEED: Final = ((0.0, 0.0), NONE_AT_ALL)
"""Bounds of a need that asks for nothing: no drainage, no lift, no clean room."""


def attribute_bounds(name: str, value: object) -> Bounds | None:
    """Lowest and highest rank a cell can mean; None for a blank cell.

    A text that says something but not what (``十万级``) is (-inf, inf): unknown.

    >>> attribute_bounds("fire_class", "丙类")
    (3.5, 4.0)
    >>> attribute_bounds("clean_class", "ISO 7")
    (-7.0, -7.0)
    """
    if value is None or value == "" or (isinstance(value, float) and np.isnan(value)):
        return None
    if name == "fire_class":
        return FIRE_RANKS.get(_fire_word(str(value)), UNKNOWN)
    if name == "clean_class":
        word = str(value).strip().lower()
        if word in _NO_CLEAN_ROOM:
            return NONE_AT_ALL
        match = _ISO.match(word)
        return (-float(match[1]), -float(match[1])) if match else UNKNOWN
    if isinstance(value, str):
        rank = _YES_NO.get(value)
        return UNKNOWN if rank is None else (rank, rank)
    number = float(str(value))
    return number, number


def _fire_word(text: str) -> str:
    return text.strip().removesuffix("类")


def vague_need(name: str, need: object) -> Bounds | None:
    """Least and sure rank of a need that leaves something open; None for the others."""
    if name != "fire_class" or not isinstance(need, str):
        return None
    return _VAGUE_NEEDS.get(_fire_word(need))


def combined_supply(values: Iterable[object], name: str) -> Bounds:
    """What a carrier offers, from its own cell and those of its rooms.

    The best of what is known; a blank or unreadable cell may still be better.
    """
    bounds = [attribute_bounds(name, value) or UNKNOWN for value in values]
    if not bounds:
        return UNKNOWN
    return max(low for low, _ in bounds), max(high for _, high in bounds)


def supply_bounds(
    carriers: Sequence[Carrier], name: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Surely offered and at most offered rank of each carrier; shape (carriers,)."""
    pairs = [carrier.supplies.get(name, UNKNOWN) for carrier in carriers]
    both = np.array(pairs, np.float64).reshape(len(carriers), 2)
    return both[:, 0], both[:, 1]


@dataclass(frozen=True)
class Needs:
    """What all stays need of one attribute.

    Attributes
    ----------
    kind : shape (stays,)
        Position of each stay's need in the other two; -1 without a need.
    least, surely : shape (kinds,)
        Least and sure rank of each kind of need.
    """

    kind: NDArray[np.int64]
    least: NDArray[np.float64]
    surely: NDArray[np.float64]

    @classmethod
    def of(cls, stays: Sequence[Stay], name: str) -> Self:
        """Needs of an attribute.

        A need of "no" (no drainage, no ground floor needed) is no need. A need that
        cannot be read is met for sure by nothing and refused by nothing.
        """
        kinds: dict[Bounds, int] = {}
        kind_of: dict[float | str | None, int] = {None: -1}
        kind = np.full(len(stays), -1, np.int64)
        for row, stay in enumerate(stays):
            need = stay.needs.get(name)
            if need not in kind_of:
                bounds = vague_need(name, need) or attribute_bounds(name, need)
                asks = bounds is not None and bounds not in NO_NEED
                kind_of[need] = kinds.setdefault(bounds, len(kinds)) if bounds and asks else -1
            kind[row] = kind_of[need]
        both = np.array(list(kinds), np.float64).reshape(len(kinds), 2)
        return cls(kind, both[:, 0], both[:, 1])
