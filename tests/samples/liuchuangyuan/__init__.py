"""The 740 000 m² 留创园 as a park manager's workbook: realistic, synthetic, seeded."""

import pandas as pd

from tests.samples.dice import Dice
from tests.samples.frames import frames_of
from tests.samples.liuchuangyuan.park import campuses, carriers
from tests.samples.liuchuangyuan.people import Register
from tests.samples.liuchuangyuan.rooms import cut_rooms, sum_up
from tests.samples.liuchuangyuan.rulebook import industries, policy, settings
from tests.samples.liuchuangyuan.sitting import seat_tenants
from tests.samples.liuchuangyuan.waiting import add_waiting
from tests.samples.liuchuangyuan.wishes import wishes

SEED = 20260101
NOTE = (
    "本文件为合成示例数据（SYNTHETIC）：园区、载体、房源、企业与人员均为虚构，由程序按固定随机种子生成。\n"
    "仅建筑面积合计 740 000 ㎡ 取自公开报道中的留创园总面积，各楼面积与产业分布均为虚构。\n"
    "政策限值以“依据”列为准，标“待核实”者未经查证；评分、权重、租金均为假设。"
)


def frames(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """All sheets, by their canonical keys."""
    of_site, of_tenants, of_asking, of_wishes = map(Dice(seed).part, range(4))
    houses = carriers(of_site)
    rooms = cut_rooms(of_site, houses)
    register = Register(of_tenants, houses)
    seat_tenants(of_tenants, register, houses, rooms)
    add_waiting(of_asking, register)
    wished = wishes(of_wishes, register)
    sum_up(houses, rooms)
    return frames_of(
        campuses=campuses(),
        carriers=houses,
        rooms=rooms,
        projects=register.projects,
        stays=register.stays,
        **wished,
        industries=industries(),
        policy=policy(),
        settings=settings(),
    )
