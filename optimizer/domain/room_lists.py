"""Several rooms named at once: 1201-1205, A座12层1201-1205, 1201/1203, 1201室."""

import re
from collections.abc import Iterable
from typing import Final

from optimizer.tables.buildings import bare_building, building_key
from optimizer.tables.names import same_key

_RANGE: Final = re.compile(
    r"(?P<before>.*?)(?P<low>\d+)(?:室|房|号)?[-~至到](?:(?P=before))?(?P<high>\d+)(?:室|房|号)?"
)
_ONE: Final = re.compile(r"(?P<before>.*?)(?P<number>\d+)(?:室|房|号)?")
_NUMBERED: Final = re.compile(
    r"(?P<before>(?:.*(?:[座栋幢楼层馆#\-]|\d[fF]))?)(?P<number>[a-z]?\d{3,}[a-z]?)(?:室|房|号)?"
)
_PARTS: Final = re.compile(r"[/\s和与及、;；,，+]+")
MOST_ROOMS: Final = 60
"""A longer range is no list of rooms."""


def rooms_named(written: str, known: Iterable[str]) -> list[str]:
    """The known rooms a text names, in the order they are known; none if it names none.

    >>> rooms_named("A座12层1201-1203", ["1201", "1202", "1203", "1301"])
    ['1201', '1202', '1203']
    >>> rooms_named("1203", ["1201-1205"])
    ['1201-1205']
    >>> rooms_named("101室", ["A座-101", "A座-102"])
    ['A座-101']
    """
    names = list(dict.fromkeys(known))
    for way in (_the_same, _of_range, _inside, _of_parts, _of_number):
        found = way(written, names)
        if found:
            return found
    return []


def _the_same(written: str, names: list[str]) -> list[str]:
    key, bare = same_key(written), _bare(written)
    found = [name for name in names if same_key(name) == key]
    if found:
        return found[:1]
    found = [name for name in names if bare and _bare(name) == bare]
    return found if len(found) == 1 else []


def _bare(name: str) -> str:
    """A room number without 室: 1201室 is 1201."""
    return same_key(name).rstrip("室房号")


def _span(written: str) -> tuple[str, int, int, int] | None:
    """What stands before a range of room numbers, its ends and their number of digits."""
    match = _RANGE.fullmatch(same_key(written))
    if match is None:
        return None
    low, high = match["low"], match["high"]
    if len(high) < len(low):
        high = low[: len(low) - len(high)] + high  # 1201-05
    first, last = int(low), int(high)
    if len(low) != len(high) or not first < last <= first + MOST_ROOMS or len(low) < 2:
        return None
    return match["before"], first, last, len(low)


def _of_range(written: str, names: list[str]) -> list[str]:
    span = _span(written)
    if span is None:
        return []
    before, first, last, digits = span
    found = []
    for name in names:
        match = _ONE.fullmatch(same_key(name))
        if match is None or len(match["number"]) != digits:
            continue
        mine = match["before"]
        if first <= int(match["number"]) <= last and (not mine or mine == before):
            found.append(name)
    return found


def _inside(written: str, names: list[str]) -> list[str]:
    """A unit of several rooms, named by one of them."""
    listed = [name for name in names if _bare(written) in map(_bare, _PARTS.split(name)[1:])]
    listed += [name for name in names if _bare(written) == _bare(_PARTS.split(name)[0])]
    if len(listed) == 1:
        return listed
    match = _ONE.fullmatch(same_key(written))
    if match is None:
        return []
    number, digits = int(match["number"]), len(match["number"])
    found = []
    for name in names:
        span = _span(name)
        if span and span[3] == digits and span[1] <= number <= span[2]:
            found.append(name)
    return found if len(found) == 1 else []


def _of_parts(written: str, names: list[str]) -> list[str]:
    """Rooms put one after the other, every one of them known."""
    parts = [part for part in _PARTS.split(written) if part]
    if len(parts) < 2:
        return []
    found = [_the_same(part, names) for part in parts]
    return [each[0] for each in found] if all(found) else []


def _of_number(written: str, names: list[str]) -> list[str]:
    """The one room of the number, where only one of the two says the building, or both the same."""
    front, number = _front(written)
    found = [name for name in names if number and _front(name)[1] == number]
    if len(found) != 1:
        return []
    other = _front(found[0])[0]
    return found if not (front and other) or front == other else []


def _front(written: str) -> tuple[str, str]:
    """The building in front of a room number, in its normal form, and the number."""
    match = _NUMBERED.fullmatch(same_key(written))
    if match is None:
        return "", ""
    return building_key(bare_building(match["before"])), match["number"]
