"""What a run of this road gives back, and how it ended."""

from dataclasses import dataclass, field

from optimizer.domain.options import Options
from optimizer.limits import Limits
from optimizer.solving.columns.row_prices import RowPrices
from optimizer.solving.ending import Ending, proven_gap
from optimizer.solving.progress import Watch
from optimizer.units import VALUE_MARGIN


@dataclass(frozen=True)
class Found:
    """What this road returns: the options taken, locked ones included, and what was proved.

    `spare` are the seconds nobody used and nobody asked to stop.
    """

    ending: Ending
    options: Options | None = None
    value: float | None = None
    bound: float | None = None
    steps: int = 0
    nodes: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    prices: RowPrices | None = None
    spare: float = 0.0


def lifted(bound: float, value: float) -> float:
    """The bound, not below the value by rounding.

    One that is further below is wrong, and stays so: no report is written with it.
    """
    rounding = VALUE_MARGIN * max(1.0, abs(value))
    return max(bound, value) if value - bound <= rounding else bound


def ending_of(
    value: float | None, bound: float | None, limits: Limits, watch: Watch, impossible: bool
) -> Ending:
    """How a run ended; "optimal" only where the bound says so."""
    if impossible:
        return Ending.INFEASIBLE
    if value is None:
        return Ending.NO_PLAN_IN_TIME
    if bound is not None and bound - value <= VALUE_MARGIN * max(1.0, abs(bound)):
        return Ending.OPTIMAL
    gap = proven_gap(value, bound)
    if gap is not None and gap <= limits.gap + 1e-12:
        return Ending.WITHIN_GAP
    if watch.interrupted:
        return Ending.INTERRUPTED
    return Ending.TIME_LIMIT if watch.left <= 0 else Ending.WORK_LIMIT
