"""The best plan of every goal and rule worked out by hand, and its value recomputed."""

import pytest

from optimizer.checks.reading import read_again
from optimizer.domain.plan import Placement, Plan
from optimizer.solving.ending import Ending
from tests.cases import (
    Row,
    carrier,
    case_of,
    day,
    must,
    need,
    policy,
    project,
    recomputed,
    solved,
    tenant,
)

K1, K2, FAR = carrier("K1"), carrier("K2"), carrier("K2", campus="H")
GROWS = project("P1", 150, 1, **need("acceleration", 1000, 1))
HALL = carrier("K2", 1000, "acceleration")
BEFORE = Plan((Placement("P1", "incubation", "K1", 0, 1, 0, 150, "full"),))


def optimum(
    value: float,
    amounts: dict[str, float],
    *args: object,
    previous: Plan | None = None,
    **sheets: object,
) -> None:
    """Solve, and compare the value, the amounts, and the value recomputed from them."""
    done = solved(case_of(*args, **sheets), previous=previous)
    assert done.solution.ending is Ending.OPTIMAL
    assert done.reading.breaches == ()
    assert {name: done.reading.amounts[name] for name in amounts} == pytest.approx(amounts)
    assert done.value == pytest.approx(value)
    assert recomputed(done.model, done.reading) == pytest.approx(done.value, abs=1e-9)


def test_value_is_weights_times_quarters_times_relative_area() -> None:
    # 0.8 priority x 1.5 class x 1.2 recognition x 2 stage x 3 industry x 2 quarters x 75/150.
    p = project(
        *("P1", 75, 2), priority=80, talent_class="A", recognition="direct", industry="芯片"
    )
    settings = {
        "class_weight:A": 1.5,
        "recognition_weight:direct": 1.2,
        "stage_weight_incubation": 2,
    }
    industries = [{"industry": "芯片", "weight": 3}]
    value = 0.8 * 1.5 * 1.2 * 2 * 3 * 2 * 0.5
    optimum(value, {"value": value}, [K1], [p], 2, settings, industries=industries)


def test_a_protected_project_has_its_own_weight_in_place_of_its_class() -> None:
    p = project("P1", protected="yes", talent_class="A")
    optimum(3.5, {}, [K1], [p], 1, {"class_weight:A": 9, "protected_weight": 3.5})


@pytest.mark.parametrize(
    ("stage", "reference"),
    [
        ("nursery", 20),
        ("incubation", 150),
        ("acceleration", 1000),
        ("industrialisation", 4000),
    ],
)
def test_every_stage_is_measured_by_its_own_reference_area(stage: str, reference: float) -> None:
    optimum(1, {}, [carrier("K1", 5000, stage)], [project("P1", reference, 1, stage)], 1)


def test_only_quarters_inside_the_horizon_earn() -> None:
    optimum(2, {}, [K1], [project("P1", 150, 8)], 2)


def test_a_pair_replaces_the_whole_value() -> None:
    # 7 for P1 in K1, against 1 for P2.
    pairs = [{"project": "P1", "carrier": "K1", "value": 7}]
    projects = [project("P1", 150, 2, priority=1), project("P2")]
    optimum(7, {"value": 7}, [K1], projects, 1, pairs=pairs)


def test_a_pair_value_shrinks_with_the_minimum_area() -> None:
    # 100 m² of 150 fit: two thirds of 6.
    p = project("P1") | need("incubation", 150, 1, 100)
    pairs = [{"project": "P1", "carrier": "K1", "value": 6}]
    optimum(4, {}, [carrier("K1", 100)], [p], 1, pairs=pairs)


def test_a_pair_area_is_what_is_taken_and_counted() -> None:
    # 50 m² each by their pairs, so both fit: 2 x 50/150.
    pairs = [{"project": p, "carrier": "K1", "area_m2": 50} for p in ("P1", "P2")]
    projects = [project("P1"), project("P2")]
    optimum(2 / 3, {}, [carrier("K1", 100)], projects, 1, pairs=pairs)


