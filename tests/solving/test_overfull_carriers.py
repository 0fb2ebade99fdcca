"""Carriers that hold more than they have, as only a case changed in Python may: who can, leaves."""

import dataclasses

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model
from optimizer.solving.columns import bounding
from optimizer.solving.columns.road import Found, solve_columns
from optimizer.solving.compact import solve_compact
from optimizer.solving.ending import Ending
from tests.cases import LIMITS, carrier, case_of, tenant
from tests.solving.random_cases import small_cases
from tests.solving.test_columns import plan_found
from tests.solving.test_last_plan import as_they_sit_in

pytestmark = pytest.mark.usefixtures("compiled_kernels")


def shrunk(case: Case, *shares: float) -> Case:
    """The case with less capacity in its first carriers, which no workbook could say."""
    carriers = [
        dataclasses.replace(each, capacity=each.capacity * share)
        for each, share in zip(case.carriers, shares, strict=False)
    ]
    return case.replace(carriers=(*carriers, *case.carriers[len(carriers) :]))


def by_prices_alone(case: Case) -> Found:
    """What the columns road finds where a case is too large to be written out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounding, "WRITTEN_OUT", -1)
        return solve_columns(case, Limits(seconds=5, gap=0.0, work=4, threads=1))


def sitting(areas: tuple[float, float], movable: str) -> Case:
    tenants = [
        tenant(f"T{i}", "K1", area, 1, movable=movable) for i, area in enumerate(areas, start=1)
    ]
    return case_of([carrier("K1", 200), carrier("K2", 100)], tenants, 2)


@pytest.mark.parametrize("areas", [(60, 60), (90, 30), (30, 90)])
def test_tenants_leave_until_the_others_fit(areas: tuple[float, float]) -> None:
    case = shrunk(sitting(areas, "yes"), 0.4)

    plan = plan_found(case, by_prices_alone(case))

    assert not read_again(case, plan).breaches
    assert "K2" in {placement.carrier for placement in plan.placements}


def test_a_plan_is_begun_from_carriers_that_hold_what_they_have() -> None:
    case = shrunk(sitting((60, 60), "yes"), 0.4)

    assert (as_they_sit_in(case, Plan(())).room.free >= 0).all()


@pytest.mark.parametrize(
    ("areas", "movable"), [((60, 60), "no"), ((90, 60), "no"), ((110, 90), "yes")]
)
def test_tenants_who_cannot_leave_have_no_plan(areas: tuple[float, float], movable: str) -> None:
    case = shrunk(sitting(areas, movable), 0.4)

    assert solve_compact(allocation_model(case), LIMITS).ending is Ending.INFEASIBLE
    assert by_prices_alone(case).options is None


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(small_cases(), st.sampled_from([(0.5, 1.0), (1.0, 0.6), (0.7, 0.7)]))
def test_no_plan_is_found_that_breaks_a_rule(case: Case | None, left: tuple[float, float]) -> None:
    assume(case is not None)
    assert case is not None
    now = shrunk(case, *left)
    exact, other = solve_compact(allocation_model(now), LIMITS), by_prices_alone(now)

    if other.options is None:
        return
    assert exact.ending is not Ending.INFEASIBLE
    assert other.value is not None
    assert other.value <= exact.value + 1e-6
    assert not read_again(now, plan_found(now, other)).breaches
