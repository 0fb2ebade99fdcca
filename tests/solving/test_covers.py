"""Covers: tenants that do not fit together, as rows that every plan obeys."""

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model
from optimizer.rules.block import Floats
from optimizer.solving.columns import bounding, cover_kernels, tighten
from optimizer.solving.columns.ascent import Ascent
from optimizer.solving.columns.bounding import Bounding
from optimizer.solving.columns.cover_kernels import mark_use
from optimizer.solving.columns.cover_rows import cover_rows, home_of
from optimizer.solving.columns.covers import IDLE, Covers
from optimizer.solving.columns.dual import Moments, Relaxation
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.net import Choice
from optimizer.solving.columns.proof import LONG_PATIENCE, PATIENCE
from optimizer.solving.columns.ready import make_ready
from optimizer.solving.columns.road import solve_columns
from optimizer.solving.columns.space_rows import space_rows
from optimizer.solving.columns.tighten import RATES, Tightening, rate_at
from optimizer.solving.compact import solve_compact
from optimizer.solving.ending import Ending
from optimizer.solving.matrix import Matrix
from optimizer.solving.progress import Watch
from tests.benchmarks.family import family
from tests.cases import carrier, case_of, project, tenant
from tests.solving.corpus import corpus
from tests.solving.random_cases import small_cases

pytestmark = pytest.mark.usefixtures("compiled_kernels")

EXACT = Limits(seconds=30, gap=0.0)
MARGIN = 1e-6


def relaxation_of(case: Case) -> Relaxation:
    homes = Homes.of(case)
    return Relaxation(case, homes, space_rows(case, homes))


def tightened(case: Case) -> tuple[float, Tightening]:
    """The bound of prices alone, and what covers make of it."""
    relaxation = relaxation_of(case)
    ascent = Ascent(relaxation, relaxation.first_prices())
    ascent.find(None, lambda: True, lambda _: None)
    tightening = Tightening(relaxation, ascent.prices)
    tightening.run(lambda: True, lambda _: None)
    return ascent.bound, tightening


def three_of_which_one_fits() -> Case:
    """100 m², three that want 60 each: by square metres alone five thirds of one fit."""
    return case_of([carrier("K1", 100)], [project(f"P{p}", 60, 2) for p in range(3)], 2)


def medium(seed: int) -> Case:
    return Case.from_tables(**family(40, 6, 8, seed=seed))


def test_of_tenants_that_do_not_fit_together_a_cover_counts_whole_ones() -> None:
    case = three_of_which_one_fits()
    exact = solve_compact(allocation_model(case), EXACT)
    alone, tightening = tightened(case)

    assert exact.value is not None
    assert alone > 1.5 * exact.value
    assert tightening.bound == pytest.approx(exact.value, rel=0.01)
    assert tightening.bound >= exact.value - MARGIN


@pytest.mark.parametrize("name", sorted(corpus()))
def test_no_plan_of_the_corpus_is_worth_more_than_covers_allow(name: str) -> None:
    case, previous = corpus()[name]
    exact = solve_compact(allocation_model(case, previous), EXACT)
    homes = Homes.of(case, previous)
    relaxation = Relaxation(case, homes, space_rows(case, homes))
    tightening = Tightening(relaxation, relaxation.first_prices())
    tightening.run(lambda: True, lambda _: None)

    assert exact.value is not None
    assert tightening.bound >= exact.value - MARGIN


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_cases())
def test_no_plan_is_worth_more_than_covers_allow(case: Case | None) -> None:
    if case is None:
        return
    exact = solve_compact(allocation_model(case), EXACT)
    _, tightening = tightened(case)

    if exact.ending is not Ending.INFEASIBLE:
        assert exact.value is not None
        assert tightening.bound >= exact.value - MARGIN


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_covers_prove_more_than_prices_alone_and_nothing_false(seed: int) -> None:
    case = medium(seed)
    exact = solve_compact(allocation_model(case), EXACT)
    alone, tightening = tightened(case)

    assert exact.value is not None
    assert exact.value - MARGIN <= tightening.bound < alone
    assert len(tightening.covers) > 0


def some_covers(case: Case, mean: float = 0.6) -> Covers:
    """Covers that a like mean use of all homes breaks."""
    relaxation = relaxation_of(case)
    covers = Covers(relaxation)
    covers.add(np.full((len(relaxation.net.homes), case.quarters), mean))
    return covers


