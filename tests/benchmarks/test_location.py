"""The adapter of location instances, on one small enough to solve by eye."""

from pathlib import Path

import pytest

from tests.benchmarks.location import Place, location_section, run

SPLIT = "2 2\n10 5\n10 7\n6\n12 18\n8\n16 8\n"
"""Sites of 10 at 5 and 7; customers of 6 and 8, served at 12 or 18, and at 16 or 8."""
WHOLE = "2 2\n10 5\n10 7\n6 8\n12 16\n18 8\n"


def placed(tmp_path: Path, text: str, one_site: bool, published: float) -> Place:
    path = tmp_path / "small"
    path.write_text(text)
    return Place("small", path, one_site, None, published)


def test_split_demand_goes_where_it_is_cheap_and_both_sites_open(tmp_path: Path) -> None:
    # One site cannot hold 14. Both: 5 + 7, the first customer at the first site, 12, the second
    # at the second, 8: 32.
    opened = run(placed(tmp_path, SPLIT, False, 32), 30)

    assert (opened.ending, opened.cost) == ("optimal", pytest.approx(32))
    assert "reached" in location_section([opened], 30)


def test_a_customer_of_one_site_is_not_split(tmp_path: Path) -> None:
    opened = run(placed(tmp_path, WHOLE, True, 32), 30)

    assert (opened.ending, opened.cost) == ("optimal", pytest.approx(32))


def test_a_cost_above_the_published_one_is_told(tmp_path: Path) -> None:
    section = location_section([run(placed(tmp_path, WHOLE, True, 30), 30)], 30)

    assert "6.6667 %" in section
    assert "Published optimum reached: 0 of 1; proved optimal here: 1" in section
