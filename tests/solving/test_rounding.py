"""Whole starts near the LP's: they keep every rule, and cost little more than the LP."""

import pytest

from optimizer.checks.development.reading import read_development
from optimizer.domain.case import Case
from optimizer.models.expansion import expansion_model
from optimizer.models.expansion_plan import development_plan
from optimizer.solving.expansion import root_of
from optimizer.solving.program import Answer, Program
from optimizer.solving.progress import Watch
from optimizer.solving.rounding import solve_rounded
from tests.cases import Row, policy
from tests.development.cases import candidate, needs, plan_case, planned, priced
from tests.development.witnesses import EVERYTHING


def rounded(case: Case) -> Answer:
    model = expansion_model(case)
    root = root_of(Program.of(model), model.ground, Watch(30.0))
    assert root is not None
    return solve_rounded(root, model.ground, Watch(30.0))


def clean(case: Case, answer: Answer) -> bool:
    model = expansion_model(case)
    assert answer.values is not None
    plan = development_plan(model.ground, answer.values)
    return not read_development(case, model.ground.demand, plan).breaches


def test_a_target_between_two_sizes_is_met_by_whole_sites() -> None:
    # 150 m² are asked for: the LP opens one site and a half, a plan must open two.
    sites = [priced(name, cost) for name, cost in (("A", 5), ("B", 6), ("C", 9))]
    case = plan_case(sites, [], policy=[policy("new_area_min", 150)])
    found = rounded(case)

    assert found.cost == pytest.approx(11)
    assert clean(case, found)


def test_everything_the_plan_decides_on_is_rounded_to_a_clean_plan() -> None:
    found = rounded(EVERYTHING)

    assert clean(EVERYTHING, found)
    assert found.cost is not None
    assert found.cost >= planned(EVERYTHING).cost - 1e-6


def test_openings_the_lp_makes_whole_stay_as_they_are() -> None:
    case = plan_case([priced("A", 5), priced("B", 500)], [needs("P1", 60)])
    found = rounded(case)

    assert found.cost == pytest.approx(planned(case).cost)


def test_where_no_whole_starts_keep_the_rows_nothing_is_found() -> None:
    # At most 100 m² begin in a year: half of A would do, but there is no half.
    rows: list[Row] = [policy("starts_m2_per_year_max", 100), policy("new_area_min", 100)]
    found = rounded(plan_case([candidate("A", 200)], [], policy=rows))

    assert found.values is None
    assert found.cost is None
