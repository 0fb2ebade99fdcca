"""Second reading of who is housed where: new, existing and converted space against demand."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from optimizer.checks.breach import Breach
from optimizer.checks.development.homecoming import home_in_use
from optimizer.checks.development.view import PlanView, area_margin
from optimizer.checks.view import Checked
from optimizer.units import AREA_MARGIN_M2


def fit(view: PlanView) -> Checked:
    """Nobody is served where stage, industry, technical needs or a 匹配 row refuse it."""
    breaches = []
    for service in view.services:
        block = view.blocks[service.block]
        allowed = bool(block.places[view.place_number[service.place]])
        least = -AREA_MARGIN_M2
        most = float("inf") if allowed else AREA_MARGIN_M2
        if not least <= service.area_m2 <= most:
            breaches.append(
                view.breach(
                    "fit",
                    service.area_m2,
                    0,
                    "m2",
                    service.place,
                    block.stage,
                    service.year,
                    block.id,
                )
            )
    return Checked(len(view.services), tuple(breaches))


def new_space(view: PlanView) -> Checked:
    """New space serves from its opening on, as far as it is absorbed and laid out for them."""
    served: dict[tuple[str, str, str, int], float] = defaultdict(float)
    for service in view.services:
        if service.place in view.candidates:
            block = view.blocks[service.block]
            served[service.place, block.stage, block.industry, service.year] += service.area_m2
    laid: dict[tuple[str, str, str], float] = defaultdict(float)
    for allotment in view.allotments:
        laid[allotment.candidate, allotment.stage, allotment.industry] += allotment.area_m2
    breaches = []
    for (place, stage, industry, year), found in served.items():
        area = laid[place, stage, industry]
        allowed = view.absorbed.get((place, year), 0.0) * area
        if found > allowed + area_margin(area):
            breaches.append(
                view.breach("new_space", found, allowed, "m2", place, stage, year, industry)
            )
    return Checked(len(served), tuple(breaches))


def existing_space(view: PlanView) -> Checked:
    """An existing carrier holds no more than is free and neither under nor after conversion.

    Who is of a stage it was not meant for but can be converted to takes converted space.
    """
    own, other = _served_in_old(view)
    breaches = []
    rows = 0
    for carrier in view.case.carriers:
        for year in view.labels:
            rows += 1
            taken = sum(
                each.area_m2
                for each in view.converted
                if each.carrier == carrier.id and each.year <= year
            )
            found, allowed = own[carrier.id, year] + taken, view.free[carrier.id, year]
            if found > allowed + area_margin(allowed):
                breaches.append(
                    view.breach("existing_space", found, allowed, "m2", carrier.id, "", year)
                )
    for (place, stage, year), found in other.items():
        rows += 1
        mine = [c for c in view.converted if (c.carrier, c.to_stage) == (place, stage)]
        allowed = sum(each.area_m2 * view.share_done(each, year) for each in mine)
        if found > allowed + area_margin(allowed):
            breaches.append(view.breach("existing_space", found, allowed, "m2", place, stage, year))
    return Checked(rows, tuple(breaches))


def _served_in_old(
    view: PlanView,
) -> tuple[Mapping[tuple[str, int], float], Mapping[tuple[str, str, int], float]]:
    """Area served in existing carriers as they are, and in what they can be converted to."""
    convertible = {(carrier, to) for carrier, _, to in view.conversions}
    own: dict[tuple[str, int], float] = defaultdict(float)
    other: dict[tuple[str, str, int], float] = defaultdict(float)
    for service in view.services:
        k = view.case.carrier_index.get(service.place)
        if k is None:
            continue
        stage = view.blocks[service.block].stage
        needs = stage not in view.case.carriers[k].stages and (service.place, stage) in convertible
        if needs:
            other[service.place, stage, service.year] += service.area_m2
        else:
            own[service.place, service.year] += service.area_m2
    return own, other


def conversion_share(view: PlanView) -> Checked:
    """No more of a carrier is converted than the stated share of its lettable area."""
    breaches: list[Breach] = []
    for (carrier, start, to), rows in view.conversions.items():
        mine = [
            each.area_m2
            for each in view.converted
            if (each.carrier, each.from_stage, each.to_stage) == (carrier, start, to)
        ]
        whole = view.case.carriers[rows[0].carrier].lettable_area_m2
        found, allowed = sum(mine), sum(row.max_share for row in rows) * whole
        least = min(mine, default=0.0)
        if found > allowed + area_margin(allowed) or least < -AREA_MARGIN_M2:
            breaches.append(
                view.breach("conversion_share", found, allowed, "m2", carrier, to, note=start)
            )
    return Checked(len(view.conversions), tuple(breaches))


def demand_served(view: PlanView) -> Checked:
    """What a block asks for is served or told as unmet; no more come home than enclaves send."""
    served: dict[tuple[str, int], float] = defaultdict(float)
    for service in view.services:
        served[service.block, service.year] += service.area_m2
    unmet: dict[tuple[str, int], float] = defaultdict(float)
    for each in view.unmet:
        unmet[each.block, each.year] += each.area_m2
    breaches = []
    least = {(each.block, each.year): each.area_m2 for each in view.unmet if each.area_m2 < 0}
    homes = {name for name, block in view.blocks.items() if block.kind == "home"}
    keys = {key for key in (*view.asked, *served, *unmet) if key[0] not in homes}
    for block, year in sorted(keys):
        asked = view.asked.get((block, year), 0.0)
        found = served[block, year] + unmet[block, year]
        negative = least.get((block, year), 0.0) < -AREA_MARGIN_M2
        if abs(found - asked) > area_margin(asked) or negative:
            breaches.append(_asked_breach(view, block, year, found, asked))
    arriving = home_in_use(view)
    mine = {key for key in (*served, *unmet) if key[0] in homes}
    for block, year in sorted(mine):
        found, allowed = served[block, year], arriving.get((block, year), 0.0)
        if found > allowed + area_margin(allowed) or unmet[block, year] > AREA_MARGIN_M2:
            breaches.append(_asked_breach(view, block, year, found, allowed))
    return Checked(len(keys) + len(mine), tuple(breaches))


def _asked_breach(view: PlanView, block: str, year: int, found: float, asked: float) -> Breach:
    stage = view.blocks[block].stage
    return view.breach("demand_served", found, asked, "m2", "", stage, year, block)


def must_serve(view: PlanView) -> Checked:
    """With ``must_place`` nothing is left unmet."""
    if not view.case.settings.must_place:
        return Checked(0)
    breaches = tuple(
        view.breach(
            "must_serve",
            each.area_m2,
            0,
            "m2",
            "",
            view.blocks[each.block].stage,
            each.year,
            each.block,
        )
        for each in view.unmet
        if each.area_m2 > area_margin(view.asked.get((each.block, each.year), 0.0))
    )
    return Checked(len(view.asked), breaches)


def one_site(view: PlanView) -> Checked:
    """With ``one_site_per_project`` a block of the pipeline is served at one place at most."""
    if not view.case.settings.one_site_per_project:
        return Checked(0)
    places: dict[str, set[str]] = {b.id: set() for b in view.demand.blocks if b.kind == "pipeline"}
    for service in view.services:
        asked = view.asked.get((service.block, service.year), 0.0)
        if service.block in places and service.area_m2 > area_margin(asked):
            places[service.block].add(service.place)
    breaches = tuple(
        view.breach(
            "one_site",
            len(found),
            1,
            "carrier",
            " · ".join(sorted(found)),
            view.blocks[block].stage,
            note=block,
        )
        for block, found in places.items()
        if len(found) > 1
    )
    return Checked(len(places), breaches)


CHECKS: Final[dict[str, Callable[[PlanView], Checked]]] = {
    "fit": fit,
    "new_space": new_space,
    "existing_space": existing_space,
    "conversion_share": conversion_share,
    "demand_served": demand_served,
    "must_serve": must_serve,
    "one_site": one_site,
}
