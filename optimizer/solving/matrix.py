"""A model as one sparse matrix, for solvers that take arrays, and HiGHS on it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.models.allocation import AllocationModel
from optimizer.models.settle import Posted
from optimizer.rules.block import Floats, Ints

INFINITY = highspy.kHighsInf


@dataclass(frozen=True)
class Matrix:
    """max points'x, lower <= A x <= upper, with column bounds.

    Columns are the free options in the order of `free`, then the extra columns.

    Attributes
    ----------
    free : int array
        Option of each of the first columns, which are binary.
    rows : csr_array, shape (rows, columns)
    row_block, row_number : int arrays
        Which posted block, and which of its rows, each row is.
    """

    free: Ints
    points: Floats
    column_lower: Floats
    column_upper: Floats
    rows: sparse.csr_array
    lower: Floats
    upper: Floats
    row_block: Ints
    row_number: Ints

    @cached_property
    def by_column(self) -> sparse.csc_array:
        """The same matrix by columns."""
        return self.rows.tocsc()

    @classmethod
    def of(cls, model: AllocationModel) -> Self:
        """The matrix of a model; the same rows as the PuLP model posts."""
        free = np.flatnonzero(~model.options.locked)
        options = len(model.options)
        column_of = np.full(options, -1, np.int64)
        column_of[free] = np.arange(len(free))
        pieces = _Pieces(len(free))
        for number, posted in enumerate(model.posted):
            pieces.add(number, posted, options, column_of)
        low, high, points = (_cat([part[n] for part in pieces.extra]) for n in range(3))
        triplets = (_cat(pieces.value), (_cat(pieces.row), _cat(pieces.column)))
        shape = (pieces.rows, pieces.columns)
        return cls(
            free=free,
            points=np.concatenate([model.points[free], points]),
            column_lower=np.concatenate([np.zeros(len(free)), low]),
            column_upper=np.concatenate([np.ones(len(free)), high]),
            rows=sparse.coo_array(triplets, shape).tocsr(),
            lower=_cat(pieces.lower),
            upper=_cat(pieces.upper),
            row_block=_cat(pieces.block).astype(np.int64),
            row_number=_cat(pieces.number).astype(np.int64),
        )


class _Pieces:
    """Gathers the triplets of all blocks into one matrix."""

    def __init__(self, free: int) -> None:
        self.columns = free
        self.rows = 0
        self.row: list[Ints] = []
        self.column: list[Ints] = []
        self.value: list[Floats] = []
        self.lower: list[Floats] = []
        self.upper: list[Floats] = []
        self.block: list[Ints] = []
        self.number: list[Ints] = []
        self.extra: list[tuple[Floats, Floats, Floats]] = []

    def add(self, number: int, posted: Posted, options: int, column_of: Ints) -> None:
        """Append one block's rows and extra columns."""
        row_of = np.full(len(posted.block), -1, np.int64)
        row_of[posted.keep] = self.rows + np.arange(len(posted.keep))
        used = row_of[posted.row] >= 0
        row, column = row_of[posted.row[used]], posted.column[used]
        own = column_of[np.minimum(column, options - 1)]
        self.row.append(row)
        self.column.append(np.where(column < options, own, self.columns + column - options))
        self.value.append(posted.coefficient[used])
        limit, sense = posted.limit[posted.keep], posted.block.sense
        self.lower.append(np.full(len(limit), -INFINITY) if sense == "<=" else limit)
        self.upper.append(np.full(len(limit), INFINITY) if sense == ">=" else limit)
        self.block.append(np.full(len(limit), number, np.int64))
        self.number.append(posted.keep)
        self.extra.append((posted.lower, posted.upper, posted.points))
        self.columns += len(posted.points)
        self.rows += len(posted.keep)


def _cat(parts: list[Ints] | list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)


def highs_of(
    points: Floats,
    column_lower: Floats,
    column_upper: Floats,
    rows: sparse.csr_array,
    lower: Floats,
    upper: Floats,
    integers: int,
) -> highspy.Highs:
    """A silent one-thread HiGHS; the first `integers` columns are integer.

    HiGHS minimises: points are negated, so that its objective is minus the value.
    """
    whole = np.arange(len(points)) < integers
    return highs_holding(-points, column_lower, column_upper, rows, lower, upper, whole)


def highs_holding(
    costs: Floats,
    column_lower: Floats,
    column_upper: Floats,
    rows: sparse.csr_array,
    lower: Floats,
    upper: Floats,
    whole: NDArray[np.bool_],
    constant: float = 0.0,
) -> highspy.Highs:
    """A silent one-thread HiGHS that minimises costs'x + constant; `whole` columns are integer."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = rows.shape
    lp.col_cost_, lp.offset_ = costs, constant
    lp.col_lower_, lp.col_upper_ = column_lower, column_upper
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = rows.indptr
    lp.a_matrix_.index_ = rows.indices
    lp.a_matrix_.value_ = rows.data
    if whole.any():
        integer, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [integer if each else real for each in whole.tolist()]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(lp)
    return solver


def relaxation_of(matrix: Matrix) -> highspy.Highs:
    """HiGHS holding the LP relaxation of a whole model."""
    return highs_of(
        matrix.points,
        matrix.column_lower,
        matrix.column_upper,
        matrix.rows,
        matrix.lower,
        matrix.upper,
        integers=0,
    )


@dataclass(frozen=True)
class Relaxed:
    """An LP relaxation solved to optimality, for the free options.

    Attributes
    ----------
    value : value of each free option, 0 to 1
    reduced : its points less what the relaxation charges for its rows
    bound : value of the relaxation
    row_prices : what a unit more of each row's limit is worth
    """

    value: Floats
    reduced: Floats
    bound: float
    row_prices: Floats


def relaxed(matrix: Matrix, seconds: float) -> Relaxed | None:
    """The LP relaxation of a whole model; None if the time did not do."""
    solver = relaxation_of(matrix)
    solver.setOptionValue("time_limit", max(seconds, 0.1))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    count, solution = len(matrix.free), solver.getSolution()
    return Relaxed(
        np.array(solution.col_value)[:count],
        -np.array(solution.col_dual)[:count],
        -float(solver.getInfo().objective_function_value),
        # HiGHS minimises minus the points: its row duals are minus the prices.
        -np.array(solution.row_dual),
    )


def rank_within(group: Ints, score: Floats) -> Ints:
    """Rank of each entry within its group, the best score first."""
    order = np.lexsort((-score, group))
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - np.searchsorted(group[order], group[order])
    return rank
