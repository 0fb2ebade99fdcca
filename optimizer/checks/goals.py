"""Second reading of the objective: every goal recomputed from case and plan."""

from collections.abc import Mapping, Sequence

from optimizer.checks.policy import policy_rows, sense_of
from optimizer.checks.view import View
from optimizer.checks.wishes import broken_quarters, pair_row
from optimizer.domain.attributes import ATTRIBUTES, NO_NEED, UNKNOWN, attribute_bounds, vague_need
from optimizer.domain.plan import Placement
from optimizer.domain.project import Project
from optimizer.units import rent_10k_per_quarter


def goal_amounts(view: View) -> Mapping[str, float]:
    """Amount of every goal in its own unit (soft rows already in points).

    Locked sitting stays stand outside; costs of sitting tenants count from "as they
    sit", so that a plan that decides nothing scores 0.
    """
    wished = [p for p in view.known if not view.stay(p).is_present]
    moved = [p for p in view.known if view.stay(p).is_present and p.moved_from]
    decided = [p for p in view.known if not p.locked]
    origins = {p.key: _origin(view, p) for p in (*wished, *moved)}
    return {
        "value": sum(placement_value(view, p) for p in wished),
        "waiting": sum(_waited(view, p) for p in wished),
        "overstay": float(sum(p.overstay for p in decided)),
        "carrier_moves": float(
            sum(1 for p in (*wished, *moved) if origins[p.key] not in ("", p.carrier))
        ),
        "campus_moves": float(
            sum(
                1
                for p in (*wished, *moved)
                if origins[p.key] and view.campus(origins[p.key]) != view.campus(p.carrier)
            )
        ),
        "focus": float(sum(_misses_focus(view, p) for p in (*wished, *moved))),
        "neighbours": float(_with_neighbours(view, wished)),
        "relief": sum(relief_10k(view, p) for p in view.known)
        - sum(relief_10k(view, p) for p in view.at_rest.plan.placements),
        "unknown": float(sum(len(unknown_attributes(view, p)) for p in (*wished, *moved))),
        "unwanted": float(sum(_not_wanted(view, p) for p in (*wished, *moved))),
        "change": float(_changed(view)),
        "relations": soft_relations(view),
        "policy": soft_policy(view),
    }


def placement_value(view: View, placement: Placement) -> float:
    """Value of a placement: weights x planned quarters inside the horizon x relative area."""
    case, stay, project = view.case, view.stay(placement), view.project(placement)
    _, position = pair_row(view, placement)
    if position >= 0:
        own = float(case.pairs.value[position])
        if own == own:
            share = placement.area_m2 / stay.area_m2 if placement.mode == "minimum" else 1.0
            return own * share
    quarters = max(0, min(placement.planned_end, case.quarters) - placement.first)
    relative = placement.area_m2 / case.settings.reference_area_m2(stay.stage)
    stage_weight = case.settings.stage_weight(stay.stage)
    return project_weight(view, project) * stage_weight * quarters * relative


def project_weight(view: View, project: Project) -> float:
    """Priority, class (or protection), recognition and industry weight, multiplied."""
    settings = view.case.settings
    weight = project.priority / 100
    if project.protected:
        weight *= settings.protected_weight
    else:
        weight *= settings.class_weights.get(project.talent_class, 1.0)
    weight *= settings.recognition_weights.get(project.recognition, 1.0)
    for industry in view.case.industries:
        if industry.id == project.industry:
            weight *= industry.weight
    return weight


def _waited(view: View, placement: Placement) -> float:
    stay = view.stay(placement)
    is_first = view.project(placement).stays[0] == view.case.stay_index[placement.key]
    return float(placement.first - max(stay.earliest, 0)) if is_first else 0.0


def _origin(view: View, placement: Placement) -> str:
    """Carrier a placement is moved from: its predecessor's, or the home of a moved tenant."""
    if placement.moved_from:
        return placement.moved_from
    s = view.case.stay_index[placement.key]
    if view.project(placement).stays[0] == s:
        return ""
    before = view.plan.by_stay.get(view.case.stay_key(s - 1))
    return before.carrier if before else ""


