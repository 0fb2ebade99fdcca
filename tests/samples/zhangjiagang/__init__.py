"""The city's 8521 plan as a planning reviewer's workbook: sourced totals, synthetic rows."""

import pandas as pd

from tests.samples.dice import Dice
from tests.samples.frames import frames_of
from tests.samples.liuchuangyuan.rulebook import industries
from tests.samples.zhangjiagang.candidates import candidates
from tests.samples.zhangjiagang.existing import campuses, carriers
from tests.samples.zhangjiagang.forecast import flow, forecast
from tests.samples.zhangjiagang.people import Register
from tests.samples.zhangjiagang.rulebook import conversions, policy, scenarios, settings
from tests.samples.zhangjiagang.sitting import seat_tenants
from tests.samples.zhangjiagang.waiting import add_waiting, pairs

SEED = 20210617
NOTE = (
    "本文件为合成示例数据（SYNTHETIC）：企业、人员、项目、单个载体与单个地块的面积、分期、日期均为虚构，"
    "由程序按固定随机种子生成，不代表任何单位的真实计划。\n"
    "取自公开来源的只有总量与名称：新增载体260万㎡以上、累计360万㎡以上、新增飞地10个、留创园约74万㎡、"
    "东渡国际人才创业街区约98万㎡约49亿元、“双核、双区、一带、一圈”的片区及其产业、“4+4”产业链名录。\n"
    "另有两处在建项目的面积、造价与工期取自重大项目进度表：集成电路先进材料创新中心、保税区高端装备产业园。\n"
    "载体、规划、预测、流转、政策各行的“来源”写明出处（A 官方、B 新闻、C 转载、D 论坛）；"
    "写“假设”者没有出处，仅为示例。得房率、环节占比与技术条件均为假设。\n"
    "需求预测、流转比例、资金与开工上限均为假设，不可用于评审结论。"
)


def frames(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """All sheets, by their canonical keys."""
    of_names, of_tenants, of_asking, of_pairs = map(Dice(seed).part, range(4))
    houses = carriers()
    register = Register(of_names, houses)
    seat_tenants(of_tenants, register, houses)
    add_waiting(of_asking, register)
    return frames_of(
        campuses=campuses(),
        carriers=houses,
        projects=register.projects,
        stays=register.stays,
        pairs=pairs(of_pairs, register),
        industries=industries(),
        policy=policy(),
        candidates=candidates(),
        forecast=forecast(),
        flow=flow(),
        conversions=conversions(),
        scenarios=scenarios(),
        settings=settings(),
    )
