"""The option table: which ways a stay can be housed, where several rules meet."""

from typing import Any

import pytest

from optimizer.domain.options import list_options
from tests.cases import (
    Row,
    board_of,
    carrier,
    case_of,
    day,
    end_of,
    must,
    must_not,
    need,
    project,
    solved,
    tenant,
)
from tests.rules.rows import option_label

K1, K2 = carrier("K1"), carrier("K2")
HALL = carrier("K2", 500, "acceleration")
CHAIN = project("P1", 100, 1, **need("acceleration", 400, 2))


def options_of(
    carriers: list[Row],
    projects: list[Row],
    quarters: int = 3,
    settings: Row | None = None,
    **sheets: Any,
) -> list[str]:
    board = board_of(case_of(carriers, projects, quarters, settings, **sheets))
    return [option_label(board, option) for option in range(len(board.options))]


def test_a_first_stay_waits_up_to_its_limit() -> None:
    settings = {"max_wait_quarters": 2}
    found = options_of([K1], [project("P1", 100, 1)], 4, settings)

    assert found == ["P1i K1 0-1", "P1i K1 1-2", "P1i K1 2-3"]


def test_a_first_stay_never_begins_after_its_latest() -> None:
    row = {"project": "P1", "stage": "incubation", "area_m2": 100, "months": 3}
    row |= {"earliest": day(0), "latest": end_of(1)}
    asked = {"project": "P1", "status": "approved"}
    found = options_of([K1], [asked], 4, {"max_wait_quarters": 3}, stays=[row])

    assert found == ["P1i K1 0-1", "P1i K1 1-2"]


def test_latest_bounds_a_later_stay_too() -> None:
    row = {"project": "P1", "stage": "acceleration", "area_m2": 400, "months": 6}
    asked = project("P1", 100, 1)
    settings = {"max_overstay_quarters": 2}
    found = options_of([K1, HALL], [asked], 5, settings, stays=[{**row, "latest": end_of(2)}])

    assert [o for o in found if o.startswith("P1a")] == ["P1a K2 1-3", "P1a K2 2-4"]


def test_overstay_is_listed_only_where_it_leads_into_a_next_stay() -> None:
    settings = {"max_overstay_quarters": 2}

    assert options_of([K1], [project("P1", 100, 1)], 4, settings) == ["P1i K1 0-1"]
    assert options_of([K1, HALL], [CHAIN], 3, settings) == [
        "P1i K1 0-1",
        "P1i K1 0-2",
        "P1a K2 1-3",
        "P1a K2 2-4",
    ]


def test_both_areas_are_listed_where_less_will_do() -> None:
    less = project("P1") | need("incubation", 100, 1, 60)

    assert options_of([K1], [less]) == ["P1i K1 0-1", "P1i K1 0-1 min"]
    assert options_of([carrier("K1", 80)], [less]) == ["P1i K1 0-1 min"]
    assert options_of([K1], [{**less, "protected": "yes"}]) == ["P1i K1 0-1"]


def test_a_pair_with_an_area_of_its_own_leaves_no_choice_of_area() -> None:
    less = project("P1") | need("incubation", 100, 1, 60)
    case = case_of([K1], [less], pairs=[{"project": "P1", "carrier": "K1", "area_m2": 80}])
    table = list_options(case)

    assert table.area_m2.tolist() == [80]
    assert solved(case).reading.breaches == ()


def test_a_tenant_that_may_move_has_an_option_for_every_quarter_of_its_lease() -> None:
    found = options_of([K1, K2], [tenant("T1", "K1", 50, 1, movable="yes")], 4)

    assert found == ["T1i K1 0-2", "T1i K1>K2 0-2", "T1i K1>K2 1-2"]


def test_a_tenant_moves_only_where_it_fits_and_while_it_is_open() -> None:
    mover = tenant("T1", "K1", 50, 2, movable="yes", industry="片")
    carriers = [
        K1,
        carrier("K2", opens=day(1)),
        carrier("K3", industries="药"),
        carrier("K4", 40),
        carrier("K5", closes=end_of(1)),
    ]
    found = options_of(carriers, [mover], 4)

    assert found == ["T1i K1 0-3", "T1i K1>K2 1-3", "T1i K1>K2 2-3"]


@pytest.mark.parametrize("movable", ["no", None])
def test_a_tenant_not_marked_movable_has_nothing_to_decide(movable: str | None) -> None:
    case = case_of([K1, K2], [tenant("T1", "K1", 50, 1, movable=movable)])
    table = list_options(case)

    assert (len(table), table.locked.tolist()) == (1, [True])


