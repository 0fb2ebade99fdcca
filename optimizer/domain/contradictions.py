"""What the sheets say of one thing and does not agree: sums, tenants, dates, rates.

All are warnings: the run goes on with what the remedy says was used.
"""

import re
from collections import defaultdict
from typing import Final

import numpy as np

from optimizer.domain.assemble_base import Desk, is_blank
from optimizer.domain.assemble_carriers import AREA_TOLERANCE
from optimizer.domain.assemble_projects import GONE, status_of
from optimizer.quarters import first_day

RATE_TOLERANCE: Final = 0.02
_LET_RATES: Final = re.compile(r"出租率|入驻率|在租率|满租率|occupancy", re.I)
_FREE_RATES: Final = re.compile(r"空置率|vacancy", re.I)
_TENANTS: Final = re.compile(r"[、;；，,\n]")


def contradictions(desk: Desk) -> None:
    """Note what does not agree; nothing is changed."""
    _let_and_vacant(desk)
    _rates(desk)
    _tenants(desk)
    _carrier_dates(desk)
    _project_dates(desk)


def _let_and_vacant(desk: Desk) -> None:
    """Let and vacant area of a carrier against the rooms listed for it.

    Rooms that are neither let nor on offer may be counted with either.
    """
    carriers, rooms = desk.table("carriers").frame, desk.table("rooms").frame
    totals: dict[tuple[str, str], float] = defaultdict(float)
    named = rooms[["carrier", "status", "area_m2"]].itertuples(index=False, name=None)
    for carrier, status, area in named:
        kind = str(status) if status in ("let", "vacant") else "neither"
        totals[str(carrier), kind] += 0.0 if is_blank(area) else area
    control = {
        status: carriers[f"{status}_area_m2"].to_numpy(np.float64) for status in ("let", "vacant")
    }
    names = zip(carriers["carrier"], carriers["name"], strict=True)
    for k, (carrier, name) in enumerate(names):
        in_rooms = {
            kind: totals.get((carrier, kind), 0.0) or totals.get((name, kind), 0.0)
            for kind in ("let", "vacant", "neither")
        }
        if not any(in_rooms.values()):
            continue
        for status, areas in control.items():
            listed, stated = in_rooms[status], float(areas[k])
            if _outside(stated, listed, listed + in_rooms["neither"]):
                desk.fault("carriers", k, f"{status}_area_m2", f"{status}_differs_rooms",
                           "warning", carrier=carrier, stated=f"{stated:,.0f}",
                           rooms=f"{listed:,.0f}")  # fmt: skip


def _outside(stated: float, least: float, most: float) -> bool:
    """Whether a stated area is given and lies outside what the rooms allow, by over 2 %."""
    margin = AREA_TOLERANCE * max(stated, most)
    return not is_blank(stated) and not least - margin <= stated <= most + margin


def _rates(desk: Desk) -> None:
    """A rate in a column of the user's own that no way of reckoning gives."""
    table = desk.table("carriers")
    frame = table.frame
    let, vacant = (frame[key].to_numpy(np.float64) for key in ("let_area_m2", "vacant_area_m2"))
    lettable, gross = (
        frame[key].to_numpy(np.float64) for key in ("lettable_area_m2", "gross_area_m2")
    )
    let = np.where(np.isnan(let), lettable - vacant, let)
    for column in table.own_columns:
        free = bool(_FREE_RATES.search(column))
        if not free and not _LET_RATES.search(column):
            continue
        for k, said in enumerate(frame[column].tolist()):
            rate = _rate(said)
            bases = [base[k] for base in (lettable, let + vacant, gross) if base[k] > 0]
            if rate is None or np.isnan(let[k]) or not bases:
                continue
            ways = [1 - let[k] / base if free else let[k] / base for base in bases]
            if min(abs(way - rate) for way in ways) > RATE_TOLERANCE:
                told = "、".join(f"{way:.1%}" for way in ways)
                desk.fault("carriers", k, column, "rate_does_not_recompute", "warning",
                           rate=f"{rate:.1%}", ways=told)  # fmt: skip


