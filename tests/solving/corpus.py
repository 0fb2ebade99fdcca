"""Small cases that all roads and solvers must agree on."""

from functools import cache

from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.pipeline import read_case
from tests.cases import carrier, case_of, day, need, policy, project, tenant
from tests.rules.witnesses import WITNESSES
from tests.samples.write import INPUTS

DEFAULT_COSTS = {
    "waiting_cost": 0.05,
    "overstay_cost": 0.1,
    "carrier_move_cost": 0.05,
    "campus_move_cost": 0.1,
    "focus_cost": 0.05,
    "neighbour_bonus": 0.1,
    "relief_cost": 0.1,
    "unknown_cost": 0.05,
    "unwanted_cost": 0.1,
}


@cache
def crowd() -> Case:
    """Three carriers, two campuses, a tenant that may move, chains, soft and hard wishes."""
    industries = [{"industry": "A", "supplies": "B"}, {"industry": "B", "weight": 1.5}]
    carriers = [
        carrier("K1", 200, campus="G1", industries="A", rent_per_m2_month=20),
        carrier("K2", 150, campus="G2", declared_area_m2=100),
        carrier("K3", 400, "incubation;acceleration", campus="G2", opens=day(1)),
    ]
    projects = [
        tenant("T1", "K1", 90, 2, movable="yes", industry="A", relief_share=0.5),
        project("P1", 120, 1, industry="A", **need("acceleration", 300, 2, 200)),
        project("P2", 100, 2, industry="B", priority=70, relief_share=0.3),
        project("P3", 80, 2, industry="B", priority=55, wanted_carrier="K1"),
        project("P4", 60, 1, priority=90, need_clear_height_m=5),
    ]
    return case_of(
        carriers,
        projects,
        4,
        {**DEFAULT_COSTS, "max_wait_quarters": 1, "max_overstay_quarters": 1},
        industries=industries,
        relations=[{"a": "P2", "b": "P3", "kind": "same_campus", "strength": "soft"}],
        policy=[
            policy("industry_share_max", 0.6, strength="soft"),
            policy("incubatee_share_min", 0.5, strength="soft", weight=0.2),
            policy("firm_area_max", 350),
        ],
    )


@cache
def corpus() -> dict[str, tuple[Case, Plan | None]]:
    """All of them by name."""
    found: dict[str, tuple[Case, Plan | None]] = {
        f"{rule}-{number}": (witness.case, witness.previous)
        for rule, witnesses in WITNESSES.items()
        for number, witness in enumerate(witnesses)
    }
    found["by_hand"] = (read_case(INPUTS / "by_hand.xlsx"), None)
    found["crowd"] = (crowd(), None)
    return found
