"""Rows of every rule of the plan: coefficients, sense, limit and what they are about, by hand."""

import pytest

from optimizer.rules.ground import Ground
from tests.cases import Row as Sheet
from tests.cases import carrier, day, end_of, policy, project, tenant
from tests.development.cases import (
    arrivals,
    candidate,
    flow,
    ground_of,
    needs,
    plan_case,
    priced,
)
from tests.development.rows import rows_of

P1 = "pipeline/incubation/I/(1)"
WISH = needs("P1", 60, 2, industry="I")


def ground(candidates: list[Sheet], *args: object, **more: object) -> Ground:
    """A plan for 2026 and 2027 with one project of 60 m²."""
    projects = args[0] if args else [WISH]
    return ground_of(plan_case(candidates, projects, *args[1:], **more))


def test_build_once_allows_one_start_and_asks_for_one_where_it_must_be() -> None:
    found = rows_of(ground([candidate("A"), candidate("B", must_build="yes")]), "build_once")

    assert found == [
        ("A", {"x A 2026": 1, "x A 2027": 1}, "<=", 1),
        ("B", {"x B 2026": 1, "x B 2027": 1}, "==", 1),
    ]


def test_what_cannot_open_inside_the_plan_has_no_start_unless_it_must_be_built() -> None:
    late = {"earliest_start": day(4), "lead_months": 15}
    found = rows_of(
        ground([candidate("A", **late), candidate("B", must_build="yes", **late)]), "build_once"
    )

    assert found == [("B", {"x B 2027": 1}, "==", 1)]


def test_phase_order_counts_starts_up_to_every_year() -> None:
    found = rows_of(ground([candidate("A", phase="1"), candidate("A", phase="2")]), "phase_order")

    assert found == [
        ("A·2 2026", {"x A·2 2026": 1, "x A·1 2026": -1}, "<=", 0),
        (
            "A·2 2027",
            {"x A·2 2026": 1, "x A·2 2027": 1, "x A·1 2026": -1, "x A·1 2027": -1},
            "<=",
            0,
        ),
    ]


def test_a_later_phase_waits_for_the_earliest_start_of_the_phase_before_it() -> None:
    # Phase 1 may begin in 2026Q3, so phase 2, free of date, begins no earlier in that year.
    found = ground([candidate("A", phase="1", earliest_start=day(2)), candidate("A", phase="2")])

    assert found.start["starts"].tolist() == [2, 4, 2, 4]


def test_laid_out_is_the_gross_area_times_the_efficiency() -> None:
    found = rows_of(ground([candidate("A", 200, efficiency=0.7)]), "laid_out")

    assert found[0] == ("A 2026", {"w A 2026 i I": 1, "x A 2026": -140}, "==", 0)
    assert [row.key for row in found] == ["A 2026", "A 2027"]


def test_layouts_are_what_is_asked_for_and_every_stage_of_the_candidate() -> None:
    places = [candidate("A", stages="incubation;acceleration", industries="J;I")]
    found = ground(places, [WISH, needs("P2", 10, industry="K")])
    (layout,) = found.layouts

    # Incubation is asked for by I (and by K, which A does not take); acceleration by nobody.
    names = found.demand.industries
    assert [(s, names[j]) for s, j in layout] == [(1, "I"), (2, "J")]


def test_a_project_without_industry_and_one_that_a_pair_names_are_laid_out_for() -> None:
    pairs = [{"project": "P3", "carrier": "A", "allowed": "yes"}]
    projects = [needs("P2", 10), needs("P3", 10, industry="K")]
    found = ground([candidate("A", industries="J")], projects, pairs=pairs)

    names = found.demand.industries
    assert [names[j] for _, j in found.layouts[0]] == ["", "K"]
    assert {row.key for row in rows_of(found, "new_space")} >= {"A i  2026", "A i K 2026"}


def test_an_enclave_is_laid_out_for_all_it_may_send_home() -> None:
    places = [candidate("E", stages="nursery", enclave="domestic", industries="J;I")]
    found = ground(places, flow=[flow("nursery", 2, 0.5, 0.5, home_share=0.5)])

    names = found.demand.industries
    assert {(s, names[j]) for s, j in found.layouts[0]} == {(0, "I"), (0, "J")}


