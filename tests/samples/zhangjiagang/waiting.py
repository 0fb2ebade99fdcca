"""Projects approved or in negotiation, arriving 2021-2023, with one to three stages each."""

from datetime import date, timedelta
from typing import Any, Final

from tests.samples.dice import Dice
from tests.samples.liuchuangyuan.names import INDUSTRY
from tests.samples.liuchuangyuan.needs import needs_of
from tests.samples.liuchuangyuan.people import months_before
from tests.samples.zhangjiagang.forecast import MIX
from tests.samples.zhangjiagang.people import Register, draw_area, draw_months, wide_need
from tests.samples.zhangjiagang.profiles import STAGES

Row = dict[str, Any]

#: How many projects ask for which chain of stages.
_CHAINS: Final = {"N": 14, "NI": 18, "NIA": 12, "I": 22, "IA": 24, "IAP": 6, "A": 16, "AP": 10,
                  "P": 14}  # fmt: skip
_FIRST_DAY: Final = date(2021, 1, 5)
_LAST_DAY: Final = date(2023, 12, 20)
_NEED_ZEAL: Final = 0.35
_ABROAD: Final = ("上海张江·张家港创新中心", 4)
"""The enclave that stands, and how many waiting projects want to begin there."""


def add_waiting(dice: Dice, register: Register) -> None:
    """Enter the projects that sit nowhere yet."""
    for number, (chain, count) in enumerate(_CHAINS.items()):
        own = dice.part(number)
        for _ in range(count):
            _add(own, register, [STAGES[code] for code in chain])
    beginners = [p for p in register.projects if p["status"] == "approved"
                 and p["stage"] == "nursery"]  # fmt: skip
    for project in dice.some(beginners, _ABROAD[1]):
        project |= {"wanted_carrier": _ABROAD[0], "备注": "先入驻飞地，毕业后回张家港"}


def _add(dice: Dice, register: Register, stages: list[str]) -> None:
    mix = MIX[stages[0]]
    industry = INDUSTRY[dice.pick(list(mix), list(mix.values()))]
    project = register.project(dice, industry, stages[0])
    arrives = _FIRST_DAY + timedelta(days=int(dice.skewed(0, (_LAST_DAY - _FIRST_DAY).days, 1.2)))
    project |= {
        "status": "approved" if dice.chance(0.6) else "negotiating",
        "arrives": arrives,
        "founded": months_before(arrives, dice.whole(1, 30)),
    }
    if dice.chance(0.3):
        register.stays.extend(_row(dice, register, project, stage) for stage in stages)
    else:
        for stage in stages:
            project |= wide_need(dice, stage)
        if len(stages) == 1:
            area = project[f"{stages[0]}_area_m2"]
            project |= _needs(dice, register, industry, stages[0], area)
    register.add(project)


def _row(dice: Dice, register: Register, project: Row, stage: str) -> Row:
    """One row of 阶段需求."""
    area = draw_area(dice, stage)
    row: Row = {
        "project": project["project"],
        "stage": stage,
        "area_m2": area,
        "months": draw_months(dice, stage),
    }
    if stage == "nursery":
        row["desks"] = -(-area // 6)
    return row | _needs(dice, register, project["industry"], stage, area)


def _needs(dice: Dice, register: Register, industry: str, stage: str, area: int) -> Row:
    """Few technical needs, each met by a carrier that stands."""
    host = register.host(dice, stage, industry, area)
    return needs_of(dice, stage, industry, host, zeal=_NEED_ZEAL)


#: Site, stage of the projects, how many, allowed, remark.
_PAIRED: Final = (
    ("东渡街区医疗器械园", "acceleration", "B", 3, "yes", "招商协议意向；搬迁与装修费为假设"),
    ("东渡街区数字经济园", "incubation", "D", 3, "yes", "招商协议意向；搬迁与装修费为假设"),
    ("南横套光电产业园", "acceleration", "S", 3, "yes", "招商协议意向；搬迁与装修费为假设"),
    ("南沿江标准厂房区", "industrialisation", "Q", 3, "yes", "招商协议意向；搬迁与装修费为假设"),
    ("东渡街区国际加速园", "industrialisation", "M", 2, "no", "现场踏勘：紧邻人才公寓"),
    ("北京·张家港创新中心", "nursery", "D", 2, "yes", "团队在北京，愿先入驻飞地"),
    ("深圳飞地孵化器", "nursery", "S", 2, "yes", "团队在深圳，愿先入驻飞地"),
    ("英国·张家港离岸创新中心", "nursery", "B", 1, "yes", "团队在英国，愿先入驻飞地"),
)


def pairs(dice: Dice, register: Register) -> list[Row]:
    """Word of single projects and candidate sites: what moving there costs, or never."""
    rows: list[Row] = []
    for site, stage, letter, count, allowed, remark in _PAIRED:
        asking = [p["project"] for p in register.projects
                  if p["status"] != "sitting" and p["industry"] == INDUSTRY[letter]
                  and _asks_for(register, p, stage)]  # fmt: skip
        for project in dice.some(asking, count):
            row: Row = {"project": project, "stage": stage, "carrier": site, "allowed": allowed}
            if allowed == "yes" and stage != "nursery":
                row["cost_10k"] = dice.whole(10, 90)
            rows.append(row | {"备注": remark})
    return rows


def _asks_for(register: Register, project: Row, stage: str) -> bool:
    in_rows = any(r["project"] == project["project"] and r["stage"] == stage
                  for r in register.stays)  # fmt: skip
    return in_rows or f"{stage}_area_m2" in project
