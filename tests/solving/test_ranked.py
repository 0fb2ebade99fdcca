"""Ranked goals: one level after another, each held, with value, bound and gap of its own."""

import pytest

from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model
from optimizer.pipeline import allocate
from optimizer.solving.ending import Ending
from optimizer.solving.ranked import solve_ranked
from tests.cases import LIMITS, carrier, case_of, must, project


def test_the_first_level_is_not_given_up_for_the_next() -> None:
    # Unwanted K2 is worth 3, wanted K1 1: by points K2 (3 - 1), by rank K1 without any regret.
    pairs = [
        {"project": "P1", "carrier": "K1", "value": 1},
        {"project": "P1", "carrier": "K2", "value": 3},
    ]
    asked = [project("P1", wanted_carrier="K1")]
    pins = [{"project": "P1", "campus": "G", "kind": "must"}]
    carriers = [carrier("K1"), carrier("K2")]

    def home(**ranks: int) -> str:
        settings = {"unwanted_cost": 1, **{f"rank:{goal}": n for goal, n in ranks.items()}}
        result = allocate(case_of(carriers, asked, 1, settings, pairs=pairs, pins=pins))
        assert result.plan is not None
        assert result.ending is Ending.OPTIMAL
        return result.plan.placements[0].carrier

    assert home() == "K2"
    assert home(value=1, unwanted=2) == "K2"
    assert home(value=2, unwanted=1) == "K1"


def test_every_level_has_its_goals_value_and_bound() -> None:
    settings = {"waiting_cost": 0.5, "rank:waiting": 2, "rank:focus": 3, "max_wait_quarters": 1}
    case = case_of([carrier("K1")], [project("P1"), project("P2")], 2, settings)
    solution = solve_ranked(allocation_model(case), LIMITS)

    assert [level.rank for level in solution.levels] == [1, 2, 3]
    assert "value" in solution.levels[0].goals
    assert solution.levels[1].goals == ("waiting",)
    # Both placed first, although the second one waits: 2, then -0.5.
    assert [level.value for level in solution.levels] == pytest.approx([2, -0.5, 0])
    assert all(level.bound >= level.value - 1e-9 for level in solution.levels)
    assert [level.gap for level in solution.levels] == [0, None, None]


def test_ranked_goals_of_a_case_without_a_plan_end_infeasible() -> None:
    pins = [must("P1", "K1"), must("P2", "K1")]
    settings = {"rank:waiting": 2}
    case = case_of([carrier("K1")], [project("P1"), project("P2")], 1, settings, pins=pins)

    assert allocate(case, Limits(seconds=10)).ending is Ending.INFEASIBLE
