"""Columns of one kind: a family of decisions of a development plan."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.rules.block import Floats, Ints


@dataclass(frozen=True)
class Family:
    """Columns of one kind.

    Attributes
    ----------
    first : int
        Number of its first column.
    keys : mapping of str to int array
        What each column is about.
    upper : float array
        Upper bounds; lower bounds are 0.
    is_integer : bool
        Whether its columns are 0 or 1.
    """

    name: str
    first: int
    keys: dict[str, Ints]
    upper: Floats
    is_integer: bool = False

    def __len__(self) -> int:
        return len(self.upper)

    def __getitem__(self, key: str) -> Ints:
        return self.keys[key]

    @cached_property
    def columns(self) -> Ints:
        """Numbers of its columns."""
        return self.first + np.arange(len(self))
