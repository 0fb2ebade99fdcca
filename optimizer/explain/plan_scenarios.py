"""What-if cases of the 情景 sheet: the case with its changes, planned anew."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from optimizer.domain.assemble import parsed_setting
from optimizer.domain.assemble_scenarios import factor_of, months_of
from optimizer.domain.case import Case
from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.domain.outlook import Candidate, Change, Scenario
from optimizer.explain.plan_facts import ScenarioOutcome
from optimizer.explain.plan_figures import figures_of
from optimizer.limits import Limits
from optimizer.models.expansion import expansion_model
from optimizer.models.expansion_plan import changed_openings, development_plan
from optimizer.quarters import quarter_of, quarters_of_months
from optimizer.rules.block import Ints
from optimizer.rules.ground import Ground
from optimizer.settings import setting_specs
from optimizer.solving.progress import Watch
from optimizer.solving.ranked_expansion import solve_plan


@dataclass(frozen=True)
class WhatIf:
    """The question what a scenario makes of a plan."""

    case: Case
    scenario: Scenario
    limits: Limits
    plan: DevelopmentPlan


def scenario_outcome(question: WhatIf) -> ScenarioOutcome:
    """Plan the changed case anew and lay it beside the plan."""
    case = changed_case(question.case, question.scenario)
    model = expansion_model(case)
    limits, near = question.limits, _opened(model.ground, question.plan)
    solved = solve_plan(model, limits, Watch(limits.seconds), near).solved
    if solved.values is None or solved.cost is None:
        return ScenarioOutcome(question.scenario.id, str(solved.ending))
    plan = development_plan(model.ground, solved.values)
    cost = solved.cost
    figures = figures_of(case, model.ground.demand, plan)
    figures["cost"] = cost
    if solved.bound is not None:
        figures |= {"bound": solved.bound, "gap": solved.gap or 0.0}
    return ScenarioOutcome(
        question.scenario.id, str(solved.ending), figures, changed_openings(question.plan, plan)
    )


def _opened(ground: Ground, plan: DevelopmentPlan) -> Ints:
    """The starts of a plan, as far as the ground has them."""
    opened = {(each.candidate, each.year) for each in plan.openings}
    ids = [ground.candidates[i].id for i in ground.start["candidate"].tolist()]
    years = [ground.years.labels[y] for y in ground.start["year"].tolist()]
    kept = [pair in opened for pair in zip(ids, years, strict=True)]
    starts: Ints = ground.start.columns[np.array(kept, bool)]
    return starts


def changed_case(case: Case, scenario: Scenario) -> Case:
    """The case with every change of a scenario made."""
    for change in scenario.changes:
        case = {
            "slip": _slip, "demand": _demand, "budget": _budget, "close": _close,
            "setting": _setting,
        }[change.kind](case, change)  # fmt: skip
    return case


def _named(candidate: Candidate, target: str) -> bool:
    return not target or target in (candidate.site, candidate.id)


def _slip(case: Case, change: Change) -> Case:
    """Sites start later, by months; of all candidates if none is named."""
    months = months_of(change.value) or 0.0
    quarters = quarters_of_months(months) if months > 0 else 0
    candidates = tuple(
        replace(c, earliest=c.earliest + quarters) if _named(c, change.target) else c
        for c in case.outlook.candidates
    )
    return case.replace(outlook=replace(case.outlook, candidates=candidates))


def _demand(case: Case, change: Change) -> Case:
    """Forecast projects times a factor; of one industry if it is named. The pipeline stays."""
    factor = factor_of(change.value) or 0.0
    industry = change.target.removeprefix("industry=")
    forecasts = tuple(
        replace(f, projects=f.projects * factor, low=f.low * factor, high=f.high * factor)
        if not industry or f.industry == industry
        else f
        for f in case.outlook.forecasts
    )
    return case.replace(outlook=replace(case.outlook, forecasts=forecasts))


def _budget(case: Case, change: Change) -> Case:
    """The capital limits per year times a factor."""
    factor = factor_of(change.value) or 0.0
    policies = tuple(
        replace(p, limit=p.limit * factor) if p.rule == "capital_10k_per_year_max" else p
        for p in case.outlook.policies
    )
    return case.replace(outlook=replace(case.outlook, policies=policies))


def _close(case: Case, change: Change) -> Case:
    """A candidate is never built, nor a phase after it; an existing carrier closes on a day."""
    outlook, target = case.outlook, change.target
    gone = [c for c in outlook.candidates if target in (c.site, c.id)]
    if gone:
        kept = tuple(
            c
            for c in outlook.candidates
            if not any(c.site == each.site and c.order >= each.order for each in gone)
        )
        places = {c.id for c in kept} | set(case.carrier_index)
        pairs = tuple(p for p in outlook.pairs if p.place in places)
        return case.replace(outlook=replace(outlook, candidates=kept, pairs=pairs))
    last = _closing_quarter(change.value, case.start)
    carriers = tuple(
        replace(c, closes=min(c.closes, last)) if target in (c.id, c.name) else c
        for c in case.carriers
    )
    return case.replace(carriers=carriers)


def _closing_quarter(value: str, start: int) -> int:
    """Last quarter in use: that of the day, the last of a year, or none at all."""
    try:
        return quarter_of(date.fromisoformat(value[:10])) - start
    except ValueError:
        return quarter_of(date(int(value), 12, 31)) - start if value.isdigit() else -1


def _setting(case: Case, change: Change) -> Case:
    """A setting takes another value."""
    value: Any = parsed_setting(setting_specs()[change.target].kind, change.value)
    settings = replace(case.settings, **{change.target: value})
    return case.replace(settings=settings)
