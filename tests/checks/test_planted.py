"""The second reading finds what was planted, and names rule, project, carrier and quarter."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from optimizer.checks.breach import Breach
from optimizer.checks.reading import CHECKS, read_again
from optimizer.domain.case import Case
from optimizer.domain.plan import Placement, Plan
from tests.cases import (
    carrier,
    case_of,
    day,
    end_of,
    must,
    must_not,
    need,
    policy,
    project,
    solved,
    tenant,
)

Change = Callable[[Placement], Placement]

#: P1 incubates in K1 in 2026Q1 and accelerates in K2 from 2026Q2; P2 begins in 2026Q2 in K1;
#: T1 sits in K1 to 2026Q2 and may move, T2 sits in K3 to 2026Q3 and may not.
CARRIERS = [
    carrier("K1", 150),
    carrier("K2", 300, "acceleration"),
    carrier("K3", 150, opens=day(-1), closes=end_of(2)),
    carrier("K4", 150, opens=day(2)),
]
PROJECTS = [
    project("P1", 60, 1, **need("acceleration", 200, 2, 100)),
    project("P2", 60, 2, arrives=day(1)),
    tenant("T1", "K1", 50, 1, movable="yes"),
    tenant("T2", "K3", 50, 2, movable="no"),
]
SETTINGS = {"max_wait_quarters": 1, "max_overstay_quarters": 1, "waiting_cost": 0.1}
CASE = case_of(CARRIERS, PROJECTS, 4, SETTINGS)


def placed(name: str, stage: str, home: str, first: int, end: int, area: float) -> Placement:
    return Placement(name, stage, home, first, end, 0, area, "full")  # type: ignore[arg-type]


def sits(name: str, home: str, end: int, **more: object) -> Placement:
    return Placement(name, "incubation", home, 0, end, 0, 50, "present", **more)  # type: ignore[arg-type]


CLEAN = {
    "P1 i": placed("P1", "incubation", "K1", 0, 1, 60),
    "P1 a": placed("P1", "acceleration", "K2", 1, 3, 200),
    "P2 i": placed("P2", "incubation", "K1", 1, 3, 60),
    "T1 i": sits("T1", "K1", 2),
    "T2 i": sits("T2", "K3", 3, locked=True),
}


def breaches_of(case: Case, *, without: str = "", **changes: dict[str, object]) -> list[Breach]:
    plan = dict(CLEAN)
    plan.pop(without, None)
    for key, change in changes.items():
        name = key.replace("_", " ")
        plan[name] = replace(plan[name], **change)  # type: ignore[arg-type]
    return list(read_again(case, Plan(tuple(plan.values()))).breaches)


def told(breach: Breach) -> tuple[str, str, str, str]:
    return breach.rule, breach.project, breach.carrier, breach.quarter


def test_the_plan_before_anything_is_planted_is_clean() -> None:
    assert breaches_of(CASE) == []


PLANTED = [
    ("moved to a carrier of another stage", {"P2_i": {"carrier": "K2"}}, "fit", "P2 K2 2026Q2"),
    (
        "begun before it is wanted",
        {"P2_i": {"first": 0, "end": 2}},
        "timing",
        "P2 K1 2026Q1",
    ),
    (
        "begun before the carrier opens",
        {"P2_i": {"carrier": "K4"}},
        "timing",
        "P2 K4 2026Q2",
    ),
    (
        "let after the carrier closes",
        {"P2_i": {"carrier": "K3", "first": 2, "end": 4}},
        "timing",
        "P2 K3 2026Q3",
    ),
    (
        "waited too long",
        {"P2_i": {"first": 3, "end": 5}},
        "timing",
        "P2 K1 2026Q4",
    ),
    (
        "given less time than planned",
        {"P2_i": {"end": 2}},
        "timing",
        "P2 K1 2026Q2",
    ),
    (
        "overstayed longer than allowed",
        {"P1_i": {"end": 3, "overstay": 2}, "P1_a": {"first": 3, "end": 5}},
        "timing",
        "P1 K1 2026Q2",
    ),
    (
        "given another area",
        {"P2_i": {"area_m2": 59}},
        "area_mode",
        "P2 K1 2026Q2",
    ),
    (
        "given the minimum area under the name of the full one",
        {"P1_a": {"area_m2": 100}},
        "area_mode",
        "P1 K2 2026Q2",
    ),
    (
        "begun before its predecessor ends",
        {"P1_a": {"first": 2, "end": 4}},
        "order",
        "P1 K2 2026Q3",
    ),
    ("let to who is not in the workbook", {"P2_i": {"project": "P9"}}, "known_names", "P9 K1 "),
    ("let in a carrier nobody knows", {"P2_i": {"carrier": "K9"}}, "known_names", "P2 K9 "),
    (
        "moved a tenant that may not move",
        {"T2_i": {"carrier": "K1", "moved_from": "K3", "locked": False}},
        "sitting_tenants",
        "T2 K1 2026Q1",
    ),
    (
        "moved a tenant without saying from where",
        {"T1_i": {"carrier": "K3"}},
        "sitting_tenants",
        "T1 K3 2026Q1",
    ),
    (
        "ended a lease early",
        {"T1_i": {"end": 1}},
        "sitting_tenants",
        "T1 K1 2026Q1",
    ),
    (
        "moved a tenant after its lease",
        {"T1_i": {"carrier": "K4", "moved_from": "K1", "first": 2}},
        "sitting_tenants",
        "T1 K4 2026Q3",
    ),
]


@pytest.mark.parametrize(
    ("changes", "rule", "where"),
    [each[1:] for each in PLANTED],
    ids=[each[0].replace(" ", "_") for each in PLANTED],
)
def test_a_planted_breach_is_found_and_placed(
    changes: dict[str, dict[str, object]], rule: str, where: str
) -> None:
    name, home, quarter = where.split(" ")

    assert (rule, name, home, quarter) in [told(b) for b in breaches_of(CASE, **changes)]


def test_space_let_twice_is_found_in_the_quarter_it_is_short() -> None:
    # 60 + 50 + 60 of 150 m² in 2026Q2 are 170.
    chain = {"P1_i": {"end": 2, "overstay": 1}, "P1_a": {"first": 2, "end": 4}}
    (breach,) = breaches_of(CASE, **chain)  # type: ignore[arg-type]

    assert told(breach)[0::2] == ("carrier_area", "K1")
    assert (breach.found, breach.allowed, breach.unit) == (170, 150, "m2")
    assert breach.quarter == "2026Q2"


def test_a_stay_placed_twice_is_found() -> None:
    twice = (*CLEAN.values(), replace(CLEAN["P2 i"], carrier="K3", end=3))

    assert ("one_home", "P2", "K3", "") in [told(b) for b in read_again(CASE, Plan(twice)).breaches]


def test_an_overstay_without_a_next_stay_is_found() -> None:
    found = breaches_of(CASE, without="P1 a", P1_i={"end": 2, "overstay": 1})

    assert ("order", "P1", "K1", "2026Q2") in [told(b) for b in found]


def test_a_later_stay_without_its_predecessor_is_found() -> None:
    assert [told(b) for b in breaches_of(CASE, without="P1 i")] == [("order", "P1", "K2", "2026Q2")]


def test_a_tenant_left_out_of_the_plan_is_found() -> None:
    assert [told(b) for b in breaches_of(CASE, without="T2 i")] == [
        ("sitting_tenants", "T2", "K3", "2026Q1")
    ]


def test_a_stay_left_out_though_all_must_be_placed_is_found() -> None:
    strict = case_of(CARRIERS, PROJECTS, 4, {**SETTINGS, "must_place": "yes"})

    assert [told(b) for b in breaches_of(strict, without="P2 i")] == [("one_home", "P2", "", "")]


@pytest.mark.parametrize(
    ("pin", "where"),
    [
        (must("P2", "K3"), ("P2", "K1", "2026Q2")),
        (must("P2", "K1", **{"from": day(2)}), ("P2", "K1", "2026Q2")),
        (must_not("P2", "K1"), ("P2", "K1", "2026Q2")),
        (must_not("P2", "K1", **{"from": day(2)}), ("P2", "K1", "2026Q2")),
    ],
    ids=["elsewhere", "another_quarter", "forbidden", "still_there_when_forbidden"],
)
def test_a_plan_against_a_pin_is_found(pin: dict[str, object], where: tuple[str, ...]) -> None:
    pinned = case_of(CARRIERS, PROJECTS, 4, SETTINGS, pins=[pin])

    assert [told(b) for b in breaches_of(pinned)] == [("pins", *where)]


def test_a_pinned_stay_left_out_is_found() -> None:
    pinned = case_of(CARRIERS, PROJECTS, 4, SETTINGS, pins=[must("P2", "K1")])

    assert [told(b) for b in breaches_of(pinned, without="P2 i")] == [("pins", "P2", "K1", "")]


@pytest.mark.parametrize(
    ("kind", "a", "b", "where"),
    [
        ("apart", "P2", "T1", ("P2", "K1", "2026Q2")),
        ("same_carrier", "P2", "T2", ("P2", "K1", "2026Q2")),
        ("adjacent", "P2", "T2", ("P2", "K1", "2026Q2")),
    ],
)
def test_a_broken_relation_is_found(kind: str, a: str, b: str, where: tuple[str, ...]) -> None:
    case = case_of(CARRIERS, PROJECTS, 4, SETTINGS, relations=[{"a": a, "b": b, "kind": kind}])
    found = breaches_of(case)

    assert {breach.rule for breach in found} == {"relations"}
    assert told(found[0]) == ("relations", *where)
    assert found[0].note == f"{kind} {b}"


def test_protected_projects_in_the_minimum_area_are_found() -> None:
    protected = {**PROJECTS[0], "protected": "yes"}
    case = case_of(CARRIERS, [protected, *PROJECTS[1:]], 4, SETTINGS)
    found = breaches_of(case, P1_a={"area_m2": 100, "mode": "minimum"})

    assert [told(b) for b in found] == [("area_mode", "P1", "K2", "2026Q2")]


@pytest.mark.parametrize(
    ("rule", "limit", "where", "found"),
    [
        ("firm_area_max", 55, ("", "", "2026Q1"), 60),
        # K4 opens in 2026Q3; until then the campus has 600 m² open.
        ("firm_share_max", 0.3, ("", "G", "2026Q2"), 200 / 600),
        ("residence_months_max", 4, ("P2", "", ""), 6),
        ("incubatees_min", 9, ("", "G", "2026Q1"), 2),
    ],
)
def test_a_policy_row_that_is_broken_names_its_place_and_quarter(
    rule: str, limit: float, where: tuple[str, str, str], found: float
) -> None:
    declared = [{**CARRIERS[0], "declared_area_m2": 150}, *CARRIERS[1:]]
    projects = [*PROJECTS, *(project(f"Q{n}", 1, 4) for n in range(9))]
    case = case_of(declared, projects, 4, SETTINGS, policy=[policy(rule, limit)])
    first = next(breach for breach in breaches_of(case) if breach.rule == rule)

    assert (first.project, first.carrier, first.quarter) == where
    assert (first.found, first.allowed, first.note) == (pytest.approx(found), limit, "C01")


def test_every_check_reads_rows_where_there_is_something_to_read() -> None:
    reading = solved(CASE).reading

    rows = {each.rule: each.rows for each in reading.rules}
    assert set(rows) == set(CHECKS)
    for rule in ("known_names", "fit", "area_mode", "timing", "carrier_area", "sitting_tenants"):
        assert rows[rule] > 0


def test_changes_beyond_what_the_last_plan_allows_are_found() -> None:
    case = case_of(CARRIERS, PROJECTS, 4, {**SETTINGS, "max_moves_from_previous": 0})
    before = Plan((replace(CLEAN["P2 i"], carrier="K3"),))
    reading = read_again(case, Plan(tuple(CLEAN.values())), before)

    assert [(b.rule, b.found, b.allowed) for b in reading.breaches] == [("previous_moves", 1, 0)]