def test_a_tenant_overstays_into_its_next_stay_though_it_may_not_move() -> None:
    sits = tenant("T1", "K1", 50, 0, movable="no", **need("acceleration", 400, 1))
    settings = {"max_overstay_quarters": 1, "overstay_cost": 0.1}
    late = {**HALL, "opens": day(2)}
    done = solved(case_of([K1, late], [sits], 3, settings))

    assert done.homes == {"T1 i": ("K1", 0, 2), "T1 a": ("K2", 2, 3)}
    assert done.value == pytest.approx(0.4 - 0.1)


def test_a_tenant_whose_next_stay_is_refused_leaves_at_its_planned_end() -> None:
    sits = tenant("T1", "K1", 100, 0, movable="no", **need("acceleration", 400, 1))
    taker = project("P1", 150, 1, arrives=day(1))
    done = solved(case_of([K1], [sits, taker], 2, {"max_overstay_quarters": 1}))

    assert done.homes == {"T1 i": ("K1", 0, 1), "P1 i": ("K1", 1, 2)}


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        (must("P1", "K2"), ["P1i K2 0-1", "P1i K2 1-2", "P1i K2 2-3"]),
        (must("P1", "K2", **{"from": day(1)}), ["P1i K2 1-2"]),
        (must_not("P1", "K2"), ["P1i K1 0-1", "P1i K1 1-2", "P1i K1 2-3"]),
        (
            must_not("P1", "K2", **{"from": day(1)}),
            ["P1i K1 0-1", "P1i K1 1-2", "P1i K1 2-3", "P1i K2 0-1"],
        ),
    ],
    ids=["must", "must_from", "must_not", "must_not_from"],
)
def test_pins_leave_the_options_they_allow(pin: Row, expected: list[str]) -> None:
    found = options_of([K1, K2], [project("P1", 100)], 3, {"max_wait_quarters": 2}, pins=[pin])

    assert found == expected


def test_a_pin_to_a_campus_or_a_room_is_one_to_its_carriers() -> None:
    carriers = [K1, carrier("K2", campus="H"), carrier("K3", campus="H")]
    rooms = [{"room": "R1", "carrier": "K1", "area_m2": 150, "status": "vacant"}]
    to_campus = [{"project": "P1", "campus": "H", "kind": "must"}]
    to_room = [{"project": "P1", "room": "R1", "kind": "must"}]
    asked = [project("P1", 150)]

    assert options_of(carriers, asked, 1, pins=to_campus) == ["P1i K2 0-1", "P1i K3 0-1"]
    assert options_of(carriers, asked, 1, pins=to_room, rooms=rooms) == ["P1i K1 0-1"]


def test_a_pin_without_a_stage_binds_the_stays_its_place_serves() -> None:
    case = case_of([K1, HALL], [CHAIN], pins=[must("P1", "K2")])

    (pin,) = case.pins
    assert [case.stay_key(s) for s in pin.stays] == [("P1", "acceleration")]


def test_relations_bind_only_while_both_are_housed() -> None:
    # P1 leaves K1 before P2 comes.
    projects = [project("P1", 150, 1), project("P2", 150, 1, arrives=day(1))]
    apart = [{"a": "P1", "b": "P2", "kind": "apart"}]
    done = solved(case_of([K1], projects, 2, relations=apart))

    assert len(done.homes) == 2


def test_a_later_stay_begins_with_the_end_of_the_lease_of_a_tenant() -> None:
    sits = tenant("T1", "K1", 50, 1, **need("acceleration", 400, 1), arrives=day(0))
    done = solved(case_of([K1, HALL], [sits], 4))

    assert done.homes["T1 a"] == ("K2", 2, 3)


def test_who_is_free_to_go_asks_anew_and_its_area_is_vacant() -> None:
    gone = tenant("T1", "K1", 150, -1, **need("acceleration", 400, 1), arrives=day(1))
    done = solved(case_of([K1, HALL], [gone, project("P1", 150, 2)], 2))

    assert done.homes == {"T1 a": ("K2", 1, 2), "P1 i": ("K1", 0, 2)}


def test_options_are_sorted_so_that_equal_tables_give_equal_models() -> None:
    carriers = [K1, K2, HALL | {"carrier": "K3"}]
    table = list_options(
        case_of(carriers, [CHAIN, project("P2", 50, 2)], 4, {"max_wait_quarters": 2})
    )
    keys = list(zip(table.stay, table.carrier, table.first, table.end, table.mode, strict=True))

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
