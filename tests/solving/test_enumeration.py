"""The solver's best plan is the best of all plans, tried one by one on random tiny cases."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.models.allocation import allocation_model, plan_of
from optimizer.solving.compact import solve_compact
from optimizer.solving.ending import Ending
from tests.cases import LIMITS, carrier, case_of, need, project, recomputed
from tests.solving.enumeration import best_by_enumeration, combinations
from tests.solving.random_cases import small_cases

MOST_PLANS = 400
UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def agrees(case: Case | None) -> None:
    assume(case is not None)
    assert case is not None
    assume(combinations(case) <= MOST_PLANS)
    best = best_by_enumeration(case)
    model = allocation_model(case)
    solution = solve_compact(model, LIMITS)
    if best is None:
        assert solution.ending is Ending.INFEASIBLE
        return
    assert solution.ending is Ending.OPTIMAL
    assert solution.chosen is not None
    reading = read_again(case, plan_of(case, model.options, solution.chosen))
    assert reading.breaches == ()
    assert solution.value == pytest.approx(recomputed(model, reading), abs=1e-6)
    assert solution.value == pytest.approx(best, abs=1e-6)
    assert solution.bound is not None
    assert solution.bound >= best - 1e-6


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=UNHURRIED)
@given(small_cases())
def test_the_best_plan_is_the_best_of_all(case: Case | None) -> None:
    agrees(case)


@pytest.mark.slow
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=UNHURRIED)
@given(small_cases())
def test_the_best_plan_is_the_best_of_all_at_length(case: Case | None) -> None:
    agrees(case)


def test_enumeration_itself_finds_what_is_worked_out_by_hand() -> None:
    # K1 takes one of the two at a time. P1 first, P2 a quarter later: 1 + 1 = 2 with a wait
    # of 0.25; P2 first gives the same; one alone gives 1.
    settings = {"max_wait_quarters": 1, "waiting_cost": 0.25}
    case = case_of([carrier("K1")], [project("P1"), project("P2")], 2, settings)

    assert best_by_enumeration(case) == pytest.approx(1.75)


def test_enumeration_lists_overstay_and_minimum_area() -> None:
    chain = project("P1", 100, 1) | need("incubation", 100, 1, 50) | need("acceleration", 100, 1)
    carriers = [carrier("K1"), carrier("K2", 150, "acceleration")]
    case = case_of(carriers, [chain], 3, {"max_overstay_quarters": 1, "max_wait_quarters": 0})

    # First stay: refused, or begin 0 in either area with 0 or 1 overstay = 1 + 4.
    # Second: refused, or begin 0, 1 or 2 with 0 or 1 overstay (the chain is not looked at).
    assert combinations(case) == (1 + 4) * (1 + 6)
