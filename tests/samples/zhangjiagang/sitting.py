"""Tenants of the existing carriers: large ones by name, small ones as one sum per carrier."""

from typing import Any, Final

from tests.samples.dice import Dice
from tests.samples.liuchuangyuan.park import M2_PER_DESK
from tests.samples.liuchuangyuan.people import months_before
from tests.samples.zhangjiagang.people import (
    STEP,
    Register,
    industry_for,
    quarter_end,
    wide_need,
)

Row = dict[str, Any]

_LET_SHARE: Final = (0.76, 0.86)
#: How the let area is split between the stages of a carrier.
_SPLIT: Final[dict[str, dict[str, float]]] = {
    "nursery": {"nursery": 1.0},
    "nursery;incubation": {"nursery": 0.12, "incubation": 0.88},
    "incubation": {"incubation": 1.0},
    "incubation;acceleration": {"incubation": 0.35, "acceleration": 0.65},
    "acceleration": {"acceleration": 1.0},
    "acceleration;industrialisation": {"acceleration": 0.4, "industrialisation": 0.6},
    "industrialisation": {"industrialisation": 1.0},
}
#: m² of a tenant listed by name, and how many of a carrier's are listed at most.
_NAMED_M2: Final = {
    "incubation": (200, 900),
    "acceleration": (1_800, 6_000),
    "industrialisation": (5_000, 16_000),
}
_NAMED_MOST: Final = {"nursery": 0, "incubation": 2}
_USUAL_M2: Final = {"nursery": 30, "incubation": 160}
#: Share of the named tenants that ask for the next stage.
_GROWS: Final = {"incubation": 0.6, "acceleration": 0.25}
_NEXT: Final = {"incubation": "acceleration", "acceleration": "industrialisation"}
_RESIDENCE: Final = {"nursery": (3, 12), "incubation": (6, 36), "acceleration": (6, 40),
                     "industrialisation": (12, 72)}  # fmt: skip
_SEATED_AT: Final = -1


def seat_tenants(dice: Dice, register: Register, carriers: list[Row]) -> None:
    """Fill every existing carrier to four fifths of its lettable area."""
    for number, carrier in enumerate(carriers):
        own = dice.part(number)
        let = carrier["lettable_area_m2"] * own.between(*_LET_SHARE)
        for stage, share in _SPLIT[carrier["stages"]].items():
            _seat(own, register, carrier, stage, let * share)


def _seat(dice: Dice, register: Register, carrier: Row, stage: str, area: float) -> None:
    """Tenants of one stage with about `area` m² together."""
    left, named = area, 0
    while left > 0 and named < _NAMED_MOST.get(stage, 99):
        low, high = _NAMED_M2[stage]
        if left < low:
            break
        asked = dice.skewed(low, high, 1.2)
        taken = left if left - asked < low else asked
        register.add(_tenant(dice, register, carrier, stage, _whole(taken, stage)))
        left, named = left - taken, named + 1
    if stage in _USUAL_M2 and left >= _USUAL_M2[stage]:
        register.add(_small_tenants(dice, register, carrier, stage, _whole(left, stage)))


def _whole(area: float, stage: str) -> int:
    return int(area / STEP[stage]) * STEP[stage]


def _tenant(dice: Dice, register: Register, carrier: Row, stage: str, area: int) -> Row:
    """One tenant, with its next stage where it grows."""
    project = register.project(dice, industry_for(dice, carrier), stage)
    project |= _home(dice, carrier, stage, area)
    if dice.chance(_GROWS.get(stage, 0.0)):
        following = _NEXT[stage]
        project |= wide_need(dice, following)
        if following == "acceleration" and dice.chance(0.2):
            project |= wide_need(dice, "industrialisation")
    return project


def _small_tenants(dice: Dice, register: Register, carrier: Row, stage: str, area: int) -> Row:
    """The small tenants of a carrier as one row; they are followed by others like them."""
    project = register.project(dice, industry_for(dice, carrier), stage)
    count = max(2, round(area / _USUAL_M2[stage]))
    what = "创业团队" if stage == "nursery" else "在孵企业"
    project |= _home(dice, carrier, stage, area) | {
        "name": f"{carrier['name']}{what}（{count}家合计）",
        "company": f"{carrier['name']}{what}（合成合计）",
        "leader": "",
        "talent_class": "",
        "recognition": "",
        "protected": "no",
        "headcount": count * 6,
        "备注": "小微租户合计一行，到期后由同类企业接续",
    }
    if stage == "nursery":
        project["nursery_desks"] = area // M2_PER_DESK
    return project


def _home(dice: Dice, carrier: Row, stage: str, area: int) -> Row:
    entered = months_before(quarter_end(_SEATED_AT), dice.whole(*_RESIDENCE[stage]))
    return {
        "status": "sitting",
        "entered": entered,
        "founded": months_before(entered, dice.whole(2, 60)),
        "present_carrier": carrier["carrier"],
        "present_area_m2": area,
        "lease_end": quarter_end(dice.whole(0, 19)),
        "movable": "yes" if dice.chance(0.07) else "no",
    }
