"""Tables of the space rules say of every option what the rules themselves say."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.domain.case import Case
from optimizer.domain.options import Options, list_options
from optimizer.models.settle import Posted, excess_as_they_sit, settle
from optimizer.rules.block import Block, Floats, Ints
from optimizer.rules.board import Board
from optimizer.rules.book import blocks_of
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.space_rows import SPACE_RULES, SpaceRows, space_rows
from tests.cases import carrier, case_of, policy, project, tenant
from tests.solving.corpus import corpus
from tests.solving.random_cases import small_cases

NAMES = sorted(corpus())
Key = tuple[object, ...]


def keys_of(block: Block) -> list[Key]:
    """What each row is about, of which policy."""
    number = int(block.keys["policy"].max(initial=-1))
    rows = (block.key(row) for row in range(len(block)))
    return [(block.rule, number, *sorted(key.items())) for key in rows]


def numbers(rows: SpaceRows) -> dict[Key, int]:
    """Number of each row of the tables by what it is about."""
    found = [key for block in rows.blocks for key in keys_of(block)]
    assert len(set(found)) == len(found)
    return {key: row for row, key in enumerate(found)}


def spans(case: Case, options: Options) -> list[tuple[Ints, Ints, Ints]]:
    """(carrier, first, end) of each option, and of the present home of one that moves."""
    inside = np.minimum(options.end, case.quarters)
    moved = options.before >= 0
    until = np.where(moved, options.first, 0)
    return [
        (options.carrier, options.first, inside),
        (np.maximum(options.before, 0), np.zeros_like(until), until),
    ]


def expanded(case: Case, rows: SpaceRows, options: Options) -> Floats:
    """Coefficients by row and option, from the tables."""
    found = np.zeros((len(rows), len(options)))
    share = np.array([p.relief_share for p in case.projects])
    until = np.array([p.relief_until for p in case.projects])
    for carriers, first, end in spans(case, options):
        for o in range(len(options)):
            s = options.stay[o]
            p = case.stay_arrays.project[s]
            for t in range(first[o], end[o]):
                for b in range(len(rows.blocks)):
                    at = b, rows.class_of[s], carriers[o], t
                    relief = share[p] if t <= until[p] else 0.0
                    per_m2 = rows.per_m2[at] + rows.per_relief[at] * relief
                    amount = rows.per_head[at] + per_m2 * options.area_m2[o]
                    if rows.row_of[at] >= 0:
                        found[rows.row_of[at], o] += amount
    return found


def own_coefficients(block: Block, options: Options) -> Floats:
    found = np.zeros((len(block), len(options)))
    inside = block.column < len(options)
    at = block.row[inside], block.column[inside]
    np.add.at(found, at, block.coefficient[inside])
    return found


def tables_and_blocks(case: Case) -> tuple[SpaceRows, Options, list[Posted]]:
    homes = Homes.of(case)
    options = list_options(case)
    board = Board(case, options)
    rows = space_rows(case, homes)
    asked = {p.rule for p in case.policies if p.strength != "watch"}
    rules = [rule for rule in SPACE_RULES if rule.name in asked]
    return rows, options, settle(board, blocks_of(board, rules))


def check(case: Case) -> None:
    rows, options, posted = tables_and_blocks(case)
    table, number = expanded(case, rows, options), numbers(rows)
    board = Board(case, options)
    seen = np.zeros(len(rows), bool)
    for each in posted:
        block = each.block
        at = np.array([number[key] for key in keys_of(block)])
        seen[at] = True
        own = own_coefficients(block, options)
        np.testing.assert_allclose(table[at], own, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(
            rows.constant[at], own[:, options.locked].sum(axis=1), rtol=1e-9, atol=1e-9
        )
        limited = rows.parent[at] < 0
        if block.defining is not None:
            assert (limited == ~block.defining).all()
        np.testing.assert_allclose(
            rows.limit[at][limited], each.limit_in_force[limited], rtol=1e-7, atol=1e-9
        )
        if block.strength == "soft":
            base = own[:, board.as_they_sit].sum(axis=1)
            if block.defining is None:
                at_rest = excess_as_they_sit(block, base)
                np.testing.assert_allclose(rows.at_rest[at], at_rest, atol=1e-9)
    assert not table[~seen].any()


@pytest.mark.parametrize("name", NAMES)
def test_tables_say_what_the_rules_say(name: str) -> None:
    check(corpus()[name][0])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_cases())
def test_tables_say_what_the_rules_say_of_any_small_case(case: Case | None) -> None:
    if case is not None:
        check(case)


@settings(max_examples=30, deadline=None)
@given(
    rule=st.sampled_from(("incubatees_min", "density_min", "incubatee_share_min")),
    limit=st.sampled_from((0.3, 0.9, 1.5, 2.5, 40.0)),
    sits=st.booleans(),
    movable=st.sampled_from(("yes", "no")),
)
def test_a_minimum_out_of_reach_is_held(rule: str, limit: float, sits: bool, movable: str) -> None:
    """The same rows are held at what is there, whichever road reads them."""
    carriers = [
        carrier("K1", 100, campus="G1", declared_area_m2=100),
        carrier("K2", 100, campus="G1", declared_area_m2=50),
    ]
    projects = [project("P1", 60, 1), project("P2", 70, 2, min_area_incubation_m2=30)]
    projects += [tenant("T1", "K1", 40, 2, movable=movable)] if sits else []
    check(case_of(carriers, projects, 3, policy=[policy(rule, limit)]))