def test_waiting_costs_for_every_quarter_a_first_stay_waits() -> None:
    # K1 opens in 2026Q3: one quarter of value, two of waiting.
    settings = {"max_wait_quarters": 2, "waiting_cost": 0.2}
    late = carrier("K1", opens=day(2))
    optimum(1 - 0.4, {"waiting": 2}, [late], [project("P1")], 3, settings)


def test_a_stay_is_refused_where_its_costs_exceed_its_value() -> None:
    settings = {"max_wait_quarters": 2, "waiting_cost": 0.6}
    late = carrier("K1", opens=day(2))
    optimum(0, {"waiting": 0, "value": 0}, [late], [project("P1")], 3, settings)


def test_overstay_earns_nothing_costs_and_leads_into_the_next_stay() -> None:
    # The hall opens in 2026Q3: a quarter late. 1 + 1 - 0.3.
    settings = {"max_overstay_quarters": 2, "overstay_cost": 0.3}
    hall = {**HALL, "opens": day(2)}
    optimum(1.7, {"overstay": 1}, [K1, hall], [GROWS], 3, settings)


def test_moves_between_stages_cost_by_carrier_and_by_campus() -> None:
    # 1 + 1 less a move to another carrier on another campus.
    settings = {"carrier_move_cost": 0.1, "campus_move_cost": 0.2}
    hall = {**HALL, "campus": "H"}
    amounts = {"carrier_moves": 1, "campus_moves": 1}
    optimum(2 - 0.3, amounts, [K1, hall], [GROWS], 2, settings)


def test_a_stay_in_the_carrier_of_its_predecessor_is_no_move() -> None:
    # Both carriers take both stages; staying saves 0.1 whichever is chosen.
    both = "incubation;acceleration"
    settings = {"carrier_move_cost": 0.1, "campus_move_cost": 0.1}
    carriers = [carrier("K1", 1000, both), carrier("K2", 1000, both, campus="H")]
    optimum(2, {"carrier_moves": 0, "campus_moves": 0}, carriers, [GROWS], 2, settings)


def test_a_move_within_the_campus_is_a_move_of_carrier_only() -> None:
    settings = {"carrier_move_cost": 0.1, "campus_move_cost": 0.2}
    optimum(1.9, {"carrier_moves": 1, "campus_moves": 0}, [K1, HALL], [GROWS], 2, settings)


def test_a_tenant_that_makes_room_costs_its_move() -> None:
    # P1 brings 2 and needs all of K1; T1 moves to K2 for 0.1 + 0.2.
    projects = [tenant("T1", "K1", 100, 1, movable="yes"), project("P1", 150, 2)]
    settings = {"carrier_move_cost": 0.1, "campus_move_cost": 0.2}
    amounts = {"carrier_moves": 1, "campus_moves": 1}
    pins = [must("P1", "K1")]
    optimum(1.7, amounts, [K1, FAR], projects, 2, settings, pins=pins)


def test_missing_focus_costs_where_the_carrier_does_not_name_the_industry() -> None:
    # K1 names no industry, K2 names it but is half as large.
    carriers = [K1, carrier("K2", 75, industries="芯片")]
    projects = [project("P1", 75, industry="芯片"), project("P2", 150, industry="芯片")]
    optimum(0.5 + 1 - 0.2, {"focus": 1}, carriers, projects, 1, {"focus_cost": 0.2})


def test_neighbours_earn_where_a_linked_industry_sits_on_the_campus() -> None:
    # The supplier sits in K1 on G; P1 would be worth the same in K2 on H.
    projects = [
        tenant("T1", "K1", 50, 1, industry="材料"),
        project("P1", 75, industry="芯片"),
    ]
    industries = [{"industry": "材料", "supplies": "芯片"}, {"industry": "芯片"}]
    settings = {"neighbour_bonus": 0.25}
    optimum(0.75, {"neighbours": 1}, [K1, FAR], projects, 1, settings, industries=industries)


