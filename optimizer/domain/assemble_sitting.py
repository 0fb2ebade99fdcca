"""Sitting tenants: joined with their rooms, given a present stay; other let rooms block."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.assemble_base import Desk, Row, carrier_numbers, is_blank, resolve
from optimizer.domain.assemble_carriers import AREA_TOLERANCE, blocked_quarters
from optimizer.domain.carrier import Carrier, Room
from optimizer.domain.project import Project, Stay
from optimizer.domain.room_lists import rooms_named
from optimizer.domain.words import NEVER, STAGE_NUMBER, Stage


class Home(NamedTuple):
    """Where a tenant sits: carrier, area, and the last quarter of its lease."""

    carrier: int
    area_m2: float
    lease_end: int


def assemble_sitting(
    desk: Desk,
    carriers: Sequence[Carrier],
    rooms: Sequence[Room],
    projects: Sequence[Project],
    wished: Sequence[Sequence[Stay]],
) -> tuple[tuple[Project, ...], tuple[Stay, ...], tuple[Room, ...], NDArray[np.float64]]:
    """Add the present stays, put all stays in order, and block rooms of unlisted tenants.

    Returns
    -------
    projects, stays, rooms : tuples
        With present stays, positions and tenants filled in.
    blocked : ndarray of float, shape (carriers, quarters)
        In the carrier's unit.
    """
    carrier_number = carrier_numbers((c.id, c.name) for c in carriers)
    row_of = {str(p): i for i, p in enumerate(desk.table("projects").frame["project"])}
    rows = desk.rows("projects")
    own_rows = [rows[row_of[project.id]] for project in projects]
    claimed = _claimed_rooms(rooms, projects, own_rows, carrier_number)
    joined, blocked = _join_rooms(desk, carriers, rooms, projects, claimed)
    rooms_of: dict[int, list[Room]] = defaultdict(list)
    for room in joined:
        if room.project >= 0:
            rooms_of[room.project].append(room)
    all_stays: list[Stay] = []
    placed: list[Project] = []
    for p, (project, later) in enumerate(zip(projects, wished, strict=True)):
        i = row_of[project.id]
        home = None
        if project.status == "sitting":
            home = _home(desk, i, rows[i], project, rooms_of[p], joined, carrier_number)
        chain = _chain(desk, i, rows[i], project, p, home, later, carriers)
        placed.append(replace(project, stays=range(len(all_stays), len(all_stays) + len(chain))))
        all_stays.extend(chain)
    return tuple(placed), tuple(all_stays), joined, blocked


def _claimed_rooms(
    rooms: Sequence[Room],
    projects: Sequence[Project],
    rows: Sequence[Row],
    carriers: Mapping[str, int],
) -> dict[int, int]:
    """Room -> the sitting project that names it as its own (``present_room``)."""
    by_id: dict[str, list[int]] = defaultdict(list)
    for number, room in enumerate(rooms):
        by_id[room.id].append(number)
    claimed = {}
    for p, (project, row) in enumerate(zip(projects, rows, strict=True)):
        home = carriers.get(str(row["present_carrier"]), -1)
        for word in _room_words(row) if project.status == "sitting" else []:
            here = [n for n in by_id.get(word, []) if home in (-1, rooms[n].carrier)]
            if here:
                claimed[here[0]] = p
    return claimed


def _room_words(row: Row) -> list[str]:
    return [word.strip() for word in str(row["present_room"] or "").split(";") if word.strip()]


def _join_rooms(
    desk: Desk,
    carriers: Sequence[Carrier],
    rooms: Sequence[Room],
    projects: Sequence[Project],
    claimed: Mapping[int, int],
) -> tuple[tuple[Room, ...], NDArray[np.float64]]:
    """Rooms with the sitting project that rents them; the area of other let rooms."""
    tenant_of: dict[str, int] = {}
    for p, project in enumerate(projects):
        if project.status == "sitting":
            for name in (project.firm, project.name, project.id):
                tenant_of[name] = p
    blocked = np.zeros((len(carriers), desk.quarters))
    joined = []
    for i, room in enumerate(rooms):
        tenant = tenant_of.get(room.tenant, -1) if room.tenant else -1
        if tenant < 0 and room.status == "let":
            tenant = claimed.get(i, -1)
        joined.append(replace(room, project=tenant))
        if room.status != "let" or tenant >= 0 or room.carrier < 0:
            continue
        if room.lease_end >= NEVER:
            desk.fault("rooms", i, "lease_end", "room_lease_end_missing", "warning", room=room.id)
        use = room.area_m2
        if carriers[room.carrier].unit == "desks":
            use = math.ceil(room.area_m2 / desk.settings.m2_per_desk - 1e-9)
        blocked[room.carrier, : blocked_quarters(room.lease_end, desk.quarters)] += use
        desk.used_default("blocked_room", f"{room.id} {room.tenant}".strip())
    return tuple(joined), blocked


def _home(
    desk: Desk,
    i: int,
    row: Row,
    project: Project,
    own_rooms: Sequence[Room],
    rooms: Sequence[Room],
    carriers: Mapping[str, int],
) -> Home | None:
    """Present carrier, area and lease end from the project's row and its rooms."""
    named = -1
    if row["present_carrier"]:
        word = str(row["present_carrier"])
        named = resolve(desk, "projects", i, "present_carrier", word, carriers, "carrier")
        if named < 0:
            return None
    if row["present_room"] and not own_rooms:
        own_rooms = _named_rooms(desk, i, row, rooms, named)
    in_rooms = {room.carrier for room in own_rooms}
    if named >= 0 and in_rooms and named not in in_rooms:
        desk.fault("projects", i, "present_carrier", "room_in_other_carrier",
                   project=project.id, room=own_rooms[0].id)  # fmt: skip
    carrier = named if named >= 0 else next(iter(sorted(in_rooms)), -1)
    if carrier < 0:
        if not project.virtual:
            desk.fault("projects", i, "present_carrier", "home_missing", project=project.id)
        return None
    let = sum(room.area_m2 for room in own_rooms if room.carrier == carrier)
    area = row["present_area_m2"]
    if is_blank(area):
        area = let
    elif let and abs(area - let) > AREA_TOLERANCE * max(area, let):
        desk.fault("projects", i, "present_area_m2", "room_area_differs",
                   project=project.id, let=f"{let:,.0f}")  # fmt: skip
    if not area and not project.virtual:
        desk.fault("projects", i, "present_area_m2", "present_area_missing", project=project.id)
    return Home(carrier, float(area), _lease_end(desk, i, row, project, own_rooms))


