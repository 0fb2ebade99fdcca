"""Dates become quarters: the conventions of time, one by one."""

from datetime import date

import pytest

from optimizer.domain.case import Case
from optimizer.domain.words import NEVER
from optimizer.quarters import (
    first_day,
    last_day,
    opening_quarter,
    parse_quarter_label,
    quarter_label,
    quarter_of,
    quarters_of_months,
)
from tests.cases import Row, carrier, case_of, day, end_of, need, project, solved, tables, tenant

K1 = carrier("K1")
NO_NEED = {"incubation_area_m2": None, "incubation_months": None}


def only_stay(case: Case) -> tuple[int, int, int]:
    (stay,) = case.stays
    return stay.earliest, stay.length, stay.latest


@pytest.mark.parametrize(
    ("said", "start"),
    [(date(2026, 1, 1), "2026Q1"), (date(2026, 5, 20), "2026Q2"), (date(2026, 12, 31), "2026Q4")],
)
def test_the_horizon_starts_on_the_first_day_of_its_quarter(said: date, start: str) -> None:
    case = case_of([K1], [project("P1", arrives=said)], 2, {"horizon_start": said})

    assert case.quarter(0) == start
    assert case.settings.horizon_start == first_day(quarter_of(said))


def test_the_horizon_is_twelve_quarters_unless_said() -> None:
    frames = tables([K1], [project("P1")])
    frames["settings"] = frames["settings"].iloc[:1]

    assert Case.from_tables(**frames).quarters == 12


@pytest.mark.parametrize(
    ("arrives", "first"), [(date(2026, 4, 1), 1), (date(2026, 6, 30), 1), (date(2025, 1, 1), -4)]
)
def test_arrival_is_the_quarter_that_contains_the_date(arrives: date, first: int) -> None:
    assert only_stay(case_of([K1], [project("P1", arrives=arrives)]))[0] == first


def test_who_should_have_arrived_before_the_horizon_may_begin_at_once() -> None:
    done = solved(case_of([K1], [project("P1", arrives=day(-9))]))

    assert done.homes == {"P1 i": ("K1", 0, 1)}
    assert done.plan.states["P1", "incubation"] == "placed"


def test_blank_arrival_is_the_first_quarter_and_said_so() -> None:
    case = case_of([K1], [project("P1", arrives=None)])

    assert only_stay(case)[0] == 0
    assert [default.code for default in case.defaults] == ["arrives"]


def test_earliest_and_latest_are_the_quarters_that_contain_them() -> None:
    row = {"project": "P1", "stage": "incubation", "area_m2": 100, "months": 3}
    row |= {"earliest": date(2026, 6, 30), "latest": date(2026, 7, 1)}
    case = case_of([K1], [project("P1") | NO_NEED], 4, stays=[row])

    assert only_stay(case) == (1, 1, 2)


@pytest.mark.parametrize(
    ("months", "quarters"), [(1, 1), (3, 1), (3.5, 2), (4, 2), (12, 4), (13, 5), (0.5, 1)]
)
def test_length_is_months_rounded_up_to_quarters(months: float, quarters: int) -> None:
    assert quarters_of_months(months) == quarters
    assert only_stay(case_of([K1], [project("P1", incubation_months=months)]))[1] == quarters


@pytest.mark.parametrize(
    ("opens", "first"), [(date(2026, 4, 1), 1), (date(2026, 4, 2), 2), (date(2026, 1, 1), 0)]
)
def test_a_carrier_opens_with_the_first_quarter_on_or_after_its_date(
    opens: date, first: int
) -> None:
    case = case_of([carrier("K1", opens=opens)], [project("P1")], 4)

    assert case.carriers[0].opens == first
    assert case.is_open[0].tolist() == [t >= first for t in range(4)]


@pytest.mark.parametrize("closes", [date(2026, 4, 1), date(2026, 6, 30)])
def test_a_carrier_is_occupied_through_the_quarter_it_closes_in(closes: date) -> None:
    case = case_of([carrier("K1", closes=closes)], [project("P1")], 4)

    assert case.is_open[0].tolist() == [True, True, False, False]


@pytest.mark.parametrize("until", [date(2026, 4, 1), date(2026, 6, 30)])
def test_a_lease_is_occupied_through_the_quarter_it_ends_in(until: date) -> None:
    case = case_of([K1], [tenant("T1", "K1", 50, 0, lease_end=until)], 4)

    assert only_stay(case)[1] == 2


def test_no_stay_reaches_past_closing() -> None:
    closing = carrier("K1", closes=end_of(2))
    settings = {"max_wait_quarters": 3}
    projects = [project("P1", 150, 2), project("P2", 150, 2)]
    done = solved(case_of([closing], projects, 4, settings))

    assert {(first, end) for _, first, end in done.homes.values()} <= {(0, 2), (1, 3)}
    assert len(done.homes) == 1


def test_a_stay_may_run_past_the_horizon() -> None:
    done = solved(case_of([K1], [project("P1", 150, 9)], 2))

    assert done.homes == {"P1 i": ("K1", 0, 9)}


