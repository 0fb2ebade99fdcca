"""Places that stand in for one another share a column, and share what is served."""

import numpy as np
import pytest

from optimizer.rules.ground import Ground
from tests.cases import Row, carrier, policy
from tests.development.cases import Planned, candidate, ground_of, needs, plan_case, planned, priced

WISH = needs("P1", 60, 2, industry="I")
NEW = [candidate("A", 200, must_build="yes"), candidate("B", 100, must_build="yes")]
OLD = [carrier("K1", 100), carrier("K2", 50)]


def leaders(ground: Ground) -> dict[str, str]:
    """Place -> the one it is led by."""
    names = ground.demand.place_ids
    return {name: names[ground.leader[n]] for n, name in enumerate(names)}


def served(found: Planned) -> dict[str, float]:
    """Area served at each place in the first year, m²."""
    areas: dict[str, float] = {}
    for each in found.plan.services:
        if each.year == 2026:
            areas[each.place] = areas.get(each.place, 0.0) + each.area_m2
    return areas


def test_two_sites_alike_share_a_column_and_split_by_what_they_have_laid_out() -> None:
    case = plan_case(NEW, [WISH])
    ground, found = ground_of(case), planned(case)

    assert leaders(ground) == {"A": "A", "B": "A", "K0": "K0"}
    assert set(ground.serve["place"].tolist()) == {0}
    assert found.breached == set()
    assert served(found) == pytest.approx({"A": 40, "B": 20})


def test_two_carriers_alike_share_a_column_and_split_by_their_free_area() -> None:
    wish = needs("P1", 45, 2, industry="I")
    case = plan_case([priced("A", 900)], [wish], carriers=OLD)
    ground, found = ground_of(case), planned(case)

    assert leaders(ground) == {"A": "A", "K1": "K1", "K2": "K1"}
    assert (found.breached, found.opens) == (set(), {})
    assert served(found) == pytest.approx({"K1": 30, "K2": 15})


def test_a_carrier_too_small_for_a_project_stands_alone() -> None:
    assert leaders(ground_of(plan_case(NEW, [WISH], carriers=OLD)))["K2"] == "K2"


def test_a_site_that_is_not_opened_gets_nothing_of_the_share() -> None:
    case = plan_case([priced("A", 90, 200), priced("B", 5)], [WISH])
    found = planned(case)

    assert leaders(ground_of(case))["B"] == "A"
    assert (found.breached, set(found.opens)) == (set(), {"B"})
    assert served(found) == pytest.approx({"B": 60})


@pytest.mark.parametrize(
    ("changed", "apart"),
    [
        ({"industries": "I"}, False),
        ({"industries": "J"}, True),
        ({"stages": "acceleration"}, True),
        ({"enclave": "domestic"}, True),
        ({"campus": "M"}, False),
    ],
)
def test_sites_share_a_column_only_where_they_serve_the_same(changed: Row, apart: bool) -> None:
    # All that is asked for is of I: a site of any industry and one of I serve the same.
    ground = ground_of(plan_case([candidate("A"), candidate("B", **changed)], [WISH]))

    assert leaders(ground)["B"] == ("B" if apart else "A")


def test_a_row_about_a_campus_keeps_campuses_apart() -> None:
    places = [candidate("A"), candidate("B"), candidate("C", campus="M")]
    row = policy("new_area_min", 50, scope="campus=M")

    assert leaders(ground_of(plan_case(places, [WISH], policy=[row]))) == {
        "A": "A", "B": "A", "C": "C", "K0": "K0",
    }  # fmt: skip


def test_a_price_a_conversion_and_one_site_per_project_keep_places_apart() -> None:
    pair = {"project": "P1", "carrier": "B", "cost_10k": 3}
    rows = [{"carrier": "K2", "from_stage": "nursery", "to_stage": "incubation"}]
    old = [carrier(name, 80, "nursery") for name in ("K1", "K2", "K3")]
    ground = ground_of(plan_case(NEW, [WISH], carriers=old, pairs=[pair], conversions=rows))

    assert leaders(ground) == {"A": "A", "B": "B", "K1": "K1", "K2": "K2", "K3": "K1"}
    alone = ground_of(plan_case(NEW, [WISH], 2, {"one_site_per_project": "yes"}, OLD))
    assert np.array_equal(alone.leader, np.arange(4))
