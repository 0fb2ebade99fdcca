"""Whether some rows have a plan together: a question without an objective."""

import highspy
import numpy as np

from optimizer.rules.block import Ints
from optimizer.solving.matrix import Matrix, highs_of


def has_plan(matrix: Matrix, without: Ints, seconds: float) -> bool | None:
    """Whether a plan exists when the given rows are lifted.

    Returns
    -------
    bool or None
        None if the time ran out before it was known.
    """
    kept = np.setdiff1d(np.arange(len(matrix.lower)), without)
    solver = highs_of(
        np.zeros(len(matrix.points)),
        matrix.column_lower,
        matrix.column_upper,
        matrix.rows[kept],
        matrix.lower[kept],
        matrix.upper[kept],
        integers=len(matrix.free),
    )
    solver.setOptionValue("time_limit", seconds)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return False
    feasible = solver.getInfo().primal_solution_status
    if feasible == highspy.SolutionStatus.kSolutionStatusFeasible:
        return True
    return None
