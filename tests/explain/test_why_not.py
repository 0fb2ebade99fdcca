"""Waiting and refused stays: facts of the case and of the plan, never a claimed cause."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from optimizer.checks.breach import PolicyReading
from optimizer.domain.carrier import Campus, Carrier
from optimizer.domain.case import Case
from optimizer.domain.plan import Placement, Plan
from optimizer.domain.project import Project, Stay
from optimizer.domain.wishes import Pairs, Pin, Relation
from optimizer.domain.words import Stage, State
from optimizer.explain.facts import WaitingFacts
from optimizer.explain.why_not import waiting_facts
from optimizer.labels import LANGS
from optimizer.quarters import quarter_of
from optimizer.settings import Settings
from tests.reporting.example import example_case, example_result

CLAIMS = ("因为", "由于", "because", "due to")


def carrier(name: str, capacity: float, **changes: object) -> Carrier:
    made = Carrier(name, name, "G1", ("incubation",), (), capacity, "m2", capacity)
    return replace(made, **changes)  # type: ignore[arg-type]


def stay(project: int, area: float, stage: Stage = "incubation", **changes: object) -> Stay:
    made = Stay(project, stage, area, area, np.ceil(area / 6), 4)
    return replace(made, **changes)  # type: ignore[arg-type]


def case_of(stays: list[Stay], carriers: list[Carrier], **changes: object) -> Case:
    """Two years from 2026Q1; projects P0, P1 ... as the stays number them."""
    count = max(each.project for each in stays) + 1
    projects = []
    for p in range(count):
        mine = [s for s, each in enumerate(stays) if each.project == p]
        span = range(mine[0], mine[-1] + 1)
        projects.append(Project(f"P{p}", f"P{p}", f"P{p}", "", "approved", 60.0, stays=span))
    case = Case(
        settings=Settings(),
        start=quarter_of(date(2026, 1, 1)),
        quarters=8,
        campuses=(Campus("G1"),),
        carriers=tuple(carriers),
        projects=tuple(projects),
        stays=tuple(stays),
        blocked=np.zeros((len(carriers), 8)),
    )
    return case.replace(**changes)


def plan_of(case: Case, homes: dict[int, tuple[str, int]], **states: State) -> Plan:
    """Placements by stay as (carrier, first quarter); other stays refused."""
    placements = []
    known: dict[tuple[str, str], State] = {}
    for s, each in enumerate(case.stays):
        key = case.stay_key(s)
        known[key] = states.get(key[0], "placed" if s in homes else "refused")
        if s in homes:
            name, first = homes[s]
            end = first + each.length
            placement = Placement(key[0], each.stage, name, first, end, 0, each.area_m2, "full")
            placements.append(placement)
    return Plan(tuple(placements), known)


def facts_of(case: Case, plan: Plan, project: str, stage: Stage = "incubation") -> WaitingFacts:
    return waiting_facts(case, plan)[project, stage]


def test_a_refused_stay_names_the_free_area_of_the_tightest_quarter() -> None:
    # K1 has 500 m²; P0 holds 380 of it in 2026Q1-Q4, so 120 are free until then.
    settings = Settings(max_wait_quarters=0)
    case = case_of([stay(0, 380), stay(1, 400)], [carrier("K1", 500)], settings=settings)
    facts = facts_of(case, plan_of(case, {0: ("K1", 0)}), "P1")

    (tried,) = facts.tried
    assert (tried.free, tried.needed, tried.missing) == (120, 400, 280)
    assert tried.sentence("zh") == "2026Q1 剩余 120 ㎡，需 400 ㎡，差 280"
    assert tried.sentence("en") == "2026Q1: 120 of 400 m² free, 280 missing"
    assert facts.helps[0].sentence("zh") == "最少还差 280 ㎡（K1，2026Q1）"


def test_the_start_that_leaves_most_room_is_looked_at() -> None:
    case = case_of([stay(0, 380), stay(1, 400)], [carrier("K1", 500)])
    facts = facts_of(case, plan_of(case, {0: ("K1", 0)}), "P1")

    assert case.quarter(facts.tried[0].start) == "2027Q1"
    assert "单看面积够用" in facts.tried[0].sentence("zh")
    assert [fact.code for fact in facts.helps] == ["area_not_short"]


def test_an_attribute_that_fails_says_what_is_needed_and_what_is_there() -> None:
    low = carrier("K1", 500, supplies={"clear_height": (4.5, 4.5)})
    case = case_of([stay(0, 100, needs={"clear_height": 6.0})], [low])
    facts = facts_of(case, plan_of(case, {}), "P0")

    assert facts.tried[0].sentence("zh") == "需层高 6 m，载体 4.5 m"
    assert facts.helps[0].sentence("zh") == "仅“层高”一项不符的载体有 1 个"


@pytest.mark.parametrize(
    ("need", "supply", "sentence"),
    [
        ({"fire_class": "乙"}, {"fire_class": (2.0, 2.0)}, "需消防类别 乙，载体 丁"),
        ({"clean_class": "7"}, {"clean_class": (-8.0, -8.0)}, "需洁净等级 ISO 7，载体 ISO 8"),
        ({"drainage": "yes"}, {"drainage": (0.0, 0.0)}, "需排污，载体没有"),
        ({"power": 800.0}, {"power": (100.0, 500.0)}, "需配电 800 kVA，载体至多 500 kVA"),
    ],
)
def test_every_kind_of_attribute_reads_as_the_workbook_says_it(
    need: dict[str, float | str], supply: dict[str, tuple[float, float]], sentence: str
) -> None:
    case = case_of([stay(0, 100, needs=need)], [carrier("K1", 500, supplies=supply)])

    assert facts_of(case, plan_of(case, {}), "P0").tried[0].sentence("zh") == sentence


def test_an_unknown_attribute_is_to_be_verified_on_site() -> None:
    case = case_of([stay(0, 900, needs={"floor_load": 8.0})], [carrier("K1", 1_000)])
    (tried,) = facts_of(case, plan_of(case, {}), "P0").tried

    assert tried.fits
    assert tried.to_verify[0].sentence("zh") == "承重（需 8 kN/㎡）现场核实"


def test_other_reasons_are_told_with_their_numbers() -> None:
    carriers = [
        carrier("K1", 500, stages=("acceleration",)),
        carrier("K2", 50),
        carrier("K3", 500, opens=9),
        carrier("K4", 500, closes=2),
        carrier("K5", 500, enclave="domestic"),
        carrier("K6", 500, smallest_piece_m2=200.0),
        carrier("K7", 500),
    ]
    pairs = Pairs(*(np.array(x) for x in ([0], [6], [np.nan], [np.nan], [0])))
    case = case_of([stay(0, 100)], carriers, pairs=pairs)
    facts = facts_of(case, plan_of(case, {}), "P0")

    said = [facts.tried_at(k).sentence("zh") for k in range(7)]
    assert said == [
        "需孵化载体，该载体用于加速",
        "至少需 100 ㎡，整个载体 50 ㎡",
        "2028Q2 才启用，在规划期之外",
        "2026Q3 后停用，容不下 4 个季度",
        "飞地载体，项目未指定",
        "申请 100 ㎡，载体最小分割 200 ㎡",
        "匹配表写明不可",
    ]
    assert sum(count for _, count in facts.ruled_out()) + facts.fitting == 7


def test_carriers_that_fit_come_first_by_how_little_is_missing() -> None:
    carriers = [carrier("K1", 100), carrier("K2", 300), carrier("K3", 350)]
    settings = Settings(max_wait_quarters=0)
    stays = [stay(0, 200), stay(1, 250), stay(2, 300)]
    case = case_of(stays, carriers, settings=settings)
    facts = facts_of(case, plan_of(case, {0: ("K2", 0), 1: ("K3", 0)}), "P2")

    assert [case.carriers[tried.carrier].id for tried in facts.tried] == ["K2", "K3", "K1"]
    assert [tried.carrier for tried in facts.closest(1)] == [1]


def test_a_waiting_stay_is_not_in_its_own_way() -> None:
    # P1 is given K1 from 2026Q3; without itself 500 - 380 = 120 m² are free in 2026Q2.
    case = case_of([stay(0, 380, length=2), stay(1, 400)], [carrier("K1", 500)])
    plan = plan_of(case, {0: ("K1", 0), 1: ("K1", 2)}, P1="waiting")
    facts = facts_of(case, plan, "P1")

    (tried,) = facts.tried
    assert (case.quarter(tried.tightest), tried.free) == ("2026Q1", 120)
    expected = "最早可在 2026Q1 入驻，安排在 2026Q3（K1），等待 2 个季度"
    assert facts.facts[0].sentence("zh") == expected


def test_a_refused_predecessor_is_named() -> None:
    stays = [stay(0, 600), stay(0, 100, "acceleration")]
    carriers = [carrier("K1", 500), carrier("K2", 500, stages=("acceleration",))]
    case = case_of(stays, carriers)
    facts = facts_of(case, plan_of(case, {}), "P0", "acceleration")

    assert facts.facts[0].sentence("zh") == "前一阶段（孵化）未安置，后续阶段按规则不安排"


def test_what_else_binds_a_stay_with_room_is_listed() -> None:
    case = case_of(
        [stay(0, 100), stay(1, 100)],
        [carrier("K1", 500)],
        relations=(Relation(0, 1, "same_campus"),),
        pins=(Pin(0, (0,), frozenset({0}), "must", label="K1"),),
    )
    reading = PolicyReading(
        "C03", "firm_area_max", "G1", "2026Q2", 1000, 1000, 1000, 0, "m2", "hard", "met", 3, ""
    )
    said = [fact.sentence("zh") for fact in _about(case, reading)]

    assert "有 1 个载体单看面积够用" in said
    assert "与 P1 须同园区，P1 在本方案中：未安置" in said
    assert "锁定：必须在 K1" in said
    assert "硬性政策 C03 单家面积上限（G1，2026Q2）已到限值" in said


def _about(case: Case, reading: PolicyReading) -> tuple:  # type: ignore[type-arg]
    return waiting_facts(case, plan_of(case, {}), (reading,))["P0", "incubation"].facts


def test_a_stay_beyond_the_horizon_has_one_fact() -> None:
    case = case_of([stay(0, 100, earliest=9)], [carrier("K1", 500)])
    facts = facts_of(case, plan_of(case, {}, P0="later"), "P0")

    assert [fact.code for fact in facts.facts] == ["later"]
    assert facts.tried == ()


def test_desks_are_counted_in_desks() -> None:
    desks = carrier("K1", 10, unit="desks", stages=("nursery",), lettable_area_m2=60)
    settings = Settings(max_wait_quarters=0)
    stays = [stay(0, 36, "nursery"), stay(1, 48, "nursery")]
    case = case_of(stays, [desks], settings=settings)
    facts = facts_of(case, plan_of(case, {0: ("K1", 0)}), "P1", "nursery")

    assert facts.tried[0].sentence("zh") == "2026Q1 剩余 4 个工位，需 8 个工位，差 4"


def test_every_waiting_refused_and_later_stay_has_facts_and_none_claims_a_cause() -> None:
    result = example_result()
    assert result.plan is not None
    expected = {key for key, state in result.plan.states.items() if state != "placed"}

    assert set(result.waiting_facts) == expected
    for facts in result.waiting_facts.values():
        for lang in LANGS:
            said = [fact.sentence(lang) for fact in (*facts.facts, *facts.helps)]
            said += [tried.sentence(lang) for tried in facts.tried]
            assert not any(claim in sentence for sentence in said for claim in CLAIMS)


def test_a_plan_that_places_all_has_nothing_to_tell() -> None:
    case = case_of([stay(0, 100)], [carrier("K1", 500)])

    assert waiting_facts(case, plan_of(case, {0: ("K1", 0)})) == {}


def test_the_example_covers_all_four_states() -> None:
    states = set(example_result(example_case()).plan.states.values())  # type: ignore[union-attr]

    assert states == {"placed", "waiting", "refused", "later"}
