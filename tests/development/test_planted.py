"""The second reading of a development plan finds what was planted, and says where and when."""

from dataclasses import replace

import pytest

from optimizer.checks.breach import Breach
from optimizer.checks.development.reading import DevelopmentReading, read_development
from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.development_plan import (
    Allotment,
    Converted,
    DevelopmentPlan,
    Opening,
    Service,
    Unmet,
)
from tests.cases import Row, carrier, end_of, policy, project
from tests.development.cases import candidate, flow, needs, plan_case

#: A has two phases of 100 m², half a year in building, filled within two quarters; K1 is
#: nursery space, a quarter of which may be converted within half a year; E is an enclave.
CANDIDATES: list[Row] = [
    candidate("A", phase="1", lead_months=6, max_share_acceleration=0.5,
              stages="incubation;acceleration"),
    candidate("A", phase="2", lead_months=6, stages="incubation", industries="I"),
    candidate("E", 50, stages="nursery", enclave="domestic", industries="I"),
]  # fmt: skip
CARRIERS = [carrier("K1", 80, "nursery"), carrier("K2", 60, "acceleration")]
PROJECTS = [needs("P1", 80, industry="I"), project("P2", 20, 4, "acceleration", industry="I")]
SETTINGS: Row = {"absorption_quarters": 2}
CONVERSIONS: list[Row] = [
    {"carrier": "K1", "from_stage": "nursery", "to_stage": "incubation", "months": 6,
     "max_share": 0.25, "cost_per_m2": 1_000},
]  # fmt: skip
FLOWS = [flow("nursery", 2, 0.5, 0.5, home_share=1), flow("incubation", 4)]
ONE, TWO, HOME = "pipeline/incubation/I/(1)", "pipeline/acceleration/I/(2)", "home/incubation/I"


def case_with(settings: Row | None = None, **sheets: list[Row]) -> Case:
    """The case of all tests here; more settings and sheets by name."""
    said = {**SETTINGS, **(settings or {})}
    return plan_case(
        CANDIDATES, PROJECTS, 2, said, CARRIERS, conversions=CONVERSIONS, flow=FLOWS, **sheets
    )


CASE = case_with()

# A·1 is begun in 2026Q1 and opens in Q3: 0, 0, 1/2, 1 is 3/8 of 2026, all of 2027. 10 m² of K1
# are converted in 2026Q1, in use from Q3: 1/2 of 2026. E opens at once and is full in Q2: half of
# it begins in Q1 and half in Q2; half of those graduate after two quarters and come home.
CLEAN = DevelopmentPlan(
    openings=(Opening("A·1", 2026, 0, 2), Opening("E", 2026, 0, 0)),
    allotments=(
        Allotment("A·1", "incubation", "I", 90),
        Allotment("A·1", "acceleration", "I", 10),
        Allotment("E", "nursery", "I", 50),
    ),
    converted=(Converted("K1", "nursery", "incubation", 2026, 10),),
    services=(
        Service(ONE, "A·1", 2026, 30),
        Service(ONE, "K1", 2026, 5),
        Service(ONE, "A·1", 2027, 80),
        Service(TWO, "K2", 2026, 20),
        Service(HOME, "K1", 2027, 10),
    ),
    unmet=(Unmet(ONE, 2026, 45),),
)


def read(plan: DevelopmentPlan = CLEAN, case: Case = CASE) -> DevelopmentReading:
    return read_development(case, Demand.of(case), plan)


def breaches_of(case: Case = CASE, **parts: tuple[object, ...]) -> list[Breach]:
    """Breaches of the clean plan with some of its parts exchanged."""
    return list(read(replace(CLEAN, **parts), case).breaches)  # type: ignore[arg-type]


def told(breach: Breach) -> tuple[str, str, str, str]:
    return breach.rule, breach.carrier, breach.stage, breach.quarter


def with_service(number: int, **changes: object) -> tuple[Service, ...]:
    services = list(CLEAN.services)
    services[number] = replace(services[number], **changes)  # type: ignore[arg-type]
    return tuple(services)


def test_the_plan_before_anything_is_planted_is_clean() -> None:
    assert read().breaches == ()
    rows = {each.rule: each.rows for each in read().rules}
    assert rows["new_space"] == 2
    assert rows["existing_space"] == 2 * 2 + 2


