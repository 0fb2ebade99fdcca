"""Edges of a development plan: times, phases, enclaves, scenarios and futures at their limits.

Unmet demand costs 1 (10 000 yuan) per m² and year; everything else is free unless said.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from optimizer import Limits, develop, write_report
from optimizer.developed import DevelopmentResult
from optimizer.developing import Questions
from optimizer.domain.case import Case
from optimizer.domain.outlook import Change
from optimizer.explain.plan_scenarios import changed_case
from optimizer.explain.plan_tried import NOTHING, bands_of, order_of, saving
from optimizer.reporting.plan_json import development_json
from optimizer.solving.future_costs import Tried
from tests.cases import Row, carrier, day, must, policy
from tests.development.cases import (
    arrivals,
    candidate,
    flow,
    needs,
    plan_case,
    planned,
    priced,
)


def run(case: Case, **asked: int) -> DevelopmentResult:
    return develop(case, Limits(seconds=60, gap=1e-9), Questions(**asked))


def test_a_plan_that_starts_in_the_middle_of_a_year_counts_half_of_it() -> None:
    # 2026Q3 to 2027Q4. Begun at once and open after 6 months, in 2027: half a year unmet, 50.
    place = priced("A", 40, lead_months=6)
    found = planned(plan_case([place], [needs("P1", 100, 2)], 2, {"horizon_start": day(2)}))

    assert found.cost == pytest.approx(40 + 50)
    assert (found.opens, found.unmet) == ({"A": 2}, {2026: 100})


def test_a_plan_of_one_year() -> None:
    # Half of it unmet while A is built: 20 + 50 against 100.
    found = planned(plan_case([priced("A", 20, lead_months=6)], [needs("P1", 100, 1)], 1))

    assert found.cost == pytest.approx(70)


def test_a_plan_of_the_last_quarter_of_a_year() -> None:
    # A quarter of 100 m² unmet costs 25: nothing is built for 40.
    settings = {"horizon_start": day(3), "horizon_quarters": 1}
    found = planned(plan_case([priced("A", 40)], [needs("P1", 100, 1)], 1, settings))

    assert (found.cost, found.opens) == (pytest.approx(25), {})


def test_arrivals_of_no_projects_ask_for_nothing() -> None:
    forecast = [{**arrivals(2026, 40), "projects": 0}]
    found = planned(plan_case([priced("A", 40)], [], 2, forecast=forecast, flow=[flow()]))

    assert (found.cost, found.opens) == (0, {})


def test_phases_named_1_and_3_follow_each_other() -> None:
    # The third costs 5, and needs the first, which serves nobody, for 7.
    site = [priced("A", 7, stages="nursery", phase="1"), priced("A", 5, phase="3")]
    found = planned(plan_case(site, [needs("P1", 100, 2)], 2))

    assert (found.cost, set(found.opens)) == (pytest.approx(12), {"A·1", "A·3"})


def test_a_phase_before_one_that_must_be_built_is_built_however_late_it_opens() -> None:
    # Phase 1 takes 60 months of a plan of 24; phase 2 opens at once and serves P1.
    site = [
        priced("A", 7, phase="1", lead_months=60),
        priced("A", 5, phase="2", must_build="yes"),
    ]
    found = planned(plan_case(site, [needs("P1", 100, 2)], 2))

    assert set(found.opens) == {"A·1", "A·2"}
    assert found.breached == set()
    assert found.opens["A·1"] >= 8


@pytest.mark.parametrize(("share", "opened"), [(0.0, {"A"}), (1.0, {"A", "E"})])
def test_an_enclave_that_sends_home_none_or_all(share: float, opened: set[str]) -> None:
    # All 10 m² of E graduate after each quarter; home for good they are worth 1 a m² and year.
    flows = [flow("nursery", 1, 1, 0, home_share=share), flow("incubation", 40)]
    sites = [priced("E", 5, 10, stages="nursery", enclave="domestic"), priced("A", 1, 200)]
    found = planned(plan_case(sites, [needs("P1", 100, 2, industry="I")], 2, flow=flows))

    assert set(found.opens) == opened
    assert found.breached == set()


def test_a_conversion_from_and_to_stages_that_nobody_uses_is_not_made() -> None:
    row: Row = {"carrier": "K1", "from_stage": "nursery", "to_stage": "industrialisation"}
    found = planned(
        plan_case([], [], 2, carriers=[carrier("K1", 80, "nursery")], conversions=[row])
    )

    assert (found.cost, found.plan.converted) == (0, ())


def test_pins_are_the_allocations_business() -> None:
    # Both are pinned to K1, which holds one of them; the plan builds A for the other all the same.
    case = plan_case(
        [priced("A", 5)], [needs("P1"), needs("P2")], 2, carriers=[carrier("K1", 100)],
        pins=[must("P1", "K1"), must("P2", "K1")],
    )  # fmt: skip

    assert set(planned(case).opens) == {"A"}


def test_a_plan_that_costs_nothing_has_alternatives_that_cost_nothing() -> None:
    # A or B serve all for nothing, apart: another plan opens the other one.
    case = plan_case([candidate("A"), candidate("B")], [needs("P1", 100, 2)], 2)
    result = run(case, alternatives=2)

    assert result.objective == pytest.approx(0)
    assert all(each.extra_share == pytest.approx(0) for each in result.alternatives)


@pytest.mark.parametrize("balance", [0, 100])
def test_an_area_too_small_to_be_told_does_not_stop_the_run(balance: int) -> None:
    # 9 cm² of P1 find no place: less than a plan tells, and more than a cost of 5 may be off by.
    settings = {"balance_cost_10k": balance}
    result = run(plan_case([priced("A", 5)], [needs("P1", 100.0009)], 2, settings), alternatives=0)

    assert result.plan is not None
    assert result.plan.unmet == ()
    assert result.objective == pytest.approx(5)


def scenario(kind: str, target: str, value: str) -> list[Row]:
    return [{"scenario": "S", "kind": kind, "target": target, "value": value}]


def test_a_scenario_may_close_the_only_site_of_an_industry_a_row_wants() -> None:
    # Z is named by A and the policy row alone: without A the row cannot be met.
    row = policy("industry_area_min", 10, scope="industry=Z")
    sites = [candidate("A", industries="Z"), priced("B", 5, industries="I")]
    case = plan_case(sites, [needs()], 2, policy=[row], scenarios=scenario("close", "A", "yes"))
    (outcome,) = run(case, alternatives=0).scenarios

    assert outcome.ending == "infeasible"


def test_a_scenario_that_closes_a_phase_closes_those_after_it() -> None:
    site = [candidate("A", phase="1"), candidate("A", phase="2"), candidate("B")]
    for target, left in (("A·1", ["B"]), ("A·2", ["A·1", "B"]), ("A", ["B"])):
        case = plan_case(site, [needs()], 2, scenarios=scenario("close", target, "yes"))
        changed = changed_case(case, case.outlook.scenarios[0])
        assert [each.id for each in changed.outlook.candidates] == left


@pytest.mark.parametrize(("months", "quarters"), [("0", 0), ("3", 1), ("4个月", 2)])
def test_a_slip_of_no_months_changes_nothing(months: str, quarters: int) -> None:
    case = plan_case([candidate("A")], [needs()], 2, scenarios=scenario("slip", "A", months))
    changed = changed_case(case, case.outlook.scenarios[0])

    assert [each.earliest for each in changed.outlook.candidates] == [quarters]


@pytest.mark.parametrize(
    ("target", "value", "read"),
    [
        ("折现率", "5%", ("discount_rate", "0.05")),
        ("discount_rate", "0.05", ("discount_rate", "0.05")),
        ("投资计入方式", "full", ("investment_method", "full")),
        ("必须全部安置", "是", ("must_place", "yes")),
    ],
)
def test_a_scenario_writes_settings_as_the_settings_sheet_does(
    target: str, value: str, read: tuple[str, str]
) -> None:
    case = plan_case([candidate("A")], [needs()], 2, scenarios=scenario("setting", target, value))
    (each,) = case.outlook.scenarios

    assert each.changes == (Change("setting", *read),)
    assert getattr(changed_case(case, each).settings, read[0]) is not None


def test_a_scenario_names_an_industry_that_only_the_forecast_has() -> None:
    case = plan_case(
        [candidate("A")], [], 2, forecast=[arrivals(2026, 40, industry="J")],
        flow=[flow()], scenarios=scenario("demand", "J", "+50%"),
    )  # fmt: skip
    changed = changed_case(case, case.outlook.scenarios[0])

    assert [each.projects for each in changed.outlook.forecasts] == [6]


def tried(*costs: float) -> Tried:
    figures = np.arange(len(costs), dtype=np.float64)[:, None]
    return Tried(np.array(costs), figures, figures)


def test_futures_without_a_plan_are_counted_and_stand_in_no_mean() -> None:
    # Both have a plan in the last two: 4 - 3 and 8 - 5 saved, 2 on average.
    single, robust = tried(np.inf, 2, 4, 8), tried(1, np.inf, 3, 5)

    assert order_of(single) == (1, pytest.approx(14 / 3))
    assert saving(single, robust) == (2, pytest.approx(1), 0.5)
    assert bands_of(single, robust).cost.mean == 6
    assert bands_of(single, robust).unmet[0].mean == 2.5


def test_openings_that_leave_no_future_a_plan_come_last() -> None:
    none, dear = tried(np.inf, np.inf), tried(9, 9)

    assert order_of(dear) < order_of(none)
    assert saving(none, dear) == (0, 0, 0)
    assert bands_of(none, dear).cost == NOTHING


def test_a_run_over_futures_that_have_no_plan_says_so_in_plain_numbers(tmp_path: Path) -> None:
    # All must be served and the forecast may be ten times as much as A holds.
    case = plan_case(
        [priced("A", 20)], [needs("P1", 50)], 2, {"must_place": "yes"},
        forecast=[arrivals(2026, 40, low=0, high=400)], flow=[flow()],
    )  # fmt: skip
    result = run(case, alternatives=0, futures=3)

    assert result.futures is not None
    assert result.futures.impossible[0] > 900
    json.dumps(development_json(result), allow_nan=False)
    assert "不能同时满足全部硬性要求" in said(result, "不确定性", tmp_path)


def said(result: DevelopmentResult, sheet: str, folder: Path) -> str:
    """All text of a sheet of the report."""
    write_report(result, folder / "r.xlsx")
    rows: Any = openpyxl.load_workbook(folder / "r.xlsx")[sheet].iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def test_what_was_odd_in_the_input_stands_in_the_report(tmp_path: Path) -> None:
    sites = [candidate("A"), candidate("B", lead_months=60)]
    told = said(run(plan_case(sites, [needs()], 2), alternatives=0), "假设与来源", tmp_path)

    assert "读台账时的提示（" in told
    assert "最早 2031Q1 才能启用" in told


def test_where_listed_projects_go_on_stands_among_the_assumptions(tmp_path: Path) -> None:
    case = plan_case(
        [candidate("A")], [needs("P1", 100, 1, industry="I")], 2,
        flow=[flow("incubation", 2, 0.5, 0.3, area_growth=2)],
    )  # fmt: skip
    told = said(run(case, alternatives=0), "假设与来源", tmp_path)

    assert "在册项目期满后的流转（1 组）" in told
    assert "以期望面积继续产生需求" in told


def test_the_order_of_ranked_goals_stands_in_the_summary(tmp_path: Path) -> None:
    case = plan_case([priced("A", 5)], [needs()], 2, {"rank:investment": 2})
    told = said(run(case, alternatives=0), "摘要", tmp_path)

    assert "目标分级，逐级求解（已证明最优）" in told
    assert "· 第 1 级：安置费用、空间缺口" in told
    assert "· 第 2 级：建设与改造投资，费用 5" in told
