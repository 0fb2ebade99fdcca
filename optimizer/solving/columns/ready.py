"""Machine code made ready before a run's time begins to count."""

from functools import cache

import numpy as np

from optimizer.domain.carrier import Campus, Carrier
from optimizer.domain.case import Case
from optimizer.domain.project import Project, Stay
from optimizer.settings import Settings


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


@cache
def make_ready() -> None:
    """Load the compiled kernels, or compile them where this is the first run of this version."""
    from optimizer.limits import Limits
    from optimizer.solving.columns.road import run_road

    run_road(smallest_case(), Limits(seconds=3600, work=1, gap=0.0))
