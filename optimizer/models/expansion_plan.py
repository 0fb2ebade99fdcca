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
from optimizer.rules.block import Floats, Ints, dot, grouped
from optimizer.rules.family import Family
from optimizer.rules.ground import Ground
from optimizer.units import AREA_MARGIN_M2


def development_plan(ground: Ground, values: Floats) -> DevelopmentPlan:
    """The plan that the values of the ground's columns describe.

    Areas below `AREA_MARGIN_M2` are left out.
    """
    labels, places = ground.years.labels, ground.demand.place_ids
    blocks, unmet = ground.demand.blocks, unmet_by_price(ground, values)
    return DevelopmentPlan(
        openings=_openings(ground, values),
        allotments=_allotments(ground, values),
        converted=_converted(ground, values),
        services=tuple(
            Service(blocks[b].id, places[p], labels[y], area)
            for b, p, y, area in _shared_out(ground, unmet, values)
        ),
        unmet=tuple(
            Unmet(blocks[b].id, labels[y], area)
            for b, y, area in _above_margin(ground.unmet, unmet, "block", "year")
        ),
    )


def left_out(ground: Ground, values: Floats, costs: Floats) -> float:
    """What the areas that a plan leaves out cost at most, 10 000 yuan.

    Each at its own price, and unmet ones by their share of their stage in the balance.
    """
    unmet, years = ground.unmet, len(ground.years)
    families = (ground.allot, ground.serve, unmet, ground.home, ground.convert)
    areas = np.concatenate([family.columns for family in families])
    small = areas[values[areas] <= AREA_MARGIN_M2]
    label = ground.stage_of_block[unmet["block"]] * years + unmet["year"]
    asked = np.bincount(label, ground.unmet_at_most, len(STAGES) * years)[label]
    area = values[unmet.columns]
    share = np.where(area <= AREA_MARGIN_M2, area / asked, 0.0)
    worst = dot(costs[ground.balance.columns][unmet["year"]], share)
    return float(dot(np.abs(costs[small]), np.abs(values[small])) + worst)


def unmet_by_price(ground: Ground, values: Floats) -> Floats:
    """Area of every unmet column, where blocks that share columns go without: the cheapest first.

    The model leaves to blocks of one price which of them goes without; told is the one that
    comes first among the blocks.
    """
    unmet, years = ground.unmet, len(ground.years)
    labels, row = grouped(ground.block_leader[unmet["block"]] * years + unmet["year"])
    factor = np.array([block.factor for block in ground.demand.blocks], np.float64)
    order = np.lexsort((np.arange(len(row)), factor[unmet["block"]], row))
    asked = ground.unmet_at_most[order]
    short = np.bincount(row, values[unmet.columns], len(labels))[row[order]]
    before = np.cumsum(asked) - asked
    first = np.searchsorted(row[order], row[order], side="left")
    found = np.zeros(len(row))
    found[order] = np.clip(short - (before - before[first]), 0.0, asked)
    return found


def _shared_out(
    ground: Ground, unmet: Floats, values: Floats
) -> Iterator[tuple[int, int, int, float]]:
    """Block, place, year and area; what blocks that share columns are served is shared out.

    Block after block fills place after place, each block with what it is not left without.
    """
    led = np.bincount(ground.block_leader, minlength=len(ground.demand.blocks))
    wanted: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    taken = ground.unmet_at_most - unmet
    for family, areas in ((ground.unmet, taken), (ground.home, values[ground.home.columns])):
        for b, y, area in _above_margin(family, areas, "block", "year"):
            wanted[int(ground.block_leader[b]), y].append((b, area))
    open_ones = {key: sorted(each, reverse=True) for key, each in wanted.items()}
    for b, p, y, area in _served(ground, values):
        if led[b] == 1:
            yield b, p, y, area
            continue
        waiting, left = open_ones.get((b, y), []), area
        while waiting and left > AREA_MARGIN_M2:
            block, still = waiting.pop()
            part = min(still, left) if waiting or still > left else left
            yield block, p, y, part
            left -= part
            if still - part > AREA_MARGIN_M2:
                waiting.append((block, still - part))


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
    return _above_margin(family, values[family.columns], *keys)


def _above_margin(family: Family, own: Floats, *keys: str) -> list[tuple]:  # type: ignore[type-arg]
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