def test_a_stay_may_begin_in_the_last_quarter_but_not_after_it() -> None:
    late, later = project("P1", arrives=day(1)), project("P2", arrives=day(2))
    done = solved(case_of([K1], [late, later], 2, {"max_wait_quarters": 4}))

    assert done.homes == {"P1 i": ("K1", 1, 2)}
    assert done.plan.states["P2", "incubation"] == "later"


def test_what_follows_a_stay_that_ends_at_the_horizon_is_later() -> None:
    chain = project("P1", 150, 2, **need("acceleration", 500, 4))
    done = solved(case_of([K1, carrier("K2", 500, "acceleration")], [chain], 2))

    assert done.plan.states == {("P1", "incubation"): "placed", ("P1", "acceleration"): "later"}


def test_a_stay_is_waiting_where_it_begins_after_its_earliest_possible_quarter() -> None:
    # An overstay of the first stay makes the second one wait.
    chain = project("P1", 150, 1, **need("acceleration", 500, 1))
    hall = carrier("K2", 500, "acceleration", opens=day(2))
    done = solved(case_of([K1, hall], [chain], 3, {"max_overstay_quarters": 1}))

    assert done.plan.states == {("P1", "incubation"): "placed", ("P1", "acceleration"): "waiting"}


def test_a_refused_stay_refuses_the_later_ones() -> None:
    chain = project("P1", 200, 1, **need("acceleration", 500, 1))
    done = solved(case_of([K1, carrier("K2", 500, "acceleration")], [chain], 2))

    assert set(done.plan.states.values()) == {"refused"}


def test_the_four_states_add_up_to_the_stays() -> None:
    projects = [
        tenant("T1", "K1", 20, 0),
        project("P1", 120, 1, **need("acceleration", 500, 1)),
        project("P2", 120, 1),
        project("P3", 120, 1),
        project("P4", 10, 1, arrives=day(5)),
    ]
    carriers = [K1, carrier("K2", 500, "acceleration")]
    done = solved(case_of(carriers, projects, 2, {"max_wait_quarters": 1}))

    states = list(done.plan.states.values())
    assert len(states) == len(done.case.stays) == 6
    assert sorted(set(states)) == ["later", "placed", "refused", "waiting"]


TENANT_LEASES: dict[str, tuple[Row, Row, int | None, list[str]]] = {
    "to_its_quarter_where_it_leaves": ({"lease_end": end_of(1)}, {}, 2, []),
    "to_the_horizon_where_it_renews": (
        {"lease_end": end_of(1)},
        {"lease_end_means": "renews"},
        4,
        [],
    ),
    "to_its_quarter_where_a_next_stay_follows": (
        {"lease_end": end_of(1), **need("acceleration", 100, 1)},
        {"lease_end_means": "renews"},
        2,
        [],
    ),
    "to_the_horizon_where_blank": ({"lease_end": None}, {}, 4, ["lease_end_missing"]),
    "free_to_go_where_past": ({"lease_end": end_of(-1)}, {}, None, ["lease_over_free"]),
    "to_the_horizon_where_past_and_not_movable": (
        {"lease_end": end_of(-1), "movable": "no"},
        {},
        4,
        ["lease_over_stays"],
    ),
    "one_quarter_where_past_not_movable_and_followed": (
        {"lease_end": end_of(-1), "movable": "no", **need("acceleration", 100, 1)},
        {},
        1,
        ["lease_over_stays"],
    ),
}


@pytest.mark.parametrize("name", TENANT_LEASES)
def test_how_long_a_sitting_tenant_stays(name: str) -> None:
    more, settings, length, warned = TENANT_LEASES[name]
    carriers = [K1, carrier("K2", 500, "acceleration")]
    case = case_of(carriers, [tenant("T1", "K1", 50, 0) | more, project("P9", 10)], 4, settings)

    present = [stay.length for stay in case.stays if stay.is_present]
    assert present == ([] if length is None else [length])
    assert [fault.code for fault in case.warnings] == warned


def test_months_of_a_present_stay_are_ignored_and_said_so() -> None:
    sitting = tenant("T1", "K1", 50, 1) | need("incubation", 90, 8)
    case = case_of([K1], [sitting], 4)

    assert [(stay.area_m2, stay.length) for stay in case.stays] == [(50, 2)]
    assert [default.code for default in case.defaults] == ["months_of_present"]


@pytest.mark.parametrize("number", [7996, 8103, 8107])
def test_labels_read_back(number: int) -> None:
    assert parse_quarter_label(quarter_label(number)) == number
    assert last_day(number).month % 3 == 0


def test_a_label_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="2026Q3"):
        parse_quarter_label("2026-3")


def test_never_lies_beyond_every_horizon() -> None:
    assert case_of([K1], [project("P1")]).carriers[0].closes == NEVER
    assert opening_quarter(date(2200, 1, 1)) < NEVER
