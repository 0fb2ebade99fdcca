"""Cuts that tie what is served at a site to its opening."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimizer.rules.block import Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.solving.program import Program, Rows


@dataclass(frozen=True)
class Pairs:
    """Served pairs at candidates: the column, its largest area, the starts that open it.

    `group` is the block and year of each.
    """

    serve: Ints
    group: Ints
    area: Floats
    pair: Ints
    start: Ints

    def __len__(self) -> int:
        return len(self.serve)

    def of_starts(self, columns: Ints) -> Ints:
        """The pairs that one of some starts opens."""
        return np.unique(self.pair[np.isin(self.start, columns)])

    def excess(self, values: Floats) -> Floats:
        """By how much each served area passes what its site is open to."""
        opened = np.bincount(self.pair, values[self.start], len(self.serve))
        return np.asarray(values[self.serve] - self.area * opened)

    def cheapest(self, costs: Floats, count: int) -> Ints:
        """The pairs among the `count` cheapest of their block and year, by cost per m²."""
        order = np.lexsort((costs[self.serve], self.group))
        first = np.searchsorted(self.group[order], self.group[order], side="left")
        return np.sort(order[np.arange(len(order)) - first < count])

    def linked(self, program: Program, chosen: Ints) -> Program:
        """The program with the cuts of some pairs."""
        return program.with_rows(*self.cuts(chosen, program.matrix.shape[1]))

    def cuts(self, chosen: Ints, columns: int) -> Rows:
        """The cuts of some pairs."""
        low, high = np.full(len(chosen), -np.inf), np.zeros(len(chosen))
        return Rows(self.rows(chosen, columns), low, high)

    def rows(self, chosen: Ints, columns: int) -> sparse.csr_array:
        """The cuts of some pairs as rows: served - area x opened <= 0."""
        number = np.full(len(self), -1, np.int64)
        number[chosen] = np.arange(len(chosen))
        mine = np.flatnonzero(number[self.pair] >= 0)
        row = np.concatenate([np.arange(len(chosen)), number[self.pair[mine]]])
        column = np.concatenate([self.serve[chosen], self.start[mine]])
        value = np.concatenate([np.ones(len(chosen)), -self.area[self.pair[mine]]])
        return sparse.coo_array((value, (row, column)), (len(chosen), columns)).tocsr()


def linkable(ground: Ground) -> Pairs:
    """All served pairs at candidates, with the starts that open their place."""
    serve, start = ground.serve, ground.start
    candidates = len(ground.candidates)
    mine = np.flatnonzero((serve["place"] < candidates) & np.isfinite(ground.serve_at_most))
    place, year = serve["place"][mine], serve["year"][mine]
    n, opened = np.nonzero(ground.absorbed > 0)
    years = len(ground.years)
    key = ground.leader[start["candidate"][n]] * years + opened
    order = np.argsort(key, kind="stable")
    asked = place * years + year
    first = np.searchsorted(key[order], asked, side="left")
    last = np.searchsorted(key[order], asked, side="right")
    count = last - first
    pair = np.repeat(np.arange(len(mine)), count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    starts = start.columns[n[order[np.repeat(first, count) + within]]]
    area = np.minimum(ground.serve_at_most[mine], most_at_places(ground)[place])
    group = serve["block"][mine] * years + year
    return Pairs(serve.columns[mine], group, area, pair, starts)


def most_at_places(ground: Ground) -> Floats:
    """Lettable area of the candidates that share the columns of each place, m²; 0 elsewhere."""
    most = np.zeros(len(ground.leader))
    np.add.at(most, ground.leader[: len(ground.candidates)], ground.lettable)
    return most
