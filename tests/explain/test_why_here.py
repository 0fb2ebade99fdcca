"""Placements: what can be said of each, as facts."""

from dataclasses import replace

from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.domain.wishes import Industry, Pin
from optimizer.explain.why_here import placement_facts
from optimizer.labels import LANGS
from tests.explain.test_why_not import CLAIMS, carrier, case_of, plan_of, stay
from tests.reporting.example import example_result


def said(case: Case, plan: Plan, project: str) -> list[str]:
    """Sentences about the first placement of a project."""
    facts = placement_facts(case, plan)
    return [fact.sentence("zh") for fact in facts[project, "incubation"].facts]


def test_a_new_stay_says_when_and_how_many_carriers_fit() -> None:
    case = case_of([stay(0, 100)], [carrier("K1", 500), carrier("K2", 500), carrier("K3", 50)])

    assert said(case, plan_of(case, {0: ("K1", 0)}), "P0") == [
        "按最早可能的 2026Q1 入驻",
        "3 个载体中 2 个符合条件",
    ]


def test_the_only_carrier_and_a_late_start_are_named() -> None:
    case = case_of([stay(0, 100)], [carrier("K1", 500), carrier("K2", 50)])

    assert said(case, plan_of(case, {0: ("K1", 2)}), "P0") == [
        "最早可能 2026Q1，安排 2026Q3，晚 2 个季度",
        "2 个载体中唯一符合条件的",
    ]


def test_pins_and_wishes_are_named() -> None:
    pin = Pin(0, (0,), frozenset({0}), "must", label="K1")
    case = case_of([stay(0, 100), stay(1, 100)], [carrier("K1", 500)], pins=(pin,))
    wishing = replace(case.projects[1], wanted_carrier=0)
    case = case.replace(projects=(case.projects[0], wishing))
    plan = plan_of(case, {0: ("K1", 0), 1: ("K1", 0)})

    assert "锁定表指定 K1" in said(case, plan, "P0")
    assert "是其意向载体" in said(case, plan, "P1")


def test_a_later_stage_says_where_the_one_before_is() -> None:
    both = ("incubation", "acceleration")
    carriers = [carrier("K1", 500, stages=both), carrier("K2", 500, stages=both)]
    case = case_of([stay(0, 100), stay(0, 200, "acceleration")], carriers)
    same = placement_facts(case, plan_of(case, {0: ("K1", 0), 1: ("K1", 4)}))
    other = placement_facts(case, plan_of(case, {0: ("K1", 0), 1: ("K2", 4)}))

    assert "与前一阶段（孵化）同一载体" in same["P0", "acceleration"].sentence("zh")
    assert "前一阶段（孵化）在同园区的 K1" in other["P0", "acceleration"].sentence("zh")


def test_minimum_area_and_overstay_are_told() -> None:
    case = case_of([stay(0, 100, min_area_m2=60.0)], [carrier("K1", 500)])
    (placed,) = plan_of(case, {0: ("K1", 0)}).placements
    placed = replace(placed, mode="minimum", area_m2=60.0, end=5, overstay=1)
    sentences = said(case, Plan((placed,), {("P0", "incubation"): "placed"}), "P0")

    assert "按最小面积 60 ㎡（申请 100 ㎡）" in sentences
    assert "计划至 2026Q4，超期 1 个季度等待下一阶段" in sentences


def test_a_locked_tenant_says_its_lease() -> None:
    case = case_of([stay(0, 100, home=0, length=3)], [carrier("K1", 500)])
    (placed,) = plan_of(case, {0: ("K1", 0)}).placements
    plan = Plan((replace(placed, mode="present", locked=True),), {("P0", "incubation"): "placed"})

    assert said(case, plan, "P0") == ["现租户，租约至 2026Q3"]


def test_neighbours_of_linked_industries_are_counted_while_they_are_there() -> None:
    stays = [stay(0, 100), stay(1, 100), stay(2, 100, earliest=4)]
    case = case_of(stays, [carrier("K1", 500)], industries=(Industry("A", supplies=("B",)),))
    named = (replace(p, industry=i) for p, i in zip(case.projects, "ABB", strict=True))
    case = case.replace(projects=tuple(named))
    plan = plan_of(case, {0: ("K1", 0), 1: ("K1", 0), 2: ("K1", 4)})

    assert "同期 G1 有 1 个上下游项目" in said(case, plan, "P0")


def test_unknown_attributes_are_to_be_verified_on_site() -> None:
    case = case_of([stay(0, 100, needs={"clear_height": 6.0})], [carrier("K1", 500)])
    facts = placement_facts(case, plan_of(case, {0: ("K1", 0)}))

    assert facts["P0", "incubation"].verify_sentence("zh") == "层高（需 6 m）现场核实"
    assert facts["P0", "incubation"].verify_sentence("en") == (
        "verify clear height on site (needs 6 m)"
    )


def test_every_placement_has_facts_and_none_claims_a_cause() -> None:
    result = example_result()
    assert result.plan is not None

    assert set(result.placed_facts) == set(result.plan.by_stay)
    for facts in result.placed_facts.values():
        for lang in LANGS:
            assert not any(claim in facts.sentence(lang) for claim in CLAIMS)


def test_a_plan_without_placements_has_nothing_to_tell() -> None:
    case = case_of([stay(0, 100)], [carrier("K1", 50)])

    assert placement_facts(case, plan_of(case, {})) == {}
