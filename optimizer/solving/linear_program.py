"""An LP that is solved again and again, each time from where it stood."""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.rules.block import Floats, Ints
from optimizer.solving.program import Program
from optimizer.solving.progress import Watch


@dataclass(frozen=True)
class Basis:
    """Where a simplex run ended: the status of every column and row, as HiGHS numbers them."""

    columns: NDArray[np.int8]
    rows: NDArray[np.int8]


@dataclass(frozen=True)
class LpAnswer:
    """A solved LP: column values, reduced costs, prices of its rows, and its cost, a bound.

    `basis` is where it ended, for a like LP to begin at.
    """

    values: Floats
    reduced: Floats
    prices: Floats
    bound: float
    basis: Basis


class LinearProgram:
    """An LP to which rows are added and whose columns are held, solved from where it stood."""

    def __init__(self, program: Program, basis: Basis | None = None) -> None:
        self._solver = program.solver()
        self._method = program.from_scratch
        if basis is not None and len(basis.columns) == len(program.costs):
            # Rows added since are as if they did not bind.
            more = len(program.low) - len(basis.rows)
            free = np.full(max(more, 0), int(highspy.HighsBasisStatus.kBasic), np.int8)
            start = highspy.HighsBasis()
            kinds = highspy.HighsBasisStatus
            start.col_status = [kinds(int(each)) for each in basis.columns]
            start.row_status = [kinds(int(each)) for each in np.append(basis.rows, free)]
            start.valid = True
            self._solver.setBasis(start)
            self._method = "choose"

    def add(self, rows: sparse.csr_array, low: Floats, high: Floats) -> None:
        """Add rows."""
        self._solver.addRows(
            len(low), low, high, rows.nnz,
            rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32), rows.data,
        )  # fmt: skip

    def hold(self, columns: Ints, values: Floats) -> None:
        """Hold some columns at values."""
        at = columns.astype(np.int32)
        self._solver.changeColsBounds(len(at), at, values, values)

    def solve(self, watch: Watch) -> LpAnswer | None:
        """Solve it; None where the watch's time did not do."""
        # HiGHS counts the time of all runs of one solver together.
        spent = self._solver.getRunTime()
        self._solver.setOptionValue("time_limit", spent + max(watch.left, 0.1))
        self._solver.setOptionValue("solver", self._method)
        self._solver.run()
        # From here on there is a basis, and the simplex method goes on from it.
        self._method = "choose"
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._solver.getSolution()
        cost = float(self._solver.getInfo().objective_function_value)
        ended = self._solver.getBasis()
        basis = Basis(
            np.array([int(each) for each in ended.col_status], np.int8),
            np.array([int(each) for each in ended.row_status], np.int8),
        )
        values, reduced = np.array(solution.col_value), np.array(solution.col_dual)
        return LpAnswer(values, reduced, np.array(solution.row_dual), cost, basis)
