"""Ranked goals of a development plan: least rank by rank, each held at what it reached.

Unmet demand costs 1 (10 000 yuan) per m² and year unless said.
"""

from dataclasses import replace

import pytest

from optimizer import Limits, develop
from optimizer.checks.development.reading import read_development
from optimizer.developed import DevelopmentResult
from optimizer.developing import Questions
from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.models.expansion import expansion_model
from optimizer.models.ranked_costs import cost_ranks, held_rank
from optimizer.reporting.plan_json import development_json
from optimizer.solving.ending import Ending
from optimizer.solving.progress import Watch
from optimizer.solving.ranked_expansion import solve_plan
from tests.cases import Row, policy
from tests.development.cases import needs, plan_case, priced
from tests.development.rows import rows_in

EXACT = Limits(seconds=60, gap=1e-9)
#: Twice 50 m² for two years unmet cost 200. A of 100 m² costs 250; B of 50 m² costs 60.
SITES = [priced("A", 250), priced("B", 60, 50)]
PAIR = [needs("P1", 50, 2), needs("P2", 50, 2)]


def ranked(ranks: Row, **sheets: list[Row]) -> Case:
    """The two sites and two projects, with rows of the settings sheet."""
    return plan_case(SITES, PAIR, 2, {f"rank:{goal}": n for goal, n in ranks.items()}, **sheets)


def run(case: Case, alternatives: int = 0) -> DevelopmentResult:
    return develop(case, EXACT, Questions(alternatives=alternatives))


def told(result: DevelopmentResult) -> list[tuple[int, float, float | None, float | None]]:
    return [(each.rank, each.value, each.bound, each.gap) for each in result.levels]


def test_as_one_sum_the_cheaper_half_is_built() -> None:
    # B serves 50 of 100: 60 + 100 = 160, against 200 for nothing and 250 for A.
    result = run(ranked({}))

    assert (result.objective, set(result.plan.opened)) == (pytest.approx(160), {"B"})
    assert result.levels == ()
    assert result.bound == pytest.approx(160)


def test_unmet_demand_before_money_builds_what_serves_all() -> None:
    # Rank 1: nothing unmet is possible, by A alone. Rank 2: A without B, 250.
    result = run(ranked({"investment": 2}))

    assert set(result.plan.opened) == {"A"}
    assert told(result) == [(1, 0, 0, 0), (2, pytest.approx(250), pytest.approx(250), 0)]
    assert (result.objective, result.bound, result.gap) == (pytest.approx(250), None, None)
    assert result.ending is Ending.OPTIMAL


def test_money_before_unmet_demand_builds_nothing() -> None:
    # Rank 1 costs nothing; rank 2, at no investment: 200 unmet.
    result = run(ranked({"investment": 1, **dict.fromkeys(("unmet", "service", "homecoming",
                        "vacancy", "balance", "targets"), 2)}))  # fmt: skip

    assert result.plan.opened == {}
    assert told(result) == [(1, 0, 0, 0), (2, pytest.approx(200), pytest.approx(200), 0)]


def test_a_soft_target_of_the_first_rank_is_reached_at_any_price() -> None:
    # 150 m² of new area are wanted: A and B, 310, though B alone would be the cheapest sum.
    row = policy("new_area_min", 150, strength="soft", weight=0.1)
    ranks = dict.fromkeys(("investment", "service", "unmet", "homecoming", "vacancy", "balance"), 2)
    asked, plain = ranked(ranks, policy=[row]), ranked({}, policy=[row])

    assert set(run(asked).plan.opened) == {"A", "B"}
    assert told(run(asked)) == [(1, 0, 0, 0), (2, pytest.approx(310), pytest.approx(310), 0)]
    assert set(run(plain).plan.opened) == {"B"}


def test_ranks_are_solved_in_order_and_unnamed_goals_come_first() -> None:
    case = ranked({"vacancy": 3, "investment": 2, "waiting": 9})

    assert [(each.rank, each.goals) for each in cost_ranks(case)] == [
        (1, ("service", "unmet", "homecoming", "balance", "targets")),
        (2, ("investment",)),
        (3, ("vacancy",)),
    ]


