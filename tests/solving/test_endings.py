"""Every way a run can end: what is proved, what is kept, and its sentence."""

import os
import signal
import threading

import highspy
import pytest

from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.labels import LANGS, text
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model, plan_of
from optimizer.pipeline import allocate
from optimizer.reporting.run_json import result_json
from optimizer.solving import compact
from optimizer.solving.compact import Solution, solve_compact
from optimizer.solving.ending import Ending, proven_gap
from optimizer.solving.highs_run import HighsAnswer
from optimizer.solving.progress import Progress, Watch
from tests.cases import LIMITS, carrier, case_of, must, policy, project, recomputed, solved, tenant
from tests.solving.crowded import crowded

OVERFULL = case_of(
    [carrier("K1")], [project("P1"), project("P2")], pins=[must("P1", "K1"), must("P2", "K1")]
)
ROADS = pytest.mark.parametrize("small_model", [3_000, -1], ids=["small", "large"])


def run(case: Case, **limits: float) -> Solution:
    model = allocation_model(case)
    solution = solve_compact(model, Limits(**{"seconds": 60.0, **limits}))  # type: ignore[arg-type]
    if solution.chosen is not None:
        reading = read_again(case, plan_of(case, model.options, solution.chosen))
        assert reading.breaches == ()
        assert recomputed(model, reading) == pytest.approx(solution.value, rel=1e-6)
        assert solution.value is not None
        assert solution.bound is not None
        assert solution.bound >= solution.value
    return solution


@ROADS
def test_optimal_is_said_with_a_proof(small_model: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "SMALL_MODEL", small_model)
    solution = run(case_of([carrier("K1")], [project("P1"), project("P2")]))

    assert solution.ending is Ending.OPTIMAL
    assert (solution.value, solution.bound) == (pytest.approx(1), pytest.approx(1))


@ROADS
def test_within_the_gap_asked_for(small_model: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "SMALL_MODEL", small_model)
    solution = run(crowded(), gap=0.3)

    assert solution.ending is Ending.WITHIN_GAP
    gap = proven_gap(solution.value, solution.bound)
    assert gap is not None
    assert 0 < gap <= 0.3


@ROADS
def test_stopped_at_the_work_limit(small_model: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "SMALL_MODEL", small_model)
    solution = run(crowded(), gap=0.0, work=1)

    assert solution.ending is Ending.WORK_LIMIT
    assert solution.nodes <= 1


def test_stopped_at_the_time_limit() -> None:
    assert run(crowded(), gap=0.0, seconds=0.5).ending is Ending.TIME_LIMIT


def test_stopped_at_the_time_limit_on_the_large_road(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "SMALL_MODEL", -1)

    assert run(crowded(), gap=0.0, seconds=1.5).ending is Ending.TIME_LIMIT


@pytest.mark.skipif(
    threading.current_thread() is not threading.main_thread(), reason="signals need the main thread"
)
@ROADS
def test_ctrl_c_keeps_the_best_plan(small_model: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "SMALL_MODEL", small_model)
    before = signal.getsignal(signal.SIGINT)
    sent = []

    def stop(progress: Progress) -> None:
        if progress.value and not sent:
            sent.append(progress)
            os.kill(os.getpid(), signal.SIGINT)

    # The first news is told at once, the next after half a second.
    solution = solve_compact(allocation_model(crowded()), Limits(seconds=60, gap=0.0), stop)

    assert sent
    assert solution.ending is Ending.INTERRUPTED
    assert solution.chosen is not None
    assert signal.getsignal(signal.SIGINT) is before


def test_a_stop_asked_for_from_another_thread_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    class Impatient(Watch):
        def saw(self, doing: str, value: float | None = None, bound: float | None = None) -> None:
            super().saw(doing, value, bound)
            if self.value:
                self.interrupt()

    monkeypatch.setattr(compact, "Watch", Impatient)
    found: list[Solution] = []
    model = allocation_model(crowded())
    limits = Limits(seconds=60, gap=0.0)
    worker = threading.Thread(target=lambda: found.append(solve_compact(model, limits)))
    worker.start()
    worker.join(60)

    assert [solution.ending for solution in found] == [Ending.INTERRUPTED]


@ROADS
def test_no_plan_exists(small_model: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "SMALL_MODEL", small_model)
    solution = run(OVERFULL)

    assert (solution.ending, solution.chosen, solution.value) == (Ending.INFEASIBLE, None, None)


