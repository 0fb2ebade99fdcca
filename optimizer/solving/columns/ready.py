"""Machine code made ready before a run's time begins to count."""

from functools import cache

import numpy as np

from optimizer.domain.carrier import Campus, Carrier
from optimizer.domain.case import Case
from optimizer.domain.plan import Placement, Plan
from optimizer.domain.project import Project, Stay
from optimizer.limits import Limits
from optimizer.settings import Settings
from optimizer.solving.columns.compiled import is_cold
from optimizer.solving.columns.dual import Relaxation
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.road import solve_columns
from optimizer.solving.columns.space_rows import space_rows
from optimizer.solving.columns.tighten import ROUND_STEPS, Tightening
from optimizer.solving.progress import Listener, Progress


def smallest_case() -> Case:
    """Two projects and room for one and a half: enough to call every kernel once."""
    carrier = Carrier("K", "K", "G", ("incubation",), (), 100.0, "m2", 100.0)
    projects = tuple(
        Project(name, name, name, "", "approved", 50.0, stays=range(p, p + 1))
        for p, name in enumerate("PQ")
    )
    return Case(
        settings=Settings(horizon_quarters=2),
        start=0,
        quarters=2,
        campuses=(Campus("G"),),
        carriers=(carrier,),
        projects=projects,
        stays=tuple(Stay(p, "incubation", 60.0, 60.0, 6.0, 1) for p in range(2)),
        blocked=np.zeros((1, 2)),
    )


def make_ready(listener: Listener | None = None) -> None:
    """Load the compiled kernels; compile them, and say so, if this version never ran before."""
    if listener is not None and is_cold():
        listener(Progress(0.0, None, None, None, "compile"))
    _call_every_kernel()


@cache
def _call_every_kernel() -> None:
    case = smallest_case()
    if solve_columns(case, Limits(seconds=3600, work=1, gap=0.0)).spare <= 0:
        raise KeyboardInterrupt  # somebody asked to stop while it was compiling
    last = Plan((Placement("P", "incubation", "K", 0, 1, 0, 60.0, "full"),))
    solve_columns(case, Limits(seconds=3600, work=1, gap=0.0), last)
    homes = Homes.of(case)
    relaxation = Relaxation(case, homes, space_rows(case, homes))
    # What only larger cases ask for:
    relaxation.regrets(relaxation.summed(relaxation.first_prices()))
    steps = iter(range(2 * ROUND_STEPS))
    tightening = Tightening(relaxation, relaxation.first_prices())
    tightening.run(lambda: next(steps, None) is not None, lambda _: None)
