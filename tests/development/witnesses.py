"""For every rule of the plan a case that it alone keeps from a bad plan (and how it goes bad).

Unmet demand costs 1 per m² and year, over two years.
"""

from optimizer.domain.case import Case
from tests.cases import Row, carrier, policy
from tests.development.cases import arrivals, candidate, flow, needs, plan_case, priced

A, P1 = candidate("A"), needs("P1")
INCUBATOR = {"from_stage": "nursery", "to_stage": "incubation"}
#: Two industries that ask for 100 m² each.
TWO = [needs("P1", industry="I"), needs("P2", industry="J")]


def _converted(**more: object) -> Case:
    """Nursery space of 150 m² that incubation wants."""
    rows: list[Row] = [{"carrier": "K1", **INCUBATOR, **more}]
    return plan_case([], [P1], carriers=[carrier("K1", 150, "nursery")], conversions=rows)


def _target(rule: str, limit: float, *candidates: Row, **more: object) -> Case:
    """A target that costs money and serves nobody."""
    return plan_case(list(candidates), [P1], policy=[policy(rule, limit, **more)])


#: Rule of the book -> its witnesses.
WITNESSES: dict[str, tuple[Case, ...]] = {
    "build_once": (
        # Built twice, A would hold all.
        plan_case([A], [P1, needs("P2")]),
        # It must be built and serves nobody.
        plan_case([priced("A", 5, stages="nursery", must_build="yes")], [P1]),
    ),
    "phase_order": (
        # The first phase is not worth its price.
        plan_case([priced("A", 50, 10, phase="1"), candidate("A", phase="2")], [P1]),
    ),
    # Built for one industry, A would be laid out in full for both.
    "laid_out": (plan_case([candidate("A", must_build="yes")], TWO),),
    "stage_shares": (
        plan_case([candidate("A", stages="nursery;incubation", min_share_nursery=0.5)], [P1]),
        plan_case([candidate("A", stages="nursery;incubation", max_share_incubation=0.5)], [P1]),
    ),
    # Nobody would pay for A.
    "new_space": (plan_case([priced("A", 50)], [P1]),),
    "existing_space": (
        plan_case([], [P1, needs("P2")], carriers=[carrier("K1", 150)]),
        # Converting costs more than the rest of it is worth, and takes half a year.
        _converted(cost_per_m2=5_000, months=6),
    ),
    "conversion_share": (_converted(max_share=0.5),),
    "demand_served": (
        plan_case([A], [P1]),
        # Nobody is sent home, and A has room.
        plan_case(
            [A, priced("E", 500, stages="nursery", enclave="domestic", industries="I")],
            [needs("P1", 10, industry="I")],
            flow=[flow("nursery", 1, 0.5, 0.5, home_share=0.5), flow("incubation")],
        ),
    ),
    "must_serve": (plan_case([priced("A", 500)], [P1], settings={"must_place": "yes"}),),
    "one_site": (
        plan_case(
            # 60 + 60 + 40 fill 80 + 80 only if somebody is split.
            [candidate("A", 80), candidate("B", 80)],
            [needs("P1", 60), needs("P2", 60), needs("P3", 40)],
            settings={"one_site_per_project": "yes"},
        ),
    ),
    "capital_10k_per_year_max": (
        plan_case(
            [priced("A", 80), priced("B", 20, 50)],
            [P1],
            policy=[policy("capital_10k_per_year_max", 50)],
        ),
    ),
    "starts_m2_per_year_max": (
        plan_case([A], [P1], policy=[policy("starts_m2_per_year_max", 50)]),
    ),
    # Half of A would stand empty.
    "vacancy_max": (plan_case([candidate("A", 200)], [P1], policy=[policy("vacancy_max", 0.2)]),),
    "new_area_min": (_target("new_area_min", 100, priced("A", 5, stages="nursery")),),
    "total_area_min": (_target("total_area_min", 100, priced("A", 5, stages="nursery")),),
    "industry_area_min": (
        # I is worth more than J.
        plan_case(
            [A],
            [needs("P1", industry="I"), needs("P2", industry="J", priority=10)],
            policy=[policy("industry_area_min", 30, scope="industry=J")],
        ),
    ),
    # K0, the enclave of every case here, stands already: it does not count.
    "enclaves_min": (_target("enclaves_min", 1, priced("E", 5, enclave="overseas")),),
}

#: A case that touches everything the plan decides on.
EVERYTHING = plan_case(
    [
        priced("A", 40, 200, phase="1", stages="incubation;acceleration", lead_months=6),
        priced("A", 30, 100, phase="2", stages="incubation;acceleration", lead_months=3,
               max_share_incubation=0.9),
        priced("E", 10, 100, stages="nursery", enclave="overseas", industries="I"),
        priced("B", 25, 120, earliest_start="2027-01-01", land_cost_10k=5),
    ],
    [needs("P1", 60, industry="I"), needs("P2", 50, 1, industry="J")],
    3,
    {"absorption_quarters": 2, "discount_rate": 0.05, "vacancy_cost_per_m2_year": 500,
     "balance_cost_10k": 40},
    carriers=[carrier("K1", 80, "nursery"), carrier("K2", 30)],
    conversions=[{"carrier": "K1", **INCUBATOR, "cost_per_m2": 600, "months": 3}],
    forecast=[arrivals(2026, 160), arrivals(2027, 80, industry="J"), arrivals(2028, 120)],
    flow=[
        flow("nursery", 2, 0.5, 0.3, home_share=0.6, home_lag_months=3, area_growth=2),
        flow("incubation", 3, 0.4, 0.4, area_growth=2),
        flow("acceleration", 2, 0, 1),
    ],
    pairs=[
        {"project": "P1", "carrier": name, "cost_10k": cost}
        for name, cost in (("K1", 9), ("K2", 8), ("A", 2), ("B", 5))
    ],
    policy=[
        policy("capital_10k_per_year_max", 60),
        policy("starts_m2_per_year_max", 220),
        policy("vacancy_max", 0.6),
        policy("new_area_min", 500, strength="soft", weight=0.1),
        policy("total_area_min", 300),
        policy("industry_area_min", 20, scope="industry=J"),
        policy("enclaves_min", 1, strength="soft", weight=3),
        policy("vacancy_max", 0.01, strength="watch"),
    ],
)  # fmt: skip
