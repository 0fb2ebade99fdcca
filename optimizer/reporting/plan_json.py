"""A development run as JSON: the fixed keys of the command line, and what the plan says."""

from dataclasses import asdict
from typing import Any

from optimizer.developed import DevelopmentResult
from optimizer.labels import Lang
from optimizer.reporting.run_json import result_json


def development_json(result: DevelopmentResult, lang: Lang = "zh") -> dict[str, Any]:
    """The fixed JSON of a run, with the plan under ``plan``.

    ``objective`` is the cost in 10 000 yuan, ``bound`` a lower bound of it, ``gap`` their
    distance as a share of the cost. What only an allocation has is null.
    """
    figures = {**result.figures} if result.plan is not None else {}
    plan = result.plan
    told = result_json(result.replace(plan=None), (), lang, "plan")
    told["goals"] = {goal.name: goal.points for goal in result.goals}
    if plan is not None:
        told["checks"] = {"rules": len(result.rules), "breaches": len(result.breaches)}
        told["area_m2"] |= {"placed": figures.get("new_area_m2")}
    told["plan"] = {
        "figures": figures,
        "openings": [] if plan is None else [asdict(each) for each in plan.openings],
        "allotments": [] if plan is None else [asdict(each) for each in plan.allotments],
        "converted": [] if plan is None else [asdict(each) for each in plan.converted],
        "unmet": [] if plan is None else [asdict(each) for each in plan.unmet],
        "prices": [{**asdict(price), "holds": price.holds} for price in result.prices],
        "price_rows": result.price_rows,
        "alternatives": [
            {
                "cost": each.cost,
                "extra_share": each.extra_share,
                "shared": list(each.shared),
                "openings": [asdict(opening) for opening in each.plan.openings],
            }
            for each in result.alternatives
        ],
        "sites": [asdict(each) for each in result.sites],
        "scenarios": [asdict(each) for each in result.scenarios],
        "futures": None if result.futures is None else asdict(result.futures),
        "alarms": [asdict(each) for each in result.alarms],
        "relaxations": [asdict(each) for each in result.relaxations],
        "policies": [asdict(each) for each in result.policies],
    }
    return told
