"""Rooms of one name on several floors of a carrier: 整层 on floor 5 and on floor 6 are two."""

import re
from collections import defaultdict
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.table import Table

_NUMBERED: Final = re.compile(r"\D*\d{3,}\D*")
"""A number that has its floor in it (201): twice on different floors it is a slip."""


def name_by_floor(rooms: Table) -> tuple[Table, list[Fault]]:
    """The rooms, those of one name on different floors with the floor in front; told once."""
    frame = rooms.frame
    if not len(frame) or not frame.duplicated(["carrier", "room"]).any():
        return rooms, []
    again = np.flatnonzero(frame.duplicated(["carrier", "room"], keep=False))
    names, floors = frame["room"].tolist(), frame["floor"].tolist()
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, carrier in zip(again.tolist(), frame["carrier"].iloc[again].tolist(), strict=True):
        groups[carrier, names[i]].append(i)
    renamed: dict[int, str] = {}
    for (_, name), rows in groups.items():
        on = {floors[i] for i in rows} - {""}
        if name and len(on) == len(rows) and not _NUMBERED.fullmatch(name):
            renamed |= {i: f"{floors[i]} {name}" for i in rows}
    taken = set(zip(frame["carrier"].tolist(), names, strict=True))
    carriers = frame["carrier"].tolist()
    if not renamed or any((carriers[i], name) in taken for i, name in renamed.items()):
        return rooms, []
    first = min(renamed)
    told = rooms.fault(first, "room", "rooms_of_one_name", "warning", names[first],
                       count=len(renamed), id=renamed[first])  # fmt: skip
    column = pd.Series([renamed.get(i, name) for i, name in enumerate(names)], dtype=object)
    return replace(rooms, frame=frame.assign(room=column)), [told]
