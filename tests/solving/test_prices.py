"""Shadow prices: what one more m² (or desk) of a carrier would be worth in the relaxation."""

import pytest

from optimizer.domain.case import Case
from optimizer.models.allocation import allocation_model
from optimizer.pipeline import allocate, read_case
from optimizer.solving.ending import Ending
from optimizer.solving.prices import area_duals
from tests.cases import carrier, case_of, must, project
from tests.samples.test_by_hand import BEST_VALUE, WORKBOOK


def prices(case: Case) -> list[tuple[str, str, float]]:
    return [
        (case.carriers[dual.carrier].id, case.quarter(dual.quarter), dual.points_per_unit)
        for dual in area_duals(allocation_model(case), 20)
    ]


def test_a_full_carrier_is_worth_what_its_last_tenant_brings_for_each_m2() -> None:
    # P1 (1 for 150 m²) and P2 (0.5 for 150 m²) compete for 200 m²: 50 m² go to P2.
    projects = [project("P1"), project("P2", priority=50)]
    ((place, quarter, price),) = prices(case_of([carrier("K1", 200)], projects, 1))

    assert (place, quarter, price) == ("K1", "2026Q1", pytest.approx(0.5 / 150))


def test_a_carrier_with_room_left_has_no_price() -> None:
    assert prices(case_of([carrier("K1", 200)], [project("P1")], 1)) == []


def test_desks_are_priced_by_the_desk_and_by_the_m2() -> None:
    # Two of 10 desks each want 15: the second brings 60/20 for 10 desks.
    nursery = [carrier("K1", None, "nursery", desks=15)]
    asked = [project(name, 60, 1, "nursery", priority=p) for name, p in (("P1", 100), ("P2", 50))]
    result = allocate(case_of(nursery, asked, 1))
    (price,) = result.prices

    assert price.value_per_unit == pytest.approx(1.5 / 10)
    assert price.value_per_m2 == pytest.approx(1.5 / 60)


def test_a_model_without_a_plan_has_no_prices() -> None:
    pins = [must("P1", "K1"), must("P2", "K1")]
    case = case_of([carrier("K1")], [project("P1"), project("P2")], pins=pins)

    assert allocate(case).prices == ()


def test_by_hand_ends_proven_optimal_with_the_value_worked_out_on_paper() -> None:
    result = allocate(read_case(WORKBOOK))

    assert result.ending is Ending.OPTIMAL
    assert result.objective == pytest.approx(BEST_VALUE)
    assert result.bound == pytest.approx(BEST_VALUE)
    assert result.gap == pytest.approx(0)
    assert result.breaches == ()
    assert sum(goal.points for goal in result.goals) == pytest.approx(result.objective)
