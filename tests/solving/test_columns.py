"""The columns road: the same optimum on every small case, and a bound that is one on all."""

import numpy as np
import pytest

from optimizer.checks.reading import read_again
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model, plan_of
from optimizer.solving.columns.road import Found, solve_columns
from optimizer.solving.compact import solve_compact
from optimizer.solving.ending import Ending
from tests.solving.corpus import corpus

NAMES = sorted(corpus())
EXACT = Limits(seconds=30, gap=0.0)


def found(name: str, limits: Limits = EXACT) -> Found:
    case, previous = corpus()[name]
    return solve_columns(case, limits, previous)


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
    options = found(name, Limits(seconds=2, gap=0.0)).options
    assert options is not None
    plan = plan_of(case, options, np.arange(len(options)))

    assert not read_again(case, plan, previous).breaches
