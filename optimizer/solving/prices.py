"""Shadow prices: duals of the carrier-area rows in the LP relaxation.

What one more m² (or desk) of a carrier in a quarter would be worth, in points,
if projects could be split. An approximation of the real plan's prices, and said so.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.models.allocation import AllocationModel
from optimizer.rules.block import Floats
from optimizer.solving.matrix import Matrix, relaxed

NO_PRICE = 1e-7
"""Duals up to this many points per unit are rounding, not a price."""


@dataclass(frozen=True, slots=True)
class Dual:
    """Dual of one carrier-area row: carrier and quarter by position, points per unit."""

    carrier: int
    quarter: int
    points_per_unit: float


def duals_of(prices: Floats) -> tuple[Dual, ...]:
    """Prices of carriers' area (carriers, quarters) as a list; what is no price is left out."""
    return tuple(
        Dual(k, t, round(float(prices[k, t]), 9))
        for k, t in np.argwhere(prices > NO_PRICE).tolist()
    )


def area_duals(model: AllocationModel, seconds: float) -> tuple[Dual, ...]:
    """Duals of all carrier-area rows that bind in the LP relaxation.

    Parameters
    ----------
    seconds : float
        Time allowed; without an optimal relaxation there are no prices.
    """
    matrix = Matrix.of(model)
    if model.hopeless or not len(matrix.lower):
        return ()
    solved = relaxed(matrix, seconds)
    if solved is None:
        return ()
    found = []
    for row in np.flatnonzero(solved.row_prices > NO_PRICE).tolist():
        block = model.posted[int(matrix.row_block[row])].block
        if block.rule == "carrier_area":
            key = block.key(int(matrix.row_number[row]))
            found.append(
                Dual(key["carrier"], key["quarter"], round(float(solved.row_prices[row]), 9))
            )
    return tuple(sorted(found, key=lambda dual: (dual.carrier, dual.quarter)))
