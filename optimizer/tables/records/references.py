"""Names on one sheet that mean a row of another: the same name in other letters is that row.

Every reference that is not an id or a name of the other sheet as it stands, but is
one of them but for width, case, blanks or dashes, is given the other sheet's
spelling. A firm named with and without 有限公司 is told. What is still unknown is
told when the case is assembled, with the nearest names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.names import firm_key, same_key
from optimizer.tables.records.carrier_references import NAMING, buildings_of, settle_carriers
from optimizer.tables.table import Table
from optimizer.tables.values.columns import capped


@dataclass(frozen=True)
class Known:
    """What a sheet may be called by: each name with the id it stands for."""

    ids: Mapping[str, str]
    same: Mapping[str, str]
    firms: Mapping[str, str]


_PROJECTS: Final = ("projects", ("project", "name"))
_TENANTS: Final = ("projects", ("project", "name", "company"))
_REFERENCES: Final[tuple[tuple[str, str, tuple[str, tuple[str, ...]]], ...]] = (
    ("rooms", "tenant", _TENANTS),
    ("projects", "industry", ("industries", ("industry",))),
    ("carriers", "campus", ("campuses", ("campus",))),
    ("stays", "project", _PROJECTS),
    ("pins", "project", _PROJECTS),
    ("pins", "room", ("rooms", ("room",))),
    ("pins", "campus", ("campuses", ("campus",))),
    ("relations", "a", _PROJECTS),
    ("relations", "b", _PROJECTS),
    ("pairs", "project", _PROJECTS),
)
_NAMES_KEPT: Final = frozenset({"tenant"})
"""Columns in which an exact name may stand as well as an id: it is left as it is."""


def settle_references(tables: dict[str, Table]) -> list[Fault]:
    """Give references the spelling of the sheet they mean; tell which were only near."""
    faults: list[Fault] = []
    if "carriers" in tables:
        known = buildings_of(tables["carriers"])
        planned = tables.get("candidates")
        sites = set(planned.frame["site"].tolist()) if planned else set()
        for sheet, key in NAMING:
            if sheet in tables and tables[sheet].given(key):
                tables[sheet], found = settle_carriers(tables[sheet], key, known, sites)
                faults += found
    cache: dict[tuple[str, tuple[str, ...]], Known] = {}
    for sheet, key, (target, columns) in _REFERENCES:
        if sheet not in tables or target not in tables or not tables[sheet].given(key):
            continue
        if (target, columns) not in cache:
            cache[target, columns] = _known(tables[target], columns)
        table, found = _settled(tables[sheet], key, cache[target, columns], target)
        tables[sheet] = table
        faults += found
    return faults


def _known(table: Table, columns: Iterable[str]) -> Known:
    ids: dict[str, str] = {}
    first, *others = columns
    identity = table.frame[first].tolist()
    for name in identity:
        ids.setdefault(str(name), str(name))
    # A name that several rows share stands for none of them.
    for column in others:
        names = table.frame[column].tolist()
        rows_of: dict[str, set[str]] = {}
        for name, row in zip(names, identity, strict=True):
            if name:
                rows_of.setdefault(str(name), set()).add(str(row))
        for name, rows in rows_of.items():
            ids.setdefault(name, next(iter(rows)) if len(rows) == 1 else name)
    return Known(ids, _unique(ids, same_key), _unique(ids, firm_key))


def _unique(ids: Mapping[str, str], key: Any) -> dict[str, str]:
    """Key to the known name, where all names with that key stand for the same row."""
    found: dict[str, str] = {}
    clash: set[str] = set()
    for name in ids:
        if not name:
            continue
        own = key(name)
        if own in found and ids[found[own]] != ids[name]:
            clash.add(own)
        found.setdefault(own, name)
    return {own: name for own, name in found.items() if own not in clash}


def _settled(table: Table, key: str, known: Known, target: str) -> tuple[Table, list[Fault]]:
    values = table.frame[key].tolist()
    keep_names = key in _NAMES_KEPT
    spelling: dict[str, str] = {}
    near: dict[str, str] = {}
    for value in dict.fromkeys(values):
        if not value or (value in known.ids and (keep_names or known.ids[value] == value)):
            continue
        name = value if value in known.ids else known.same.get(same_key(value), "")
        if not name and key == "tenant":
            name = near[value] = known.firms.get(firm_key(value), "")
        if name:
            spelling[value] = name if keep_names else known.ids[name]
    if not spelling:
        return table, []
    told = np.flatnonzero([bool(near.get(value)) for value in values])
    what = {"what": f"@sheet.{target}.label"}

    def fault(i: int) -> Fault:
        found = str(values[i])
        return table.fault(i, key, "name_read_as", "warning", found, name=near[found], **what)

    faults = capped(table, key, told, fault)
    settled = [spelling.get(value, value) for value in values]
    column = pd.Series(settled, dtype=object)
    return replace(table, frame=table.frame.assign(**{key: column})), faults