def test_neighbours_placed_by_the_plan_itself_earn_for_both() -> None:
    projects = [project("P1", 75, industry="材料"), project("P2", 75, industry="芯片")]
    industries = [{"industry": "材料", "supplies": "芯片"}, {"industry": "芯片"}]
    settings = {"neighbour_bonus": 0.25}
    optimum(1.5, {"neighbours": 2}, [K1, FAR], projects, 1, settings, industries=industries)


def test_relief_paid_costs_by_the_10_000_yuan() -> None:
    # 150 m² x 40 yuan x 3 months x 50 % = 0.9; in K2 half the rent.
    carriers = [carrier("K1", rent_per_m2_month=40), carrier("K2", rent_per_m2_month=20)]
    projects = [project("P1", relief_share=0.5)]
    optimum(1 - 0.45 * 0.4, {"relief": 0.45}, carriers, projects, 1, {"relief_cost": 0.4})


def test_relief_of_a_sitting_tenant_counts_only_what_a_move_changes() -> None:
    # Pinned to K2 it pays twice the rent there from 2026Q1 on: 2 x 100 x 20 x 3 x 50 % / 10 000.
    carriers = [carrier("K1", rent_per_m2_month=20), carrier("K2", rent_per_m2_month=40)]
    mover = tenant("T1", "K1", 100, 0, movable="yes", relief_share=0.5)
    optimum(
        -0.3, {"relief": 0.3}, carriers, [mover], 1, {"relief_cost": 1}, pins=[must("T1", "K2")]
    )


def test_unknown_attributes_cost_each() -> None:
    # Height and load of K1 are unknown, K2 has its height: one is better than two.
    carriers = [K1, carrier("K2", clear_height_m=6)]
    p = project("P1", need_clear_height_m=5, need_floor_load_kn_m2=8)
    optimum(1 - 0.1, {"unknown": 1}, carriers, [p], 1, {"unknown_cost": 0.1})


def test_another_carrier_than_the_wanted_one_costs() -> None:
    # Both want K1, which has room for one.
    projects = [project(p, wanted_carrier="K1") for p in ("P1", "P2")]
    optimum(2 - 0.3, {"unwanted": 1}, [K1, K2], projects, 1, {"unwanted_cost": 0.3})


@pytest.mark.parametrize(
    ("cost", "value", "changed"), [(0.3, 1.2, 1), (0.6, 1.0, 0)], ids=["worth_it", "not_worth_it"]
)
def test_a_change_against_the_last_plan_is_made_where_it_is_worth_its_cost(
    cost: float, value: float, changed: float
) -> None:
    pairs = [{"project": "P1", "carrier": "K2", "value": 1.5}]
    settings = {"change_cost": cost}
    amounts = {"change": changed}
    optimum(value, amounts, [K1, K2], [project("P1")], 1, settings, pairs=pairs, previous=BEFORE)


def test_a_soft_relation_costs_its_weight_for_every_quarter_it_is_broken() -> None:
    # 50 + 50 m² do not fit into one carrier of 75: 2 quarters x 0.1.
    carriers = [carrier("K1", 75), carrier("K2", 75)]
    projects = [project("P1", 50, 2), project("P2", 50, 2)]
    relation = {"a": "P1", "b": "P2", "kind": "same_carrier", "strength": "soft", "weight": 0.1}
    amounts = {"relations": 0.2}
    optimum(4 / 3 - 0.2, amounts, carriers, projects, 2, relations=[relation])


def test_a_soft_relation_counts_from_as_they_sit() -> None:
    # T1 and T2 sit together though they had better be apart; mending it earns 2 x 0.1.
    tenants = [
        tenant("T1", "K1", 50, 1, movable="yes"),
        tenant("T2", "K1", 50, 1, movable="no"),
    ]
    relation = {"a": "T1", "b": "T2", "kind": "apart", "strength": "soft", "weight": 0.1}
    amounts = {"relations": -0.2}
    optimum(0.2, amounts, [K1, K2], tenants, 2, relations=[relation])


def test_a_soft_policy_row_costs_its_excess_times_its_weight() -> None:
    # 150 of at most 100 m²: 50 x 0.01, paid since the area is worth 1.
    rule = policy("firm_area_max", 100, strength="soft", weight=0.01)
    optimum(0.5, {"policy": 0.5}, [K1], [project("P1")], 1, policy=[rule])


