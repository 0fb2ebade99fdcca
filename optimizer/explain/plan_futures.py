"""Many demand futures: the plan for one forecast against openings chosen over all of them.

Two stages: what opens when is decided now and holds in every future; layout, conversions and
service follow the demand that comes. Futures are drawn from the forecast's triangular
distributions; all years and stages of one industry move together, industries apart.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import Final

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.domain.outlook import Forecast
from optimizer.explain.plan_facts import FuturesReading
from optimizer.explain.plan_tried import bands_of, order_of, saving, with_plan
from optimizer.limits import Limits
from optimizer.models.expansion import expansion_model
from optimizer.models.expansion_plan import changed_openings, development_plan
from optimizer.rules.block import Floats
from optimizer.solving.executor import asked_for, told
from optimizer.solving.future_costs import OverFutures, Tried, costs_over_futures
from optimizer.solving.on_average import best_on_average
from optimizer.solving.progress import Watch

UNSEEN: Final = 1_000
"""Futures on which both plans are tried, drawn apart from those the plan is chosen on."""
REPRESENTATIVE: Final = 8
"""Futures over which openings are sought that are best on average; all choose among the plans."""
CHUNK: Final = 50
SCREEN: Final = 40
FINALISTS: Final = 2
"""Futures on which all plans are tried, and how many of them are tried on all."""


def futures_reading(
    case: Case,
    plans: Sequence[DevelopmentPlan],
    wanted: int,
    limits: Limits,
    executor: Executor,
    watch: Watch,
) -> tuple[FuturesReading, DevelopmentPlan]:
    """Choose openings over sampled futures and try them on others.

    Parameters
    ----------
    plans : sequence of DevelopmentPlan
        The plan for the forecast, then others to choose among.
    wanted : int
        Futures to choose on.
    """
    seen = sampled(case.outlook.forecasts, wanted, limits.seed)
    unseen = sampled(case.outlook.forecasts, UNSEEN, limits.seed + 1)
    single = costs_of(case, plans[0], seen, executor, watch)
    pool = [*plans]
    able = with_plan(single)
    if able.any():
        few = representatives(seen[able], single.costs[able])
        joint = joint_plan(case, few, watch.for_seconds(limits.seconds))
        pool += [] if joint is None else [joint]
    best = _best_of(case, pool, seen, single, executor, watch)
    before = costs_of(case, plans[0], unseen, executor, watch)
    after = before if best == 0 else costs_of(case, pool[best], unseen, executor, watch)
    value, error, wins = saving(before, after)
    reading = FuturesReading(
        futures=wanted,
        unseen=UNSEEN,
        single=bands_of(before, after),
        robust=bands_of(after, before),
        value=value,
        value_error=error,
        wins=wins,
        tried=len(pool),
        changed=changed_openings(plans[0], pool[best]),
        impossible=(order_of(before)[0], order_of(after)[0]),
    )
    return reading, pool[best]


def _best_of(
    case: Case,
    pool: Sequence[DevelopmentPlan],
    seen: Floats,
    single: Tried,
    executor: Executor,
    watch: Watch,
) -> int:
    """The plan with the least mean cost over all futures, of those best over the first few."""
    few = seen[:SCREEN]
    first = [order_of(costs_of(case, plan, few, executor, watch)) for plan in pool[1:]]
    kept = [1 + n for n in sorted(range(len(first)), key=first.__getitem__)[:FINALISTS]]
    means = {0: order_of(single)}
    means |= {n: order_of(costs_of(case, pool[n], seen, executor, watch)) for n in kept}
    return min(means, key=means.__getitem__)


def sampled(forecasts: Sequence[Forecast], count: int, seed: int) -> Floats:
    """Factors on the projects of each forecast row, shape (futures, rows).

    Triangular between low and high with its peak at the forecast, at the same point of the
    distribution for all rows of an industry.
    """
    names = list(dict.fromkeys(row.industry for row in forecasts))
    points = np.random.default_rng(seed).random((count, len(names)))
    factors = np.ones((count, len(forecasts)))
    for n, row in enumerate(forecasts):
        spread = row.high - row.low
        if spread <= 0 or row.projects <= 0:
            continue
        u, peak = points[:, names.index(row.industry)], (row.projects - row.low) / spread
        rising = row.low + np.sqrt(u * spread * (row.projects - row.low))
        falling = row.high - np.sqrt((1 - u) * spread * (row.high - row.projects))
        factors[:, n] = np.where(u < peak, rising, falling) / row.projects
    return factors


def representatives(factors: Floats, costs: Floats) -> Floats:
    """Futures at evenly spaced ranks of what they cost under the single-forecast plan."""
    ranks = (np.arange(REPRESENTATIVE) + 0.5) / REPRESENTATIVE * len(costs)
    order = np.argsort(costs, kind="stable")
    return np.asarray(factors[order[np.minimum(ranks.astype(int), len(costs) - 1)]])


def costs_of(
    case: Case, plan: DevelopmentPlan, factors: Floats, executor: Executor, watch: Watch
) -> Tried:
    """Costs, unmet area and occupancy of a plan's openings over futures, in parallel."""
    chunks = [factors[at : at + CHUNK] for at in range(0, len(factors), CHUNK)]
    asked = [OverFutures(case, plan, chunk) for chunk in chunks]
    parts = told(asked_for(executor, costs_over_futures, asked), watch, "futures")
    return Tried(
        np.concatenate([part.costs for part in parts]),
        np.concatenate([part.unmet for part in parts]),
        np.concatenate([part.occupancy for part in parts]),
    )


def joint_plan(case: Case, factors: Floats, watch: Watch) -> DevelopmentPlan | None:
    """Openings that are good on average over a few futures."""
    models = [expansion_model(case, demand=Demand.of(case, factor)) for factor in factors]
    chosen = best_on_average(models, watch)
    if chosen is None:
        return None
    ground = models[0].ground
    values = np.zeros(ground.columns)
    values[ground.start.columns] = chosen
    return replace(development_plan(ground, values), services=(), unmet=(), allotments=())
