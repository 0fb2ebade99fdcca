"""A small clean workbook, each part of which is there to be spoilt once by `faulty`."""

from datetime import date
from typing import Any

import pandas as pd

from tests.samples.frames import frames_of

Row = dict[str, Any]

INDUSTRY = "智能高端装备"

#: Carrier -> stages, gross and lettable m², and what else its row says.
_CARRIERS: dict[str, tuple[str, int | None, int | None, Row]] = {
    "K01": ("incubation", 6_000, 4_000, {}),
    "K02": ("incubation", 900, 600, {}),
    "K03": ("acceleration", 4_000, 3_000, {"clear_height_m": 4.5}),
    "K04": ("incubation", 1_000, 700, {"status": "planned", "opens": date(2027, 1, 1)}),
    "K05": ("incubation", None, 500, {}),
    "K06": ("incubation", 1_000, None, {"efficiency": 0.7}),
    "K07": ("incubation", 1_000, 700, {"efficiency": 0.7}),
    "K08": ("incubation", 800, 500, {"let_area_m2": 300, "vacant_area_m2": 200}),
    "K09": ("incubation", 900, 600, {}),
    "K10": ("incubation", 1_000, 700, {}),
    "K11": ("incubation", 400, 300, {}),
    "K12": ("incubation", 1_000, 700, {"closes": date(2027, 6, 30)}),
    "K13": ("incubation", 1_000, 700, {"status": "building", "opens": date(2027, 1, 1)}),
    "K14": ("incubation", 1_000, 700, {}),
    "K15": ("incubation", 1_000, 700, {"efficiency": 0.7}),
    "K16": ("incubation", 1_000, 700, {}),
    "K17": ("incubation", 2_000, None, {}),
    "K18": ("nursery", 200, 120, {"desks": 20}),
    "K19": ("incubation", 1_000, 700, {}),
    "K20": ("incubation;acceleration", 1_000, 700, {}),
}
#: Carrier -> room number -> area in m² and tenant.
_ROOMS: dict[str, dict[str, tuple[int, str]]] = {
    "K02": {
        "201": (100, "T01"),
        "202": (100, "T02"),
        "203": (100, "园区食堂承包方"),
        "204": (100, "T03"),
        "205": (100, ""),
        "206": (100, ""),
    },
    "K09": {"901": (300, ""), "902": (300, "")},
    "K17": {"1701": (100, ""), "1702": (100, ""), "1703": (100, ""), "1704": (100, "")},
}
_ASKING = [f"P{number:02d}" for number in range(1, 21)]
#: Sitting project -> carrier, and what else its row says.
_SITTING: dict[str, tuple[str, Row]] = {
    "T01": ("K02", {}),
    "T02": ("K02", {}),
    "T03": ("K02", {}),
    "T04": ("K01", {}),
    "T05": ("K01", {}),
    "T06": ("K01", {}),
    "T07": ("K01", {}),
    "T08": ("K01", {"movable": "yes"}),
    "T09": ("K01", {}),
    "T10": ("K12", {"lease_end": date(2027, 3, 31)}),
    "T11": ("K20", {}),
    "T12": ("K01", {}),
    "T13": ("K01", {}),
    "T14": ("K11", {"present_area_m2": 250}),
}


def frames() -> dict[str, pd.DataFrame]:
    """All sheets, by their canonical keys."""
    return frames_of(
        campuses=[{"campus": "示范园", "district": "示范片区"}],
        carriers=[_carrier(carrier, *each) for carrier, each in _CARRIERS.items()],
        rooms=[
            _room(carrier, room, *each)
            for carrier, rooms in _ROOMS.items()
            for room, each in rooms.items()
        ],
        projects=[_asking(project) for project in _ASKING]
        + [_sitting(project, *each) for project, each in _SITTING.items()],
        stays=[_stay("P15"), _stay("P16")],
        **_wishes(),
        industries=[{"industry": INDUSTRY, "weight": 1.1, "list_version": "合成"}],
        policy=_policy(),
        settings=[
            {"setting": "horizon_quarters", "value": 12},
            {"setting": "max_wait_quarters", "value": 4},
            {"setting": "rank:waiting", "value": 1},
            {"setting": "horizon_start", "value": date(2026, 1, 1)},
        ],
    )