def _misses_focus(view: View, placement: Placement) -> bool:
    return view.project(placement).industry not in view.carrier(placement.carrier).industries


def _with_neighbours(view: View, placements: Sequence[Placement]) -> int:
    """Placements on whose campus, when they begin, a linked industry sits.

    Linked is one that supplies, or is supplied.
    """
    linked = _linked(view)
    begins = {p.first for p in placements if view.project(p).industry in linked}
    present: set[tuple[str, str, int]] = set()
    for other in view.known:
        industry = view.project(other).industry
        if industry in linked:
            found = ((other.carrier_in(quarter), quarter) for quarter in begins)
            present |= {(industry, view.campus(at), quarter) for at, quarter in found if at}
    return sum(
        any(
            (industry, view.campus(p.carrier), p.first) in present
            for industry in linked.get(view.project(p).industry, ())
        )
        for p in placements
    )


def _linked(view: View) -> Mapping[str, set[str]]:
    """Each industry of the projects with those it supplies, or that supply it."""
    known = {project.industry for project in view.case.projects}
    linked: dict[str, set[str]] = {}
    for industry in view.case.industries:
        for supplied in industry.supplies:
            if industry.id in known and supplied in known and industry.id != supplied:
                linked.setdefault(industry.id, set()).add(supplied)
                linked.setdefault(supplied, set()).add(industry.id)
    return linked


def relief_10k(view: View, placement: Placement) -> float:
    """Rent relief of a placement inside the horizon, 10 000 yuan."""
    project, paid = view.project(placement), 0.0
    if not project.relief_share:
        return paid
    for carrier, quarter in view.presences(placement):
        rent = view.carrier(carrier).rent_per_m2_month
        if rent == rent and quarter <= project.relief_until:
            paid += rent_10k_per_quarter(placement.area_m2, rent) * project.relief_share
    return paid


def unknown_attributes(view: View, placement: Placement) -> list[str]:
    """What is to be verified on site (现场核实) for a placement."""
    stay, project = view.stay(placement), view.project(placement)
    carrier = view.carrier(placement.carrier)
    found = []
    if carrier.industries and not project.industry:
        found.append("industry")
    for name in ATTRIBUTES:
        asked = stay.needs.get(name)
        need = vague_need(name, asked) or attribute_bounds(name, asked)
        if need is None or need in NO_NEED:
            continue
        sure, most = carrier.supplies.get(name, UNKNOWN)
        if need[1] > sure and need[0] <= most:
            found.append(name)
    piece = carrier.smallest_piece_m2
    if carrier.unit == "m2" and stay.area_m2 + 1e-3 < piece and not carrier.pieces_known:
        found.append("smallest_piece")
    return found


def _not_wanted(view: View, placement: Placement) -> bool:
    wanted = view.project(placement).wanted_carrier
    return wanted >= 0 and view.case.carriers[wanted].id != placement.carrier


def _changed(view: View) -> int:
    """Decided placements that differ from the last plan's."""
    if view.previous is None:
        return 0
    changed = 0
    for placement in view.known:
        before = view.previous.by_stay.get(placement.key)
        if before is None or before.locked or placement.locked:
            continue
        changed += (before.carrier, before.first) != (placement.carrier, placement.first)
    return changed


def soft_relations(view: View) -> float:
    """Quarters in which soft relations are broken, weighted, beyond "as they sit"; points."""
    points = 0.0
    for relation in view.case.relations:
        if relation.strength == "soft":
            extra = len(broken_quarters(view, relation)) - len(
                broken_quarters(view.at_rest, relation)
            )
            points += relation.weight * extra
    return points


def soft_policy(view: View) -> float:
    """Excess of soft policy rows x weight, beyond "as they sit"; points."""
    points = 0.0
    for policy in view.case.policies:
        if policy.strength == "soft":
            sense = sense_of(policy)
            for row in policy_rows(view, policy):
                points += policy.weight * (row.excess(sense) - row.excess_at_rest(sense))
    return points
