"""What is asked of a plan beyond space: pins, relations, pairs, industries, policy."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.words import NEVER, Stage, Strength


@dataclass(frozen=True, slots=True)
class Pin:
    """A stay must, or must not, be in given carriers.

    Attributes
    ----------
    stays : tuple of int
        The stays it binds.
    carriers : frozenset of int
        The carrier named, that of the room named, or all of the campus named.
    start : int or None
        must: the stay begins there in exactly this quarter; must_not: it is not
        there in this quarter or any later one. None: at any time.
    label : str
        What the workbook named, for sentences.
    """

    project: int
    stays: tuple[int, ...]
    carriers: frozenset[int]
    kind: Literal["must", "must_not"]
    start: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Two projects belong together or apart, in every quarter in which both are housed."""

    a: int
    b: int
    kind: Literal["same_carrier", "same_campus", "adjacent", "apart"]
    strength: Strength = "hard"
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry chain of the city's list, and the industries it supplies (下游)."""

    id: str
    group: str = ""
    weight: float = 1.0
    supplies: tuple[str, ...] = ()
    list_version: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a policy row holds; None means everywhere."""

    campus: int | None = None
    carrier: int | None = None
    stage: Stage | None = None
    industry: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One row of the policy sheet.

    Attributes
    ----------
    id : str
        ``C01`` ...: its number in the workbook, for sentences and reports.
    start, end : int
        First and last quarter in which it holds, from the horizon's start.
    """

    id: str
    rule: str
    scope: Scope
    scope_text: str
    limit: float
    strength: Strength
    weight: float
    start: int = -NEVER
    end: int = NEVER
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Pairs:
    """What the workbook says of single (stay, carrier) pairs, sorted by stay then carrier.

    ``value`` and ``area_m2`` are NaN where the row leaves them blank; ``allowed`` is
    1 (yes), 0 (no) or -1 (blank).
    """

    stay: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    carrier: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    value: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0, np.float64))
    area_m2: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0, np.float64))
    allowed: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))

    def __len__(self) -> int:
        return len(self.stay)

    def find(
        self, stay: NDArray[np.int64], carrier: NDArray[np.int64], carriers: int
    ) -> NDArray[np.int64]:
        """Position of each asked pair, or -1 where the sheet has no such row."""
        if not len(self):
            return np.full(len(stay), -1, np.int64)
        keys = self.stay * carriers + self.carrier
        asked = stay.astype(np.int64) * carriers + carrier
        at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        return np.where(keys[at] == asked, at, -1)
