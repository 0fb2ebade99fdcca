"""Small development plans solved on paper, by HiGHS and by CP-SAT: cost, openings, what is unmet.

Unmet demand costs 1 (10 000 yuan) per m² and year; everything else is free unless said.
"""

import pytest

from optimizer.domain.case import Case
from optimizer.domain.investment import annuity_factor
from tests.cases import Row, carrier, day, end_of, policy, project, tenant
from tests.development.cases import (
    Planned,
    arrivals,
    candidate,
    flow,
    has_plan,
    needs,
    plan_case,
    priced,
)
from tests.development.cases import planned as solved
from tests.development.cp_sat import cost_by_cp_sat

P1 = needs("P1", 100, 3)


def planned(case: Case) -> Planned:
    """The best plan of HiGHS, which OR-Tools' CP-SAT agrees with."""
    found = solved(case)
    assert cost_by_cp_sat(found.model) == pytest.approx(found.cost, rel=1e-3, abs=0.05)
    return found


def test_the_cheaper_of_two_sites_is_built_at_once() -> None:
    # 100 m² for 3 years unmet: 300. B costs 20, A 30: 20.
    found = planned(plan_case([priced("A", 30), priced("B", 20)], [P1], 3))

    assert (found.cost, found.opens, found.unmet) == (20, {"B": 0}, {})


def test_nothing_is_built_that_costs_more_than_it_serves() -> None:
    found = planned(plan_case([priced("A", 301)], [P1], 3))

    assert (found.cost, found.opens) == (300, {})
    assert found.unmet == {2026: 100, 2027: 100, 2028: 100}


def test_a_lead_time_leaves_the_first_year_unmet() -> None:
    # Begun at once, open after 18 months: 100 of 2026 and half of 2027 are unmet: 100 + 50.
    found = planned(plan_case([priced("A", 30, lead_months=18)], [P1], 3))

    assert found.cost == pytest.approx(30 + 150)
    assert (found.opens, found.unmet) == ({"A": 6}, {2026: 100, 2027: 50})


def test_an_earliest_start_in_the_middle_of_a_year_is_kept() -> None:
    # Begun in 2026Q3, open at once: half of 2026 unmet.
    found = planned(plan_case([candidate("A", earliest_start=day(2))], [P1], 3))

    assert (found.cost, found.opens) == (pytest.approx(50), {"A": 2})


def test_building_waits_until_it_is_needed_where_money_is_dearer_now() -> None:
    # Asked for in 2028 only; at 25 % the cost of 50 paid in 2028 is 50 / 1.25² = 32.
    late = needs("P1", 100, 1, arrives=day(8))
    found = planned(plan_case([priced("A", 50)], [late], 3, {"discount_rate": 0.25}))

    assert (found.cost, found.opens) == (pytest.approx(32), {"A": 8})


def test_absorption_fills_a_new_carrier_step_by_step() -> None:
    # A quarter of the area a quarter: 1/4, 2/4, 3/4, 1 is 62.5 on average: 37.5 unmet.
    found = planned(plan_case([candidate("A")], [P1], 3, {"absorption_quarters": 4}))

    assert (found.cost, found.unmet) == (pytest.approx(37.5), {2026: 37.5})


def test_the_second_phase_needs_the_first() -> None:
    # Phase 2 alone would do for 10; phase 1 costs 40 more and serves nobody: 50.
    site = [priced("A", 40, stages="nursery", phase="1"), priced("A", 10, phase="2")]
    found = planned(plan_case(site, [P1], 3))

    assert (found.cost, found.opens) == (50, {"A·1": 0, "A·2": 0})


def test_a_late_first_phase_holds_the_second_back() -> None:
    # The first may begin in 2027Q3: unmet are 2026 and half of 2027.
    site = [
        candidate("A", stages="nursery", phase="1", earliest_start=day(6)),
        candidate("A", phase="2"),
    ]
    found = planned(plan_case(site, [P1], 3))

    assert (found.cost, found.opens) == (pytest.approx(150), {"A·1": 6, "A·2": 6})


