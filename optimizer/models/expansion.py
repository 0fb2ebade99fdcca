"""The development plan as a model: columns, goals, rules - as arrays and in PuLP."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pulp
from numpy.typing import NDArray
from scipy import sparse

from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.models.compact import SENSES
from optimizer.models.expansion_goals import CostTerm, cost_terms
from optimizer.rules.block import Block, Floats, Ints
from optimizer.rules.expansion_book import EXPANSION_RULES, ExpansionRule
from optimizer.rules.ground import Ground


@dataclass(frozen=True)
class ExpansionModel:
    """Everything a solver needs, before any is named: min cost'x, rows, bounds.

    Columns are those of the ground, then one excess column per soft row.

    Attributes
    ----------
    terms : goals over the columns of the ground
    blocks : rows that define goals, then the rows of the rules
    """

    ground: Ground
    terms: tuple[CostTerm, ...]
    blocks: tuple[Block, ...]

    @cached_property
    def soft(self) -> tuple[tuple[int, int], ...]:
        """(block, row) of each soft row, in the order of the excess columns."""
        return tuple(
            (number, row)
            for number, block in enumerate(self.blocks)
            if block.strength == "soft"
            for row in range(len(block))
        )

    @cached_property
    def columns(self) -> int:
        """Columns with the excess columns."""
        return self.ground.columns + len(self.soft)

    @cached_property
    def costs(self) -> Floats:
        """Cost per unit of each column, 10 000 yuan."""
        own = np.sum([term.costs for term in self.terms], axis=0)
        return np.concatenate([own, [self.blocks[number].weight for number, _ in self.soft]])

    @cached_property
    def constant(self) -> float:
        """Cost whatever is decided, 10 000 yuan."""
        return float(sum(term.constant for term in self.terms))

    @cached_property
    def upper(self) -> Floats:
        """Upper bound of each column; lower bounds are 0."""
        own = np.concatenate([family.upper for family in self.ground.families])
        return np.concatenate([own, np.full(len(self.soft), np.inf)])

    @cached_property
    def is_integer(self) -> NDArray[np.bool_]:
        """Whether a column is 0 or 1."""
        own = [np.full(len(f), f.is_integer) for f in self.ground.families]
        return np.concatenate([*own, np.zeros(len(self.soft), bool)])

    @cached_property
    def first_row(self) -> Ints:
        """Number of the first row of each block, and of all rows at the end."""
        return np.concatenate([[0], np.cumsum([len(block) for block in self.blocks])]).astype(int)

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """All rows, shape (rows, columns)."""
        row = [block.row + first for block, first in zip(self.blocks, self.first_row, strict=False)]
        excess_row = [self.first_row[number] + at for number, at in self.soft]
        sign = [-1.0 if self.blocks[number].sense == "<=" else 1.0 for number, _ in self.soft]
        rows = np.concatenate([*row, excess_row]).astype(np.int64)
        columns = np.concatenate(
            [*(b.column for b in self.blocks), self.ground.columns + np.arange(len(self.soft))]
        ).astype(np.int64)
        values = np.concatenate([*(b.coefficient for b in self.blocks), sign])
        shape = (int(self.first_row[-1]), self.columns)
        return sparse.coo_array((values, (rows, columns)), shape).tocsr()

    @cached_property
    def limits(self) -> tuple[Floats, Floats]:
        """Lower and upper limit of every row."""
        limit = np.concatenate([block.limit for block in self.blocks])
        senses = np.repeat([b.sense for b in self.blocks], [len(b) for b in self.blocks])
        low = np.where(senses == "<=", -np.inf, limit)
        high = np.where(senses == ">=", np.inf, limit)
        return low, high

    def row_at(self, row: int) -> tuple[Block, int]:
        """Block and row in it of a row of the matrix."""
        number = int(np.searchsorted(self.first_row, row, side="right")) - 1
        return self.blocks[number], row - int(self.first_row[number])


def expansion_model(
    case: Case,
    rules: Iterable[ExpansionRule] = EXPANSION_RULES,
    demand: Demand | None = None,
) -> ExpansionModel:
    """Columns, goals and rules of a case."""
    ground = Ground(case, Demand.of(case) if demand is None else demand)
    terms = cost_terms(ground)
    goal_rows = [block for term in terms for block in term.blocks]
    rule_rows = [block for rule in rules for block in rule.rows(ground)]
    return ExpansionModel(ground, terms, tuple(b for b in [*goal_rows, *rule_rows] if len(b)))


@dataclass
class PostedExpansion:
    """The model in PuLP: maximise minus the cost, under solver-safe names."""

    model: ExpansionModel
    problem: pulp.LpProblem
    columns: list[pulp.LpVariable]


def post_expansion(model: ExpansionModel) -> PostedExpansion:
    """Post a model to PuLP, rule by rule; the solver sees ``c00017`` and ``R03_00004``."""
    problem = pulp.LpProblem("incubator_development", pulp.LpMaximize)
    kinds = {True: pulp.LpBinary, False: pulp.LpContinuous}
    uppers = [None if np.isinf(u) else u for u in model.upper.tolist()]
    columns = [
        problem.add_variable(f"c{n:06d}", 0, upper, kinds[bool(whole)])
        for n, (upper, whole) in enumerate(zip(uppers, model.is_integer, strict=True))
    ]
    costs = {c: -value for c, value in zip(columns, model.costs.tolist(), strict=True) if value}
    problem.setObjective(pulp.LpAffineExpression(costs, constant=-model.constant))
    matrix = model.matrix
    limit = np.concatenate([block.limit for block in model.blocks]).tolist()
    for number, block in enumerate(model.blocks):
        first = int(model.first_row[number])
        for row in range(first, first + len(block)):
            span = slice(matrix.indptr[row], matrix.indptr[row + 1])
            terms = _terms(columns, matrix.indices[span].tolist(), matrix.data[span].tolist())
            name = f"R{number:02d}_{row - first:05d}"
            constraint = pulp.LpConstraint(
                pulp.LpAffineExpression(terms), SENSES[block.sense], name, limit[row]
            )
            if terms:
                problem.addConstraint(constraint, name)
    return PostedExpansion(model, problem, columns)


def _terms(
    columns: Sequence[pulp.LpVariable], at: Sequence[int], values: Sequence[float]
) -> dict[pulp.LpVariable, float]:
    return {columns[c]: value for c, value in zip(at, values, strict=True)}


def hopeless_rows(model: ExpansionModel) -> list[int]:
    """Hard rows without any decision that their limit breaks: no plan can mend them."""
    matrix = model.matrix
    empty = np.diff(matrix.indptr) == 0
    low, high = model.limits
    return np.flatnonzero(empty & ((low > 1e-9) | (high < -1e-9))).tolist()