def _named_rooms(desk: Desk, i: int, row: Row, rooms: Sequence[Room], carrier: int) -> list[Room]:
    """Rooms the project's row names by id (several joined by ``;``, or as 1201-1205)."""
    by_id: dict[str, list[Room]] = defaultdict(list)
    for room in rooms:
        by_id[room.id].append(room)
    found: list[Room] = []
    for word in _room_words(row):
        here = _of_carrier(by_id.get(word, []), carrier)
        if here:
            found.append(here[0])
            continue
        ids = [room.id for room in rooms if carrier in (-1, room.carrier)]
        named = rooms_named(word, ids) if ids else []
        found += [_of_carrier(by_id[name], carrier)[0] for name in named]
        if len(named) > 1:
            desk.fault("projects", i, "present_room", "rooms_in_range", "warning",
                       rooms="、".join(named))  # fmt: skip
        if rooms and not named:
            numbers = dict.fromkeys(by_id, 0)
            resolve(desk, "projects", i, "present_room", word, numbers, "room")
    return list(dict.fromkeys(found))


def _of_carrier(rooms: Sequence[Room], carrier: int) -> Sequence[Room]:
    """Rooms of one id that lie in the carrier, or all of them if none does."""
    return [room for room in rooms if carrier in (-1, room.carrier)] or rooms


def _lease_end(desk: Desk, i: int, row: Row, project: Project, own_rooms: Sequence[Room]) -> int:
    said = desk.through(row["lease_end"])
    in_rooms = max((r.lease_end for r in own_rooms if r.lease_end < NEVER), default=NEVER)
    if said < NEVER and in_rooms < NEVER and said != in_rooms:
        desk.fault("projects", i, "lease_end", "room_lease_differs", "warning", project=project.id)
    return said if said < NEVER else in_rooms


