"""Rows of the relations: which options of two projects may not be taken together."""

import pytest

from tests.cases import board_of, carrier, case_of, project, tenant
from tests.rules.rows import blocks_of_rule, rows_of

CARRIERS = [carrier("K1"), carrier("K2"), carrier("K3", campus="H")]
BOTH = [project("A", 50), project("B", 50)]


def rows_for(kind: str, **more: object) -> list[tuple[dict[str, object], dict[str, float]]]:
    relation = {"a": "A", "b": "B", "kind": kind, **more}
    rows = rows_of(board_of(case_of(CARRIERS, BOTH, 1, relations=[relation])), "relations")
    assert {(row.sense, row.limit) for row in rows} == {("<=", 1)}
    return [(row.key, row.left) for row in rows]


@pytest.mark.parametrize("kind", ["same_carrier", "adjacent"])
def test_projects_in_the_same_carrier_exclude_every_other_carrier(kind: str) -> None:
    assert rows_for(kind) == [
        (
            {"relation": 0, "place": 0, "quarter": 0},
            {"Ai K1 0-1": 1, "Bi K2 0-1": 1, "Bi K3 0-1": 1},
        ),
        (
            {"relation": 0, "place": 1, "quarter": 0},
            {"Ai K2 0-1": 1, "Bi K1 0-1": 1, "Bi K3 0-1": 1},
        ),
        (
            {"relation": 0, "place": 2, "quarter": 0},
            {"Ai K3 0-1": 1, "Bi K1 0-1": 1, "Bi K2 0-1": 1},
        ),
    ]


def test_projects_on_the_same_campus_exclude_the_other_campus() -> None:
    assert rows_for("same_campus") == [
        (
            {"relation": 0, "place": 0, "quarter": 0},
            {"Ai K1 0-1": 1, "Ai K2 0-1": 1, "Bi K3 0-1": 1},
        ),
        (
            {"relation": 0, "place": 1, "quarter": 0},
            {"Ai K3 0-1": 1, "Bi K1 0-1": 1, "Bi K2 0-1": 1},
        ),
    ]


def test_projects_apart_exclude_the_same_carrier() -> None:
    assert rows_for("apart") == [
        ({"relation": 0, "place": k, "quarter": 0}, {f"Ai K{k + 1} 0-1": 1, f"Bi K{k + 1} 0-1": 1})
        for k in range(3)
    ]


def test_a_soft_relation_pays_its_weight_once_for_a_quarter() -> None:
    relation = {"a": "A", "b": "B", "kind": "same_carrier", "strength": "soft", "weight": 0.7}
    case = case_of(CARRIERS, BOTH, 1, relations=[relation])
    (block,) = blocks_of_rule(board_of(case), "relations")

    assert (block.strength, block.weight) == ("soft", 0.7)
    assert block.group is not None
    assert block.group.tolist() == [0, 0, 0]


def test_a_relation_counts_a_tenants_present_home_until_it_moves() -> None:
    mover = tenant("A", "K1", 50, 1, movable="yes")
    relation = {"a": "A", "b": "B", "kind": "apart"}
    case = case_of([carrier("K1"), carrier("K2")], [mover, project("B", 50)], relations=[relation])

    at_home = next(row for row in rows_of(board_of(case), "relations") if row.key["place"] == 0)
    assert at_home.left == {"Ai K1 0-2": 1, "Ai K1>K2 1-2": 1, "Bi K1 0-1": 1}
