"""Arrivals beyond the listed pipeline, and how they move through the stages. All assumed."""

from typing import Any, Final

from tests.samples.liuchuangyuan.names import INDUSTRY
from tests.samples.zhangjiagang.sources import STAY_RULES

Row = dict[str, Any]

YEARS: Final = tuple(range(2021, 2031))
#: Entry stage -> projects of each year, m² per project.
ENTRIES: Final[dict[str, tuple[tuple[int, ...], int]]] = {
    "nursery": ((180, 200, 215, 230, 250, 250, 250, 250, 250, 250), 20),
    "incubation": ((195, 210, 225, 240, 248, 190, 160, 140, 120, 100), 150),
    "acceleration": ((102, 112, 122, 129, 133, 80, 50, 30, 20, 15), 1_000),
    "industrialisation": ((14, 15, 16, 17, 17, 9, 5, 3, 2, 1), 4_000),
}
#: Entry stage -> share of each industry: services and chips begin small, machines enter large.
MIX: Final[dict[str, dict[str, float]]] = {
    "nursery": {"M": 0.05, "P": 0.08, "Q": 0.15, "T": 0.04, "S": 0.18, "B": 0.20, "E": 0.10,
                "D": 0.20},
    "incubation": {"M": 0.05, "P": 0.08, "Q": 0.16, "T": 0.04, "S": 0.18, "B": 0.20, "E": 0.11,
                   "D": 0.18},
    "acceleration": {"M": 0.08, "P": 0.10, "Q": 0.18, "T": 0.06, "S": 0.17, "B": 0.17, "E": 0.14,
                     "D": 0.10},
    "industrialisation": {"M": 0.14, "P": 0.13, "Q": 0.22, "T": 0.09, "S": 0.13, "B": 0.11,
                          "E": 0.16, "D": 0.02},
}  # fmt: skip
#: Industries whose production takes more or less room than usual.
_AREA_FACTOR: Final = {"M": 1.3, "T": 1.1, "D": 0.8}
_LOW, _HIGH = 0.7, 1.35


def forecast() -> list[Row]:
    """One row per industry, entry stage and year with any project; low and high for futures."""
    return [
        _entry(letter, stage, year, counts[at] * share)
        for letter in INDUSTRY
        for stage, (counts, _) in ENTRIES.items()
        for at, year in enumerate(YEARS)
        if (share := MIX[stage][letter]) and counts[at] * share >= 0.1
    ]


def _entry(letter: str, stage: str, year: int, projects: float) -> Row:
    area = ENTRIES[stage][1]
    if stage == "industrialisation":
        area = round(area * _AREA_FACTOR.get(letter, 1.0))
    return {
        "industry": INDUSTRY[letter],
        "stage": stage,
        "year": year,
        "projects": round(projects, 1),
        "area_m2": area,
        "low": round(projects * _LOW, 1),
        "high": round(projects * _HIGH, 1),
        "source": "假设：数量按全市2030年需求量级反推，高低为-30%与+35%；面积为参考面积",
    }


_ASSUMED: Final = "假设"
_YEARLY: Final = "年毕业率约10-15%（凭经验，未查证）"
#: Stage, industry, months, graduate, leave, growth, home share, home lag, source.
_FLOW: Final[tuple[tuple[Any, ...], ...]] = (
    ("nursery", "", 12, 0.50, 0.35, 7.5, 0.6, 6, f"时长：众创空间≤24个月，{STAY_RULES}"),
    ("incubation", "", 36, 0.40, 0.40, 6.67, 0.5, 6,
     f"时长：孵化器≤48个月，{STAY_RULES}；毕业：{_YEARLY}"),
    ("acceleration", "", 36, 0.12, 0.40, 4.0, 0.5, 9, "未查到公开数据"),
    ("industrialisation", "", 60, 0.0, 0.60, None, None, None,
     "未查到公开数据；退出含毕业后自建厂房"),
    ("incubation", "B", 48, 0.40, 0.40, 6.67, 0.5, 6, f"生物医药等特殊领域可延长，{STAY_RULES}"),
    ("acceleration", "B", 48, 0.14, 0.38, 4.0, 0.5, 9, "生物医药审批周期较长"),
)  # fmt: skip


def flow() -> list[Row]:
    """What becomes of those who have completed a stage; growth is the ratio of stage areas."""
    return [
        {
            "stage": stage,
            "months": months,
            "graduate_share": graduate,
            "leave_share": leave,
            "area_growth": growth,
            "home_share": home_share,
            "home_lag_months": home_lag,
            "industry": INDUSTRY[letter] if letter else "",
            "source": f"{source}；各比例与面积倍数为{_ASSUMED}",
        }
        for stage, letter, months, graduate, leave, growth, home_share, home_lag, source in _FLOW
    ]
