"""Near-optimal plans that are deliberately different."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from optimizer.explain.plan_facts import Alternative
from optimizer.models.expansion_plan import development_plan
from optimizer.rules.block import Floats
from optimizer.rules.ground import Ground
from optimizer.solving.expansion import settled
from optimizer.solving.linear_program import Basis
from optimizer.solving.near import near_answer
from optimizer.solving.program import Program

ENOUGH: Final = 0.47
"""Share of the cost slack at which the search for an alternative stops."""
LOOSER: Final = 1e-6


@dataclass(frozen=True)
class Others:
    """The question which near-optimal plans are different.

    Attributes
    ----------
    best : ndarray of float
        The plan, as column values.
    seconds : float
        Wall time for each.
    """

    ground: Ground
    program: Program
    best: Floats
    wanted: int
    seconds: float
    basis: Basis | None = None


def alternatives_of(question: Others) -> tuple[Alternative, ...]:
    """Plans within the cost slack that open at least a share of other area, pairwise.

    Each is a cheap plan that shares with the best plan and with every alternative before it at
    most 1 - `alternative_difference` of either plan's opened gross area; where it is dearer
    than the slack, it and any after it are left out.
    """
    ground, program, best = question.ground, question.program, question.best
    cost, settings = program.cost_of(best), ground.case.settings
    known: list[Floats] = [best]
    found: list[Alternative] = []
    most = cost + settings.alternative_slack * abs(cost)
    for _ in range(question.wanted):
        rows = [_shares(ground, values, program.matrix.shape[1]) for values in known]
        asked = program.with_rows(
            sparse.vstack([row for pair in rows for row in pair]).tocsr(),
            np.full(2 * len(rows), -np.inf),
            np.ravel([[limit, 0.0] for limit in _limits(ground, known)]),
        )
        answer = near_answer(
            asked, ground, question.seconds, np.zeros(0, np.int64), question.basis,
            ENOUGH * settings.alternative_slack,
        )  # fmt: skip
        if answer.values is None:
            break
        values = settled(asked, answer.values)
        price = program.cost_of(values)
        if price > most + LOOSER * max(1.0, abs(cost)):
            break
        shared = tuple(_shared(ground, values, other) for other in known)
        plan = development_plan(ground, values)
        extra = (price - cost) / max(abs(cost), LOOSER)
        found.append(Alternative(plan, price, extra, shared))
        known.append(values)
    return tuple(found)


def _opened(ground: Ground, values: Floats) -> Floats:
    """Gross area opened by candidate, m²."""
    opened = np.zeros(len(ground.candidates))
    np.add.at(opened, ground.start["candidate"], np.round(values[ground.start.columns]))
    return opened * ground.gross


def _keep(ground: Ground) -> float:
    return 1.0 - ground.case.settings.alternative_difference


def _limits(ground: Ground, known: Sequence[Floats]) -> list[float]:
    return [_keep(ground) * float(_opened(ground, values).sum()) for values in known]


def _shares(
    ground: Ground, values: Floats, columns: int
) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Rows: area shared with a plan <= keep x its area, and <= keep x the new plan's area."""
    start = ground.start
    gross = ground.gross[start["candidate"]]
    inside = _opened(ground, values)[start["candidate"]] > 0
    zeros = np.zeros(len(start), np.int64)
    shared = np.where(inside, gross, 0.0)
    own = shared - _keep(ground) * gross
    shape = (1, columns)
    return (
        sparse.coo_array((shared, (zeros, start.columns)), shape).tocsr(),
        sparse.coo_array((own, (zeros, start.columns)), shape).tocsr(),
    )


def _shared(ground: Ground, one: Floats, other: Floats) -> float:
    """The larger of the shares of either plan's opened area that both open."""
    a, b = _opened(ground, one), _opened(ground, other)
    both = float(np.minimum(a, b).sum())
    return max(both / area if area > 0 else 0.0 for area in (float(a.sum()), float(b.sum())))
