"""The columns road: the same optimum on every small case, and a bound that is one on all."""

import dataclasses
import signal
import subprocess
import sys
from functools import cache

import highspy
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from optimizer.allocating import allocate
from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.domain.options import list_options
from optimizer.domain.plan import Plan
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model, plan_of
from optimizer.result import Result
from optimizer.solving.columns import pace, proof, road
from optimizer.solving.columns.ascent import SMALL, Ascent
from optimizer.solving.columns.dual import Relaxation
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.road import Found, solve_columns
from optimizer.solving.columns.row_prices import RowPrices
from optimizer.solving.columns.space_rows import space_rows
from optimizer.solving.compact import Solution, solve_compact
from optimizer.solving.ending import Ending
from optimizer.solving.matrix import Matrix
from optimizer.solving.progress import Progress
from tests.benchmarks.family import family
from tests.cases import carrier, case_of, day, project, recomputed, tenant
from tests.solving.corpus import corpus
from tests.solving.crowded import crowded
from tests.solving.random_cases import small_cases

pytestmark = pytest.mark.usefixtures("compiled_kernels")

NAMES = sorted(corpus())
EXACT = Limits(seconds=30, gap=0.0)
QUICK = Limits(seconds=8, gap=0.0)
MARGIN = 1e-6


@cache
def medium(seed: int) -> Case:
    """More demand than space: sixty projects, eight carriers, eight quarters."""
    return Case.from_tables(**family(60, 8, 8, seed=seed))


def found(name: str, limits: Limits = EXACT) -> Found:
    case, previous = corpus()[name]
    return solve_columns(case, limits, previous)


def plan_found(case: Case, found: Found) -> Plan:
    assert found.options is not None
    return plan_of(case, found.options, np.arange(len(found.options)))


@pytest.mark.parametrize("name", NAMES)
def test_both_roads_find_the_same_value(name: str) -> None:
    case, previous = corpus()[name]
    exact = solve_compact(allocation_model(case, previous), EXACT)
    other = found(name)

    assert other.ending is Ending.OPTIMAL
    assert other.value == pytest.approx(exact.value, abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_the_second_reading_finds_no_breach(name: str) -> None:
    case, previous = corpus()[name]
    plan = plan_found(case, found(name, Limits(seconds=2, gap=0.0)))

    assert not read_again(case, plan, previous).breaches


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_cases())
def test_both_roads_agree_on_any_small_case(case: Case | None) -> None:
    if case is None:
        return
    exact, other = solve_compact(allocation_model(case), QUICK), solve_columns(case, QUICK)

    assert other.ending is exact.ending
    if exact.ending is not Ending.INFEASIBLE:
        assert other.value == pytest.approx(exact.value, abs=1e-6)
        assert not read_again(case, plan_found(case, other)).breaches


def test_a_tenant_that_cannot_be_where_it_must_be_has_no_plan() -> None:
    sits = tenant("T1", "K1", 50, 2, movable="yes")
    pin = {"project": "T1", "carrier": "K1", "kind": "must", "from": day(1)}
    case = case_of([carrier("K1", 150)], [sits, project("P1", 60)], 3, pins=[pin])

    assert solve_compact(allocation_model(case), QUICK).ending is Ending.INFEASIBLE
    assert solve_columns(case, QUICK).ending is Ending.INFEASIBLE


@cache
def best_known(seed: int) -> Solution:
    return solve_compact(allocation_model(medium(seed)), Limits(seconds=30, gap=0.001))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_prices_alone_never_prove_less_than_a_plan_is_worth(seed: int) -> None:
    case, bounds = medium(seed), list[float]()
    homes = Homes.of(case)
    relaxation = Relaxation(case, homes, space_rows(case, homes))
    ascent = Ascent(relaxation, relaxation.first_prices())
    for stage in SMALL.stages:
        ascent.run(stage, lambda: True, bounds.append)
    best = best_known(seed)

    assert best.value is not None
    assert best.bound is not None
    assert ascent.bound == min(bounds)
    assert ascent.bound >= best.value - MARGIN * abs(best.value)
    # They prove something all the same: without any price the bound is well above.
    assert ascent.bound < 0.95 * bounds[0]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_plan_by_prices_comes_near_the_exact_one(seed: int) -> None:
    case, best = medium(seed), best_known(seed)
    other = solve_columns(case, Limits(seconds=10, gap=0.001))

    assert best.value is not None
    assert best.bound is not None
    assert other.value is not None
    assert other.bound is not None
    assert other.value <= best.bound + MARGIN * best.bound
    assert other.bound >= best.value - MARGIN * best.value
    assert other.value >= 0.97 * best.value
    assert not read_again(case, plan_found(case, other)).breaches


def test_the_same_seed_and_work_give_the_same_plan() -> None:
    limits = Limits(seconds=300, work=6, gap=0.0, seed=5)
    first, second = (solve_columns(medium(1), limits) for _ in range(2))

    assert first.ending in (Ending.WORK_LIMIT, Ending.OPTIMAL)
    assert (first.value, first.bound, first.steps) == (second.value, second.bound, second.steps)
    assert first.options is not None
    assert second.options is not None
    for column in dataclasses.fields(first.options):
        taken, again = (getattr(each.options, column.name) for each in (first, second))
        assert taken.tolist() == again.tolist()


