"""A development model in CP-SAT: a second solver, of whole numbers, for plans small enough."""

import numpy as np
from ortools.sat.python import cp_model

from optimizer.models.expansion import ExpansionModel

GRAIN = 1_200
"""Areas are whole multiples of 1 / 1 200 m² for the solver of whole numbers."""


def cost_by_cp_sat(model: ExpansionModel) -> float:
    """Least cost with areas in grains: rows and costs as whole numbers, rounded outwards.

    Coefficients of the witnesses are short decimals, so that a grain is fine enough.
    """
    scale = 1_000
    solver_model = cp_model.CpModel()
    most = 10_000 * GRAIN
    columns = []
    for upper, whole in zip(model.upper.tolist(), model.is_integer.tolist(), strict=True):
        top = 1 if whole else most if np.isinf(upper) else int(np.floor(upper * GRAIN + 1e-6))
        columns.append(solver_model.new_int_var(0, top, ""))
    unit = np.where(model.is_integer, GRAIN, 1)
    matrix, (low, high) = model.matrix, model.limits
    for row in range(matrix.shape[0]):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        at, values = matrix.indices[span], matrix.data[span]
        terms = np.round(values * scale).astype(np.int64) * unit[at]
        left = sum(int(t) * columns[c] for t, c in zip(terms, at, strict=True))
        if np.isfinite(low[row]):
            solver_model.add(left >= int(np.ceil(low[row] * scale * GRAIN - 0.5)))
        if np.isfinite(high[row]):
            solver_model.add(left <= int(np.floor(high[row] * scale * GRAIN + 0.5)))
    costs = np.round(model.costs * unit * scale).astype(np.int64)
    solver_model.minimize(sum(int(c) * x for c, x in zip(costs, columns, strict=True) if c))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 20
    assert solver.solve(solver_model) == cp_model.OPTIMAL
    return solver.objective_value / (scale * GRAIN) + model.constant
