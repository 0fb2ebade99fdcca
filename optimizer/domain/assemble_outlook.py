"""What only a development plan needs, from its tables: sites, forecast, flow, conversions."""

import math
from collections.abc import Mapping

import numpy as np

from optimizer.domain.assemble_base import (
    Desk,
    Row,
    carrier_numbers,
    is_blank,
    items,
    number_or,
    resolve,
)
from optimizer.domain.assemble_scenarios import scenarios_of
from optimizer.domain.assemble_wishes import plan_policies
from optimizer.domain.attributes import ATTRIBUTES, UNKNOWN, combined_supply
from optimizer.domain.case import Case
from optimizer.domain.outlook import Candidate, Conversion, Flow, Forecast, Outlook, SitePair
from optimizer.domain.words import STAGE_NUMBER, STAGES, Stage
from optimizer.quarters import first_day, quarter_of, quarters_of_months
from optimizer.units import MONTHS_PER_QUARTER

PHASE_MARK = "·"
"""Between site and phase in the id of a candidate."""


def assemble_outlook(desk: Desk, case: Case) -> Outlook:
    """Candidates, forecast, flow, conversions, scenarios, and pairs with candidate sites."""
    industries = {each.id: n for n, each in enumerate(case.industries)}
    candidates = _candidates(desk, industries)
    campuses = tuple(dict.fromkeys([*case.campus_index, *(c.campus for c in candidates)]))
    numbers = {name: n for n, name in enumerate(campuses)}
    return Outlook(
        candidates=candidates,
        forecasts=_forecasts(desk, industries),
        flows=_flows(desk, industries),
        conversions=_conversions(desk, case),
        scenarios=scenarios_of(desk, case, candidates),
        policies=plan_policies(desk, case, numbers),
        pairs=_pairs(desk, case, candidates),
        campuses=campuses,
    )


def _candidates(desk: Desk, industries: Mapping[str, int]) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    phases: dict[str, int] = {}
    seen: set[str] = set()
    for i, row in enumerate(desk.rows("candidates")):
        site, phase = str(row["site"]), str(row["phase"])
        identity = f"{site}{PHASE_MARK}{phase}" if phase else site
        if identity in seen and site:
            desk.fault("candidates", i, "phase", "candidate_given_twice", site=site)
        seen.add(identity)
        if industries:
            for name in items(row["industries"]):
                resolve(desk, "candidates", i, "industries", name, industries, "industry")
        found.append(_candidate(desk, i, row, identity, phases.get(site, 0)))
        phases[site] = phases.get(site, 0) + 1
    return tuple(found)


def _candidate(desk: Desk, i: int, row: Row, identity: str, order: int) -> Candidate:
    stages = tuple(stage for stage in STAGES if stage in items(row["stages"])) or STAGES
    low, high = _stage_shares(desk, i, row, stages)
    earliest = row["earliest_start"]
    return Candidate(
        id=identity,
        site=str(row["site"]),
        phase=str(row["phase"]),
        order=order,
        campus=str(row["campus"]) or str(row["site"]),
        district=str(row["district"]),
        gross_area_m2=number_or(row["gross_area_m2"], 0.0),
        efficiency=_or_default(desk, row, identity, "efficiency", desk.settings.default_efficiency),
        stages=stages,
        industries=items(row["industries"]),
        min_share=low,
        max_share=high,
        earliest=0 if earliest is None else max(0, quarter_of(earliest) - desk.start),
        lead=_quarters(
            _or_default(desk, row, identity, "lead_months", desk.settings.default_lead_months)
        ),
        cost_per_m2=_or_default(
            desk, row, identity, "cost_per_m2", desk.settings.default_build_cost_per_m2
        ),
        land_cost_10k=number_or(row["land_cost_10k"], 0.0),
        fixed_cost_10k=number_or(row["fixed_cost_10k"], 0.0),
        enclave=str(row["enclave"]) or "no",
        must_build=row["must_build"] == "yes",
        supplies=_supplies(row),
        source=str(row["source"]),
    )