FIRST, ENCLAVE = CLEAN.openings
PLANTED = [
    ("begun in another year than told", {"openings": (replace(FIRST, year=2027), ENCLAVE)},
     ("building_time", "A·1", "", "2027")),
    ("opened before it is built", {"openings": (replace(FIRST, opens=1), ENCLAVE)},
     ("building_time", "A·1", "", "2026")),
    ("built twice", {"openings": (FIRST, Opening("A·1", 2027, 4, 6), ENCLAVE)},
     ("build_once", "A·1", "", "")),
    ("a phase without the one before it", {"openings": (Opening("A·2", 2026, 0, 2), ENCLAVE)},
     ("phase_order", "A·2", "", "2026")),
    ("space left without a use", {"allotments": CLEAN.allotments[1:]},
     ("laid_out", "A·1", "", "2026")),
    ("space laid out in what is not built",
     {"allotments": (*CLEAN.allotments, Allotment("A·2", "incubation", "I", 9))},
     ("laid_out", "A·2", "", "")),
    ("laid out for what it is not meant for",
     {"allotments": (*CLEAN.allotments[:2], Allotment("E", "incubation", "I", 50))},
     ("laid_out", "E", "incubation", "")),
    ("more of a stage than its share",
     {"allotments": (Allotment("A·1", "acceleration", "I", 100), CLEAN.allotments[2])},
     ("stage_shares", "A·1", "acceleration", "2026")),
    ("served before it is absorbed", {"services": with_service(0, area_m2=34)},
     ("new_space", "A·1", "incubation", "2026")),
    ("served in what is not open", {"services": with_service(2, place="A·2")},
     ("new_space", "A·2", "incubation", "2027")),
    ("served where it does not fit", {"services": with_service(0, place="K2")},
     ("fit", "K2", "incubation", "2026")),
    ("more than a carrier has free", {"services": with_service(3, area_m2=61)},
     ("existing_space", "K2", "", "2026")),
    ("served before the conversion is done", {"services": with_service(1, area_m2=6)},
     ("existing_space", "K1", "incubation", "2026")),
    ("converted more than its share",
     {"converted": (replace(CLEAN.converted[0], area_m2=21),)},
     ("conversion_share", "K1", "incubation", "")),
    ("demand forgotten", {"unmet": ()}, ("demand_served", "", "incubation", "2026")),
    ("demand invented", {"unmet": (*CLEAN.unmet, Unmet(TWO, 2027, 5))},
     ("demand_served", "", "acceleration", "2027")),
    ("more home than were sent", {"services": with_service(4, place="A·1", area_m2=51)},
     ("demand_served", "", "incubation", "2027")),
    ("a negative area", {"services": (*CLEAN.services, Service(ONE, "A·1", 2026, -3))},
     ("fit", "A·1", "incubation", "2026")),
    ("a candidate nobody knows", {"openings": (*CLEAN.openings, Opening("Z", 2026, 0, 0))},
     ("known_names", "Z", "", "2026")),
    ("a year beyond the plan", {"unmet": (*CLEAN.unmet, Unmet(ONE, 2028, 1))},
     ("known_names", "", "", "2028")),
    ("a conversion nobody offers",
     {"converted": (Converted("K2", "nursery", "incubation", 2026, 1),)},
     ("known_names", "K2", "", "2026")),
    ("a place nobody knows", {"services": with_service(3, place="K9")},
     ("known_names", "K9", "", "2026")),
    ("a block nobody knows", {"services": with_service(3, block="other")},
     ("known_names", "K2", "", "2026")),
    ("an industry nobody knows",
     {"allotments": (*CLEAN.allotments, Allotment("A·1", "incubation", "Z", 0))},
     ("known_names", "A·1", "", "")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "where"),
    [each[1:] for each in PLANTED],
    ids=[e[0].replace(" ", "_") for e in PLANTED],
)
def test_a_planted_breach_is_found_and_placed(
    parts: dict[str, tuple[object, ...]], where: tuple[str, str, str, str]
) -> None:
    assert where in [told(breach) for breach in breaches_of(**parts)]


def test_what_is_found_and_what_is_allowed_are_told_in_m2() -> None:
    # 3/8 of 90 m² are 33.75.
    found = breaches_of(services=with_service(0, area_m2=34))
    (short,) = (breach for breach in found if breach.rule == "new_space")

    assert (short.found, short.allowed, short.unit, short.note) == (34, 33.75, "m2", "I")


def test_areas_that_a_solver_cannot_tell_apart_are_no_breach() -> None:
    assert breaches_of(unmet=(replace(CLEAN.unmet[0], area_m2=45.005),)) == []


def test_begun_earlier_than_the_sheet_allows_is_found() -> None:
    late = [{**CANDIDATES[0], "earliest_start": "2026-04-01"}, *CANDIDATES[1:]]
    case = plan_case(late, PROJECTS, 2, SETTINGS, CARRIERS, conversions=CONVERSIONS, flow=FLOWS)

    assert [told(b) for b in breaches_of(case)] == [("building_time", "A·1", "", "2026")]


