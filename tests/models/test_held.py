"""Hard rows that sitting tenants already break are held at no worse than that (既有超限)."""

import pytest

from optimizer.checks.breach import PolicyReading
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model
from optimizer.solving.compact import solve_compact
from optimizer.solving.ending import Ending
from tests.cases import Row, carrier, case_of, day, must, policy, project, solved, tenant

K1, K2 = carrier("K1"), carrier("K2")


def reading_of(case_rows: tuple[list[Row], list[Row]], rule: Row) -> tuple[PolicyReading, set[str]]:
    carriers, projects = case_rows
    done = solved(case_of(carriers, projects, policy=[rule]))
    assert done.reading.breaches == ()
    (reading,) = done.reading.policies
    return reading, {key for key in done.homes if key.startswith("P")}


BROKEN: dict[str, tuple[list[Row], Row, float]] = {
    # 100 of 150 m².
    "industry_share_max": (
        [tenant("T1", "K1", 100, 1, industry="A"), project("P1", 10, 2, industry="A")],
        policy("industry_share_max", 0.5),
        100 / 150,
    ),
    "firm_area_max": (
        [tenant("T1", "K1", 100, 1, company="甲"), project("P1", 10, 2, company="甲")],
        policy("firm_area_max", 80),
        100,
    ),
    "firm_share_max": (
        [tenant("T1", "K1", 100, 1, company="甲"), project("P1", 10, 2, company="甲")],
        policy("firm_share_max", 0.5),
        100 / 150,
    ),
    # 36 months before the horizon and two quarters.
    "residence_months_max": (
        [tenant("T1", "K1", 100, 1, entered=day(-12))],
        policy("residence_months_max", 24),
        42,
    ),
    # 100 m² x 20 yuan x 3 months x 2 quarters.
    "relief_10k_per_year_max": (
        [tenant("T1", "K1", 100, 1, relief_share=1), project("P1", 10, 2, relief_share=1)],
        policy("relief_10k_per_year_max", 1),
        1.2,
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_what_sitting_tenants_break_is_held_and_nobody_is_added(rule: str) -> None:
    projects, row, found = BROKEN[rule]
    carriers = [carrier("K1", rent_per_m2_month=20)]
    reading, placed = reading_of((carriers, projects), row)

    assert (reading.status, reading.held_at) == ("existing", pytest.approx(found))
    assert reading.value == pytest.approx(found)
    assert reading.margin == pytest.approx(0)
    assert placed == set()


@pytest.mark.parametrize("rule", BROKEN)
def test_who_is_not_concerned_is_placed_beside_it(rule: str) -> None:
    projects, row, _ = BROKEN[rule]
    others = [*projects, project("P9", 10, 2, industry="B", company="乙")]
    _, placed = reading_of(([carrier("K1", rent_per_m2_month=20)], others), row)

    assert "P9 i" in placed


def test_a_tenant_may_make_a_held_row_better() -> None:
    # T1 can move to another campus, where 100 of 300 m² are within the limit; P1 then fits.
    carriers = [K1, carrier("K2", 300, campus="H")]
    projects = [
        tenant("T1", "K1", 100, 1, movable="yes", industry="A"),
        project("P1", 75, 2, industry="A"),
    ]
    case = case_of(
        carriers,
        projects,
        policy=[policy("industry_share_max", 0.5)],
        pins=[must("P1", "K1")],
    )
    done = solved(case)

    assert done.reading.breaches == ()
    assert done.homes == {"T1 i": ("K2", 0, 2), "P1 i": ("K1", 0, 2)}
    assert [reading.status for reading in done.reading.policies] == ["met"]


MINIMUMS = [
    policy("incubatees_min", 3),
    policy("density_min", 30),
    policy("incubatee_share_min", 0.9),
    policy("industry_share_min", 0.9, scope="industry=A"),
]


@pytest.mark.parametrize("rule", MINIMUMS, ids=[row["rule"] for row in MINIMUMS])
def test_a_minimum_no_decision_can_reach_is_held(rule: Row) -> None:
    # One incubatee of 30 m² is all there is, on 100 m² declared.
    carriers = [carrier("K1", declared_area_m2=100)]
    reading, placed = reading_of((carriers, [project("P1", 30, 2, industry="A")]), rule)

    assert (reading.status, reading.held_at) == ("existing", 0)
    assert placed == {"P1 i"}


REACHABLE = [
    policy("incubatees_min", 2),
    policy("density_min", 20),
    policy("incubatee_share_min", 0.6),
    policy("industry_share_min", 0.4, scope="industry=A"),
]


@pytest.mark.parametrize("rule", REACHABLE, ids=[row["rule"] for row in REACHABLE])
def test_a_minimum_that_can_be_reached_is_not_held(rule: Row) -> None:
    # Either P1 and P2 (30 m² each), or the other firm that takes the whole carrier.
    carriers = [carrier("K1", 150, "incubation;acceleration", declared_area_m2=100)]
    projects = [
        project("P1", 30, 2, industry="A", priority=10),
        project("P2", 30, 2, industry="A", priority=10),
        project("Q1", 150, 2, "acceleration", industry="B"),
    ]
    reading, placed = reading_of((carriers, projects), rule)

    assert reading.status == "met"
    assert placed == {"P1 i", "P2 i"}


def test_a_minimum_that_other_rules_keep_out_of_reach_is_a_clash() -> None:
    # Both would have to come, but they are to be apart and there is one carrier.
    carriers = [carrier("K1", declared_area_m2=100)]
    projects = [project("P1", 30, 1), project("P2", 30, 1)]
    case = case_of(
        carriers,
        projects,
        1,
        policy=[policy("incubatees_min", 2)],
        relations=[{"a": "P1", "b": "P2", "kind": "apart"}],
    )

    ending = solve_compact(allocation_model(case), Limits(seconds=20)).ending
    assert ending is Ending.INFEASIBLE


def test_a_relation_tenants_already_break_is_held_for_the_quarters_they_break_it() -> None:
    # T1 and T2 share K1 to 2026Q1 though they are to be apart; the next stay of T1 may not.
    tenants = [
        tenant("T1", "K1", 50, 0, movable="no"),
        tenant("T2", "K1", 50, 2, movable="no"),
    ]
    tenants[0] |= {"stage": "nursery", "incubation_area_m2": 50, "incubation_months": 6}
    relation = {"a": "T1", "b": "T2", "kind": "apart"}
    carriers = [carrier("K1", 150, "nursery;incubation"), K2]
    done = solved(case_of(carriers, tenants, 3, relations=[relation]))

    assert done.reading.breaches == ()
    assert done.homes["T1 i"] == ("K2", 1, 3)


def test_sitting_area_at_the_limit_is_met_not_existing() -> None:
    projects = [tenant("T1", "K1", 75, 1, industry="A")]
    reading, _ = reading_of(([K1], projects), policy("industry_share_max", 0.5))

    assert (reading.status, reading.margin) == ("met", pytest.approx(0))
