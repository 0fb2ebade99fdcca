"""What is asked beside the plan, and that a plan found on the way is taken where it is cheaper."""

from dataclasses import replace
from typing import Final

import numpy as np

from optimizer.explain.plan_sites import cheapest, least_costs
from optimizer.limits import Limits
from optimizer.models.expansion import expansion_model
from optimizer.solving.ending import Ending
from optimizer.solving.expansion import Solved, solve_expansion
from optimizer.solving.near import near_answer
from optimizer.solving.program import Answer, Program
from optimizer.solving.progress import Watch
from tests.development.test_develop import small

NOWHERE: Final = np.zeros(0, np.int64)


def solved() -> Solved:
    return solve_expansion(expansion_model(small()), Limits(gap=0.0), Watch(60))


def test_a_cheaper_plan_found_on_the_way_is_taken() -> None:
    best = solved()
    assert best.values is not None
    assert best.cost is not None

    taken = replace(best, cost=best.cost + 1.0, ending=Ending.WITHIN_GAP).or_cheaper(best.values)

    assert taken.cost == best.cost
    assert taken.ending is Ending.OPTIMAL
    assert best.or_cheaper(best.values) is best


def test_a_plan_found_because_time_ran_out_is_not_taken() -> None:
    late = Answer(Ending.TIME_LIMIT, np.zeros(1), 1.0, 0.0)
    sure = Answer(Ending.WITHIN_GAP, np.zeros(1), 2.0, 0.0)
    none = Answer(Ending.INFEASIBLE, None, None, None)

    assert cheapest([late, none, sure]) is sure
    assert cheapest([late, none]) is None


def test_a_site_is_worth_no_more_than_any_plan_without_it_says() -> None:
    model = expansion_model(small())
    ground, starts = model.ground, model.ground.start.columns
    sites = list(dict.fromkeys(c.site for c in ground.candidates))
    empty = np.zeros(model.columns)
    one = empty.copy()
    one[starts[0]] = 1.0
    own = ground.candidates[int(ground.start["candidate"][0])].site
    answers = {site: Answer(Ending.WITHIN_GAP, one, 5.0, 0.0) for site in sites if site != own} | {
        own: Answer(Ending.WITHIN_GAP, empty, 9.0, 0.0)
    }

    least = least_costs(ground, answers)

    assert least[own] == 9.0
    assert all(least[site] == 5.0 for site in sites if site != own)


def test_an_answer_near_the_plan_costs_no_less_than_its_bound() -> None:
    model = expansion_model(small())
    program = Program.of(model)

    answer = near_answer(program, model.ground, 60.0, NOWHERE, None)

    best = solved()
    assert answer.cost is not None
    assert answer.bound is not None
    assert best.cost is not None
    assert answer.bound <= best.cost + 1e-6
    assert answer.cost >= best.cost - 1e-6
