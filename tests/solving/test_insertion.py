"""Putting single paths in: whether the rows they take part in hold."""

import numpy as np
import pytest

from optimizer.domain.plan import Plan
from optimizer.solving.columns.insertion import rows_hold
from optimizer.solving.columns.planner import Planner
from tests.cases import carrier, case_of, end_of, policy, project, tenant
from tests.solving.test_last_plan import as_they_sit_in

pytestmark = pytest.mark.usefixtures("compiled_kernels")


def put(planner: Planner, project: int, carrier: int, first: int, end: int) -> None:
    """A project of one stay into a carrier, in place of where it is."""
    planner.shift(project, -1.0)
    stay = planner.net.stays[project]
    homes = np.arange(stay["first_home"], stay["home_stop"])
    planner.choice.home[project] = homes[planner.net.homes["carrier"][homes] == carrier][0]
    planner.choice.first[project], planner.choice.end[project] = first, end
    planner.shift(project, 1.0)


def holds(planner: Planner, project: int) -> bool:
    rules, rows = planner.relaxation.rules, planner.named.rows
    return bool(rows_hold(planner.net, rules, rows, planner.room, planner.choice, project))


def test_a_tenant_who_moves_later_is_paid_relief_where_it_sits_until_then() -> None:
    relief = {"relief_share": 0.5, "relief_until": end_of(7)}
    sits = tenant("T", "K1", 100, 7, movable="yes", **relief)
    asks = project("P", 100, 4, **relief)
    places = [carrier(name, 250, rent_per_m2_month=30) for name in ("K1", "K2")]
    of_one_tenant = 100 * 30 * 12 * 0.5 / 10_000
    budget = policy("relief_10k_per_year_max", of_one_tenant, scope="city")
    planner = as_they_sit_in(case_of(places, [sits, asks], 8, policy=[budget]), Plan(()))

    put(planner, 0, 1, 4, 8)
    assert holds(planner, 0)
    # P takes relief in 2026, when T is still in K1.
    put(planner, 1, 0, 0, 4)
    assert not holds(planner, 0)
    assert not holds(planner, 1)
    assert not planner.is_feasible