@pytest.mark.parametrize("mean", [0.6, 0.9])
@pytest.mark.parametrize(
    ("capacity", "areas"),
    [
        (100, (60, 50, 45, 30, 20, 10)),
        (10_000, (6_000.5, 5_000, 3_333.4, 2_500, 2_499.9, 600)),  # rounded to units
        (100, (100, 100, 99, 2, 1, 1)),
    ],
)
def test_every_set_of_tenants_that_fits_obeys_every_cover(
    capacity: float, areas: tuple[float, ...], mean: float
) -> None:
    case = case_of(
        [carrier("K1", capacity)],
        [
            project(f"P{p}", area, 2, incubation_min_area_m2=0.9 * area)
            for p, area in enumerate(areas)
        ],
        2,
    )
    covers = some_covers(case, mean)
    homes, net = covers.relaxation.homes, covers.relaxation.net
    per_stay = [np.flatnonzero(homes.stay == s).tolist() for s in range(len(case.stays))]
    sets = [
        [h for h in chosen if h is not None]
        for chosen in product(*([None, *each] for each in per_stay))
    ]
    fitting = [each for each in sets if net.homes["use"][each].sum() <= capacity + MARGIN]

    assert len(covers)
    most = np.zeros(len(covers))
    for each in fitting:
        used = np.zeros((len(net.homes), case.quarters))
        used[each] = 1.0
        most = np.maximum(most, covers.over(used))
    assert most.max() <= MARGIN
    assert most.min() >= -MARGIN  # and each is reached: none is looser than it need be


def test_a_tenant_that_leaves_late_is_counted_where_it_sits_until_then() -> None:
    sits = tenant("T1", "K1", 60, 2, movable="yes")
    case = case_of([carrier("K1", 100), carrier("K2", 100)], [sits, project("P1", 60, 2)], 3)
    relaxation = relaxation_of(case)
    net, homes = relaxation.net, relaxation.homes
    stay = int(np.flatnonzero(net.stays["sits"] >= 0)[0])
    old = int(net.stays["sits_home"][stay])
    away = int(np.flatnonzero((homes.stay == stay) & (homes.carrier != net.stays["sits"][stay]))[0])
    choice = Choice(*(np.full(len(net.stays), each) for each in (-1, 0, 0)))
    choice.home[stay], choice.first[stay], choice.end[stay] = away, 1, 2
    used = np.zeros((len(net.homes), case.quarters))
    mark_use(net, choice, used)

    assert used[old].tolist() == [1.0, 0.0, 0.0]
    assert used[away].tolist() == [0.0, 1.0, 0.0]


def full_values(options: Options, chosen: Options) -> Floats:
    """1 for each option that is chosen."""
    names = ("stay", "carrier", "first", "end", "mode")
    listed, taken = (
        list(zip(*(getattr(each, n).tolist() for n in names), strict=True))
        for each in (options, chosen)
    )
    return np.isin(np.arange(len(listed)), [listed.index(each) for each in taken]).astype(float)


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_for_highs_say_of_a_plan_what_the_covers_say(seed: int) -> None:
    case = medium(seed)
    _, tightening = tightened(case)
    model = allocation_model(case)
    free = model.options.take(Matrix.of(model).free)
    found = solve_columns(case, Limits(seconds=300, work=2, gap=0.0))
    rows = cover_rows(tightening.covers, free)
    assert found.options is not None
    plan = found.options.take(np.flatnonzero(~found.options.locked))
    choice = Choice(*(np.full(len(case.stays), each) for each in (-1, 0, 0)))
    choice.home[plan.stay] = home_of(tightening.relaxation.homes, plan)
    choice.first[plan.stay], choice.end[plan.stay] = plan.first, plan.end
    used = np.zeros((len(tightening.relaxation.net.homes), case.quarters))
    mark_use(tightening.relaxation.net, choice, used)
    priced = tightening.covers.price > 0.0

    said = rows @ full_values(free, plan) - 1.0
    assert said.tolist() == pytest.approx(tightening.covers.over(used)[priced].tolist())
    assert said.max() <= MARGIN


def test_without_a_price_there_is_no_row() -> None:
    case = three_of_which_one_fits()
    options = allocation_model(case).options

    assert cover_rows(some_covers(case), options).shape == (0, len(options))


def test_covers_that_stay_without_a_price_are_let_go() -> None:
    covers = some_covers(medium(1))
    covers.price[0] = 1.0
    count = len(covers)
    assert count > 1

    for _ in range(IDLE - 1):
        assert covers.let_go().all()
    assert covers.let_go().tolist() == [True] + [False] * (count - 1)
    assert len(covers) == 1
    assert covers.first.tolist() == [0, len(covers.home)]


