r"""Listed projects beyond their last listed stay: what the flow makes of them, as expected area.

A project of the pipeline states its stays as far as it knows them. When the last one ends inside
the plan, its area a completes a span of its stage s, and the flow says what becomes of it:

.. math:: \gamma_s\, g\, a \text{ enters } s+1, \qquad (1 - g - l)\, a \text{ begins another span}

with shares g (graduate) and l (leave) and growth gamma; from there on it goes with the cohorts.
Who sits without a later stay is not asked: `lease_end_means` says whether that tenant stays.
Workbook: projects, stays, flow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.calendar_years import Floats, Years
from optimizer.domain.case import Case
from optimizer.domain.cohorts import Cohorts, arrivals_of, flow_of, simulate
from optimizer.domain.options import wanted_quarters
from optimizer.domain.words import STAGE_NUMBER, STAGES, Stage


@dataclass(frozen=True, slots=True)
class Completion:
    """A listed project at the end of its last listed stay.

    Attributes
    ----------
    stage : Stage
        Of the last stay.
    quarter : int
        First quarter after it, from the plan's start.
    graduating_m2 : float
        Expected area that enters the next stage then.
    again_m2 : float
        Expected area that stays for another span.
    """

    project: int
    stage: Stage
    quarter: int
    area_m2: float
    graduating_m2: float
    again_m2: float

    @property
    def goes_on(self) -> bool:
        """Whether anything of it is asked for later."""
        return self.graduating_m2 + self.again_m2 > 0


@dataclass(frozen=True)
class Onward:
    """What listed projects of one industry bring into the cohorts, m²; shape (stages, quarters).

    Attributes
    ----------
    graduating : area that graduated from the stage before
    again : area that begins another span in its stage
    """

    graduating: Floats
    again: Floats


def completions(case: Case, years: Years) -> tuple[Completion, ...]:
    """Every listed project whose last listed stay ends inside the plan, in order."""
    flows, settings = case.outlook.flows, case.settings
    low, found = wanted_quarters(case), []
    for p, project in enumerate(case.projects):
        if not len(project.stays):
            continue
        stay = case.stays[project.stays[-1]]
        ends = int(low[project.stays[-1]]) + stay.length
        if stay.is_present or ends >= years.quarters:
            continue
        flow, area = flow_of(flows, settings, stay.stage, project.industry), stay.area_m2
        is_last = stay.stage == STAGES[-1]
        rises = 0.0 if is_last else flow.graduate_share * flow.area_growth * area
        again = max(0.0, 1.0 - flow.graduate_share - flow.leave_share) * area
        found.append(Completion(p, stay.stage, ends, area, rises, again))
    return tuple(found)


def onward_of(case: Case, years: Years, done: Sequence[Completion]) -> dict[str, Onward]:
    """The same by industry and quarter."""
    shape, found = (len(STAGES), years.quarters), dict[str, Onward]()
    for each in done:
        if each.goes_on:
            industry = case.projects[each.project].industry
            own = found.setdefault(industry, Onward(np.zeros(shape), np.zeros(shape)))
            stage = STAGE_NUMBER[each.stage]
            own.again[stage, each.quarter] += each.again_m2
            if stage + 1 < len(STAGES):
                own.graduating[stage + 1, each.quarter] += each.graduating_m2
    return found


def cohorts_of(
    case: Case,
    years: Years,
    industries: Sequence[str],
    onward: Mapping[str, Onward],
    factor: Floats | None = None,
) -> dict[str, Cohorts]:
    """Cohorts of every industry with arrivals; `factor` scales each forecast row's projects."""
    found = {}
    for industry in industries:
        arrivals = arrivals_of(case.outlook.forecasts, industry, years, factor)
        listed = onward.get(industry)
        if listed is not None:
            arrivals += listed.graduating + listed.again
        if arrivals.any():
            cohorts = simulate(arrivals, case.outlook.flows, case.settings, industry)
            if listed is not None:
                cohorts = replace(cohorts, graduating=cohorts.graduating + listed.graduating)
            found[industry] = cohorts
    return found
