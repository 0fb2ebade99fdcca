"""Rules of a development plan about space: what is built, laid out, held and converted."""

import numpy as np

from optimizer.domain.words import STAGE_NUMBER, STAGES
from optimizer.rules.block import Block, Floats, Ints, grouped
from optimizer.rules.ground import Ground


def build_once(ground: Ground) -> list[Block]:
    r"""A candidate is built once at most; exactly once where it must be.

    .. math:: \sum_y x_{iy} \le 1, \qquad \sum_y x_{iy} = 1 \quad \forall i \text{ must build}

    Workbook: candidates.site, phase, must_build.
    """
    must = np.array([c.must_build for c in ground.candidates], bool)
    blocks = []
    for asked, sense in ((False, "<="), (True, "==")):
        mine = np.flatnonzero(must[ground.start["candidate"]] == asked)
        candidate, row = grouped(ground.start["candidate"][mine])
        if asked:
            candidate = np.flatnonzero(must)
            row = np.searchsorted(candidate, ground.start["candidate"][mine])
        ones = np.ones(len(mine))
        keys = {"candidate": candidate}
        blocks.append(
            Block("build_once", keys, row, mine, ones, sense, np.ones(len(candidate)))  # type: ignore[arg-type]
        )
    return blocks


def phase_order(ground: Ground) -> list[Block]:
    r"""A phase starts no earlier than the phase before it.

    .. math:: \sum_{y' \le y} x_{i'y'} \le \sum_{y' \le y} x_{iy'}
              \qquad \forall y,\; i' \text{ the phase after } i

    Workbook: candidates.site, phase (in the order of the sheet).
    """
    by_phase = {(c.site, c.order): i for i, c in enumerate(ground.candidates)}
    after = [(i, by_phase.get((c.site, c.order + 1))) for i, c in enumerate(ground.candidates)]
    pairs = [(i, j) for i, j in after if j is not None]
    rows: list[int] = []
    columns: list[int] = []
    factors: list[float] = []
    keys: list[tuple[int, int]] = []
    for i, j in pairs:
        for y in range(len(ground.years)):
            upto = ground.start["year"] <= y
            later = np.flatnonzero((ground.start["candidate"] == j) & upto)
            if not len(later):
                continue
            earlier = np.flatnonzero((ground.start["candidate"] == i) & upto)
            rows += [len(keys)] * (len(later) + len(earlier))
            columns += [*later.tolist(), *earlier.tolist()]
            factors += [1.0] * len(later) + [-1.0] * len(earlier)
            keys.append((j, y))
    table = np.array(keys, np.int64).reshape(-1, 2)
    named = {"candidate": table[:, 0], "year": table[:, 1]}
    return [
        Block("phase_order", named, np.array(rows, np.int64), np.array(columns, np.int64),
              np.array(factors), "<=", np.zeros(len(table)))
    ]  # fmt: skip


def laid_out(ground: Ground) -> list[Block]:
    r"""The whole lettable area of an opened candidate is laid out for stages and industries.

    .. math:: \sum_{s,j} w_{iysj} = L_i\, x_{iy}

    with L the gross area x efficiency, m². Workbook: candidates.gross_area_m2, efficiency,
    stages, industries.
    """
    allot, start = ground.allot, ground.start
    row = np.concatenate([allot["start"], np.arange(len(start))])
    column = np.concatenate([allot.columns, start.columns])
    factor = np.concatenate([np.ones(len(allot)), -ground.lettable[start["candidate"]]])
    keys = {"candidate": start["candidate"], "year": start["year"]}
    return [Block("laid_out", keys, row, column, factor, "==", np.zeros(len(start)))]


def stage_shares(ground: Ground) -> list[Block]:
    r"""A stage's share of an opened candidate lies within its limits.

    .. math:: m_{is} L_i\, x_{iy} \le \sum_j w_{iysj} \le M_{is} L_i\, x_{iy}

    Workbook: candidates.min_share_<stage>, max_share_<stage>.
    """
    return [_shares(ground, "<="), _shares(ground, ">=")]