def test_the_capital_limit_spreads_two_starts_over_two_years() -> None:
    # Two sites of 60 with 80 a year: one waits a year, 100 m² unmet: 120 + 100.
    sites = [priced("A", 60), priced("B", 60)]
    limit = policy("capital_10k_per_year_max", 80)
    found = planned(plan_case(sites, [P1, needs("P2", 100, 3)], 3, policy=[limit]))

    assert found.cost == pytest.approx(220)
    assert sorted(found.opens.values()) == [0, 4]


def test_works_paid_over_the_lead_time_fit_under_a_limit_that_one_payment_breaks() -> None:
    # 120 over 6 quarters is 80 in the first year and 40 in the second; unmet 100 + 50.
    limit = policy("capital_10k_per_year_max", 80)
    place = priced("A", 120, lead_months=18)
    found = planned(plan_case([place], [P1], 3, policy=[limit]))
    at_once = planned(plan_case([priced("A", 120)], [P1], 3, policy=[limit]))

    assert found.cost == pytest.approx(120 + 150)
    assert (at_once.cost, at_once.opens) == (300, {})


def test_a_soft_limit_is_exceeded_where_that_is_cheaper() -> None:
    # 20 beyond the limit at 0.5 each: 120 + 10, against 220.
    sites = [priced("A", 60), priced("B", 60)]
    limit = policy("capital_10k_per_year_max", 100, strength="soft", weight=0.5)
    found = planned(plan_case(sites, [P1, needs("P2", 100, 3)], 3, policy=[limit]))

    assert found.cost == pytest.approx(130)
    assert found.reading.amounts["targets"] == pytest.approx(10)


def test_hard_rows_that_contradict_each_other_have_no_plan() -> None:
    rows = [policy("new_area_min", 100), policy("starts_m2_per_year_max", 50)]

    assert not has_plan(plan_case([candidate("A")], [P1], 3, policy=rows))


CONVERSION: Row = {"carrier": "K1", "from_stage": "nursery", "to_stage": "incubation",
                   "months": 6, "cost_per_m2": 2_000, "max_share": 0.5}  # fmt: skip


def test_a_conversion_costs_its_price_and_time_and_stops_at_its_share() -> None:
    # Half of 160 m² is converted at 0.2 a m²: 16; 80 m² serve from 2026Q3: 80 x 2.5 = 200 of 300.
    nursery = [carrier("K1", 160, "nursery")]
    found = planned(plan_case([], [P1], 3, carriers=nursery, conversions=[CONVERSION]))

    assert found.cost == pytest.approx(16 + 100)
    assert [(c.year, c.area_m2) for c in found.plan.converted] == [(2026, pytest.approx(80))]
    assert found.unmet == {2026: 60, 2027: 20, 2028: 20}


def test_a_conversion_waits_for_the_lease_to_end() -> None:
    # The tenant holds all of K1 to the end of 2026; 80 m² from 2027Q3: 80 x 1.5 = 120 served.
    carriers = [carrier("K1", 160, "nursery;acceleration")]
    sitting = tenant("T", "K1", 160, 3, stage="acceleration")
    found = planned(plan_case([], [P1, sitting], 3, carriers=carriers, conversions=[CONVERSION]))

    assert found.cost == pytest.approx(16 + 180)
    assert [c.year for c in found.plan.converted] == [2027]


def test_what_a_lease_leaves_free_is_used_before_anything_is_built() -> None:
    # 100 m² free from 2026Q3 on: half of 2026 is unmet, 50; building for 60 is not worth it.
    carriers = [carrier("K1", 100)]
    found = planned(
        plan_case([priced("A", 60)], [P1, tenant("T", "K1", 100, 1)], 3, carriers=carriers)
    )

    assert (found.cost, found.opens, found.unmet) == (pytest.approx(50), {}, {2026: 50})


