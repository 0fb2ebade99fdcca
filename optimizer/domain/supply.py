"""What space a development plan offers: free existing carriers, and new ones as they fill."""

from collections import defaultdict

import numpy as np

from optimizer.domain.calendar_years import Floats, Ints
from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.development_plan import DevelopmentPlan


def city_carriers(case: Case) -> list[int]:
    """Positions of the existing carriers that are no enclaves."""
    return [k for k, carrier in enumerate(case.carriers) if not carrier.is_enclave]


def is_in_city(case: Case, demand: Demand, place: str) -> bool:
    """Whether a candidate or carrier stands in the city."""
    candidates = {c.id: c for c in demand.candidates}
    if place in candidates:
        return not candidates[place].is_enclave
    return not case.carriers[case.carrier_index[place]].is_enclave


def supply_by_year(case: Case, demand: Demand, plan: DevelopmentPlan) -> Floats:
    """Area free for the plan in the city, mean of each year: free existing and absorbed new."""
    free = demand.existing_m2[city_carriers(case)].sum(axis=0)
    new = np.zeros(demand.years.quarters)
    built = {c.id: c for c in demand.candidates}
    for opening in plan.openings:
        candidate = built[opening.candidate]
        if not candidate.is_enclave:
            new += candidate.lettable_area_m2 * absorbed(case, demand, opening.opens)
    return demand.years.mean(free + new)


def absorbed(case: Case, demand: Demand, opens: int | Ints) -> Floats:
    """Share of a new carrier that is absorbed in each quarter, shape (..., quarters).

    Parameters
    ----------
    opens : int or ndarray of int, shape (..., 1)
        First quarter in use.
    """
    t = np.arange(demand.years.quarters)
    share = (t - opens + 1) / case.settings.absorption_quarters
    return np.asarray(np.clip(share, 0.0, 1.0), np.float64)


def supply_by_kind(
    case: Case, demand: Demand, plan: DevelopmentPlan
) -> dict[tuple[str, str], Floats]:
    """Area for each (stage, industry) by quarter, m².

    New carriers by their layout and absorption; existing ones by what they serve in the year.
    """
    supply: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(demand.years.quarters))
    enclaves = {c.id for c in demand.candidates if c.is_enclave}
    for each in plan.allotments:
        if each.candidate not in enclaves:
            share = absorbed(case, demand, plan.opened[each.candidate].opens)
            supply[each.stage, each.industry] += each.area_m2 * share
    blocks = {block.id: block for block in demand.blocks}
    new = {c.id for c in demand.candidates}
    for service in plan.services:
        if service.place not in new:
            block = blocks[service.block]
            quarters = demand.years.of_quarter == demand.years.number(service.year)
            supply[block.stage, block.industry] += service.area_m2 * quarters
    return supply
