"""Places and blocks of a plan that stand in for one another: they share columns."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.rules.block import Floats, Ints


def place_leaders(case: Case, demand: Demand) -> Ints:
    """For every place the first of those that stand in for one another, itself included.

    Places that serve the same blocks at no cost of their own (in one campus, where a policy
    row names one) share a column: what is served is theirs in proportion to their free area.
    """
    candidates, places = len(demand.candidates), len(demand.place_ids)
    if case.settings.one_site_per_project:
        return np.arange(places)
    alone = {candidates + c.carrier for c in case.outlook.conversions}
    alone |= {place for block in demand.blocks for place in block.cost_10k}
    campus = [*(c.campus for c in demand.candidates), *(c.campus for c in demand.carriers)]
    if all(policy.scope.campus is None for policy in case.outlook.policies):
        campus = [""] * places
    away = [*(c.is_enclave for c in demand.candidates), *(c.is_enclave for c in demand.carriers)]
    serves = np.array([block.places for block in demand.blocks], bool).reshape(-1, places)
    first: dict[tuple[object, ...], int] = {}
    leader = np.arange(places)
    for place in range(places):
        if place not in alone:
            kind = (place < candidates, campus[place], away[place], serves[:, place].tobytes())
            leader[place] = first.setdefault(kind, place)
    return leader


def block_leaders(case: Case, demand: Demand) -> Ints:
    """For every block the first of those that stand in for one another, itself included.

    Blocks of one stage and industry that may go to the same places at no cost of their own share
    a column: what is served is theirs, those whose unmet area costs most first. A project that
    must stay at one site stands alone.
    """
    first: dict[tuple[str, str, bytes], int] = {}
    leader = np.arange(len(demand.blocks))
    for b, block in enumerate(demand.blocks):
        is_single = block.kind == "pipeline" and case.settings.one_site_per_project
        if not (block.cost_10k or is_single):
            kind = block.stage, block.industry, block.places.tobytes()
            leader[b] = first.setdefault(kind, b)
    return leader


def dearest(labels: Ints, factors: Floats) -> NDArray[np.bool_]:
    """Whether each entry is the one with the largest factor of its label; of equal ones the first.

    >>> dearest(np.array([7, 7, 9]), np.array([1.0, 2.0, 1.0])).tolist()
    [False, True, True]
    """
    order = np.lexsort((np.arange(len(labels)), -factors, labels))
    _, first = np.unique(labels[order], return_index=True)
    found = np.zeros(len(labels), bool)
    found[order[first]] = True
    return found
