"""When the columns road has no plan: whether the exact model goes on, and for how long."""

from typing import Any

import pytest

from optimizer import allocating
from optimizer.domain.case import Case
from optimizer.limits import Limits
from optimizer.pipeline import allocate
from optimizer.solving.columns import road
from optimizer.solving.columns.found import Found
from optimizer.solving.compact import Solution
from optimizer.solving.ending import Ending
from tests.cases import carrier, case_of, project

COLUMNS = Limits(seconds=30, method="columns")


@pytest.fixture
def case() -> Case:
    return case_of([carrier("K1")], [project("P1")])


def without_plan(monkeypatch: pytest.MonkeyPatch, spare: float) -> list[float]:
    """The columns road finds nothing; seconds the exact model is given are noted."""
    given: list[float] = []

    def exact(model: Any, limits: Limits, listener: Any = None) -> Solution:
        given.append(limits.seconds)
        return Solution(Ending.NO_PLAN_IN_TIME)

    monkeypatch.setattr(
        road, "solve_columns", lambda *_: Found(Ending.NO_PLAN_IN_TIME, spare=spare)
    )
    monkeypatch.setattr(allocating, "solve_compact", exact)
    return given


@pytest.mark.usefixtures("compiled_kernels")
def test_a_run_that_was_stopped_or_is_out_of_time_ends_without_a_plan(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = without_plan(monkeypatch, spare=0.0)

    assert allocate(case, COLUMNS).ending is Ending.NO_PLAN_IN_TIME
    assert given == []


@pytest.mark.usefixtures("compiled_kernels")
def test_the_exact_model_is_given_the_seconds_that_are_left(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = without_plan(monkeypatch, spare=12.0)
    allocate(case, COLUMNS)

    assert given == [12.0]