def test_ctrl_c_keeps_the_best_plan_so_far() -> None:
    case, before = medium(2), signal.getsignal(signal.SIGINT)
    sent: list[float] = []

    def listen(progress: Progress) -> None:
        if progress.value and not sent:
            sent.append(progress.value)
            signal.raise_signal(signal.SIGINT)

    other = solve_columns(case, Limits(seconds=60, gap=0.0), listener=listen)

    assert other.ending is Ending.INTERRUPTED
    assert other.value is not None
    assert other.value >= sent[0]
    assert not read_again(case, plan_found(case, other)).breaches
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("most", [0, 2])
def test_no_more_placements_change_than_the_last_plan_allows(most: int) -> None:
    tables = family(40, 6, 6, seed=3)
    before = Case.from_tables(**tables)
    last = allocate(before, Limits(seconds=3, method="columns")).plan
    assert last is not None
    asks = [dataclasses.replace(p, priority=100.0 - p.priority / 2) for p in before.projects]
    tight = dataclasses.replace(before.settings, max_moves_from_previous=most, change_cost=0.01)
    case = before.replace(projects=tuple(asks), settings=tight)
    result = allocate(case, Limits(seconds=3, method="columns"), last)

    assert result.plan is not None
    now = result.plan.by_stay
    changed = [
        p
        for p in last.placements
        if not p.locked
        and (p.key not in now or (now[p.key].carrier, now[p.key].first) != (p.carrier, p.first))
    ]
    assert len(changed) <= most
    assert not result.breaches


def test_a_long_course_of_the_dual_has_a_plan_on_its_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "LONG_COURSE", 0)
    case, early = medium(4), road._Road._early_plan
    seen: list[tuple[float, Plan, float]] = []

    def looked_at(run: road._Road, prices: RowPrices) -> None:
        early(run, prices)
        options, bound = run._best_options(), run.watch.bound
        assert options is not None
        assert bound is not None
        seen.append((run.value, plan_of(case, options, np.arange(len(options))), bound))

    monkeypatch.setattr(road._Road, "_early_plan", looked_at)
    other = solve_columns(case, Limits(seconds=60, work=2, gap=0.0))

    [(value, plan, bound)] = seen
    reading = read_again(case, plan)
    assert not reading.breaches
    model = allocation_model(case)
    assert recomputed(model, reading) == pytest.approx(value)
    assert other.value is not None
    assert value <= other.value <= bound


def test_a_run_ends_as_soon_as_its_gap_is_proved() -> None:
    result = allocate(medium(3), Limits(seconds=120, gap=0.2, method="columns"))

    assert result.ending is Ending.WITHIN_GAP
    assert result.gap is not None
    assert 0 < result.gap <= 0.2


def test_prices_of_a_last_result_are_started_from() -> None:
    case, limits = crowded(), Limits(seconds=4, gap=0.02, method="columns")
    last = allocate(case, limits)
    again = allocate(case, limits, last)

    assert last.row_prices is not None
    assert again.objective is not None
    assert last.objective is not None
    assert again.bound is not None
    assert again.bound >= last.objective - MARGIN * last.objective
    assert again.objective >= 0.97 * last.objective


def proves_no_less_than(result: Result, value: float) -> bool:
    return result.bound is not None and result.bound >= value - MARGIN * abs(value)


@pytest.mark.parametrize("method", ["compact", "columns"])
def test_several_threads_twice_in_one_process_prove_nothing_false(method: str) -> None:
    # HiGHS refuses a second number of threads in one process, and then solves nothing.
    case = crowded()
    best = solve_compact(allocation_model(case), Limits(seconds=4, gap=0.02)).value
    assert best is not None
    for threads in (2, 2, 1):
        limits = Limits(seconds=3, gap=0.0, method=method, threads=threads)  # type: ignore[arg-type]
        assert proves_no_less_than(allocate(case, limits), best)


def test_a_solver_that_did_not_run_proves_nothing() -> None:
    model = allocation_model(corpus()["by_hand"][0])
    for status in (highspy.HighsStatus.kError, highspy.HighsStatus.kOk):
        read = proof._read(model, Matrix.of(model), highspy.Highs(), status)

        assert (read.bound, read.chosen, read.complete) == (None, None, False)
        assert not read.impossible


REFUSED = """
import highspy
from optimizer.limits import Limits
from optimizer.allocating import allocate
from tests.solving.crowded import crowded

other = highspy.Highs()
other.setOptionValue("output_flag", False)
other.setOptionValue("threads", 2)
other.addVar(0.0, 1.0)
other.run()
for method in ("columns", "compact"):
    result = allocate(crowded(), Limits(seconds=3, gap=0.0, method=method))
    print(result.ending, result.objective, result.bound)
"""


@pytest.mark.slow
def test_a_number_of_threads_that_is_refused_proves_nothing() -> None:
    run = [sys.executable, "-c", REFUSED]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    best = solve_compact(allocation_model(crowded()), Limits(seconds=4, gap=0.02)).value
    assert best is not None
    for line in said.splitlines()[-2:]:
        _, _, bound = line.split()
        assert bound == "None" or float(bound) >= best - MARGIN * best


def test_positions_of_a_plan_in_the_option_table() -> None:
    case = corpus()["crowd"][0]
    table = list_options(case)
    chosen = np.array([0, 3, len(table) - 1])

    assert proof.positions_of(table, table.take(chosen)).tolist() == chosen.tolist()
