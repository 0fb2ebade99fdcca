"""One seeded family of synthetic cases, from a hundred projects to a city's twenty thousand.

What is drawn, and from what:

- first stage 55 / 28 / 13 / 4 %; a project goes on to the next stage with 50 / 35 / 40 %;
- area of a stage 20-60, 50-500, 500-3 000, 2 000-15 000 m², log-uniform; length 2-4, 6-12, 6-12
  quarters, and to the end for production; what would begin beyond the horizon is left out;
- 15 % of the projects sit in a carrier at the start (fewer where the open space is full); the
  others arrive at a rate that grows over the first 92 % of the horizon;
- carriers by main stage 18 / 27 / 28 / 27 %, half of them serve a neighbouring stage too; ten to a
  campus; 22 % are open at the start and the others open as demand grows;
- log-normal sizes, scaled per main stage so that wished area x quarters is `load` times the open
  area x quarters;
- four levels of floor load, height and power, and clean rooms, of which the needs are set by
  bisection so that a wished stay may use `ELIGIBLE` of all carriers;
- at most 45 % of a campus's open area for one industry; at least 12 % on request (soft).

Everything is vectorised but the seating of the sitting projects, so 20 000 projects x 400
carriers x 40 quarters take seconds. The same arguments give the same tables.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from optimizer.domain.words import STAGES
from tests.benchmarks.drawn import (
    AREA_M2,
    ARRIVING,
    CARRIER_STAGE,
    CLEAN_NEED,
    CLEAN_SUPPLY,
    ELIGIBLE,
    FIRST_STAGE,
    GOES_ON,
    INDUSTRY_SHARES,
    LARGEST_SHARE,
    LEVELS,
    OPEN_AT_START,
    PER_CAMPUS,
    QUARTERS,
    SERVES_NEIGHBOUR,
    SITTING,
    SIZE_SIGMA,
    Bools,
    Floats,
    Ints,
    Pipeline,
    Stock,
    wished_stays,
)
from tests.benchmarks.family_tables import (
    carriers_table,
    names,
    policy_table,
    projects_table,
    settings_table,
    stays_table,
)


def family(
    projects: int,
    carriers: int,
    quarters: int,
    seed: int,
    load: float = 1.08,
    *,
    soft_minimum: bool = False,
    settings: Mapping[str, object] | None = None,
) -> dict[str, pd.DataFrame]:
    """Tables of one case, with the workbook's canonical keys, for ``Case.from_tables``.

    Parameters
    ----------
    projects, carriers, quarters : int
        Size; four carriers at least, so that every stage has one.
    seed : int
        Same arguments, same tables.
    load : float
        Wished area x quarters over open area x quarters.
    soft_minimum : bool
        Also ask, softly, for 12 % of each campus for each industry.
    settings : mapping of str to value, optional
        More rows of the settings table; what is drawn stays the same.
    """
    rng = np.random.default_rng(seed)
    wishes = _pipeline(rng, projects, quarters)
    stock = _stock(rng, carriers, wishes.demand(quarters), quarters)
    _scale(stock, wishes, quarters, load)
    _seat(rng, stock, wishes)
    supply, needs = _technical(rng, stock, wishes)
    industry = rng.choice(len(INDUSTRY_SHARES), projects, p=INDUSTRY_SHARES)
    priority = rng.integers(40, 101, projects)
    return {
        "settings": settings_table(quarters, settings or {}),
        "industries": pd.DataFrame({"industry": names("I", len(INDUSTRY_SHARES))}),
        "campuses": pd.DataFrame({"campus": names("G", -(-carriers // PER_CAMPUS))}),
        "carriers": carriers_table(stock, supply),
        "projects": projects_table(rng, wishes, industry, priority),
        "stays": stays_table(wishes, needs),
        "policy": policy_table(soft_minimum),
    }


def _pipeline(rng: np.random.Generator, projects: int, horizon: int) -> Pipeline:
    stage = np.arange(len(STAGES))
    first = rng.choice(len(STAGES), projects, p=FIRST_STAGE)
    goes_on = rng.random((projects, len(GOES_ON))) < GOES_ON
    # A stage exists if it is the first, or the one before exists and leads on.
    has = stage == first[:, None]
    for s in stage[1:]:
        has[:, s] |= has[:, s - 1] & goes_on[:, s - 1]
    low, high = np.array(AREA_M2).T
    area = np.round(low * (high / low) ** rng.random((projects, len(STAGES))))
    length = np.full((projects, len(STAGES)), horizon)
    for s, (shortest, longest) in enumerate(QUARTERS):
        length[:, s] = rng.integers(shortest, longest + 1, projects)
    sitting = rng.random(projects) < SITTING
    arrival = np.floor(ARRIVING * horizon * np.sqrt(rng.random(projects))).astype(np.int64)
    arrival[sitting] = 0
    rows = np.flatnonzero(sitting)
    left = 1 + np.floor(rng.random(len(rows)) * length[rows, first[rows]]).astype(np.int64)
    length[rows, first[rows]] = np.where(first[rows] == stage[-1], horizon, left)
    before = np.cumsum(np.where(has, length, 0), axis=1) - np.where(has, length, 0)
    earliest = arrival[:, None] + before
    has &= earliest < horizon
    return Pipeline(first, has, area, length, earliest, sitting, np.full(projects, -1))


def _stock(rng: np.random.Generator, carriers: int, demand: Floats, horizon: int) -> Stock:
    """Carriers without their final size: stage, neighbour, opening, relative size."""
    main = rng.permutation(_quota(carriers, CARRIER_STAGE))
    up = rng.random(carriers) < 0.5
    last = len(STAGES) - 1
    neighbour = np.where(main == 0, 1, np.where(main == last, last - 1, main + np.where(up, 1, -1)))
    serves = np.arange(len(STAGES)) == main[:, None]
    also = rng.random(carriers) < SERVES_NEIGHBOUR
    serves[also, neighbour[also]] = True
    opens = np.zeros(carriers, np.int64)
    for stage in range(len(STAGES)):
        own = np.flatnonzero(main == stage)
        at_start = max(1, round(OPEN_AT_START * len(own)))
        grown = np.maximum.accumulate(demand[stage]) / max(demand[stage].max(), 1.0)
        needed_at = (np.arange(at_start, len(own)) + 0.5) / len(own)
        opens[own[at_start:]] = np.minimum(np.searchsorted(grown, needed_at), horizon - 1)
    size = np.exp(SIZE_SIGMA * rng.standard_normal(carriers))
    return Stock(main, serves, opens, size)


def _quota(count: int, shares: tuple[float, ...]) -> Ints:
    """`count` numbers 0..len(shares)-1 in the given shares, each at least once."""
    wanted = np.array(shares) * count
    number = np.maximum(np.floor(wanted), 1).astype(np.int64)
    while number.sum() < count:
        number[np.argmax(wanted - number)] += 1
    while number.sum() > count:
        number[np.argmax(number)] -= 1
    return np.repeat(np.arange(len(shares)), number)


def _scale(stock: Stock, wishes: Pipeline, horizon: int, load: float) -> None:
    """Sizes such that each main stage is loaded alike, and areas that some carrier can hold.

    Cutting an area lowers demand and so the sizes; a few rounds settle both.
    """
    open_quarters = horizon - stock.opens
    relative = stock.size.copy()
    for _ in range(50):
        wanted = wishes.demand(horizon).sum(axis=1) / load
        for stage in range(len(STAGES)):
            own = stock.main == stage
            stock.size[own] = relative[own] * wanted[stage] / (relative @ (own * open_quarters))
        np.round(np.maximum(stock.size, 50.0), -1, out=stock.size)
        largest = np.array([stock.size[stock.serves[:, s]].max() for s in range(len(STAGES))])
        limit = np.maximum(np.floor(LARGEST_SHARE * largest), 20.0)
        if (wishes.area <= limit).all() and abs(_load(stock, wishes, horizon) / load - 1) < 0.01:
            return
        np.minimum(wishes.area, limit, out=wishes.area)


def _load(stock: Stock, wishes: Pipeline, horizon: int) -> float:
    return float(wishes.demand(horizon).sum() / (stock.size @ (horizon - stock.opens)))


def _seat(rng: np.random.Generator, stock: Stock, wishes: Pipeline) -> None:
    """Give each sitting project a home that is open and has the room; else it arrives at once."""
    free = np.where(stock.opens == 0, stock.size, 0.0)
    for p in np.flatnonzero(wishes.sitting):
        stage = wishes.first[p]
        area = wishes.area[p, stage]
        homes = np.flatnonzero(stock.serves[:, stage] & (free >= area))
        if len(homes):
            wishes.home[p] = rng.choice(homes)
            free[wishes.home[p]] -= area
    wishes.sitting = wishes.home >= 0


def _technical(rng: np.random.Generator, stock: Stock, wishes: Pipeline) -> tuple[Ints, Ints]:
    """Levels offered (carriers, 4) and needed (wished stays, 4); the fourth is the clean room."""
    stays = wished_stays(wishes)
    drawn = rng.random((len(stock.main), len(LEVELS))), rng.random((len(stays), len(LEVELS)))
    supply = np.column_stack(
        [_level(stock.main, drawn[0], 0.25), rng.random(len(stock.main)) < CLEAN_SUPPLY]
    )
    clean = rng.random(len(stays)) < np.array(CLEAN_NEED)[stays[:, 1]]
    could = stock.serves[:, stays[:, 1]].T
    could &= wishes.area[stays[:, 0], stays[:, 1]][:, None] <= stock.size
    low, high = -1.5, 1.5
    for _ in range(30):
        ease = (low + high) / 2
        needs = np.column_stack([_level(stays[:, 1], drawn[1], -ease), clean])
        share = (could & _met(supply, needs)).mean()
        low, high = (ease, high) if share < ELIGIBLE else (low, ease)
    hopeless = ~(could & _met(supply, needs)).any(axis=1)
    needs[hopeless] = 0
    return supply, needs


def _level(stage: Ints, drawn: Floats, shift: float) -> Ints:
    """Level 0-3: later stages offer and need more."""
    latent = stage[:, None] / len(STAGES) + drawn + shift
    levels: Ints = np.clip(np.floor(2.0 * latent), 0, 3).astype(np.int64)
    return levels


def _met(supply: Ints, needs: Ints) -> Bools:
    """Whether each carrier offers what each stay needs; shape (stays, carriers)."""
    met = np.ones((len(needs), len(supply)), bool)
    for attribute in range(supply.shape[1]):
        met &= needs[:, attribute][:, None] <= supply[:, attribute]
    return met
