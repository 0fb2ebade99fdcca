"""A seeded source of chance that gives the same numbers with every version of NumPy.

Only ``Generator.random`` is used: the stream of doubles of a PCG64 is fixed, those of the
convenience methods are not.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """Seeded draws."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._generator = np.random.Generator(np.random.PCG64(seed))

    def part(self, number: int) -> "Dice":
        """Independent draws of one part, so that changing it leaves the others alone."""
        return Dice(self._seed * 100 + number)

    def between(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * float(self._generator.random())

    def whole(self, low: int, high: int) -> int:
        """An integer in [low, high]."""
        return low + int(self.between(0, high - low + 1))

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.between(0, 1) < probability

    def pick(self, choices: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of the choices."""
        if weights is None:
            return choices[self.whole(0, len(choices) - 1)]
        at = self.between(0, sum(weights))
        for choice, weight in zip(choices, weights, strict=True):
            at -= weight
            if at < 0:
                return choice
        return choices[-1]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different choices, in their own order."""
        keys = sorted(range(len(choices)), key=lambda _: self.between(0, 1))
        return [choices[i] for i in sorted(keys[:count])]

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`."""
        return first + timedelta(days=self.whole(0, (last - first).days))

    def skewed(self, low: float, high: float, bend: float = 1.6) -> float:
        """A number in [low, high), the more often small the larger `bend`."""
        return low + (high - low) * float(self.between(0, 1) ** bend)