def test_graduates_of_an_enclave_come_home_after_its_span_and_the_lag() -> None:
    # 40 m² open at once; after 4 quarters all complete, 75 % graduate, 80 % of those come home,
    # grown by 1.5: 40 x 0.75 x 0.8 x 1.5 = 36 m², two quarters later (2027Q3), and again 36
    # four quarters on (2028Q3) - each stays for good. Mean 18 in 2027, (36 + 36 + 72 + 72) / 4 =
    # 54 in 2028; A holds 50: 18 + 50 come home, worth 1 each; E costs 30, A 5.
    enclave = priced("E", 30, 40, stages="nursery", enclave="overseas", industries="I")
    flows = [
        flow("nursery", 4, 0.75, 0.25, home_share=0.8, home_lag_months=6, area_growth=1.5),
        flow("incubation", 40),
    ]
    found = planned(plan_case([enclave, priced("A", 5, 50)], [], 3, flow=flows))

    assert found.opens == {"A": 0, "E": 0} or found.opens == {"A": 4, "E": 0}
    assert found.cost == pytest.approx(30 + 5 - 68)
    assert found.reading.amounts["homecoming"] == pytest.approx(-68)


def test_enclaves_are_opened_for_a_target_and_count_in_no_city_area() -> None:
    # One enclave beside K0, which stands already, and 50 m² of new area in the city.
    sites = [priced("E", 7, enclave="domestic"), priced("F", 6, enclave="domestic"), priced("A", 9)]
    rows = [policy("enclaves_min", 1), policy("new_area_min", 50, to=end_of(3))]
    found = planned(plan_case(sites, [], 2, policy=rows))

    assert (found.cost, set(found.opens)) == (pytest.approx(15), {"A", "F"})
    assert found.opens["A"] <= 3


def test_vacant_space_costs() -> None:
    # 20 of 120 m² vacant for 3 years at 0.5 each: 30. Served are 300, so it is built.
    found = planned(plan_case([candidate("A", 120)], [P1], 3, {"vacancy_cost_per_m2_year": 5_000}))

    assert (found.cost, found.opens) == (pytest.approx(30), {"A": 0})


def test_the_worst_stage_decides_where_scarce_space_goes() -> None:
    # 100 m² for 100 m² of incubation and 50 m² of acceleration, 50 unmet whatever is done. The
    # worst unmet share is least where both are short by a third: 33 1/3 and 16 2/3; at 60 it
    # costs 20.
    sites = [candidate("A", 100, "incubation;acceleration")]
    projects = [needs("P1", 100, 1), project("P2", 50, 4, "acceleration")]
    found = planned(plan_case(sites, projects, 1, {"balance_cost_10k": 60}))

    assert found.cost == pytest.approx(50 + 20)
    short = {u.block.split("/")[1]: u.area_m2 for u in found.plan.unmet}
    assert short == {"incubation": pytest.approx(100 / 3), "acceleration": pytest.approx(50 / 3)}


def test_priority_and_weights_decide_who_is_served() -> None:
    # 100 m² for two: priority 200 % against 100 % of the usual one. P2 stays unmet: 100.
    projects = [needs("P1", 100, 1, priority=100), needs("P2", 100, 1, priority=50)]
    settings = {"default_priority": 50}
    found = planned(plan_case([candidate("A")], projects, 1, settings))

    assert found.cost == pytest.approx(100)
    assert [u.block for u in found.plan.unmet] == ["pipeline/incubation//(2)"]


def test_serving_costs_by_the_share_of_the_area_served() -> None:
    # A costs 40 for all of P1 over 2 years, B 10; but P2, refused at A, holds 40 of B's 100 m². A
    # m² of A for a year costs 0.2, of B 0.05: 60 x 2 x 0.05 + 40 x 2 x 0.2 = 6 + 16.
    pairs = [
        {"project": "P1", "carrier": "A", "cost_10k": 40},
        {"project": "P1", "carrier": "B", "cost_10k": 10},
    ]
    sites = [candidate("A", 100), candidate("B", 100)]
    other = needs("P2", 40, 2)
    rows = [{"project": "P2", "carrier": "A", "allowed": "no"}]
    found = planned(plan_case(sites, [needs("P1", 100, 2), other], 2, pairs=[*pairs, *rows]))

    assert found.reading.amounts["service"] == pytest.approx(22)
    assert found.unmet == {}


