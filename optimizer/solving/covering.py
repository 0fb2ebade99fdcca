"""Cuts that say how many openings the demand needs, where an LP is content with parts of some."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from scipy import sparse

from optimizer.models.expansion import ExpansionModel
from optimizer.rules.block import Floats, Ints, grouped
from optimizer.rules.family import Family
from optimizer.solving.program import Rows, no_rows

LEAST: Final = 1e-9
"""Factors and values up to this are rounding of the sums."""
BROKEN: Final = 1e-4
"""Share of its limit by which a row must be broken to be worth adding."""
DIVISORS: Final = 8
"""Areas of starts by which a row is divided, of those an LP takes."""
LEAST_FRACTION: Final = 0.01
"""A row whose limit is nearer to a whole number of openings gains nothing by rounding up."""


@dataclass(frozen=True)
class Coverings:
    r"""What the demand of some stages and industries in a year asks of openings.

    .. math:: \sum_n \rho_{nt} L_n\, x_n + \sum_b u_{bt} \ge \sum_b D_{bt} - \sum_k F_{kt}

    Sums of rows of the model - `demand_served`, `must_serve`, `new_space`, `existing_space`,
    `laid_out` - so that every plan that keeps these keeps them; alone they add nothing to an LP.

    Attributes
    ----------
    starts : csr_array, shape (rows, starts)
        m² that each start gives.
    others : csr_array, shape (rows, columns)
        The columns that are not whole: what may go without.
    limit : ndarray of float, one entry per row
        m² asked for.
    """

    starts: sparse.csr_array
    others: sparse.csr_array
    limit: Floats

    def broken(self, values: Floats) -> Rows:
        r"""Of every row the rounding that a solution breaks most.

        Divided by the area :math:`\delta` of a start, with f the fraction of each quotient:

        .. math:: \sum_n \Bigl(\lfloor a_n/\delta \rfloor + \min(1, f_n / f_0)\Bigr) x_n
                  + \frac{1}{\delta f_0} \sum_b u_b \ge \lceil D/\delta \rceil

        (mixed-integer rounding; Nemhauser and Wolsey 1990). With equal areas and nothing unmet:
        the number of openings, rounded up.
        """
        opened, without = values[: self.starts.shape[1]], self.others @ values
        # All demand may be of one stage: the sums of both are one row.
        found: dict[tuple[float, bytes, bytes], sparse.csr_array] = {}
        for r in np.flatnonzero(self.limit > 0).tolist():
            sharpest = self._sharpest(r, opened, float(without[r]))
            if sharpest is not None:
                least, row = sharpest
                found.setdefault((least, row.indices.tobytes(), row.data.tobytes()), row)
        if not found:
            return no_rows(len(values))
        low = np.array([least for least, *_ in found])
        rows = sparse.csr_array(sparse.vstack(list(found.values())))
        return Rows(rows, low, np.full(len(low), np.inf))

    def _sharpest(
        self, r: int, opened: Floats, without: float
    ) -> tuple[float, sparse.csr_array] | None:
        """Limit and row of the rounding of one row that is broken most; None where none is."""
        span = slice(self.starts.indptr[r], self.starts.indptr[r + 1])
        column, area = self.starts.indices[span], self.starts.data[span]
        best, gain = None, BROKEN
        for divisor in _divisors(area, opened[column]):
            tried = _rounded(area, float(self.limit[r]), divisor)
            given = float(tried.starts @ opened[column]) + tried.others * without
            missing = tried.limit - given
            if missing > gain * tried.limit:
                best, gain = tried, missing / tried.limit
        if best is None:
            return None
        own = sparse.csr_array((best.starts, column, [0, len(column)]), (1, self.others.shape[1]))
        return best.limit, sparse.csr_array(own + best.others * self.others[[r], :])


def _divisors(area: Floats, opened: Floats) -> list[float]:
    """The areas of starts that an LP takes, most taken first."""
    taken = opened > LEAST
    labels, number = np.unique(area[taken], return_inverse=True)
    order = np.argsort(-np.bincount(number, opened[taken], len(labels)), kind="stable")
    return [float(each) for each in labels[order[:DIVISORS]]]


class _Rounded(NamedTuple):
    """Factor of each start and of an m² that goes without, and the limit."""

    starts: Floats
    others: float
    limit: float


def _rounded(area: Floats, limit: float, divisor: float) -> _Rounded:
    """The rounding by a divisor; where that is of no use, one that asks for nothing."""
    fraction = limit / divisor - np.floor(limit / divisor)
    if not LEAST_FRACTION < fraction < 1 - LEAST:
        return _Rounded(np.zeros_like(area), 0.0, 0.0)
    quotient = area / divisor
    # A quotient just below a whole number is that number: a cut may ask for less, never more.
    whole = np.floor(quotient + LEAST)
    part = np.minimum(1.0, np.maximum(quotient - whole, 0.0) / fraction)
    return _Rounded(whole + part, 1.0 / (divisor * fraction), float(np.ceil(limit / divisor)))


def coverings_of(model: ExpansionModel) -> Coverings:
    """All of them: of every year for all demand, each stage, each industry, and each of both."""
    sums = _Sums.of(model)
    found = [sums.of_sets(label) for label in sums.kinds()]
    starts = sparse.csr_array(sparse.vstack([each.starts for each in found]))
    others = sparse.csr_array(sparse.vstack([each.others for each in found]))
    return Coverings(starts, others, np.concatenate([each.limit for each in found]))


@dataclass(frozen=True)
class _Sums:
    """Rows of the model that are added, once for every stage and industry they are of."""

    model: ExpansionModel
    row: Ints
    sign: Floats
    stage: Ints
    industry: Ints
    year: Ints

    @classmethod
    def of(cls, model: ExpansionModel) -> "_Sums":
        ground = model.ground
        parts = [
            _of_columns(model, "demand_served", "==", -1.0, ground.serve),
            _of_columns(model, "must_serve", "<=", 1.0, ground.unmet),
            _of_columns(model, "new_space", "<=", 1.0, ground.serve),
            _of_columns(model, "existing_space", "<=", 1.0, ground.serve),
        ]
        row, sign, block, year = (np.concatenate(each) for each in zip(*parts, strict=True))
        return cls(
            model, row, sign, ground.stage_of_block[block], ground.industry_of_block[block], year
        )

    def kinds(self) -> Iterable[Ints]:
        """The set each entry belongs to: by year, and by stage and industry or not."""
        ground = self.model.ground
        years, industries = len(ground.years), len(ground.demand.industries)
        yield self.year
        yield self.stage * years + self.year
        yield self.industry * years + self.year
        yield (self.stage * industries + self.industry) * years + self.year

    def of_sets(self, label: Ints) -> Coverings:
        """The sums of the rows of each set, with the areas of starts for what is laid out."""
        sets, number = grouped(label)
        matrix, rows = self.model.matrix, len(self.model.matrix.indptr) - 1
        # An existing carrier's row holds several stages: it counts once in a set.
        once = np.unique(number * rows + self.row, return_index=True)[1]
        shape = (len(sets), rows)
        factors = sparse.csr_array((self.sign[once], (number[once], self.row[once])), shape)
        factors = sparse.csr_array(factors + self._laid_out(factors @ matrix, shape))
        # Every row that is added says "at most" or "equal": it has an upper limit.
        high = self.model.limits[1]
        limit = np.asarray(factors @ np.where(np.isfinite(high), high, 0.0), np.float64)
        return self._cut(sparse.csr_array(factors @ matrix), limit)

    def _laid_out(self, summed: sparse.csr_array, shape: tuple[int, int]) -> sparse.csr_array:
        """How often the rows that lay out the area of a start are added: what that holds."""
        allot = self.model.ground.allot
        entries = sparse.coo_array(summed[:, allot.columns])
        of_set, at = entries.coords
        start = allot["start"][at]
        first = _rows_of(self.model, "laid_out", "==")
        if not len(first):
            return sparse.csr_array(shape)
        key, number = grouped(of_set.astype(np.int64) * shape[1] + first[start])
        most = np.zeros(len(key))
        np.maximum.at(most, number, -entries.data)
        return sparse.csr_array((most, np.divmod(key, shape[1])), shape)

    def _cut(self, summed: sparse.csr_array, limit: Floats) -> Coverings:
        """Sums of at most a limit, told as at least: what only fills is left out."""
        count, asked = len(self.model.ground.start), -summed
        asked.data[asked.data <= LEAST] = 0.0
        asked.eliminate_zeros()
        others = asked.copy()
        others.data[others.indices < count] = 0.0
        others.eliminate_zeros()
        return Coverings(sparse.csr_array(asked[:, :count]), sparse.csr_array(others), -limit)


def _of_columns(
    model: ExpansionModel, rule: str, sense: str, sign: float, family: Family
) -> tuple[Ints, Floats, Ints, Ints]:
    """Row, sign, block and year of every column of a family in a rule's rows."""
    rows = _rows_of(model, rule, sense)
    entries = sparse.coo_array(model.matrix[rows][:, family.columns])
    at, column = (each.astype(np.int64) for each in entries.coords)
    return rows[at], np.full(len(at), sign), family["block"][column], family["year"][column]


def _rows_of(model: ExpansionModel, rule: str, sense: str) -> Ints:
    """The rows of the blocks of a rule that have a sense."""
    own = [
        first + np.arange(len(block))
        for block, first in zip(model.blocks, model.first_row.tolist(), strict=False)
        if (block.rule, block.sense, block.strength) == (rule, sense, "hard")
    ]
    return np.concatenate(own).astype(np.int64) if own else np.zeros(0, np.int64)
