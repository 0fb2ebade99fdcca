"""Projects that ask for space: approved, in negotiation or in reserve; single stages and chains."""

from datetime import date, timedelta
from typing import Any

from tests.samples.dice import Dice
from tests.samples.liuchuangyuan.needs import needs_of
from tests.samples.liuchuangyuan.park import STAGE
from tests.samples.liuchuangyuan.people import (
    MONTHS,
    Register,
    least_area,
    months_before,
    wide_need,
)

Row = dict[str, Any]

#: How many projects ask for which chain of stages.
_CHAINS: dict[str, int] = {
    "N": 66,
    "NI": 34,
    "NIA": 8,
    "I": 88,
    "IA": 18,
    "IAP": 2,
    "A": 24,
    "AP": 5,
    "P": 12,
}
_RESERVE = {"NI": 4, "I": 8, "A": 4, "P": 2}
_VIRTUAL = 8
_GONE = 6
#: Arrivals: first and last day, bent towards the beginning.
_FIRST_DAY, _LAST_DAY = date(2026, 1, 5), date(2028, 9, 30)
#: Small stays are asked for all along, large ones are known early.
_BEND = {"N": 1.0, "I": 1.5, "A": 1.8, "P": 1.8}


def add_waiting(dice: Dice, register: Register) -> None:
    """Enter the undecided projects, the reserve, virtual registrations and those who left."""
    for number, (chain, count) in enumerate(_CHAINS.items()):
        of_chain = dice.part(number)
        for _ in range(count):
            status = "approved" if of_chain.chance(0.6) else "negotiating"
            _add(of_chain, register, chain, status)
    for chain, count in _RESERVE.items():
        for _ in range(count):
            _add(dice, register, chain, "reserve")
    for _ in range(_VIRTUAL):
        _add_virtual(dice, register)
    for _ in range(_GONE):
        _add_gone(dice, register)
    _second_projects(dice, register)


def _add(dice: Dice, register: Register, chain: str, status: str) -> None:
    stages = [STAGE[code] for code in chain]
    host = register.host(dice, stages[-1])
    letters = register.letters(host)
    project = register.project(dice, letters, stages[0])
    arrives = _FIRST_DAY + timedelta(
        days=int(dice.skewed(0, (_LAST_DAY - _FIRST_DAY).days, _BEND[chain[0]]))
    )
    project |= {"status": status, "arrives": arrives}
    if dice.chance(0.7):
        project["founded"] = months_before(arrives, dice.whole(1, 30))
    if dice.chance(0.2):
        wanted = register.host(dice, stages[0], project["industry"])
        project["wanted_carrier"] = wanted["carrier"]
    if dice.chance(0.3 if len(stages) == 1 else 0.6):
        _ask_in_rows(dice, register, project, stages)
    else:
        _ask_in_columns(dice, register, project, stages)
    register.add(project)


def _ask_in_rows(dice: Dice, register: Register, project: Row, stages: list[str]) -> None:
    """One row of 阶段需求 per stage, each with its own technical needs."""
    for number, stage in enumerate(stages):
        host = register.host(dice, stage, project["industry"])
        area = register.draw_area(dice, stage)
        row: Row = {
            "project": project["project"],
            "stage": stage,
            "area_m2": area,
            "months": _months(dice, stage),
        }
        if stage == "nursery":
            row["desks"] = -(-area // 6)
        elif dice.chance(0.35):
            row["min_area_m2"] = least_area(area)
        if number == 0 and dice.chance(0.5):
            row["earliest"] = project["arrives"]
        if number == 0 and dice.chance(0.15):
            row["latest"] = project["arrives"] + timedelta(days=270)
        register.stays.append(row | needs_of(dice, stage, project["industry"], host))


def _ask_in_columns(dice: Dice, register: Register, project: Row, stages: list[str]) -> None:
    """Wide columns; needs on the project's row only where it asks for one stage."""
    for stage in stages:
        area = register.draw_area(dice, stage)
        project |= wide_need(dice, stage, area, _months(dice, stage))
    if len(stages) == 1:
        host = register.host(dice, stages[0], project["industry"])
        project |= needs_of(dice, stages[0], project["industry"], host)


def _months(dice: Dice, stage: str) -> int:
    shortest, longest = MONTHS[stage]
    return dice.whole(shortest // 3, longest // 3) * 3


def _add_virtual(dice: Dice, register: Register) -> None:
    """Registered in the park, seated nowhere."""
    project = register.project(dice, "", "incubation")
    project |= {
        "status": "sitting",
        "virtual": "yes",
        "entered": months_before(date(2025, 12, 1), dice.whole(1, 20)),
        "registered_inside": "yes",
        "relief_share": None,
        "relief_until": None,
        "备注": "集群注册，不占面积",
    }
    register.add(project)


def _add_gone(dice: Dice, register: Register) -> None:
    """Kept in the ledger though they left or graduated."""
    project = register.project(dice, "", "incubation")
    project |= {
        "status": dice.pick(("left", "graduated")),
        "entered": months_before(date(2025, 6, 1), dice.whole(30, 48)),
        "relief_share": None,
        "relief_until": None,
        "备注": "历史记录",
    }
    register.add(project)


def _second_projects(dice: Dice, register: Register) -> None:
    """A few firms that sit in the park already ask for room for a second project."""
    sitting = [p for p in register.projects if p["status"] == "sitting" and p["virtual"] == "no"]
    asking = [p for p in register.projects if p["status"] == "approved"]
    for project in dice.some(asking, 5):
        mates = [each for each in sitting if each["industry"] == project["industry"]]
        if mates:
            project["company"] = dice.pick(mates)["company"]
            project["备注"] = "在园企业的第二个项目"
