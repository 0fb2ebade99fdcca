"""Homes cut down by sitting tenants who are certain to stay."""

import numpy as np
import pytest

from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model, plan_of
from optimizer.solving.columns import dual
from optimizer.solving.columns.ascent import Ascent
from optimizer.solving.columns.dual import Relaxation
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.pruned import kept_homes
from optimizer.solving.columns.road import solve_columns
from optimizer.solving.columns.space_rows import space_rows
from optimizer.solving.columns.trimmed import trimmed
from optimizer.solving.compact import solve_compact
from tests.benchmarks.family import family
from tests.cases import carrier, case_of, policy, project, tenant

pytestmark = pytest.mark.usefixtures("compiled_kernels")

EXACT = Limits(seconds=30, gap=0.0)
LOOSE = {"max_wait_quarters": 4, "max_overstay_quarters": 2}


def relaxation_of(case: Case) -> Relaxation:
    homes = Homes.of(case)
    return Relaxation(case, homes, space_rows(case, homes))


def windows(case: Case) -> dict[tuple[str, str], tuple[int, int]]:
    """First and last first quarter of each (project, carrier) after trimming."""
    relaxation = relaxation_of(case)
    found = {}
    for h, s in enumerate(relaxation.homes.stay.tolist()):
        home = relaxation.net.homes[h]
        name = case.projects[case.stays[s].project].id
        place = case.carriers[home["carrier"]].id
        found[name, place] = (int(home["low"]), int(home["high"]))
    return found


def stays_until(name: str, home: str, until: int, **more: object) -> dict[str, object]:
    """A sitting tenant of 60 m² that may overstay, and so is not locked."""
    return tenant(name, home, 60, until, **more)


def test_a_newcomer_waits_until_a_tenant_that_cannot_leave_is_gone() -> None:
    case = case_of(
        [carrier("K1", 100)], [stays_until("T1", "K1", 1), project("P1", 60, 2)], 6, LOOSE
    )
    homes = Homes.of(case)

    assert windows(case)["P1", "K1"] == (2, 4)
    assert homes.low[homes.stay == 1].tolist() == [0]  # what is possible by itself stays known


def test_one_that_fits_beside_it_need_not_wait() -> None:
    case = case_of(
        [carrier("K1", 100)], [stays_until("T1", "K1", 1), project("P1", 40, 2)], 6, LOOSE
    )

    assert windows(case)["P1", "K1"] == (0, 4)


def test_a_tenant_that_could_leave_leaves_room_for_all() -> None:
    sits = stays_until("T1", "K1", 1, movable="yes")
    case = case_of([carrier("K1", 100), carrier("K2", 100)], [sits, project("P1", 60, 2)], 6, LOOSE)

    assert windows(case)["P1", "K1"] == (0, 4)


def test_a_tenant_with_no_other_place_left_is_certain_too() -> None:
    sitting = [stays_until("T1", "K1", 5), stays_until("T2", "K2", 5, movable="yes")]
    places = [carrier("K1", 100), carrier("K2", 100)]
    case = case_of(places, [*sitting, project("P1", 60, 2)], 6, LOOSE)
    found = windows(case)

    assert found["T2", "K2"][0] <= found["T2", "K2"][1]
    for name, place in (("T2", "K1"), ("P1", "K1"), ("P1", "K2")):
        low, high = found[name, place]
        assert low > high


def test_where_tenants_sit_closer_than_allowed_nothing_is_cut() -> None:
    case = case_of(
        [carrier("K1", 100)], [stays_until("T1", "K1", 1), project("P1", 30, 2)], 6, LOOSE
    )
    relaxation = relaxation_of(case)
    net = trimmed(relaxation.net, np.full_like(relaxation.free, 50.0))

    assert net.homes["low"].tolist() == relaxation.homes.low.tolist()


def test_a_home_that_fits_nowhere_is_not_searched() -> None:
    case = case_of(
        [carrier("K1", 100)], [stays_until("T1", "K1", 5), project("P1", 60, 2)], 6, LOOSE
    )
    relaxation = relaxation_of(case)
    prices = relaxation.first_prices()

    assert kept_homes(relaxation, prices, np.zeros(2, bool)).tolist() == [True, False]
    assert kept_homes(relaxation, prices, np.ones(2, bool)).all()  # rows may find it by its place
    found = solve_columns(case, EXACT)
    assert found.value == pytest.approx(solve_compact(allocation_model(case), EXACT).value)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_prices_prove_more_without_homes_that_fit_nowhere(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case.from_tables(**family(40, 6, 8, seed=seed))

    def bound() -> float:
        relaxation = relaxation_of(case)
        ascent = Ascent(relaxation, relaxation.first_prices())
        ascent.find(None, lambda: True, lambda _: None)
        return ascent.bound

    cut = bound()
    monkeypatch.setattr(dual, "MANY", 0)
    assert cut <= bound() + 1e-3
    exact = solve_compact(allocation_model(case), EXACT)
    assert exact.value is not None
    assert cut >= exact.value - 1e-6


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_rows_about_projects_hold_where_some_of_their_homes_are_cut(seed: int) -> None:
    dice = np.random.default_rng(seed)
    places = [carrier(f"K{k}", 100.0 + 10.0 * k) for k in range(5)]
    sitting = [stays_until(f"T{k}", f"K{k}", int(dice.integers(1, 4))) for k in (0, 2)]
    asks = [
        project(f"P{p}", float(dice.integers(20, 80)), int(dice.integers(1, 4))) for p in range(12)
    ]
    rows = [policy("firm_area_max", 45.0), policy("moves_per_quarter_max", 1)]
    pairs = [
        {"a": f"P{p}", "b": f"P{p + 1}", "kind": kind, "strength": "hard"}
        for p, kind in zip(range(0, 12, 2), 3 * ("same_carrier", "apart"), strict=True)
    ]
    case = case_of(places, [*sitting, *asks], 6, LOOSE, policy=rows, relations=pairs)
    relaxation = relaxation_of(case)
    exact = solve_compact(allocation_model(case), EXACT)
    found = solve_columns(case, Limits(seconds=300, work=6, gap=0.0))

    assert (relaxation.net.homes["low"] > relaxation.net.homes["high"]).any() or (
        relaxation.net.homes["low"] > relaxation.homes.low
    ).any()
    assert found.options is not None
    plan = plan_of(case, found.options, np.arange(len(found.options)))
    assert not read_again(case, plan).breaches
    assert found.value == pytest.approx(exact.value, abs=1e-6)