def test_stage_shares_limit_a_stage_from_both_sides() -> None:
    place = candidate(
        "A", 200, "incubation;acceleration", min_share_incubation=0.25, max_share_acceleration=0.6
    )
    found = rows_of(ground([place], [WISH], 1), "stage_shares")

    # 0.6 x 200 = 120 and 0.25 x 200 = 50; shares of 0 and 1 need no row.
    assert found == [
        ("A 2026 a", {"w A 2026 a I": 1, "x A 2026": -120}, "<=", 0),
        ("A 2026 i", {"w A 2026 i I": 1, "x A 2026": -50}, ">=", 0),
    ]


def test_new_space_serves_as_it_is_absorbed() -> None:
    # Begun in 2026Q1, open from Q3, full after 4 quarters: 0, 0, 1/4, 2/4 is 3/16 of the first
    # year; 3/4, 1, 1, 1 is 15/16 of the second. Begun in 2027Q1: 3/16 of the second.
    places = [candidate("A", lead_months=6)]
    found = rows_of(ground(places, [WISH], 2, {"absorption_quarters": 4}), "new_space")

    assert found == [
        ("A i I 2026", {f"v {P1} A 2026": 1, "w A 2026 i I": -3 / 16}, "<=", 0),
        (
            "A i I 2027",
            {f"v {P1} A 2027": 1, "w A 2026 i I": -15 / 16, "w A 2027 i I": -3 / 16},
            "<=",
            0,
        ),
    ]


def test_existing_space_frees_itself_as_leases_end() -> None:
    # 150 m² with a tenant of 50 m² to 2026Q2: free 100, 100, 150, 150, a mean of 125.
    carriers = [carrier("K1", 150)]
    found = rows_of(
        ground([candidate("A")], [WISH, tenant("T", "K1", 50, 1)], 2, carriers=carriers),
        "existing_space",
    )

    assert found == [
        ("K1 2026", {f"v {P1} K1 2026": 1}, "<=", 125),
        ("K1 2027", {f"v {P1} K1 2027": 1}, "<=", 150),
    ]


def test_a_tenant_who_renews_stays_beyond_the_horizon() -> None:
    # The forecast reaches a year beyond the horizon of a year.
    carriers = [carrier("K1", 150)]
    found = ground(
        [candidate("A")], [tenant("T", "K1", 50, 1)], 1, {"lease_end_means": "renews"},
        carriers=carriers, forecast=[arrivals(2027, 40)],
    )  # fmt: skip

    assert found.existing.tolist() == [[100, 100]]


def test_converted_space_is_lost_at_once_and_gained_when_it_is_done() -> None:
    # Six months: half of the year of the start, and all of the next, in use.
    carriers = [carrier("K1", 150, "nursery")]
    rows = [
        {
            "carrier": "K1",
            "from_stage": "nursery",
            "to_stage": "incubation",
            "months": 6,
            "max_share": 0.4,
        }
    ]
    found = ground([candidate("A")], [WISH], 2, carriers=carriers, conversions=rows)

    assert rows_of(found, "existing_space") == [
        ("K1 2026", {"h K1 2026": 1}, "<=", 150),
        ("K1 2027", {"h K1 2026": 1, "h K1 2027": 1}, "<=", 150),
        ("K1 2026 i", {f"v {P1} K1 2026": 1, "h K1 2026": -0.5}, "<=", 0),
        ("K1 2027 i", {f"v {P1} K1 2027": 1, "h K1 2026": -1, "h K1 2027": -0.5}, "<=", 0),
    ]
    # 0.4 x 150 = 60 over all years.
    assert rows_of(found, "conversion_share") == [("0", {"h K1 2026": 1, "h K1 2027": 1}, "<=", 60)]


def test_demand_is_served_or_unmet() -> None:
    # 60 m² for a year and a half: a mean of 30 in the second year.
    projects = [project("P1", 60, 6, industry="I")]
    found = rows_of(ground([candidate("A")], projects), "demand_served")

    assert found == [
        (f"{P1} 2026", {f"v {P1} A 2026": 1, f"u {P1} 2026": 1}, "==", 60),
        (f"{P1} 2027", {f"v {P1} A 2027": 1, f"u {P1} 2027": 1}, "==", 30),
    ]


