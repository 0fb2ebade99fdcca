"""Forecast arrivals pushed through the stage chain, against numbers worked by hand.

Areas are m² by quarter; four projects a year arrive one each quarter.
"""

import numpy as np
import pytest

from optimizer.domain.calendar_years import Years
from optimizer.domain.cohorts import (
    Cohorts,
    arrivals_of,
    flow_of,
    home_arrivals,
    simulate,
)
from optimizer.domain.demand import Demand
from optimizer.domain.outlook import Flow, Forecast
from optimizer.domain.words import STAGES
from optimizer.settings import Settings
from tests.cases import day
from tests.development.cases import arrivals, candidate, flow, plan_case, rounded

NURSERY, INCUBATION, ACCELERATION = range(3)
SETTINGS = Settings(default_months_incubation=6)


def pushed(flows: list[Flow], entering: list[float], stage: int = INCUBATION) -> Cohorts:
    area = np.zeros((len(STAGES), len(entering)))
    area[stage] = entering
    return simulate(area, flows, SETTINGS, "I")


def test_area_is_in_use_for_the_length_of_the_stage() -> None:
    # 10 enter in quarter 0 and stay 2 quarters; 20 in quarter 1: 10, 10 + 20, 20, 0.
    found = pushed([Flow("incubation", "", 2, 0.0, 1.0, 0.0)], [10, 20, 0, 0])

    assert rounded(found.in_use[INCUBATION]) == [10, 30, 20, 0]


def test_who_neither_graduates_nor_leaves_stays_for_another_span() -> None:
    # After 2 quarters 50 % graduate, 30 % leave, 20 % begin again: 10, 10, 2, 2, 0.4, 0.4.
    found = pushed([Flow("incubation", "", 2, 0.5, 0.3, 1.0)], [10, 0, 0, 0, 0, 0])

    assert rounded(found.in_use[INCUBATION]) == [10, 10, 2, 2, 0.4, 0.4]
    # 50 % of 10 after the first span, of 2 after the second.
    assert rounded(found.graduating[ACCELERATION]) == [0, 0, 5, 0, 1, 0]


def test_graduates_grow_on_their_way_to_the_next_stage() -> None:
    # 10 x 60 % x 5 = 30 enter acceleration in quarter 1 and leave after a quarter.
    flows = [Flow("incubation", "", 1, 0.6, 0.4, 5.0), Flow("acceleration", "", 1, 0.0, 1.0, 0.0)]
    found = pushed(flows, [10, 0, 0])

    assert rounded(found.entering[ACCELERATION]) == [0, 30, 0]
    assert rounded(found.in_use[ACCELERATION]) == [0, 30, 0]


def test_a_chain_of_three_stages_hands_on_from_quarter_to_quarter() -> None:
    # Nursery 8 -> half of it doubled: 8 in incubation -> half of it x 10: 40 in acceleration.
    flows = [
        Flow("nursery", "", 1, 0.5, 0.5, 2.0),
        Flow("incubation", "", 2, 0.5, 0.5, 10.0),
        Flow("acceleration", "", 1, 0.0, 1.0, 0.0),
    ]
    found = pushed(flows, [8, 0, 0, 0, 0], NURSERY)

    assert rounded(found.in_use[NURSERY]) == [8, 0, 0, 0, 0]
    assert rounded(found.in_use[INCUBATION]) == [0, 8, 8, 0, 0]
    assert rounded(found.in_use[ACCELERATION]) == [0, 0, 0, 40, 0]


def test_a_row_of_the_industry_goes_before_the_row_of_the_stage() -> None:
    general, own = Flow("incubation", "", 4, 0, 1, 0), Flow("incubation", "I", 1, 0, 1, 0)

    assert flow_of([general, own], SETTINGS, "incubation", "I") is own
    assert flow_of([general, own], SETTINGS, "incubation", "J") is general
    assert rounded(pushed([general, own], [10, 0, 0]).in_use[INCUBATION]) == [10, 0, 0]


def test_without_a_row_all_leave_after_the_default_months() -> None:
    # 6 months are 2 quarters; nobody graduates.
    found = pushed([], [10, 0, 0])

    assert rounded(found.in_use[INCUBATION]) == [10, 10, 0]
    assert not found.graduating.any()


