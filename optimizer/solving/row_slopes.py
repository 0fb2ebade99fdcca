"""Duals of an LP, each laid beside what moving its row by a whole step does."""

from dataclasses import dataclass

import highspy
import numpy as np

from optimizer.rules.block import Floats
from optimizer.solving.program import Program


@dataclass(frozen=True, slots=True)
class RowSlope:
    """One row: its dual, and the cost with its limits moved by a step up or down.

    Attributes
    ----------
    dual : float
        d cost / d limit.
    cost_up, cost_down : float or None
        With the limits moved by plus and minus the step asked for; None without a solution.
    """

    row: int
    dual: float
    cost: float
    cost_up: float | None
    cost_down: float | None


@dataclass(frozen=True)
class Slopes:
    """The question how an LP's cost changes with each row's limit.

    Attributes
    ----------
    steps : ndarray of float, shape (rows,)
        By how much each row is moved; `cost_up` is with plus the step.
    smallest : float
        Duals up to this are zero.
    part, parts : int
        Which of how many equal parts of the rows to answer for: they are told apart by solving
        the same LP, which ends in the same place.
    """

    program: Program
    steps: Floats
    smallest: float
    part: int = 0
    parts: int = 1


def row_slopes(question: Slopes) -> tuple[RowSlope, ...]:
    """Solve an LP, then again for every row with a dual, moved by its step and back."""
    program = question.program
    solver = program.solver()
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return ()
    cost = float(solver.getInfo().objective_function_value)
    duals = np.array(solver.getSolution().row_dual)
    solver.setOptionValue("presolve", "off")

    # Each solve begins where the last one ended: the cost does not depend on where.
    def moved(row: int, by: float) -> float | None:
        low, high = float(program.low[row]), float(program.high[row])
        solver.changeRowBounds(row, low + by, high + by)
        solver.run()
        optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        value = float(solver.getInfo().objective_function_value) if optimal else None
        solver.changeRowBounds(row, low, high)
        return value

    rows = np.flatnonzero(np.abs(duals) > question.smallest)[question.part :: question.parts]
    steps = question.steps
    return tuple(
        RowSlope(row, float(duals[row]), cost, moved(row, steps[row]), moved(row, -steps[row]))
        for row in rows.tolist()
    )
