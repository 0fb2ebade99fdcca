"""What a carrier can let, what is taken off, and who sits there."""

import pytest

from optimizer.domain.case import Case
from tests.cases import Row, carrier, case_of, end_of, project, solved, tenant

P1 = project("P1", 10)


def room(name: str, area: float, status: str = "vacant", **more: object) -> Row:
    return {"room": name, "carrier": "K1", "area_m2": area, "status": status, **more}


def lettable(rooms: list[Row] | None = None, **cells: object) -> float:
    row = {**carrier("K1", **cells), "lettable_area_m2": cells.get("lettable_area_m2")}
    return case_of([row], [P1], rooms=rooms or []).carriers[0].lettable_area_m2


SOURCES: dict[str, tuple[list[Row], dict[str, object], float]] = {
    "lettable_area_first": ([room("R1", 99)], {"lettable_area_m2": 100, "gross_area_m2": 140}, 100),
    "then_vacant_and_let_rooms": (
        [room("R1", 40), room("R2", 30, "let", lease_end=end_of(0)), room("R3", 9, "fit_out")],
        {"gross_area_m2": 200, "efficiency": 0.5},
        79,
    ),
    "then_gross_times_efficiency": ([], {"gross_area_m2": 200, "efficiency": 0.6}, 120),
    "then_gross_times_seven_tenths": ([], {"gross_area_m2": 200}, 140),
}


@pytest.mark.parametrize("name", SOURCES)
def test_where_the_lettable_area_comes_from(name: str) -> None:
    rooms, cells, expected = SOURCES[name]

    assert lettable(rooms, **cells) == pytest.approx(expected)


@pytest.mark.parametrize("status", ["reserved", "own_use", "repair", "sold"])
def test_rooms_that_are_not_on_offer_are_subtracted(status: str) -> None:
    rooms = [room("R1", 70), room("R2", 30, status)]

    assert lettable(rooms, lettable_area_m2=100) == 70
    assert lettable([room("R2", 30, status)], gross_area_m2=200, efficiency=0.5) == 70


def test_virtual_rooms_count_for_nothing() -> None:
    assert lettable([room("R1", 70), room("R2", 30, "virtual")]) == 70


def test_control_sums_are_compared_and_not_used() -> None:
    row = carrier("K1", 100, let_area_m2=40, vacant_area_m2=61)
    near = case_of([row], [P1])
    far = case_of([{**row, "vacant_area_m2": 63}], [P1])

    assert near.warnings == ()
    assert [fault.code for fault in far.warnings] == ["area_differs_let_vacant"]
    assert far.carriers[0].lettable_area_m2 == 100


@pytest.mark.parametrize(
    ("stages", "unit", "capacity", "area"),
    [("nursery", "desks", 10, 60), ("nursery;incubation", "m2", 150, 150)],
)
def test_desks_count_where_nursery_is_all_there_is(
    stages: str, unit: str, capacity: float, area: float
) -> None:
    (found,) = case_of([carrier("K1", 150, stages, desks=10)], [P1]).carriers

    assert (found.unit, found.capacity, found.lettable_area_m2) == (unit, capacity, area)


def test_metres_per_desk_are_a_setting() -> None:
    nursery = [carrier("K1", None, "nursery", desks=10)]
    case = case_of(nursery, [project("P1", 20, 1, "nursery")], 1, {"m2_per_desk": 5})

    assert case.carriers[0].lettable_area_m2 == 50
    assert case.stays[0].desks == 4


def test_an_area_given_in_desks_alone_is_told_as_a_default() -> None:
    asked = {"project": "P1", "status": "approved", "priority": 100, "nursery_desks": 3}
    asked |= {"nursery_months": 3, "arrives": P1["arrives"]}
    case = case_of([carrier("K1", None, "nursery", desks=10)], [asked], 1)

    assert (case.stays[0].area_m2, case.stays[0].desks) == (18, 3)
    assert [(d.code, d.value) for d in case.defaults] == [("area_from_desks", "6.0")]


def test_stages_that_share_a_carrier_share_its_capacity() -> None:
    projects = [project("P1", 100), project("P2", 100, stage="acceleration")]
    done = solved(case_of([carrier("K1", 150, "incubation;acceleration")], projects, 1))

    assert list(done.homes) == ["P1 i"]


def blocked(case: Case) -> list[list[float]]:
    return [[float(x) for x in row] for row in case.blocked]


def test_a_let_room_of_an_unlisted_tenant_blocks_its_area_to_its_lease_end() -> None:
    rooms = [
        room("R1", 40, "let", tenant="外单位", lease_end=end_of(1)),
        room("R2", 30, "let", tenant="另一家", lease_end=end_of(-1)),
        room("R3", 80),
    ]
    case = case_of([carrier("K1", 150)], [P1], 4, rooms=rooms)

    assert blocked(case) == [[40, 40, 0, 0]]
    assert case.capacity.tolist() == [[110, 110, 150, 150]]


def test_a_blocked_room_takes_desks_of_a_nursery() -> None:
    nursery = [carrier("K1", None, "nursery", desks=10)]
    rooms = [room("R1", 20, "let", tenant="外单位", lease_end=end_of(0))]
    case = case_of(nursery, [project("P1", 10, 1, "nursery")], 2, rooms=rooms)

    assert blocked(case) == [[4, 0]]


