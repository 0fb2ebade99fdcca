"""What the cells of a table say of its kind, where its headers do not decide."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from optimizer.tables.headers.header_match import Head, find
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.records.setting_rows import setting_name
from optimizer.tables.vocabulary import vocabularies
from optimizer.tables.words import plain

_LOOKED_AT: Final = 400
_STATUS: Final[Mapping[str, str]] = {"rooms": "room_status", "projects": "project_status"}

Data = Sequence[Sequence[Any]]


def status_kind(heads: Sequence[Head], data: Data) -> str:
    """The sheet whose words a status column holds: 空置 is of rooms, 在孵 of projects."""
    votes: Counter[str] = Counter()
    for head in heads:
        if not any(_means(sheet, head, "status") for sheet in _STATUS):
            continue
        words = {plain(printed(row[head.column])) for row in data[:_LOOKED_AT]} - {""}
        for sheet, name in _STATUS.items():
            votes[sheet] += sum(word in vocabularies()[name].canonical for word in words)
    most = votes.most_common(2)
    if not most or most[0][1] == 0 or (len(most) > 1 and most[0][1] == most[1][1]):
        return ""
    return most[0][0]


def tenants_first(heads: Sequence[Head], data: Data) -> str:
    """A row per tenant or per room: who stands in front, and whether rooms stand empty."""
    company = _column(heads, "projects", ("project", "name", "company"))
    room = _column(heads, "rooms", ("room",))
    if company is None or room is None:
        return ""
    rows = [row for row in data[:_LOOKED_AT] if not all(map(is_blank, row))]
    empty = sum(not is_blank(row[room]) and is_blank(row[company]) for row in rows)
    if company < room and not empty:
        return "projects"
    return "rooms" if room < company and empty else ""


def are_settings(heads: Sequence[Head], data: Data) -> bool:
    """Whether a table is a list of settings: its headers say so, and one of its rows is one."""
    names = [head.column for head in heads if _means("settings", head, "setting")]
    values = [head for head in heads if _means("settings", head, "value")]
    return bool(names and values) and any(
        setting_name(printed(row[names[0]])) for row in data[:_LOOKED_AT]
    )


def _column(heads: Sequence[Head], sheet: str, keys: tuple[str, ...]) -> int | None:
    found = [head.column for head in heads if any(_means(sheet, head, key) for key in keys)]
    return min(found, default=None)


def _means(sheet: str, head: Head, key: str) -> bool:
    match = find(sheet, head.upper, head.lower)
    return match is not None and match.keys[0] == key
