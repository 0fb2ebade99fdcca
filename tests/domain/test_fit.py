"""Which stays fit which carriers: every reason once, and allowed, refused or unknown."""

from typing import Any

import pytest

from optimizer.domain.attributes import attribute_bounds
from optimizer.domain.fit import Fit, Reason, reasons_in
from tests.cases import Row, carrier, case_of, day, end_of, must, must_not, project, solved, tenant

ROOM: Row = {"room": "R1", "carrier": "K1", "area_m2": 150, "status": "vacant"}


def judged(
    k1: Row, p1: Row, settings: Row | None = None, **sheets: Any
) -> tuple[list[str], list[str]]:
    """Why K1 refuses P1, and what is not known about the pair."""
    others = [carrier("K9", 150, "nursery"), project("P9", 10, 1, "nursery")]
    case = case_of([k1, others[0]], [p1, others[1]], 2, settings, **sheets)
    fit, s = Fit.of(case), case.stay_index["P1", "incubation"]
    refused, unknown = int(fit.refused[s, 0]), int(fit.unknown[s, 0])
    assert fit.allowed[s, 0] == (refused == 0)
    return [r.key for r in reasons_in(refused)], [r.key for r in reasons_in(unknown)]


REFUSED: dict[str, tuple[Row, Row, dict[str, Any]]] = {
    "stage": ({"stages": "acceleration"}, {}, {}),
    "industry": ({"industries": "药"}, {"industry": "片"}, {}),
    "clear_height": ({"clear_height_m": 4}, {"need_clear_height_m": 5}, {}),
    "floor_load": ({"floor_load_kn_m2": 4}, {"need_floor_load_kn_m2": 5}, {}),
    "power": ({"power_kva": 4}, {"need_power_kva": 5}, {}),
    "fire_class": ({"fire_class": "丁"}, {"need_fire_class": "丙"}, {}),
    "clean_class": ({"clean_class": "ISO 8"}, {"need_clean_class": "ISO 7"}, {}),
    "freight_lift": ({"freight_lift_t": 0}, {"need_freight_lift_t": 2}, {}),
    "drainage": ({"drainage": "no"}, {"need_drainage": "yes"}, {}),
    "eia": ({"eia": "no"}, {"need_eia": "yes"}, {}),
    "ground_floor": ({"ground_floor": "no"}, {"need_ground_floor": "yes"}, {}),
    "area": ({}, {"incubation_area_m2": 151}, {}),
    "smallest_piece": ({}, {}, {"rooms": [{**ROOM, "split_min_m2": 120}]}),
    "opening": ({"opens": day(2)}, {}, {}),
    "enclave": ({"enclave": "domestic"}, {}, {}),
    "pair": ({}, {}, {"pairs": [{"project": "P1", "carrier": "K1", "allowed": "no"}]}),
    "pin": ({}, {}, {"pins": [must_not("P1", "K1")]}),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_every_reason_to_refuse(reason: str) -> None:
    place, asks, sheets = REFUSED[reason]

    assert judged(carrier("K1") | place, project("P1", 100) | asks, **sheets) == ([reason], [])


def test_no_reason_is_left_out() -> None:
    assert list(REFUSED) == [reason.key for reason in Reason]


UNKNOWN: dict[str, tuple[Row, Row, dict[str, Any]]] = {
    "industry": ({"industries": "药"}, {}, {}),
    "clear_height": ({}, {"need_clear_height_m": 5}, {}),
    "floor_load": ({}, {"need_floor_load_kn_m2": 5}, {}),
    "power": ({}, {"need_power_kva": 5}, {}),
    "fire_class": ({}, {"need_fire_class": "丙"}, {}),
    "clean_class": ({"clean_class": "十万级"}, {"need_clean_class": "ISO 7"}, {}),
    "freight_lift": ({}, {"need_freight_lift_t": 2}, {}),
    "drainage": ({"drainage": "unknown"}, {"need_drainage": "yes"}, {}),
    "eia": ({}, {"need_eia": "yes"}, {}),
    "ground_floor": ({}, {"need_ground_floor": "yes"}, {}),
    "smallest_piece": ({}, {}, {"rooms": [ROOM]}),
}


@pytest.mark.parametrize("reason", UNKNOWN)
@pytest.mark.parametrize("said", ["allow", "refuse"])
def test_what_is_unknown_is_allowed_only_where_the_settings_allow_it(
    reason: str, said: str
) -> None:
    place, asks, sheets = UNKNOWN[reason]
    settings = {"unknown_attributes": said}
    refused, unknown = judged(carrier("K1") | place, project("P1", 100) | asks, settings, **sheets)

    assert unknown == [reason]
    assert refused == ([] if said == "allow" else [reason])


def test_what_is_met_for_sure_is_neither_refused_nor_unknown() -> None:
    place = {
        "industries": "片;药",
        "clear_height_m": 5,
        "floor_load_kn_m2": 8,
        "power_kva": 500,
        "fire_class": "丙",
        "clean_class": "ISO 7",
        "freight_lift_t": 2,
        "drainage": "yes",
        "eia": "yes",
        "ground_floor": "yes",
    }
    asks = {
        "industry": "药",
        "need_clear_height_m": 5,
        "need_floor_load_kn_m2": 8,
        "need_power_kva": 500,
        "need_fire_class": "丙",
        "need_clean_class": "ISO 8",
        "need_freight_lift_t": 2,
        "need_drainage": "yes",
        "need_eia": "yes",
        "need_ground_floor": "yes",
    }

    assert judged(carrier("K1") | place, project("P1", 100) | asks) == ([], [])


def test_a_need_of_no_is_no_need() -> None:
    asks = {"need_drainage": "no", "need_freight_lift_t": 0, "need_clean_class": "无"}

    assert judged(carrier("K1"), project("P1", 100) | asks) == ([], [])


@pytest.mark.parametrize(
    ("rated", "asked", "refused", "unknown"),
    [
        ("丙", "丁", False, False),
        ("丙", "丙二", False, False),
        ("丙", "丙一", False, True),
        ("丙二", "丙", False, True),
        ("丙二", "丙一", True, False),
        ("乙", "甲", True, False),
        ("甲", "戊", False, False),
    ],
)
def test_fire_classes_are_ordered_and_a_bare_third_class_is_open(
    rated: str, asked: str, refused: bool, unknown: bool
) -> None:
    place, asks = {"fire_class": rated}, {"need_fire_class": asked}
    found = judged(carrier("K1") | place, project("P1", 100) | asks)

    assert found == (["fire_class"] * refused, ["fire_class"] * unknown)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [("ISO 7", (-7, -7)), ("7", (-7, -7)), ("ISO Class 5", (-5, -5)), ("无", (-99, -99))],
)
def test_clean_classes_as_they_are_written(text: str, bounds: tuple[float, float]) -> None:
    assert attribute_bounds("clean_class", text) == bounds


