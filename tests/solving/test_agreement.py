"""Other solvers, other roads: the same value on every small case."""

import pulp
import pytest

from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model
from optimizer.models.compact import build_compact
from optimizer.solving import compact
from optimizer.solving.compact import solve_compact
from optimizer.solving.ending import Ending
from optimizer.solving.matrix import Matrix, relaxation_of
from tests.cases import LIMITS, carrier, case_of, must, project
from tests.solving.corpus import corpus
from tests.solving.cp_sat import best_by_cp_sat

NAMES = sorted(corpus())


def value_of(name: str, limits: Limits = LIMITS) -> float:
    case, previous = corpus()[name]
    solution = solve_compact(allocation_model(case, previous), limits)
    assert solution.ending is Ending.OPTIMAL
    assert solution.value is not None
    return solution.value


@pytest.mark.parametrize("name", NAMES)
def test_cp_sat_finds_the_same_value(name: str) -> None:
    case, previous = corpus()[name]

    found = best_by_cp_sat(allocation_model(case, previous))
    # Whole thousandths of thousandths stand for continuous columns.
    assert found == pytest.approx(value_of(name), abs=1e-4)


def test_cp_sat_agrees_where_there_is_no_plan() -> None:
    pins = [must("P1", "K1"), must("P2", "K1")]
    case = case_of([carrier("K1")], [project("P1"), project("P2")], pins=pins)

    assert best_by_cp_sat(allocation_model(case)) is None


CBC = pulp.COIN_CMD(msg=False)


@pytest.mark.skipif(not CBC.available(), reason="no CBC on this machine (PuLP brings none)")
@pytest.mark.parametrize("name", ["by_hand", "crowd", "order-0", "relations-1"])
def test_cbc_finds_the_same_value(name: str) -> None:
    case, previous = corpus()[name]
    built = build_compact(allocation_model(case, previous))
    built.problem.solve(CBC)

    assert built.problem.objective.value() == pytest.approx(value_of(name), abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_the_large_road_reaches_the_same_optimum(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = Limits(seconds=30, gap=0.0)
    small = value_of(name, exact)
    monkeypatch.setattr(compact, "SMALL_MODEL", -1)

    assert value_of(name, exact) == pytest.approx(small, abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_the_linear_relaxation_is_worth_no_less(name: str) -> None:
    case, previous = corpus()[name]
    solver = relaxation_of(Matrix.of(allocation_model(case, previous)))
    solver.run()

    assert -solver.getInfo().objective_function_value >= value_of(name) - 1e-7


@pytest.mark.parametrize("name", NAMES)
def test_the_matrix_holds_the_rows_that_are_posted(name: str) -> None:
    case, previous = corpus()[name]
    model = allocation_model(case, previous)
    matrix, built = Matrix.of(model), build_compact(model)

    assert matrix.rows.shape == (len(built.row_names), len(built.columns))
    assert built.problem.numConstraints() == len(built.row_names)


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_the_same_seed_gives_the_same_plan(seed: int) -> None:
    case, _ = corpus()["crowd"]
    limits = Limits(seconds=30, seed=seed)
    first, second = (solve_compact(allocation_model(case), limits) for _ in range(2))

    assert first.chosen is not None
    assert second.chosen is not None
    assert first.chosen.tolist() == second.chosen.tolist()


def test_coefficients_of_a_rule_stay_within_six_orders_of_magnitude() -> None:
    case, _ = corpus()["crowd"]
    for posted in allocation_model(case).posted:
        sizes = abs(posted.coefficient[posted.coefficient != 0])
        if len(sizes):
            assert sizes.max() / sizes.min() < 1e6, posted.block.rule
