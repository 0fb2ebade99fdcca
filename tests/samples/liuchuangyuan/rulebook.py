"""Industry chains, policy rows and settings. Limits nobody could confirm are marked 待核实."""

from datetime import date
from typing import Any

from tests.samples.liuchuangyuan.names import INDUSTRY
from tests.samples.liuchuangyuan.park import CAMPUS

Row = dict[str, Any]

_LIST_VERSION = "张家港市“4+4”产业链（2023）"
_RULE = "国科发区〔2018〕300号"
_CHECK = "待核实"

#: Letter -> weight and the industries it supplies.
_CHAINS: dict[str, tuple[float, str]] = {
    "M": (1.0, "QE"),
    "P": (1.0, "SEB"),
    "Q": (1.1, "EM"),
    "T": (1.0, "E"),
    "S": (1.2, "DQE"),
    "B": (1.2, ""),
    "E": (1.15, "Q"),
    "D": (1.1, "QB"),
}


def industries() -> list[Row]:
    """The city's eight chains; weights and links are assumed."""
    return [
        {
            "industry": INDUSTRY[letter],
            "group": "传统优势" if letter in "MPQT" else "新兴",
            "weight": weight,
            "supplies": ";".join(INDUSTRY[each] for each in supplies),
            "list_version": _LIST_VERSION,
            "备注": "权重与上下游为假设",
        }
        for letter, (weight, supplies) in _CHAINS.items()
    ]


#: Rule, limit, unit, strength, scope, source; soft rows add their weight per unit of excess.
_POLICY: tuple[tuple[Any, ...], ...] = (
    ("incubatee_share_min", 0.75, "0-1", "watch", "campus=A", f"{_RULE}：含公共服务面积≥75%"),
    ("density_min", 3, "个/千㎡", "watch", "campus=A", f"{_RULE}：每千㎡在孵企业≥3家"),
    ("incubatees_min", 50, "个", "hard", "campus=A", f"{_RULE}：在孵企业≥50家"),
    ("residence_months_max", 48, "月", "watch", "stage=incubation", f"见于深圳市办法，{_CHECK}"),
    ("age_at_entry_months_max", 24, "月", "watch", "stage=incubation", f"见于深圳市办法，{_CHECK}"),
    ("firm_area_max", 400, "㎡", "soft", "stage=incubation", f"园区内控，{_CHECK}", 0.001),
    ("firm_share_max", 0.25, "0-1", "watch", "campus=B", f"园区内控，{_CHECK}"),
    ("industry_share_max", 0.40, "0-1", "hard", "campus=C;industry=Q", f"合成示例，{_CHECK}"),
    ("industry_share_min", 0.30, "0-1", "watch", "campus=E;industry=B", f"合成示例，{_CHECK}"),
    ("relief_10k_per_year_max", 1_100, "万元/年", "hard", "city", f"合成示例，{_CHECK}"),
    ("moves_per_quarter_max", 4, "次/季", "hard", "city", "园区搬迁协调能力，合成示例"),
)


def policy() -> list[Row]:
    """Statutory and local limits: on the declared site, per firm, and of the city's budget."""
    return [
        {
            "rule": rule,
            "scope": _scope(scope),
            "limit": limit,
            "unit": unit,
            "from": date(2026, 1, 1),
            "strength": strength,
            "weight": weight[0] if weight else None,
            "source": source,
        }
        for rule, limit, unit, strength, scope, source, *weight in _POLICY
    ]


def _scope(text: str) -> str:
    """A scope with the letters of campus and industry spelt out."""
    parts = (part.partition("=") for part in text.split(";"))
    words = {"campus": CAMPUS, "industry": INDUSTRY}
    return ";".join(f"{key}{sign}{words.get(key, {}).get(name, name)}" for key, sign, name in parts)


def settings() -> list[Row]:
    """Settings; class and recognition weights are assumed."""
    values: dict[str, Any] = {
        "horizon_quarters": 12,
        "lease_end_means": "renews",
        "unknown_attributes": "allow",
        "class_weight:A": 1.5,
        "class_weight:B": 1.3,
        "class_weight:C": 1.15,
        "class_weight:D": 1.0,
        "recognition_weight:review": 1.0,
        "recognition_weight:direct": 1.05,
        "recognition_weight:transfer": 1.0,
        "recognition_weight:venture": 1.1,
        "recognition_weight:referral": 1.0,
        "horizon_start": date(2026, 1, 1),
    }
    return [
        {"setting": name, "value": value, "备注": "假设，待核实" if "weight" in name else ""}
        for name, value in values.items()
    ]
