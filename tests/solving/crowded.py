"""Seeded cases too large to solve by eye, for endings and for the large road."""

from functools import cache

import numpy as np

from optimizer.domain.case import Case
from tests.cases import carrier, case_of, day, policy, project


@cache
def crowded(projects: int = 40, carriers: int = 4) -> Case:
    """More demand than space over two years, with a share per firm that binds."""
    dice = np.random.default_rng(1)
    places = [
        carrier(f"K{k}", float(dice.integers(200, 420)), campus=f"G{k % 3}")
        for k in range(carriers)
    ]
    asks = [
        project(
            f"P{p:03d}",
            float(dice.integers(37, 140)),
            int(dice.integers(2, 6)),
            priority=float(dice.integers(30, 100)),
            arrives=day(int(dice.integers(0, 4))),
        )
        for p in range(projects)
    ]
    settings = {"max_wait_quarters": 2, "waiting_cost": 0.05}
    return case_of(places, asks, 8, settings, policy=[policy("firm_share_max", 0.3)])
