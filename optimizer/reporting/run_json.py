"""A run as the fixed JSON of the command line (design section 7)."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from optimizer.domain.plan import Plan
from optimizer.domain.words import GOALS
from optimizer.faults import Fault
from optimizer.labels import Lang
from optimizer.result import Result
from optimizer.solving.ending import Ending
from optimizer.version import VERSION


def result_json(
    result: Result | None,
    faults: Sequence[Fault] = (),
    lang: Lang = "zh",
    command: str = "allocate",
) -> dict[str, Any]:
    """The fixed JSON of a run (design section 7); with nulls where there is no plan."""
    plan = result.plan if result else None
    all_faults = list(faults) or (list(result.case.warnings) if result else [])
    return {
        "command": command,
        "version": VERSION,
        "input_sha256": result.case.input_sha256 if result else None,
        "seed": result.limits.seed if result else None,
        "method": result.method if result else None,
        "ending": str(result.ending if result else Ending.FAULTS),
        "objective": result.objective if result else None,
        "bound": result.bound if result else None,
        "gap": result.gap if result else None,
        "counts": _counts(result, plan),
        "area_m2": _areas(result, plan),
        "goals": _goals(result if plan else None),
        "checks": {
            "rules": len(result.rules) if result and plan else None,
            "breaches": len(result.breaches) if result and plan else None,
        },
        "faults": [fault.as_json(lang) for fault in all_faults],
        "clash": [
            {"rule": member.rule, "subject": member.subject, **member.detail}
            for member in result.clash
        ]
        if result
        else [],
        "levels": [vars_of(level) for level in result.levels] if result else [],
        "model": dict(result.counts) if result else {},
        "seconds": _seconds(result.seconds if result else {}),
        "peak_mb": round(result.peak_mb if result else peak_memory_mb(), 1),
    }


def vars_of(value: Any) -> dict[str, Any]:
    """Fields of a slotted dataclass as a dictionary."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _goals(result: Result | None) -> dict[str, float | None]:
    """Points of every goal; nulls without a plan."""
    points: dict[str, float | None] = dict.fromkeys(GOALS)
    points |= {goal.name: goal.points for goal in result.goals} if result else {}
    return points


def _counts(result: Result | None, plan: Plan | None) -> dict[str, int | None]:
    case = result.case if result else None
    sizes: dict[str, int | None] = {
        "projects": len(case.projects) if case else None,
        "stays": len(case.stays) if case else None,
        "carriers": len(case.carriers) if case else None,
        "rooms": len(case.rooms) if case else None,
        "quarters": case.quarters if case else None,
    }
    states = list(plan.states.values()) if plan else []
    for state in ("placed", "waiting", "refused", "later"):
        sizes[state] = states.count(state) if plan else None
    return sizes


def _areas(result: Result | None, plan: Plan | None) -> dict[str, float | None]:
    """Capacity and placed area of the city (enclaves apart) in the first quarter's terms."""
    if result is None:
        return {"capacity": None, "demand": None, "placed": None}
    case = result.case
    inside = [not carrier.is_enclave for carrier in case.carriers]
    capacity = sum(
        c.lettable_area_m2 for c, here in zip(case.carriers, inside, strict=True) if here
    )
    demand = sum(stay.area_m2 for stay in case.stays)
    city = {c.id for c in case.carriers if not c.is_enclave}
    placed = sum(p.area_m2 for p in plan.placements if p.carrier in city) if plan else None
    return {"capacity": capacity, "demand": demand, "placed": placed}


def _seconds(seconds: Mapping[str, float]) -> dict[str, float]:
    names = ("read", "assemble", "build", "solve", "check", "explain", "write")
    known = {name: round(seconds.get(name, 0.0), 3) for name in names}
    return {**known, "total": round(sum(known.values()), 3)}


def peak_memory_mb() -> float:
    """Largest memory this process has held, MB; 0 where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