def test_a_row_broken_whatever_is_decided_is_infeasible_before_any_solver() -> None:
    # The carrier has changed its stage, so that the one placement cannot be kept.
    before = solved(case_of([carrier("K1")], [project("P1")], 1)).plan
    moved = case_of(
        [carrier("K1", stages="acceleration")], [project("P1")], 1, {"max_moves_from_previous": 0}
    )
    model = allocation_model(moved, before)

    assert model.hopeless == [("previous_moves", {"previous": 0})]
    assert solve_compact(model, LIMITS).ending is Ending.INFEASIBLE


def test_no_plan_in_time_keeps_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(*args: object, **more: object) -> HighsAnswer:
        return HighsAnswer(highspy.HighsModelStatus.kTimeLimit, None, 5.0, 0)

    monkeypatch.setattr(compact, "run_highs", too_late)
    result = allocate(case_of([carrier("K1")], [project("P1")]))

    assert (result.ending, result.plan, result.bound) == (Ending.NO_PLAN_IN_TIME, None, 5.0)
    assert (result.objective, result.gap) == (None, None)


def test_faults_are_an_ending_of_their_own() -> None:
    assert result_json(None)["ending"] == "faults"


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("lang", LANGS)
def test_every_ending_has_a_sentence(ending: Ending, lang: str) -> None:
    assert text(f"ending.{ending}", lang)  # type: ignore[arg-type]


def test_which_endings_have_a_plan_and_which_can_be_repeated() -> None:
    assert {e for e in Ending if not e.has_plan} == {
        Ending.NO_PLAN_IN_TIME,
        Ending.INFEASIBLE,
        Ending.FAULTS,
    }
    assert {e for e in Ending if not e.is_reproducible} == {
        Ending.TIME_LIMIT,
        Ending.INTERRUPTED,
        Ending.NO_PLAN_IN_TIME,
    }


@pytest.mark.parametrize(
    ("value", "bound", "gap"),
    [(9, 10, 0.1), (0, 10, 1), (10, 10, 0), (10 + 1e-9, 10, 0), (-1, 0, None), (-2, -1, None),
     (None, 5, None), (5, None, None)],
)  # fmt: skip
def test_the_gap_is_a_share_of_a_positive_bound(
    value: float | None, bound: float | None, gap: float | None
) -> None:
    assert proven_gap(value, bound) == (None if gap is None else pytest.approx(gap))


def test_a_plan_that_cannot_earn_has_no_gap() -> None:
    # The tenant is pinned away and the move costs 1: -1 is the best there is.
    case = case_of(
        [carrier("K1"), carrier("K2")],
        [tenant("T1", "K1", 50, 1, movable="yes")],
        2,
        {"carrier_move_cost": 1},
        pins=[must("T1", "K2")],
    )
    result = allocate(case)

    assert (result.ending, result.objective) == (Ending.OPTIMAL, pytest.approx(-1))
    assert result.gap is None


def test_excess_demand_alone_is_never_infeasible() -> None:
    many = [project(f"P{n}") for n in range(20)]
    solution = run(case_of([carrier("K1")], many, policy=[policy("firm_area_max", 150)]))

    assert solution.ending is Ending.OPTIMAL
    assert solution.value == pytest.approx(1)


def test_both_roads_bracket_the_same_value(monkeypatch: pytest.MonkeyPatch) -> None:
    small = run(crowded(), gap=0.05)
    monkeypatch.setattr(compact, "SMALL_MODEL", 0)
    large = run(crowded(), gap=0.05)

    for solution in (small, large):
        assert solution.value is not None
        assert small.bound is not None
        assert large.bound is not None
        assert solution.value <= min(small.bound, large.bound) + 1e-6


def test_a_model_beyond_the_small_size_goes_the_large_road() -> None:
    case = crowded(160, 10)
    assert len(allocation_model(case).options) > compact.SMALL_MODEL
    solution = run(case, gap=0.3)

    assert solution.ending is Ending.WITHIN_GAP
    assert solution.steps > 0


def test_progress_tells_values_that_rise_and_bounds_that_fall() -> None:
    told: list[Progress] = []
    solve_compact(allocation_model(crowded()), Limits(seconds=20, gap=0.05), told.append)

    assert told
    values = [each.value for each in told if each.value is not None]
    bounds = [each.bound for each in told if each.bound is not None]
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)
    assert all(text(f"doing.{each.doing}") for each in told)
