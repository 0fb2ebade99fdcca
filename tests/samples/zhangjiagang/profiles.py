"""Kinds of building: what they offer technically, what share can be let, what they cost."""

from dataclasses import dataclass
from typing import Any, Final

from tests.samples.zhangjiagang.sources import (
    HIGH_TECH_ZONE,
    PILOT_BASE,
    PROJECT_TABLE,
    WUJIN_COST,
)

Row = dict[str, Any]

M2_PER_MU: Final = 666.67
_KEYS: Final = (
    *("clear_height_m", "floor_load_kn_m2", "power_kva", "fire_class", "clean_class"),
    *("freight_lift_t", "drainage", "eia", "ground_floor"),
)


@dataclass(frozen=True)
class Profile:
    """One kind of building; costs in yuan per gross m²."""

    efficiency: float
    cost_per_m2: int
    lead_months: int
    fixed_cost_10k: int
    rent_per_m2_month: int
    cost_source: str
    offered: tuple[Any, ...]

    @property
    def supply(self) -> Row:
        """Technical columns; what is blank is not known yet."""
        return dict(zip(_KEYS, self.offered, strict=True))


PROFILES: Final[dict[str, Profile]] = {
    "office": Profile(
        0.72, 5_000, 28, 0, 28, f"东渡街区约98万㎡、约49亿元推算（{HIGH_TECH_ZONE}）",
        (3.6, 3.5, 800, "丁", "ISO 9", 1, "no", "yes", "no"),
    ),
    "studio": Profile(
        0.72, 4_200, 22, 0, 26, "假设：研发楼不含人才公寓与商业，低于东渡街区",
        (4.2, 5.0, 1_000, "丙", "ISO 8", 2, "yes", "yes", "no"),
    ),
    "lab": Profile(
        0.72, 4_300, 22, 0, 30, "假设：研发楼4 200元/㎡加通风与给排水",
        (4.5, 6.0, 1_250, "丙", "ISO 7", 2, "yes", "yes", "yes"),
    ),
    "flex": Profile(
        0.74, 4_000, 22, 0, 22, f"假设：{WUJIN_COST}约3 700元/㎡，加中试配套",
        (5.1, 8.0, 2_000, "丙", None, 3, "yes", "yes", "yes"),
    ),
    "factory": Profile(
        0.74, 4_000, 18, 0, 16,
        f"假设：多层，高于保税区高端装备产业园3 500元/㎡（{PROJECT_TABLE}）",
        (8.1, 15.0, 5_000, "丙", None, 5, "yes", "yes", "yes"),
    ),
    "clean": Profile(
        0.70, 9_900, 24, 1_500, 28, f"集成电路先进材料创新中心8亿元/80 524㎡推算（{PILOT_BASE}）",
        (6.3, 10.0, 4_000, "丙一", "ISO 6", 5, "yes", "yes", "yes"),
    ),
}  # fmt: skip
"""By name; efficiencies and technical figures are assumed, as are leads below 24 months."""

STAGES: Final[dict[str, str]] = {
    "N": "nursery",
    "I": "incubation",
    "A": "acceleration",
    "P": "industrialisation",
}
SHARES: Final[dict[str, Row]] = {
    "NI": {"max_share_nursery": 0.3, "min_share_incubation": 0.6},
    "IA": {"min_share_incubation": 0.1, "max_share_incubation": 0.6,
           "max_share_acceleration": 0.9},
    "AP": {"min_share_acceleration": 0.2, "max_share_acceleration": 0.8,
           "max_share_industrialisation": 0.8},
}  # fmt: skip
"""Least and most of the lettable area per stage where a site serves two (assumed)."""


def stages_of(codes: str) -> str:
    """Stages of a row of the workbook: ``"IA"`` is incubation and acceleration."""
    return ";".join(STAGES[code] for code in codes)


def land_cost_10k(gross_m2: float, far: float, price_10k_per_mu: float) -> int:
    """Land for a building of a floor area ratio, at a price per 亩, in 10 000 yuan."""
    return round(gross_m2 / far / M2_PER_MU * price_10k_per_mu)