def _or_default(desk: Desk, row: Row, identity: str, key: str, default: float) -> float:
    """The number of a cell, or the default, which is noted."""
    if is_blank(row[key]):
        desk.used_default(f"candidate_{key}", identity, f"{default:g}")
        return default
    return float(row[key])


def _quarters(months: float) -> int:
    """Whole quarters of a length that may be nothing."""
    return 0 if months <= 0 else quarters_of_months(months)


def _stage_shares(
    desk: Desk, i: int, row: Row, stages: tuple[Stage, ...]
) -> tuple[dict[Stage, float], dict[Stage, float]]:
    low = {stage: number_or(row[f"min_share_{stage}"], 0.0) for stage in stages}
    high = {stage: number_or(row[f"max_share_{stage}"], 1.0) for stage in stages}
    least, most = sum(low.values()), sum(high.values())
    bad = next((stage for stage in stages if low[stage] > high[stage]), None)
    if least > 1 + 1e-9 or most < 1 - 1e-9 or bad is not None:
        at = bad or stages[0]
        desk.fault("candidates", i, f"min_share_{at}", "stage_shares_impossible",
                   least=f"{least:.0%}", most=f"{most:.0%}")  # fmt: skip
    return low, high


def _supplies(row: Row) -> dict[str, tuple[float, float]]:
    found = {}
    for name, column in ATTRIBUTES.items():
        bounds = combined_supply([None if is_blank(row[column]) else row[column]], name)
        if bounds != UNKNOWN:
            found[name] = bounds
    return found


def _forecasts(desk: Desk, industries: Mapping[str, int]) -> tuple[Forecast, ...]:
    found = []
    first = first_day(desk.start).year
    seen: set[tuple[str, str, int, float]] = set()
    for i, row in enumerate(desk.rows("forecast")):
        if is_blank(row["year"]) or is_blank(row["projects"]) or row["stage"] not in STAGE_NUMBER:
            continue
        if industries:
            resolve(desk, "forecast", i, "industry", str(row["industry"]), industries, "industry")
        stage: Stage = row["stage"]
        projects = float(row["projects"])
        low, high = number_or(row["low"], projects), number_or(row["high"], projects)
        if not low <= projects <= high:
            desk.fault("forecast", i, "projects", "forecast_range", low=f"{low:g}",
                       high=f"{high:g}")  # fmt: skip
        if row["year"] < first:
            desk.fault("forecast", i, "year", "forecast_in_the_past", "warning", first=first)
        area = number_or(row["area_m2"], desk.settings.reference_area_m2(stage))
        if is_blank(row["area_m2"]):
            desk.used_default("forecast_area", f"{row['industry']} {row['year']}", f"{area:g}")
        kind = (str(row["industry"]), stage, int(row["year"]), area)
        if kind in seen:
            desk.fault("forecast", i, "projects", "forecast_given_twice", "warning")
        seen.add(kind)
        found.append(
            Forecast(str(row["industry"]), stage, int(row["year"]), projects, area, low, high,
                     str(row["source"]))
        )  # fmt: skip
    return tuple(found)


def _flows(desk: Desk, industries: Mapping[str, int]) -> tuple[Flow, ...]:
    found: dict[tuple[str, str], Flow] = {}
    for i, row in enumerate(desk.rows("flow")):
        if row["stage"] not in STAGE_NUMBER or is_blank(row["months"]):
            continue
        stage: Stage = row["stage"]
        industry = str(row["industry"])
        if industry and industries:
            resolve(desk, "flow", i, "industry", industry, industries, "industry")
        graduate = number_or(row["graduate_share"], 0.0)
        leave = number_or(row["leave_share"], 0.0)
        if graduate + leave > 1 + 1e-9:
            desk.fault("flow", i, "leave_share", "flow_shares_above_one",
                       total=f"{graduate + leave:.0%}")  # fmt: skip
        if (stage, industry) in found:
            desk.fault("flow", i, "stage", "flow_given_twice")
        found[stage, industry] = Flow(
            stage,
            industry,
            quarters_of_months(float(row["months"])),
            graduate,
            leave,
            _growth(desk, row, stage),
            number_or(row["home_share"], 0.0),
            math.ceil(number_or(row["home_lag_months"], 0.0) / MONTHS_PER_QUARTER - 1e-9),
            str(row["source"]),
        )
    return tuple(found.values())


