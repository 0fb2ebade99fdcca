"""The best plan of a tiny case by trying every combination of placements.

Nothing of the option table, the rules or the model is used: every conceivable placement
is listed here, and the second reading judges every combination.
"""

from collections.abc import Iterator
from itertools import product
from math import prod

from optimizer.checks.reading import CHECKS, read_again
from optimizer.checks.view import View
from optimizer.domain.case import Case
from optimizer.domain.plan import Placement, Plan

ALONE = ("fit", "area_mode", "timing")
"""Rules a placement can break by itself."""
CHEAP = ("order", "carrier_area", "one_home", "pins", "sitting_tenants")
"""Read first, because they turn most combinations away."""


def choices_of(case: Case) -> list[list[Placement | None]]:
    """For every stay its conceivable placements, and None where it may be refused."""
    choices: list[list[Placement | None]] = []
    for s, stay in enumerate(case.stays):
        found = list(_present(case, s) if stay.is_present else _wished(case, s))
        found = [p for p in found if not _breaks(case, p)]
        if stay.is_present:
            # A home that no pin lets the tenant leave leaves nothing to decide.
            found = [p for p in found if not (p.moved_from and _forbidden(case, s, p.carrier))]
            locked = len(found) == 1
            choices.append([_as_locked(p) if locked else p for p in found])
        else:
            choices.append([None, *found])
    return choices


def combinations(case: Case) -> int:
    """How many plans there are to read."""
    return prod(len(each) for each in choices_of(case))


def best_by_enumeration(case: Case, previous: Plan | None = None) -> float | None:
    """Value of the best clean plan; None if there is none."""
    best: float | None = None
    for chosen in product(*choices_of(case)):
        plan = Plan(tuple(p for p in chosen if p is not None))
        view = View(case, plan, previous)
        if any(CHECKS[name](view).breaches for name in CHEAP):
            continue
        reading = read_again(case, plan, previous)
        if reading.breaches:
            continue
        value = points(case, reading.amounts)
        best = value if best is None else max(best, value)
    return best


def points(case: Case, amounts: dict[str, float]) -> float:
    """Value less costs, by the settings of the case."""
    said = case.settings
    return (
        amounts["value"]
        - said.waiting_cost * amounts["waiting"]
        - said.overstay_cost * amounts["overstay"]
        - said.carrier_move_cost * amounts["carrier_moves"]
        - said.campus_move_cost * amounts["campus_moves"]
        - said.focus_cost * amounts["focus"]
        + said.neighbour_bonus * amounts["neighbours"]
        - said.relief_cost * amounts["relief"]
        - said.unknown_cost * amounts["unknown"]
        - said.unwanted_cost * amounts["unwanted"]
        - said.change_cost * amounts["change"]
        - amounts["relations"]
        - amounts["policy"]
    )


def _wished(case: Case, s: int) -> Iterator[Placement]:
    stay, (name, stage) = case.stays[s], case.stay_key(s)
    for k, carrier in enumerate(case.carriers):
        areas = {"full": _full_area(case, s, k)}
        if areas["full"] == stay.area_m2 and stay.min_area_m2 < stay.area_m2:
            areas["minimum"] = stay.min_area_m2
        for first in range(case.quarters):
            for over in range(case.settings.max_overstay_quarters + 1):
                end = first + stay.length + over
                for mode, area in areas.items():
                    yield Placement(name, stage, carrier.id, first, end, over, area, mode)  # type: ignore[arg-type]


def _full_area(case: Case, s: int, k: int) -> float:
    pairs = case.pairs
    for at in range(len(pairs)):
        here = pairs.stay[at] == s and pairs.carrier[at] == k
        if here and pairs.area_m2[at] == pairs.area_m2[at]:
            return float(pairs.area_m2[at])
    return case.stays[s].area_m2


def _present(case: Case, s: int) -> Iterator[Placement]:
    stay, (name, stage) = case.stays[s], case.stay_key(s)
    home, is_last = case.carriers[stay.home].id, s + 1 not in case.projects[stay.project].stays
    most = case.settings.max_overstay_quarters
    for over in range(0 if is_last else most, -1, -1):
        end = stay.length + over
        if over == 0 or end < case.quarters:
            yield Placement(name, stage, home, 0, end, over, stay.area_m2, "present")  # type: ignore[arg-type]
    if stay.movable:
        for carrier in case.carriers:
            for first in range(min(stay.length, case.quarters)):
                if carrier.id != home:
                    yield Placement(
                        *(name, stage, carrier.id, first, stay.length, 0),  # type: ignore[arg-type]
                        *(stay.area_m2, "present", home),
                    )


def _breaks(case: Case, placement: Placement) -> bool:
    view = View(case, Plan((placement,)))
    alone = [breach for name in ALONE for breach in CHECKS[name](view).breaches]
    return bool(alone) or any(
        breach.carrier == placement.carrier for breach in CHECKS["carrier_area"](view).breaches
    )


def _forbidden(case: Case, s: int, carrier: str) -> bool:
    """Whether a pin without a date keeps a stay out of a carrier."""
    k = case.carrier_index[carrier]
    return any(
        pin.kind == "must_not" and pin.start is None and s in pin.stays and k in pin.carriers
        for pin in case.pins
    )


def _as_locked(placement: Placement) -> Placement:
    return Placement(
        *(placement.project, placement.stage, placement.carrier, placement.first, placement.end),
        *(placement.overstay, placement.area_m2, placement.mode, placement.moved_from, True),
    )
