"""Ranked goals of a development plan: the goals of each rank, and rows that hold what was reached.

Setting ``rank:<goal>``; goals without a row are of rank 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.words import PLAN_GOALS
from optimizer.models.expansion import ExpansionModel
from optimizer.models.expansion_goals import CostTerm
from optimizer.rules.block import Block, Floats

HELD: Final = "ranks"
"""Rule whose rows hold ranks."""
TOLERANCE: Final = 1e-6
"""Share of a rank's cost (at least of 10 000 yuan) by which later ranks may pass it."""
SOFT_ROWS: Final = "targets"
"""The goal that soft policy rows pay into."""


@dataclass(frozen=True, slots=True)
class CostRank:
    """Goals that are one sum of money, to be made least after those of lower ranks."""

    rank: int
    goals: tuple[str, ...]


def cost_ranks(case: Case) -> tuple[CostRank, ...]:
    """The ranks of a case, the first one first."""
    ranks = case.settings.ranks
    return tuple(
        CostRank(rank, tuple(goal for goal in PLAN_GOALS if ranks.get(goal, 1) == rank))
        for rank in sorted({ranks.get(goal, 1) for goal in PLAN_GOALS})
    )


def model_of_rank(
    model: ExpansionModel, rank: CostRank, held: Sequence[Block] = ()
) -> ExpansionModel:
    """The model with the goals of one rank only, and rows that hold others."""
    terms = tuple(term if term.name in rank.goals else _free(term) for term in model.terms)
    blocks = model.blocks
    if SOFT_ROWS not in rank.goals:
        blocks = tuple(replace(b, weight=0.0) if b.strength == "soft" else b for b in blocks)
    return replace(model, terms=terms, blocks=(*blocks, *held))


def _free(term: CostTerm) -> CostTerm:
    """The same goal at no cost: its rows stand."""
    return replace(term, costs=np.zeros_like(term.costs), constant=0.0)


def tolerance_of(cost: float) -> float:
    """By how much a rank that reached a cost may be passed, 10 000 yuan."""
    return TOLERANCE * max(1.0, abs(cost))


def held_rank(model: ExpansionModel, rank: CostRank, cost: float) -> Block:
    r"""A row that keeps a rank at the cost it reached.

    .. math:: \sum_{g \in rank} C_g(x) \le C^* + 10^{-6} \max(1, |C^*|)

    in discounted 10 000 yuan. Workbook: settings ``rank:<goal>``.
    """
    costs, constant = costs_of_rank(model, rank)
    columns = np.flatnonzero(costs)
    return Block(
        HELD,
        {"rank": np.array([rank.rank], np.int64)},
        np.zeros(len(columns), np.int64),
        columns,
        costs[columns],
        "<=",
        np.array([cost + tolerance_of(cost) - constant]),
    )


def costs_of_rank(model: ExpansionModel, rank: CostRank) -> tuple[Floats, float]:
    """Cost per unit of each column for the goals of a rank, and what no decision changes."""
    own = model_of_rank(model, rank)
    return own.costs, own.constant