@pytest.mark.parametrize("name", ["T1", "甲公司", "甲项目"])
def test_a_room_finds_its_tenant_by_id_company_or_name(name: str) -> None:
    sitting = tenant("T1", "K1", 40, 1, company="甲公司", name="甲项目")
    rooms = [room("R1", 40, "let", tenant=name, lease_end=end_of(1)), room("R2", 110)]
    case = case_of([carrier("K1", 150)], [sitting], rooms=rooms)

    assert blocked(case) == [[0, 0]]
    assert [each.project for each in case.rooms] == [0, -1]


def test_home_area_and_lease_come_from_the_room_where_the_project_leaves_them_blank() -> None:
    sitting = tenant("T1", "K1", 40, 1)
    for key in ("present_carrier", "present_area_m2", "lease_end"):
        sitting[key] = None
    rooms = [room("R1", 40, "let", tenant="T1", lease_end=end_of(1)), room("R2", 110)]
    (stay,) = case_of([carrier("K1", 150)], [sitting], 4, rooms=rooms).stays

    assert (stay.home, stay.area_m2, stay.length) == (0, 40, 2)


def test_let_rooms_the_project_names_are_its_home_and_block_nothing_beside_it() -> None:
    sitting = {**tenant("T1", "K1", 70, 1), "present_room": "R1;R2", "present_area_m2": None}
    rooms = [room(name, 35, "let", lease_end=end_of(1)) for name in ("R1", "R2")]
    case = case_of([carrier("K1", 150)], [sitting], rooms=[*rooms, room("R3", 80)])

    assert [stay.area_m2 for stay in case.stays] == [70]
    assert blocked(case) == [[0, 0]]
    assert [each.project for each in case.rooms] == [0, 0, -1]


def test_a_sitting_tenant_takes_its_area_from_the_first_quarter_on() -> None:
    projects = [tenant("T1", "K1", 100, 0), project("P1", 100, 1)]
    done = solved(case_of([carrier("K1", 150)], projects, 2, {"max_wait_quarters": 1}))

    assert done.homes["P1 i"] == ("K1", 1, 2)


@pytest.mark.parametrize(
    ("status", "takes_part"),
    [("approved", True), ("negotiating", True), ("reserve", False), ("graduated", False),
     ("left", False)],
)  # fmt: skip
def test_which_projects_take_part(status: str, takes_part: bool) -> None:
    case = case_of([carrier("K1")], [project("P1", status=status), project("P9", 10)])

    assert ("P1" in case.project_index) is takes_part
    if not takes_part:
        assert [default.code for default in case.defaults] == [f"dropped_{status}"]


def test_reserve_takes_part_if_the_settings_say_so() -> None:
    case = case_of(
        [carrier("K1")], [project("P1", status="reserve")], 1, {"include_reserve": "yes"}
    )

    assert solved(case).homes == {"P1 i": ("K1", 0, 1)}


def test_virtual_registration_takes_no_space() -> None:
    case = case_of([carrier("K1")], [project("P1", virtual="yes"), project("P9", 150)])

    assert [case.projects[stay.project].id for stay in case.stays] == ["P9"]
    assert "virtual_need_ignored" in [default.code for default in case.defaults]


def test_a_blank_status_is_sitting_where_a_home_is_named_else_approved() -> None:
    rows = [tenant("T1", "K1", 50, 1, status=None), project("P1", status=None)]

    assert [p.status for p in case_of([carrier("K1")], rows).projects] == ["sitting", "approved"]


@pytest.mark.parametrize("stage", ["nursery", "incubation", "acceleration", "industrialisation"])
def test_blank_months_are_the_default_of_the_stage(stage: str) -> None:
    months = {"nursery": 4, "incubation": 8, "acceleration": 8, "industrialisation": 20}
    asked = project("P1", 10, 1, stage)
    asked[f"{stage}_months"] = None
    case = case_of([carrier("K1", 150, stage)], [asked])

    assert case.stays[0].length == months[stage]
    assert [default.code for default in case.defaults] == [f"months_{stage}"]


def test_wide_and_long_needs_are_the_same_case() -> None:
    wide = project("P1", 100, 2) | {
        "incubation_min_area_m2": 60,
        "acceleration_area_m2": 500,
        "acceleration_months": 12,
        "need_clear_height_m": 5,
    }
    long = {key: value for key, value in wide.items() if "tion_" not in key}
    rows = [
        {"project": "P1", "stage": "acceleration", "area_m2": 500, "months": 12},
        {
            "project": "P1",
            "stage": "incubation",
            "area_m2": 100,
            "min_area_m2": 60,
            "months": 6,
        },
    ]

    assert (
        case_of([carrier("K1")], [wide]).stays == case_of([carrier("K1")], [long], stays=rows).stays
    )


def test_needs_of_a_stage_add_to_those_of_the_project() -> None:
    row = {"project": "P1", "stage": "acceleration", "area_m2": 500, "months": 12}
    row |= {"need_floor_load_kn_m2": 9, "need_clear_height_m": 6}
    asked = project("P1", 100, 1, need_clear_height_m=5)
    first, second = case_of([carrier("K1")], [asked], stays=[row]).stays

    assert first.needs == {"clear_height": 5}
    assert second.needs == {"clear_height": 6, "floor_load": 9}


def test_who_has_no_company_is_a_firm_of_its_own() -> None:
    rows = [project("P1", company="甲"), project("P2", company="甲"), project("P3")]

    assert [p.firm for p in case_of([carrier("K1")], rows).projects] == ["甲", "甲", "P3"]


def test_a_carrier_without_a_campus_is_one_of_its_own() -> None:
    case = case_of([carrier("K1", campus=None), carrier("K2")], [P1])

    assert [campus.id for campus in case.campuses] == ["K1", "G"]
