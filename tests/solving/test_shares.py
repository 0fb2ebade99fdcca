"""Rows that span campuses: searches side by side get shares of them, which fit together."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.models.allocation import plan_of
from optimizer.solving.columns.net import Room
from optimizer.solving.columns.planner import Planner
from optimizer.solving.columns.search import Search
from optimizer.solving.columns.shares import Shares, rows_that_span
from tests.benchmarks.family import family
from tests.cases import carrier, case_of, day, policy, project
from tests.solving.test_listed import search_of

pytestmark = pytest.mark.usefixtures("compiled_kernels")

Pair = tuple[float, float]
amounts = st.tuples(st.floats(-50, 50), st.floats(-50, 50))


def room_of(limit: float, activity: float) -> Room:
    """Room with one row that is limited and one that is not."""
    return Room(
        np.zeros((2, 1)), np.array([limit - activity, np.inf]), np.array([activity, activity]),
        np.zeros(1, np.int64), np.ones(2, bool),
    )  # fmt: skip


def add(room: Room, amount: float) -> None:
    room.activity[:] += amount
    room.slack[:] -= amount


@given(st.floats(-50, 50), amounts)
def test_two_searches_never_gain_less_together_than_each_thinks(
    activity: float, both: Pair
) -> None:
    limit = np.zeros(2)
    room = room_of(0.0, activity)
    shares = Shares(room, np.ones(2, bool), limit, 2)

    def cost(row: Room, sense: float) -> float:
        return float(np.maximum(sense * (row.activity - limit), 0.0).sum())

    for sense in (1.0, -1.0):
        thought = sum(cost(share, sense) for share in shares.each)
        assert thought == pytest.approx(cost(room, sense), abs=1e-9)
    for share, amount in zip(shares.each, both, strict=True):
        add(share, amount)
    shares.gather()

    assert room.activity == pytest.approx(activity + sum(both), abs=1e-9)
    assert room.slack[0] == pytest.approx(-activity - sum(both), abs=1e-9)
    assert room.slack[1] == np.inf
    for sense in (1.0, -1.0):
        assert cost(room, sense) <= sum(cost(share, sense) for share in shares.each) + 1e-9


def test_a_row_of_one_campus_is_not_shared_out() -> None:
    room = room_of(10.0, 4.0)

    shares = Shares(room, np.zeros(2, bool), np.full(2, 10.0), 2)

    assert [share.slack[0] for share in shares.each] == [6.0, 6.0]
    add(shares.each[1], 5.0)
    shares.gather()
    assert room.slack[0] == 1.0
    assert room.activity[0] == 9.0


def with_budget(projects: int, campuses: int, budget: float) -> Case:
    """A family case in which every other project takes relief, out of a budget of the city."""
    tables = family(projects, 10 * campuses, 8, seed=3)
    share = 0.5 * (np.arange(len(tables["projects"])) % 2)
    tables["projects"] = tables["projects"].assign(relief_share=share, relief_until=day(8))
    tables["carriers"] = tables["carriers"].assign(rent_per_m2_month=30.0)
    row = pd.DataFrame([policy("relief_10k_per_year_max", budget, scope="city")])
    tables["policy"] = pd.concat([tables["policy"], row], ignore_index=True)
    return Case.from_tables(**tables)


def test_rows_of_several_campuses_are_known() -> None:
    search = search_of(with_budget(60, 3, 100.0), threads=2)
    rows = search.planner.relaxation.rows

    rules = np.array([block.rule for block in rows.blocks])
    of_row = np.searchsorted(rows.first_row, np.arange(len(rows)), side="right") - 1
    spans = rows_that_span(rows, search.planner.relaxation.case.carrier_campus)

    assert set(rules[of_row[spans]]) == {"relief_10k_per_year_max"}
    assert "industry_share_max" in rules[of_row[~spans]]


def recounted(search: Search) -> Planner:
    """The same plan put into an empty planner."""
    old = search.planner
    fresh = Planner(old.relaxation, old.net, old.number, old.named)
    for p in range(len(old.worth)):
        fresh.shift(p, -1.0)
    for held, now in zip(fresh.choice, old.choice, strict=True):
        held[:] = now
    for p in range(len(old.worth)):
        fresh.shift(p, 1.0)
    return fresh


@pytest.mark.parametrize(("campuses", "threads"), [(3, 1), (3, 2), (10, 2)])
def test_a_search_keeps_to_a_budget_of_the_city(campuses: int, threads: int) -> None:
    """Also with tenants who move later, and are paid relief where they sit until then."""
    case = with_budget(120, campuses, 12.0)
    search = search_of(case, threads=threads)
    assert search.splits == (threads > 1)
    assert search.spans.any()
    before = search.planner.value

    with ThreadPoolExecutor(2) as pool:
        for _ in range(6):
            search.round(pool, threads, 500, 8, 0.0)

    planner, fresh = search.planner, recounted(search)
    assert planner.room.activity == pytest.approx(fresh.room.activity, abs=1e-6)
    assert planner.room.slack == pytest.approx(fresh.room.slack, abs=1e-6)
    assert planner.value >= before - 1e-9
    options = planner.options_of(planner.choice)
    reading = read_again(case, plan_of(case, options, np.arange(len(options))))
    assert not reading.breaches


def test_projects_tied_to_each_other_are_left_to_one_search() -> None:
    asks = [project(name, 60, 2) for name in "PQRS"]
    places = [carrier("K1", 130, campus="G"), carrier("K2", 130, campus="H")]
    apart = [{"a": "P", "b": "Q", "kind": "apart", "strength": "hard"}]
    case = case_of(places, asks, 4, {"max_wait_quarters": 2}, relations=apart)

    search = search_of(case, threads=2)

    assert search.tied.tolist() == [0, 1]
    assert search.splits
    firm = case_of(places, asks, 4, {"max_wait_quarters": 2}, policy=[policy("firm_area_max", 80)])
    assert search_of(firm, threads=2).tied.tolist() == []
