"""Second reading of the plan's policy rows: value, limit and excess of every row, anew.

Each rule is one function that gives its rows on the finished plan.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from optimizer.checks.breach import Breach, PolicyReading
from optimizer.checks.development.money import paid_for, price_of
from optimizer.checks.development.view import PlanView, area_margin, money_margin
from optimizer.checks.view import Checked
from optimizer.domain.carrier import Carrier
from optimizer.domain.outlook import Candidate
from optimizer.domain.wishes import Policy


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of a plan policy on a finished plan.

    Attributes
    ----------
    value, limit : float
        In the unit of the rule.
    excess : float
        How far it is beyond its limit (negative: within), in the unit it is paid for: m² for
        `vacancy_max`, whose value is a share.
    slack : float
        Excess below this is none.
    """

    year: int | str
    industry: str
    value: float
    limit: float
    excess: float
    slack: float


def in_campus(view: PlanView, policy: Policy, place: Candidate | Carrier) -> bool:
    """Whether a policy row speaks of a place's campus."""
    campus = policy.scope.campus
    return campus is None or view.case.outlook.campuses[campus] == place.campus


def in_city(view: PlanView, policy: Policy, place: Candidate | Carrier) -> bool:
    """The same, and the place is no enclave."""
    return not place.is_enclave and in_campus(view, policy, place)


def years_of(view: PlanView, policy: Policy) -> Iterator[int]:
    """Years in which a policy row holds, if only in part."""
    for year, quarters in view.quarters_of.items():
        if any(policy.start <= quarter <= policy.end for quarter in quarters):
            yield year


def last_quarter(view: PlanView, policy: Policy) -> int:
    """Last quarter in which what counts for a target may open."""
    return min(policy.end, view.demand.years.quarters - 1)


def capital(view: PlanView, policy: Policy) -> Iterator[TargetRow]:
    """Paid in each year, enclaves and conversions included."""
    mine = [o for o in view.openings if in_campus(view, policy, view.candidates[o.candidate])]
    spent = [paid_for(view, opening) for opening in mine]
    for year in years_of(view, policy):
        paid = sum(each.get(year, 0.0) for each in spent)
        for converted in view.converted:
            carrier = view.case.carriers[view.case.carrier_index[converted.carrier]]
            if converted.year == year and in_campus(view, policy, carrier):
                paid += price_of(view, converted)
        yield _most(policy, year, paid, money_margin(paid, policy.limit))


def starts(view: PlanView, policy: Policy) -> Iterator[TargetRow]:
    """Gross area that begins in each year in the city."""
    for year in years_of(view, policy):
        begun = [view.candidates[o.candidate] for o in view.openings if o.year == year]
        area = sum(each.gross_area_m2 for each in begun if in_city(view, policy, each))
        yield _most(policy, year, area, area_margin(area, policy.limit))


def _most(policy: Policy, year: int, value: float, slack: float) -> TargetRow:
    return TargetRow(year, "", value, policy.limit, value - policy.limit, slack)


def vacancy(view: PlanView, policy: Policy) -> Iterator[TargetRow]:
    """Share of the usable area in the city that is vacant, each year."""
    for year in years_of(view, policy):
        free, sitting, served = city_area(view, policy, year)
        vacant, usable = free - served, free + sitting
        share = vacant / usable if usable > 0 else 0.0
        excess = vacant - policy.limit * usable
        yield TargetRow(year, "", share, policy.limit, excess, area_margin(free, usable))


def city_area(view: PlanView, policy: Policy, year: int) -> tuple[float, float, float]:
    """Free, sitting and served area of the city's places in a year, m².

    Free counts existing space, what is being converted too, and new space as it is absorbed.
    """
    old = [c.id for c in view.case.carriers if in_city(view, policy, c)]
    new = [name for name, each in view.candidates.items() if in_city(view, policy, each)]
    free = sum(view.free[name, year] for name in old)
    sitting = sum(view.sitting[name, year] for name in old)
    for allotment in view.allotments:
        if allotment.candidate in new:
            free += view.absorbed.get((allotment.candidate, year), 0.0) * allotment.area_m2
    places = {*old, *new}
    served = sum(s.area_m2 for s in view.services if s.year == year and s.place in places)
    return free, sitting, served


def new_area(view: PlanView, policy: Policy) -> Iterator[TargetRow]:
    """New gross area in the city opened in time."""
    yield _least(view, policy, policy.scope.industry, 0.0)


def total_area(view: PlanView, policy: Policy) -> Iterator[TargetRow]:
    """Existing and new gross area in the city in use in time."""
    last, have = last_quarter(view, policy), 0.0
    for carrier in view.case.carriers:
        if in_city(view, policy, carrier) and carrier.opens <= last <= carrier.closes:
            gross = carrier.gross_area_m2
            known = gross == gross
            usual = carrier.lettable_area_m2 / view.case.settings.default_efficiency
            have += gross if known else usual
    yield _least(view, policy, policy.scope.industry, have)


