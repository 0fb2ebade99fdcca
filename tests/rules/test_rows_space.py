"""Rows of the rules about space and time: coefficients, sense, limit and keys, by hand."""

import numpy as np

from optimizer.domain.plan import Placement, Plan
from tests.cases import board_of, carrier, case_of, end_of, must, must_not, need, project, tenant
from tests.rules.rows import blocks_of_rule, rows_of

MOVER = tenant("T1", "K1", 60, 1, movable="yes")


def test_one_home_sums_the_options_of_a_stay() -> None:
    case = case_of([carrier("K1"), carrier("K2")], [project("P1", 100, 2), project("P2", 60)])

    assert rows_of(board_of(case), "one_home") == [
        ({"stay": "P1i"}, {"P1i K1 0-2": 1, "P1i K2 0-2": 1}, "<=", 1),
        ({"stay": "P2i"}, {"P2i K1 0-1": 1, "P2i K2 0-1": 1}, "<=", 1),
    ]


def test_one_home_is_asked_for_where_all_must_be_placed() -> None:
    # The second stay can begin in 2026Q2 or be "later": the first runs past the horizon
    # when it begins in 2026Q2.
    chain = project("P1", 100, 1, **need("acceleration", 500, 1))
    settings = {"must_place": "yes", "max_wait_quarters": 1}
    case = case_of([carrier("K1"), carrier("K2", 500, "acceleration")], [chain], 2, settings)

    assert rows_of(board_of(case), "one_home")[2:] == [
        ({"stay": "P1i"}, {"P1i K1 0-1": 1, "P1i K1 1-2": 1}, ">=", 1),
        ({"stay": "P1a"}, {"P1a K2 1-2": 1, "P1i K1 1-2": 1}, ">=", 1),
    ]


def test_order_ties_a_later_stay_to_its_predecessor_and_overstay_to_a_next_stay() -> None:
    chain = project("P1", 100, 1, **need("acceleration", 400, 1))
    carriers = [carrier("K1"), carrier("K2", 500, "acceleration")]
    case = case_of(carriers, [chain], 3, {"max_overstay_quarters": 1})

    assert rows_of(board_of(case), "order") == [
        ({"stay": "P1a", "quarter": 1}, {"P1a K2 1-2": 1, "P1i K1 0-1": -1}, "<=", 0),
        ({"stay": "P1a", "quarter": 2}, {"P1a K2 2-3": 1, "P1i K1 0-2": -1}, "<=", 0),
        ({"stay": "P1a", "quarter": 2}, {"P1i K1 0-2": 1, "P1a K2 2-3": -1}, "<=", 0),
    ]


def test_carrier_area_counts_a_stay_in_every_quarter_it_is_present() -> None:
    carriers = [carrier("K1"), carrier("K2", 90)]
    case = case_of(carriers, [project("P1", 100, 2), project("P2", 60)])

    assert rows_of(board_of(case), "carrier_area") == [
        ({"carrier": "K1", "quarter": 0}, {"P1i K1 0-2": 100, "P2i K1 0-1": 60}, "<=", 150),
        ({"carrier": "K1", "quarter": 1}, {"P1i K1 0-2": 100}, "<=", 150),
        ({"carrier": "K2", "quarter": 0}, {"P2i K2 0-1": 60}, "<=", 90),
    ]


def test_carrier_area_counts_desks_where_only_nursery_is_served() -> None:
    # 50 m² at 6 m² per desk are 8.3, so 9 desks.
    case = case_of([carrier("D", None, "nursery", desks=10)], [project("P1", 50, 1, "nursery")])

    assert rows_of(board_of(case), "carrier_area") == [
        ({"carrier": "D", "quarter": 0}, {"P1n D 0-1": 9}, "<=", 10)
    ]


