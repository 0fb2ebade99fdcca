"""The development run: a case in; what to build when, what each is worth, what if not."""

import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from optimizer.allocating import Clock, PlanBreach
from optimizer.checks.development.reading import DevelopmentReading, read_development
from optimizer.developed import DevelopmentResult
from optimizer.domain.case import Case
from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.explain.plan_alternatives import Others, alternatives_of
from optimizer.explain.plan_figures import alarms_of, figures_of
from optimizer.explain.plan_futures import futures_reading
from optimizer.explain.plan_prices import price_questions, shadow_prices
from optimizer.explain.plan_relaxations import cheapest_relaxation
from optimizer.explain.plan_scenarios import WhatIf, scenario_outcome
from optimizer.explain.plan_sites import cheapest, plan_without, site_questions, worth_of_sites
from optimizer.limits import Limits
from optimizer.models.expansion import ExpansionModel, expansion_model, post_expansion
from optimizer.models.expansion_plan import development_plan, left_out
from optimizer.reporting.run_json import peak_memory_mb
from optimizer.result import Goal
from optimizer.solving.ending import Ending
from optimizer.solving.executor import StoppedByHand, asked_for, executor_for, told
from optimizer.solving.expansion import Solved
from optimizer.solving.program import Answer
from optimizer.solving.progress import Listener, Watch, stop_on_ctrl_c
from optimizer.solving.ranked_expansion import solve_plan
from optimizer.solving.row_slopes import row_slopes
from optimizer.solving.some_starts import columns_of_starts
from optimizer.units import VALUE_MARGIN

ALTERNATIVES: Final = 5
"""Alternatives asked for where nobody says how many."""
SCENARIO_GAP: Final = 2.0
"""Gap of a scenario's plan over that of the plan: scenarios are compared, not built."""
PARTS: Final = 4
"""Parts of the rows whose prices are tested side by side."""
WAVE: Final = 16
"""Sites asked about before the cheapest plan found without one is taken."""
SIDE_SHARE: Final = 0.3
"""Share of the time limit that one solve beside the plan may take."""


class NothingToPlan(ValueError):  # noqa: N818 - said to the user as a sentence
    """The workbook has no candidates: there is nothing to decide."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked beyond the plan.

    Attributes
    ----------
    alternatives, futures : int
        How many near-optimal plans, and how many sampled demand futures.
    scheduler : str or None
        Address of a Dask scheduler for the many solves.
    """

    alternatives: int = ALTERNATIVES
    futures: int = 0
    scheduler: str | None = None


def develop(
    case: Case,
    limits: Limits | None = None,
    questions: Questions | None = None,
    *,
    progress: Listener | None = None,
    lp_path: Path | None = None,
    clock: Clock | None = None,
) -> DevelopmentResult:
    """Plan which candidates to open when and for whom, with a proof, and read the plan again.

    Parameters
    ----------
    limits : Limits, optional
        Time, work, gap, seed and threads; the method is not chosen.
    questions : Questions, optional
        Alternatives, futures, and where to solve them.
    progress : callable, optional
        Told the best plan, bound and gap while the run works; values are minus the cost.
    lp_path : Path, optional
        Where to write the model in LP format.

    Raises
    ------
    NothingToPlan
        If the case has no candidates.
    PlanBreach
        If the second reading finds a breach in our own plan.
    ClusterMissing
        If a scheduler is named and cannot be used.
    """
    limits, clock, questions = limits or Limits(), clock or Clock(), questions or Questions()
    if not case.outlook.candidates:
        raise NothingToPlan
    watch = Watch(limits.seconds, progress)
    # A cluster that is not there is said before the long work.
    with stop_on_ctrl_c(watch), executor_for(limits.threads, questions.scheduler) as executor:
        with clock.phase("build"):
            model = expansion_model(case)
            if lp_path is not None:
                lp_path.parent.mkdir(parents=True, exist_ok=True)
                post_expansion(model).problem.writeLP(str(lp_path))
        with clock.phase("solve"):
            found = solve_plan(model, limits, watch)
            model, solved = found.model, found.solved
        result = _opened(case, model, solved, limits).replace(levels=found.levels)
        if solved.values is None:
            return _timed(_without_plan(result, model, solved, watch, clock), clock)
        result = _read_again(result, model, solved, clock)
        if not watch.interrupted:
            side = _Side(questions, executor, watch.beside())
            result = _explained(result, model, solved, side, clock)
    return _timed(result, clock)


def _opened(case: Case, model: ExpansionModel, solved: Solved, limits: Limits) -> DevelopmentResult:
    rows = int(model.first_row[-1])
    counts = {"decisions": model.columns, "rows": rows, "nodes": solved.nodes}
    return DevelopmentResult(
        case, solved.ending, limits, objective=solved.cost, bound=solved.bound, gap=solved.gap,
        demand=model.ground.demand, counts=counts,
    )  # fmt: skip


def _without_plan(
    result: DevelopmentResult, model: ExpansionModel, solved: Solved, watch: Watch, clock: Clock
) -> DevelopmentResult:
    if solved.ending is not Ending.INFEASIBLE:
        return result
    with clock.phase("explain"):
        ways_out = cheapest_relaxation(model, watch.for_seconds(result.limits.seconds))
    return result.replace(relaxations=ways_out)