def test_all_goals_of_one_rank_are_one_sum() -> None:
    result = run(ranked({"unmet": 1, "investment": 1}))

    assert (result.levels, result.bound) == ((), pytest.approx(160))


def test_the_row_that_holds_a_rank_has_the_costs_of_its_goals() -> None:
    # Unmet area costs 1 a m² and year; the rank may be passed by one millionth of 20.
    case = plan_case([priced("A", 5, 50)], [needs("P1", 50, 1)], 1, {"rank:investment": 2})
    model = expansion_model(case)
    first, second = cost_ranks(case)

    assert rows_in(model.ground, held_rank(model, first, 20.0)) == [
        ("1", {"u pipeline/incubation//(1) 2026": 1.0}, "<=", 20.00002)
    ]
    assert rows_in(model.ground, held_rank(model, second, 0.0)) == [
        ("2", {"x A 2026": 5.0}, "<=", 1e-06)
    ]


def test_the_second_reading_finds_a_rank_that_was_given_up() -> None:
    case = ranked({"investment": 2})
    demand = Demand.of(case)
    plan = run(ranked({})).plan  # The best sum leaves 100 unmet.
    reading = read_development(case, demand, plan, {1: 0.0, 2: 250.0})
    (breach,) = (each for each in reading.breaches if each.rule == "ranks")

    assert (breach.found, breach.allowed, breach.unit) == (pytest.approx(100), 0, "yuan_10k")
    assert breach.note.startswith("1: ")
    assert ("ranks", 2, 1) in [(r.rule, r.rows, r.breaches) for r in reading.rules]
    kept = read_development(case, demand, plan, {1: 100.0, 2: 60.0})
    assert "ranks" not in {each.rule for each in kept.breaches}


def test_the_run_reads_its_ranks_again() -> None:
    result = run(ranked({"investment": 2}))

    assert ("ranks", 2, 0) in [(r.rule, r.rows, r.breaches) for r in result.rules]
    assert "ranks" not in {rule.rule for rule in run(ranked({})).rules}


def test_without_a_site_the_ranks_before_are_still_kept() -> None:
    # Nothing else serves all: without A there is no plan that keeps rank 1.
    worth = {each.site: each for each in run(ranked({"investment": 2})).sites}

    assert worth["A"].is_needed
    assert worth["B"].cost_of_losing == 0


def test_a_scenario_is_planned_rank_by_rank_too() -> None:
    rows: list[Row] = [
        {"scenario": "dear", "kind": "setting", "target": "unmet_cost_per_m2_year", "value": "1"}
    ]
    (outcome,) = run(ranked({"investment": 2}, scenarios=rows)).scenarios

    assert outcome.changed == ()
    assert outcome.figures["cost"] == pytest.approx(250)
    assert "bound" not in outcome.figures


def test_futures_need_one_sum_and_are_left_out() -> None:
    result = develop(ranked({"investment": 2}), EXACT, Questions(alternatives=0, futures=4))

    assert result.futures is None


def test_hard_rows_without_a_plan_are_told_as_ever() -> None:
    result = run(ranked({"investment": 2}, policy=[policy("new_area_min", 500)]))

    assert result.ending is Ending.INFEASIBLE
    assert [way.rule for way in result.relaxations] == ["new_area_min"]


def test_the_json_has_every_rank_with_its_bound() -> None:
    levels = development_json(run(ranked({"investment": 2})), "en")["levels"]

    assert [level["rank"] for level in levels] == [1, 2]
    assert levels[1]["goals"] == ("investment",)
    assert levels[1]["bound"] == pytest.approx(250)


def test_a_run_out_of_time_keeps_the_ranks_it_reached() -> None:
    model = expansion_model(ranked({"investment": 2}))
    found = solve_plan(model, replace(EXACT, seconds=0), Watch(0.0))

    assert found.solved.values is not None
    assert [each.rank for each in found.levels] == [1]
    assert found.solved.ending is Ending.TIME_LIMIT
