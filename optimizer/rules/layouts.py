"""What a candidate may be laid out for: pairs of stage and industry."""

from typing import Final

from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.words import STAGE_NUMBER, STAGES

AREA_TARGETS: Final = ("new_area_min", "industry_area_min")
"""Policy rules that may want area of an industry, whether anybody asks for it or not."""

Kinds = set[tuple[int, int]]


def layouts_of(case: Case, demand: Demand) -> tuple[tuple[tuple[int, int], ...], ...]:
    """(stage, industry) numbers each candidate may be laid out for.

    What nobody asks for is not listed, unless a policy row wants area of it; but every stage
    of a candidate is: for the first of its industries, if for no other. What a pair names is
    listed whatever it is meant for; of an enclave, for which no block asks, all it may be
    meant for.
    """
    names = demand.industries
    everything = {(s, j) for s in range(len(STAGES)) for j, name in enumerate(names) if name}
    wanted = asked_for(demand) | targeted(case, demand)
    found = []
    for i, candidate in enumerate(demand.candidates):
        asked = everything if candidate.is_enclave and everything else wanted
        kinds = {(s, j) for s, j in asked if candidate.serves(STAGES[s], names[j])}
        kinds |= {
            (STAGE_NUMBER[block.stage], names.index(block.industry))
            for block in demand.blocks
            if block.kind == "pipeline" and block.places[i]
        }
        first = names.index(candidate.industries[0]) if candidate.industries else 0
        stages = [STAGE_NUMBER[stage] for stage in candidate.stages]
        kinds |= {(s, first) for s in stages if all(s != kind[0] for kind in kinds)}
        found.append(tuple(sorted(kinds)))
    return tuple(found)


def asked_for(demand: Demand) -> Kinds:
    """(stage, industry) numbers that any block asks for."""
    number = {name: j for j, name in enumerate(demand.industries)}
    return {(STAGE_NUMBER[b.stage], number[b.industry]) for b in demand.blocks}


def targeted(case: Case, demand: Demand) -> Kinds:
    """(stage, industry) numbers that a policy row wants area laid out for."""
    number = {name: j for j, name in enumerate(demand.industries)}
    pairs = set()
    for row in case.outlook.policies:
        if row.rule not in AREA_TARGETS or row.strength == "watch":
            continue
        named = [row.scope.industry] if row.scope.industry is not None else []
        if not named and row.rule == "industry_area_min":
            named = [each.id for each in case.industries]
        stages = STAGES if row.scope.stage is None else (row.scope.stage,)
        pairs |= {(STAGE_NUMBER[stage], number[name]) for stage in stages for name in named}
    return pairs
