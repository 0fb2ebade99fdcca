"""Projects and the stays they ask for: wide columns and 阶段需求 rows become one thing."""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from optimizer.domain.assemble_base import Desk, Row, carrier_numbers, is_blank, number_or, resolve
from optimizer.domain.carrier import Carrier
from optimizer.domain.project import Project, Stay
from optimizer.domain.words import NEVER, STAGE_NUMBER, STAGES, Stage
from optimizer.quarters import first_day, quarters_of_months
from optimizer.tables.values.dates import day_in

GONE = ("left", "graduated")
_EXIT = re.compile(r"(?:退出|毕业|搬离|迁出|离园|退租|出孵|腾退)(?:园区)?(?:时间|日期|日|年月)")


class Need(NamedTuple):
    """What a project asks for in one stage, and the row that says so."""

    sheet: str
    row: int
    column: str
    area_m2: float
    min_area_m2: float
    desks: float
    months: float
    earliest: int | None
    latest: int
    technical: dict[str, float | str]


def assemble_projects(
    desk: Desk, carriers: Sequence[Carrier]
) -> tuple[tuple[Project, ...], tuple[tuple[Stay, ...], ...]]:
    """Projects that take part, and the wished stays of each (without the present ones)."""
    needs, wide = _needs(desk), _wide_rows(desk)
    carrier_number = carrier_numbers((c.id, c.name) for c in carriers)
    projects: list[Project] = []
    stays: list[tuple[Stay, ...]] = []
    for i, row in enumerate(desk.rows("projects")):
        if not _takes_part(desk, row):
            continue
        project = _project(desk, i, row, carrier_number)
        said = {stage for stage in STAGES if i in wide[stage]}
        wished = _wished(desk, i, row, project, said, needs.get(project.id, {}))
        stays.append(tuple(_stay(desk, i, project, len(projects), need, s) for s, need in wished))
        projects.append(project)
    return tuple(projects), tuple(stays)


def status_of(row: Row) -> str:
    """Status of a project; blank means sitting where a present home is named, else approved."""
    if row["status"]:
        return str(row["status"])
    return "sitting" if row["present_carrier"] or row["present_room"] else "approved"


def _takes_part(desk: Desk, row: Row) -> bool:
    status = status_of(row)
    if status in GONE and not (status == "graduated" and row["present_carrier"]):
        desk.used_default(f"dropped_{status}", str(row["project"]))
        return False
    if status in GONE and _left_before(desk, row):
        desk.used_default("dropped_past", str(row["project"]))
        return False
    if status == "reserve" and not desk.settings.include_reserve:
        desk.used_default("dropped_reserve", str(row["project"]))
        return False
    return True


def _left_before(desk: Desk, row: Row) -> bool:
    """Whether a graduate's lease or its own 退出时间 was over before the horizon begins."""
    start = first_day(desk.start)
    exits = [name for name in desk.table("projects").own_columns if _EXIT.search(name)]
    found = [day_in(row[name], "last") for name in exits if not is_blank(row[name])]
    days = [row["lease_end"], *(each.day for each in found if each)]
    return any(day is not None and day < start for day in days)


def _project(desk: Desk, i: int, row: Row, carriers: Mapping[str, int]) -> Project:
    wanted = -1
    if row["wanted_carrier"]:
        wanted = resolve(
            desk, "projects", i, "wanted_carrier", str(row["wanted_carrier"]), carriers, "carrier"
        )
    identity = str(row["project"])
    if is_blank(row["priority"]):
        desk.used_default("priority", identity, desk.settings.default_priority)
    if row["founded"] and row["entered"] and row["founded"] > row["entered"]:
        desk.fault("projects", i, "entered", "entered_before_founded", "warning", project=identity)
    return Project(
        id=identity,
        name=str(row["name"]) or identity,
        firm=str(row["company"]) or identity,
        industry=str(row["industry"]),
        status="sitting" if status_of(row) == "graduated" else status_of(row),
        priority=number_or(row["priority"], desk.settings.default_priority),
        talent_class=str(row["talent_class"]),
        recognition=str(row["recognition"]),
        leader=str(row["leader"]),
        stage=str(row["stage"]),
        protected=row["protected"] == "yes",
        movable=row["movable"] == "yes",
        virtual=row["virtual"] == "yes",
        entered=row["entered"],
        founded=row["founded"],
        relief_share=number_or(row["relief_share"], 0.0),
        relief_until=desk.through(row["relief_until"]),
        wanted_carrier=wanted,
    )


def _needs(desk: Desk) -> dict[str, dict[Stage, Need]]:
    """Needs of the 阶段需求 rows by project and stage."""
    known = set(desk.table("projects").frame["project"])
    needs: dict[str, dict[Stage, Need]] = defaultdict(dict)
    for i, row in enumerate(desk.rows("stays")):
        project, stage = str(row["project"]), row["stage"]
        if project not in known:
            resolve(desk, "stays", i, "project", project, dict.fromkeys(known, 0), "project")
            continue
        if stage not in STAGES or (is_blank(row["area_m2"]) and is_blank(row["desks"])):
            desk.unread_needs.add(project)
            continue  # a fault of its cell
        earliest = desk.since_start(row["earliest"], -NEVER) if row["earliest"] else None
        latest = desk.since_start(row["latest"], NEVER)
        if earliest is not None and latest < earliest:
            desk.fault("stays", i, "latest", "latest_before_earliest", project=project)
        needs[project][stage] = Need(
            "stays", i, "area_m2",
            row["area_m2"], row["min_area_m2"], row["desks"], row["months"],
            earliest, latest, desk.technical_needs("stays", i),
        )  # fmt: skip
    return needs


