"""Rows of the policy rules: coefficients, sense, limit and keys, by hand."""

import pytest

from optimizer.checks.policy import policy_rows
from optimizer.checks.view import View
from optimizer.domain.plan import Plan
from tests.cases import (
    Row,
    board_of,
    carrier,
    case_of,
    day,
    end_of,
    need,
    policy,
    project,
    solved,
    tenant,
)
from tests.rules.rows import blocks_of_rule, rows_of

#: Campus G has 100 + 50 m², campus H 80 m².
CARRIERS = [carrier("K1", 100), carrier("K2", 50), carrier("K3", 80, campus="H")]
INDUSTRIES = [project("A", 30, industry="I"), project("B", 40, industry="J")]
MOVER = tenant("T1", "K1", 60, 1, movable="yes", entered=day(-2))
#: Declared site of G: 80 + 20 m², 10 m² of public services; K3 is not declared.
DECLARED = [
    carrier("K1", 150, declared_area_m2=80, public_area_m2=10),
    carrier("K2", 150, declared_area_m2=20),
    carrier("K3", 150),
]
MATES = [project("A", 30, company="甲"), project("B", 40, company="甲"), project("C", 20)]


def test_industry_share_max_has_a_row_for_every_industry_campus_and_quarter() -> None:
    board = board_of(case_of(CARRIERS, INDUSTRIES, 1, policy=[policy("industry_share_max", 0.3)]))

    def row(campus: str, industry: str, left: dict[str, float]) -> object:
        key = {"policy": "C01", "campus": campus, "industry": industry, "quarter": 0}
        return (key, left, "<=", 0.3)

    assert rows_of(board, "industry_share_max") == [
        row("G", "I", {"Ai K1 0-1": 0.2, "Ai K2 0-1": 0.2}),
        row("H", "I", {"Ai K3 0-1": 0.375}),
        row("G", "J", {"Bi K1 0-1": round(40 / 150, 9), "Bi K2 0-1": round(40 / 150, 9)}),
        row("H", "J", {"Bi K3 0-1": 0.5}),
    ]


def test_industry_share_max_takes_only_the_area_open_in_the_quarter_as_its_base() -> None:
    carriers = [carrier("K1", 100), carrier("K2", 50, opens=day(1))]
    rule = policy("industry_share_max", 0.3)
    board = board_of(case_of(carriers, [project("A", 30, 2, industry="I")], 2, policy=[rule]))

    shares = [row.left["Ai K1 0-2"] for row in rows_of(board, "industry_share_max")]
    assert shares == [0.3, 0.2]


def test_industry_share_min_asks_also_where_nobody_of_the_industry_could_come() -> None:
    rule = policy("industry_share_min", 0.2, scope="industry=I")
    projects = [project("A", 90, industry="I"), project("B", 40, industry="J")]
    board = board_of(case_of(CARRIERS, projects, 1, policy=[rule]))

    def key(campus: str) -> dict[str, object]:
        return {"policy": "C01", "campus": campus, "industry": "I", "quarter": 0}

    assert rows_of(board, "industry_share_min") == [
        (key("G"), {"Ai K1 0-1": 0.6}, ">=", 0.2),
        (key("H"), {}, ">=", 0.2),
    ]


def test_firm_area_max_counts_projects_of_one_company_together() -> None:
    board = board_of(case_of([carrier("K1")], MATES, 1, policy=[policy("firm_area_max", 50)]))

    assert rows_of(board, "firm_area_max") == [
        ({"policy": "C01", "firm": "C", "quarter": 0}, {"Ci K1 0-1": 20}, "<=", 50),
        (
            {"policy": "C01", "firm": "甲", "quarter": 0},
            {"Ai K1 0-1": 30, "Bi K1 0-1": 40},
            "<=",
            50,
        ),
    ]


def test_firm_share_max_is_a_share_of_the_campus() -> None:
    rule = policy("firm_share_max", 0.25, scope="campus=H")
    board = board_of(case_of(CARRIERS, MATES, 1, policy=[rule]))

    assert rows_of(board, "firm_share_max") == [
        (
            {"policy": "C01", "firm": "C", "campus": "H", "quarter": 0},
            {"Ci K3 0-1": 0.25},
            "<=",
            0.25,
        ),
        (
            {"policy": "C01", "firm": "甲", "campus": "H", "quarter": 0},
            {"Ai K3 0-1": 0.375, "Bi K3 0-1": 0.5},
            "<=",
            0.25,
        ),
    ]


