"""The run itself: a case in, a plan out that was read again, explained and priced."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from optimizer.checks.breach import Breach
from optimizer.checks.reading import SecondReading, read_again
from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.domain.plan import Plan
from optimizer.explain.clash import find_clash
from optimizer.explain.why_here import placement_facts
from optimizer.explain.why_not import waiting_facts
from optimizer.limits import Limits
from optimizer.models.allocation import AllocationModel, allocation_model, plan_of
from optimizer.models.compact import build_compact
from optimizer.models.goals import GoalTerm, goal_terms
from optimizer.reporting.run_json import peak_memory_mb
from optimizer.result import Clash, Goal, Price, Result
from optimizer.rules.board import Board
from optimizer.solving.choose import WRITABLE, homes_for_columns, is_ranked
from optimizer.solving.columns.homes import Homes
from optimizer.solving.compact import LevelReached, Solution, solve_compact
from optimizer.solving.ending import Ending, proven_gap
from optimizer.solving.prices import area_duals, duals_of
from optimizer.solving.progress import Listener
from optimizer.solving.ranked import solve_ranked
from optimizer.units import VALUE_MARGIN

PRICE_SECONDS = 20.0

REPLAN_GAP = 0.0005
"""How much worse than the last plan's a new plan's gap may be where prices are at hand."""


class PlanBreach(RuntimeError):  # noqa: N818 - it is a breach, not the user's error
    """Our own plan broke a rule, or its value did not recompute: no report is written."""

    def __init__(self, breaches: Sequence[Breach], detail: str = "") -> None:
        self.breaches = tuple(breaches)
        super().__init__(detail or f"{len(self.breaches)} breaches in the plan")


@dataclass
class Clock:
    """Wall time per phase."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what happens inside under a name; repeated phases add up."""
        began = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - began
            self.seconds[name] = self.seconds.get(name, 0.0) + took


def allocate(
    case: Case,
    limits: Limits | None = None,
    previous: Result | Plan | None = None,
    *,
    progress: Listener | None = None,
    lp_path: Path | None = None,
    clock: Clock | None = None,
) -> Result:
    """Assign projects to space over time, with a proven gap, and read the plan again.

    Parameters
    ----------
    limits : Limits, optional
        Time, work, gap, method, seed, threads.
    previous : Result or Plan, optional
        The last plan: changing it costs, and may be capped. A run by prices starts from the
        prices of a last result, and stops where its gap was.
    progress : callable, optional
        Told the best plan, bound and gap while the run works.
    lp_path : Path, optional
        Where to write the model in LP format.

    Raises
    ------
    PlanBreach
        If the second reading finds a breach in our own plan.
    """
    limits, clock = limits or Limits(), clock or Clock()
    last = previous.plan if isinstance(previous, Result) else previous
    with clock.phase("build"):
        homes = homes_for_columns(case, limits, last)
    if homes is None:
        return _timed(_by_compact(case, limits, last, progress, lp_path, clock), clock)
    return _timed(_by_columns(case, limits, previous, homes, progress, lp_path, clock), clock)


def _by_compact(
    case: Case,
    limits: Limits,
    last: Plan | None,
    progress: Listener | None,
    lp_path: Path | None,
    clock: Clock,
) -> Result:
    """The exact model: posted as a whole and solved by HiGHS and search."""
    with clock.phase("build"):
        model = allocation_model(case, last)
        if lp_path is not None:
            _write_lp(model, lp_path)
    with clock.phase("solve"):
        solve: Callable[..., Solution] = solve_ranked if is_ranked(case) else solve_compact
        solution = solve(model, limits, progress)
    result = Result(case, solution.ending, limits, previous=last, counts=dict(solution.sizes))
    if solution.ending is Ending.INFEASIBLE:
        return result.replace(clash=_clash(model, limits, clock))
    if solution.chosen is None:
        return result.replace(bound=solution.bound)
    taken = Taken(
        model.options.take(solution.chosen), model.terms, solution.value, solution.bound,
        solution.levels, solution.steps, solution.nodes,
    )  # fmt: skip
    result = _with_plan(result, taken, clock)
    with clock.phase("solve"):
        duals = area_duals(model, PRICE_SECONDS)
    return result.replace(prices=_prices(case, duals))


