"""Rows that name projects: what soft ones can give back where tenants as they sit exceed them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.allocating import PlanBreach, allocate
from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model
from optimizer.solving.columns import bounding, road
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.named import named_rows
from optimizer.solving.columns.road import solve_columns
from optimizer.solving.compact import solve_compact
from optimizer.solving.ending import Ending
from tests.cases import LIMITS, carrier, case_of, policy, tenant
from tests.solving.busy_cases import busy_case
from tests.solving.test_columns import plan_found

pytestmark = pytest.mark.usefixtures("compiled_kernels")


def one_firm(movable: str = "yes", **rule: Any) -> Case:
    """Two tenants of a firm sit in one campus for two quarters; there is another campus."""
    tenants = [tenant(name, "K1", 50, 1, movable=movable, company="甲") for name in ("T1", "T2")]
    places = [carrier("K1", 200, campus="G"), carrier("K2", 200, campus="H")]
    row = policy(**{"rule": "firm_share_max", "limit": 0.3, "strength": "soft", **rule})
    return case_of(places, tenants, 2, policy=[row])


def refund(case: Case) -> float:
    return named_rows(case, Homes.of(case, None), None).refund


def exact_value(case: Case) -> float:
    value = solve_compact(allocation_model(case), LIMITS).value
    assert value is not None
    return value


def test_what_leaving_a_campus_gives_back_is_in_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "WRITTEN_OUT", -1)
    case = one_firm()

    found = solve_columns(case, Limits(seconds=5, gap=0.0, work=4))

    assert exact_value(case) > 0
    assert found.value == pytest.approx(exact_value(case))
    assert found.bound is not None
    assert found.bound >= exact_value(case) - 1e-9


def test_what_nobody_can_change_gives_nothing_back() -> None:
    assert exact_value(one_firm("no")) == 0
    assert refund(one_firm("no")) == 0
    # In the city as a whole, moving within it changes nothing.
    assert refund(one_firm(rule="firm_area_max", limit=60)) == 0


def test_hard_rows_and_rows_within_their_limit_give_nothing_back() -> None:
    assert refund(one_firm(strength="hard")) == 0
    assert refund(one_firm(limit=0.6)) == 0


def test_no_more_is_given_back_than_the_excess_is_worth() -> None:
    case = one_firm()
    rows = named_rows(case, Homes.of(case, None), None).rows
    soft = np.isfinite(rows.weight)
    most = np.bincount(rows.group[soft], rows.weight[soft]) * rows.at_rest

    assert exact_value(case) <= refund(case) + 1e-9
    assert refund(case) <= most.sum() + 1e-9


def test_a_value_above_its_bound_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "WRITTEN_OUT", -1)
    monkeypatch.setattr(road, "named_rows", lambda *given: replace(named_rows(*given), refund=-1.0))

    with pytest.raises(PlanBreach, match="above the bound"):
        allocate(one_firm(), Limits(seconds=5, gap=0.0, work=4, method="columns"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_no_bound_or_plan_is_wrong_in_a_busy_case(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounding, "WRITTEN_OUT", -1)
    case = busy_case(seed)
    if case is None:
        return
    exact = solve_compact(allocation_model(case), Limits(seconds=5, gap=0.0))

    found = solve_columns(case, Limits(seconds=20, gap=0.0, work=4, threads=1 + seed % 2))

    if found.options is not None:
        assert not read_again(case, plan_found(case, found)).breaches
        assert exact.ending is not Ending.INFEASIBLE
    if found.bound is not None and exact.value is not None:
        assert found.bound >= exact.value - 1e-6 * max(1.0, abs(exact.value))
