"""Rows of a rule as arrays: what every road - model, pricing, reading - works from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Sense = Literal["<=", ">=", "=="]


def no_floats() -> Floats:
    """An empty array of floats."""
    return np.zeros(0)


@dataclass(frozen=True)
class Block:
    """Rows of one rule: sum of coefficient x column, compared with limit.

    Columns 0 .. options - 1 are the options; a column from `options` on is an extra
    continuous column of this block (``column - options`` is its position in
    `extra_upper`), bounded below by 0.

    Attributes
    ----------
    rule : str
        Name of the rule.
    keys : mapping of str to int array, one entry per row
        What each row is about, as positions in the case: carrier, quarter, campus,
        stay, project, policy ...
    row, column, coefficient : arrays of equal length
        Triplets.
    limit : float array, one entry per row
    strength : {"hard", "soft"}
        A hard row holds; the excess of a soft one is paid for.
    weight : float
        Points per unit of excess of a soft row.
    group : int array, one entry per row, or None
        Soft rows of one group share one excess (the largest of theirs).
    held : bool
        Whether a row that sitting tenants already break is held at no worse than
        they make it (既有超限).
    extra_upper, extra_points : float arrays
        Upper bound, and points per unit in the objective, of the extra columns.
    defining : bool array, one entry per row, or None
        Rows that only define extra columns: always hard, never held.
    """

    rule: str
    keys: Mapping[str, Ints]
    row: Ints
    column: Ints
    coefficient: Floats
    sense: Sense
    limit: Floats
    strength: Literal["hard", "soft"] = "hard"
    weight: float = 0.0
    group: Ints | None = None
    held: bool = False
    extra_upper: Floats = field(default_factory=no_floats)
    extra_points: Floats = field(default_factory=no_floats)
    defining: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.limit)

    def key(self, row: int) -> dict[str, int]:
        """What one row is about."""
        return {name: int(values[row]) for name, values in self.keys.items()}


def dot(one: Floats, other: Floats) -> Floats:
    """Sum of products over the last axis, always added in one order.

    The last bits of a BLAS product depend on where its arrays lie in memory: the same question
    answered in another process would be told with another last digit.
    """
    return np.asarray((one * other).sum(axis=-1))


def grouped(labels: Ints) -> tuple[Ints, Ints]:
    """Distinct labels in order, and for each entry the number of its label."""
    distinct, number = np.unique(labels, return_inverse=True)
    return distinct, np.asarray(number, np.int64).reshape(-1)