def test_relief_is_added_up_by_year_and_stops_with_the_relief() -> None:
    # 100 m² x 20 yuan x 3 months x 50 % = 3 000 yuan a quarter; four in 2026, one in 2027.
    relieved = project("A", 100, 6, relief_share=0.5, relief_until=end_of(4))
    carriers = [carrier("K1", 100, rent_per_m2_month=20)]
    rule = policy("relief_10k_per_year_max", 5)
    board = board_of(case_of(carriers, [relieved], 6, policy=[rule]))

    assert rows_of(board, "relief_10k_per_year_max") == [
        ({"policy": "C01", "year": 2026}, {"Ai K1 0-6": 1.2}, "<=", 5),
        ({"policy": "C01", "year": 2027}, {"Ai K1 0-6": 0.3}, "<=", 5),
    ]


def test_moves_per_quarter_counts_tenants_in_the_quarter_they_move() -> None:
    rule = policy("moves_per_quarter_max", 1)
    board = board_of(case_of([carrier("K1"), carrier("K2")], [MOVER], policy=[rule]))

    assert rows_of(board, "moves_per_quarter_max") == [
        ({"policy": "C01", "quarter": 0}, {"T1i K1>K2 0-2": 1}, "<=", 1),
        ({"policy": "C01", "quarter": 1}, {"T1i K1>K2 1-2": 1}, "<=", 1),
    ]


def test_incubatee_share_counts_no_more_of_a_carrier_than_is_declared() -> None:
    # 0.3 less 10 m² of public services on 100 m² declared leaves 0.2 to be reached.
    projects = [project("A", 30), project("B", 40, stage="acceleration")]
    rule = policy("incubatee_share_min", 0.3)
    board = board_of(case_of(DECLARED, projects, 1, policy=[rule]))

    assert rows_of(board, "incubatee_share_min") == [
        ({"policy": "C01", "campus": "G", "quarter": 0}, {"y0": 0.01, "y1": 0.01}, ">=", 0.2),
        ({"carrier": "K1", "quarter": 0}, {"Ai K1 0-1": 30, "y0": -1}, ">=", 0),
        ({"carrier": "K2", "quarter": 0}, {"Ai K2 0-1": 30, "y1": -1}, ">=", 0),
    ]
    (block,) = blocks_of_rule(board, "incubatee_share_min")
    assert block.extra_upper.tolist() == [80, 20]
    assert block.defining is not None
    assert block.defining.tolist() == [False, True, True]


@pytest.mark.parametrize(("rule", "each"), [("density_min", 10), ("incubatees_min", 1)])
def test_incubatees_are_counted_on_the_declared_site_only(rule: str, each: float) -> None:
    # One incubatee on 100 m² declared is 10 per 1 000 m².
    projects = [project("A", 30), project("B", 40, stage="acceleration")]
    board = board_of(case_of(DECLARED, projects, 1, policy=[policy(rule, 3)]))

    assert rows_of(board, rule) == [
        (
            {"policy": "C01", "campus": "G", "quarter": 0},
            {"Ai K1 0-1": each, "Ai K2 0-1": each},
            ">=",
            3,
        )
    ]


def test_residence_counts_the_months_before_the_horizon_and_those_of_overstay() -> None:
    # T1 entered 6 months before the horizon and stays 2 quarters; P1 stays 1.
    rule = policy("residence_months_max", 12)
    projects = [MOVER, project("P1", 50)]
    board = board_of(case_of([carrier("K1"), carrier("K2")], projects, policy=[rule]))

    assert rows_of(board, "residence_months_max") == [
        (
            {"policy": "C01", "project": "T1"},
            {"T1i K1 0-2": 12, "T1i K1>K2 0-2": 12, "T1i K1>K2 1-2": 12},
            "<=",
            12,
        ),
        ({"policy": "C01", "project": "P1"}, {"P1i K1 0-1": 3, "P1i K2 0-1": 3}, "<=", 12),
    ]


