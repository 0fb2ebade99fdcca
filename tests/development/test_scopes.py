"""Scopes of the plan's policy rows: what a rule does not look at is refused, not passed over."""

from collections.abc import Iterable

import pytest

from optimizer.domain.assemble import assemble
from optimizer.domain.assemble_wishes import PLAN_ONLY_RULES
from optimizer.domain.case import Case
from optimizer.faults import Fault, WorkbookFaults
from optimizer.rules.expansion_book import EXPANSION_RULES
from optimizer.tables.frames import tables_from_frames
from tests.cases import Row, carrier, policy
from tests.development.cases import arrivals, candidate, needs, plan_case, plan_tables, planned

SCOPES = {
    "campus": "campus=N",
    "carrier": "carrier=K0",
    "stage": "stage=incubation",
    "industry": "industry=I",
}
READ = {
    "capital_10k_per_year_max": {"campus"},
    "starts_m2_per_year_max": {"campus"},
    "vacancy_max": {"campus"},
    "new_area_min": {"campus", "stage", "industry"},
    "total_area_min": {"campus"},
    "industry_area_min": {"campus", "stage", "industry"},
    "enclaves_min": set(),
}


def errors(faults: Iterable[Fault]) -> list[str]:
    return [fault.code for fault in faults if fault.severity == "error"]


def with_scope(rule: str, scope: str) -> Case:
    return plan_case([candidate("A", industries="I")], [], policy=[policy(rule, 1, scope=scope)])


def test_every_rule_of_a_plan_that_a_policy_row_asks_for_says_what_it_reads() -> None:
    rules = {rule.name for rule in EXPANSION_RULES}

    assert set(READ) == set(PLAN_ONLY_RULES)
    assert set(READ) <= rules


@pytest.mark.parametrize("rule", READ)
@pytest.mark.parametrize("part", SCOPES)
def test_a_scope_is_read_or_refused(rule: str, part: str) -> None:
    if part in READ[rule]:
        assert len(with_scope(rule, SCOPES[part]).outlook.policies) == 1
        return
    with pytest.raises(WorkbookFaults) as raised:
        with_scope(rule, SCOPES[part])

    assert errors(raised.value.faults) == ["plan_scope_unread"]


@pytest.mark.parametrize("rule", READ)
def test_the_city_is_read_by_every_rule(rule: str) -> None:
    assert len(with_scope(rule, "city").outlook.policies) == 1


@pytest.mark.parametrize("name", ["I", "J", "Q"])
def test_an_industry_of_the_forecast_or_of_a_candidate_is_known_without_a_list(name: str) -> None:
    # Projects are of I, the forecast is of J, the candidate takes Q.
    row = policy("industry_area_min", 40, scope=f"industry={name}")
    places, forecast = [candidate("A", industries="I;J;Q")], [arrivals(2026, 10, industry="J")]
    (read,) = plan_case(places, [], forecast=forecast, policy=[row]).outlook.policies

    assert read.scope.industry == name


def test_area_is_laid_out_for_an_industry_that_only_the_forecast_names() -> None:
    row = policy("industry_area_min", 40, scope="industry=J")
    places, forecast = [candidate("A", industries="I;J")], [arrivals(2026, 10, industry="J")]
    found = planned(plan_case(places, [], forecast=forecast, policy=[row]))

    assert not found.reading.breaches
    assert sum(a.area_m2 for a in found.plan.allotments if a.industry == "J") >= 40 - 1e-6


LIST: list[Row] = [{"industry": "I"}, {"industry": "J"}]


@pytest.mark.parametrize(
    ("rule", "scope"),
    [
        ("industry_area_min", "industry=J"),
        ("industry_area_min", "stage=acceleration;industry=J"),
        ("new_area_min", "industry=J"),
        ("new_area_min", "stage=acceleration;industry=J"),
    ],
)
def test_area_is_laid_out_for_an_industry_nobody_asks_for(rule: str, scope: str) -> None:
    # I asks for 2 x 50 m² for 2 years; 40 of the 100 m² of A must be laid out for J: 80 unmet.
    site = candidate("A", stages="incubation;acceleration")
    wishes = [needs("P1", 50, industry="I"), needs("P2", 50, industry="I")]
    row = policy(rule, 40, scope=scope)
    found = planned(plan_case([site], wishes, policy=[row], industries=LIST))

    assert found.breached == set()
    assert found.cost == pytest.approx(80)
    assert sum(a.area_m2 for a in found.plan.allotments if a.industry == "J") >= 40 - 1e-6


def test_a_row_for_every_industry_lays_out_for_those_nobody_asks_for() -> None:
    row = policy("industry_area_min", 30)
    found = planned(plan_case([candidate("A")], [], policy=[row], industries=LIST))

    assert found.breached == set()
    area = {a.industry: a.area_m2 for a in found.plan.allotments}
    assert min(area["I"], area["J"]) >= 30 - 1e-6


def test_an_industry_that_nothing_names_is_still_unknown() -> None:
    with pytest.raises(WorkbookFaults) as raised:
        with_scope("industry_area_min", "industry=Z")

    assert errors(raised.value.faults) == ["unknown_reference"]


def test_arrivals_before_the_plan_are_left_out() -> None:
    past = arrivals(2025, 400)
    old = plan_case([candidate("A")], [], forecast=[past, arrivals(2026, 40)])

    new = plan_case([candidate("A")], [], forecast=[arrivals(2026, 40)])
    assert "forecast_in_the_past" in {fault.code for fault in old.warnings}
    assert "forecast_in_the_past" not in {fault.code for fault in new.warnings}
    assert planned(old).cost == planned(new).cost


def test_conversions_of_a_carrier_to_two_stages_are_no_repetition() -> None:
    rows = [
        {"carrier": "K1", "from_stage": "nursery", "to_stage": stage}
        for stage in ("incubation", "acceleration")
    ]
    tables = plan_tables(
        [candidate("A")], [], carriers=[carrier("K1", 80, "nursery")], conversions=rows
    )
    case, faults = assemble(*tables_from_frames(tables))

    assert "conversion_given_twice" not in {fault.code for fault in faults}
    assert case is not None
    assert len(case.outlook.conversions) == 2
