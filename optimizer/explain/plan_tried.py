"""Openings over many futures, read: what they cost, and in how many no plan keeps all hard rows.

A future in which the openings leave no plan has no cost: it is counted, and stands in no mean.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimizer.explain.plan_facts import Band, PlanOverFutures
from optimizer.rules.block import Floats
from optimizer.solving.future_costs import Tried

NOTHING: Final = Band(0.0, 0.0, 0.0, 0.0)
"""Of no future at all."""


def with_plan(tried: Tried) -> NDArray[np.bool_]:
    """Whether the openings leave a plan that keeps all hard rows, by future."""
    return np.asarray(np.isfinite(tried.costs))


def order_of(tried: Tried) -> tuple[int, float]:
    """Openings are the better, the fewer futures they leave without a plan; then by mean cost."""
    possible = with_plan(tried)
    mean = float(tried.costs[possible].mean()) if possible.any() else 0.0
    return int((~possible).sum()), mean


def saving(before: Tried, after: Tried) -> tuple[float, float, float]:
    """Mean saving, its standard error, and the share of futures with one, where both have a plan.

    The share is of all futures.
    """
    both = with_plan(before) & with_plan(after)
    saved = before.costs[both] - after.costs[both]
    if len(saved) < 2:
        return 0.0, 0.0, 0.0
    error = float(saved.std(ddof=1) / np.sqrt(len(saved)))
    return float(saved.mean()), error, float((saved > 0).sum() / len(both))


def bands_of(tried: Tried, other: Tried) -> PlanOverFutures:
    """Cost, and by year unmet area and occupancy, over the futures in which both have a plan."""
    possible, years = with_plan(tried) & with_plan(other), range(tried.unmet.shape[1])
    return PlanOverFutures(
        _band(tried.costs[possible]),
        tuple(_band(tried.unmet[possible, y]) for y in years),
        tuple(_band(tried.occupancy[possible, y]) for y in years),
    )


def _band(figures: Floats) -> Band:
    if not len(figures):
        return NOTHING
    low, middle, high = np.quantile(figures, (0.05, 0.5, 0.95))
    return Band(float(figures.mean()), float(low), float(middle), float(high))
