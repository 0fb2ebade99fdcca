"""The compact model in PuLP, posted block by block under solver-safe names.

The solver sees ``x_00017`` and ``R03_00004``; what they stand for stays in Python, so
that a blank, a dash or a clash in a workbook's names cannot merge two rows.
"""

from dataclasses import dataclass, field

import numpy as np
import pulp

from optimizer.models.allocation import AllocationModel
from optimizer.models.settle import Posted
from optimizer.rules.block import Floats, Ints

SENSES = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "==": pulp.LpConstraintEQ}


@dataclass
class CompactModel:
    """A PuLP problem and what its names stand for.

    Attributes
    ----------
    variables : list of LpVariable
        One per free option, in the order of `free`.
    free : int array
        Option of each variable.
    extras : list of lists
        Extra columns of each posted block, in the order of ``model.posted``.
    row_names : dict
        (position in ``model.posted``, row) -> name of the constraint.
    """

    model: AllocationModel
    problem: pulp.LpProblem
    variables: list[pulp.LpVariable]
    free: Ints
    extras: list[list[pulp.LpVariable]] = field(default_factory=list)
    row_names: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def columns(self) -> list[pulp.LpVariable]:
        """All variables: options first, then the extra columns in posting order."""
        return self.variables + [variable for extras in self.extras for variable in extras]

    def chosen(self) -> Ints:
        """Options at 1 in the solver's answer, locked ones included."""
        values = np.array([variable.value() or 0.0 for variable in self.variables])
        locked = np.flatnonzero(self.model.options.locked)
        return np.sort(np.concatenate([self.free[values > 0.5], locked]))


def build_compact(
    model: AllocationModel, relaxed: bool = False, points: Floats | None = None
) -> CompactModel:
    """Post a model to PuLP.

    Parameters
    ----------
    relaxed : bool
        Continuous decisions: the LP relaxation, whose duals are the shadow prices.
    points : ndarray of float, optional
        Objective coefficients per option in place of the model's own.
    """
    problem = pulp.LpProblem("incubator_allocation", pulp.LpMaximize)
    free = np.flatnonzero(~model.options.locked)
    category = pulp.LpContinuous if relaxed else pulp.LpBinary
    variables = [
        problem.add_variable(f"x_{option:05d}", 0, 1, category) for option in free.tolist()
    ]
    built = CompactModel(model, problem, variables, free)
    weights = model.points if points is None else points
    objective = dict(zip(variables, weights[free].tolist(), strict=True))
    column_of = np.full(len(model.options), -1, np.int64)
    column_of[free] = np.arange(len(free))
    for number, posted in enumerate(model.posted):
        extras = _extra_variables(problem, number, posted)
        built.extras.append(extras)
        objective.update(zip(extras, posted.points.tolist(), strict=True))
        _post(built, number, posted, column_of)
    problem.setObjective(pulp.LpAffineExpression({v: w for v, w in objective.items() if w}))
    return built


def _extra_variables(problem: pulp.LpProblem, number: int, posted: Posted) -> list[pulp.LpVariable]:
    uppers = [None if np.isinf(u) else u for u in posted.upper.tolist()]
    return [
        problem.add_variable(f"e{number:02d}_{j:05d}", low, high)
        for j, (low, high) in enumerate(zip(posted.lower.tolist(), uppers, strict=True))
    ]


def _post(built: CompactModel, number: int, posted: Posted, column_of: Ints) -> None:
    """Add the rows that hold a decision; one pass over the triplets."""
    options = len(column_of)
    extras = built.extras[number]
    order = np.argsort(posted.row, kind="stable")
    row, column = posted.row[order], posted.column[order]
    coefficient = posted.coefficient[order].tolist()
    is_option = column < options
    place = np.where(is_option, column_of[np.minimum(column, options - 1)], column - options)
    terms = [
        built.variables[at] if option else extras[at]
        for at, option in zip(place.tolist(), is_option.tolist(), strict=True)
    ]
    starts = np.searchsorted(row, posted.keep, side="left").tolist()
    stops = np.searchsorted(row, posted.keep, side="right").tolist()
    sense = SENSES[posted.block.sense]
    for each, start, stop in zip(posted.keep.tolist(), starts, stops, strict=True):
        expression: dict[pulp.LpVariable, float] = {}
        for variable, factor in zip(terms[start:stop], coefficient[start:stop], strict=True):
            expression[variable] = expression.get(variable, 0.0) + factor
        name = f"R{number:02d}_{each:05d}"
        constraint = pulp.LpConstraint(
            pulp.LpAffineExpression(expression), sense, name, float(posted.limit[each])
        )
        built.problem.addConstraint(constraint, name)
        built.row_names[number, each] = name
