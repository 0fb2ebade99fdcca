"""A solver's answer as a development plan of plain values, and the way back."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from optimizer.domain.development_plan import (
    Allotment,
    Converted,
    DevelopmentPlan,
    Opening,
    Service,
    Unmet,
)
from optimizer.domain.words import STAGES
from optimizer.rules.block import Floats, Ints
from optimizer.rules.family import Family
from optimizer.rules.ground import Ground
from optimizer.units import AREA_MARGIN_M2


def development_plan(ground: Ground, values: Floats) -> DevelopmentPlan:
    """The plan that the values of the ground's columns describe.

    Areas below `AREA_MARGIN_M2` are left out.
    """
    labels, places = ground.years.labels, ground.demand.place_ids
    blocks = ground.demand.blocks
    return DevelopmentPlan(
        openings=_openings(ground, values),
        allotments=_allotments(ground, values),
        converted=_converted(ground, values),
        services=tuple(
            Service(blocks[b].id, places[p], labels[y], area)
            for b, p, y, area in _served(ground, values)
        ),
        unmet=tuple(
            Unmet(blocks[b].id, labels[y], area)
            for b, y, area in _positive(ground.unmet, values, "block", "year")
        ),
    )


def left_out(ground: Ground, values: Floats, costs: Floats) -> float:
    """What the areas that a plan leaves out cost at most, 10 000 yuan.

    Each at its own price, and unmet ones by their share of their stage in the balance.
    """
    unmet, years = ground.unmet, len(ground.years)
    families = (ground.allot, ground.serve, unmet, ground.convert)
    areas = np.concatenate([family.columns for family in families])
    small = areas[values[areas] <= AREA_MARGIN_M2]
    label = ground.stage_of_block[unmet["block"]] * years + unmet["year"]
    asked = np.bincount(label, ground.unmet_at_most, len(STAGES) * years)[label]
    area = values[unmet.columns]
    share = np.where(area <= AREA_MARGIN_M2, area / asked, 0.0)
    worst = costs[ground.balance.columns][unmet["year"]] @ share
    return float(np.abs(costs[small]) @ np.abs(values[small]) + worst)


def _served(ground: Ground, values: Floats) -> Iterator[tuple[int, int, int, float]]:
    """Block, place, year and area; what is served at a leader is shared among those it leads.

    In proportion to what each has free: new places by what is laid out for the stage and
    industry and absorbed, existing carriers by their free area.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for place, leader in enumerate(ground.leader.tolist()):
        members[leader].append(place)
    new, candidates = new_space_by_kind(ground, values), len(ground.candidates)
    for b, p, y, area in _positive(ground.serve, values, "block", "place", "year"):
        led = np.array(members[p])
        if len(led) == 1:
            yield b, p, y, area
            continue
        if p < candidates:
            free = new[led, ground.stage_of_block[b], ground.industry_of_block[b], y]
        else:
            free = ground.existing[led - candidates, y]
        for place, share in zip(led.tolist(), (free / free.sum()).tolist(), strict=True):
            if area * share > AREA_MARGIN_M2:
                yield b, place, y, area * share


def new_space_by_kind(ground: Ground, values: Floats) -> Floats:
    """Area laid out and absorbed, m²; shape (candidates, stages, industries, years)."""
    shape = (len(ground.candidates), len(STAGES), len(ground.demand.industries), len(ground.years))
    space, allot = np.zeros(shape), ground.allot
    area = values[allot.columns]
    mine = np.flatnonzero(area > 0)
    at = (
        ground.start["candidate"][allot["start"][mine]],
        allot["stage"][mine],
        allot["industry"][mine],
    )
    np.add.at(space, at, area[mine, None] * ground.absorbed[allot["start"][mine]])
    return space


def _positive(family: Family, values: Floats, *keys: str) -> list[tuple]:  # type: ignore[type-arg]
    own = values[family.columns]
    mine = np.flatnonzero(own > AREA_MARGIN_M2)
    columns = [family[key][mine].tolist() for key in keys]
    return list(zip(*columns, own[mine].tolist(), strict=True))


def _openings(ground: Ground, values: Floats) -> tuple[Opening, ...]:
    start = ground.start
    taken = np.flatnonzero(values[start.columns] > 0.5).tolist()
    return tuple(
        Opening(
            ground.candidates[int(start["candidate"][n])].id,
            ground.years.labels[int(start["year"][n])],
            int(start["starts"][n]),
            int(start["opens"][n]),
        )
        for n in taken
    )


def _allotments(ground: Ground, values: Floats) -> tuple[Allotment, ...]:
    names = ground.demand.industries
    found = []
    for n, stage, industry, area in _positive(ground.allot, values, "start", "stage", "industry"):
        candidate = ground.candidates[int(ground.start["candidate"][n])]
        found.append(Allotment(candidate.id, STAGES[stage], names[industry], area))
    return tuple(found)


def _converted(ground: Ground, values: Floats) -> tuple[Converted, ...]:
    rows, carriers = ground.case.outlook.conversions, ground.case.carriers
    found = []
    for number, year, area in _positive(ground.convert, values, "conversion", "year"):
        row = rows[number]
        found.append(
            Converted(carriers[row.carrier].id, row.from_stage, row.to_stage,
                      ground.years.labels[year], area)
        )  # fmt: skip
    return tuple(found)


def openings_of(ground: Ground, plan: DevelopmentPlan) -> Ints:
    """Start columns of a plan's openings; those the ground does not list are left out."""
    start = ground.start
    column = {
        (int(i), int(y)): n
        for n, (i, y) in enumerate(zip(start["candidate"], start["year"], strict=True))
    }
    number = {c.id: i for i, c in enumerate(ground.candidates)}
    found = [
        column.get((number[o.candidate], ground.years.number(o.year)), -1)
        for o in plan.openings
        if o.candidate in number
    ]
    return np.array([n for n in found if n >= 0], np.int64)


def changed_openings(plan: DevelopmentPlan, other: DevelopmentPlan) -> tuple[tuple[str, str], ...]:
    """How another plan opens otherwise: (candidate, ``+`` opened, ``-`` not, ``>YEAR`` moved)."""
    found = []
    for name in sorted(set(plan.opened) | set(other.opened)):
        before, after = plan.opened.get(name), other.opened.get(name)
        if before is None and after is not None:
            found.append((name, f"+{after.year}"))
        elif after is None:
            found.append((name, "-"))
        elif before is not None and before.year != after.year:
            found.append((name, f">{after.year}"))
    return tuple(found)