def test_a_cover_is_taken_in_once() -> None:
    covers = some_covers(three_of_which_one_fits())
    mean = np.full((len(covers.relaxation.net.homes), 2), 0.6)

    assert len(covers)
    assert covers.add(mean) == 0


def test_prices_learn_what_they_have_met_and_forget_what_is_gone() -> None:
    prices = np.zeros(2)
    moments = Moments.of(prices)
    moments.move(prices, np.array([1.0, -1.0]), np.full(2, 0.5))
    assert prices.tolist() == pytest.approx([0.5, 0.0])  # a whole step up; none falls below 0
    moments.keep(np.array([True, False]))
    moments.grow(2)

    assert moments.steps.tolist() == [1.0, 0.0, 0.0]
    assert moments.mean.tolist() == pytest.approx([0.1, 0.0, 0.0])


def test_steps_become_smaller_all_the_time() -> None:
    rates = [rate_at(share) for share in np.linspace(0.0, 1.0, 50)]

    assert rates == sorted(rates, reverse=True)
    assert (rates[0], rates[-1]) == pytest.approx((RATES[0], RATES[-1]))


def test_short_of_time_the_last_steps_are_made_all_the_same() -> None:
    case = three_of_which_one_fits()
    relaxation = relaxation_of(case)
    tightening = Tightening(relaxation, relaxation.first_prices())
    clock = iter(np.linspace(0.0, 1.0, 200))
    rates: list[float] = []
    move = tightening.adam.step
    tightening.adam.step = lambda slopes, rate: (rates.append(rate), move(slopes, rate))[1]  # type: ignore[method-assign]
    tightening.run(lambda: True, lambda _: None, lambda: float(next(clock)))

    assert len(rates) == 199
    assert rates[-1] < 1.1 * RATES[-1]


def bounding_of(case: Case, limits: Limits) -> Bounding:
    relaxation = relaxation_of(case)
    watch = Watch(limits.seconds)
    options = relaxation.homes.count_options()
    each = Bounding(
        case, limits, None, watch, relaxation, options, lambda: None, lambda _value, _plan: True
    )
    each.ascent.find(None, each.go_on, each.told)
    return each


def test_covers_and_highs_prove_the_same_case_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "LEAST_TIGHTENED", 0)
    case = medium(3)
    exact = solve_compact(allocation_model(case), EXACT)
    side = bounding_of(case, Limits(seconds=60, gap=0.0))
    prices = side.watch.bound
    side.prove_on(0.5)

    assert side.covers is not None
    assert side.complete
    assert prices is not None
    assert side.watch.bound == pytest.approx(exact.value, abs=1e-6)
    assert side.watch.bound < prices


def test_small_and_very_large_cases_are_left_without_covers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    side = bounding_of(medium(1), EXACT)
    assert not side.tightens
    monkeypatch.setattr(bounding, "LEAST_TIGHTENED", 0)
    assert side.tightens
    monkeypatch.setattr(bounding, "MOST_TIGHTENED", 10)
    assert not side.tightens
    assert PATIENCE < LONG_PATIENCE


@pytest.mark.parametrize("threads", [1, 2])
def test_a_case_that_is_not_written_out_ends_with_a_bound_that_is_one(
    monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    monkeypatch.setattr(bounding, "LEAST_TIGHTENED", 0)
    monkeypatch.setattr(bounding, "WRITTEN_OUT", 0)
    case = medium(2)
    exact = solve_compact(allocation_model(case), EXACT)
    found = solve_columns(case, Limits(seconds=6, gap=0.0, threads=threads))

    assert exact.value is not None
    assert found.bound is not None
    assert found.bound >= exact.value - MARGIN
    alone, _ = tightened(case)
    assert found.bound < alone


def test_with_covers_too_the_same_work_gives_the_same_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounding, "LEAST_TIGHTENED", 0)
    limits = Limits(seconds=300, work=4, gap=0.0, seed=5)
    first, second = (solve_columns(medium(1), limits) for _ in range(2))

    assert (first.value, first.bound, first.steps) == (second.value, second.bound, second.steps)


def test_nothing_is_compiled_when_covers_are_first_needed() -> None:
    make_ready()
    kernels = ("covers_of", "mark_use", "sum_own_prices", "fill_covers")

    assert all(getattr(cover_kernels, name).signatures for name in kernels)
    before = {name: len(getattr(cover_kernels, name).signatures) for name in kernels}
    tightened(medium(1))
    assert before == {name: len(getattr(cover_kernels, name).signatures) for name in kernels}
    assert tighten.ROUND_STEPS > tighten.SETTLING
