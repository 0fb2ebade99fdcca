"""The hand-over: the workbook of the city with the opened carriers, for the allocation."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.domain.attributes import ATTRIBUTES
from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.domain.outlook import Candidate, Outlook
from optimizer.domain.words import STAGES
from optimizer.quarters import first_day
from optimizer.tables.table import Tables

COPIED: Final = ("gross_area_m2", "enclave", *ATTRIBUTES.values())
"""Columns a candidate and a carrier have in common, copied as they were written."""


def city_frames(
    tables: Tables, outlook: Outlook, plan: DevelopmentPlan, start: int
) -> dict[str, pd.DataFrame]:
    """All tables as read, with every opened candidate among the carriers.

    The opened carrier has the stages it is laid out for, opens on the first day of its quarter
    and is named by site and phase; its row leaves the candidates, pairs that name its site name
    it, and scenarios about it are left out.

    Parameters
    ----------
    start : int
        First quarter of the plan, counted since year 0.

    Returns
    -------
    dict of str to DataFrame
        By sheet key; sheets that were not given are left out unless something was added.
    """
    frames = {key: table.frame.copy() for key, table in tables.items() if len(table.frame)}
    opened = {c.id: c for c in outlook.candidates if c.id in plan.opened}
    written = dict(
        zip((c.id for c in outlook.candidates), _records(frames["candidates"]), strict=True)
    )
    rows = [_carrier_row(c, written[name], plan, start) for name, c in opened.items()]
    carriers = frames["carriers"]
    frames["carriers"] = _extended(carriers, rows)
    frames["campuses"] = _campuses(frames.get("campuses"), tables, opened.values())
    left = [c.id not in opened for c in outlook.candidates]
    frames["candidates"] = frames["candidates"][np.array(left, bool)].reset_index(drop=True)
    if "scenarios" in frames:
        gone = _decided(outlook, opened)
        kept = [str(target) not in gone for target in frames["scenarios"]["target"]]
        frames["scenarios"] = frames["scenarios"][np.array(kept, bool)].reset_index(drop=True)
    if "pairs" in frames:
        frames["pairs"] = _pairs(frames["pairs"], outlook, opened)
    return {key: frame for key, frame in frames.items() if len(frame)}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        dict(zip(frame.columns, values, strict=True))
        for values in frame.itertuples(index=False, name=None)
    ]


def _carrier_row(
    candidate: Candidate, written: Mapping[str, Any], plan: DevelopmentPlan, start: int
) -> dict[str, Any]:
    opening = plan.opened[candidate.id]
    laid = {each.stage for each in plan.allotments if each.candidate == candidate.id}
    stages = [stage for stage in STAGES if stage in (laid or candidate.stages)]
    return {
        **{key: written[key] for key in COPIED},
        "carrier": candidate.id,
        "name": candidate.id,
        "campus": candidate.campus,
        "stages": ";".join(stages),
        "industries": ";".join(candidate.industries),
        "lettable_area_m2": candidate.lettable_area_m2,
        "status": "planned",
        "opens": first_day(start + opening.opens),
        "source": candidate.source,
    }


def _extended(frame: pd.DataFrame, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table with rows added; columns they lack stay blank as the table's own blanks are."""
    if not rows:
        return frame
    columns = {}
    for name in frame.columns:
        blank = np.nan if pd.api.types.is_numeric_dtype(frame[name]) else _blank_of(frame[name])
        more = [row.get(name, blank) for row in rows]
        columns[name] = [*frame[name].tolist(), *more]
    return pd.DataFrame(columns, columns=list(frame.columns))


def _blank_of(column: "pd.Series[Any]") -> Any:
    """What a blank cell of a column is: None among dates, empty text among words."""
    return "" if any(isinstance(value, str) for value in column.tolist()) else None


def _campuses(frame: pd.DataFrame | None, tables: Tables, opened: Any) -> pd.DataFrame:
    """The campuses, with those that only opened candidates name, and their districts."""
    frame = tables["campuses"].frame if frame is None else frame
    known = set(frame["campus"].tolist())
    districts = {c.campus: c.district for c in opened if c.campus not in known}
    rows = [{"campus": campus, "district": name} for campus, name in districts.items()]
    if not len(frame):
        return pd.DataFrame(rows, columns=["campus", "district"])
    return _extended(frame, rows)


def _decided(outlook: Outlook, opened: Mapping[str, Candidate]) -> set[str]:
    """Names of candidates and sites that are carriers now: no scenario asks about them."""
    left = {c.site for c in outlook.candidates if c.id not in opened}
    return {c.site for c in opened.values() if c.site not in left} | set(opened)


def _pairs(frame: pd.DataFrame, outlook: Outlook, opened: Mapping[str, Candidate]) -> pd.DataFrame:
    """Pairs that name a site name its opened phases."""
    phases: dict[str, list[str]] = {}
    for each in outlook.candidates:
        phases.setdefault(each.site, [])
        if each.id in opened:
            phases[each.site].append(each.id)
    rows: list[dict[str, Any]] = []
    for row in _records(frame):
        names = phases.get(str(row["carrier"])) or [row["carrier"]]
        rows += [{**row, "carrier": name} for name in names]
    return pd.DataFrame(rows, columns=list(frame.columns))
