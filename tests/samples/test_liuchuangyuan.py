"""inputs/liuchuangyuan.xlsx is the park it claims to be, and asks for a little more than it has."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from optimizer.domain.assemble import assemble
from optimizer.domain.case import Case
from optimizer.domain.cross_checks import use_of_present
from optimizer.domain.fit import Fit
from optimizer.faults import Fault
from optimizer.tables.read import read_tables
from tests.samples import liuchuangyuan
from tests.samples.write import INPUTS

Frames = dict[str, pd.DataFrame]
Assembled = tuple[Case, tuple[Fault, ...]]


@pytest.fixture(scope="module")
def frames() -> Frames:
    return liuchuangyuan.frames()


@pytest.fixture(scope="module")
def assembled() -> Assembled:
    case, faults = assemble(*read_tables(INPUTS / "liuchuangyuan.xlsx"))
    assert case is not None, [fault.sentence() for fault in faults]
    return case, faults


def wanted_m2_quarters(case: Case) -> tuple[float, float]:
    """Area x quarters of sitting and of undecided stays inside the horizon, nobody waiting."""
    ends: list[int] = []
    sitting = asked = 0.0
    for s, stay in enumerate(case.stays):
        before = int(case.stay_arrays.predecessor[s])
        begins = ends[before] if before >= 0 else max(stay.earliest, 0)
        begins = 0 if stay.is_present else begins
        ends.append(begins + stay.length)
        inside = max(0, min(ends[s], case.quarters) - begins)
        if stay.is_present:
            sitting += stay.area_m2 * inside
        else:
            asked += stay.area_m2 * inside
    return sitting, asked


def test_gross_areas_add_up_to_740_000_m2(frames: Frames) -> None:
    assert frames["carriers"]["gross_area_m2"].sum() == 740_000


def test_size_of_the_park(frames: Frames) -> None:
    projects = frames["projects"]
    assert len(frames["carriers"]) == 41
    assert set(";".join(frames["carriers"]["stages"]).split(";")) == {
        "nursery", "incubation", "acceleration", "industrialisation",
    }  # fmt: skip
    assert len(frames["rooms"]) >= 1_200
    assert len(projects) >= 450
    assert (projects["present_area_m2"] > 0).sum() >= 250
    for key in ("project", "name"):
        assert projects[key].is_unique


def test_it_says_that_it_is_synthetic(assembled: Assembled, frames: Frames) -> None:
    assert assembled[0].synthetic
    assert "合成" in liuchuangyuan.NOTE
    for sheet in ("carriers", "projects"):
        assert set(frames[sheet]["数据性质"]) == {"合成"}


def test_rooms_of_a_tenant_are_its_area_and_lease(frames: Frames) -> None:
    rooms = frames["rooms"].query("status == 'let'").set_index("tenant")
    for _, project in frames["projects"].query("present_area_m2 > 0").iterrows():
        own = rooms.loc[[project["name"]]]
        assert own["area_m2"].sum() == project["present_area_m2"]
        assert set(own["carrier"]) == {project["present_carrier"]}
        assert set(own["lease_end"]) == {project["lease_end"]}


def test_rooms_of_a_carrier_add_up_to_its_lettable_area(frames: Frames) -> None:
    in_rooms = frames["rooms"].groupby("carrier")["area_m2"].sum()
    stated = frames["carriers"].set_index("carrier")["lettable_area_m2"]
    assert (in_rooms == stated[in_rooms.index]).all()


def test_only_the_two_irregular_leases_are_warned_of(assembled: Assembled) -> None:
    warned = Counter((fault.severity, fault.code) for fault in assembled[1])

    assert warned == {("warning", "lease_end_missing"): 1, ("warning", "lease_over_stays"): 1}


def test_sitting_tenants_fit_in(assembled: Assembled) -> None:
    case, _ = assembled
    home = case.stay_arrays.home
    use = np.bincount(home[home >= 0], use_of_present(case)[home >= 0], len(case.carriers))
    assert (use <= case.capacity[:, 0] + 1e-6).all()


def test_demand_is_a_little_above_supply(assembled: Assembled) -> None:
    case, _ = assembled
    m2_per_unit = [case.settings.m2_per_desk if c.unit == "desks" else 1.0 for c in case.carriers]
    supply = float((case.capacity * np.array(m2_per_unit)[:, None]).sum())

    sitting, asked = wanted_m2_quarters(case)

    assert 1.05 <= (sitting + asked) / supply <= 1.10
    assert 0.6 <= sitting / supply <= 0.8


def test_a_stay_has_a_choice_but_not_any(assembled: Assembled) -> None:
    case, _ = assembled
    undecided = case.stay_arrays.home < 0
    fit = Fit.of(case)
    allowed = fit.allowed[undecided]

    assert 0.15 <= allowed.mean() <= 0.30
    assert allowed.any(axis=1).all()
    assert 0.03 <= (fit.unknown[undecided][allowed] > 0).mean() <= 0.10


def test_every_sheet_of_wishes_is_used(assembled: Assembled) -> None:
    case, _ = assembled
    assert {pin.kind for pin in case.pins} == {"must", "must_not"}
    assert {relation.kind for relation in case.relations} == {"same_campus", "apart", "adjacent"}
    assert len(case.pairs) >= 10
    assert len(case.industries) == 8
    assert {policy.strength for policy in case.policies} == {"hard", "soft", "watch"}
    assert any(carrier.opens > 0 for carrier in case.carriers)
    assert any(carrier.closes < case.quarters for carrier in case.carriers)
    assert any(project.protected for project in case.projects)
    assert any(project.virtual for project in case.projects)
    assert any(stay.movable for stay in case.stays)
    assert case.blocked.any()