def _shares(ground: Ground, sense: str) -> Block:
    allot, start = ground.allot, ground.start
    share = np.full((len(ground.candidates), len(STAGES)), np.nan)
    for number_of, each in enumerate(ground.candidates):
        given = each.max_share if sense == "<=" else each.min_share
        idle = 1.0 if sense == "<=" else 0.0
        for stage, value in given.items():
            share[number_of, STAGE_NUMBER[stage]] = value if value != idle else np.nan
    n, s = np.nonzero(~np.isnan(share[start["candidate"]]))
    number = np.full((len(start), len(STAGES)), -1, np.int64)
    number[n, s] = np.arange(len(n))
    row = number[allot["start"], allot["stage"]]
    mine = row >= 0
    candidate = start["candidate"][n]
    area = ground.lettable[candidate]
    return Block(
        "stage_shares",
        {"candidate": candidate, "year": start["year"][n], "stage": s},
        np.concatenate([row[mine], np.arange(len(n))]),
        np.concatenate([allot.columns[mine], n]),
        np.concatenate([np.ones(int(mine.sum())), -share[candidate, s] * area]),
        sense,  # type: ignore[arg-type]
        np.zeros(len(n)),
    )  # fmt: skip


def new_space(ground: Ground) -> list[Block]:
    r"""New space serves from its opening on, and fills over the absorption time.

    One row for the places that stand in for one another.

    .. math:: \sum_{b \in (s,j)} v_{bit} \le \sum_y \rho_{iyt}\, w_{iysj}

    with :math:`\rho` the mean over year t of min(1, (q - opens + 1) / absorption quarters),
    0 before the opening (start + lead time). Workbook: candidates.lead_months,
    earliest_start; settings.absorption_quarters.
    """
    serve, allot = ground.serve, ground.allot
    new = np.flatnonzero(serve["place"] < len(ground.candidates))
    block = serve["block"][new]
    key = _space_key(
        ground, serve["place"][new], ground.stage_of_block[block],
        ground.industry_of_block[block], serve["year"][new],
    )  # fmt: skip
    labels, row = grouped(key)
    n, year = np.nonzero(ground.absorbed[allot["start"]] > 0)
    own = _space_key(
        ground, ground.leader[ground.start["candidate"][allot["start"][n]]], allot["stage"][n],
        allot["industry"][n], year,
    )  # fmt: skip
    at = np.minimum(np.searchsorted(labels, own), max(len(labels) - 1, 0))
    used = (labels[at] == own) if len(labels) else np.zeros(len(own), bool)
    share = ground.absorbed[allot["start"][n], year]
    return [
        Block(
            "new_space",
            _space_keys(ground, labels),
            np.concatenate([row, at[used]]),
            np.concatenate([serve.columns[new], allot.columns[n[used]]]),
            np.concatenate([np.ones(len(new)), -share[used]]),
            "<=",
            np.zeros(len(labels)),
        )
    ]


def _space_key(ground: Ground, place: Ints, stage: Ints, industry: Ints, year: Ints) -> Ints:
    sizes = len(STAGES), len(ground.demand.industries), len(ground.years)
    return ((place * sizes[0] + stage) * sizes[1] + industry) * sizes[2] + year


def _space_keys(ground: Ground, labels: Ints) -> dict[str, Ints]:
    industries, years = len(ground.demand.industries), len(ground.years)
    rest, year = labels // years, labels % years
    rest, industry = rest // industries, rest % industries
    return {
        "candidate": rest // len(STAGES),
        "stage": rest % len(STAGES),
        "industry": industry,
        "year": year,
    }