def test_a_soft_policy_row_counts_from_as_they_sit() -> None:
    # T1 has 50 m² too much already; P1 of the same firm adds 30 and pays for 30 only.
    rule = policy("firm_area_max", 50, strength="soft", weight=0.001)
    projects = [tenant("T1", "K1", 100, 0, company="甲"), project("P1", 30, company="甲")]
    optimum(0.2 - 0.03, {"policy": 0.03}, [K1], projects, 1, policy=[rule])


def test_a_soft_minimum_pays_for_what_is_missing() -> None:
    # Nobody of the industry comes: 0.5 missing in the one quarter, as when they sit: 0. With
    # A of 30 m² the share is 0.2, which earns 0.2 x 2.
    rule = policy("industry_share_min", 0.5, strength="soft", weight=2, scope="industry=A")
    optimum(0.2 + 0.4, {"policy": -0.4}, [K1], [project("P1", 30, industry="A")], 1, policy=[rule])


def test_a_watched_row_costs_nothing() -> None:
    rule = policy("firm_area_max", 100, strength="watch")
    done = solved(case_of([K1], [project("P1")], 1, policy=[rule]))

    assert done.value == pytest.approx(1)
    assert [reading.status for reading in done.reading.policies] == ["watch_excess"]


def test_the_default_weight_of_a_soft_row_makes_exceeding_it_by_all_of_it_cost_policy_weight() -> (
    None
):
    # Twice 75 m²: excess 75 x 3/75.
    rule = policy("firm_area_max", 75, strength="soft")
    settings = {"policy_weight": 3}
    pins = [must("P1", "K1")]
    optimum(1 - 3, {"policy": 3}, [K1], [project("P1")], 1, settings, policy=[rule], pins=pins)


def test_refusing_every_undecided_stay_scores_nothing() -> None:
    projects = [
        tenant("T1", "K1", 100, 1, movable="yes", relief_share=0.5),
        tenant("T2", "K1", 50, 1, relief_share=0.5),
        project("P1", priority=0),
    ]
    carriers = [carrier("K1", rent_per_m2_month=30), carrier("K2", rent_per_m2_month=30)]
    rules = [
        policy("firm_area_max", 20, strength="soft"),
        policy("relief_10k_per_year_max", 0.1, strength="soft"),
    ]
    costs = dict.fromkeys(("relief_cost", "carrier_move_cost", "waiting_cost"), 1)
    optimum(0, {"relief": 0, "policy": 0}, carriers, projects, 2, costs, policy=rules)


def test_locked_tenants_stand_outside_value_and_bound() -> None:
    done = solved(case_of([K1], [tenant("T1", "K1", 100, 1)]))

    assert (done.value, done.solution.bound) == (0, 0)
    assert [p.locked for p in done.plan.placements] == [True]


def test_a_sitting_tenant_is_worth_the_same_whether_it_moves_or_not() -> None:
    case = case_of([K1, K2], [tenant("T1", "K1", 75, 3, movable="yes")], 4)
    stays = Placement("T1", "incubation", "K1", 0, 4, 0, 75.0, "present")
    moves = Placement("T1", "incubation", "K2", 3, 4, 0, 75.0, "present", moved_from="K1")

    for placement in (stays, moves):
        reading = read_again(case, Plan((placement,)))
        assert reading.sitting_value == pytest.approx(4 * 75 / 150)
        assert reading.amounts["value"] == 0