def test_a_forecast_is_served_from_the_year_in_which_it_arrives() -> None:
    # 40 m² arrive in 2026, 10 a quarter, and stay 4 quarters: 10, 20, 30, 40 | 30, 20, 10, 0 - a
    # mean of 25 and 15. A holds 20 and costs nothing: 5 unmet in 2026.
    case = plan_case([candidate("A", 20)], [], 2, forecast=[arrivals(2026, 40)], flow=[flow()])
    found = planned(case)

    assert (found.cost, found.unmet) == (pytest.approx(5), {2026: 5})


def test_an_annuity_pays_for_the_years_in_use_only() -> None:
    # At 25 % over 2 years: 0.25 / (1 - 1.25^-2) = 0.25 / 0.36 = 0.69444. 36 invested: 25 a year.
    # Open from 2026Q3 on: half a year in 2026, a whole one in 2027 at 1 / 1.25: 12.5 + 20; unmet
    # half of 2026: 50.
    settings = {"discount_rate": 0.25, "asset_life_years": 2, "investment_method": "annuity"}
    found = planned(plan_case([priced("A", 36, lead_months=6)], [needs("P1", 100, 2)], 2, settings))

    assert annuity_factor(0.25, 2) == pytest.approx(25 / 36)
    assert found.reading.amounts["investment"] == pytest.approx(32.5)
    assert found.cost == pytest.approx(82.5)


def test_the_value_left_at_the_end_is_taken_off() -> None:
    # 60 for a life of 5 years, 2 of them used: 3/5 = 36 are left at the end of the second year,
    # at 1 / 1.25: 60 - 28.8.
    settings = {
        "discount_rate": 0.25, "asset_life_years": 5, "investment_method": "full_less_residual",
    }  # fmt: skip
    found = planned(plan_case([priced("A", 60)], [needs("P1", 100, 2)], 2, settings))

    assert found.cost == pytest.approx(31.2)


def test_land_and_fixed_cost_count_with_the_works() -> None:
    site = priced("A", 30, land_cost_10k=8, fixed_cost_10k=4)
    found = planned(plan_case([site], [P1], 3))

    assert found.cost == 42


def test_a_site_that_must_be_built_is_built_where_it_costs_least() -> None:
    # Nobody needs it; at 25 % it is cheapest in the last year: 50 / 1.25² = 32.
    site = priced("A", 50, stages="nursery", must_build="yes")
    found = planned(plan_case([site], [], 3, {"discount_rate": 0.25}))

    assert (found.cost, found.opens) == (pytest.approx(32), {"A": 8})


def test_must_place_builds_what_is_not_worth_it() -> None:
    found = planned(plan_case([priced("A", 500)], [P1], 3, {"must_place": "yes"}))

    assert (found.cost, found.unmet) == (500, {})


def test_what_a_pair_names_is_served_there_whatever_the_site_is_meant_for() -> None:
    site = candidate("A", industries="J")
    case = plan_case([site], [needs("P1", 100, 1, industry="I")], 1)
    named = plan_case(
        [site], [needs("P1", 100, 1, industry="I")], 1,
        pairs=[{"project": "P1", "carrier": "A", "allowed": "yes"}],
    )  # fmt: skip

    assert planned(case).cost == pytest.approx(100)
    assert planned(named).cost == pytest.approx(0)


def test_nothing_is_converted_only_to_hide_that_it_is_vacant() -> None:
    # 160 m² idle for 2 years at 0.1: 32, whatever is shut for a conversion that is paid by years
    # in use.
    settings = {"vacancy_cost_per_m2_year": 1_000, "investment_method": "annuity"}
    nursery = [carrier("K1", 160, "nursery")]
    found = planned(
        plan_case([], [], 2, settings, nursery, conversions=[{**CONVERSION, "months": 15}])
    )

    assert (found.cost, found.plan.converted) == (pytest.approx(32), ())