def existing_space(ground: Ground) -> list[Block]:
    r"""An existing carrier holds no more than is free, less what is being or has been converted.

    .. math:: \sum_b v_{bkt} + \sum_{c \in k,\, y \le t} h_{cy} \le F_{kt}
              \quad (b \text{ in a stage of } k), \qquad
              \sum_{b \in s} v_{bkt} \le \sum_{c \in k \to s,\; y} \sigma_{cyt}\, h_{cy}

    where who is of a stage that k can only be converted to takes converted space, and all others
    (a pair may name any carrier) take k as it is; F is the free area (leases of sitting tenants
    run out) and :math:`\sigma` the share of year t after the conversion begun in year y is done.
    Workbook: carriers, projects (lease_end), rooms, conversions.
    """
    serve, convert = ground.serve, ground.convert
    candidates, years = len(ground.candidates), len(ground.years)
    old = np.flatnonzero(serve["place"] >= candidates)
    carrier = serve["place"][old] - candidates
    stage = ground.stage_of_block[serve["block"][old]]
    serves = np.zeros((len(ground.case.carriers), len(STAGES)), bool)
    for k, each in enumerate(ground.case.carriers):
        serves[k, [STAGE_NUMBER[name] for name in each.stages]] = True
    conversions = ground.case.outlook.conversions
    needed = np.zeros_like(serves)
    for conversion in conversions:
        needed[conversion.carrier, STAGE_NUMBER[conversion.to_stage]] = True
    own = (serves | ~needed)[carrier, stage]
    of = np.array([c.carrier for c in conversions], np.int64)
    spread_c, spread_y = np.nonzero(convert["year"][:, None] <= np.arange(years)[None, :])
    taken = of[convert["conversion"][spread_c]] * years + spread_y
    label = carrier[own] * years + serve["year"][old[own]]
    labels, row = grouped(np.concatenate([label, taken]))
    columns = np.concatenate([serve.columns[old[own]], convert.columns[spread_c]])
    at, year = labels // years, labels % years
    free = np.zeros_like(ground.existing)
    np.add.at(free, ground.leader[candidates:] - candidates, ground.existing)
    rows = Block("existing_space", {"carrier": at, "year": year, "stage": np.full(len(at), -1)},
                 row, columns, np.ones(len(columns)), "<=", free[at, year])  # fmt: skip
    return [rows, _converted_space(ground, old[~own], carrier[~own], stage[~own])]


def _converted_space(ground: Ground, served: Ints, carrier: Ints, stage: Ints) -> Block:
    convert, years = ground.convert, len(ground.years)
    conversions = ground.case.outlook.conversions
    label = (carrier * len(STAGES) + stage) * years + ground.serve["year"][served]
    labels, row = grouped(label)
    of = np.array([c.carrier for c in conversions], np.int64)
    to = np.array([STAGE_NUMBER[c.to_stage] for c in conversions], np.int64)
    done = conversion_done(ground)
    n, year = np.nonzero(done > 0)
    number = convert["conversion"][n]
    own = (of[number] * len(STAGES) + to[number]) * years + year if len(n) else year
    at = np.minimum(np.searchsorted(labels, own), max(len(labels) - 1, 0))
    used = (labels[at] == own) if len(labels) else np.zeros(len(own), bool)
    rest, when = labels // years, labels % years
    return Block(
        "existing_space",
        {"carrier": rest // len(STAGES), "year": when, "stage": rest % len(STAGES)},
        np.concatenate([row, at[used]]),
        np.concatenate([ground.serve.columns[served], convert.columns[n[used]]]),
        np.concatenate([np.ones(len(served)), -done[n[used], year[used]]]),
        "<=",
        np.zeros(len(labels)),
    )


def conversion_done(ground: Ground) -> Floats:
    """Share of each year after a conversion is done, shape (convert columns, years)."""
    length = np.array([c.quarters for c in ground.case.outlook.conversions], np.int64)
    begins = np.array([ground.years.first_quarter(y) for y in ground.years.labels], np.int64)
    number, year = ground.convert["conversion"], ground.convert["year"]
    ready = begins[year] + (length[number] if len(number) else 0)
    t = np.arange(ground.years.quarters)
    return ground.years.mean((t[None, :] >= ready[:, None]).astype(np.float64))


def conversion_share(ground: Ground) -> list[Block]:
    r"""No more of a carrier is converted than the stated share of its lettable area.

    .. math:: \sum_y h_{cy} \le \mu_c L_k

    Workbook: conversions.max_share.
    """
    rows = ground.case.outlook.conversions
    carriers = ground.case.carriers
    limit = np.array([c.max_share * carriers[c.carrier].lettable_area_m2 for c in rows])
    keys = {"conversion": np.arange(len(rows))}
    convert = ground.convert
    return [
        Block("conversion_share", keys, convert["conversion"], convert.columns,
              np.ones(len(convert)), "<=", limit.reshape(-1))
    ]  # fmt: skip