def test_the_best_room_of_a_carrier_speaks_for_it_and_a_blank_one_leaves_it_open() -> None:
    asks = project("P1", 100, need_clear_height_m=6)
    rooms = [{**ROOM, "area_m2": 75, "split_min_m2": 50, "clear_height_m": h} for h in (4, 5)]
    rooms[1]["room"] = "R2"

    assert judged(carrier("K1"), asks, rooms=rooms) == (["clear_height"], [])
    rooms[1]["clear_height_m"] = None
    assert judged(carrier("K1"), asks, rooms=rooms) == ([], ["clear_height"])


@pytest.mark.parametrize("kind", ["domestic", "overseas"])
@pytest.mark.parametrize("how", ["wanted_carrier", "pairs"])
def test_an_enclave_houses_only_who_names_it(kind: str, how: str) -> None:
    asks = project("P1", 100) | ({"wanted_carrier": "K1"} if how == "wanted_carrier" else {})
    sheets = {"pairs": [{"project": "P1", "carrier": "K1", "value": 1}]} if how == "pairs" else {}

    assert judged(carrier("K1", enclave=kind), asks, **sheets) == ([], [])


def test_a_pair_allows_what_attributes_refuse_but_not_what_is_too_small_or_shut() -> None:
    yes = [{"project": "P1", "carrier": "K1", "allowed": "yes"}]
    asks = project("P1", 100, need_clear_height_m=6, industry="片")
    place = carrier("K1", stages="acceleration", industries="药", clear_height_m=4)

    assert judged(place, asks, pairs=yes) == ([], [])
    assert judged({**place, "lettable_area_m2": 90}, asks, pairs=yes)[0] == ["area"]
    assert judged({**place, "opens": day(2)}, asks, pairs=yes)[0] == ["opening"]


def test_a_pair_without_a_stage_speaks_for_every_stay() -> None:
    chain = project("P1", 50, 1, acceleration_area_m2=60, acceleration_months=3)
    pairs = [{"project": "P1", "carrier": "K1", "allowed": "no"}]
    case = case_of([carrier("K1", 150, "incubation;acceleration")], [chain], pairs=pairs)

    assert [[r.key for r in reasons_in(int(b))] for b in Fit.of(case).refused[:, 0]] == [
        ["pair"]
    ] * 2


def test_the_minimum_area_is_what_has_to_fit() -> None:
    asks = project("P1", 200, incubation_min_area_m2=150)

    assert judged(carrier("K1"), asks) == ([], [])


def test_a_protected_project_fits_only_in_full() -> None:
    asks = project("P1", 200, incubation_min_area_m2=100, protected="yes")

    assert judged(carrier("K1"), asks) == (["area"], [])


def test_the_area_of_a_pair_is_what_has_to_fit() -> None:
    small = [{"project": "P1", "carrier": "K1", "area_m2": 100}]
    large = [{"project": "P1", "carrier": "K1", "area_m2": 160}]

    assert judged(carrier("K1"), project("P1", 200), pairs=small) == ([], [])
    assert judged(carrier("K1"), project("P1", 100), pairs=large) == (["area"], [])


def test_desks_are_what_has_to_fit_in_a_nursery() -> None:
    nursery = carrier("K1", None, "nursery", desks=10)
    case = case_of([nursery], [project("P1", 60, 1, "nursery"), project("P2", 61, 1, "nursery")])

    assert Fit.of(case).allowed[:, 0].tolist() == [True, False]


def test_a_carrier_that_closes_too_soon_is_refused() -> None:
    assert judged(carrier("K1", closes=end_of(0)), project("P1", 100, 2)) == (["opening"], [])


def test_a_must_pin_refuses_every_other_carrier() -> None:
    case = case_of([carrier("K1"), carrier("K2")], [project("P1")], pins=[must("P1", "K2")])

    assert Fit.of(case).allowed.tolist() == [[False, True]]


def test_a_present_home_is_a_fact_and_a_tenant_that_may_not_move_has_no_other() -> None:
    # K1 fits neither by industry nor by height, but T1 sits there.
    carriers = [carrier("K1", industries="药", clear_height_m=3), carrier("K2", clear_height_m=6)]
    sits = tenant("T1", "K1", 50, 1, industry="片", need_clear_height_m=5)
    put = case_of(carriers, [{**sits, "movable": "no"}])
    free = case_of(carriers, [{**sits, "movable": "yes"}])

    assert Fit.of(put).allowed.tolist() == [[True, False]]
    assert Fit.of(free).allowed.tolist() == [[True, True]]
    assert solved(put).reading.breaches == solved(free).reading.breaches == ()
