"""What a change of the input must do to the value of the best plan (style: the answer we do not
know, its change we do)."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from optimizer.domain.case import Case
from optimizer.domain.words import STAGES
from optimizer.limits import Limits
from tests.cases import (
    Row,
    carrier,
    case_of,
    day,
    must_not,
    need,
    policy,
    project,
    solved,
    tables,
    tenant,
)
from tests.solving.corpus import DEFAULT_COSTS

EXACT = Limits(seconds=30, gap=0.0)
SETTINGS: Row = {**DEFAULT_COSTS, "max_wait_quarters": 1, "max_overstay_quarters": 1}
SHEETS: dict[str, list[Row]] = {
    "industries": [{"industry": "A", "supplies": "B"}, {"industry": "B", "weight": 1.5}],
    "relations": [
        {"a": "P2", "b": "P3", "kind": "apart", "strength": "hard"},
        {"a": "P1", "b": "P2", "kind": "same_campus", "strength": "soft"},
    ],
    "policy": [policy("firm_area_max", 350), policy("firm_share_max", 0.7, strength="soft")],
    "pins": [must_not("P4", "K1"), must_not("P3", "K3")],
    "pairs": [{"project": "P2", "carrier": "K2", "value": 1.1}],
}


def carriers() -> list[Row]:
    return [
        carrier("K1", 200, industries="A", rent_per_m2_month=20),
        carrier("K2", 150, campus="H", clear_height_m=4.5),
        carrier("K3", 400, "incubation;acceleration", campus="H", opens=day(1)),
    ]


def projects() -> list[Row]:
    return [
        tenant("T1", "K1", 90, 2, movable="yes", industry="A", relief_share=0.5),
        project("P1", 120, 1, industry="A", **need("acceleration", 300, 2, 200)),
        project("P2", 100, 2, industry="B", priority=70),
        project("P3", 80, 2, industry="B", priority=55, wanted_carrier="K1"),
        project("P4", 60, 1, priority=90, need_clear_height_m=5),
    ]


def frames(**changes: Any) -> dict[str, pd.DataFrame]:
    """The tables of the case, with some of them changed."""
    said = {"carriers": carriers(), "projects": projects(), **SHEETS, **changes}
    settings = {**SETTINGS, **said.pop("settings", {})}
    return tables(said.pop("carriers"), said.pop("projects"), 4, settings, **said)


def value(source: dict[str, pd.DataFrame] | Case) -> float:
    case = source if isinstance(source, Case) else Case.from_tables(**source)
    done = solved(case, limits=EXACT)
    assert done.reading.breaches == ()
    return done.value


BASE = value(frames())


@pytest.mark.parametrize("sheet", ["carriers", "projects", *SHEETS, "settings"])
@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_rows_change_nothing(sheet: str, seed: int) -> None:
    shuffled = frames()
    shuffled[sheet] = shuffled[sheet].sample(frac=1, random_state=seed).reset_index(drop=True)

    assert value(shuffled) == pytest.approx(BASE, abs=1e-6)


RENAMINGS: dict[str, Callable[[str], str]] = {
    "awkward": lambda name: f"项目-{name} (A)",
    "reversed": lambda name: f"{9 - int(name[1])}-{name}",
    "spaced": lambda name: f"{name} 号楼/2#",
}


@pytest.mark.parametrize("new", RENAMINGS.values(), ids=RENAMINGS)
def test_renamed_projects_and_carriers_change_nothing(new: Callable[[str], str]) -> None:
    known = {row["carrier"] for row in carriers()} | {row["project"] for row in projects()}
    renamed = {
        name: frame.map(lambda cell: new(cell) if cell in known else cell)
        for name, frame in frames().items()
    }

    assert value(renamed) == pytest.approx(BASE, abs=1e-6)


def test_needs_as_rows_of_their_own_sheet_change_nothing() -> None:
    wide, long = projects(), []
    for row in wide:
        for stage in STAGES:
            if f"{stage}_area_m2" in row:
                each = {"project": row["project"], "stage": stage}
                for key in ("area_m2", "min_area_m2", "months"):
                    each[key] = row.pop(f"{stage}_{key}", None)
                each["earliest"] = None
                long.append(each)

    assert len(long) == 5
    assert value(frames(projects=wide, stays=long)) == pytest.approx(BASE, abs=1e-6)


def test_the_whole_horizon_a_year_later_changes_nothing() -> None:
    moved = frames()
    for frame in moved.values():
        for key in frame.columns:
            frame[key] = frame[key].map(
                lambda cell: cell.replace(year=cell.year + 1) if hasattr(cell, "year") else cell
            )

    assert value(moved) == pytest.approx(BASE, abs=1e-6)


def enlarged() -> list[Row]:
    rows = carriers()
    rows[1]["lettable_area_m2"] = 260
    return rows


def without_height() -> list[Row]:
    rows = projects()
    rows[4]["need_clear_height_m"] = 4
    return rows


def less_area() -> list[Row]:
    return [*projects()[:2], {**projects()[2], "incubation_min_area_m2": 60}, *projects()[3:]]


HELPS: dict[str, dict[str, Any]] = {
    "another_carrier": {"carriers": [*carriers(), carrier("K4", 200, campus="J")]},
    "a_larger_carrier": {"carriers": enlarged()},
    "a_lower_need": {"projects": without_height()},
    "a_smaller_minimum": {"projects": less_area()},
    "a_longer_wait": {"settings": {"max_wait_quarters": 2}},
    "a_longer_overstay": {"settings": {"max_overstay_quarters": 2}},
    "another_project_that_may_be_refused": {"projects": [*projects(), project("P9", 70)]},
    "a_pin_less": {"pins": SHEETS["pins"][:1]},
    "a_looser_limit": {"policy": [policy("firm_area_max", 500), SHEETS["policy"][1]]},
    "a_relation_less": {"relations": SHEETS["relations"][1:]},
}


#: Shares of a campus mean something else where the campus itself grows.
ONLY_AREAS: dict[str, Any] = {"policy": SHEETS["policy"][:1]}


@pytest.mark.parametrize("name", HELPS)
def test_what_widens_the_choice_does_not_lower_the_value(name: str) -> None:
    both = ONLY_AREAS if name == "a_larger_carrier" else {}
    before = value(frames(**both)) if both else BASE

    assert value(frames(**both, **HELPS[name])) >= before - 1e-6


def test_forbidding_what_the_plan_does_not_use_changes_nothing() -> None:
    done = solved(Case.from_tables(**frames()), limits=EXACT)
    used = {(p.project, p.carrier) for p in done.plan.placements}
    unused = [
        must_not(row["project"], place["carrier"])
        for row in projects()[1:]
        for place in carriers()
        if (row["project"], place["carrier"]) not in used
    ]

    assert unused
    assert value(frames(pins=unused)) == pytest.approx(BASE, abs=1e-6)


def test_pinning_the_plan_that_was_found_changes_nothing() -> None:
    done = solved(Case.from_tables(**frames()), limits=EXACT)
    pins = [
        {
            "project": p.project,
            "stage": p.stage,
            "carrier": p.carrier,
            "kind": "must",
            "from": day(p.first),
        }
        for p in done.plan.placements
        if not p.locked
    ]

    assert value(frames(pins=[*SHEETS["pins"], *pins])) == pytest.approx(BASE, abs=1e-6)


def test_unconnected_campuses_add_up() -> None:
    def half(n: int) -> tuple[list[Row], list[Row]]:
        places = [
            carrier(f"K{n}1", 150, campus=f"G{n}", industries=f"I{n}"),
            carrier(f"K{n}2", 500, "acceleration", campus=f"G{n}", industries=f"I{n}"),
        ]
        asks = [
            project(f"P{n}1", 100, 1, **need("acceleration", 300, 2), industry=f"I{n}"),
            project(f"P{n}2", 90 + n, 2, industry=f"I{n}", priority=70),
        ]
        return places, asks

    (first, asks), (second, others) = half(1), half(2)
    apart = sum(value(case_of(*each, 3, SETTINGS)) for each in ((first, asks), (second, others)))
    together = value(case_of(first + second, asks + others, 3, SETTINGS))

    assert together == pytest.approx(apart, abs=1e-6)


def test_halved_priorities_halve_the_value_where_there_are_no_costs() -> None:
    free = dict.fromkeys(DEFAULT_COSTS, 0)
    sheets = {name: [] for name in ("relations", "policy", "pairs")}
    half = [{**row, "priority": row["priority"] / 2} for row in projects()]

    whole = value(frames(settings=free, **sheets))
    assert value(frames(settings=free, projects=half, **sheets)) == pytest.approx(whole / 2)


def test_all_areas_and_reference_areas_doubled_change_nothing() -> None:
    def doubled(rows: list[Row]) -> list[Row]:
        return [
            {k: 2 * v if k.endswith("area_m2") and v else v for k, v in r.items()} for r in rows
        ]

    settings = {
        f"reference_area_{s}_m2": 2 * a for s, a in zip(STAGES, (20, 150, 1000, 4000), strict=True)
    }
    larger = frames(
        carriers=[
            {**row, "rent_per_m2_month": (row.get("rent_per_m2_month") or 0) / 2 or None}
            for row in doubled(carriers())
        ],
        projects=doubled(projects()),
        settings=settings,
        policy=[policy("firm_area_max", 700), SHEETS["policy"][1]],
    )

    assert value(larger) == pytest.approx(BASE, abs=1e-6)


def test_a_carrier_split_in_two_is_worth_no_more() -> None:
    plain = {name: [] for name in ("pins", "pairs")}
    asks = [{**row, "wanted_carrier": None} for row in projects()[1:]]
    whole = [carrier("K1", 300), *carriers()[1:]]
    split = [carrier("K1", 180), carrier("K1b", 120), *carriers()[1:]]
    # A relation "apart" gains by a split, so it is left out.
    soft = SHEETS["relations"][1:]

    one = value(frames(carriers=whole, projects=asks, relations=soft, **plain))
    assert value(frames(carriers=split, projects=asks, relations=soft, **plain)) <= one + 1e-6
