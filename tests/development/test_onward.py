"""Listed projects after their last listed stay: expected area by the flow's shares, by hand.

Areas are m² by quarter; the plan starts in 2026Q1 = quarter 0.
"""

import numpy as np
import pytest

from optimizer.domain.calendar_years import Years
from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.onward import Completion, completions
from optimizer.solving.future_costs import demand_under
from tests.cases import Row, carrier, project, tenant
from tests.development.cases import (
    arrivals,
    candidate,
    flow,
    needs,
    plan_case,
    planned,
    priced,
    rounded,
)

#: Of those completing half graduate doubled, 30 % leave, 20 % stay for another half year.
FLOWS = [flow("incubation", 2, 0.5, 0.3, area_growth=2), flow("acceleration", 4)]
P1 = needs("P1", 100, 1, industry="I")


def completing(case: Case) -> list[Completion]:
    return list(completions(case, Years.of(case)))


def areas(case: Case) -> dict[str, list[float]]:
    """Area by quarter of every block of cohorts."""
    blocks = Demand.of(case).blocks
    return {b.id: rounded(b.area_m2) for b in blocks if b.kind == "forecast"}


def test_a_project_graduates_stays_or_leaves_when_its_last_listed_stay_ends() -> None:
    # 100 m² end after quarter 3. In quarter 4 half of it, doubled, enters acceleration: 100; 20 %
    # stay: 20. Of these again in quarter 6: 20 and 4; in quarter 8: 4 and 0.8; in 10: 0.8 and 0.16.
    # Each stays 4 quarters in acceleration: 100, 100, 120, 120, 24, 24, 4.8, 4.8.
    case = plan_case([candidate("A")], [P1], 3, flow=FLOWS)

    assert areas(case) == {
        "forecast/incubation/I": [0, 0, 0, 0, 20, 20, 4, 4, 0.8, 0.8, 0.16, 0.16],
        "forecast/acceleration/I": [0, 0, 0, 0, 100, 100, 120, 120, 24, 24, 4.8, 4.8],
    }
    assert completing(case) == [Completion(0, "incubation", 4, 100, 100, 20)]


def test_its_graduates_are_told_as_graduates() -> None:
    case = plan_case([candidate("A")], [P1], 3, flow=FLOWS)
    into = Demand.of(case).graduating_m2["I"][2]

    assert rounded(into) == [0, 0, 0, 0, 100, 0, 20, 0, 4, 0, 0.8, 0]


def test_they_ask_for_space_that_is_built_for_them() -> None:
    # All of 60 m² graduate after 2026, doubled: 120 m² for 2027 and 2028. A serves them for 50;
    # unmet they would cost 240, and nobody serves the incubation of 2026: 60.
    flows = [flow("incubation", 4, 1, 0, area_growth=2), flow("acceleration", 8)]
    site = priced("A", 50, 120, stages="acceleration")
    found = planned(plan_case([site], [needs("P1", 60, 1, industry="I")], 3, flow=flows))

    assert (found.cost, set(found.opens)) == (pytest.approx(50 + 60), {"A"})
    assert found.breached == set()


def test_without_a_row_of_flow_all_leave() -> None:
    case = plan_case([candidate("A")], [P1], 3)

    assert areas(case) == {}
    assert completing(case) == [Completion(0, "incubation", 4, 100, 0, 0)]


def test_who_ends_with_the_plan_or_after_it_asks_for_nothing_more() -> None:
    case = plan_case([candidate("A")], [needs("P1", 100, 3, industry="I")], 3, flow=FLOWS)

    assert completing(case) == []
    assert areas(case) == {}


def test_a_listed_later_stay_is_taken_as_it_is_listed() -> None:
    # Incubation for a year, then acceleration for a year: only the end of the second is expected.
    # The flow of acceleration: 25 % of 300 m² begin another span of a year.
    flows = [flow("incubation", 4, 1, 0, area_growth=9), flow("acceleration", 4, 0, 0.75)]
    stays: list[Row] = [
        {"project": "P1", "stage": "incubation", "area_m2": 100, "months": 12},
        {"project": "P1", "stage": "acceleration", "area_m2": 300, "months": 12},
    ]
    case = plan_case(
        [candidate("A")], [{"project": "P1", "industry": "I", "status": "approved"}], 3,
        stays=stays, flow=flows,
    )  # fmt: skip

    assert completing(case) == [Completion(0, "acceleration", 8, 300, 0, 75)]
    assert areas(case) == {"forecast/acceleration/I": [0] * 8 + [75] * 4}


def test_the_last_stage_of_the_chain_has_no_next_one() -> None:
    flows = [flow("industrialisation", 4, 0.5, 0.25)]
    last = project("P1", 100, 4, "industrialisation", industry="I")
    case = plan_case([candidate("A")], [last], 3, flow=flows)

    # A quarter of it stays: 25, then a quarter of that.
    assert areas(case) == {"forecast/industrialisation/I": [0] * 4 + [25] * 4 + [6.25] * 4}


def test_who_sits_without_a_later_stay_is_left_to_the_lease_rule() -> None:
    # `lease_end_means` says whether that tenant stays on or leaves the city.
    sitting = tenant("T", "K1", 100, 3, industry="I")
    for means in ("renews", "leaves"):
        case = plan_case(
            [candidate("A")], [sitting], 3, {"lease_end_means": means}, [carrier("K1", 100)],
            flow=FLOWS,
        )  # fmt: skip
        assert completing(case) == []


def test_listed_graduates_join_the_cohorts_of_the_forecast() -> None:
    # 40 m² arrive for acceleration in 2027, 10 a quarter: 10, 20, 30, 40, 30, 20, 10, 0 in use.
    forecast = [arrivals(2027, 40, "acceleration")]
    both = plan_case([candidate("A")], [P1], 3, flow=FLOWS, forecast=forecast)

    assert areas(both)["forecast/acceleration/I"] == [
        0, 0, 0, 0, 110, 120, 150, 160, 54, 44, 14.8, 4.8,
    ]  # fmt: skip


def test_a_future_scales_the_forecast_and_not_the_listed_projects() -> None:
    forecast = [arrivals(2027, 40, "acceleration")]
    case = plan_case([candidate("A")], [P1], 3, flow=FLOWS, forecast=forecast)
    demand = Demand.of(case)
    number = [b.id for b in demand.blocks].index("forecast/acceleration/I")
    none = demand_under(case, demand, np.zeros(1))[number]

    # 2027: (100 + 100 + 120 + 120) / 4; 2028: (24 + 24 + 4.8 + 4.8) / 4.
    assert rounded(none) == [0, 110, 14.4]
    assert rounded(demand_under(case, demand, np.ones(1))[number]) == [0, 135, 29.4]
