"""Listed life paths: all there are, best first, and what dynamic programming would have chosen."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.solving.columns import listed as listed_module
from optimizer.solving.columns.ascent import Ascent
from optimizer.solving.columns.dual import Relaxation
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.insertion import insert, shift_project
from optimizer.solving.columns.listed import Listed, listed_paths
from optimizer.solving.columns.listed_kernels import insert_listed
from optimizer.solving.columns.named import named_rows
from optimizer.solving.columns.planner import Planner
from optimizer.solving.columns.pruned import pruned_net
from optimizer.solving.columns.search import Search
from optimizer.solving.columns.space_rows import space_rows
from tests.benchmarks.family import family
from tests.solving.corpus import corpus
from tests.solving.random_cases import small_cases
from tests.solving.test_homes import run_through

pytestmark = pytest.mark.usefixtures("compiled_kernels")

NAMES = sorted(corpus())
Step = tuple[int, int, int]


def search_of(case: Case, previous: Plan | None = None, threads: int = 1) -> Search:
    """A search at its first plan."""
    homes = Homes.of(case, previous)
    relaxation = Relaxation(case, homes, space_rows(case, homes))
    ascent = Ascent(relaxation, relaxation.first_prices())
    ascent.find(None, lambda: True, lambda _: None)
    assert ascent.values is not None
    whole = np.ones(len(homes), bool)
    named = named_rows(case, homes, previous)
    planner = Planner(relaxation, *pruned_net(relaxation.net, whole), named)
    planner.build(ascent.prices, ascent.values)
    return Search(planner, ascent.prices, ascent.values, threads=threads)


def chains(case: Case, search: Search) -> dict[int, list[tuple[Step, ...]]]:
    """Every life path of every project that can be asked, from the option table.

    First quarters that tenants certain to stay leave no room for are gone from the homes.
    """
    homes, trimmed = search.planner.relaxation.homes, search.planner.net.homes
    options, home = run_through(case, homes)
    there = (trimmed["low"][home] <= options.first) & (options.first <= trimmed["high"][home])

    def from_stay(s: int, stop: int, enters: int | None) -> Iterator[tuple[Step, ...]]:
        for o in np.flatnonzero((options.stay == s) & there).tolist():
            if enters is not None and options.first[o] != enters:
                continue
            end = int(options.end[o])
            own = (int(home[o]), int(options.first[o]), end)
            if options.overstay[o] == 0:
                yield (own,)
            if s + 1 < stop and homes.stays.leads_on[s] and end < case.quarters:
                yield from ((own, *rest) for rest in from_stay(s + 1, stop, end))

    return {
        p: sorted(from_stay(int(homes.first_stay[p]), int(homes.first_stay[p + 1]), None))
        for p in search.askable.tolist()
    }


def listed_in(listed: Listed) -> dict[int, list[tuple[Step, ...]]]:
    """Every path of every listed project."""
    steps = list(zip(*(a.tolist() for a in (listed.home, listed.first, listed.end)), strict=True))
    at, own = listed.first_step.tolist(), listed.first_path.tolist()
    return {
        p: sorted(tuple(steps[at[i] : at[i + 1]]) for i in range(own[p], own[p + 1]))
        for p in np.flatnonzero(listed.has).tolist()
    }


@pytest.mark.parametrize("name", NAMES)
def test_listed_paths_are_the_chains_of_the_option_table(name: str) -> None:
    case, previous = corpus()[name]
    search = search_of(case, previous)

    assert listed_in(search.listed) == chains(case, search)


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(small_cases())
def test_listed_paths_of_any_small_case_are_its_chains(case: Case | None) -> None:
    assume(case is not None and len(case.projects) > 0)
    assert case is not None
    search = search_of(case)

    assert listed_in(search.listed) == chains(case, search)


@pytest.mark.parametrize("name", NAMES)
def test_each_project_has_its_paths_best_first(name: str) -> None:
    listed = search_of(*corpus()[name]).listed

    for points, order in zip(listed.points, listed.order, strict=True):
        for first, stop in zip(listed.first_path[:-1], listed.first_path[1:], strict=True):
            assert sorted(order[first:stop]) == list(range(first, stop))
            assert (np.diff(points[order[first:stop]]) <= 0).all()


def put_in_both_ways(search: Search, p: int) -> tuple[float, float]:
    """Worth of a project taken out and put in again: by dynamic programming, from its list."""
    planner, plain = search.planner, search.steered[0]
    net, rules, named = planner.net, planner.relaxation.rules, planner.named.rows
    plan = (net, rules, named, planner.room, planner.lists)
    before = [each.copy() for each in planner.choice]
    planner.shift(p, -1.0)
    found = insert(*plan, plain, plain, planner.work, planner.choice, p)
    shift_project(*plan, planner.choice, p, -1.0)
    listed = insert_listed(
        *plan, search.listed, 0, search.steered, planner.work, planner.choice, p
    )  # fmt: skip
    shift_project(*plan, planner.choice, p, -1.0)
    for each, old in zip(planner.choice, before, strict=True):
        each[:] = old
    planner.shift(p, 1.0)
    return found, listed


@pytest.mark.parametrize("name", NAMES)
def test_the_list_gives_no_worse_path_than_dynamic_programming(name: str) -> None:
    search = search_of(*corpus()[name])

    for p in search.askable.tolist():
        found, listed = put_in_both_ways(search, p)
        assert listed >= found - 1e-6


def test_without_named_rows_both_give_the_same() -> None:
    search = search_of(Case.from_tables(**family(60, 8, 8, seed=3)))

    both = np.array([put_in_both_ways(search, p) for p in search.askable.tolist()])
    assert both[:, 1] == pytest.approx(both[:, 0], abs=1e-6)
    assert (both > 0).any()


def test_projects_with_few_paths_are_listed_first() -> None:
    search = search_of(Case.from_tables(**family(60, 8, 8, seed=3)))
    counts = np.diff(search.listed.first_path)
    half = int(counts.sum()) // 2

    some = listed_paths(search.planner, search.steered, search.askable, half)

    assert 0 < len(some.points[0]) <= half
    assert counts[some.has].max() < counts[search.askable][~some.has[search.askable]].min()


def test_a_project_with_too_many_paths_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed_module, "MOST_OF_A_PROJECT", 5)
    search = search_of(Case.from_tables(**family(60, 8, 8, seed=3)))

    counts = np.diff(search.listed.first_path)
    assert counts.max() <= 5
    assert not search.listed.has.all()
    value = search.planner.value
    search.alone(2_000, 8, 0.0)
    assert search.planner.value > value


@pytest.mark.parametrize(("campuses", "rounds"), [(3, "swsw"), (15, "ssss")])
def test_with_few_campuses_every_other_round_is_one_search(
    campuses: int, rounds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = search_of(Case.from_tables(**family(60, 10 * campuses, 8, seed=3)), threads=2)
    assert search.splits
    done: list[str] = []
    monkeypatch.setattr(search, "alone", lambda *_: done.append("w"))
    monkeypatch.setattr(search, "side_by_side", lambda *_: done.append("s"))

    with ThreadPoolExecutor(2) as pool:
        for _ in rounds:
            search.round(pool, 2, 100, 8, 0.0)
        search.round(pool, 1, 100, 8, 0.0)
    search.round(None, 2, 100, 8, 0.0)

    assert "".join(done) == rounds + "ww"
