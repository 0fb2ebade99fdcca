"""Second reading of fit, areas, pins, relations and the last plan."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from optimizer.checks.breach import Breach
from optimizer.checks.space import is_later
from optimizer.checks.view import Checked, View
from optimizer.domain.attributes import (
    ATTRIBUTES,
    NO_NEED,
    UNKNOWN,
    attribute_bounds,
    vague_need,
)
from optimizer.domain.plan import Placement
from optimizer.domain.wishes import Relation
from optimizer.units import AREA_MARGIN_M2


def fit(view: View) -> Checked:
    """Nobody is put where stage, industry, technical needs, enclave or a 匹配 row refuse it."""
    breaches: list[Breach] = []
    for placement in view.known:
        if view.stay(placement).is_present and not placement.moved_from:
            continue
        breaches.extend(
            view.breach("fit", 1, 0, placement=placement, quarter=placement.first, note=reason)
            for reason in _misfits(view, placement)
        )
    return Checked(len(view.known), tuple(breaches))


def _misfits(view: View, placement: Placement) -> Iterator[str]:
    case, stay, project = view.case, view.stay(placement), view.project(placement)
    carrier = view.carrier(placement.carrier)
    allowed, _ = pair_row(view, placement)
    if allowed == 0:
        yield "pair"
    if allowed == 1:
        return
    strict = case.settings.unknown_attributes == "refuse"
    if stay.stage not in carrier.stages:
        yield "stage"
    if (
        carrier.industries
        and project.industry not in carrier.industries
        and (project.industry or strict)
    ):
        yield "industry"
    named = project.wanted_carrier == case.carrier_index[carrier.id] or allowed is not None
    if carrier.is_enclave and not named:
        yield "enclave"
    for name in ATTRIBUTES:
        need = vague_need(name, stay.needs.get(name)) or attribute_bounds(
            name, stay.needs.get(name)
        )
        if need is None or need in NO_NEED:
            continue
        sure, most = carrier.supplies.get(name, UNKNOWN)
        if need[0] > most or (strict and need[1] > sure):
            yield name


def pair_row(view: View, placement: Placement) -> tuple[int | None, int]:
    """What 匹配 says of a placement: allowed (1, 0, -1; None without a row), and its position."""
    case = view.case
    s = case.stay_index[placement.key]
    k = case.carrier_index[placement.carrier]
    stays, carriers = case.pairs.stay, case.pairs.carrier
    for position in range(bisect_left(stays, s), bisect_right(stays, s)):
        if int(carriers[position]) == k:
            return int(case.pairs.allowed[position]), position
    return None, -1


def area_mode(view: View) -> Checked:
    """A placement has the full area, or the stated minimum; protected projects the full one."""
    breaches = []
    for placement in view.known:
        stay, project = view.stay(placement), view.project(placement)
        _, position = pair_row(view, placement)
        own = float(view.case.pairs.area_m2[position]) if position >= 0 else float("nan")
        full = stay.area_m2 if own != own else own
        allowed = {"full": full, "present": stay.area_m2, "minimum": stay.min_area_m2}
        asked = allowed[placement.mode]
        wrong = abs(placement.area_m2 - asked) > AREA_MARGIN_M2
        wrong |= (placement.mode == "present") != stay.is_present
        wrong |= project.protected and placement.mode == "minimum"
        if wrong:
            breaches.append(
                view.breach(
                    "area_mode", placement.area_m2, asked, "m2", placement, quarter=placement.first
                )
            )
    return Checked(len(view.known), tuple(breaches))


def pins(view: View) -> Checked:
    """What is pinned is where, and only where, the pin says."""
    case, breaches, rows = view.case, [], 0
    for pin in case.pins:
        places = {case.carriers[k].id for k in pin.carriers}
        for s in pin.stays:
            rows += 1
            key = case.stay_key(s)
            placement = view.plan.by_stay.get(key)
            if placement is None:
                if pin.kind == "must" and not is_later(view, key):
                    breaches.append(
                        Breach("pins", 0, 1, "", key[0], key[1], pin.label, note=pin.kind)
                    )
                continue
            inside = placement.carrier in places
            start = 0 if pin.start is None else max(pin.start, 0)
            if pin.kind == "must_not":
                still_home = placement.moved_from in places and placement.first > start
                broken = inside and placement.end > start
                broken |= still_home and pin.start is not None
                broken &= not placement.locked
            else:
                broken = not inside or (pin.start is not None and placement.first != start)
            if broken:
                breaches.append(
                    view.breach(
                        "pins",
                        placement.first,
                        start,
                        "quarter",
                        placement,
                        quarter=placement.first,
                        note=pin.kind,
                    )
                )
    return Checked(rows, tuple(breaches))


def relations(view: View) -> Checked:
    """Hard relations hold in every quarter in which both projects are housed.

    Where the tenants as they sit break one already, it is no worse than that.
    """
    breaches, rows = [], 0
    for relation in view.case.relations:
        rows += view.case.quarters
        if relation.strength == "hard":
            excused = set(broken_quarters(view.at_rest, relation))
            for quarter in broken_quarters(view, relation):
                if quarter not in excused:
                    breaches.append(_relation_breach(view, relation, quarter))
    return Checked(rows, tuple(breaches))


def _relation_breach(view: View, relation: Relation, quarter: int) -> Breach:
    a, b = (view.case.projects[p] for p in (relation.a, relation.b))
    where = housed_in(view, relation.a, quarter)
    return Breach(
        "relations",
        1,
        0,
        "",
        a.id,
        "",
        where,
        view.case.quarter(quarter),
        note=f"{relation.kind} {b.id}",
    )


def housed_in(view: View, project: int, quarter: int) -> str:
    """Carrier in which a project is in a quarter; empty if it is not housed."""
    for s in view.case.projects[project].stays:
        placement = view.plan.by_stay.get(view.case.stay_key(s))
        if placement is not None and placement.carrier in view.case.carrier_index:
            carrier = placement.carrier_in(quarter)
            if carrier:
                return carrier
    return ""


def broken_quarters(view: View, relation: Relation) -> list[int]:
    """Quarters in which both projects are housed and the relation does not hold."""
    broken = []
    for quarter in range(view.case.quarters):
        a, b = (housed_in(view, p, quarter) for p in (relation.a, relation.b))
        if not a or not b:
            continue
        if relation.kind == "apart":
            holds = a != b
        elif relation.kind == "same_campus":
            holds = view.campus(a) == view.campus(b)
        else:
            holds = a == b
        if not holds:
            broken.append(quarter)
    return broken


def previous_moves(view: View) -> Checked:
    """No more placements of the last plan change than the settings allow."""
    most = view.case.settings.max_moves_from_previous
    if most is None or view.previous is None:
        return Checked(0)
    changed = changed_from_previous(view)
    breaches: tuple[Breach, ...] = ()
    if changed > most:
        breaches = (Breach("previous_moves", changed, most, "placement"),)
    return Checked(1, breaches)


def changed_from_previous(view: View) -> int:
    """Stays the last plan placed that are not kept in their carrier and first quarter."""
    changed: Counter[bool] = Counter()
    for before in view.previous.placements if view.previous else ():
        s = view.case.stay_index.get(before.key)
        if before.locked or s is None or before.carrier not in view.case.carrier_index:
            continue
        now = view.plan.by_stay.get(before.key)
        if now is not None and now.locked:
            continue
        kept = now is not None and (now.carrier, now.first) == (before.carrier, before.first)
        changed[not kept] += 1
    return changed[True]


CHECKS: Final[dict[str, Callable[[View], Checked]]] = {
    "fit": fit,
    "area_mode": area_mode,
    "pins": pins,
    "relations": relations,
    "previous_moves": previous_moves,
}
