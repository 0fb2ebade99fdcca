"""A small synthetic development case with its result, to write reports from."""

from dataclasses import replace
from functools import cache
from typing import Any

from optimizer.developed import DevelopmentResult
from optimizer.developing import Questions, develop
from optimizer.domain.case import Case
from optimizer.limits import Limits
from tests.cases import Row, carrier, day, policy, project, tenant
from tests.development.cases import arrivals, candidate, flow, plan_tables

SEMI, BIO = "特色半导体", "生物医药及高端医疗器械"
YEARS = 4

SETTINGS: Row = {
    "discount_rate": 0.05,
    "absorption_quarters": 2,
    "investment_method": "annuity",
    "unmet_cost_per_m2_year": 600,
    "vacancy_cost_per_m2_year": 60,
    "balance_cost_10k": 100,
    "default_priority": 60,
    "alternative_slack": 0.5,
    "lease_end_means": "leaves",
}


def candidates() -> list[Row]:
    """Two sites in the city, one of two phases, one too late, and two enclaves."""
    works = {"cost_per_m2": 3_000, "lead_months": 12, "efficiency": 0.8}
    return [
        candidate("东渡街区", 6_000, "incubation;acceleration", phase="一期", district="高新区",
                  source="规划公示（示例）", land_cost_10k=300, **works),
        candidate("东渡街区", 4_000, "acceleration", phase="二期", district="高新区",
                  source="假设：二期", fixed_cost_10k=50, **works),
        candidate("保税区医药园", 5_000, "incubation;acceleration", district="保税区",
                  industries=BIO, source="=cmd|' /C calc'!A0", campus="保税区", **works),
        candidate("高铁新城", 5_000, "acceleration", district="高铁新城", campus="高铁", **works),
        candidate("远期地块", 8_000, "acceleration", earliest_start=day(15), **works),
        candidate("深圳飞地", 600, "incubation", enclave="domestic", campus="深圳",
                  industries=SEMI, source="报道（示例）", **works),
        candidate("上海飞地", 700, "incubation", enclave="domestic", campus="上海",
                  industries=SEMI, source="假设", **works),
    ]  # fmt: skip


def frames(**settings: Any) -> dict[str, Any]:
    """The tables of the case."""
    forecast = [
        arrivals(2026 + y, 700.0 + 300 * y, "incubation", industry, low=2, high=7,
                 source="招引计划（示例）")
        for y in range(YEARS)
        for industry in (SEMI, BIO)
    ]  # fmt: skip
    flows = [
        flow("incubation", 4, 0.6, 0.3, area_growth=2.5, home_share=0.4, home_lag_months=3,
             source="假设"),
        flow("acceleration", 8, 0.0, 1.0, source="假设"),
    ]  # fmt: skip
    projects = [
        tenant("T1", "K1", 300, 5, industry=SEMI, name="在园企业一"),
        project("P1", 800, 8, industry=BIO, name="核药研发中心"),
        project("P2", 900, 6, "acceleration", industry=SEMI, name="外延片中试线"),
        project("P3", 500, 6, industry="", name="=HYPERLINK(1)"),
    ]
    rows = [
        policy("new_area_min", 9_000, source="规划目标（示例）", to=day(15)),
        policy("enclaves_min", 1, source="规划目标（示例）"),
        policy("capital_10k_per_year_max", 4_000, source="假设"),
        policy("industry_area_min", 6_000, scope=f"industry={BIO}", strength="soft", weight=0.001),
        policy("vacancy_max", 0.01, strength="watch"),
    ]
    scenarios = [
        {"scenario": "东渡推迟一年", "kind": "slip", "target": "东渡街区", "value": "12"},
        {"scenario": "需求增加", "kind": "demand", "target": "", "value": "+30%"},
        {"scenario": "资金为零", "kind": "budget", "target": "", "value": "0"},
        {"scenario": "去化放慢", "kind": "setting", "target": "absorption_quarters", "value": "4"},
    ]
    pairs = [{"project": "P1", "carrier": "保税区医药园", "cost_10k": 12}]
    return plan_tables(
        candidates(), projects, YEARS, {**SETTINGS, **settings},
        [carrier("K1", 900, industries="", name="孵化楼"),
         carrier("K2", 700, "acceleration", name="加速楼")],
        industries=[{"industry": SEMI}, {"industry": BIO}],
        forecast=forecast, flow=flows, policy=rows, scenarios=scenarios, pairs=pairs,
        conversions=[{"carrier": "K1", "from_stage": "incubation", "to_stage": "acceleration",
                      "cost_per_m2": 500, "months": 6, "max_share": 0.5}],
    )  # fmt: skip


def plan_case(**settings: Any) -> Case:
    """The case, marked synthetic."""
    case = Case.from_tables(**frames(**settings))
    return case.replace(
        synthetic=True, files=("规划示例.xlsx",), input_sha256="0123456789abcdef" * 4
    )


@cache
def plan_result() -> DevelopmentResult:
    """Its result with alternatives and futures."""
    return develop(plan_case(), Limits(seconds=60), Questions(alternatives=2, futures=6))


@cache
def result_without_plan() -> DevelopmentResult:
    """A case whose targets cannot be met together."""
    case = plan_case()
    outlook = case.outlook
    policies = tuple(
        replace(p, limit=50_000.0) if p.rule == "new_area_min" else p for p in outlook.policies
    )
    case = case.replace(outlook=replace(outlook, policies=policies))
    return develop(case, Limits(seconds=60))