def industry_area(view: PlanView, policy: Policy) -> Iterator[TargetRow]:
    """New gross area laid out for an industry, each of the list where none is named."""
    named = policy.scope.industry
    wanted = [each.id for each in view.case.industries] if named is None else [named]
    for industry in wanted:
        yield _least(view, policy, industry, 0.0)


def _least(view: PlanView, policy: Policy, industry: str | None, have: float) -> TargetRow:
    value = have + _opened_m2(view, policy, industry)
    slack = area_margin(value, policy.limit)
    return TargetRow("", industry or "", value, policy.limit, policy.limit - value, slack)


def _opened_m2(view: PlanView, policy: Policy, industry: str | None) -> float:
    """Gross area opened in time: whole candidates, or what is laid out for the scope."""
    last, stage = last_quarter(view, policy), policy.scope.stage
    in_time = {
        name: view.candidates[name]
        for name, opening in view.opened.items()
        if opening.opens <= last and in_city(view, policy, view.candidates[name])
    }
    if stage is None and industry is None:
        return sum(each.gross_area_m2 for each in in_time.values())
    return sum(
        allotment.area_m2 / in_time[allotment.candidate].efficiency
        for allotment in view.allotments
        if allotment.candidate in in_time
        and stage in (None, allotment.stage)
        and industry in (None, allotment.industry)
    )


def enclaves(view: PlanView, policy: Policy) -> Iterator[TargetRow]:
    """New enclave sites in use in time; later phases do not count again."""
    last, count = last_quarter(view, policy), 0
    for name, opening in view.opened.items():
        candidate = view.candidates[name]
        count += candidate.is_enclave and candidate.order == 0 and opening.opens <= last
    yield TargetRow("", "", float(count), policy.limit, policy.limit - count, 1e-6)


ROWS: Final[dict[str, Callable[[PlanView, Policy], Iterator[TargetRow]]]] = {
    "capital_10k_per_year_max": capital,
    "starts_m2_per_year_max": starts,
    "vacancy_max": vacancy,
    "new_area_min": new_area,
    "total_area_min": total_area,
    "industry_area_min": industry_area,
    "enclaves_min": enclaves,
}

UNITS: Final = {
    "capital_10k_per_year_max": "10k_yuan",
    "vacancy_max": "share",
    "enclaves_min": "count",
}
"""Unit of each rule; the others are about m²."""


def check_target(rule: str, view: PlanView) -> Checked:
    """Hard rows of one policy rule, each within its limit."""
    rows = 0
    breaches: list[Breach] = []
    for policy in view.case.outlook.policies:
        if policy.rule != rule:
            continue
        for row in ROWS[rule](view, policy):
            rows += 1
            if policy.strength == "hard" and row.excess > row.slack:
                breaches.append(
                    view.breach(
                        rule,
                        row.value,
                        row.limit,
                        UNITS.get(rule, "m2"),
                        row.industry,
                        "",
                        row.year,
                        policy.id,
                    )
                )
    return Checked(rows, tuple(breaches))


def targets_paid(view: PlanView) -> float:
    """Excess of soft rows x weight, 10 000 yuan."""
    return sum(
        policy.weight * max(0.0, row.excess)
        for policy in view.case.outlook.policies
        if policy.strength == "soft"
        for row in ROWS[policy.rule](view, policy)
    )


def target_readings(view: PlanView) -> tuple[PolicyReading, ...]:
    """Every plan policy row of the workbook, at its tightest year or industry."""
    return tuple(_reading(view, policy) for policy in view.case.outlook.policies)


def _reading(view: PlanView, policy: Policy) -> PolicyReading:
    rows = list(ROWS[policy.rule](view, policy))
    if not rows:
        row, status, margin = TargetRow("", "", 0.0, policy.limit, 0.0, 0.0), "no_row", 0.0
    else:
        row = max(rows, key=lambda each: (each.excess, -len(str(each.year))))
        sign = -1.0 if policy.rule.endswith("_min") else 1.0
        margin = sign * (row.limit - row.value)
        broken = any(each.excess > each.slack for each in rows)
        status = "met" if not broken else "watch_excess" if policy.strength == "watch" else "excess"
    return PolicyReading(
        policy=policy.id,
        rule=policy.rule,
        place=row.industry,
        quarter=str(row.year),
        value=row.value,
        limit=row.limit,
        held_at=row.limit,
        margin=margin,
        unit=UNITS.get(policy.rule, "m2"),
        strength=policy.strength,
        status=status,
        rows=len(rows),
        source=policy.source,
    )