def _rate(said: object) -> float | None:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([%％]?)\s*", str(said))
    if match is None:
        return None
    rate = float(match[1])
    return rate / 100 if match[2] or rate > 1 else rate


def _tenants(desk: Desk) -> None:
    """Rooms whose status and tenant do not go together, and rooms of two tenants."""
    frame = desk.table("rooms").frame
    known = {
        str(name)
        for key in ("project", "name", "company")
        for name in desk.table("projects").frame[key]
    }
    rows = zip(frame["room"], frame["status"], frame["tenant"], strict=True)
    tenant_column = desk.table("rooms").given("tenant")
    for i, (room, status, tenant) in enumerate(rows):
        if status == "vacant" and tenant:
            desk.fault("rooms", i, "tenant", "vacant_with_tenant", "warning",
                       room=room, tenant=tenant)  # fmt: skip
        elif status == "let" and not tenant and tenant_column:
            desk.fault("rooms", i, "tenant", "let_without_tenant", "warning", room=room)
        parts = [part for part in _TENANTS.split(str(tenant)) if part.strip()]
        if len(parts) > 1 and tenant not in known:
            desk.fault("rooms", i, "tenant", "several_tenants", "warning",
                       room=room, count=len(parts))  # fmt: skip
    _shared_rooms(desk)


def _shared_rooms(desk: Desk) -> None:
    """Two sitting projects that name the same room, and do not fit into it together."""
    rooms = desk.table("rooms").frame
    areas: dict[tuple[str, str], float] = {}
    for room, carrier, area in zip(rooms["room"], rooms["carrier"], rooms["area_m2"], strict=True):
        areas[carrier, room] = area
    taken: dict[tuple[str, str], list[tuple[int, str, float]]] = defaultdict(list)
    for i, row in enumerate(desk.rows("projects")):
        if row["present_room"] and status_of(row) == "sitting":
            at = (str(row["present_carrier"]), str(row["present_room"]))
            taken[at].append((i, str(row["project"]), float(row["present_area_m2"])))
    for (carrier, room), tenants in taken.items():
        total = sum(area for _, _, area in tenants)
        whole = areas.get((carrier, room), np.nan)
        if len(tenants) < 2 or total <= whole * (1 + AREA_TOLERANCE):
            continue
        for i, project, _ in tenants[1:]:
            desk.fault("projects", i, "present_room", "room_of_two_tenants", "warning",
                       project=project, other=tenants[0][1], room=room)  # fmt: skip


def _carrier_dates(desk: Desk) -> None:
    frame = desk.table("carriers").frame
    for k, (opens, closes) in enumerate(zip(frame["opens"], frame["closes"], strict=True)):
        if opens and closes and closes <= opens:
            desk.fault("carriers", k, "closes", "closes_before_opens", "warning",
                       carrier=frame["carrier"].iat[k], opens=opens)  # fmt: skip


def _project_dates(desk: Desk) -> None:
    """Entry after the lease's end, and an arrival that lies behind the horizon's start."""
    start = first_day(desk.start)
    for i, row in enumerate(desk.rows("projects")):
        status = status_of(row)
        if status in GONE:
            continue
        entered, lease_end, arrives = row["entered"], row["lease_end"], row["arrives"]
        if status == "sitting" and entered and entered >= first_day(desk.start + 1):
            desk.fault("projects", i, "entered", "entered_in_future", "warning",
                       project=row["project"])  # fmt: skip
        if entered and lease_end and lease_end < entered:
            desk.fault("projects", i, "lease_end", "lease_before_entry", "warning",
                       project=row["project"], entered=entered)  # fmt: skip
        if status != "sitting" and arrives and arrives < start:
            desk.fault("projects", i, "arrives", "arrives_before_horizon", "warning",
                       project=row["project"], start=start)  # fmt: skip
        if row["founded"] and lease_end and not entered and lease_end < row["founded"]:
            desk.fault("projects", i, "lease_end", "lease_before_founding", "warning",
                       project=row["project"], founded=row["founded"])  # fmt: skip