def test_a_phase_begun_a_quarter_before_the_first_is_found() -> None:
    # Both in 2026, but in the wrong order.
    openings = (Opening("A·1", 2026, 1, 3), Opening("A·2", 2026, 0, 2), ENCLAVE)

    assert ("phase_order", "A·2", "", "2026") in [told(b) for b in breaches_of(openings=openings)]


def test_what_must_be_built_and_is_not_is_found() -> None:
    forced = [CANDIDATES[0], {**CANDIDATES[1], "must_build": "yes"}, CANDIDATES[2]]
    case = plan_case(forced, PROJECTS, 2, SETTINGS, CARRIERS, conversions=CONVERSIONS, flow=FLOWS)

    assert [told(b) for b in breaches_of(case)] == [("build_once", "A·2", "", "")]


def test_what_is_left_unmet_though_all_must_be_served_is_found() -> None:
    strict = case_with({"must_place": "yes"})

    assert [told(b) for b in breaches_of(strict)] == [("must_serve", "", "incubation", "2026")]


def test_a_project_served_at_two_sites_is_found() -> None:
    alone = case_with({"one_site_per_project": "yes"})
    names = {ONE: "pipeline/incubation/I/P1", TWO: "pipeline/acceleration/I/P2"}
    renamed = {
        "services": tuple(replace(s, block=names.get(s.block, s.block)) for s in CLEAN.services),
        "unmet": tuple(replace(u, block=names.get(u.block, u.block)) for u in CLEAN.unmet),
    }

    assert [told(b) for b in breaches_of(alone, **renamed)] == [
        ("one_site", "A·1 · K1", "incubation", "")
    ]


# Begun in 2026: 100 m² in the city, 1 enclave; 10 m² converted at 1 000 yuan cost 1; in 2026,
# of 140 m² old and 37.5 new, 55 are let: 122.5 of 177.5 are vacant; in 2027 90 of 240 are let:
# 150 of 240 are vacant.
TARGETS = [
    ("capital_10k_per_year_max", 0.5, "2026", 1, 0.5, "10k_yuan"),
    ("starts_m2_per_year_max", 90, "2026", 100, 90, "m2"),
    ("vacancy_max", 0.2, "2027", 150 / 240, 0.2, "share"),
    ("new_area_min", 101, "", 100, 101, "m2"),
    ("industry_area_min", 101, "", 100, 101, "m2"),
    ("enclaves_min", 2, "", 1, 2, "count"),
    # K1 and K2 have no gross area: 140 / 0.7 = 200.
    ("total_area_min", 301, "", 300, 301, "m2"),
]


@pytest.mark.parametrize(("rule", "limit", "year", "value", "allowed", "unit"), TARGETS)
@pytest.mark.parametrize(
    ("strength", "status"), [("hard", "excess"), ("soft", "excess"), ("watch", "watch_excess")]
)
def test_a_policy_row_that_is_missed_is_read_at_its_tightest(
    rule: str, limit: float, year: str, value: float, allowed: float, unit: str,
    strength: str, status: str,
) -> None:  # fmt: skip
    scope = "industry=I" if rule == "industry_area_min" else ""
    row = policy(rule, limit, strength=strength, scope=scope, weight=3)
    found = read(case=case_with(policy=[row]))
    (told_of,) = found.policies

    assert (told_of.rule, told_of.quarter, told_of.unit) == (rule, year, unit)
    assert (told_of.value, told_of.limit) == (pytest.approx(value), allowed)
    assert told_of.status == status
    assert told_of.margin == pytest.approx(-abs(value - allowed))
    own = [breach for breach in found.breaches if breach.rule == rule]
    assert bool(own) == (strength == "hard")
    assert bool(found.amounts["targets"]) == (strength == "soft")


def test_a_missed_soft_row_costs_its_excess_times_its_weight() -> None:
    # Vacant 122.5 and 150 m²; 20 % of 177.5 and 240 m² are 35.5 and 48: 87 + 102 = 189 m² x 3.
    soft = policy("vacancy_max", 0.2, strength="soft", weight=3)

    assert read(case=case_with(policy=[soft])).amounts["targets"] == pytest.approx(567)


def test_a_row_that_is_kept_and_one_that_holds_nowhere_say_so() -> None:
    rows = [
        policy("starts_m2_per_year_max", 150),
        policy("starts_m2_per_year_max", 1, to=end_of(-1)),
        policy("vacancy_max", 0.9, strength="watch"),
    ]
    found = read(case=case_with(policy=rows)).policies

    assert [(each.policy, each.status) for each in found] == [
        ("C01", "met"), ("C02", "no_row"), ("C03", "met"),
    ]  # fmt: skip
    assert found[0].margin == 50
