"""What opened enclaves send home, worked out anew quarter by quarter.

An enclave is as full as it is absorbed. Who begins a span there leaves it after the span; a
share graduates, a share of those comes home after the lag, grown, and goes on through the
stages at home. A place left in the enclave is let again at once.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.checks.development.view import PlanView
from optimizer.domain.development_plan import Allotment
from optimizer.domain.words import STAGES
from optimizer.quarters import quarters_of_months


@dataclass(frozen=True)
class Span:
    """What becomes of those in a stage, as its row of the flow sheet says."""

    length: int
    graduate: float
    again: float
    growth: float
    home: float = 0.0
    lag: int = 0


def span_of(view: PlanView, stage: str, industry: str) -> Span:
    """The flow row of stage and industry, else of the stage, else all leave after the default."""
    for wanted in (industry, ""):
        for row in view.case.outlook.flows:
            if (row.stage, row.industry) == (stage, wanted):
                again = max(0.0, 1.0 - row.graduate_share - row.leave_share)
                return Span(
                    row.length, row.graduate_share, again, row.area_growth, row.home_share,
                    row.home_lag,
                )  # fmt: skip
    return Span(quarters_of_months(view.case.settings.default_months(stage)), 0.0, 0.0, 0.0)


def home_in_use(view: PlanView) -> Mapping[tuple[str, int], float]:
    """Most that each home block can take in each year: mean area of those who came, m²."""
    sums: dict[tuple[str, str], list[float]] = {}
    for allotment in view.allotments:
        enclave = view.candidates[allotment.candidate].is_enclave
        if enclave and allotment.candidate in view.opened:
            for number, area in enumerate(_of_allotment(view, allotment)):
                key = (STAGES[number], allotment.industry)
                before = sums.get(key, [0.0] * len(area))
                sums[key] = [a + b for a, b in zip(before, area, strict=True)]
    return {
        (block.id, year): view.mean_of_year(sums[block.stage, block.industry], year)
        for block in view.demand.blocks
        if block.kind == "home" and (block.stage, block.industry) in sums
        for year in view.labels
    }


def _of_allotment(view: PlanView, allotment: Allotment) -> list[list[float]]:
    """Area in use at home by stage and quarter, of what one allotment in an enclave sends."""
    quarters = view.demand.years.quarters
    in_use = [[0.0] * quarters for _ in STAGES]
    after = STAGES.index(allotment.stage) + 1
    if after == len(STAGES):
        return in_use
    span = span_of(view, allotment.stage, allotment.industry)
    full = view.filled(view.opened[allotment.candidate])
    begins: list[float] = []
    for t in range(quarters):
        added = full[t] - (full[t - 1] if t else 0.0)
        let_again = begins[t - span.length] if t >= span.length else 0.0
        begins.append(added + let_again)
    entering: dict[int, float] = defaultdict(float)
    for t, share in enumerate(begins):
        rate = span.graduate * span.home * span.growth * allotment.area_m2
        entering[t + span.length + span.lag] += rate * share
    for number in range(after, len(STAGES)):
        in_use[number], entering = _in_stage(view, number, allotment.industry, entering)
    return in_use


def _in_stage(
    view: PlanView, number: int, industry: str, entering: Mapping[int, float]
) -> tuple[list[float], dict[int, float]]:
    """Area in use in a stage by quarter, and what enters the next one, from what enters it."""
    quarters = view.demand.years.quarters
    span = span_of(view, STAGES[number], industry)
    in_use, onwards = [0.0] * quarters, defaultdict[int, float](float)
    begins = dict.fromkeys(range(quarters), 0.0)
    for t in range(quarters):
        begins[t] += entering.get(t, 0.0)
        for later in range(t, min(t + span.length, quarters)):
            in_use[later] += begins[t]
        end = t + span.length
        if end < quarters:
            begins[end] += span.again * begins[t]
            onwards[end] += span.graduate * span.growth * begins[t]
    return in_use, onwards
