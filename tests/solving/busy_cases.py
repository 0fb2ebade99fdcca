"""Seeded cases of many rules at once: two to three years, tenants who may move, several campuses.

Larger than `random_cases`, so that years follow each other and a search has something to do.
"""

from typing import Any

import numpy as np

from optimizer.domain.case import Case
from optimizer.faults import WorkbookFaults
from tests.cases import Row, carrier, case_of, day, end_of, need, policy, project, tenant

STAGES = ("incubation", "acceleration", "incubation;acceleration")
COSTS = (
    *("waiting_cost", "overstay_cost", "carrier_move_cost", "campus_move_cost", "focus_cost"),
    *("neighbour_bonus", "relief_cost", "unwanted_cost"),
)
LIMITS: dict[str, tuple[float, ...]] = {
    "industry_share_max": (0.3, 0.5),
    "industry_share_min": (0.1, 0.3),
    "relief_10k_per_year_max": (5, 10, 20),
    "moves_per_quarter_max": (0, 1, 2),
    "incubatee_share_min": (0.2, 0.4),
    "density_min": (2, 5),
    "incubatees_min": (2, 5),
    "residence_months_max": (9, 18),
    "firm_area_max": (120, 240),
    "firm_share_max": (0.2, 0.5),
}


def busy_case(seed: int) -> Case | None:
    """A case of up to 30 projects and 7 carriers; None where it contradicts itself."""
    rng = np.random.default_rng(seed)
    quarters = int(rng.integers(6, 13))
    carriers = [_carrier(rng, f"K{k}", quarters) for k in range(int(rng.integers(3, 8)))]
    count = int(rng.integers(8, 31))
    projects = [_project(rng, p, carriers, quarters) for p in range(count)]
    names = [str(row["project"]) for row in projects]
    campuses = sorted({str(row["campus"]) for row in carriers})
    sheets = {
        "pins": [_pin(rng, names, carriers) for _ in range(int(rng.integers(0, 2)))],
        "relations": [_relation(rng, names) for _ in range(int(rng.integers(0, 5)))],
        "policy": [_policy(rng, campuses) for _ in range(int(rng.integers(1, 5)))],
        "industries": [
            {"industry": "A", "supplies": "B"},
            {"industry": "B", "weight": 1.5},
            {"industry": "C"},
        ],
    }
    try:
        return case_of(carriers, projects, quarters, _settings(rng), **sheets)
    except WorkbookFaults:
        return None


def _one(rng: np.random.Generator, *choices: Any) -> Any:
    return choices[int(rng.integers(len(choices)))]


def _carrier(rng: np.random.Generator, name: str, quarters: int) -> Row:
    return carrier(
        name,
        float(rng.integers(200, 500)),
        _one(rng, *STAGES),
        campus=f"G{rng.integers(4)}",
        industries=_one(rng, "", "", "A", "A;B"),
        opens=_one(rng, None, None, day(int(rng.integers(1, quarters)))),
        rent_per_m2_month=_one(rng, 20, 40),
        declared_area_m2=_one(rng, None, 100),
    )


def _project(rng: np.random.Generator, number: int, carriers: list[Row], quarters: int) -> Row:
    more: Row = {
        "industry": _one(rng, "A", "B", "C"),
        "priority": float(rng.integers(30, 100)),
        "relief_share": _one(rng, None, 0.5),
        "relief_until": end_of(int(rng.integers(1, quarters))),
        "company": f"firm {rng.integers(6)}",
        "founded": day(-6),
    }
    grown = need("acceleration", float(rng.integers(60, 200)), int(rng.integers(2, 5)))
    area = float(rng.integers(40, 140))
    seats = [row for row in carriers if row["opens"] is None and "incubation" in row["stages"]]
    if seats and rng.random() < 0.35:
        home = _one(rng, *seats)
        lasts = int(rng.integers(1, quarters))
        row = tenant(f"T{number}", home["carrier"], min(area, 70), lasts, **more)
        row["movable"] = _one(rng, "yes", "yes", "yes", "no")
    else:
        arrives = day(int(rng.integers(0, quarters - 2)))
        least = _one(rng, None, None, 0.7 * area)
        row = project(f"P{number}", arrives=arrives, **more)
        row |= need("incubation", area, int(rng.integers(2, 6)), least)
    return row | grown if rng.random() < 0.4 else row


def _pin(rng: np.random.Generator, names: list[str], carriers: list[Row]) -> Row:
    place, kind = _one(rng, *carriers)["carrier"], _one(rng, "must", "must_not")
    return {"project": _one(rng, *names), "carrier": place, "kind": kind}


def _relation(rng: np.random.Generator, names: list[str]) -> Row:
    first, second = rng.permutation(len(names))[:2]
    kind = _one(rng, "same_carrier", "same_campus", "adjacent", "apart")
    strength = _one(rng, "hard", "soft")
    return {"a": names[first], "b": names[second], "kind": kind, "strength": strength}


def _policy(rng: np.random.Generator, campuses: list[str]) -> Row:
    rule = _one(rng, *LIMITS)
    row = policy(rule, _one(rng, *LIMITS[rule]), strength=_one(rng, "hard", "hard", "soft"))
    if rule not in ("density_min", "incubatees_min"):
        row["scope"] = _one(rng, "city", "city", f"campus={_one(rng, *campuses)}")
    return row


def _settings(rng: np.random.Generator) -> Row:
    costs = {name: _one(rng, 0, 0.05, 0.3) for name in COSTS}
    waits = {"max_wait_quarters": int(rng.integers(0, 4))}
    waits["max_overstay_quarters"] = int(rng.integers(0, 3))
    return costs | waits
