"""Candidate sites in the city by the districts of the plan's layout (双核 双区 一带).

Districts, their industries and the named parks are sourced; floor areas, phases
and dates are assumed unless the site's source says otherwise.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tests.samples.zhangjiagang.sources import (
    BONDED_PARK,
    HIGH_TECH_ZONE,
    HOUCHENG,
    LAYOUT,
    MEDICAL_PARK,
    PILOT_BASE,
    PROJECT_TABLE,
    RELEASE,
)

DONGDU: Final = "东渡国际人才创业街区"
NANHENGTAO: Final = "南横套滨水创新走廊"
GLOBAL_RND: Final = "国际企业研发机构集聚区"
NANAN: Final = "南岸创新社区"
BELT: Final = "南沿江科创加速带"
CIRCLE: Final = "飞地创新生态圈"
DONGDU_GROSS_M2: Final = 980_000


@dataclass(frozen=True)
class Site:
    """A site with its phases: gross m² each, the first begins at `start`, the next `gap` later.

    Attributes
    ----------
    first : int
        Number of the first phase listed: 2 where the first stands already.
    cost : int
        Yuan per m² where it is sourced, so that the profile's does not hold; else 0.
    far : float
        Floor area ratio of new land; 0 where no land is bought, or it is in the cost.
    land_10k : tuple of int
        Land cost of each phase where it is sourced.
    all_in : bool
        Whether the cost per m² is of the whole investment, so that nothing is added to it.
    """

    name: str
    district: str
    stages: str
    industries: str
    profile: str
    phases: tuple[int, ...]
    start: date
    gap: int
    source: str
    campus: str = ""
    first: int = 1
    lead: int = 0
    cost: int = 0
    far: float = 0.0
    land_10k: tuple[int, ...] = ()
    all_in: bool = False
    must_first: bool = False


_D = f"总量约98万㎡、约49亿元、含人才公寓与商业：{HIGH_TECH_ZONE}；产业：{LAYOUT}；"
_SPLIT = "分期与分片面积、日期为假设"
_AREA = "；位置与名称、面积、分期、日期为假设"
_WIDER = "；兼容相近产业为假设"
_OPEN = "所属片区、产业方向、面积、分期、日期为假设"

#: 双核之一: 98 万㎡ in all, land is in its 49 亿元.
_DONGDU_SITES: Final = (
    Site("东渡街区孵化中心", DONGDU, "NI", "SEQBD", "office", (50_000, 40_000),
         date(2021, 6, 17), 12,
         f"{RELEASE}：2021年6月17日开工；{_D}{_SPLIT}，产业方向为假设", DONGDU, must_first=True),
    Site("东渡街区数字经济园", DONGDU, "IA", "D", "office", (75_000, 75_000, 70_000),
         date(2021, 9, 1), 8, _D + _SPLIT, DONGDU, lead=30),
    Site("东渡街区医疗器械园", DONGDU, "IA", "B", "office", (80_000, 80_000, 70_000),
         date(2021, 9, 1), 8, _D + _SPLIT, DONGDU, lead=30),
    Site("东渡街区国际加速园", DONGDU, "AP", "", "office", (90_000, 80_000, 70_000),
         date(2021, 12, 1), 8, f"{_D}{_SPLIT}，产业不限为假设", DONGDU, lead=26),
    Site("东渡街区总部研发楼群", DONGDU, "IA", "SEQBD", "office", (100_000, 100_000),
         date(2021, 12, 1), 8, f"{_D}{_SPLIT}，产业方向为假设", DONGDU, lead=30),
)  # fmt: skip
#: 双核之二; its two cores stand already in their first phase.
_NANHENGTAO_SITES: Final = (
    Site("南横套科创中心", NANHENGTAO, "IA", "SEQBD", "studio", (40_000, 50_000), date(2021, 9, 1),
         8, f"核心载体：{LAYOUT}；一期以后各期面积、日期与所列产业为假设", first=2, far=2.0),
    Site("沙洲湖科创园", NANHENGTAO, "IA", "SEQBD", "studio", (45_000, 45_000), date(2021, 10, 1),
         8, f"核心载体：{LAYOUT}；一期以后各期面积、日期与所列产业为假设", first=2, far=2.0),
    Site("南横套光电产业园", NANHENGTAO, "AP", "SEQ", "flex", (50_000, 50_000, 50_000),
         date(2021, 10, 1), 8, f"产业光电/半导体：{LAYOUT}{_AREA}{_WIDER}", far=1.6),
    Site("南横套新能源加速园", NANHENGTAO, "AP", "SEQ", "flex", (70_000, 60_000), date(2021, 12, 1),
         8, f"产业新能源：{LAYOUT}{_AREA}{_WIDER}", far=1.6),
    Site("南横套智能装备园", NANHENGTAO, "AP", "SEQ", "factory", (80_000, 70_000, 60_000),
         date(2021, 12, 1), 8, f"产业智能装备：{LAYOUT}{_AREA}{_WIDER}", far=1.5),
)  # fmt: skip
#: 双区之一, 保税区; the last two are dated after the plan's end.
_GLOBAL_RND_SITES: Final = (
    Site("保税区科创园", GLOBAL_RND, "A", "SQEPB", "flex", (30_000, 20_000), date(2021, 3, 1), 12,
         f"二期为加速器、五个方向：{BONDED_PARK}；面积与日期为假设（来源缺数字）",
         first=2, lead=20),
    Site("长三角生物医药和新材料创新中心", GLOBAL_RND, "IA", "BPM", "lab", (50_000, 40_000),
         date(2021, 9, 1), 8, f"名称与产业：{LAYOUT}；面积、分期、日期为假设{_WIDER}", far=1.6),
    Site("国际企业研发总部园", GLOBAL_RND, "IA", "SEQBD", "studio", (45_000, 45_000, 40_000),
         date(2021, 12, 1), 8, f"产业先进化工材料、生物医药：{LAYOUT}{_AREA}{_WIDER}", far=2.0),
    Site("氢能装备园", GLOBAL_RND, "AP", "SEQ", "factory", (60_000, 60_000), date(2021, 12, 1), 8,
         f"中车氢能基地所在：{LAYOUT}{_AREA}{_WIDER}", far=1.5, lead=20),
    Site("张家港集成电路先进材料创新中心", GLOBAL_RND, "A", "SP", "clean", (80_524,),
         date(2024, 9, 1), 0,
         f"80 524㎡、总投资8亿元、202409-202608：{PILOT_BASE}；环节与产业方向为假设",
         lead=24, all_in=True),
    Site("保税区高端装备产业园", GLOBAL_RND, "P", "Q", "factory", (120_000, 100_000),
         date(2025, 6, 1), 0, "一期12万㎡造价4.2亿元地价1.4亿元、二期10万㎡3.5亿元1.3亿元、"
         f"202506-202706：{PROJECT_TABLE}；环节为假设",
         lead=24, cost=3_500, land_10k=(14_000, 13_000)),
)  # fmt: skip
#: 双区之二.
_NANAN_SITES: Final = (
    Site("扬子江新医疗创新园", NANAN, "AP", "BPM", "lab", (42_000,), date(2022, 3, 1), 0,
         f"31.7亩、2022年供地、2023年底建成：{MEDICAL_PARK}；面积按容积率2.0推算，造价为假设{_WIDER}",
         lead=21, far=2.0),
    Site("南岸冶金新材料园", NANAN, "AP", "MPT", "factory", (80_000, 80_000, 70_000),
         date(2021, 9, 1), 8, f"产业冶金新材料：{LAYOUT}{_AREA}{_WIDER}", far=1.4),
    Site("南岸医疗器械孵化园", NANAN, "IA", "BPM", "lab", (40_000, 38_000), date(2021, 12, 1), 8,
         f"产业医疗器械研发孵化：{LAYOUT}{_AREA}{_WIDER}", far=1.8),
    Site("南岸智慧物流贸易园", NANAN, "A", "", "flex", (60_000, 50_000), date(2021, 12, 1), 8,
         f"智慧物流与贸易集聚：{LAYOUT}{_AREA}", far=1.6),
    Site("南岸综合孵化楼", NANAN, "NI", "SEQBD", "studio", (30_000, 20_000), date(2021, 12, 1), 8,
         f"所在片区：{LAYOUT}{_AREA}；产业方向为假设", far=2.0, lead=24),
)  # fmt: skip
#: 一带; which district the parks of 高新区 belong to is assumed.
_BELT_SITES: Final = (
    Site("智慧湾国际创新港", BELT, "IA", "SEQBD", "studio", (60_000, 60_000), date(2021, 12, 1), 8,
         f"名称：{HIGH_TECH_ZONE}；{_OPEN}", far=2.0),
    Site("金桥创新谷", BELT, "AP", "SEQ", "factory", (60_000, 60_000, 50_000), date(2021, 9, 1), 8,
         f"名称：{HIGH_TECH_ZONE}；{_OPEN}", far=1.6, lead=20),
    Site("东城科创走廊", BELT, "A", "", "flex", (50_000, 50_000, 40_000), date(2021, 12, 1), 8,
         f"名称：{HIGH_TECH_ZONE}；{_OPEN}", far=1.8),
    Site("后塍街道科创园", BELT, "AP", "SEQ", "factory", (70_000, 60_000, 60_000),
         date(2021, 12, 1), 8,
         f"约65公顷、高端装备/电器/新能源：{HOUCHENG}；所属片区、面积、日期为假设{_WIDER}",
         far=1.5, lead=20),
    Site("南沿江标准厂房区", BELT, "P", "", "factory", (90_000, 80_000, 70_000),
         date(2021, 9, 1), 8, f"所在片区：{LAYOUT}{_AREA}；产业方向为假设", far=1.4),
    Site("南沿江纺织新材料园", BELT, "AP", "MPT", "factory", (40_000, 30_000), date(2021, 12, 1), 8,
         f"所在片区：{LAYOUT}{_AREA}；产业方向为假设", far=1.5),
)  # fmt: skip

SITES: Final[tuple[Site, ...]] = (
    *_DONGDU_SITES,
    *_NANHENGTAO_SITES,
    *_GLOBAL_RND_SITES,
    *_NANAN_SITES,
    *_BELT_SITES,
)
