"""Campuses, carriers and rooms from their tables: lettable area, opening, attributes."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from optimizer.domain.assemble_base import (
    Desk,
    Row,
    carrier_numbers,
    is_blank,
    items,
    number_or,
    resolve,
)
from optimizer.domain.attributes import ATTRIBUTES, UNKNOWN, combined_supply
from optimizer.domain.carrier import Campus, Carrier, Room
from optimizer.domain.words import NEVER, STAGES
from optimizer.quarters import opening_quarter

AREA_TOLERANCE = 0.02
"""Sources of one area that differ by more than this share are a warning (design 3)."""

NOT_LETTABLE = ("reserved", "own_use", "repair", "sold")
ON_OFFER = ("vacant", "let", "fit_out")


def assemble_carriers(
    desk: Desk,
) -> tuple[tuple[Campus, ...], tuple[Carrier, ...], tuple[Room, ...]]:
    """Campuses, carriers and rooms; rooms not yet joined with their tenants."""
    campuses = _campuses(desk)
    carrier_rows = desk.rows("carriers")
    numbers = carrier_numbers((str(row["carrier"]), str(row["name"])) for row in carrier_rows)
    room_rows = desk.rows("rooms")
    rooms = _rooms(desk, room_rows, numbers)
    rooms_of: dict[int, list[Row]] = defaultdict(list)
    for room, row in zip(rooms, room_rows, strict=True):
        if room.carrier >= 0:
            rooms_of[room.carrier].append(row)
    campus_ids = {campus.id for campus in campuses}
    carriers = []
    for k, row in enumerate(carrier_rows):
        if row["campus"] and row["campus"] not in campus_ids:
            campus_ids.add(str(row["campus"]))
            campuses.append(Campus(str(row["campus"])))
        carriers.append(_carrier(desk, k, row, rooms_of[k]))
        if carriers[-1].campus not in campus_ids:
            campus_ids.add(carriers[-1].campus)
            campuses.append(Campus(carriers[-1].campus))
    return tuple(campuses), tuple(carriers), rooms


def _campuses(desk: Desk) -> list[Campus]:
    return [
        Campus(
            str(row["campus"]),
            str(row["district"]),
            str(row["kind"]),
            str(row["level"]),
            float(row["declared_area_m2"]),
        )
        for row in desk.rows("campuses")
    ]


def _rooms(desk: Desk, rows: Iterable[Row], carriers: Mapping[str, int]) -> tuple[Room, ...]:
    rooms = []
    for i, row in enumerate(rows):
        k = resolve(desk, "rooms", i, "carrier", str(row["carrier"]), carriers, "carrier")
        status = str(row["status"]) or ("let" if row["tenant"] else "vacant")
        rooms.append(
            Room(
                str(row["room"]),
                k,
                number_or(row["area_m2"], 0.0),
                status,
                str(row["floor"]),
                str(row["tenant"]),
                desk.through(row["lease_end"]),
            )
        )
    return tuple(rooms)


def _carrier(desk: Desk, k: int, row: Row, rooms: Sequence[Row]) -> Carrier:
    stages = tuple(stage for stage in STAGES if stage in items(row["stages"]))
    in_desks = not is_blank(row["desks"]) and stages == ("nursery",)
    area = lettable_area(desk, k, row, rooms)
    if in_desks:
        capacity = float(row["desks"])
        area = capacity * desk.settings.m2_per_desk
    else:
        capacity = area
    opens = row["opens"]
    if opens is None and row["status"] in ("building", "planned"):
        desk.fault("carriers", k, "opens", "opening_missing",
                   status=f"@choice.carrier_status.{row['status']}")  # fmt: skip
    piece, known = _smallest_piece(rooms)
    return Carrier(
        id=str(row["carrier"]),
        name=str(row["name"]) or str(row["carrier"]),
        campus=str(row["campus"]) or str(row["carrier"]),
        stages=stages,
        industries=items(row["industries"]),
        capacity=capacity,
        unit="desks" if in_desks else "m2",
        lettable_area_m2=area,
        gross_area_m2=float(row["gross_area_m2"]),
        declared_area_m2=number_or(row["declared_area_m2"], 0.0),
        public_area_m2=number_or(row["public_area_m2"], 0.0),
        opens=0 if opens is None else opening_quarter(opens) - desk.start,
        closes=desk.through(row["closes"]),
        status=str(row["status"]) or "existing",
        rent_per_m2_month=_rent(row, rooms),
        enclave=str(row["enclave"]) or "no",
        supplies=_supplies(row, rooms),
        smallest_piece_m2=piece,
        pieces_known=known,
        source=str(row["source"]),
    )


def lettable_area(desk: Desk, k: int, row: Row, rooms: Sequence[Row]) -> float:
    """Lettable m² of a carrier (design 3): the best source, less what is not on offer.

    ``lettable_area_m2``, else vacant and let rooms, else gross x efficiency, else
    gross x the default efficiency. Rooms reserved, in own use, under repair or sold
    are taken off. Sources that differ by over 2 % are a warning.
    """
    on_offer = sum(number_or(r["area_m2"], 0.0) for r in rooms if _status(r) in ON_OFFER)
    kept_back = sum(number_or(r["area_m2"], 0.0) for r in rooms if _status(r) in NOT_LETTABLE)
    stated, gross = float(row["lettable_area_m2"]), float(row["gross_area_m2"])
    if not math.isnan(stated):
        _compare_sources(desk, k, row, stated, on_offer + kept_back)
        return max(0.0, stated - kept_back)
    if on_offer > 0:
        return on_offer
    if math.isnan(gross):
        keys = ("lettable_area_m2", "gross_area_m2", "desks")
        if is_blank(row["desks"]) and not desk.unreadable("carriers", k, *keys):
            desk.fault("carriers", k, "lettable_area_m2", "carrier_area_missing")
        return number_or(row["desks"], 0.0) * desk.settings.m2_per_desk
    share = number_or(row["efficiency"], desk.settings.default_efficiency)
    if is_blank(row["efficiency"]) and is_blank(row["desks"]):
        desk.fault(
            "carriers", k, "efficiency", "efficiency_assumed", "warning",
            carrier=row["carrier"], share=share, area=f"{gross * share:,.0f}",
        )  # fmt: skip
    return max(0.0, gross * share - kept_back)


def _compare_sources(desk: Desk, k: int, row: Row, stated: float, in_rooms: float) -> None:
    gross, share = float(row["gross_area_m2"]), float(row["efficiency"])
    let_and_vacant = float(row["let_area_m2"]) + float(row["vacant_area_m2"])
    others = {
        "rooms": in_rooms if in_rooms > 0 else math.nan,
        "gross": gross * share,
        "let_vacant": let_and_vacant,
    }
    for source, area in others.items():
        if not math.isnan(area) and abs(area - stated) > AREA_TOLERANCE * max(stated, area):
            desk.fault(
                "carriers", k, "lettable_area_m2", f"area_differs_{source}", "warning",
                carrier=row["carrier"], stated=f"{stated:,.0f}", other=f"{area:,.0f}",
            )  # fmt: skip
    if not math.isnan(gross) and stated > gross * (1 + AREA_TOLERANCE):
        desk.fault(
            "carriers", k, "lettable_area_m2", "lettable_above_gross",
            carrier=row["carrier"], stated=f"{stated:,.0f}", gross=f"{gross:,.0f}",
        )  # fmt: skip


def _status(room: Row) -> str:
    return str(room["status"]) or ("let" if room["tenant"] else "vacant")


def _rent(row: Row, rooms: Sequence[Row]) -> float:
    """The carrier's rent, else the mean of its rooms' by area (yuan per m² and month)."""
    if not is_blank(row["rent_per_m2_month"]):
        return float(row["rent_per_m2_month"])
    priced = [r for r in rooms if not is_blank(r["rent_per_m2_month"])]
    area = sum(number_or(r["area_m2"], 0.0) for r in priced)
    if area <= 0:
        return math.nan
    return sum(float(r["rent_per_m2_month"]) * number_or(r["area_m2"], 0.0) for r in priced) / area


def _supplies(row: Row, rooms: Sequence[Row]) -> dict[str, tuple[float, float]]:
    supplies = {}
    usable = [r for r in rooms if _status(r) in ON_OFFER]
    for name, column in ATTRIBUTES.items():
        own = row[column]
        given = [r[column] for r in usable if not is_blank(r[column])]
        cells = ([] if is_blank(own) else [own]) + given
        if is_blank(own) and len(given) < len(usable):
            cells.append(None)
        bounds = combined_supply(cells, name)
        if bounds != UNKNOWN:
            supplies[name] = bounds
    return supplies


def _smallest_piece(rooms: Sequence[Row]) -> tuple[float, bool]:
    """Smallest lettable piece that is known, and whether a smaller one is ruled out."""
    usable = [r for r in rooms if _status(r) in ON_OFFER and not is_blank(r["area_m2"])]
    if not usable:
        return math.nan, True
    pieces = [min(float(r["area_m2"]), number_or(r["split_min_m2"], math.inf)) for r in usable]
    return min(pieces), all(not is_blank(r["split_min_m2"]) for r in usable)


def blocked_quarters(lease_end: int, quarters: int) -> int:
    """How many quarters of the horizon a lease blocks."""
    return quarters if lease_end >= NEVER else max(0, min(quarters, lease_end + 1))
