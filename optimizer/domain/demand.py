"""Demand of a development plan as blocks, the places that may serve them, and what these hold.

A block is area per quarter that asks for one stage of one industry: the cohorts (of the forecast,
and of listed projects after their last listed stay), the stays of the pipeline that may go to
the same places, or what an enclave sends home.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.calendar_years import Floats, Years
from optimizer.domain.carrier import Carrier
from optimizer.domain.case import Case
from optimizer.domain.cohorts import Cohorts
from optimizer.domain.existing_area import existing_area
from optimizer.domain.fit import Fit, Reason
from optimizer.domain.onward import Onward, cohorts_of, completions, onward_of
from optimizer.domain.options import wanted_quarters
from optimizer.domain.outlook import Candidate
from optimizer.domain.words import STAGES, Stage
from optimizer.units import AREA_MARGIN_M2

BlockKind = Literal["forecast", "pipeline", "home"]


@dataclass(frozen=True)
class DemandBlock:
    """Area per quarter that asks for one stage of one industry.

    Attributes
    ----------
    id : str
        Unique; kind, stage and industry, and the project where it is a single one.
    factor : float
        On the price of unmet area: priority / default priority x stage and industry weights.
    area_m2 : ndarray of float, shape (quarters,)
        Zero for a home block: what it asks for depends on the enclaves that open.
    places : bool array, shape (places,)
        Where it may be served.
    cost_10k : mapping of place to 10 000 yuan
        Cost of serving all of it there, over all years.
    stays : tuple of int
        The stays of a pipeline block.
    """

    id: str
    kind: BlockKind
    stage: Stage
    industry: str
    factor: float
    area_m2: Floats
    places: NDArray[np.bool_]
    cost_10k: dict[int, float] = field(default_factory=dict)
    stays: tuple[int, ...] = ()


@dataclass(frozen=True)
class Demand:
    """All blocks and places of a case.

    Places are numbered: candidates first, then the existing carriers.

    Attributes
    ----------
    existing_m2 : ndarray of float, shape (carriers, quarters)
        Free lettable area of existing carriers: sitting tenants to their lease end, and let
        rooms of unlisted tenants, are taken off.
    sitting_m2 : ndarray of float, shape (carriers, quarters)
        Area of sitting tenants.
    graduating_m2 : mapping of industry to array, shape (stages, quarters)
        Of the cohorts: area that graduates into a stage.
    onward : mapping of industry to Onward
        What listed projects bring into the cohorts after their last listed stay.
    """

    years: Years
    blocks: tuple[DemandBlock, ...]
    candidates: tuple[Candidate, ...]
    carriers: tuple[Carrier, ...]
    existing_m2: Floats
    sitting_m2: Floats
    industries: tuple[str, ...]
    graduating_m2: dict[str, Floats]
    onward: dict[str, Onward]

    @classmethod
    def of(cls, case: Case, factor: Floats | None = None) -> "Demand":
        """Demand of a case; `factor` scales the projects of each forecast row."""
        years = Years.of(case)
        permitted = places_of_stays(case)
        industries = industries_of(case)
        onward = onward_of(case, years, completions(case, years))
        cohorts = cohorts_of(case, years, industries, onward, factor)
        blocks = [
            *_forecast_blocks(case, cohorts),
            *_pipeline(case, years, permitted),
            *_homecoming(case, years, industries),
        ]
        free, sitting = existing_area(case, years)
        return cls(
            years,
            tuple(blocks),
            case.outlook.candidates,
            case.carriers,
            free,
            sitting,
            industries,
            {industry: each.graduating for industry, each in cohorts.items()},
            onward,
        )

    @cached_property
    def place_ids(self) -> tuple[str, ...]:
        """Id of every place."""
        return (*(c.id for c in self.candidates), *(c.id for c in self.carriers))

    @cached_property
    def area_by_year(self) -> Floats:
        """Mean area each block asks for, m²; shape (blocks, years)."""
        if not self.blocks:
            return np.zeros((0, len(self.years)))
        return self.years.mean(np.array([block.area_m2 for block in self.blocks]))


def industries_of(case: Case) -> tuple[str, ...]:
    """Industries of the list, then others that forecast, projects, candidates or policy name."""
    named = [
        *(i.id for i in case.industries),
        *(f.industry for f in case.outlook.forecasts),
        *(p.industry for p in case.projects),
        *(name for c in case.outlook.candidates for name in c.industries),
        *(row.scope.industry for row in case.outlook.policies if row.scope.industry is not None),
    ]
    return tuple(dict.fromkeys(named)) or ("",)


def factor_of_demand(case: Case, stage: str, industry: str, priority: float) -> float:
    """Weight of unmet area: priority / default priority x stage weight x industry weight."""
    settings = case.settings
    weights = {each.id: each.weight for each in case.industries}
    usual = settings.default_priority or 1.0
    return priority / usual * settings.stage_weight(stage) * weights.get(industry, 1.0)


def _forecast_blocks(case: Case, cohorts: Mapping[str, Cohorts]) -> Iterator[DemandBlock]:
    priority = case.settings.default_priority
    for industry, cohort in cohorts.items():
        for s, stage in enumerate(STAGES):
            if cohort.in_use[s].max(initial=0.0) > AREA_MARGIN_M2:
                yield DemandBlock(
                    f"forecast/{stage}/{industry}",
                    "forecast",
                    stage,
                    industry,
                    factor_of_demand(case, stage, industry, priority),
                    cohort.in_use[s],
                    places_of(case, stage, industry),
                )


def place_numbers(case: Case) -> dict[str, int]:
    """Number of every place by its id: candidates first, then the existing carriers."""
    ids = (*(c.id for c in case.outlook.candidates), *(c.id for c in case.carriers))
    return {identity: n for n, identity in enumerate(ids)}


def places_of(case: Case, stage: str, industry: str) -> NDArray[np.bool_]:
    """Places that serve a stage of an industry by what they are meant for; no enclave does.

    An existing carrier also serves a stage it can be converted to.
    """
    converted = {(c.carrier, c.to_stage) for c in case.outlook.conversions}
    new = [not c.is_enclave and c.serves(stage, industry) for c in case.outlook.candidates]
    old = [
        not c.is_enclave
        and (stage in c.stages or (k, stage) in converted)
        and (not c.industries or not industry or industry in c.industries)
        for k, c in enumerate(case.carriers)
    ]
    return np.array([*new, *old], bool)


def places_of_stays(case: Case) -> NDArray[np.bool_]:
    """Where each stay of the pipeline may go, by fit; shape (stays, places).

    An existing carrier also serves a stage it can be converted to. Pins are the allocation's.
    """
    candidates = case.outlook.candidates
    turned: dict[int, list[Stage]] = defaultdict(list)
    for row in case.outlook.conversions:
        turned[row.carrier].append(row.to_stage)
    carriers = (
        replace(each, stages=(*each.stages, *turned[k])) for k, each in enumerate(case.carriers)
    )
    trial = case.replace(
        carriers=(*carriers, *(_as_carrier(c) for c in candidates)),
        pairs=type(case.pairs)(),
        pins=(),
        blocked=np.zeros((len(case.carriers) + len(candidates), case.quarters)),
    )
    fit = Fit.of(trial)
    allowed = (fit.refused & ~np.uint32(Reason.OPENING)) == 0
    old, new = allowed[:, : len(case.carriers)], allowed[:, len(case.carriers) :]
    permitted = np.concatenate([new, old], axis=1)
    column = place_numbers(case)
    for pair in case.outlook.pairs:
        if pair.allowed >= 0:
            permitted[pair.stay, column[pair.place]] = pair.allowed == 1
    own = case.pairs
    for value, mark in ((0, False), (1, True)):
        at = own.allowed == value
        permitted[own.stay[at], len(candidates) + own.carrier[at]] = mark
    return permitted


def _as_carrier(candidate: Candidate) -> Carrier:
    """A candidate as the carrier it would be, open from the first quarter, for the fit."""
    area = candidate.lettable_area_m2
    return Carrier(
        candidate.id,
        candidate.id,
        candidate.campus,
        candidate.stages,
        candidate.industries,
        area,
        "m2",
        area,
        supplies=candidate.supplies,
        enclave=candidate.enclave,
    )


@dataclass(frozen=True, slots=True)
class _Pool:
    """What stays of the pipeline have in common that are one block.

    `alone` is the stay that is a block of its own, or -1; `places` are its bytes.
    """

    stage: Stage
    industry: str
    factor: float
    alone: int
    places: bytes


def _pipeline(case: Case, years: Years, permitted: NDArray[np.bool_]) -> Iterator[DemandBlock]:
    """Stays of the pipeline: those that may go to the same places at the same price are one."""
    low, column = wanted_quarters(case), place_numbers(case)
    costs: dict[int, dict[int, float]] = defaultdict(dict)
    for pair in case.outlook.pairs:
        if pair.cost_10k == pair.cost_10k:
            costs[pair.stay][column[pair.place]] = pair.cost_10k
    pools: dict[_Pool, list[int]] = defaultdict(list)
    for s, stay in enumerate(case.stays):
        project = case.projects[stay.project]
        if stay.is_present or low[s] >= years.quarters:
            continue
        factor = factor_of_demand(case, stay.stage, project.industry, project.priority)
        alone = s if s in costs or case.settings.one_site_per_project else -1
        factor = factor if alone >= 0 else class_of(factor)
        pools[_Pool(stay.stage, project.industry, factor, alone, permitted[s].tobytes())].append(s)
    for number, (pool, stays) in enumerate(pools.items(), 1):
        area = np.zeros(years.quarters)
        for s in stays:
            area[low[s] : low[s] + case.stays[s].length] += case.stays[s].area_m2
        name = f"({number})"
        if pool.alone >= 0:
            name = case.projects[case.stays[pool.alone].project].id
        yield DemandBlock(
            f"pipeline/{pool.stage}/{pool.industry}/{name}",
            "pipeline",
            pool.stage,
            pool.industry,
            pool.factor,
            area,
            permitted[stays[0]],
            costs.get(pool.alone, {}),
            tuple(stays),
        )


def class_of(factor: float) -> float:
    """Price class of a stay that is pooled with others: its factor to the next 0.5, not below.

    >>> class_of(1.1), class_of(1.3), class_of(0.1)
    (1.0, 1.5, 0.5)
    """
    return max(0.5, round(2 * factor) / 2)


def _homecoming(case: Case, years: Years, industries: Sequence[str]) -> list[DemandBlock]:
    """One block per stage and industry that enclave graduates may come home to."""
    enclaves = [c for c in case.outlook.candidates if c.is_enclave]
    sends = any(flow.home_share > 0 for flow in case.outlook.flows)
    if not enclaves or not sends:
        return []
    none = np.zeros(years.quarters)
    blocks = []
    for industry in industries:
        if not any(c.serves(stage, industry) for c in enclaves for stage in STAGES):
            continue
        for stage in STAGES[1:]:
            places = places_of(case, stage, industry)
            weight = factor_of_demand(case, stage, industry, case.settings.default_priority)
            name = f"home/{stage}/{industry}"
            blocks.append(DemandBlock(name, "home", stage, industry, weight, none, places))
    return blocks
