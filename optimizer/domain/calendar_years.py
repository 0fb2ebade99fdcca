"""The years of a development plan, and the quarters in them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.units import QUARTERS_PER_YEAR

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Years:
    """Calendar years from the horizon's start to its end, or the last year of the forecast.

    Attributes
    ----------
    start : int
        The first quarter, counted since year 0.
    quarters : int
        Quarters of the plan; the last one is the fourth of its year.
    """

    start: int
    quarters: int

    @classmethod
    def of(cls, case: Case) -> Self:
        """The years of a case: whichever lasts longer, the horizon or the forecast."""
        last = (case.start + case.quarters - 1) // QUARTERS_PER_YEAR
        last = max([last, *(f.year for f in case.outlook.forecasts)])
        return cls(case.start, (last + 1) * QUARTERS_PER_YEAR - case.start)

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """Calendar years."""
        first = self.start // QUARTERS_PER_YEAR
        last = (self.start + self.quarters - 1) // QUARTERS_PER_YEAR
        return tuple(range(first, last + 1))

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def of_quarter(self) -> Ints:
        """Number of the year of each quarter, shape (quarters,)."""
        quarter = self.start + np.arange(self.quarters)
        return np.asarray(quarter // QUARTERS_PER_YEAR - self.labels[0], np.int64)

    @cached_property
    def weight(self) -> Floats:
        """Share of each year that lies in the plan: quarters / 4, shape (years,)."""
        return np.bincount(self.of_quarter, minlength=len(self)) / QUARTERS_PER_YEAR

    def number(self, year: int) -> int:
        """Number of a calendar year, from 0."""
        return year - self.labels[0]

    def first_quarter(self, year: int) -> int:
        """First quarter of a calendar year, from the plan's start; not before it."""
        return max(0, year * QUARTERS_PER_YEAR - self.start)

    def mean(self, quarterly: Floats) -> Floats:
        """Mean over the quarters of each year; shape (..., quarters) to (..., years)."""
        first = np.searchsorted(self.of_quarter, np.arange(len(self)))
        sums = np.add.reduceat(quarterly, first, axis=-1)
        return np.asarray(sums / (self.weight * QUARTERS_PER_YEAR))

    def discount(self, rate: float) -> Floats:
        """1 / (1 + rate)^n of each year, the first one undiscounted."""
        return np.asarray((1.0 + rate) ** -np.arange(len(self), dtype=np.float64))
