"""Ranked goals: one level after another, each held at what it reached."""

from dataclasses import dataclass

import numpy as np
import pulp

from optimizer.limits import Limits
from optimizer.models.allocation import AllocationModel
from optimizer.models.compact import CompactModel, build_compact
from optimizer.rules.block import Floats
from optimizer.solving.compact import LevelReached, Solution, sizes_of
from optimizer.solving.ending import Ending, proven_gap
from optimizer.solving.highs_run import HighsAnswer, run_highs
from optimizer.solving.matrix import Matrix
from optimizer.solving.progress import Listener, Watch, stop_on_ctrl_c
from optimizer.solving.subproblem import Incumbent, settle_extras

SLACK = 1e-6
"""Relative slack with which a level is held for the next ones."""


@dataclass(frozen=True)
class _Level:
    rank: int
    goals: tuple[str, ...]
    points: Floats
    extras: frozenset[int]


def solve_ranked(
    model: AllocationModel, limits: Limits, listener: Listener | None = None
) -> Solution:
    """Solve the ranks of goals in order (setting ``rank:<goal>``; unnamed goals are rank 1).

    Each level is solved to the gap asked for, within an equal share of the time left,
    and then held. The bound of the whole is proved for the first level's sum only, so
    value, bound and gap are reported per level.
    """
    if model.hopeless:
        return Solution(Ending.INFEASIBLE)
    watch = Watch(limits.seconds, listener)
    levels = _levels(model)
    reached: list[LevelReached] = []
    answer: HighsAnswer | None = None
    built = build_compact(model)
    with stop_on_ctrl_c(watch):
        for level in levels:
            watch.value = watch.bound = None
            _aim(built, level)
            start = answer.values if answer is not None else None
            answer = run_highs(built, limits, watch, start=start, nodes=limits.work)
            if answer.values is None:
                break
            reached.append(_reached(built, level, answer))
            _hold(built, level, reached[-1].value)
            if watch.over:
                break
    ending = _ending(reached, len(levels), limits, watch)
    return _solution(model, built, answer, reached, watch, ending)


def _levels(model: AllocationModel) -> list[_Level]:
    ranks = model.board.case.settings.ranks
    names = [term.name for term in model.terms] + ["relations", "policy"]
    levels = []
    for rank in sorted({ranks.get(name, 1) for name in names}):
        inside = tuple(name for name in names if ranks.get(name, 1) == rank)
        points = np.zeros(len(model.options))
        for term in model.terms:
            if term.name in inside:
                points += term.points
        extras = frozenset(
            number
            for number, posted in enumerate(model.posted)
            if _goal_of(posted.block.rule) in inside and len(posted.points)
        )
        levels.append(_Level(rank, inside, np.where(model.options.locked, 0, points), extras))
    return levels


def _goal_of(rule: str) -> str:
    """Goal that pays for the extra columns of a block."""
    return (
        rule if rule in ("carrier_moves", "campus_moves", "neighbours", "relations") else "policy"
    )


def _objective(built: CompactModel, level: _Level) -> pulp.LpAffineExpression:
    terms = dict(zip(built.variables, level.points[built.free].tolist(), strict=True))
    for number in sorted(level.extras):
        points = built.model.posted[number].points.tolist()
        terms.update(zip(built.extras[number], points, strict=True))
    return pulp.LpAffineExpression({v: w for v, w in terms.items() if w})


def _aim(built: CompactModel, level: _Level) -> None:
    built.problem.setObjective(_objective(built, level))


def _hold(built: CompactModel, level: _Level, value: float) -> None:
    """Later levels may not spoil what this one reached."""
    name = f"level_{level.rank:02d}"
    at_least = value - SLACK * max(1.0, abs(value))
    constraint = pulp.LpConstraint(_objective(built, level), pulp.LpConstraintGE, name, at_least)
    built.problem.addConstraint(constraint, name)


def _reached(built: CompactModel, level: _Level, answer: HighsAnswer) -> LevelReached:
    value = float(built.problem.objective.value() or 0.0)
    bound = max(answer.bound if answer.bound is not None else value, value)
    return LevelReached(level.rank, level.goals, value, bound, proven_gap(value, bound))


def _solution(
    model: AllocationModel,
    built: CompactModel,
    answer: HighsAnswer | None,
    reached: list[LevelReached],
    watch: Watch,
    ending: Ending,
) -> Solution:
    """The plan of the last level solved; its value is the plain sum of all goals."""
    if answer is None or not reached:
        return Solution(answer.ending(watch.interrupted) if answer else Ending.NO_PLAN_IN_TIME)
    matrix = Matrix.of(model)
    final = Incumbent(matrix, np.array([v.varValue or 0.0 for v in built.columns]))
    count = len(matrix.free)
    final.values[:count] = np.round(final.values[:count])
    settle_extras(final)
    return Solution(
        ending,
        built.chosen(),
        final.value,
        None,
        nodes=answer.nodes,
        sizes=sizes_of(model, matrix),
        levels=tuple(reached),
    )


def _ending(reached: list[LevelReached], asked: int, limits: Limits, watch: Watch) -> Ending:
    """Optimal only if every level was proved so."""
    if watch.interrupted:
        return Ending.INTERRUPTED
    if watch.left <= 0:
        return Ending.TIME_LIMIT
    short = [level.bound - level.value for level in reached]
    allowed = [SLACK * max(1.0, abs(level.bound)) for level in reached]
    if len(reached) < asked:
        return Ending.WORK_LIMIT
    if all(gap <= slack for gap, slack in zip(short, allowed, strict=True)):
        return Ending.OPTIMAL
    within = all(level.gap is not None and level.gap <= limits.gap for level in reached)
    return Ending.WITHIN_GAP if within else Ending.WORK_LIMIT
