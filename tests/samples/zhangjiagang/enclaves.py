"""Candidate enclaves (飞地创新生态圈): small, rented and fitted out, cheap and quick."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tests.samples.liuchuangyuan.names import INDUSTRY
from tests.samples.zhangjiagang.profiles import PROFILES, stages_of
from tests.samples.zhangjiagang.sites import CIRCLE
from tests.samples.zhangjiagang.sources import ENCLAVE_SIZES, ENCLAVES, HIGH_TECH_ZONE

Row = dict[str, Any]


@dataclass(frozen=True)
class Enclave:
    """One enclave: gross m², fit-out in yuan per m², the platform's running cost in 10 000 yuan."""

    name: str
    kind: str
    gross_m2: int
    stages: str
    industries: str
    start: date
    fit_out: int
    platform_10k: int
    lead: int = 6
    source: str = ""


_SEEN: Final = f"2021年10月前已见报道：{ENCLAVES}；"
_PLANNED: Final = f"假设：城市为例，面积参照{ENCLAVE_SIZES}"

CANDIDATES: Final[tuple[Enclave, ...]] = (
    Enclave("北京·张家港创新中心", "domestic", 3_000, "NI", "DS", date(2021, 7, 1), 2_400, 900,
            source=f"{_SEEN}面积与费用为假设"),
    Enclave("南京·张家港创新中心", "domestic", 4_000, "NI", "QE", date(2021, 7, 1), 1_800, 600,
            source=f"{_SEEN}面积与费用为假设"),
    Enclave("英国·张家港离岸创新中心", "overseas", 1_200, "NI", "BP", date(2021, 7, 1), 3_000,
            1_100, 9, f"离岸中心，见{HIGH_TECH_ZONE}；面积与费用为假设"),
    Enclave("上海嘉定飞地孵化器", "domestic", 17_000, "IA", "ES", date(2021, 10, 1), 2_200, 1_500,
            9, _PLANNED),
    Enclave("上海临港飞地孵化器", "domestic", 8_000, "NI", "SB", date(2022, 1, 1), 2_400, 1_100, 9,
            _PLANNED),
    Enclave("深圳飞地孵化器", "domestic", 6_000, "NI", "SD", date(2021, 10, 1), 2_600, 1_200, 8,
            _PLANNED),
    Enclave("合肥飞地孵化器", "domestic", 3_500, "NI", "SE", date(2022, 1, 1), 1_600, 500, 6,
            _PLANNED),
    Enclave("杭州飞地孵化器", "domestic", 4_500, "NI", "D", date(2022, 1, 1), 2_200, 800, 6,
            _PLANNED),
    Enclave("武汉飞地孵化器", "domestic", 3_000, "NI", "SB", date(2022, 6, 1), 1_600, 500, 6,
            _PLANNED),
    Enclave("西安飞地孵化器", "domestic", 2_500, "NI", "MS", date(2022, 6, 1), 1_500, 450, 6,
            _PLANNED),
    Enclave("成都飞地孵化器", "domestic", 2_500, "NI", "BD", date(2022, 9, 1), 1_600, 480, 6,
            _PLANNED),
    Enclave("广州飞地孵化器", "domestic", 3_000, "NI", "BP", date(2022, 9, 1), 2_000, 600, 7,
            _PLANNED),
    Enclave("德国离岸孵化器", "overseas", 1_500, "NI", "QM", date(2021, 10, 1), 2_800, 1_000, 9,
            _PLANNED),
    Enclave("日本离岸孵化器", "overseas", 1_000, "NI", "PT", date(2022, 3, 1), 3_000, 900, 9,
            _PLANNED),
    Enclave("新加坡离岸孵化器", "overseas", 1_200, "NI", "BD", date(2022, 3, 1), 3_000, 1_000, 8,
            _PLANNED),
    Enclave("以色列离岸孵化器", "overseas", 1_000, "NI", "SD", date(2022, 9, 1), 3_000, 1_000, 9,
            _PLANNED),
)  # fmt: skip


def enclave_rows() -> list[Row]:
    """One row of candidates per enclave; the buildings are offices of others."""
    office = PROFILES["office"]
    return [
        {
            "site": each.name,
            "phase": "一期",
            "campus": each.name,
            "district": CIRCLE,
            "gross_area_m2": each.gross_m2,
            "efficiency": 0.7,
            "stages": stages_of(each.stages),
            "industries": ";".join(INDUSTRY[letter] for letter in each.industries),
            "earliest_start": each.start,
            "lead_months": each.lead,
            "cost_per_m2": each.fit_out,
            "fixed_cost_10k": each.platform_10k,
            "enclave": each.kind,
            "must_build": "no",
            "clear_height_m": office.supply["clear_height_m"],
            "floor_load_kn_m2": office.supply["floor_load_kn_m2"],
            "source": f"{each.source}；产业方向为假设",
        }
        for each in CANDIDATES
    ]