def test_no_more_come_home_than_enclaves_send() -> None:
    # Full in quarter 0, a span of 2 quarters: in quarters 2, 4, 6 a place in two x half of the
    # graduates x 1 = 0.25 m² come home per m², each for 4 quarters: 0, 0, .25, .25, .5, .5, .5, .5.
    # Begun in 2027Q1: 0, 0, .25, .25 of the second year.
    places = [
        candidate("A", 80, stages="incubation"),
        candidate("E", 40, "nursery", enclave="overseas"),
    ]
    flows = [flow("nursery", 2, 0.5, 0.5, home_share=0.5), flow("incubation", 4)]
    found = rows_of(ground(places, [WISH], flow=flows), "demand_served")

    home = "home/incubation/I"
    assert found[2:] == [
        (f"{home} 2026", {f"g {home} 2026": 1, "w E 2026 n I": -0.125}, "<=", 0),
        (
            f"{home} 2027",
            {f"g {home} 2027": 1, "w E 2026 n I": -0.5, "w E 2027 n I": -0.125},
            "<=",
            0,
        ),
    ]


def test_must_serve_is_asked_only_by_its_setting() -> None:
    assert rows_of(ground([candidate("A")]), "must_serve") == []

    strict = ground([candidate("A")], [WISH], 1, {"must_place": "yes"})
    assert rows_of(strict, "must_serve") == [(f"{P1} 2026", {f"u {P1} 2026": 1}, "<=", 0)]


def test_one_site_chooses_one_place_for_all_years() -> None:
    places = [candidate("A"), candidate("B")]
    found = rows_of(ground(places, [WISH], 1, {"one_site_per_project": "yes"}), "one_site")

    wish = "pipeline/incubation/I/P1"
    assert found == [
        (f"{wish} A 2026", {f"v {wish} A 2026": 1, f"z {wish} A": -60}, "<=", 0),
        (f"{wish} B 2026", {f"v {wish} B 2026": 1, f"z {wish} B": -60}, "<=", 0),
        (wish, {f"z {wish} A": 1, f"z {wish} B": 1}, "<=", 1),
    ]
    assert rows_of(ground(places), "one_site") == []


def test_capital_pays_land_at_the_start_and_works_over_the_lead_time() -> None:
    # Works 120 over 6 quarters: 20 a quarter; land 30 and fixed cost 10 at the start.
    place = priced("A", 120, lead_months=18, land_cost_10k=30, fixed_cost_10k=10)
    rule = policy("capital_10k_per_year_max", 90, **{"from": day(4)})
    found = rows_of(ground([place], [WISH], 3, policy=[rule]), "capital_10k_per_year_max")

    # Of a start in 2026: 4 x 20 + 40 = 120 in 2026 (before the row holds), 2 x 20 in 2027; of
    # a start in 2027: 120 in 2027, 40 in 2028. A start in 2028 opens after the plan.
    assert found == [
        ("C01 1", {"x A 2026": 40, "x A 2027": 120}, "<=", 90),
        ("C01 2", {"x A 2027": 40}, "<=", 90),
    ]


def test_capital_of_a_campus_counts_its_conversions_alone() -> None:
    carriers = [carrier("K1", 150, "nursery"), carrier("K2", 150, "nursery", campus="H")]
    rows = [
        {"carrier": name, "from_stage": "nursery", "to_stage": "incubation", "cost_per_m2": 500}
        for name in ("K1", "K2")
    ]
    rule = policy("capital_10k_per_year_max", 7, scope="campus=G")
    found = ground([priced("A", 9)], [WISH], 1, carriers=carriers, conversions=rows, policy=[rule])

    # 500 yuan = 0.05 of 10 000 yuan a m²; K2 stands in campus H, A in campus N.
    assert rows_of(found, "capital_10k_per_year_max") == [("C01 0", {"h K1 2026": 0.05}, "<=", 7)]


def test_starts_count_gross_area_in_the_city() -> None:
    places = [candidate("A", 200, efficiency=0.5), candidate("E", 90, enclave="domestic")]
    rule = policy("starts_m2_per_year_max", 150)
    found = rows_of(ground(places, policy=[rule]), "starts_m2_per_year_max")

    assert found == [
        ("C01 0", {"x A 2026": 200}, "<=", 150),
        ("C01 1", {"x A 2027": 200}, "<=", 150),
    ]


