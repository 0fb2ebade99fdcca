"""The model with most decisions fixed: a small MIP that HiGHS settles in a moment."""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.rules.block import Floats, Ints
from optimizer.solving.matrix import Matrix, highs_of

MARGIN = 1e-6


@dataclass
class Incumbent:
    """The best plan found: a value for every column, feasible for every row."""

    matrix: Matrix
    values: Floats

    @property
    def value(self) -> float:
        """Points of the plan."""
        return float(self.matrix.points @ self.values)

    @property
    def taken(self) -> NDArray[np.bool_]:
        """Which of the free options are taken."""
        return np.asarray(self.values[: len(self.matrix.free)] > 0.5)

    def is_feasible(self) -> bool:
        """Whether every row holds within the margin."""
        m = self.matrix
        activity = m.rows @ self.values
        slack = MARGIN * np.maximum(1.0, np.abs(activity))
        return bool(((activity <= m.upper + slack) & (activity >= m.lower - slack)).all())


def improve(
    incumbent: Incumbent, open_columns: Ints, nodes: int, seconds: float, seed: int = 0
) -> bool:
    """Choose the open options anew, everything else as it is; keep what is better.

    Parameters
    ----------
    open_columns : int array
        Columns of options to decide again. Extra columns in their rows are open too.
    nodes, seconds : int, float
        Limits of the small MIP.

    Returns
    -------
    bool
        Whether a better plan was found (or, from an infeasible one, a feasible one).
    """
    matrix, options = incumbent.matrix, len(incumbent.matrix.free)
    columns, rows = _neighbourhood(matrix, open_columns, options)
    part = matrix.rows[rows][:, columns]
    activity = matrix.rows[rows] @ incumbent.values
    fixed = activity - part @ incumbent.values[columns]
    solver = highs_of(
        matrix.points[columns],
        matrix.column_lower[columns],
        matrix.column_upper[columns],
        sparse.csr_array(part),
        matrix.lower[rows] - fixed,
        matrix.upper[rows] - fixed,
        integers=int((columns < options).sum()),
    )
    solver.setOptionValue("mip_rel_gap", 1e-4)
    solver.setOptionValue("mip_max_nodes", nodes)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("random_seed", seed)
    feasible = incumbent.is_feasible()
    if feasible:
        start_from(solver, incumbent.values[columns])
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return False
    found = np.array(solver.getSolution().col_value)
    inside = columns < options
    found[inside] = np.round(found[inside])
    candidate = Incumbent(matrix, incumbent.values.copy())
    candidate.values[columns] = found
    better = candidate.value > incumbent.value + 1e-9 or not feasible
    if better and candidate.is_feasible():
        incumbent.values = candidate.values
        return True
    return False


def settle_extras(incumbent: Incumbent) -> None:
    """Give every extra column its best value for the options taken.

    Steps leave the extra columns outside their neighbourhood as they were, which may
    be less than the plan deserves.
    """
    matrix, options = incumbent.matrix, len(incumbent.matrix.free)
    extra = np.arange(options, len(matrix.points))
    if not len(extra):
        return
    rows = _rows_of(matrix, extra)
    decided = matrix.rows[rows][:, :options] @ np.round(incumbent.values[:options])
    solver = highs_of(
        matrix.points[extra],
        matrix.column_lower[extra],
        matrix.column_upper[extra],
        sparse.csr_array(matrix.rows[rows][:, extra]),
        matrix.lower[rows] - decided,
        matrix.upper[rows] - decided,
        integers=0,
    )
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        incumbent.values[options:] = solver.getSolution().col_value


def start_from(solver: highspy.Highs, values: Floats) -> None:
    """Give a solver the column values of a plan to start from."""
    solution = highspy.HighsSolution()
    solution.col_value = list(values)
    solver.setSolution(solution)


def _neighbourhood(matrix: Matrix, open_columns: Ints, options: int) -> tuple[Ints, Ints]:
    """Open options with the extra columns of their rows, and all rows of both."""
    rows = _rows_of(matrix, open_columns)
    touched = np.unique(matrix.rows[rows].indices)
    extra = touched[touched >= options]
    columns = np.concatenate([np.sort(open_columns), extra]).astype(np.int64)
    return columns, _rows_of(matrix, columns)


def _rows_of(matrix: Matrix, columns: Ints) -> Ints:
    return np.unique(matrix.by_column[:, columns].indices).astype(np.int64)
