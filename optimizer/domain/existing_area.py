"""What existing carriers have free for a development plan, quarter by quarter."""

import numpy as np

from optimizer.domain.calendar_years import Floats, Years
from optimizer.domain.case import Case
from optimizer.domain.project import Stay
from optimizer.domain.words import NEVER


def existing_area(case: Case, years: Years) -> tuple[Floats, Floats]:
    """Free and sitting area of every existing carrier by quarter, m².

    Free: lettable while open, less let rooms of unlisted tenants (after the horizon as in its
    last quarter) and sitting tenants until their lease ends; who renews stays on.
    """
    quarters = years.quarters
    t = np.arange(quarters)
    opens = np.array([c.opens for c in case.carriers])[:, None]
    closes = np.array([min(c.closes, NEVER) for c in case.carriers])[:, None]
    area = np.array([c.lettable_area_m2 for c in case.carriers])[:, None]
    free = area * ((t >= opens) & (t <= closes))
    per_unit = np.array(
        [case.settings.m2_per_desk if c.unit == "desks" else 1.0 for c in case.carriers]
    )
    if case.blocked.size:
        padded = np.pad(case.blocked, ((0, 0), (0, max(0, quarters - case.quarters))), "edge")
        free = free - padded[:, :quarters] * per_unit[:, None]
    sitting = np.zeros_like(free)
    for stay in case.stays:
        if stay.is_present:
            taken = stay.area_m2
            if case.carriers[stay.home].unit == "desks":
                taken = stay.desks * case.settings.m2_per_desk
            sitting[stay.home, : _sits_until(case, stay)] += taken
    return np.maximum(free - sitting, 0.0), sitting


def _sits_until(case: Case, tenant: Stay) -> int:
    """First quarter in which a sitting tenant is gone.

    A plan may see further than the horizon: who renews is not gone there either, unless the
    project wishes to go on to a later stage or the carrier closes.
    """
    renews = case.settings.lease_end_means == "renews"
    if renews and len(case.projects[tenant.project].stays) == 1:
        return case.carriers[tenant.home].closes + 1
    return tenant.length
