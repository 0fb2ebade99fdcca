"""Words in the column of tenants that name nobody but say what the room is: 空置, 园区自用."""

import re
from dataclasses import replace
from functools import cache
from typing import Final

import pandas as pd

from optimizer.faults import Fault
from optimizer.labels import LANGS
from optimizer.tables.table import Table
from optimizer.tables.vocabulary import vocabularies
from optimizer.tables.words import plain

_FRAME: Final = re.compile(r"^[(\[【]+|[)\]】]+$")
_BRACKETS: Final = ")）]】 "
_ENDS: Final = (("自用", "own_use"), ("空置", "vacant"), ("待租", "vacant"))


def settle_tenants(clean: Table) -> tuple[Table, list[Fault]]:
    """Rooms whose tenant is a word for their status have that status and no tenant; told."""
    tenants = clean.frame["tenant"]
    last = _last_signs()
    names = (name for name in tenants.unique() if name and name.rstrip(_BRACKETS)[-1:] in last)
    status_of = {name: _status(name) for name in names}
    words = {name: status for name, status in status_of.items() if status}
    if not words:
        return clean, []
    own = clean.frame["status"]
    found = tenants.map(words)
    status = own.where(found.isna() | (own != ""), found)
    vocabulary = vocabularies()["room_status"]
    faults = []
    for name, word in words.items():
        rows = tenants.index[tenants == name]
        values: dict[str, str] = {"count": str(len(rows))}
        values |= {f"word_{lang}": vocabulary.label(word, lang) for lang in LANGS}
        i = int(rows[0])
        faults.append(clean.fault(i, "tenant", "tenant_is_status", "warning", name, **values))
    settled = pd.Series(tenants.where(found.isna(), ""), dtype=object)
    frame = clean.frame.assign(tenant=settled, status=pd.Series(status, dtype=object))
    return replace(clean, frame=frame), faults


@cache
def _last_signs() -> frozenset[str]:
    """With what a word for a status may end: nearly all names of firms end otherwise."""
    vocabulary = vocabularies()["room_status"]
    words = (*vocabulary.canonical, *vocabulary.near, *(end for end, _ in _ENDS))
    return frozenset(sign for word in words if word for sign in (word[-1], word[-1].upper()))


def _status(name: str) -> str:
    """The status a tenant's name is a word for; blank for the name of somebody."""
    vocabulary = vocabularies()["room_status"]
    word = _FRAME.sub("", plain(name))
    known = vocabulary.canonical.get(word) or vocabulary.near.get(word, "")
    ends = (status for end, status in _ENDS if word.endswith(end))
    return known or next(ends, "")