def test_vacancy_weighs_what_is_empty_against_what_is_usable() -> None:
    # Free 100 beside 50 sitting; at 20 %: 100 + w - v <= 0.2 (150 + w) is 0.8 w - v <= -70.
    carriers = [carrier("K1", 150)]
    projects = [WISH, tenant("T", "K1", 50, 3)]
    rule = policy("vacancy_max", 0.2)
    found = rows_of(
        ground([candidate("A")], projects, 1, carriers=carriers, policy=[rule]), "vacancy_max"
    )

    left = {"w A 2026 i I": 0.8, f"v {P1} A 2026": -1, f"v {P1} K1 2026": -1}
    assert found == [("C01 0", left, "<=", -70)]


def test_a_conversion_that_is_not_done_inside_the_plan_is_not_begun() -> None:
    rows = [{"carrier": "K1", "from_stage": "nursery", "to_stage": "incubation", "months": 12}]
    carriers = [carrier("K1", 150, "nursery")]
    found = ground([candidate("A")], [WISH], 2, carriers=carriers, conversions=rows)

    assert found.convert["year"].tolist() == [0]


TARGETS = [
    candidate("A", 200, efficiency=0.5, lead_months=6),
    candidate("E", 90, enclave="domestic"),
]


def test_new_area_counts_what_opens_in_the_city_before_the_row_ends() -> None:
    # Begun in 2026Q1 A opens in Q3, begun in 2027Q1 after the last day of June 2027 (Q2) - it
    # opens in 2027Q3.
    rule = policy("new_area_min", 150, to=end_of(5))
    found = rows_of(ground(TARGETS, policy=[rule]), "new_area_min")

    assert found == [("C01", {"x A 2026": 200}, ">=", 150)]


def test_new_area_of_a_stage_counts_its_layout_at_gross_area() -> None:
    rule = policy("new_area_min", 150, scope="stage=incubation")
    found = rows_of(ground(TARGETS, policy=[rule]), "new_area_min")

    # Half of the gross area is lettable: a laid out m² stands for 2 of gross area.
    assert found == [("C01", {"w A 2026 i I": 2, "w A 2027 i I": 2}, ">=", 150)]


def test_total_area_counts_existing_carriers_gross() -> None:
    # K1 has 180 m² gross; K2 100 m² lettable at 0.7; K3 closed before, K4 is an enclave.
    carriers = [
        carrier("K1", 100, gross_area_m2=180, efficiency=0.55),
        carrier("K2", 140),
        carrier("K3", 50, opens=day(-9), closes=end_of(2)),
        carrier("K4", 50, enclave="domestic"),
    ]
    rule = policy("total_area_min", 500)
    found = rows_of(ground(TARGETS, [WISH], 1, carriers=carriers, policy=[rule]), "total_area_min")

    # 500 - 180 - 140 / 0.7 = 120.
    assert found == [("C01", {"x A 2026": 200}, ">=", 120)]


@pytest.mark.parametrize(("scope", "asked"), [("", ["I", "J"]), ("industry=J", ["J"])])
def test_industry_area_asks_for_every_industry_of_the_list(scope: str, asked: list[str]) -> None:
    industries = [{"industry": "I"}, {"industry": "J"}]
    projects = [WISH, needs("P2", 60, 2, industry="J")]
    rule = policy("industry_area_min", 80, scope=scope)
    case = ground(TARGETS, projects, 1, industries=industries, policy=[rule])

    assert [(row.left, row.sense, row.limit) for row in rows_of(case, "industry_area_min")] == [
        ({f"w A 2026 i {name}": 2}, ">=", 80) for name in asked
    ]


def test_enclaves_count_new_sites_and_not_the_existing_ones() -> None:
    places = [
        candidate("E", phase="1", enclave="domestic"),
        candidate("E", phase="2", enclave="domestic"),
        candidate("F", enclave="overseas"),
        candidate("A"),
    ]
    rule = policy("enclaves_min", 2)
    found = rows_of(ground(places, [WISH], 1, policy=[rule]), "enclaves_min")

    # K0, the enclave of every case here, is there already; a second phase is no second site.
    assert found == [("C01", {"x E·1 2026": 1, "x F 2026": 1}, ">=", 2)]


@pytest.mark.parametrize(("strength", "rows"), [("hard", 1), ("soft", 1), ("watch", 0)])
def test_a_row_that_is_only_watched_is_no_row(strength: str, rows: int) -> None:
    rule = policy("new_area_min", 150, strength=strength)

    assert len(rows_of(ground(TARGETS, policy=[rule]), "new_area_min")) == rows
