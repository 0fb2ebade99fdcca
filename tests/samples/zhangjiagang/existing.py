"""What stands in the city when the plan begins: 留创园 and the other named parks."""

from dataclasses import dataclass
from typing import Any, Final

from tests.samples import liuchuangyuan
from tests.samples.dice import Dice
from tests.samples.liuchuangyuan import park
from tests.samples.liuchuangyuan.names import INDUSTRY
from tests.samples.zhangjiagang.profiles import PROFILES, stages_of
from tests.samples.zhangjiagang.sites import CIRCLE, GLOBAL_RND, NANHENGTAO
from tests.samples.zhangjiagang.sources import ARTICLE, BONDED_PARK, ENCLAVES, LAYOUT

Row = dict[str, Any]

TALENT_PARK_M2: Final = park.GROSS_M2


@dataclass(frozen=True)
class Stock:
    """A carrier outside 留创园."""

    id: str
    name: str
    campus: str
    stages: str
    gross_m2: int
    profile: str
    industries: str
    source: str
    enclave: str = "no"


_NAMED: Final = f"名称：{BONDED_PARK}；面积与产业方向为假设"
_CORE: Final = f"名称与产业：{LAYOUT}；面积为假设"

STOCK: Final[tuple[Stock, ...]] = (
    Stock("BSK-1", "保税区科创园一期孵化楼", "保税区科创园", "NI", 18_000, "office", "SQEPB",
          f"一期在用：{BONDED_PARK}；面积为假设（来源缺数字）"),
    Stock("BSK-2", "保税区科创园一期中试楼", "保税区科创园", "IA", 32_000, "lab", "SQEPB",
          f"一期在用：{BONDED_PARK}；面积为假设（来源缺数字）"),
    Stock("JF-1", "金丰众创空间", "金丰众创空间", "NI", 8_000, "office", "", _NAMED),
    Stock("FBD-1", "泛半导体产业园加速楼", "泛半导体产业园", "A", 40_000, "clean", "S", _NAMED),
    Stock("FBD-2", "泛半导体产业园厂房", "泛半导体产业园", "P", 50_000, "factory", "SE", _NAMED),
    Stock("FC-1", "梵创产业园加速楼", "梵创产业园", "A", 25_000, "flex", "", _NAMED),
    Stock("FC-2", "梵创产业园厂房", "梵创产业园", "P", 20_000, "factory", "", _NAMED),
    Stock("SZH-1", "沙洲湖科创园一期孵化楼", "沙洲湖科创园", "I", 20_000, "office", "SEQ", _CORE),
    Stock("SZH-2", "沙洲湖科创园一期加速楼", "沙洲湖科创园", "A", 40_000, "flex", "SEQ", _CORE),
    Stock("NHT-1", "南横套科创中心一期孵化楼", "南横套科创中心", "I", 28_000, "office", "SEQ",
          _CORE),
    Stock("NHT-2", "南横套科创中心一期加速楼", "南横套科创中心", "A", 32_000, "flex", "SEQ", _CORE),
    Stock("FD-1", "上海张江·张家港创新中心", "上海张江·张家港创新中心", "NI", 2_000, "office", "",
          f"2020年7月启用：{ENCLAVES}；面积为假设", "domestic"),
)  # fmt: skip
_DISTRICTS: Final = {
    "保税区科创园": (GLOBAL_RND, "孵化器"),
    "金丰众创空间": (GLOBAL_RND, "众创空间"),
    "泛半导体产业园": (GLOBAL_RND, "产业园"),
    "梵创产业园": (GLOBAL_RND, "产业园"),
    "沙洲湖科创园": (NANHENGTAO, "孵化器"),
    "南横套科创中心": (NANHENGTAO, "孵化器"),
    "上海张江·张家港创新中心": (CIRCLE, "飞地"),
}
"""Campus -> district (where not sourced, assumed) and kind."""


def campuses() -> list[Row]:
    """The five parts of 留创园 and the other parks."""
    talent_park = [row | {"district": "经开区", "备注": "合成数据"} for row in park.campuses()]
    others: list[Row] = [
        {"campus": campus, "district": district, "kind": kind, "备注": "所属片区部分为假设"}
        for campus, (district, kind) in _DISTRICTS.items()
    ]
    return talent_park + others


def carriers() -> list[Row]:
    """All carriers: those of 留创园 as in its own sample, every one of them in use."""
    own = park.carriers(Dice(liuchuangyuan.SEED).part(0))
    return [_of_talent_park(row) for row in own] + [_of_stock(stock) for stock in STOCK]


def _of_talent_park(row: Row) -> Row:
    return row | {
        "carrier": f"LCY-{row['carrier']}",
        "name": f"留创园{row['name']}",
        "status": "existing",
        "opens": None,
        "closes": None,
        "source": f"留创园合计740 000㎡：{ARTICLE}；单楼面积、环节与产业为合成",
        "备注": "",
    }


def _of_stock(stock: Stock) -> Row:
    profile = PROFILES[stock.profile]
    return {
        "carrier": stock.id,
        "name": stock.name,
        "campus": stock.campus,
        "stages": stages_of(stock.stages),
        "industries": ";".join(INDUSTRY[letter] for letter in stock.industries),
        "gross_area_m2": stock.gross_m2,
        "lettable_area_m2": round(stock.gross_m2 * profile.efficiency),
        "efficiency": profile.efficiency,
        "status": "existing",
        "rent_per_m2_month": profile.rent_per_m2_month,
        "enclave": stock.enclave,
        **profile.supply,
        "source": stock.source,
        "数据性质": "合成",
        "备注": "",
    }
