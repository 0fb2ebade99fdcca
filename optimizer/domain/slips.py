"""Figures that look like slips of the pen or of the unit: ten times all their neighbours.

A figure is suspected only where it stands alone: its neighbours are of one size, it
is far from the nearest of them, and ten (a hundred, ten thousand) times less or
more it would lie among them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.assemble_base import Desk
from optimizer.domain.odd_figures import odd_figures
from optimizer.domain.words import STAGES
from optimizer.labels import LANGS, text

FACTORS: Final = (10.0, 100.0, 1_000.0, 10_000.0)
"""Slips of the decimal point, and of 万㎡ for ㎡."""
DAYS_OF_MONTH: Final = 365 / 12
FEWEST: Final = 4
"""Fewer neighbours say nothing of what is usual."""
SPREAD: Final = 4.0
"""Neighbours of more different sizes than this are not of one kind."""
APART: Final = 3.0
"""A suspected figure is this many times from its nearest neighbour."""
CARRIER_TOO_SMALL_M2: Final = 20.0
CARRIER_USUAL_M2: Final = 500.0
DAILY_RENT: Final = 4.0
"""Yuan per m²: a usual rent of a day, and no rent of a month."""

Numbers = NDArray[np.float64]


def suspicious_figures(desk: Desk) -> None:
    """Warn of figures that look like slips; nothing is changed."""
    _rooms(desk)
    _needs(desk)
    _carriers(desk)
    _daily_rents(desk)
    odd_figures(desk)


def lone_factor(value: float, others: Numbers, factors: Sequence[float] = FACTORS) -> float:
    """How many times too large a figure looks beside the others; 0 if it does not.

    Below 1 where it looks too small.

    >>> lone_factor(8200.0, np.array([820.0, 760.0, 900.0, 640.0]))
    10.0
    >>> lone_factor(3000.0, np.array([820.0, 760.0, 900.0, 640.0]))
    0.0
    """
    if len(others) < FEWEST or value <= 0:
        return 0.0
    least, most = float(others.min()), float(others.max())
    if least <= 0 or most > SPREAD * least:
        return 0.0
    for factor in factors:
        if value > APART * most and 0.8 * least <= value / factor <= 1.25 * most:
            return factor
        if value * APART < least and 0.8 * least <= value * factor <= 1.25 * most:
            return 1 / factor
    return 0.0


def _rooms(desk: Desk) -> None:
    """Areas of rooms beside the other rooms of their carrier."""
    frame = desk.table("rooms").frame
    areas = frame["area_m2"].to_numpy(np.float64)
    _told_in_groups(desk, "rooms", "area_m2", areas, frame["carrier"].tolist(), "slip_room")
    rents = frame["rent_per_m2_month"].to_numpy(np.float64)
    owner = frame["carrier"].tolist()
    factors = (DAYS_OF_MONTH, *FACTORS)
    _told_in_groups(desk, "rooms", "rent_per_m2_month", rents, owner, "slip_rent", factors)


def _needs(desk: Desk) -> None:
    """Areas asked for beside those of the other projects in the same stage."""
    projects, stays = desk.table("projects").frame, desk.table("stays").frame
    for stage in STAGES:
        key = f"{stage}_area_m2"
        areas = projects[key].to_numpy(np.float64)
        _told_in_groups(desk, "projects", key, areas, [stage] * len(areas), "slip_need")
    areas = stays["area_m2"].to_numpy(np.float64)
    _told_in_groups(desk, "stays", "area_m2", areas, stays["stage"].tolist(), "slip_need")


def _told_in_groups(
    desk: Desk,
    sheet: str,
    key: str,
    values: Numbers,
    groups: Sequence[str],
    code: str,
    factors: Sequence[float] = FACTORS,
) -> None:
    members: dict[str, list[int]] = defaultdict(list)
    for i in np.flatnonzero(values > 0).tolist():
        members[groups[i]].append(i)
    for rows in members.values():
        for i, factor, usual in _suspected(values, np.array(rows), factors):
            desk.fault(sheet, i, key, code, "warning", **_words(factor, usual, float(values[i])))


def _suspected(
    values: Numbers, rows: NDArray[np.int64], factors: Sequence[float]
) -> Iterable[tuple[int, float, float]]:
    """The one smallest and the one largest figure of a group, where it stands alone."""
    if len(rows) <= FEWEST:
        return
    order = rows[np.argsort(values[rows], kind="stable")]
    for at in (0, len(order) - 1):
        others = np.delete(values[order], at)
        factor = lone_factor(float(values[order[at]]), others, factors)
        if not factor:
            # A slip at the other end would hide this one.
            others = values[order[1:-1]]
            factor = lone_factor(float(values[order[at]]), others, factors)
        if factor:
            yield int(order[at]), factor, float(np.median(others))


def _words(factor: float, usual: float, value: float) -> dict[str, Any]:
    name = "slip.times" if factor > 1 else "slip.part"
    times = f"{max(factor, 1 / factor):,.0f}"
    return {
        **{f"times_{lang}": text(name, lang, times=times) for lang in LANGS},
        "usual": f"{usual:,.4g}" if usual < 1_000 else f"{usual:,.0f}",
        "likely": f"{value / factor:,.5g}" if value / factor < 1_000 else f"{value / factor:,.0f}",
    }


def _carriers(desk: Desk) -> None:
    """A building of 1.2 m² is 1.2 万㎡, where it is no row of desks."""
    frame = desk.table("carriers").frame
    desks = frame["desks"].to_numpy(np.float64)
    for key in ("gross_area_m2", "lettable_area_m2"):
        areas = frame[key].to_numpy(np.float64)
        small = (areas > 0) & (areas < CARRIER_TOO_SMALL_M2) & ~(desks > 0)
        # Its rooms or the other area may show that it is a building all the same.
        for i in np.flatnonzero(small).tolist():
            likely = areas[i] * 10_000
            if likely >= CARRIER_USUAL_M2:
                desk.fault("carriers", i, key, "slip_10k", "warning", likely=f"{likely:,.10g}")


def _daily_rents(desk: Desk) -> None:
    """Rents of a whole column that are usual for a day and for no month."""
    for sheet in ("carriers", "rooms"):
        rents = desk.table(sheet).frame["rent_per_m2_month"].to_numpy(np.float64)
        given = np.flatnonzero(rents > 0)
        if len(given) and float(np.median(rents[given])) < DAILY_RENT:
            desk.fault(sheet, int(given[0]), "rent_per_m2_month", "rent_looks_daily", "warning",
                       count=len(given), rent=f"{np.median(rents[given]):g}")  # fmt: skip
