"""Homes, run through quarters and overstays, are the option table; their points are its points."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from optimizer.domain.case import Case
from optimizer.domain.options import Options, against_pins, list_options
from optimizer.domain.plan import Plan
from optimizer.faults import WorkbookFaults
from optimizer.models.allocation import allocation_model
from optimizer.models.linked_goals import neighbours
from optimizer.rules.block import Floats, Ints
from optimizer.rules.board import Board
from optimizer.solving.columns import homes as homes_module
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.stay_table import Flags
from tests.benchmarks.family import family
from tests.cases import carrier, case_of, day, need, tenant
from tests.solving.corpus import corpus
from tests.solving.random_cases import small_cases

NAMES = sorted(corpus())
COLUMNS = ("stay", "carrier", "first", "end", "planned_end", "mode", "before", "locked")
AMOUNTS = ("area_m2", "use", "before_use")


def run_through(case: Case, homes: Homes) -> tuple[Options, Ints]:
    """Every option that the homes stand for, in the order of the option table; its home."""
    home, first, over = [], [], []
    stays = homes.stays
    for h, s in enumerate(homes.stay.tolist()):
        for f in range(homes.low[h], homes.high[h] + 1):
            for v in range(stays.most_over[s] + 1):
                end = (stays.length[s] if stays.home[s] >= 0 else f + stays.length[s]) + v
                leads = v == 0 or stays.low[s + 1] <= end <= stays.high[s + 1]
                if end <= homes.last_end[h] and leads:
                    home.append(h)
                    first.append(f)
                    over.append(v)
    at = np.array(home, np.int64)
    found = homes.options(at, np.array(first, np.int64), np.array(over, np.int64))
    order = np.lexsort((found.mode, found.end, found.first, found.carrier, found.stay))
    return found.take(order), at[order]


def points_of(case: Case, homes: Homes, options: Options, home: Ints) -> Floats:
    """Points by the home, its quarters and what hangs on them, as the paths count them."""
    stays, board = homes.stays, Board(case, options)
    s = options.stay
    inside = np.maximum(np.minimum(options.planned_end, case.quarters) - options.first, 0)
    relief = np.bincount(board.presence.option, board.relief_10k, minlength=len(options))
    points = homes.points[home] + homes.rate[home] * inside
    points -= stays.wait_points[s] * (options.first - stays.low[s])
    points -= case.settings.overstay_cost * options.overstay
    points -= case.settings.relief_cost * relief
    kept = (stays.kept_carrier[s] == options.carrier) & (stays.kept_first[s] == options.first)
    return np.asarray(points + np.where(kept, stays.kept_points[s], 0.0))


def check(case: Case, previous: Plan | None = None) -> None:
    homes, listed = Homes.of(case, previous), list_options(case)
    options, home = run_through(case, homes)
    at_home = (listed.before < 0) & (listed.mode == 2)
    # A pin may forbid a tenant its home: the table keeps it for the rule to say so.
    wanted = listed.take(~_forbidden(case, listed, at_home))
    for name in COLUMNS:
        assert getattr(options, name).tolist() == getattr(wanted, name).tolist(), name
    for name in AMOUNTS:
        np.testing.assert_allclose(getattr(options, name), getattr(wanted, name), atol=1e-9)
    assert homes.count_options() >= len(options)
    check_points(case, previous, homes, options, home, ~_forbidden(case, listed, at_home))


def _forbidden(case: Case, listed: Options, at_home: Flags) -> Flags:
    return np.asarray(at_home & against_pins(case, listed))


def check_points(
    case: Case,
    previous: Plan | None,
    homes: Homes,
    options: Options,
    home: Ints,
    kept: Flags,
) -> None:
    model = allocation_model(case, previous)
    # A stay after another counts as moved until it is known where the other one is.
    simple = (case.stay_arrays.predecessor[options.stay] < 0) & ~options.locked
    bonus = case.settings.neighbour_bonus * neighbours(model.board)[kept]
    found = points_of(case, homes, options, home) + bonus
    np.testing.assert_allclose(found[simple], model.points[kept][simple], atol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_homes_are_the_option_table(name: str) -> None:
    check(*corpus()[name])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_cases())
def test_homes_of_any_small_case_are_its_option_table(case: Case | None) -> None:
    if case is not None:
        check(case)


@pytest.mark.parametrize("start", [None, 1, 2])
@pytest.mark.parametrize("kind", ["must", "must_not"])
@pytest.mark.parametrize("where", ["K1", "K2"])
@pytest.mark.parametrize("movable", ["yes", "no"])
def test_pins_on_a_tenant_cut_its_homes(
    kind: str, where: str, movable: str, start: int | None
) -> None:
    """Also an overstay that would run into a quarter the pin bars, and what is a fact already."""
    carriers = [carrier("K1", 200, "incubation;acceleration"), carrier("K2", 150)]
    sits = tenant("T1", "K1", 50, 1, movable=movable, **need("acceleration", 60, 1))
    pin = {"project": "T1", "carrier": where, "kind": kind}
    pin |= {} if start is None else {"from": day(start)}
    try:
        case = case_of(carriers, [sits], 3, {"max_overstay_quarters": 1}, pins=[pin])
    except WorkbookFaults:
        return
    check(case)


def test_twins_are_found_slice_by_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case.from_tables(**family(60, 8, 8, 3))
    whole = Homes.of(case).table["twin"]
    monkeypatch.setattr(homes_module, "SLICE_HOMES", 7)
    sliced = Homes.of(case).table["twin"]
    assert (whole >= 0).any()
    assert np.array_equal(whole, sliced)
    homes = Homes.of(case)
    of, twin = np.flatnonzero(sliced >= 0), sliced[sliced >= 0]
    assert np.array_equal(homes.carrier[of], homes.carrier[twin])
    assert np.array_equal(homes.stay[of] + 1, homes.stay[twin])
