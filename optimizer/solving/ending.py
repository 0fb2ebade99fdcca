"""How a run ended. "Optimal" is written only here, and only with a proof."""

from enum import StrEnum


class Ending(StrEnum):
    """How a run ended; its sentence is ``ending.<value>`` in the catalogue."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    TIME_LIMIT = "time_limit"
    WORK_LIMIT = "work_limit"
    INTERRUPTED = "interrupted"
    NO_PLAN_IN_TIME = "no_plan_in_time"
    INFEASIBLE = "infeasible"
    FAULTS = "faults"

    @property
    def has_plan(self) -> bool:
        """Whether a run that ended so has a plan."""
        return self not in (Ending.NO_PLAN_IN_TIME, Ending.INFEASIBLE, Ending.FAULTS)

    @property
    def is_reproducible(self) -> bool:
        """Whether the same input, settings and version give the same plan again."""
        return self not in (Ending.TIME_LIMIT, Ending.INTERRUPTED, Ending.NO_PLAN_IN_TIME)


def proven_gap(objective: float | None, bound: float | None) -> float | None:
    """(bound - value) / bound as a fraction; None where the bound is not positive.

    A value above the bound by rounding counts as a gap of zero.
    """
    if objective is None or bound is None or bound <= 0:
        return None
    return max(0.0, (bound - objective) / bound)