def test_carrier_area_counts_the_present_home_of_a_tenant_until_it_moves() -> None:
    case = case_of([carrier("K1"), carrier("K2")], [MOVER])
    at_home, at_once, a_quarter_on = "T1i K1 0-2", "T1i K1>K2 0-2", "T1i K1>K2 1-2"

    assert rows_of(board_of(case), "carrier_area") == [
        ({"carrier": "K1", "quarter": 0}, {at_home: 60, a_quarter_on: 60}, "<=", 150),
        ({"carrier": "K1", "quarter": 1}, {at_home: 60}, "<=", 150),
        ({"carrier": "K2", "quarter": 0}, {at_once: 60}, "<=", 150),
        ({"carrier": "K2", "quarter": 1}, {at_once: 60, a_quarter_on: 60}, "<=", 150),
    ]


def test_carrier_area_leaves_out_rooms_of_unlisted_tenants_until_their_lease_ends() -> None:
    rooms = [
        {"room": "R1", "carrier": "K1", "area_m2": 90, "status": "let", "tenant": "外单位"},
        {"room": "R2", "carrier": "K1", "area_m2": 60, "status": "vacant"},
    ]
    rooms[0]["lease_end"] = end_of(0)
    case = case_of([carrier("K1")], [project("P1", 60, 2)], rooms=rooms)

    limits = [row.limit for row in rows_of(board_of(case), "carrier_area")]
    assert limits == [60, 150]


def test_sitting_tenants_choose_one_of_their_options_and_locked_ones_have_no_row() -> None:
    case = case_of([carrier("K1"), carrier("K2")], [MOVER, tenant("T2", "K1", 50, 0)])

    assert rows_of(board_of(case), "sitting_tenants") == [
        ({"stay": "T1i"}, {"T1i K1 0-2": 1, "T1i K1>K2 0-2": 1, "T1i K1>K2 1-2": 1}, "==", 1)
    ]


def test_pins_ask_for_a_home_and_forbid_a_tenant_to_stay_put() -> None:
    projects = [MOVER, project("P1", 100, 2), project("P2", 60)]
    pins = [must("T1", "K2"), must("P1", "K2"), must_not("P2", "K1")]
    board = board_of(case_of([carrier("K1"), carrier("K2")], projects, pins=pins))

    assert rows_of(board, "pins") == [
        ({"stay": "P1i"}, {"P1i K2 0-2": 1}, ">=", 1),
        ({"stay": "T1i"}, {"T1i K1 0-2": 1}, "<=", 0),
    ]
    # P2 has no option in K1 at all.
    assert [row.left for row in rows_of(board, "one_home")][1] == {"P2i K2 0-1": 1}


def test_previous_moves_counts_what_is_kept() -> None:
    case = case_of(
        [carrier("K1"), carrier("K2")],
        [project("P1", 50), project("P2", 50)],
        1,
        {"max_moves_from_previous": 1},
    )
    kept = [Placement(p, "incubation", "K1", 0, 1, 0, 50, "full") for p in ("P1", "P2")]

    # 2 placed before, 1 may change: -(kept) <= 1 - 2.
    assert rows_of(board_of(case, Plan(tuple(kept))), "previous_moves") == [
        ({"previous": 0}, {"P1i K1 0-1": -1, "P2i K1 0-1": -1}, "<=", -1)
    ]


def test_rules_that_do_not_apply_have_no_rows() -> None:
    board = board_of(case_of([carrier("K1")], [project("P1")]))

    for rule in ("pins", "relations", "previous_moves", "sitting_tenants"):
        assert rows_of(board, rule) == []


def test_blocks_are_triplets_of_equal_length() -> None:
    board = board_of(case_of([carrier("K1"), carrier("K2")], [MOVER, project("P1")]))

    for rule in ("one_home", "order", "carrier_area", "sitting_tenants"):
        for block in blocks_of_rule(board, rule):
            assert len(block.row) == len(block.column) == len(block.coefficient)
            assert np.isfinite(block.coefficient).all()
