"""Scopes that only name something: 留创园 is the campus of that name, if nothing else has it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from optimizer.faults import Fault
from optimizer.labels import LANGS
from optimizer.tables.names import same_key
from optimizer.tables.table import Table
from optimizer.tables.values.scopes import NAMELESS, scope_label

_NAMED_ON: Final = {
    "campus": (("campuses", "campus"), ("carriers", "campus")),
    "carrier": (("carriers", "carrier"), ("carriers", "name")),
    "industry": (("industries", "industry"), ("projects", "industry")),
}


def settle_scopes(tables: dict[str, Table]) -> list[Fault]:
    """Give scopes that are bare names the kind of what they name; ask where none or two have it."""
    policy = tables.get("policy")
    if policy is None or not any(NAMELESS in _starts(each) for each in policy.frame["scope"]):
        return []
    known = _known(tables)
    scopes: list[str] = []
    faults: list[Fault] = []
    for i, scope in enumerate(policy.frame["scope"]):
        parts = [_settled(part, known) for part in str(scope).split(";") if part]
        settled = ";".join(part for part in parts if part)
        written = "；".join(part.removeprefix(NAMELESS) for part in str(scope).split(";"))
        if not all(parts):
            unknown = next(part for part in str(scope).split(";") if not _settled(part, known))
            values = {"part": unknown.removeprefix(NAMELESS)}
            faults.append(policy.fault(i, "scope", "bad_scope", "error", written, **values))
            settled = ""
        elif settled != scope:
            words = {f"scope_{lang}": scope_label(settled, lang) for lang in LANGS}
            faults.append(policy.fault(i, "scope", "scope_read_as", "warning", written, **words))
        scopes.append(settled)
    frame = policy.frame.assign(scope=pd.Series(scopes, dtype=object))
    tables["policy"] = replace(policy, frame=frame)
    return faults


def _starts(scope: str) -> list[str]:
    return [part[:1] for part in str(scope).split(";")]


def _known(tables: Mapping[str, Table]) -> dict[str, dict[str, str]]:
    """By kind: every name, without what does not tell names apart, in the sheet's spelling."""
    found: dict[str, dict[str, str]] = {}
    for kind, places in _NAMED_ON.items():
        names = [
            str(name)
            for sheet, key in places
            if sheet in tables
            for name in tables[sheet].frame[key].unique()
            if name
        ]
        found[kind] = {same_key(name): name for name in names}
    return found


def _settled(part: str, known: Mapping[str, Mapping[str, str]]) -> str:
    """A part with its kind; blank where the name is nobody's, or stands for two things."""
    if not part.startswith(NAMELESS):
        return part
    name = same_key(part.removeprefix(NAMELESS))
    kinds = [kind for kind, names in known.items() if name in names]
    return f"{kinds[0]}={known[kinds[0]][name]}" if len(kinds) == 1 else ""
