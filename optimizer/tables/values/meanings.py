"""What a column means where a cell leaves it open: which end of a range, which end of a month.

Decided by sheet and key, and always told at the cell.
"""

from typing import Final, Literal

from optimizer.tables.schema import Column
from optimizer.tables.values.dates import Edge

Ends = Literal["need", "upper", "lower", "exact"]

_LAST_DAYS: Final = frozenset({"lease_end", "closes", "relief_until", "latest", "to"})
_NEED_SHEETS: Final = frozenset({"stays", "pairs", "forecast"})

COMPANIONS: Final = {
    ("projects", "lease_end"): "entered",
    ("stays", "area_m2"): "min_area_m2",
    ("stays", "latest"): "earliest",
    **{
        ("projects", f"{stage}_area_m2"): f"{stage}_min_area_m2"
        for stage in ("nursery", "incubation", "acceleration", "industrialisation")
    },
}
"""Column of the same row that takes what else a cell says, where that one is blank."""


def sheet_of(column: Column) -> str:
    """Canonical sheet a column belongs to; ``supply`` or ``demand`` for technical columns."""
    return column.label_key.split(".")[1] if "." in column.label_key else ""


def day_edge(column: Column) -> Edge:
    """Which day of a month, quarter or year the column means."""
    return "last" if column.key in _LAST_DAYS else "first"


def range_ends(column: Column) -> Ends:
    """Which end of a range the column takes.

    need
        An area asked for: the upper end, the lower one as the least area.
    upper
        Other needs: what is surely enough.
    lower
        What is there, money and people: what is surely so.
    exact
        An area that exists, a share, a price: a range is not accepted.
    """
    sheet = sheet_of(column)
    asked = column.group == "stage" or sheet in _NEED_SHEETS
    if asked and column.unit == "m2" and "min_" not in column.key:
        return "need"
    if column.key.startswith("need_") or column.group == "stage" or sheet == "stays":
        return "upper"
    if column.unit in ("yuan_m2_month", "desk"):
        return "lower"
    if column.group == "technical" or sheet == "projects":
        return "exact" if column.unit == "m2" or column.kind == "share" else "lower"
    return "exact"


def is_need(column: Column) -> bool:
    """Whether the column says what a project asks for, so that a wish may stand in it."""
    return range_ends(column) in ("need", "upper")