def test_arrivals_are_spread_evenly_and_what_is_past_is_left_out() -> None:
    # Start 2026Q3: 4 projects of 100 m² in 2026 are 100 a quarter, of which Q3 and Q4 count;
    # 2 x 100 m² in 2027 are 50 a quarter.
    years = Years(2026 * 4 + 2, 6)
    rows = [
        Forecast("I", "incubation", 2026, 4, 100, 4, 4),
        Forecast("I", "incubation", 2027, 2, 100, 2, 2),
        Forecast("J", "incubation", 2027, 9, 100, 9, 9),
    ]
    found = arrivals_of(rows, "I", years)

    assert rounded(found[INCUBATION]) == [100, 100, 50, 50, 50, 50]
    # Twice the projects of the second row alone.
    doubled = arrivals_of(rows, "I", years, np.array([1.0, 2.0, 1.0]))
    assert rounded(doubled[INCUBATION]) == [100, 100, 100, 100, 100, 100]


def test_years_reach_to_the_end_of_the_forecast_and_weigh_what_lies_inside() -> None:
    case = plan_case(
        [candidate("A")],
        [],
        1,
        {"horizon_start": day(2), "horizon_quarters": 4},
        forecast=[arrivals(2028, 40)],
    )
    years = Years.of(case)

    # 2026Q3 to 2028Q4: half of 2026, then two whole years.
    assert years.labels == (2026, 2027, 2028)
    assert years.quarters == 10
    assert rounded(years.weight) == [0.5, 1, 1]
    # The mean of 2026 is over its two quarters: (1 + 3) / 2.
    assert rounded(years.mean(np.array([1.0, 3, 4, 4, 4, 4, 0, 0, 0, 8]))) == [2, 4, 2]
    # Ten per cent a year, the first undiscounted: 1, 1 / 1.1, 1 / 1.21.
    assert rounded(years.discount(0.1)) == [1, 0.909091, 0.826446]


def test_a_forecast_becomes_one_block_a_stage_with_its_area_in_use() -> None:
    # 40 m² in 2026 are 10 a quarter for 2 quarters: 10, 20, 20, 20 | 10, 0, 0, 0; half of it
    # graduates tripled: 15 a quarter from quarter 2 on, for a quarter: 0, 0, 15, 15 | 15, 15.
    case = plan_case(
        [candidate("A", stages="incubation;acceleration")],
        [],
        forecast=[arrivals(2026, 40)],
        flow=[
            flow("incubation", 2, 0.5, 0.5, area_growth=3),
            flow("acceleration", 1),
        ],
    )
    demand = Demand.of(case)
    mine = [block for block in demand.blocks if block.kind == "forecast"]

    assert {block.id: rounded(block.area_m2) for block in mine} == {
        "forecast/incubation/I": [10, 20, 20, 20, 10, 0, 0, 0],
        "forecast/acceleration/I": [0, 0, 15, 15, 15, 15, 0, 0],
    }
    # Means of the years: 70 / 4 and 10 / 4; 30 / 4 and 30 / 4.
    assert [rounded(row) for row in demand.area_by_year[:2]] == [[17.5, 2.5], [7.5, 7.5]]


@pytest.mark.parametrize(
    ("lag", "expected"),
    [(0, [0, 0, 0.24, 0, 0.24, 0, 0.24, 0]), (1, [0, 0, 0, 0.24, 0, 0.24, 0, 0.24])],
)
def test_an_enclave_sends_home_a_share_of_its_graduates_after_the_lag(
    lag: int, expected: list[float]
) -> None:
    # Full at once, stages of 2 quarters: every 2 quarters all of it completes; half graduates,
    # 40 % of those come home, grown by 1.2: 0.5 x 0.4 x 1.2 = 0.24. The place is let again.
    row = Flow("incubation", "", 2, 0.5, 0.5, 1.2, 0.4, lag)
    found = home_arrivals(np.ones(8), row, "incubation")

    assert rounded(found[ACCELERATION]) == expected
    assert not found[[0, 1, 3]].any()


def test_an_enclave_that_fills_slowly_sends_home_as_it_filled() -> None:
    # Half in quarter 1, all in quarter 2; a span of one quarter: who begins in quarter t is
    # 0, 0.5, 0.5 + 0.5, 1, 1; those home a quarter later.
    row = Flow("nursery", "", 1, 1.0, 0.0, 1.0, 1.0, 0)
    found = home_arrivals(np.array([0, 0.5, 1, 1, 1]), row, "nursery")

    assert rounded(found[INCUBATION]) == [0, 0, 0.5, 1, 1]