def test_age_at_entry_grows_with_waiting_and_asks_only_who_has_a_founding_date() -> None:
    rule = policy("age_at_entry_months_max", 24)
    projects = [project("P1", 50, founded=day(-8)), project("P2", 50)]
    settings = {"max_wait_quarters": 1}
    board = board_of(case_of([carrier("K1")], projects, 2, settings, policy=[rule]))

    assert rows_of(board, "age_at_entry_months_max") == [
        ({"policy": "C01", "stay": "P1i"}, {"P1i K1 0-1": 24, "P1i K1 1-2": 27}, "<=", 24)
    ]


POLICY_CASES: dict[str, tuple[list[Row], list[Row]]] = {
    "industry_share_max": (CARRIERS, INDUSTRIES),
    "industry_share_min": (CARRIERS, INDUSTRIES),
    "firm_area_max": (CARRIERS, MATES),
    "firm_share_max": (CARRIERS, MATES),
    "incubatee_share_min": (DECLARED, MATES),
    "density_min": (DECLARED, MATES),
    "incubatees_min": (DECLARED, MATES),
    "residence_months_max": (CARRIERS, MATES),
    "age_at_entry_months_max": (CARRIERS, [project("A", 30, founded=day(-1))]),
    "moves_per_quarter_max": (CARRIERS, [MOVER]),
    "relief_10k_per_year_max": (
        [carrier("K1", rent_per_m2_month=20)],
        [project("A", 30, relief_share=1)],
    ),
}


@pytest.mark.parametrize("rule", POLICY_CASES)
def test_a_soft_row_carries_its_weight_and_a_watched_one_is_not_posted(rule: str) -> None:
    carriers, projects = POLICY_CASES[rule]
    soft = policy(rule, 1, strength="soft", weight=7)
    watched = policy(rule, 1, strength="watch")
    case = case_of(carriers, projects, 1, policy=[soft, watched])
    blocks = blocks_of_rule(board_of(case), rule)

    assert [(block.strength, block.weight, block.held) for block in blocks] == [("soft", 7, True)]
    assert all(len(block) for block in blocks)


@pytest.mark.parametrize("rule", POLICY_CASES)
def test_a_policy_row_outside_its_dates_binds_nothing(rule: str) -> None:
    carriers, projects = POLICY_CASES[rule]
    over = policy(rule, 1, to=end_of(-1))
    case = case_of(carriers, projects, 1, policy=[over])

    assert rows_of(board_of(case), rule) == []


def test_scopes_narrow_a_row_to_stage_carrier_and_industry() -> None:
    rule = policy("firm_area_max", 50, scope="carrier=K2;industry=I;stage=incubation")
    board = board_of(case_of(CARRIERS, INDUSTRIES, 1, policy=[rule]))

    assert [row.left for row in rows_of(board, "firm_area_max")] == [{"Ai K2 0-1": 30}]


def test_residence_counts_the_quarters_of_overstay() -> None:
    chain = project("P1", 50, 1, **need("acceleration", 50, 1))
    carriers = [carrier("K1"), carrier("K2", 150, "acceleration")]
    rule = policy("residence_months_max", 12)
    case = case_of(carriers, [chain], 3, {"max_overstay_quarters": 1}, policy=[rule])

    assert [row.left for row in rows_of(board_of(case), "residence_months_max")] == [
        {"P1i K1 0-1": 3, "P1i K1 0-2": 6}
    ]


@pytest.mark.parametrize(
    ("rule", "limit"),
    [("firm_area_max", 100), ("industry_share_min", 0.1), ("incubatees_min", 1)],
)
def test_a_policy_row_holds_from_its_first_quarter_through_its_last(
    rule: str, limit: float
) -> None:
    asked = policy(rule, limit, **{"from": day(1), "to": end_of(2)})
    carriers = [carrier("K1", declared_area_m2=100)]
    case = case_of(carriers, [project("P1", 50, 4, industry="A")], 4, policy=[asked])

    def read(plan: Plan) -> list[int]:
        return [row.key.quarter for row in policy_rows(View(case, plan), case.policies[0])]

    assert [row.key["quarter"] for row in rows_of(board_of(case), rule)] == [1, 2]
    assert read(solved(case).plan) == [1, 2]
    # A minimum asks where nobody is, too.
    assert read(Plan()) == ([1, 2] if rule.endswith("_min") else [])