def _wide_rows(desk: Desk) -> dict[Stage, set[int]]:
    """Rows of the projects that say anything of a stage in its wide columns."""
    frame, said = desk.table("projects").frame, ("area_m2", "desks", "months", "min_area_m2")
    return {
        stage: set(
            np.flatnonzero(frame[[f"{stage}_{what}" for what in said]].notna().any(axis=1)).tolist()
        )
        for stage in STAGES
    }


def _wished(
    desk: Desk,
    i: int,
    row: Row,
    project: Project,
    said: Collection[Stage],
    rows: Mapping[Stage, Need],
) -> list[tuple[Stage, Need]]:
    """Needs by stage, in order; what lies behind the project's present stage is left out.

    Of the stages in `said`, the row's wide columns say something.
    """
    needs: dict[Stage, Need] = {}
    for stage in STAGES:
        wide = _wide_need(desk, i, row, stage) if stage in said else None
        long = rows.get(stage)
        if wide and long and _differ(wide, long):
            desk.fault("stays", long.row, "area_m2", "need_given_twice",
                       project=project.id, wide=f"{wide.area_m2:g}")  # fmt: skip
        need = long or wide
        if need:
            needs[stage] = need
    behind = -1 if not project.stage else STAGE_NUMBER[project.stage]  # type: ignore[index]
    if project.status != "sitting":
        behind -= 1
    kept = [(stage, need) for stage, need in needs.items() if STAGE_NUMBER[stage] > behind]
    for stage, need in needs.items():
        if STAGE_NUMBER[stage] < behind or (
            STAGE_NUMBER[stage] == behind and project.status != "sitting"
        ):
            desk.fault(need.sheet, need.row, need.column, "stage_already_past", "warning",
                       project=project.id, stage=f"@choice.stage.{stage}")  # fmt: skip
    if project.virtual and project.status != "sitting":
        if kept:
            desk.used_default("virtual_need_ignored", project.id)
        return []
    areas = [f"{stage}_{what}" for stage in STAGES for what in ("area_m2", "desks")]
    desk.cells_at_fault()
    if kept or project.status == "sitting" or project.id in desk.unread_needs:
        return kept
    if not desk.unreadable("projects", i, *areas):
        desk.fault("projects", i, "incubation_area_m2", "project_without_need", project=project.id)
    return kept


def _wide_need(desk: Desk, i: int, row: Row, stage: Stage) -> Need | None:
    area, desks = row[f"{stage}_area_m2"], row[f"{stage}_desks"]
    if is_blank(area) and is_blank(desks):
        for column in (f"{stage}_months", f"{stage}_min_area_m2"):
            given = not is_blank(row[column]) and status_of(row) != "sitting"
            if given and not desk.unreadable("projects", i, f"{stage}_area_m2", f"{stage}_desks"):
                desk.fault("projects", i, column, "need_without_area", "warning",
                           project=row["project"])  # fmt: skip
        return None
    return Need(
        "projects", i, f"{stage}_area_m2",
        area, row[f"{stage}_min_area_m2"], desks, row[f"{stage}_months"],
        None, NEVER, desk.technical_needs("projects", i),
    )  # fmt: skip


def _differ(wide: Need, long: Need) -> bool:
    """Whether wide columns and a row of 阶段需求 contradict each other."""
    for a, b in ((wide.area_m2, long.area_m2), (wide.desks, long.desks)):
        if not (math.isnan(a) or math.isnan(b)) and abs(a - b) > 1e-9:
            return True
    return False


def _stay(desk: Desk, i: int, project: Project, number: int, need: Need, stage: Stage) -> Stay:
    area, desks = need.area_m2, need.desks
    per_desk = desk.settings.m2_per_desk
    if is_blank(area):
        area = desks * per_desk
        desk.used_default("area_from_desks", project.id, per_desk)
    if is_blank(desks):
        desks = math.ceil(area / per_desk - 1e-9)
    least = area if is_blank(need.min_area_m2) or project.protected else need.min_area_m2
    if least > area + 1e-9:
        desk.fault(need.sheet, need.row, need.column, "min_area_above_area",
                   project=project.id, least=f"{least:g}")  # fmt: skip
    months = need.months
    if is_blank(months):
        months = desk.settings.default_months(stage)
        desk.used_default(f"months_{stage}", project.id, f"{months:g}")
    technical = need.technical
    if need.sheet == "stays":
        technical = {**desk.technical_needs("projects", i), **technical}
    return Stay(
        project=number,
        stage=stage,
        area_m2=float(area),
        min_area_m2=float(min(least, area)),
        desks=float(desks),
        length=quarters_of_months(months),
        earliest=-NEVER if need.earliest is None else need.earliest,
        latest=need.latest,
        needs=technical,
    )
