"""Sitting tenants: they fill the rooms of the built carriers, with leases and next stages."""

from datetime import date
from typing import Any

from tests.samples.dice import Dice
from tests.samples.liuchuangyuan.needs import needs_of
from tests.samples.liuchuangyuan.park import BUILDINGS, STAGE, Building
from tests.samples.liuchuangyuan.people import (
    AREA_M2,
    MONTHS,
    Register,
    months_before,
    quarter_end,
    wide_need,
)

Row = dict[str, Any]

#: Rooms a tenant takes (low, high), and share of the on-offer area that is let, by stages.
_TAKES = {"N": (1, 1), "NI": (1, 4), "I": (2, 5), "IA": (1, 6), "A": (2, 5), "AP": (2, 7),
          "P": (2, 5)}  # fmt: skip
_LET_SHARE = {"N": 0.85, "NI": 0.70, "I": 0.86, "IA": 0.72, "A": 0.74, "AP": 0.72, "P": 0.74}
#: Share of sitting tenants that will ask for the next stage.
_GROWS = {"nursery": 0.75, "incubation": 0.50, "acceleration": 0.12, "industrialisation": 0.0}
_YOUNG = ("nursery", "incubation")
_NEXT = {"nursery": "incubation", "incubation": "acceleration",
         "acceleration": "industrialisation"}  # fmt: skip


def seat_tenants(dice: Dice, register: Register, carriers: list[Row], rooms: list[Row]) -> None:
    """Let rooms to sitting projects, carrier by carrier."""
    for building, carrier in zip(BUILDINGS, carriers, strict=True):
        if building.is_built:
            own = [room for room in rooms if room["carrier"] == building.id]
            _fill(dice, register, building, carrier, own)
    _plant_irregular_leases(register, rooms)


def _fill(
    dice: Dice, register: Register, building: Building, carrier: Row, rooms: list[Row]
) -> None:
    goal = _LET_SHARE[building.stages] + dice.between(-0.06, 0.06)
    on_offer = sum(room["area_m2"] for room in rooms if room["status"] in ("vacant", "fit_out"))
    let, at = 0.0, 0
    while at < len(rooms) and let < goal * on_offer:
        run = _run(rooms, at, dice.whole(*_TAKES[building.stages]))
        at += max(1, len(run))
        if not run or dice.chance(0.08):
            continue
        tenant = _tenant(dice, register, building, carrier, run)
        let += tenant["present_area_m2"]


def _run(rooms: list[Row], at: int, count: int) -> list[Row]:
    """Up to `count` vacant rooms in a row from position `at`."""
    run = []
    for room in rooms[at : at + count]:
        if room["status"] != "vacant":
            break
        run.append(room)
    return run


def _tenant(
    dice: Dice, register: Register, building: Building, carrier: Row, run: list[Row]
) -> Row:
    area = sum(room["area_m2"] for room in run)
    stage = _stage_for(building, area)
    project = register.project(dice, building.industries, stage)
    grows = dice.chance(_GROWS[stage]) or building.closes is not None
    lease_end = _lease_end(dice, stage, grows, building.closes)
    entered = min(months_before(lease_end, dice.whole(*_RESIDENCE[stage])), date(2025, 12, 1))
    project |= {
        "status": "sitting",
        "entered": entered,
        "founded": months_before(entered, dice.whole(2, 26 if stage in _YOUNG else 90)),
        "registered_inside": "no" if dice.chance(0.05) else "yes",
        "present_carrier": building.id,
        "present_room": ";".join(room["room"] for room in run) if dice.chance(0.5) else "",
        "present_area_m2": area,
        "lease_end": lease_end,
        "movable": "yes" if dice.chance(0.07) else "no",
        "revenue_10k": round(area * dice.between(0.3, 1.5)),
        "tax_10k": round(area * dice.between(0.01, 0.08)),
    }
    if stage == "nursery":
        project["nursery_desks"] = -(-area // 6)
    if grows and stage in _NEXT:
        _next_stages(dice, register, project, _NEXT[stage])
    for room in run:
        room |= {"status": "let", "tenant": project["name"], "lease_end": lease_end}
    register.add(project)
    return project


#: Months between moving in and the end of the present lease.
_RESIDENCE = {"nursery": (9, 24), "incubation": (24, 50), "acceleration": (24, 54),
              "industrialisation": (48, 96)}  # fmt: skip


def _stage_for(building: Building, area: float) -> str:
    """The stage whose usual area is nearest, among those the building serves."""
    codes = [code for code in building.stages if area <= AREA_M2[STAGE[code]][1]]
    return STAGE[codes[0] if codes else building.stages[-1]]


def _lease_end(dice: Dice, stage: str, grows: bool, closes: date | None) -> date:
    last = {"nursery": 5, "incubation": 8, "acceleration": 9}.get(stage, 20)
    if not grows:
        last += 3
    first = 6 if stage == "industrialisation" else 0
    end = quarter_end(dice.whole(first, last))
    return min(end, closes) if closes else end


def _next_stages(dice: Dice, register: Register, project: Row, stage: str) -> None:
    """Later needs, as wide columns or (one in three) as rows of their own."""
    industry = project["industry"]
    stages = [stage]
    if stage == "incubation" and dice.chance(0.3):
        stages.append("acceleration")
    elif stage == "acceleration" and dice.chance(0.08):
        stages.append("industrialisation")
    as_rows = dice.chance(0.35)
    for each in stages:
        area = register.draw_area(dice, each)
        months = dice.whole(*(m // 3 for m in MONTHS[each])) * 3
        if as_rows:
            needs = needs_of(dice, each, industry, register.host(dice, each, industry))
            row = {"project": project["project"], "stage": each, "area_m2": area, "months": months}
            register.stays.append(row | needs)
        else:
            project |= wide_need(dice, each, area, months)
    if not as_rows and len(stages) == 1 and dice.chance(0.5):
        host = register.host(dice, stages[0], industry)
        project |= needs_of(dice, stages[0], industry, host, zeal=0.7)


def _plant_irregular_leases(register: Register, rooms: list[Row]) -> None:
    """What every ledger has: one lease without an end, and one that is over."""
    staying = [p for p in register.projects if p["movable"] == "no"]
    blank, past = [p for p in staying if p["stage"] == "acceleration"][:8:7]
    blank["lease_end"], blank["备注"] = None, "续签合同未归档"
    past["lease_end"], past["备注"] = date(2025, 9, 30), "合同到期，续签中"
    past["entered"] = months_before(past["lease_end"], 12)
    past["founded"] = months_before(past["entered"], 6)
    for room in rooms:
        for project in (blank, past):
            if room["tenant"] == project["name"]:
                room["lease_end"] = project["lease_end"]
