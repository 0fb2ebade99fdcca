"""Of several areas of a room, 建筑面积 and 套内面积, the one that adds up to its carriers'."""

import math
from collections.abc import Mapping
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.tables.headers.header_match import Head
from optimizer.tables.headers.header_told import cell_of
from optimizer.tables.layout.context import Carriers
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.records.body import Body
from optimizer.tables.values.numbers import number_in
from optimizer.tables.values.units_of import scale_of
from optimizer.tables.words import plain

_CLOSE: Final = 0.02
_ENOUGH: Final = 0.8


def choose_area(body: Body, carriers: Carriers) -> list[Fault]:
    """Take the column whose sums are the lettable area of the carriers, and tell which."""
    columns = body.named.alternatives.get("area_m2", [])
    used = body.named.columns.get("area_m2")
    if used is None or len(columns) < 2:
        return []
    heads = {head.column: head for head in body.region.heads if head.column in columns}
    shares = {at: _share(_sums(body, head), carriers.areas) for at, head in heads.items()}
    best = max(heads, key=lambda at: (shares[at], at == used))
    if best == used and shares[best] >= _ENOUGH:
        return []
    other = heads[next(at for at in heads if at != used)]
    if shares[best] < _ENOUGH:
        return [_told(body, "room_area_first", heads[used], other)]
    body.named.units.pop("area_m2", None)
    if unit := body.unit_of(heads[best], "area_m2"):
        body.named.units["area_m2"] = unit
    body.swap("area_m2", heads[used], heads[best])
    return [_told(body, "room_area_by_sums", heads[best], heads[used])]


def _told(body: Body, code: str, taken: Head, other: Head) -> Fault:
    values = {"other": other.text, "place": cell_of(other)}
    return body.place.fault(code, taken, values, warn=True)


def _sums(body: Body, head: Head) -> Mapping[str, float]:
    """Area of the rooms of each carrier."""
    of_carrier = body.named.columns.get("carrier")
    unit = body.unit_of(head, "area_m2")
    scale = scale_of("m2", unit) if unit else None
    factor = scale.factor if scale is not None else 1.0
    sums: dict[str, float] = {}
    for i in body.kept:
        name = body.rows[i][of_carrier] if of_carrier is not None else ""
        known = plain(printed(name)) if not is_blank(name) else ""
        sums[known] = sums.get(known, 0.0) + factor * _number(body.rows[i][head.column])
    return sums


def _number(cell: Any) -> float:
    found = None if is_blank(cell) else number_in(cell)
    return found[0] if found is not None else 0.0


def _share(sums: Mapping[str, float], areas: Mapping[str, float]) -> float:
    """How many carriers the rooms fill exactly."""
    both = [(area, areas[name]) for name, area in sums.items() if name in areas]
    close = [1 for made, area in both if math.isclose(made, area, rel_tol=_CLOSE)]
    return len(close) / len(both) if both else 0.0
