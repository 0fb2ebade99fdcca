"""The posted rows of a model, solved by OR-Tools CP-SAT: a second opinion on the value."""

from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from optimizer.models.allocation import AllocationModel
from optimizer.rules.block import Floats
from optimizer.solving.matrix import INFINITY, Matrix

SCALE: Final = 10**12
"""Integer units per unit of a row or of the objective."""
EXTRA: Final = 10**6
"""Integer units per unit of an extra column, which is continuous in the model."""
WIDEST: Final = 1_000.0
"""Bound of extra columns without one: the excess of a soft row of a tiny case."""


def best_by_cp_sat(model: AllocationModel) -> float | None:
    """Value of the best plan; None if there is none."""
    matrix = Matrix.of(model)
    solver_model = cp_model.CpModel()
    columns = _columns(solver_model, matrix)
    scale = np.ones(len(columns))
    scale[len(matrix.free) :] = EXTRA
    for row in range(matrix.rows.shape[0]):
        _row(solver_model, matrix, row, columns, scale)
    points = np.round(matrix.points / scale * SCALE).astype(np.int64)
    solver_model.maximize(
        sum(int(p) * c for p, c in zip(points.tolist(), columns, strict=True) if p)
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 60
    status = solver.solve(solver_model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL, solver.status_name(status)
    taken = np.array([solver.value(column) for column in columns], np.float64) / scale
    return float(matrix.points @ taken)


def _columns(solver_model: cp_model.CpModel, matrix: Matrix) -> list[cp_model.IntVar]:
    free = len(matrix.free)
    columns = [solver_model.new_bool_var(f"x{j}") for j in range(free)]
    for j in range(free, len(matrix.points)):
        low, high = float(matrix.column_lower[j]), float(matrix.column_upper[j])
        high = WIDEST if np.isinf(high) else high
        columns.append(
            solver_model.new_int_var(
                int(np.floor(low * EXTRA)), int(np.ceil(high * EXTRA)), f"e{j}"
            )
        )
    return columns


def _row(
    solver_model: cp_model.CpModel,
    matrix: Matrix,
    row: int,
    columns: list[cp_model.IntVar],
    scale: Floats,
) -> None:
    start, stop = matrix.rows.indptr[row], matrix.rows.indptr[row + 1]
    at = matrix.rows.indices[start:stop]
    exact = matrix.rows.data[start:stop] / scale[at] * SCALE
    factor = np.round(exact)
    most = np.maximum(np.abs(matrix.column_lower), np.minimum(matrix.column_upper, WIDEST))[at]
    room = int(np.ceil((np.abs(factor - exact) * most * scale[at]).sum())) + 1
    terms = zip(factor.astype(np.int64).tolist(), at.tolist(), strict=True)
    left = sum(whole * columns[j] for whole, j in terms)
    low, high = matrix.lower[row], matrix.upper[row]
    if low > -INFINITY:
        solver_model.add(left >= int(np.floor(low * SCALE)) - room)
    if high < INFINITY:
        solver_model.add(left <= int(np.ceil(high * SCALE)) + room)
