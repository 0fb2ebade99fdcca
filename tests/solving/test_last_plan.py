"""Starting from the last plan: what is still possible is put back as it was, and nothing else."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from optimizer.checks.policy_amounts import AMOUNTS
from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.domain.plan import Placement, Plan
from optimizer.models.allocation import allocation_model, plan_of
from optimizer.solving.columns.dual import Relaxation
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.last_plan import LastPlan
from optimizer.solving.columns.named import named_rows
from optimizer.solving.columns.planner import Planner
from optimizer.solving.columns.pruned import pruned_net
from optimizer.solving.columns.space_rows import space_rows
from optimizer.solving.compact import solve_compact
from tests.cases import LIMITS, carrier, case_of, need, policy, project, solved, tenant
from tests.solving.corpus import corpus
from tests.solving.random_cases import small_cases

pytestmark = pytest.mark.usefixtures("compiled_kernels")


def as_they_sit_in(case: Case, last: Plan) -> Planner:
    """A planner that knows the last plan, and has put nothing in but sitting tenants."""
    homes = Homes.of(case, last)
    relaxation = Relaxation(case, homes, space_rows(case, homes))
    net = pruned_net(relaxation.net, np.ones(len(homes), bool))
    return Planner(relaxation, *net, named_rows(case, homes, last))


def started_from(case: Case, last: Plan) -> Planner:
    """A planner with the last plan put in."""
    planner = as_they_sit_in(case, last)
    LastPlan(planner).put_in(last)
    return planner


def plan_in(planner: Planner) -> Plan:
    """The plan as it stands in a planner."""
    options = planner.options_of(planner.choice)
    return plan_of(planner.relaxation.case, options, np.arange(len(options)))


def put_back(case: Case, last: Plan) -> list[tuple[str, str, str, int, int]]:
    """What of a last plan is put back: project, stage, carrier, first quarter and end."""
    placements = plan_in(started_from(case, last)).placements
    return [(p.project, p.stage, p.carrier, p.first, p.end) for p in placements]


def incubation(name: str, first: int, end: int, over: int = 0, place: str = "K1") -> Placement:
    return Placement(name, "incubation", place, first, end, over, 100.0, "full")


@pytest.mark.parametrize("name", sorted(corpus()))
def test_a_plan_of_the_same_case_is_put_back_whole(name: str) -> None:
    case, _ = corpus()[name]
    plan = solved(case).plan

    planner = started_from(case, plan)

    assert set(plan_in(planner).placements) == set(plan.placements)
    assert planner.is_feasible


def test_who_no_longer_fits_is_left_out_and_the_others_come_back() -> None:
    asks = [project(name, 100, 2) for name in "PQR"]
    case = case_of([carrier("K1", 250)], asks, 2)
    last = Plan(tuple(incubation(name, 0, 2) for name in "PQR"))

    assert put_back(case, last) == [(name, "incubation", "K1", 0, 2) for name in "PQ"]


def test_a_path_is_put_back_up_to_the_stay_that_is_no_longer_possible() -> None:
    grows = project("P", 100, 1, **need("acceleration", 100, 1))
    places = [carrier("K1"), carrier("K2", stages="acceleration")]
    last = Plan(
        (
            incubation("P", 0, 1),
            Placement("P", "acceleration", "K2", 1, 2, 0, 100.0, "full"),
        )
    )
    whole = [("P", "incubation", "K1", 0, 1), ("P", "acceleration", "K2", 1, 2)]

    assert put_back(case_of(places, [grows], 2), last) == whole
    places[1]["lettable_area_m2"] = 90
    assert put_back(case_of(places, [grows], 2), last) == whole[:1]


def test_an_overstay_that_nothing_follows_any_more_is_not_put_back() -> None:
    grows = project("P", 100, 1, **need("acceleration", 100, 1))
    places = [carrier("K1"), carrier("K2", stages="acceleration")]
    last = Plan(
        (
            incubation("P", 0, 2, over=1),
            Placement("P", "acceleration", "K2", 2, 3, 0, 100.0, "full"),
        )
    )
    loose = {"max_overstay_quarters": 1}

    assert len(put_back(case_of(places, [grows], 3, loose), last)) == 2
    places[1]["lettable_area_m2"] = 90
    assert put_back(case_of(places, [grows], 3, loose), last) == []


def test_a_stay_in_a_carrier_or_quarter_it_may_not_have_is_not_put_back() -> None:
    case = case_of([carrier("K1")], [project("P", 100, 1), project("Q", 50, 1)], 2)

    assert put_back(case, Plan((incubation("P", 0, 1, place="gone"),))) == []
    assert put_back(case, Plan((incubation("P", 1, 2),))) == []
    assert put_back(case, Plan((incubation("unknown", 0, 1),))) == []


def test_a_sitting_tenant_moves_when_the_last_plan_moved_it_if_its_old_place_lasts() -> None:
    sits = tenant("T", "K1", 100, 3, movable="yes")
    last = Plan((Placement("T", "incubation", "K2", 2, 4, 0, 100.0, "present", moved_from="K1"),))
    places = [carrier("K1"), carrier("K2")]

    assert put_back(case_of(places, [sits], 4), last) == [("T", "incubation", "K2", 2, 4)]
    places[1]["lettable_area_m2"] = 90
    assert put_back(case_of(places, [sits], 4), last) == [("T", "incubation", "K1", 0, 4)]


def test_a_row_that_is_full_keeps_out_what_was_in_the_last_plan() -> None:
    asks = [project(name, 100, 1, industry="A") for name in "PQ"]
    case = case_of(
        [carrier("K1", 400)], asks, 1,
        industries=[{"industry": "A"}],
        policy=[policy("industry_share_max", 0.3)],
    )  # fmt: skip
    last = Plan(tuple(incubation(name, 0, 1) for name in "PQ"))

    assert put_back(case, last) == [("P", "incubation", "K1", 0, 1)]


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(small_cases(), st.sampled_from([(0.5, 1.0), (1.0, 0.6), (0.8, 0.8), (1.0, 1.0)]))
def test_what_is_put_back_fits_whatever_has_shrunk(
    case: Case | None, left: tuple[float, float]
) -> None:
    assume(case is not None and len(case.projects) > 0)
    assert case is not None
    model = allocation_model(case)
    chosen = solve_compact(model, LIMITS).chosen
    assume(chosen is not None)
    assert chosen is not None
    last = plan_of(case, model.options, chosen)
    shrunk = tuple(
        dataclasses.replace(each, capacity=each.capacity * share)
        for each, share in zip(case.carriers, left, strict=True)
    )
    now = case.replace(carriers=shrunk)
    # Tenants who cannot leave and need more than there is are a fault of the input.
    at_rest = as_they_sit_in(now, last)
    assume(at_rest.relaxation.locked_fit and (at_rest.room.free > -1e-6).all())

    reading = read_again(now, plan_in(started_from(now, last)), last)

    # What is still missing (a minimum, somebody who must be housed) is for the steps after this.
    missing = {rule for rule in AMOUNTS if rule.endswith("_min")}
    missing |= {"pins", "one_home", "sitting_tenants"}
    assert {breach.rule for breach in reading.breaches} <= missing


def test_what_is_added_to_a_last_plan_moves_nothing_the_cap_forbids() -> None:
    grows = project("P", 100, 1, **need("acceleration", 100, 1))
    places = [
        carrier("K1", campus="A"),
        carrier("K2", campus="B"),
        carrier("K3", campus="B", stages="acceleration"),
    ]
    capped = {"max_moves_from_previous": 0, "campus_move_cost": 1}
    case = case_of(places, [grows], 2, capped)
    last = Plan((Placement("P", "incubation", "K1", 0, 1, 0, 100.0, "full"),))
    planner = started_from(case, last)
    assert planner.is_feasible

    # K2 saves the move between campuses; but who is told to stay in K1 stays there.
    planner.build(planner.relaxation.first_prices(), np.ones(1))
    assert planner.is_feasible