def _chain(
    desk: Desk,
    i: int,
    row: Row,
    project: Project,
    number: int,
    home: Home | None,
    later: Sequence[Stay],
    carriers: Sequence[Carrier],
) -> list[Stay]:
    """The stays of a project in order: the present one first, then the wished ones.

    A first stay that is not present is wanted from the project's arrival on.
    """
    present = None
    if home is not None and not project.virtual:
        if not project.stage:
            later = _after_home(desk, i, project, carriers[home.carrier], later)
        present = _present_stay(desk, i, row, project, number, home, bool(later), carriers)
    wished = list(later)
    if present is not None:
        return [present, *wished]
    if wished:
        arrival = desk.since_start(row["arrives"], 0)
        first = wished[0]
        if first.earliest <= -NEVER:
            if row["arrives"] is None and project.status != "sitting":
                desk.used_default("arrives", project.id)
            wished[0] = replace(first, earliest=arrival)
    return wished


def _after_home(
    desk: Desk, i: int, project: Project, carrier: Carrier, later: Sequence[Stay]
) -> Sequence[Stay]:
    """The wished stays behind the stage a tenant is in, where only its carrier tells that stage.

    A need in that very stage is of the home it has, as it is where the stage is written.
    """
    if len(carrier.stages) != 1:
        return later
    now = STAGE_NUMBER[carrier.stages[0]]
    for stay in later:
        if STAGE_NUMBER[stay.stage] < now:
            desk.fault("projects", i, f"{stay.stage}_area_m2", "stage_already_past", "warning",
                       project=project.id, stage=f"@choice.stage.{stay.stage}")  # fmt: skip
    return [stay for stay in later if STAGE_NUMBER[stay.stage] > now]


def _present_stay(
    desk: Desk,
    i: int,
    row: Row,
    project: Project,
    number: int,
    home: Home,
    has_later: bool,
    carriers: Sequence[Carrier],
) -> Stay | None:
    """The stay where a tenant sits now; None where its lease is over and it is free to go."""
    end = home.lease_end + 1
    closing = carriers[home.carrier].closes + 1
    if home.lease_end >= NEVER:
        desk.fault("projects", i, "lease_end", "lease_end_missing", "warning", project=project.id)
        end = desk.quarters
    elif home.lease_end < 0:
        if row["movable"] != "no":
            desk.fault("projects", i, "lease_end", "lease_over_free", "warning", project=project.id)
            return None
        desk.fault("projects", i, "lease_end", "lease_over_stays", "warning", project=project.id)
        end = 1 if has_later else desk.quarters
    elif end > closing:
        desk.fault("projects", i, "lease_end", "lease_past_closing",
                   project=project.id, carrier=carriers[home.carrier].id)  # fmt: skip
    elif not has_later and desk.settings.lease_end_means == "renews":
        end = max(end, desk.quarters)
    stage = _present_stage(desk, i, row, project, carriers[home.carrier])
    if not is_blank(row[f"{stage}_months"]):
        desk.used_default("months_of_present", project.id)
    return Stay(
        project=number,
        stage=stage,
        area_m2=home.area_m2,
        min_area_m2=home.area_m2,
        desks=_present_desks(desk, row, home, project),
        length=min(end, closing),
        earliest=0,
        latest=NEVER,
        home=home.carrier,
        movable=project.movable,
        needs=desk.technical_needs("projects", i),
    )


def _present_stage(desk: Desk, i: int, row: Row, project: Project, carrier: Carrier) -> Stage:
    if row["stage"]:
        stage: Stage = row["stage"]
        return stage
    if len(carrier.stages) == 1:
        desk.used_default("stage_from_carrier", project.id)
        return carrier.stages[0]
    desk.fault("projects", i, "stage", "present_stage_missing", project=project.id)
    return carrier.stages[0] if carrier.stages else "incubation"


def _present_desks(desk: Desk, row: Row, home: Home, project: Project) -> float:
    desks = row["nursery_desks"] if project.stage in ("", "nursery") else math.nan
    if not is_blank(desks):
        return float(desks)
    return float(math.ceil(home.area_m2 / desk.settings.m2_per_desk - 1e-9))
