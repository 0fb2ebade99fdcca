"""Figures that look like slips: found where they stand alone, and nowhere else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.room_lists import rooms_named
from optimizer.domain.slips import lone_factor

USUAL = np.array([820.0, 760.0, 900.0, 640.0, 1000.0])


@pytest.mark.parametrize(
    ("value", "factor"), [(8200.0, 10.0), (82.0, 0.1), (8_200_000.0, 10_000.0), (0.082, 1e-4)]
)
def test_a_slip_is_known_by_its_factor(value: float, factor: float) -> None:
    assert lone_factor(value, USUAL) == pytest.approx(factor)


@pytest.mark.parametrize("value", [820.0, 2500.0, 3000.0, 300.0, 0.0])
def test_a_figure_that_may_be_right_is_left_alone(value: float) -> None:
    assert lone_factor(value, USUAL) == 0.0


def test_few_or_mixed_neighbours_say_nothing() -> None:
    assert lone_factor(8200.0, USUAL[:3]) == 0.0
    assert lone_factor(8200.0, np.array([50.0, 400.0, 900.0, 120.0])) == 0.0


@given(st.lists(st.floats(100, 399), min_size=5, max_size=30))
def test_figures_of_one_size_are_never_suspected(areas: list[float]) -> None:
    array = np.array(areas)
    assert not any(lone_factor(array[i], np.delete(array, i)) for i in range(len(array)))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("1201-1203", ["1201", "1202", "1203"]),
        ("A座12层1201-1203", ["1201", "1202", "1203"]),
        ("1201-03", ["1201", "1202", "1203"]),
        ("１２０１室", ["1201"]),
        ("1201/1203", ["1201", "1203"]),
        ("1302", ["1301-1305"]),
        ("1402", ["1401、1402"]),
        ("1599", []),
        ("A座", []),
    ],
)
def test_rooms_are_found_by_what_they_are_called(written: str, found: list[str]) -> None:
    known = ["1201", "1202", "1203", "1301-1305", "1401、1402"]
    assert rooms_named(written, known) == found


@given(st.text(max_size=20), st.lists(st.text(max_size=12), max_size=8))
def test_any_text_names_only_known_rooms(written: str, known: list[str]) -> None:
    assert set(rooms_named(written, known)) <= set(known)
