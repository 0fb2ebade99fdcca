"""Blocks that stand in for one another share a column, and share out what is served."""

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.models.expansion_goals import homecoming
from optimizer.rules.alike import dearest
from optimizer.rules.ground import Ground
from tests.cases import Row, carrier, project
from tests.development.cases import (
    Planned,
    arrivals,
    candidate,
    flow,
    ground_of,
    needs,
    plan_case,
    planned,
    priced,
)  # fmt: skip
from tests.development.random_plans import plan_cases
from tests.development.rows import rows_in, rows_of

COMING = "forecast/incubation/I"
P1, P2 = (f"pipeline/incubation/I/({n})" for n in (1, 2))
USUAL: Row = {"default_priority": 50}
WISH = needs("P1", 60, 1, industry="I", priority=50)
DEARER = needs("P2", 50, 1, industry="I", priority=100)
FORECAST = {"forecast": [arrivals(2026, 80)], "flow": [flow(quarters=8)]}
HOME = [flow("nursery", 2, 0.5, 0.5, home_share=0.5), flow("incubation", 4)]


def case_of(area: float, projects: list[Row], settings: Row = USUAL, **more: Any) -> Case:
    """A plan for one year with one site that must be built."""
    return plan_case([candidate("A", area, must_build="yes")], projects, 1, settings, **more)


def leaders(ground: Ground) -> dict[str, str]:
    """Block -> the one it is led by."""
    names = [block.id for block in ground.demand.blocks]
    return {name: names[ground.block_leader[n]] for n, name in enumerate(names)}


def amounts(found: Planned) -> tuple[dict[str, float], dict[str, float]]:
    """Area served and unmet of every block, m²."""
    told: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for areas, rows in zip(told, (found.plan.services, found.plan.unmet), strict=True):
        for each in rows:
            areas[each.block] = round(areas.get(each.block, 0.0) + each.area_m2, 6)
    return told


def test_blocks_alike_have_one_row_and_the_dearest_in_a_year_is_unmet_without_a_bound() -> None:
    ground = ground_of(case_of(90, [WISH, DEARER], **FORECAST))

    assert leaders(ground) == dict.fromkeys((COMING, P1, P2), COMING)
    assert rows_of(ground, "demand_served") == [
        (
            f"{COMING} 2026",
            {
                f"v {COMING} A 2026": 1,
                f"u {COMING} 2026": 1,
                f"u {P1} 2026": 1,
                f"u {P2} 2026": 1,
            },
            "==",
            # 20, 40, 60, 80 come in: a mean of 50 in the year.
            50 + 60 + 50,
        )
    ]
    assert ground.unmet.upper.tolist() == [50, 60, np.inf]
    assert ground.serve_at_most.tolist() == [160]


def test_the_cheapest_blocks_go_without_first_and_the_others_share_what_is_served() -> None:
    # 160 m² are asked for, 90 are there: the forecast's and P1's m² cost 1, P2's 2.
    found = planned(case_of(90, [WISH, DEARER], **FORECAST))
    served, unmet = amounts(found)

    assert found.breached == set()
    assert unmet == {COMING: 50, P1: 20}
    assert served == {P1: 40, P2: 50}
    assert found.reading.cost == pytest.approx(found.cost) == pytest.approx(70)


def test_where_even_the_dearest_goes_without_every_block_is_told() -> None:
    two = [DEARER, {**DEARER, "project": "P3"}]
    served, unmet = amounts(planned(case_of(60, [WISH, *two])))

    assert unmet == {P1: 60, P2: 40}
    assert served == {P2: 60}


def test_blocks_fill_place_after_place() -> None:
    places = [priced("A", 1, 70, must_build="yes"), candidate("B", 90, "incubation;nursery")]
    more = [project("P3", 5, 4, "nursery", industry="I")]
    found = planned(plan_case(places, [WISH, DEARER, *more], 1, USUAL))
    pieces = [each for each in found.plan.services if each.block[-3:] in ("(1)", "(2)")]

    assert found.breached == set()
    assert amounts(found) == ({P1: 60, P2: 50, "pipeline/nursery/I/(3)": 5}, {})
    assert len({each.place for each in pieces}) == 2
    assert len(pieces) == 3, "one block alone is split between the two places"


@pytest.mark.parametrize(
    ("changed", "more"),
    [
        ({"industry": "J"}, {}),
        ({"incubation_area_m2": 120}, {}),
        ({}, {"pairs": [{"project": "P2", "carrier": "A", "cost_10k": 3}]}),
        ({}, {"settings": {**USUAL, "one_site_per_project": "yes"}}),
    ],
    ids=["industry", "places", "price", "one_site"],
)
def test_blocks_share_a_column_only_where_they_ask_the_same(
    changed: Row, more: dict[str, Any]
) -> None:
    # A carrier of 100 m² takes no project of 120.
    projects = [WISH, {**DEARER, **changed}]
    ground = ground_of(case_of(90, projects, carriers=[carrier("K1", 100)], **more))

    assert ground.block_leader.tolist() == [0, 1]


def test_home_comers_share_with_those_who_ask_for_the_same_and_count_only_with_a_place() -> None:
    # Worth 5 per m², more than leaving P1 without a place costs: they take its place, no more.
    places = [
        candidate("A", 60, must_build="yes"),
        candidate("E", 200, "nursery", enclave="overseas", must_build="yes"),
    ]
    wish = needs("P1", 50, 1, industry="I")
    case = plan_case(places, [wish], 1, {"homecoming_weight": 5}, flow=HOME)
    ground, found = ground_of(case), planned(case)
    (row,) = rows_in(ground, homecoming(ground).blocks[0])
    served, unmet = amounts(found)

    assert leaders(ground)["home/incubation/I"] == P1
    assert row.left == {"g home/incubation/I 2026": 1, f"v {P1} A 2026": -1}
    assert found.breached == set()
    # 200 x 1/8 = 25 come in the mean of the year (test_rows): 35 of A are left for P1.
    assert served == {"home/incubation/I": 25, P1: 35}
    assert unmet == {P1: 15}


def test_of_equal_prices_the_first_has_no_bound() -> None:
    assert dearest(np.array([4, 4, 4, 1]), np.array([1.0, 2, 2, 0])).tolist() == [
        False, True, False, True,
    ]  # fmt: skip


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(case=plan_cases())
def test_sharing_columns_changes_no_optimum(case: Case) -> None:
    together = planned(case)
    with patch("optimizer.rules.ground.block_leaders", _apart):
        apart = planned(case)

    assert apart.reading.breaches == together.reading.breaches == ()
    assert together.cost == pytest.approx(apart.cost, rel=1e-6, abs=1e-5)


def _apart(_: Case, demand: Demand) -> object:
    return np.arange(len(demand.blocks))
