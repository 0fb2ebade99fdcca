"""No plan: which demands clash, and that lifting any single one of them gives a plan."""

from collections.abc import Callable

import pandas as pd
import pytest

from optimizer.domain.case import Case
from optimizer.explain.clash import ClashMember, find_clash
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model
from optimizer.pipeline import allocate, read_case
from optimizer.solving.compact import solve_compact
from optimizer.solving.ending import Ending
from tests.cases import LIMITS, Row, carrier, case_of, must, policy, project, tenant
from tests.samples import overfull
from tests.samples.write import INPUTS


def clash_of(case: Case) -> list[ClashMember]:
    model = allocation_model(case)
    assert solve_compact(model, LIMITS).ending is Ending.INFEASIBLE
    return list(find_clash(model, 20))


def members(case: Case) -> set[tuple[str, str]]:
    return {(member.rule, member.subject) for member in clash_of(case)}


def has_plan(case: Case) -> bool:
    return solve_compact(allocation_model(case), LIMITS).chosen is not None


def test_overfull_names_the_carrier_and_the_three_pins() -> None:
    result = allocate(read_case(INPUTS / "overfull.xlsx"), Limits(seconds=30))

    assert result.ending is Ending.INFEASIBLE
    assert result.plan is None
    assert {(each.rule, each.subject) for each in result.clash} == {
        ("carrier_area", "K1"),
        ("pins", "P1 / incubation"),
        ("pins", "P2 / incubation"),
        ("pins", "P3 / incubation"),
    }
    assert all(each.detail["proved"] == "yes" for each in result.clash)


def test_overfull_tells_the_figures_of_the_clash() -> None:
    found = {m.subject: m.detail for m in clash_of(read_case(INPUTS / "overfull.xlsx"))}

    assert (found["K1"]["capacity"], found["K1"]["unit"]) == ("400", "m2")
    assert found["P1 / incubation"]["place"] == "K1"
    assert found["P1 / incubation"]["area_m2"] == "180"


def without_pin(project: str) -> Callable[[dict[str, pd.DataFrame]], None]:
    def lift(frames: dict[str, pd.DataFrame]) -> None:
        pins = frames["pins"]
        frames["pins"] = pins[pins["project"] != project].reset_index(drop=True)

    return lift


def with_room(frames: dict[str, pd.DataFrame]) -> None:
    for key in ("gross_area_m2", "lettable_area_m2"):
        frames["carriers"].loc[frames["carriers"]["carrier"] == "K1", key] = 500


@pytest.mark.parametrize(
    "lift",
    [without_pin("P1"), without_pin("P2"), without_pin("P3"), with_room],
    ids=["P1", "P2", "P3", "K1"],
)
def test_lifting_any_member_of_overfull_gives_a_plan(
    lift: Callable[[dict[str, pd.DataFrame]], None],
) -> None:
    frames = overfull.frames()
    assert not has_plan(Case.from_tables(**frames))
    lift(frames)

    assert has_plan(Case.from_tables(**frames))


K1 = carrier("K1")
PAIR = [project("P1", 100), project("P2", 100)]
PINS = [must("P1", "K1"), must("P2", "K1")]


def test_who_has_no_part_in_it_is_left_out() -> None:
    others = [project(f"Q{n}", 10) for n in range(3)]
    case = case_of([K1, carrier("K2")], [*PAIR, *others], pins=[*PINS, must("Q0", "K2")])

    assert members(case) == {
        ("carrier_area", "K1"),
        ("pins", "P1 / incubation"),
        ("pins", "P2 / incubation"),
    }


CLASHES: dict[str, tuple[dict[str, list[Row]], Row, set[tuple[str, str]]]] = {
    "relation": (
        {"pins": PINS, "relations": [{"a": "P1", "b": "P2", "kind": "apart"}]},
        {},
        {("relations", "P1 / P2"), ("pins", "P1 / incubation"), ("pins", "P2 / incubation")},
    ),
    "policy": (
        {"pins": PINS[:1], "policy": [policy("firm_area_max", 50)]},
        {},
        {("firm_area_max", "C01"), ("pins", "P1 / incubation")},
    ),
    "minimum": (
        {
            "policy": [policy("firm_area_max", 50), policy("industry_share_min", 0.3)],
        },
        {},
        {("firm_area_max", "C01"), ("industry_share_min", "C02")},
    ),
}


@pytest.mark.parametrize("name", CLASHES)
def test_clashes_of_other_rules(name: str) -> None:
    sheets, settings, expected = CLASHES[name]
    projects = [{**row, "industry": "A"} for row in PAIR]
    case = case_of([carrier("K1", 300)], projects, 1, settings, **sheets)

    assert members(case) == expected


def test_a_row_broken_whatever_is_decided_is_the_whole_clash() -> None:
    mover = tenant("T1", "K1", 50, 0, movable="yes")
    late = carrier("K2", 150, opens=pd.Timestamp("2026-07-01").date())
    (member,) = clash_of(case_of([K1, late], [mover], 3, pins=[must("T1", "K2")]))

    assert (member.rule, member.subject) == ("pins", "T1 / incubation")
    assert member.detail["proved"] == "yes"


def test_without_time_members_say_that_they_are_not_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = case_of([K1], PAIR, 1, pins=PINS)
    ticks = iter(range(0, 10_000, 100))
    monkeypatch.setattr("optimizer.explain.clash.time.monotonic", lambda: next(ticks))

    assert {m.detail["proved"] for m in find_clash(allocation_model(case), 1)} == {"no"}


def test_projects_that_must_all_be_placed_are_named_as_few_as_clash() -> None:
    # 100 m² hold one project of 60 m²; two of the three are enough for a clash.
    projects = [project(name, 60, 2) for name in ("P1", "P2", "P3")]
    settings = {"must_place": "yes", "max_wait_quarters": 0}
    found = members(case_of([carrier("K1", 100)], projects, 2, settings))

    assert ("carrier_area", "K1") in found
    assert len([rule for rule, _ in found if rule == "must_place"]) == 2
    assert len(found) == 3
