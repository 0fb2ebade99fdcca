"""Tables become a case: the parts in order, cross-checked, all faults at once."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from optimizer.domain.assemble_base import Desk, Rows
from optimizer.domain.assemble_carriers import assemble_carriers
from optimizer.domain.assemble_outlook import assemble_outlook
from optimizer.domain.assemble_projects import assemble_projects, status_of
from optimizer.domain.assemble_sitting import assemble_sitting
from optimizer.domain.assemble_wishes import assemble_wishes
from optimizer.domain.case import Case
from optimizer.domain.cross_checks import cross_check
from optimizer.domain.outlook_checks import check_candidates
from optimizer.domain.words import GOALS, PLAN_GOALS
from optimizer.faults import Fault, WorkbookFaults, errors_in
from optimizer.quarters import first_day, quarter_of
from optimizer.settings import (
    CLASS_WEIGHT_PREFIX,
    RANK_PREFIX,
    RECOGNITION_WEIGHT_PREFIX,
    Settings,
    setting_specs,
)
from optimizer.tables.table import Tables

SYNTHETIC_WORDS = ("合成", "synthetic")


def case_from_tables(tables: Tables, faults: Iterable[Fault] = ()) -> Case:
    """The case the tables describe.

    Raises
    ------
    WorkbookFaults
        If any fault of severity error was found while reading or assembling.
    """
    case, all_faults = assemble(tables, faults)
    if case is None:
        raise WorkbookFaults(all_faults)
    return case


def assemble(
    tables: Tables, faults: Iterable[Fault] = (), today: date | None = None
) -> tuple[Case | None, tuple[Fault, ...]]:
    """Assemble a case and gather every fault, those of reading first.

    Returns
    -------
    case : Case or None
        None if any fault is an error.
    faults : tuple of Fault
        Errors and warnings.
    """
    known = list(faults)
    settings = read_settings(tables)
    settings = _settled_horizon(settings, tables, known, today or date.today())
    assert settings.horizon_start is not None
    desk = Desk(tables, settings, quarter_of(settings.horizon_start), faults=known)
    case = None
    if len(tables["carriers"].frame) and len(tables["projects"].frame):
        case = _case(desk)
    if case is None or errors_in(desk.faults):
        return None, tuple(desk.faults)
    return replace(case, warnings=tuple(desk.faults)), tuple(desk.faults)


def _case(desk: Desk) -> Case:
    campuses, carriers, rooms = assemble_carriers(desk)
    projects, wished = assemble_projects(desk, carriers)
    if not projects and not errors_in(desk.faults):
        _nobody_takes_part(desk)
    projects, stays, rooms, blocked = assemble_sitting(desk, carriers, rooms, projects, wished)
    case = Case(
        settings=desk.settings,
        start=desk.start,
        quarters=desk.quarters,
        campuses=campuses,
        carriers=carriers,
        projects=projects,
        stays=stays,
        rooms=rooms,
        blocked=blocked,
        synthetic=_is_synthetic(desk.tables),
        input_sha256=_sha256(desk.tables),
        files=tuple(source.name for source in desk.tables.files),
    )
    _check_ranks(desk)
    case = assemble_wishes(desk, case)
    case = replace(case, outlook=assemble_outlook(desk, case))
    check_candidates(desk, case)
    cross_check(desk, case)
    return replace(case, defaults=desk.defaults(), own_columns=_own_columns(desk.tables))


def _nobody_takes_part(desk: Desk) -> None:
    """Every project has left, graduated or is in reserve: there is nothing to plan."""
    statuses = Counter(status_of(row) for row in desk.rows("projects"))
    words = ",".join(f"choice.project_status.{status}" for status in statuses)
    desk.fault("projects", 0, "status", "nobody_takes_part", statuses=f"@{words}",
               count=sum(statuses.values()))  # fmt: skip


def _check_ranks(desk: Desk) -> None:
    """``rank:<goal>`` names a goal of the objective."""
    for row, name in enumerate(desk.table("settings").frame["setting"]):
        goal = str(name).removeprefix(RANK_PREFIX)
        if str(name).startswith(RANK_PREFIX) and goal not in (*GOALS, *PLAN_GOALS):
            desk.fault(
                "settings",
                row,
                "setting",
                "unknown_goal_rank",
                goal=goal,
                known="、".join((*GOALS, *PLAN_GOALS)),
            )


def read_settings(tables: Tables) -> Settings:
    """Settings of a workbook; what it does not say keeps its default."""
    given: dict[str, Any] = {}
    open_ended: dict[str, dict[str, Any]] = {"class": {}, "recognition": {}, "rank": {}}
    prefixes = {
        CLASS_WEIGHT_PREFIX: "class",
        RECOGNITION_WEIGHT_PREFIX: "recognition",
        RANK_PREFIX: "rank",
    }
    for row in Rows(tables["settings"].frame):
        name, value = str(row["setting"]), str(row["value"])
        prefix = next((p for p in prefixes if name.startswith(p)), None)
        if value == "":
            continue
        if prefix is not None and _is_number(value):
            number = float(value)
            kind = prefixes[prefix]
            open_ended[kind][name.removeprefix(prefix)] = int(number) if kind == "rank" else number
        elif name in setting_specs():
            parsed = parsed_setting(setting_specs()[name].kind, value)
            if parsed is not None:
                given[name] = parsed
    return Settings(
        **given,
        class_weights=open_ended["class"],
        recognition_weights=open_ended["recognition"],
        ranks=open_ended["rank"],
    )


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def parsed_setting(kind: str, value: str) -> Any:
    """Typed value of a settings cell; None where it is faulty (the reader said so)."""
    if kind == "date":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    if kind == "yes_no":
        return {"yes": True, "no": False}.get(value)
    if kind == "choice":
        return value
    if not _is_number(value):
        return None
    return int(float(value)) if kind == "integer" else float(value)


def _settled_horizon(
    settings: Settings, tables: Tables, faults: list[Fault], today: date
) -> Settings:
    """The horizon starts on the first day of its quarter; of today's, if none is given."""
    if settings.horizon_start is None:
        start = first_day(quarter_of(today))
        faults.append(
            Fault(
                "horizon_start_missing",
                "warning",
                file=tables.files[0].name if tables.files else "",
                values=(("start", start.isoformat()),),
            )
        )
        return replace(settings, horizon_start=start)
    return replace(settings, horizon_start=first_day(quarter_of(settings.horizon_start)))


def _own_columns(tables: Tables) -> Mapping[str, Mapping[str, str]]:
    """The user's own project columns, kept to be shown in the report, by project id."""
    table = tables["projects"]
    if not table.own_columns:
        return {}
    frame = table.frame
    return {
        str(project): {
            header: str(value)
            for header, value in zip(table.own_columns, values, strict=True)
            if value == value and value not in (None, "")
        }
        for project, values in zip(
            frame["project"].tolist(),
            frame[list(table.own_columns)].itertuples(index=False, name=None),
            strict=True,
        )
    }


def _is_synthetic(tables: Tables) -> bool:
    """Whether the workbook says of itself that its data is synthetic."""
    said = [str(text).lower() for text in tables.notes]
    said += [str(text).lower() for text in tables["carriers"].frame["source"].unique()]
    return any(word in text for text in said for word in SYNTHETIC_WORDS)


def _sha256(tables: Tables) -> str:
    """One digest for all input files, in the order given."""
    digests = [source.sha256 for source in tables.files]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(digests).encode()).hexdigest() if digests else ""
