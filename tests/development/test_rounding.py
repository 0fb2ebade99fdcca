"""Whole plans near the LP's: valid, never below the bound, and found where a choice leaves none."""

import numpy as np
import pytest
from hypothesis import given

from optimizer.domain.case import Case
from optimizer.models.expansion import ExpansionModel, expansion_model
from optimizer.rules.block import Floats
from optimizer.solving import rounding
from optimizer.solving.ending import Ending
from optimizer.solving.program import Answer, Program, solve_program
from optimizer.solving.progress import Watch
from optimizer.solving.root import Root, root_of
from optimizer.solving.rounding import solve_rounded
from tests.development.cases import needs, plan_case, priced
from tests.development.random_plans import plan_cases
from tests.development.test_oracles import FEW


def rooted(model: ExpansionModel) -> tuple[Program, Root]:
    program = Program.of(model)
    root = root_of(program, model.ground, Watch(60))
    assert root is not None
    return program, root


def is_feasible(program: Program, values: Floats) -> bool:
    lhs = program.matrix @ values
    whole = values[program.is_integer]
    return bool(
        (lhs >= program.low - 1e-6).all()
        and (lhs <= program.high + 1e-6).all()
        and (values >= -1e-9).all()
        and (values <= program.upper + 1e-6).all()
        and (np.abs(whole - np.round(whole)) < 1e-6).all()
    )


def rounded(case: Case, enough: float = -np.inf) -> tuple[Answer, float]:
    """The plan found by rounding, and the least cost of all."""
    model = expansion_model(case)
    program, root = rooted(model)
    found = solve_rounded(root, model.ground, Watch(60), enough)
    best = solve_program(program, Watch(60), gap=0.0)
    assert best.cost is not None
    if found.values is not None:
        assert is_feasible(program, found.values)
    return found, best.cost


@FEW
@given(case=plan_cases())
def test_what_is_found_is_a_plan_and_costs_no_less_than_the_best(case: Case) -> None:
    found, least = rounded(case)

    if found.cost is not None:
        assert found.cost >= least - 1e-6
        assert found.ending is Ending.TIME_LIMIT, "it is not proven the best"


def test_what_areas_cost_is_learned_from_every_choice() -> None:
    # The LP opens three fifths of A, the cheapest per m², and no whole start is near; B alone is
    # cheapest for the 60 m² that are asked for.
    case = plan_case([priced("A", 50, 100), priced("B", 35, 60)], [needs("P1", 60, 1)], 1)
    found, least = rounded(case)

    assert least == pytest.approx(35)
    assert found.cost == pytest.approx(35)


def test_a_choice_that_leaves_no_plan_is_not_made_again() -> None:
    # Everybody must have a place, and no row about starts alone says that A does not do.
    wishes = [needs("P1", 60, 1), needs("P2", 60, 1)]
    places = [priced("A", 20, 70), priced("B", 50, 70)]
    found, least = rounded(plan_case(places, wishes, 1, {"must_place": "yes"}))

    assert found.cost == pytest.approx(least) == pytest.approx(70)


def test_a_plan_that_is_good_enough_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    case = plan_case([priced("A", 50, 100), priced("B", 35, 60)], [needs("P1", 60, 1)], 1)
    asked: list[int] = []
    choose = rounding._choice
    monkeypatch.setattr(rounding, "_choice", lambda *args: asked.append(1) or choose(*args))

    assert rounded(case, 1e9)[0].cost is not None
    assert len(asked) == 1
    assert rounded(case)[0].cost == pytest.approx(35)
    assert len(asked) > 2


def test_with_one_site_per_project_no_project_is_split() -> None:
    # Two sites of 40 m² hold a project of 60 only in parts: none is opened.
    pairs = [{"project": "P1", "carrier": site, "allowed": "yes"} for site in "AB"]
    case = plan_case(
        [priced("A", 5, 40), priced("B", 5, 40)], [needs("P1", 60, 1)], 1,
        {"one_site_per_project": "yes"}, pairs=pairs,
    )  # fmt: skip
    found, least = rounded(case)

    assert found.cost is not None
    assert found.cost >= least - 1e-6
