"""Second reading of the rules about space and time."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from optimizer.checks.breach import Breach
from optimizer.checks.view import Checked, View
from optimizer.domain.plan import Placement
from optimizer.units import AREA_MARGIN_M2


def known_names(view: View) -> Checked:
    """Every placement is of a stay and in a carrier that the case knows."""
    breaches = tuple(
        view.breach("known_names", 1, 0, placement=p, note=view.unknown_part(p))
        for p in view.plan.placements
        if view.unknown_part(p)
    )
    return Checked(len(view.plan.placements), breaches)


def one_home(view: View) -> Checked:
    """A stay has one home at most; with ``must_place``, one unless it lies beyond the horizon."""
    count: dict[tuple[str, str], int] = defaultdict(int)
    breaches = []
    for placement in view.known:
        count[placement.key] += 1
        if count[placement.key] == 2:
            breaches.append(view.breach("one_home", 2, 1, placement=placement))
    if view.case.settings.must_place:
        for key in view.case.stay_index:
            if not count[key] and not is_later(view, key):
                breaches.append(Breach("one_home", 0, 1, project=key[0], stage=key[1]))
    return Checked(len(view.case.stays), tuple(breaches))


def is_later(view: View, key: tuple[str, str]) -> bool:
    """Whether a stay that is not housed lies beyond the horizon in this plan.

    It does where an earlier stay of its project runs past the horizon, or where even
    the earliest chain of its predecessors does.
    """
    case = view.case
    s = case.stay_index[key]
    project = case.projects[case.stays[s].project]
    begin = 0
    for each in project.stays:
        stay = case.stays[each]
        begin = max(begin, stay.earliest, 0)
        if each == s:
            return begin >= case.quarters
        placement = view.plan.by_stay.get(case.stay_key(each))
        if placement is not None and placement.end >= case.quarters:
            return True
        begin += stay.length
    return False


def order(view: View) -> Checked:
    """A later stay starts exactly when its predecessor ends; overstay leads into a next stay."""
    case, breaches, rows = view.case, [], 0
    for project in case.projects:
        chain = [view.plan.by_stay.get(case.stay_key(s)) for s in project.stays]
        for before, after in pairwise(chain):
            rows += 1
            if after is None:
                continue
            if before is None:
                breaches.append(
                    view.breach("order", after.first, -1, "quarter", after, quarter=after.first)
                )
            elif after.first != before.end:
                breaches.append(
                    view.breach(
                        "order", after.first, before.end, "quarter", after, quarter=after.first
                    )
                )
        breaches.extend(_idle_overstays(view, chain))
    return Checked(rows, tuple(breaches))


def _idle_overstays(view: View, chain: list[Placement | None]) -> Iterator[Breach]:
    """Overstays that no placed next stay follows."""
    for before, after in pairwise([*chain, None]):
        if before is not None and before.overstay > 0 and after is None:
            yield view.breach(
                "order", before.overstay, 0, "quarter", before, quarter=before.planned_end
            )


def carrier_area(view: View) -> Checked:
    """A carrier never lets more than it has, and nothing while it is shut.

    A breach names the largest placement there that was decided: moving it helps most.
    """
    case = view.case
    let: dict[tuple[str, int], float] = defaultdict(float)
    largest: dict[tuple[str, int], Placement] = {}
    for placement in view.known:
        for where, quarter in view.presences(placement):
            let[where, quarter] += view.use(placement, where)
            known = largest.get((where, quarter))
            if not placement.locked and (known is None or placement.area_m2 > known.area_m2):
                largest[where, quarter] = placement
    breaches = []
    for k, carrier in enumerate(case.carriers):
        for quarter in range(case.quarters):
            is_open = carrier.opens <= quarter <= carrier.closes
            blocked = float(case.blocked[k, quarter]) if case.blocked.size else 0.0
            allowed = max(0.0, carrier.capacity - blocked) if is_open else 0.0
            found = let.get((carrier.id, quarter), 0.0)
            if found > allowed + AREA_MARGIN_M2 * max(1.0, allowed * 1e-3):
                breaches.append(
                    view.breach(
                        "carrier_area",
                        found,
                        allowed,
                        carrier.unit,
                        largest.get((carrier.id, quarter)),
                        carrier.id,
                        quarter,
                    )
                )
    return Checked(len(case.carriers) * case.quarters, tuple(breaches))


def sitting_tenants(view: View) -> Checked:
    """A sitting tenant stays to its lease end; only a movable one changes carrier, once."""
    case, rows = view.case, 0
    breaches: list[Breach] = []
    for s, stay in enumerate(case.stays):
        if not stay.is_present:
            continue
        rows += 1
        key, home = case.stay_key(s), case.carriers[stay.home].id
        placement = view.plan.by_stay.get(key)
        if placement is None:
            breaches.append(
                Breach("sitting_tenants", 0, 1, "", key[0], key[1], home, case.quarter(0))
            )
            continue
        moved = placement.carrier != home
        stays_on = (placement.moved_from == home) if moved else placement.first <= 0
        ends = placement.planned_end == stay.length and placement.overstay >= 0
        in_time = not moved or 0 <= placement.first < stay.length
        if not (stays_on and ends and in_time and (stay.movable or not moved)):
            breaches.append(
                view.breach(
                    "sitting_tenants",
                    placement.planned_end,
                    stay.length,
                    "quarter",
                    placement,
                    quarter=max(placement.first, 0),
                    note=home,
                )
            )
    return Checked(rows, tuple(breaches))


def timing(view: View) -> Checked:
    """Stays begin when wanted or at most so much later, last as planned, while it is open."""
    breaches: list[Breach] = []
    for placement in view.known:
        stay, settings = view.stay(placement), view.case.settings
        carrier = view.carrier(placement.carrier)
        problems: list[tuple[float, float, int]] = []
        if placement.end > carrier.closes + 1:
            problems.append((placement.end, carrier.closes + 1, carrier.closes))
        if placement.overstay > settings.max_overstay_quarters or placement.overstay < 0:
            problems.append(
                (placement.overstay, settings.max_overstay_quarters, placement.planned_end)
            )
        if not stay.is_present:
            problems.extend(_wished_times(view, placement))
        breaches.extend(
            view.breach("timing", found, allowed, "quarter", placement, quarter=quarter)
            for found, allowed, quarter in problems
        )
    return Checked(len(view.known), tuple(breaches))


def _wished_times(view: View, placement: Placement) -> Iterator[tuple[float, float, int]]:
    stay, settings = view.stay(placement), view.case.settings
    first = placement.first
    wanted = max(stay.earliest, 0)
    is_first = view.project(placement).stays[0] == view.case.stay_index[placement.key]
    latest = stay.latest
    if is_first:
        latest = min(latest, wanted + settings.max_wait_quarters)
    opens = view.carrier(placement.carrier).opens
    if first < max(wanted, opens):
        yield first, max(wanted, opens), first
    if first > min(latest, view.case.quarters - 1):
        yield first, latest, first
    if placement.planned_end - first != stay.length:
        yield placement.planned_end - first, stay.length, first


CHECKS: Final[dict[str, Callable[[View], Checked]]] = {
    "known_names": known_names,
    "timing": timing,
    "one_home": one_home,
    "order": order,
    "carrier_area": carrier_area,
    "sitting_tenants": sitting_tenants,
}
