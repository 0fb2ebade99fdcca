"""Key figures of a development plan, and the nowhere-to-graduate alarm."""

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.domain.supply import city_carriers, is_in_city, supply_by_kind, supply_by_year
from optimizer.domain.words import STAGE_NUMBER, STAGES
from optimizer.explain.plan_facts import Alarm
from optimizer.quarters import quarter_label

SHORT_M2 = 1.0
"""Area short below which graduates do find space."""


def figures_of(case: Case, demand: Demand, plan: DevelopmentPlan) -> dict[str, float]:
    """Key figures: areas in m², money in 10 000 yuan (undiscounted), shares as fractions."""
    built = {c.id: c for c in demand.candidates}
    opened = [built[o.candidate] for o in plan.openings]
    inside = [c for c in opened if not c.is_enclave]
    weight = dict(zip(demand.years.labels, demand.years.weight.tolist(), strict=True))
    kinds = {block.id: block.kind for block in demand.blocks}
    unmet = sum(u.area_m2 * weight[u.year] for u in plan.unmet)
    served = sum(s.area_m2 * weight[s.year] for s in plan.services if kinds[s.block] != "home")
    last = demand.years.labels[-1]
    room = float(supply_by_year(case, demand, plan)[-1])
    housed = sum(
        s.area_m2 for s in plan.services if s.year == last and is_in_city(case, demand, s.place)
    )
    sitting = float(demand.years.mean(demand.sitting_m2)[city_carriers(case), -1].sum())
    return {
        "new_area_m2": sum(c.gross_area_m2 for c in inside),
        "new_lettable_m2": sum(c.lettable_area_m2 for c in inside),
        "enclave_area_m2": sum(c.gross_area_m2 for c in opened if c.is_enclave),
        "enclaves": len({c.site for c in opened if c.is_enclave}),
        "investment_10k": sum(c.investment_10k for c in opened),
        "unmet_m2_years": unmet,
        "unmet_share": unmet / (unmet + served) if unmet + served > 0 else 0.0,
        "occupancy_last_year": (housed + sitting) / (room + sitting) if room + sitting > 0 else 0.0,
        "openings": len(opened),
    }  # fmt: skip


def alarms_of(case: Case, demand: Demand, plan: DevelopmentPlan) -> tuple[Alarm, ...]:
    """For each stage and industry the first quarter when graduates find no space (毕业无处去).

    That is the first quarter in which the year has unmet area of the kind, area graduates into
    it, and demand passes what is there.
    """
    supply = supply_by_kind(case, demand, plan)
    short_years = {(u.block, u.year) for u in plan.unmet if u.area_m2 > SHORT_M2}
    found = []
    for industry, graduating in demand.graduating_m2.items():
        for stage in STAGES[1:]:
            kinds = [b for b in demand.blocks if (b.stage, b.industry) == (stage, industry)]
            asked = sum((b.area_m2 for b in kinds), np.zeros(demand.years.quarters))
            short = asked - supply[stage, industry]
            years = {y for b in kinds for name, y in short_years if name == b.id}
            in_year = np.isin(np.array(demand.years.labels)[demand.years.of_quarter], sorted(years))
            area = graduating[STAGE_NUMBER[stage]]
            at = np.flatnonzero((short > SHORT_M2) & (area > 0) & in_year)
            if len(at):
                t = int(at[0])
                label = quarter_label(demand.years.start + t)
                found.append(Alarm(stage, industry, label, t, float(area[t]), float(short[t])))
    return tuple(sorted(found, key=lambda alarm: (alarm.lead_quarters, -alarm.short_m2)))
