"""CP-SAT on the posted rows: booleans, and whole numbers for what rows hold.

Rows of whole coefficients (areas in m², at most one) are given as they are, so that the answer
is exact; others are scaled and rounded to nine digits, well inside the margin a row is judged
by. The bound is that of the rounded model.
"""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from optimizer.rules.block import Floats
from optimizer.solving.matrix import INFINITY, Matrix
from tests.benchmarks.cells import THREADS
from tests.benchmarks.evaluate import Answer

DIGITS = 1e9
"""Largest coefficient of a row that had to be scaled."""
POINTS = 1e6
"""Integer units per point."""
FINE = 1_000
"""Integer units per unit of an extra column that is not whole by itself."""
WIDEST = 1e6
"""Bound of extra columns without one."""


def solve_whole(matrix: Matrix, began: float, left: Callable[[], float]) -> tuple[Answer, float]:
    """Build and run; the values, with extra columns back in their unit."""
    scale = column_scale(matrix)
    built, columns = _built(matrix, scale)
    build = time.perf_counter() - began
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = THREADS
    solver.parameters.max_time_in_seconds = left()
    status = solver.solve(built)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None), build
    values = np.array([solver.value(column) for column in columns], np.float64) / scale
    bound = solver.best_objective_bound / POINTS
    return Answer(values, bound, status == cp_model.OPTIMAL), build


def column_scale(matrix: Matrix) -> Floats:
    """Integer units per unit of each column; an extra column alone in whole rows is whole."""
    count = len(matrix.free)
    scale = np.ones(len(matrix.points))
    whole = row_is_whole(matrix, scale)
    coo = matrix.rows.tocoo()
    row, column = coo.coords
    extra = column >= count
    crowded = np.bincount(row[extra], minlength=matrix.rows.shape[0]) > 1
    rough = extra & (~whole | crowded)[row]
    scale[column[rough]] = FINE
    return scale


def row_is_whole(matrix: Matrix, scale: Floats) -> NDArray[np.bool_]:
    """Whether all coefficients of a row are whole numbers."""
    coo = matrix.rows.tocoo()
    row, column = coo.coords
    factor = coo.data / scale[column]
    broken = np.bincount(row, np.abs(factor - np.round(factor)) > 1e-9, matrix.rows.shape[0])
    return np.asarray(broken == 0)


def _built(matrix: Matrix, scale: Floats) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    count = len(matrix.free)
    columns = [model.new_bool_var(f"x{j}") for j in range(count)]
    for j in range(count, len(matrix.points)):
        low = float(matrix.column_lower[j]) * scale[j]
        high = min(float(matrix.column_upper[j]), WIDEST) * scale[j]
        columns.append(model.new_int_var(int(np.floor(low)), int(np.ceil(high)), f"e{j}"))
    whole = row_is_whole(matrix, scale)
    for row in range(matrix.rows.shape[0]):
        _post(model, matrix, row, columns, scale, bool(whole[row]))
    points = np.round(matrix.points / scale * POINTS).astype(np.int64)
    paid = np.flatnonzero(points)
    model.maximize(
        cp_model.LinearExpr.weighted_sum([columns[j] for j in paid], points[paid].tolist())
    )
    return model, columns


def _post(
    model: cp_model.CpModel,
    matrix: Matrix,
    row: int,
    columns: list[cp_model.IntVar],
    scale: Floats,
    whole: bool,
) -> None:
    start, stop = matrix.rows.indptr[row], matrix.rows.indptr[row + 1]
    at = matrix.rows.indices[start:stop]
    exact = matrix.rows.data[start:stop] / scale[at]
    factor = 1.0 if whole else DIGITS / np.abs(exact).max(initial=1e-12)
    rounded = np.round(exact * factor).astype(np.int64)
    terms = cp_model.LinearExpr.weighted_sum([columns[j] for j in at], rounded.tolist())
    low, high = matrix.lower[row], matrix.upper[row]
    # An equation between rounded numbers needs a little room on both sides.
    room = 0 if whole or low < high else int(DIGITS / FINE) + len(at)
    if low > -INFINITY:
        model.add(terms >= int(np.ceil(low * factor - 1e-6 * max(1.0, factor))) - room)
    if high < INFINITY:
        model.add(terms <= int(np.floor(high * factor + 1e-6 * max(1.0, factor))) + room)