def _carrier(carrier: str, stages: str, gross: int | None, lettable: int | None, also: Row) -> Row:
    return {
        "carrier": carrier,
        "name": f"示范{int(carrier[1:])}号楼",
        "campus": "示范园",
        "stages": stages,
        "industries": INDUSTRY,
        "gross_area_m2": gross,
        "lettable_area_m2": lettable,
        "efficiency": None,
        "desks": None,
        "let_area_m2": None,
        "vacant_area_m2": None,
        "status": "existing",
        "opens": None,
        "closes": None,
        "rent_per_m2_month": 20,
        "clear_height_m": None,
        "source": "合成",
    } | also


def _room(carrier: str, room: str, area: int, tenant: str) -> Row:
    return {
        "room": room,
        "carrier": carrier,
        "floor": f"{room[:-2]}F",
        "area_m2": area,
        "status": "let" if tenant else "vacant",
        "tenant": tenant,
        "lease_end": date(2027, 12, 31) if tenant else None,
    }


def _asking(project: str) -> Row:
    row = {
        "project": project,
        "name": f"合成项目{project}",
        "leader": "领军人才",
        "industry": INDUSTRY,
        "stage": "incubation",
        "status": "approved",
        "priority": 80,
        "arrives": date(2026, 2, 1),
        "headcount": 12,
        "investment_10k": 500,
        "incubation_area_m2": 100,
        "incubation_min_area_m2": None,
        "incubation_months": None,
        "acceleration_area_m2": None,
        "acceleration_months": None,
    }
    if project == "P15":  # its need stands on the sheet of stays alone
        row["incubation_area_m2"] = None
    if project == "P17":
        row |= {"stage": "acceleration", "incubation_area_m2": None, "acceleration_area_m2": 600}
    return row


def _sitting(project: str, carrier: str, also: Row) -> Row:
    return {
        "project": project,
        "name": f"合成企业{project}",
        "industry": INDUSTRY,
        "stage": "incubation",
        "status": "sitting",
        "priority": 70,
        "entered": date(2025, 1, 1),
        "founded": date(2024, 6, 1),
        "present_carrier": carrier,
        "present_area_m2": 100,
        "lease_end": date(2027, 12, 31),
        "movable": "no",
    } | also


def _stay(project: str) -> Row:
    return {
        "project": project,
        "stage": "incubation",
        "area_m2": 100,
        "months": 24,
        "earliest": date(2026, 4, 1),
        "latest": date(2026, 12, 31),
    }


def _wishes() -> dict[str, list[Row]]:
    return {
        "pins": [
            {"project": "P18", "stage": "incubation", "carrier": "K01", "campus": None,
             "kind": "must_not"},
            {"project": "P19", "stage": "incubation", "carrier": "K01", "campus": None,
             "kind": "must"},
            {"project": "P20", "stage": "incubation", "carrier": "K02", "campus": None,
             "kind": "must_not"},
        ],
        "relations": [{"a": "P18", "b": "P19", "kind": "same_campus", "strength": "hard"}],
        "pairs": [
            {"project": "P20", "stage": "incubation", "carrier": "K01", "allowed": "yes"},
            {"project": "P20", "stage": "incubation", "carrier": "K19", "allowed": "no"},
        ],
    }  # fmt: skip


def _policy() -> list[Row]:
    rows = (
        ("relief_10k_per_year_max", "city", 500, "万元/年"),
        ("moves_per_quarter_max", "city", 4, "次/季"),
        ("residence_months_max", "stage=incubation", 48, "月"),
        ("firm_area_max", "stage=incubation", 500, "㎡"),
    )
    return [
        {"rule": rule, "scope": scope, "limit": limit, "unit": unit, "from": date(2026, 1, 1),
         "to": date(2028, 12, 31), "strength": "watch", "source": "合成示例，待核实"}
        for rule, scope, limit, unit in rows
    ]  # fmt: skip
