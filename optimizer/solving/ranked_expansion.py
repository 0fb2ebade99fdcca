"""Ranked goals of a development plan: one rank after another, each held at what it reached."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from optimizer.limits import Limits
from optimizer.models.expansion import ExpansionModel
from optimizer.models.ranked_costs import (
    CostRank,
    cost_ranks,
    costs_of_rank,
    held_rank,
    model_of_rank,
    tolerance_of,
)
from optimizer.rules.block import Floats, Ints, dot
from optimizer.solving.ending import Ending
from optimizer.solving.expansion import Solved, settled, solve_expansion
from optimizer.solving.program import Program
from optimizer.solving.progress import Watch


@dataclass(frozen=True, slots=True)
class RankReached:
    """What the goals of one rank cost in the plan, and the least they could; 10 000 yuan.

    `gap` is (value - bound) / |value|.
    """

    rank: int
    goals: tuple[str, ...]
    value: float
    bound: float | None
    gap: float | None


@dataclass(frozen=True)
class PlanSolved:
    """A plan as it was asked for: as one sum of money, or rank by rank.

    Attributes
    ----------
    model : ExpansionModel
        With rows that hold every rank but the last, where there are several.
    solved : Solved
        Its costs are the plain sum of all goals; of several ranks it has no bound.
    levels : tuple of RankReached
        Cost and proven least cost of every rank; empty for one sum.
    """

    model: ExpansionModel
    solved: Solved
    levels: tuple[RankReached, ...] = ()


def solve_plan(
    model: ExpansionModel, limits: Limits, watch: Watch, near: Ints | None = None
) -> PlanSolved:
    """Solve a development model; its ranks in order (setting ``rank:<goal>``), where it has any.

    Each rank is solved within an equal share of the time left, and then held. No plan that
    keeps the ranks before costs less in a rank than its bound.
    """
    ranks = cost_ranks(model.ground.case)
    if len(ranks) == 1:
        return PlanSolved(model, solve_expansion(model, limits, watch, near))
    answers: list[Solved] = []
    held = model
    for number, rank in enumerate(ranks):
        asked = model_of_rank(held, rank)
        share = watch.left / (len(ranks) - number)
        own = replace(watch.beside(), seconds=watch.elapsed + share)
        answer = solve_expansion(asked, limits, own, near)
        if answer.values is None or answer.cost is None:
            if not answers:
                return PlanSolved(model, replace(answer, bound=None))
            break
        answers.append(answer)
        if number + 1 < len(ranks):
            held = replace(held, blocks=(*held.blocks, held_rank(model, rank, answer.cost)))
        if watch.over:
            break
    return _together(model, held, ranks, answers, watch)


def _together(
    model: ExpansionModel,
    held: ExpansionModel,
    ranks: Sequence[CostRank],
    answers: Sequence[Solved],
    watch: Watch,
) -> PlanSolved:
    """The plan of the last rank solved, with the best areas that keep every rank."""
    last, rank = answers[-1], ranks[len(answers) - 1]
    assert last.values is not None
    assert last.cost is not None
    keeping = replace(held, blocks=(*held.blocks, held_rank(model, rank, last.cost)))
    values = settled(Program.of(keeping), last.values)
    program = replace(last.program, costs=model.costs, constant=model.constant)
    if len(answers) < len(ranks):
        # The last rank solved is held too: side questions keep what was reached.
        held, program = keeping, Program.of(keeping)
    levels = tuple(
        _reached(model, each, answer, values) for each, answer in zip(ranks, answers, strict=False)
    )
    ending = _ending(answers, len(ranks), watch)
    solved = Solved(ending, values, program.cost_of(values), None, program,
                    sum(each.nodes for each in answers), last.basis)  # fmt: skip
    return PlanSolved(held, solved, levels)


def _reached(model: ExpansionModel, rank: CostRank, answer: Solved, values: Floats) -> RankReached:
    """What a rank costs in the plan, and the least it could."""
    costs, constant = costs_of_rank(model, rank)
    cost = float(dot(costs, values)) + constant
    if answer.bound is None:
        return RankReached(rank.rank, rank.goals, cost, None, None)
    bound = min(answer.bound, cost)
    short = cost - bound
    gap = 0.0 if short <= tolerance_of(cost) else short / max(abs(cost), tolerance_of(cost))
    return RankReached(rank.rank, rank.goals, cost, bound, gap)


_WORST = (
    Ending.INTERRUPTED, Ending.TIME_LIMIT, Ending.WORK_LIMIT, Ending.WITHIN_GAP, Ending.OPTIMAL,
)  # fmt: skip


def _ending(answers: Sequence[Solved], asked: int, watch: Watch) -> Ending:
    """Optimal only if every rank was proved so."""
    if watch.interrupted:
        return Ending.INTERRUPTED
    if len(answers) < asked:
        return Ending.TIME_LIMIT
    return next(ending for ending in _WORST if any(each.ending is ending for each in answers))