def _by_columns(
    case: Case,
    limits: Limits,
    previous: Result | Plan | None,
    homes: Homes,
    progress: Listener | None,
    lp_path: Path | None,
    clock: Clock,
) -> Result:
    """Whole life paths under prices, where they lead to an answer; else the exact model.

    They do not where rows that name projects are too many to be looked at one by one, nor
    where no plan was found, nobody asked to stop, and there is time left.
    """
    # Compiled code is loaded only by cases that need it.
    from optimizer.solving.columns.named import TooManyNamed
    from optimizer.solving.columns.ready import make_ready
    from optimizer.solving.columns.road import solve_columns

    last = previous.plan if isinstance(previous, Result) else previous
    start = previous.row_prices if isinstance(previous, Result) else None
    aim = limits
    if start is not None and isinstance(previous, Result) and previous.gap is not None:
        aim = replace(limits, gap=max(limits.gap, previous.gap + REPLAN_GAP))
    try:
        with clock.phase("solve"):
            make_ready(progress)
            found = solve_columns(case, aim, last, progress, homes, start)
    except TooManyNamed:
        return _by_compact(case, limits, last, progress, lp_path, clock)
    stopped = found.ending is not Ending.NO_PLAN_IN_TIME or found.spare <= 0
    if not stopped and homes.count_options() <= WRITABLE:
        rest = replace(limits, seconds=found.spare)
        return _by_compact(case, rest, last, progress, lp_path, clock)
    if lp_path is not None:
        _write_lp(allocation_model(case, last), lp_path)
    result = Result(
        case, found.ending, limits, method="columns", previous=last, counts=dict(found.sizes),
        bound=found.bound, row_prices=found.prices,
    )  # fmt: skip
    if found.ending is Ending.INFEASIBLE:
        return result.replace(clash=_clash(allocation_model(case, last), limits, clock))
    if found.options is None:
        return result
    terms = goal_terms(Board(case, found.options, last))
    taken = Taken(found.options, terms, found.value, found.bound, (), found.steps, found.nodes)
    assert found.prices is not None
    duals = duals_of(found.prices.area)
    return _with_plan(result, taken, clock).replace(prices=_prices(case, duals))


def _clash(model: AllocationModel, limits: Limits, clock: Clock) -> tuple[Clash, ...]:
    with clock.phase("explain"):
        clash = find_clash(model, limits.seconds)
    return tuple(Clash(m.rule, m.subject, m.detail) for m in clash)


@dataclass(frozen=True)
class Taken:
    """What a road decided: the options taken, the goals, and what was proved."""

    options: Options
    terms: tuple[GoalTerm, ...]
    value: float | None
    bound: float | None
    levels: tuple[LevelReached, ...]
    steps: int
    nodes: int


def _with_plan(result: Result, taken: Taken, clock: Clock) -> Result:
    """The result with its plan read again and explained."""
    case = result.case
    plan = plan_of(case, taken.options, np.arange(len(taken.options)))
    with clock.phase("check"):
        reading = read_again(case, plan, result.previous)
        goals = _goals(taken.terms, reading)
        objective = sum(goal.points for goal in goals)
        _refuse_breaches(reading, objective, taken)
    # Ranked goals have one bound per level, and none of the sum.
    bound = None if taken.levels or taken.bound is None else max(taken.bound, objective)
    with clock.phase("explain"):
        placed = placement_facts(case, plan)
        waiting = waiting_facts(case, plan, reading.policies)
    return result.replace(
        plan=plan,
        objective=objective,
        bound=bound,
        gap=proven_gap(objective, bound),
        sitting_value=reading.sitting_value,
        levels=taken.levels,
        goals=goals,
        policies=reading.policies,
        rules=reading.rules,
        breaches=reading.breaches,
        placed_facts=placed,
        waiting_facts=waiting,
        counts={**result.counts, "steps": taken.steps, "nodes": taken.nodes},
    )


def _refuse_breaches(reading: SecondReading, objective: float, taken: Taken) -> None:
    if reading.breaches:
        raise PlanBreach(reading.breaches)
    value = taken.value if taken.value is not None else objective
    margin = VALUE_MARGIN * max(1.0, abs(value))
    if abs(objective - value) > margin:
        raise PlanBreach((), f"value recomputed {objective!r}, solver said {value!r}")
    if taken.bound is not None and not taken.levels and objective - taken.bound > 2 * margin:
        raise PlanBreach((), f"value recomputed {objective!r}, above the bound {taken.bound!r}")


def _goals(terms: Sequence[GoalTerm], reading: SecondReading) -> tuple[Goal, ...]:
    """Every goal with its recomputed amount, weight and points."""
    goals = [
        Goal(
            term.name,
            reading.amounts[term.name],
            term.unit,
            term.weight,
            term.weight * reading.amounts[term.name] + 0.0,  # no minus zero
        )
        for term in terms
    ]
    for name in ("relations", "policy"):
        amount = reading.amounts[name]
        goals.append(Goal(name, amount, "point", -1.0, 0.0 - amount))
    return tuple(goals)


def _prices(case: Case, duals: Sequence[Any]) -> tuple[Price, ...]:
    prices = []
    for dual in duals:
        carrier = case.carriers[dual.carrier]
        m2_per_unit = case.settings.m2_per_desk if carrier.unit == "desks" else 1.0
        prices.append(
            Price(
                carrier.id, dual.quarter, dual.points_per_unit, dual.points_per_unit / m2_per_unit
            )
        )
    return tuple(prices)


def _timed(result: Result, clock: Clock) -> Result:
    return result.replace(seconds=dict(clock.seconds), peak_mb=peak_memory_mb())


def _write_lp(model: AllocationModel, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    build_compact(model).problem.writeLP(str(path))
