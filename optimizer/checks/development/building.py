"""Second reading of what is built: names, times, phases, and how new space is laid out."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from optimizer.checks.breach import Breach
from optimizer.checks.development.view import Part, PlanView, area_margin
from optimizer.checks.view import Checked
from optimizer.domain.development_plan import Allotment
from optimizer.domain.words import STAGES
from optimizer.units import AREA_MARGIN_M2


def known_names(view: PlanView) -> Checked:
    """The plan names only candidates, carriers, conversions, blocks and years that there are."""
    plan = view.plan
    parts: list[Part] = [*plan.openings, *plan.allotments, *plan.converted]
    parts += [*plan.services, *plan.unmet]
    breaches = []
    for part in parts:
        unknown = view.unknown_part(part)
        if unknown:
            names = (getattr(part, name, "") for name in ("candidate", "place", "carrier"))
            place, year = next(filter(None, names), ""), getattr(part, "year", "")
            breaches.append(view.breach("known_names", 1, 0, "", place, "", year, unknown))
    return Checked(len(parts), tuple(breaches))


def building_time(view: PlanView) -> Checked:
    """Building starts in its year, inside the plan, not too early; it opens after the lead time."""
    breaches = []
    for opening in view.openings:
        candidate = view.candidates[opening.candidate]
        inside = view.quarters_of[opening.year]
        faults = (
            (opening.starts < candidate.earliest, opening.starts, candidate.earliest, "earliest"),
            (opening.starts not in inside, opening.starts, inside[0], "year"),
            (
                opening.opens != opening.starts + candidate.lead,
                opening.opens,
                opening.starts + candidate.lead,
                "opens",
            ),
        )
        name, year = candidate.id, opening.year
        breaches += [
            view.breach("building_time", found, allowed, "quarter", name, "", year, note)
            for broken, found, allowed, note in faults
            if broken
        ]
    return Checked(len(view.openings), tuple(breaches))


def build_once(view: PlanView) -> Checked:
    """A candidate is built once at most; exactly once where it must be."""
    count = times_opened(view)
    breaches = []
    for name, candidate in view.candidates.items():
        least = 1 if candidate.must_build else 0
        if not least <= count[name] <= 1:
            breaches.append(view.breach("build_once", count[name], 1, "carrier", name))
    return Checked(len(view.candidates), tuple(breaches))


def times_opened(view: PlanView) -> Counter[str]:
    """How often the plan opens each candidate: more than once is a breach of `build_once` only."""
    return Counter(opening.candidate for opening in view.openings)


def phase_order(view: PlanView) -> Checked:
    """A phase starts no earlier than the phase before it, and not at all without it."""
    by_phase = {(each.site, each.order): name for name, each in view.candidates.items()}
    rows, breaches = 0, []
    for name, candidate in view.candidates.items():
        before = by_phase.get((candidate.site, candidate.order - 1))
        if before is None:
            continue
        rows += 1
        own, first = view.opened.get(name), view.opened.get(before)
        if own is None or (first is not None and first.starts <= own.starts):
            continue
        allowed = first.starts if first else view.demand.years.quarters
        breaches.append(
            view.breach("phase_order", own.starts, allowed, "quarter", name, "", own.year, before)
        )
    return Checked(rows, tuple(breaches))


def laid_out(view: PlanView) -> Checked:
    """The whole lettable area of what opens, and of nothing else, is laid out for what it takes."""
    area = dict.fromkeys(view.candidates, 0.0)
    count = times_opened(view)
    breaches = []
    for allotment in view.allotments:
        area[allotment.candidate] += allotment.area_m2
        if allotment.area_m2 < -AREA_MARGIN_M2 or not _is_meant(view, allotment):
            breaches.append(
                view.breach(
                    "laid_out",
                    allotment.area_m2,
                    0,
                    "m2",
                    allotment.candidate,
                    allotment.stage,
                    note=allotment.industry,
                )
            )
    for name, found in area.items():
        opens = name in view.opened
        whole = view.candidates[name].gross_area_m2 * view.candidates[name].efficiency
        asked = whole * count[name]
        if abs(found - asked) > area_margin(whole):
            year = view.opened[name].year if opens else ""
            breaches.append(view.breach("laid_out", found, asked, "m2", name, "", year))
    return Checked(len(view.opened), tuple(breaches))


def _is_meant(view: PlanView, allotment: Allotment) -> bool:
    """Whether a candidate takes stage and industry, or a pair names it for somebody of them."""
    candidate = view.candidates[allotment.candidate]
    stage, industry = allotment.stage, allotment.industry
    anybody = not candidate.industries or not industry or industry in candidate.industries
    if stage in candidate.stages and anybody:
        return True
    place = view.place_number[candidate.id]
    return any(
        bool(block.places[place])
        for block in view.demand.blocks
        if (block.stage, block.industry) == (stage, industry)
    )


def stage_shares(view: PlanView) -> Checked:
    """Every stage of an opened candidate has a share of its area within the stated limits."""
    area = dict.fromkeys(((name, stage) for name in view.opened for stage in STAGES), 0.0)
    for allotment in view.allotments:
        if allotment.candidate in view.opened:
            area[allotment.candidate, allotment.stage] += allotment.area_m2
    rows, count = 0, times_opened(view)
    breaches: list[Breach] = []
    for name, opening in view.opened.items():
        candidate = view.candidates[name]
        whole = candidate.gross_area_m2 * candidate.efficiency * count[name]
        for stage in candidate.stages:
            least, most = candidate.min_share.get(stage, 0.0), candidate.max_share.get(stage, 1.0)
            if (least, most) == (0.0, 1.0):
                continue  # No limit was stated; the whole is for `laid_out`.
            rows += 1
            found, low, high = area[name, stage], least * whole, most * whole
            if not low - area_margin(whole) <= found <= high + area_margin(whole):
                allowed = low if found < low else high
                breaches.append(
                    view.breach("stage_shares", found, allowed, "m2", name, stage, opening.year)
                )
    return Checked(rows, tuple(breaches))


CHECKS: Final[dict[str, Callable[[PlanView], Checked]]] = {
    "known_names": known_names,
    "building_time": building_time,
    "build_once": build_once,
    "phase_order": phase_order,
    "laid_out": laid_out,
    "stage_shares": stage_shares,
}