RULE_OPTIMA: list[tuple[str, float, list[Row], list[Row], int, Row]] = [
    # One firm of two at a time in each carrier: 60 in K1, 60 in K2, 100 allowed -> one.
    (
        "firm_area_max",
        60 / 150,
        [K1, K2],
        [project("A", 60, company="甲"), project("B", 60, company="甲")],
        1,
        policy("firm_area_max", 100),
    ),
    # 0.25 of 300 m² on the campus are 75: the smaller one.
    (
        "firm_share_max",
        60 / 150,
        [K1, K2],
        [project("A", 60), project("B", 120)],
        1,
        policy("firm_share_max", 0.25),
    ),
    # 0.55 of 150 m² are 82.5: 70 m² for chips, not 110, and 80 for medicine.
    (
        "industry_share_max",
        1,
        [K1],
        [
            project(n, a, industry=i)
            for n, a, i in (("A", 70, "片"), ("B", 40, "片"), ("C", 80, "药"))
        ],
        1,
        policy("industry_share_max", 0.55),
    ),
    # At least 60 m² of 150 for medicine, though chips would bring 1.
    (
        "industry_share_min",
        0.4 * 0.5,
        [K1],
        [project("A", 60, industry="药", priority=50), project("B", 150, industry="片")],
        1,
        policy("industry_share_min", 0.4, scope="industry=药"),
    ),
    # 0.45 a quarter: one quarter of two fits into 0.5, so P1 (2 quarters) is refused.
    (
        "relief_10k_per_year_max",
        1,
        [carrier("K1", rent_per_m2_month=20)],
        [project("A", 150, 2, relief_share=0.5), project("B", 150, 1, relief_share=0.5)],
        2,
        policy("relief_10k_per_year_max", 0.5),
    ),
    # Two quarters are 6 months: only B with one quarter.
    (
        "residence_months_max",
        1,
        [K1],
        [project("A", 150, 2), project("B", 150, 1)],
        2,
        policy("residence_months_max", 3),
    ),
    # A is 27 months old in 2026Q1.
    (
        "age_at_entry_months_max",
        0.5,
        [K1],
        [project("A", 150, founded=day(-9)), project("B", 75, founded=day(-8))],
        1,
        policy("age_at_entry_months_max", 24),
    ),
    # Two incubatees on 100 m² declared are 20 per 1 000: both small ones, 0.1 + 0.1.
    (
        "density_min",
        0.2,
        [carrier("K1", 150, declared_area_m2=100)],
        [project("A", 150), project("B", 15), project("C", 15)],
        1,
        policy("density_min", 20),
    ),
    (
        "incubatees_min",
        0.2,
        [carrier("K1", 150, declared_area_m2=100)],
        [project("A", 150), project("B", 15), project("C", 15)],
        1,
        policy("incubatees_min", 2),
    ),
    # 40 of 100 m² declared are asked for, so the incubatee, worth 0.1 x 40/150, keeps out the
    # accelerating firm, worth 150/1 000.
    (
        "incubatee_share_min",
        40 / 150 * 0.1,
        [carrier("K1", 150, "incubation;acceleration", declared_area_m2=100)],
        [project("A", 40, priority=10), project("B", 150, stage="acceleration")],
        1,
        policy("incubatee_share_min", 0.4),
    ),
]


@pytest.mark.parametrize(
    ("value", "carriers", "projects", "quarters", "rule"),
    [each[1:] for each in RULE_OPTIMA],
    ids=[each[0] for each in RULE_OPTIMA],
)
def test_the_optimum_under_a_policy_rule(
    value: float, carriers: list[Row], projects: list[Row], quarters: int, rule: Row
) -> None:
    optimum(value, {}, carriers, projects, quarters, policy=[rule])


def test_the_optimum_with_one_move_a_quarter() -> None:
    # P1 (3 quarters) and P2 (3) want a carrier each; both tenants stand in the way. Without
    # waiting only one move in 2026Q1 can make room: one of them, 3.
    carriers = [K1, K2, carrier("K3", 150)]
    projects = [
        tenant("T1", "K1", 75, 2, movable="yes"),
        tenant("T2", "K2", 75, 2, movable="yes"),
        project("P1", 150, 3),
        project("P2", 150, 3),
    ]
    pins = [must("T1", "K3"), must("T2", "K3")]
    rule = policy("moves_per_quarter_max", 1)
    optimum(6, {"carrier_moves": 2}, carriers, projects, 3, pins=pins)
    optimum(3, {"carrier_moves": 2}, carriers, projects, 3, pins=pins, policy=[rule])
