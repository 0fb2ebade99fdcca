"""Rooms: each built carrier's lettable area cut into pieces, some of them not on offer."""

from datetime import date
from typing import Any

from tests.samples.dice import Dice
from tests.samples.liuchuangyuan.park import BUILDINGS, M2_PER_DESK, Building

Row = dict[str, Any]

#: Usual size of a room in m² (low, high), rooms per floor, smallest piece to let in m².
_CUT: dict[str, tuple[int, int, int, int]] = {
    "N": (24, 60, 12, 12),
    "NI": (30, 80, 16, 20),
    "I": (40, 100, 16, 25),
    "IA": (90, 260, 10, 50),
    "A": (240, 560, 8, 200),
    "AP": (450, 1_100, 6, 400),
    "P": (800, 1_900, 4, 800),
}
_KEPT_BACK = ("reserved", "own_use", "repair", "sold", "fit_out")
_STRANGERS = ("园区食堂承包方", "电信机房租用方", "物业服务公司", "设备租赁商户", "检测服务商户")
"""Tenants of let rooms that are not on the projects sheet."""


def cut_rooms(dice: Dice, carriers: list[Row]) -> list[Row]:
    """All rooms of the built carriers, nobody in them yet."""
    rooms: list[Row] = []
    for building, carrier in zip(BUILDINGS, carriers, strict=True):
        if building.is_built:
            rooms.extend(_rooms_of(dice, building, carrier))
    return rooms


def _rooms_of(dice: Dice, building: Building, carrier: Row) -> list[Row]:
    low, high, per_floor, piece = _CUT[building.stages]
    areas = _areas(dice, carrier["lettable_area_m2"], low, high, building.desks)
    rent = carrier["rent_per_m2_month"]
    # One carrier in six does not say how small a piece it lets.
    says_pieces = not dice.chance(1 / 6)
    rooms = []
    for number, area in enumerate(areas):
        floor, position = number // per_floor + 1, number % per_floor + 1
        rooms.append(
            {
                "room": f"{building.id}-{floor}{position:02d}",
                "carrier": building.id,
                "floor": f"{floor}F",
                "position": position,
                "area_m2": area,
                "desks": area // M2_PER_DESK if building.desks else None,
                "status": "vacant",
                "tenant": "",
                "lease_end": None,
                "split_min_m2": min(piece, area) if says_pieces else None,
                "joins_next": "no" if position == per_floor or number + 1 == len(areas) else "yes",
                "rent_per_m2_month": rent,
                "备注": "",
            }
        )
    _keep_back(dice, building, rooms)
    return rooms


def _areas(dice: Dice, total: int, low: int, high: int, desks: int) -> list[int]:
    """Whole m² from low to high that add up to the total; multiples of a desk for desk rooms."""
    step = M2_PER_DESK if desks else 1
    areas: list[int] = []
    left = total
    while left >= low + high:
        areas.append(int(dice.between(low, high) / step) * step)
        left -= areas[-1]
    half = left // 2 // step * step
    return [*areas, *([left] if left <= high else [half, left - half])]


def _keep_back(dice: Dice, building: Building, rooms: list[Row]) -> None:
    """Some rooms are reserved, in own use, under repair, sold, or let to others."""
    share = 0.02 if "P" in building.stages else 0.03
    for room in dice.some(rooms, max(1, round(len(rooms) * share))):
        room["status"] = dice.pick(_KEPT_BACK, (4, 5, 3, 1, 2))
    if "P" in building.stages or not dice.chance(0.6):
        return
    room = next(room for room in rooms if room["status"] == "vacant")
    room["status"], room["tenant"] = "let", f"{dice.pick(_STRANGERS)}（{building.id}）"
    room["lease_end"] = date(dice.whole(2026, 2029), 12, 31)
    room["备注"] = "不在项目台账"


def sum_up(carriers: list[Row], rooms: list[Row]) -> None:
    """Fill the control sums of two carriers in three from their rooms."""
    let: dict[str, int] = {}
    for room in rooms:
        if room["status"] == "let":
            let[room["carrier"]] = let.get(room["carrier"], 0) + room["area_m2"]
    for number, carrier in enumerate(carriers):
        if number % 3 and carrier["carrier"] in let:
            carrier["let_area_m2"] = let[carrier["carrier"]]
            carrier["vacant_area_m2"] = carrier["lettable_area_m2"] - let[carrier["carrier"]]
