"""Figures of a size that nothing of their kind has, whatever stands beside them."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.assemble_base import Desk
from optimizer.domain.words import STAGES

MONEY_10K: Final = 1_000_000.0
"""10 billion yuan: more than any start-up invests, earns or pays."""
NEED_M2: Final = 300_000.0
"""No single project asks for this much floor space."""
RENT_MONTH: Final = 300.0
"""Yuan per m² and month: above the dearest offices; it is the rent of the room, or of a year."""
LOAD_KN_M2: Final = 1.9
"""No floor is built for less than 2 kN/m²; in t/m² this is a usual load."""
GROSS_TIMES: Final = 10.0
"""A building this many times its lettable area has one of them in another unit."""
FEWEST: Final = 3

Numbers = NDArray[np.float64]


def odd_figures(desk: Desk) -> None:
    """Warn of figures no project, building or room has; nothing is changed."""
    for key in ("investment_10k", "revenue_10k", "tax_10k"):
        _warn(desk, "projects", key, lambda money: money >= MONEY_10K, "money_huge")
    for stage in STAGES:
        _warn(desk, "projects", f"{stage}_area_m2", lambda area: area >= NEED_M2, "need_huge")
    _warn(desk, "stays", "area_m2", lambda area: area >= NEED_M2, "need_huge")
    _warn(desk, "projects", "priority", lambda score: (score > 0) & (score <= 1), "score_is_share")
    _gross(desk)
    for sheet in ("carriers", "rooms"):
        _rents(desk, sheet)
        _loads(desk, sheet, "floor_load_kn_m2")
    for sheet in ("projects", "stays"):
        _loads(desk, sheet, "need_floor_load_kn_m2")


def _loads(desk: Desk, sheet: str, key: str) -> None:
    """Loads too light for kN/m², where no header says that they are."""
    stated = [key in block.units or not block.file for block in desk.table(sheet).blocks]
    if not all(stated):
        _warn(desk, sheet, key, lambda load: (load > 0) & (load < LOAD_KN_M2), "load_in_tonnes")


def _numbers(desk: Desk, sheet: str, key: str) -> Numbers:
    return desk.table(sheet).frame[key].to_numpy(np.float64)


def _warn(
    desk: Desk, sheet: str, key: str, odd: Callable[[Numbers], NDArray[np.bool_]], code: str
) -> None:
    """One warning at the first odd figure of a column, with their number."""
    values = _numbers(desk, sheet, key)
    _tell(desk, sheet, key, np.flatnonzero(odd(values)), code)


def _tell(
    desk: Desk, sheet: str, key: str, rows: NDArray[np.int64], code: str, **words: Any
) -> None:
    if len(rows):
        desk.fault(sheet, int(rows[0]), key, code, "warning", count=len(rows), **words)


def _gross(desk: Desk) -> None:
    gross = _numbers(desk, "carriers", "gross_area_m2")
    lettable = _numbers(desk, "carriers", "lettable_area_m2")
    for k in np.flatnonzero((lettable > 0) & (gross > GROSS_TIMES * lettable)).tolist():
        desk.fault("carriers", k, "gross_area_m2", "gross_far_above", "warning",
                   carrier=desk.table("carriers").frame["carrier"].iat[k],
                   gross=f"{gross[k]:,.0f}", lettable=f"{lettable[k]:,.0f}")  # fmt: skip


def _rents(desk: Desk, sheet: str) -> None:
    """Rents too high for a m² and a month, or that go with the area as a total does."""
    rents = _numbers(desk, sheet, "rent_per_m2_month")
    high = rents > RENT_MONTH
    if not high.any() and sheet == "rooms":
        high = _of_the_room(rents, _numbers(desk, "rooms", "area_m2"))
    _tell(desk, sheet, "rent_per_m2_month", np.flatnonzero(high), "rent_of_whole")


def _of_the_room(rents: Numbers, areas: Numbers) -> NDArray[np.bool_]:
    """Which rents are one price times the area: all that are given, of rooms of many sizes."""
    given = (rents > 0) & (areas > 0)
    if given.sum() < FEWEST or np.ptp(areas[given]) < areas[given].min():
        return np.zeros(len(rents), bool)
    price = rents[given] / areas[given]
    return given & bool(np.ptp(price) < 0.01 * price.min())
