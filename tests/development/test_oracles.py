"""Development plans against enumeration, against the model in PuLP, and against a second solver."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pulp
import pytest
from hypothesis import HealthCheck, given, settings

from optimizer.domain.case import Case
from optimizer.models.expansion import ExpansionModel, post_expansion
from optimizer.rules.block import Floats
from optimizer.solving.program import Program, solve_program
from optimizer.solving.progress import Watch
from tests.development.cases import Planned, planned
from tests.development.cp_sat import cost_by_cp_sat
from tests.development.random_plans import plan_cases
from tests.development.witnesses import EVERYTHING, WITNESSES

FEW = settings(
    max_examples=25, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
WITNESSED = [
    pytest.param(case, id=f"{name}-{number}")
    for name, cases in WITNESSES.items()
    for number, case in enumerate(cases)
]


def ways_to_open(model: ExpansionModel) -> Iterator[Floats]:
    """Every way to begin every candidate in one of its years or not at all."""
    start = model.ground.start
    columns = [
        np.flatnonzero(start["candidate"] == i).tolist()
        for i in range(len(model.ground.candidates))
    ]
    for chosen in product(*([-1, *mine] for mine in columns)):
        values = np.zeros(len(start))
        values[[n for n in chosen if n >= 0]] = 1.0
        yield values


def best_by_enumeration(model: ExpansionModel) -> float:
    """Least cost over all ways to open, the areas of each by a plain LP (or its few choices)."""
    program, start = Program.of(model), model.ground.start
    costs = []
    for values in ways_to_open(model):
        answer = solve_program(program.fixed(start.columns, values), Watch(30.0), gap=0.0)
        if answer.cost is not None:
            costs.append(answer.cost)
    return min(costs)


def agree(found: Planned, cost: float) -> None:
    assert found.cost == pytest.approx(cost, rel=1e-6, abs=1e-5)


@FEW
@given(case=plan_cases())
def test_no_way_to_open_is_cheaper_and_the_plan_is_clean_and_costs_what_it_costs(
    case: Case,
) -> None:
    found = planned(case)

    assert found.reading.breaches == ()
    assert found.reading.cost == pytest.approx(found.cost, rel=1e-6, abs=1e-4)
    agree(found, best_by_enumeration(found.model))


def cost_in_pulp(model: ExpansionModel) -> float:
    posted = post_expansion(model)
    posted.problem.solve(pulp.HiGHS(msg=False, gapRel=0.0, threads=1))
    assert posted.problem.sol_status == pulp.LpSolutionOptimal
    value = pulp.value(posted.problem.objective)
    assert value is not None
    return -float(value)


@FEW
@given(case=plan_cases())
def test_the_model_in_pulp_has_the_same_optimum(case: Case) -> None:
    found = planned(case)

    agree(found, cost_in_pulp(found.model))


@pytest.mark.parametrize("case", [*WITNESSED, pytest.param(EVERYTHING, id="everything")])
def test_a_witness_has_the_same_optimum_in_pulp(case: Case) -> None:
    found = planned(case)

    agree(found, cost_in_pulp(found.model))


@pytest.mark.parametrize("case", WITNESSED)
def test_a_solver_of_whole_numbers_has_the_same_optimum(case: Case) -> None:
    found = planned(case)

    assert cost_by_cp_sat(found.model) == pytest.approx(found.cost, rel=1e-3, abs=0.05)