def _read_again(
    result: DevelopmentResult, model: ExpansionModel, solved: Solved, clock: Clock
) -> DevelopmentResult:
    """The result with its plan read a second time; refuses a plan that breaks a rule."""
    assert solved.values is not None
    assert solved.cost is not None
    plan = development_plan(model.ground, solved.values)
    demand = model.ground.demand
    with clock.phase("check"):
        slivers = left_out(model.ground, solved.values, model.costs)
        reached = {level.rank: level.value + slivers for level in result.levels}
        reading = read_development(result.case, demand, plan, reached)
        _refuse(reading, solved.cost, slivers)
    cost, amounts = math.fsum(reading.amounts.values()), reading.amounts.items()
    goals = tuple(Goal(name, amount, "yuan_10k", 1.0, amount) for name, amount in amounts)
    return result.replace(
        plan=plan,
        objective=cost,
        bound=None if solved.bound is None else min(solved.bound, cost),
        goals=goals,
        rules=reading.rules,
        breaches=reading.breaches,
        policies=reading.policies,
        alarms=alarms_of(result.case, demand, plan),
        figures=figures_of(result.case, demand, plan),
    )


def _refuse(reading: DevelopmentReading, cost: float, slivers: float) -> None:
    if reading.breaches:
        raise PlanBreach(reading.breaches)
    recomputed = math.fsum(reading.amounts.values())
    # Homecoming may bring the cost near nothing: the scale is that of its parts.
    scale = max(1.0, math.fsum(abs(amount) for amount in reading.amounts.values()))
    if abs(recomputed - cost) > VALUE_MARGIN * scale + slivers:
        raise PlanBreach((), f"cost recomputed {recomputed!r}, solver said {cost!r}")


@dataclass(frozen=True, slots=True)
class _Side:
    """What is asked beside the plan, who answers it, and the watch of who waits."""

    questions: Questions
    executor: Executor
    watch: Watch


def _explained(
    result: DevelopmentResult, model: ExpansionModel, solved: Solved, side: _Side, clock: Clock
) -> DevelopmentResult:
    """Worth of sites, prices, alternatives, scenarios and futures, many side by side.

    A plan found without some site is a plan: where it is cheaper, it is taken. Who stops the run
    by hand gets what is there by then.
    """
    try:
        with clock.phase("explain"):
            best, without = _without_sites(result, model, solved, side)
        if best is not solved:
            result = result.replace(bound=best.bound, gap=best.gap, ending=best.ending)
            result = _read_again(result, model, best, clock)
        with clock.phase("explain"):
            for found in _answers(result, model, best, without, side):
                result = found
    except StoppedByHand:
        side.executor.shutdown(wait=False, cancel_futures=True)
    return result


def _side_seconds(limits: Limits) -> float:
    return max(SIDE_SHARE * limits.seconds, 1.0)


def _without_sites(
    result: DevelopmentResult, model: ExpansionModel, solved: Solved, side: _Side
) -> tuple[Solved, dict[str, Answer]]:
    """A plan without each site that is opened, some sites at a time.

    The cheapest of them is taken where it is cheaper than the plan, and the others are asked of
    that plan.
    """
    ground, answers = model.ground, dict[str, Answer]()
    seconds = _side_seconds(result.limits)
    while True:
        assert solved.values is not None
        asked = site_questions(
            ground, solved.program, solved.values, seconds, solved.basis, answers
        )
        if not asked:
            return solved, answers
        wave = dict(islice(asked.items(), WAVE))
        futures = asked_for(side.executor, plan_without, list(wave.values()))
        before, of = len(answers), len(answers) + len(asked)
        answers |= zip(wave, told(futures, side.watch, "sites", before, of), strict=True)
        better = cheapest(answers.values())
        # With ranked goals the plain sum of costs is no measure of a plan.
        if not result.levels and better is not None and better.values is not None:
            solved = solved.or_cheaper(better.values)


def _answers(
    result: DevelopmentResult,
    model: ExpansionModel,
    solved: Solved,
    without: Mapping[str, Answer],
    side: _Side,
) -> Iterator[DevelopmentResult]:
    """The result with one more answer at a time."""
    assert solved.values is not None
    assert result.plan is not None
    ground, values, program, plan = model.ground, solved.values, solved.program, result.plan
    seconds, executor, watch = _side_seconds(result.limits), side.executor, side.watch
    starts = ground.start.columns
    opened = columns_of_starts(ground, starts[np.round(values[starts]) > 0], model.columns)
    wanted = Others(ground, program, values, side.questions.alternatives, seconds, solved.basis)
    # One after another, they take longest: asked first.
    others = asked_for(executor, alternatives_of, [wanted])
    limits = replace(result.limits, seconds=seconds, gap=SCENARIO_GAP * result.limits.gap)
    what_ifs = [WhatIf(result.case, each, limits, plan) for each in result.case.outlook.scenarios]
    scenarios = asked_for(executor, scenario_outcome, what_ifs)
    prices = asked_for(executor, row_slopes, price_questions(model, values, opened, PARTS))
    (alternatives,) = told(others, watch, "alternatives")
    plans: Sequence[DevelopmentPlan] = [plan, *(each.plan for each in alternatives)]
    worth = worth_of_sites(ground, program.cost_of(values), without, plans)
    yield (result := result.replace(alternatives=alternatives, sites=worth))
    outcomes = told(scenarios, watch, "scenarios", of=len(scenarios))
    yield (result := result.replace(scenarios=tuple(outcomes)))
    found = shadow_prices(model, told(prices, watch, "prices", of=len(prices)))
    yield (result := result.replace(prices=found, price_rows=len(found)))
    # Futures are compared by one sum of money, which ranked goals have not.
    if side.questions.futures and not result.levels:
        reading, robust = futures_reading(
            result.case, plans, side.questions.futures, result.limits, executor, watch
        )
        yield result.replace(futures=reading, robust=robust)


def _timed(result: DevelopmentResult, clock: Clock) -> DevelopmentResult:
    return result.replace(seconds=dict(clock.seconds), peak_mb=peak_memory_mb())
