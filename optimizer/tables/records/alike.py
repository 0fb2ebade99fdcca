"""Ids and names of one sheet that are the same in other letters, or look alike."""

import re
from collections.abc import Callable, Hashable
from typing import Final

import numpy as np

from optimizer.faults import Fault
from optimizer.tables.names import firm_key, near_key, same_key
from optimizer.tables.table import Table
from optimizer.tables.values.columns import capped

_FORM: Final = re.compile(r"(?:[A-Za-z]*[0-9]+(?:\n|$))*")
_IDS: Final = {"carriers": "carrier", "rooms": "room", "projects": "project", "campuses": "campus"}


def alike(clean: Table) -> list[Fault]:
    """Faults of ids that differ only in form, warnings of those that look alike."""
    key = _IDS.get(clean.sheet)
    if key is None or not len(clean):
        return _alike_names(clean)
    # Where no column of ids stands, the names are the ids.
    owner = clean.frame["carrier"].tolist() if clean.sheet == "rooms" else [""] * len(clean)
    ids = clean.frame[key].tolist()
    same = _repeats(ids, owner, same_key)
    found = {} if _of_one_form(ids) else _repeats(ids, owner, near_key)
    near = {i: j for i, j in found.items() if i not in same}
    return [
        *_told(clean, key, same, "same_name_apart", ids),
        *_told(clean, key, near, "near_duplicate_id", ids),
        *_alike_names(clean),
        *_alike_firms(clean),
    ]


def _of_one_form(names: list[str]) -> bool:
    """Whether all are letters and digits of one length: then none differ by zeros or signs."""
    return len(set(map(len, names))) == 1 and bool(_FORM.fullmatch("\n".join(names)))


def _alike_names(clean: Table) -> list[Fault]:
    """Two projects of one name but for its spelling."""
    if clean.sheet != "projects" or not len(clean) or not clean.given("name"):
        return []
    names = clean.frame["name"].tolist()
    if names == clean.frame["project"].tolist():
        return []
    again = _repeats(names, [""] * len(names), firm_key)
    return _told(clean, "name", again, "near_duplicate_name", names)


def _alike_firms(clean: Table) -> list[Fault]:
    """A tenant on one list whose company asks for space on another: perhaps one project."""
    if clean.sheet != "projects" or len(set(clean.block.tolist())) < 2:
        return []
    frame = clean.frame
    sitting = (frame["status"] == "sitting") | (frame["present_carrier"] != "")
    rows: dict[Hashable, list[int]] = {}
    for i, company in enumerate(frame["company"].tolist()):
        if company:
            rows.setdefault(firm_key(company), []).append(i)
    found = []
    for same in rows.values():
        homes = [i for i in same if sitting.iat[i]]
        wishes = [i for i in same if not sitting.iat[i]]
        if len(homes) == 1 and len(wishes) == 1 and clean.block[homes[0]] != clean.block[wishes[0]]:
            i, j = wishes[0], homes[0]
            place = clean.place(j, "company", seen_from=i)
            values = {"first": place, "other": str(frame["company"].iat[j])}
            found.append(clean.fault(i, "company", "firm_on_two_lists", "warning", **values))
    return found


def _repeats(names: list[str], owner: list[str], key: Callable[[str], Hashable]) -> dict[int, int]:
    """Rows whose name was there in other letters, with the first row that had it."""
    distinct = [name for name in dict.fromkeys(names) if name]
    if _told_apart(distinct):
        return {}
    keys = {name: key(name) for name in distinct}
    if len(set(keys.values())) == len(keys):
        # No two spellings are alike: nothing to look for, whatever the rows.
        return {}
    first: dict[tuple[str, Hashable], int] = {}
    again: dict[int, int] = {}
    for i, (name, belongs) in enumerate(zip(names, owner, strict=True)):
        if not name:
            continue
        j = first.setdefault((belongs, keys[name]), i)
        if names[j] != name:
            again[i] = j
    return again


def _told_apart(names: list[str]) -> bool:
    """Whether the names differ in letters or digits at equal length, as numbered ids do."""
    if not names or any(len(name) != len(names[0]) for name in names):
        return False
    joined = "".join(names)
    return joined.isascii() and joined.isalnum() and len(set(map(str.lower, names))) == len(names)


def _told(
    table: Table, key: str, again: dict[int, int], code: str, names: list[str]
) -> list[Fault]:
    severity = "error" if code == "same_name_apart" else "warning"

    def fault(i: int) -> Fault:
        j = again[i]
        place = table.place(j, key, seen_from=i)
        values = {"first": place, "other": names[j]}
        return table.fault(i, key, code, severity, names[i], **values)  # type: ignore[arg-type]

    return capped(table, key, np.array(sorted(again), dtype=np.int64), fault)
