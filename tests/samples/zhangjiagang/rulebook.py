"""Policy rows of the plan, conversions, scenarios and settings."""

from datetime import date
from typing import Any, Final

from tests.samples.liuchuangyuan.names import INDUSTRY
from tests.samples.zhangjiagang.sites import SITES
from tests.samples.zhangjiagang.sources import ARTICLE, LAYOUT, NOTE_ASSUMED, WUJIN_LETTING

Row = dict[str, Any]

PLAN_START: Final = date(2021, 1, 1)
PLAN_END: Final = date(2025, 12, 31)
"""The 14th five-year plan: its targets are due by this day."""
NEW_AREA_M2: Final = 2_600_000
TOTAL_AREA_M2: Final = 3_600_000
ENCLAVES: Final = 10
CAPITAL_10K_PER_YEAR: Final = 440_000
STARTS_M2_PER_YEAR: Final = 900_000

_DUE: Final = "2025年底前"
#: Rule, scope, limit, unit, whether due by the plan's end, strength, weight, source.
_POLICY: Final[tuple[tuple[Any, ...], ...]] = (
    ("new_area_min", "city", NEW_AREA_M2, "㎡", True, "hard", None,
     f"新增载体260万㎡以上，{_DUE}：{ARTICLE}、{LAYOUT}"),
    ("total_area_min", "city", TOTAL_AREA_M2, "㎡", True, "hard", None,
     f"累计360万㎡以上，{_DUE}：{LAYOUT}"),
    ("enclaves_min", "city", ENCLAVES, "个", True, "hard", None,
     f"新增飞地10个（不含2020年7月的上海张江中心），{_DUE}：{ARTICLE}"),
    ("capital_10k_per_year_max", "city", CAPITAL_10K_PER_YEAR, "万元/年", False, "hard", None,
     f"{NOTE_ASSUMED}：建260万㎡约130亿元（含地价），平均每年的约1.7倍"),
    ("starts_m2_per_year_max", "city", STARTS_M2_PER_YEAR, "㎡/年", False, "hard", None,
     f"{NOTE_ASSUMED}：施工与要素保障能力"),
    ("industry_area_min", "industry=B", 200_000, "㎡", True, "soft", 0.001,
     f"{NOTE_ASSUMED}：产业链保障面积"),
    ("industry_area_min", "industry=S", 120_000, "㎡", True, "hard", None,
     f"{NOTE_ASSUMED}：产业链保障面积"),
    ("industry_area_min", "industry=E", 150_000, "㎡", True, "soft", 0.001,
     f"{NOTE_ASSUMED}：产业链保障面积"),
    ("vacancy_max", "city", 0.2, "0-1", False, "watch", None,
     "参照湖北创业孵化示范基地使用率≥80%（C级），非本市规定"),
)  # fmt: skip


def policy() -> list[Row]:
    """Targets of the plan, and what money and building can do in a year."""
    return [
        {
            "rule": rule,
            "scope": f"industry={INDUSTRY[scope[-1]]}" if scope != "city" else scope,
            "limit": limit,
            "unit": unit,
            "from": PLAN_START,
            "to": PLAN_END if due else None,
            "strength": strength,
            "weight": weight,
            "source": source,
        }
        for rule, scope, limit, unit, due, strength, weight, source in _POLICY
    ]


#: Carrier, from, to, yuan per m², months, largest share.
_CONVERSIONS: Final = (
    ("LCY-A10", "incubation", "acceleration", 900, 6, 0.5, "假设：拆除隔断"),
    ("SZH-1", "incubation", "acceleration", 1_200, 6, 0.4, "假设：加固楼面、增设货梯"),
    ("LCY-B05", "acceleration", "incubation", 1_500, 6, 0.5, "假设：分隔小单元"),
    ("LCY-C07", "industrialisation", "acceleration", 1_100, 9, 0.6, "假设：加层与分户"),
    ("FC-2", "industrialisation", "acceleration", 1_100, 9, 0.5, "假设：加层与分户"),
)


def conversions() -> list[Row]:
    """Existing carriers that could serve another stage."""
    keys = ("carrier", "from_stage", "to_stage", "cost_per_m2", "months", "max_share", "备注")
    return [dict(zip(keys, row, strict=True)) for row in _CONVERSIONS]


def scenarios() -> list[Row]:
    """What a review asks: later, more, less, dearer, without; a blank target is everywhere.

    Rows of one name belong together.
    """
    dongdu = [site.name for site in SITES if site.district == SITES[0].district]
    late = [("东渡推迟一年", "slip", name, "12") for name in dongdu]
    rows: list[tuple[str, str, str, str]] = [
        *late,
        ("需求+30%", "demand", "", "+30%"),
        ("需求-30%", "demand", "", "-30%"),
        ("半导体需求+50%", "demand", INDUSTRY["S"], "+50%"),
        ("资金减20%", "budget", "", "-20%"),
        ("不建南沿江标准厂房区", "close", "南沿江标准厂房区", "是"),
        ("去化放慢一倍", "setting", "absorption_quarters", "8"),
    ]
    keys = ("scenario", "kind", "target", "value")
    return [dict(zip(keys, row, strict=True)) for row in rows]


def settings() -> list[Row]:
    """Ten years by quarters; rates are assumed."""
    return [
        {"setting": "horizon_start", "value": PLAN_START, "备注": "“十四五”第一年"},
        {"setting": "horizon_quarters", "value": 40, "备注": "2021-2030年"},
        {"setting": "lease_end_means", "value": "renews", "备注": NOTE_ASSUMED},
        {"setting": "unknown_attributes", "value": "allow", "备注": NOTE_ASSUMED},
        {
            "setting": "unmet_cost_per_m2_year",
            "value": 480,
            "备注": f"{NOTE_ASSUMED}：约每月40元/㎡",
        },
        {"setting": "discount_rate", "value": 0.05, "备注": NOTE_ASSUMED},
        {
            "setting": "absorption_quarters",
            "value": 4,
            "备注": f"{NOTE_ASSUMED}：参照{WUJIN_LETTING}",
        },
    ]