def _growth(desk: Desk, row: Row, stage: Stage) -> float:
    """Area in the next stage over area in this one; blank: by the reference areas."""
    if not is_blank(row["area_growth"]):
        return float(row["area_growth"])
    number = STAGE_NUMBER[stage]
    if number + 1 == len(STAGES):
        return 0.0
    settings = desk.settings
    growth = settings.reference_area_m2(STAGES[number + 1]) / settings.reference_area_m2(stage)
    desk.used_default("flow_area_growth", stage, f"{growth:g}")
    return growth


def _conversions(desk: Desk, case: Case) -> tuple[Conversion, ...]:
    carriers = carrier_numbers((c.id, c.name) for c in case.carriers)
    found: list[Conversion] = []
    seen: set[tuple[int, str, str]] = set()
    for i, row in enumerate(desk.rows("conversions")):
        k = resolve(desk, "conversions", i, "carrier", str(row["carrier"]), carriers, "carrier")
        if k < 0 or not row["from_stage"] or not row["to_stage"]:
            continue
        if row["from_stage"] not in case.carriers[k].stages:
            desk.fault("conversions", i, "from_stage", "conversion_of_other_stage",
                       carrier=case.carriers[k].id)  # fmt: skip
            continue
        kind = (k, str(row["from_stage"]), str(row["to_stage"]))
        if row["from_stage"] == row["to_stage"]:
            desk.fault("conversions", i, "to_stage", "conversion_to_same_stage")
            continue
        if kind in seen:
            desk.fault("conversions", i, "carrier", "conversion_given_twice",
                       carrier=case.carriers[k].id)  # fmt: skip
        seen.add(kind)
        found.append(
            Conversion(
                k,
                row["from_stage"],
                row["to_stage"],
                number_or(row["cost_per_m2"], 0.0),
                _quarters(number_or(row["months"], 0.0)),
                number_or(row["max_share"], 1.0),
            )
        )
    return tuple(found)


def _pairs(desk: Desk, case: Case, candidates: tuple[Candidate, ...]) -> tuple[SitePair, ...]:
    """匹配 rows with a cost, or about a candidate site: of every stay and phase they name."""
    frame = desk.table("pairs").frame
    if not len(frame) or not (candidates or frame["cost_10k"].notna().any()):
        return ()
    phases: dict[str, list[str]] = {}
    for each in candidates:
        phases.setdefault(each.site, []).append(each.id)
    carriers = carrier_numbers((c.id, c.name) for c in case.carriers)
    columns = ("project", "stage", "carrier", "cost_10k", "allowed")
    found: dict[tuple[int, str], SitePair] = {}
    rows = zip(*(frame[key] for key in columns), strict=True)
    for i, (name, stage, place, cost, allowed) in enumerate(rows):
        p = case.project_index.get(str(name))
        places = [case.carriers[carriers[place]].id] if place in carriers else phases.get(place, [])
        if p is None:
            continue
        word = {"yes": 1, "no": 0}.get(str(allowed), -1)
        for s in case.projects[p].stays:
            if stage not in ("", case.stays[s].stage) or case.stays[s].is_present:
                continue
            if place not in carriers and any((s, at) in found for at in places):
                desk.fault("pairs", i, "carrier", "pair_given_twice", project=name, place=place)
            for at in places:
                found[s, at] = SitePair(s, at, float(np.float64(cost)), word)
    return tuple(found.values())
