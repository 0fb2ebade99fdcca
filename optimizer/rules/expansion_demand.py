"""Rules of a development plan about demand: who is served, comes home, and at how many places."""

import numpy as np

from optimizer.domain.cohorts import flow_of, home_arrivals, simulate
from optimizer.domain.words import STAGES
from optimizer.rules.block import Block, Floats, Ints, grouped
from optimizer.rules.ground import Ground


def demand_served(ground: Ground) -> list[Block]:
    r"""What blocks ask for in a year is served somewhere or unmet; home-comers need not be.

    One row for the blocks B that share columns: one stage and industry, the same places.

    .. math:: \sum_p v_{Bpt} + \sum_{b \in B} u_{bt} - \sum_{h \in B} g_{ht}
              = \sum_{b \in B} D_{bt}, \qquad g_{ht} \le \sum_{i,y,s,j} R_{iysjht}\, w_{iysj}

    with g the home-comers that found a place and R the area that one m² of an enclave, opened so,
    sends home to block h: graduates pushed through the stage chain after their lag.
    Workbook: forecast, flow, projects, stays.
    """
    served, unmet, home, labels = rows_of_blocks(ground)
    leader, year = np.divmod(labels, len(ground.years))
    limit = np.zeros(len(labels))
    np.add.at(limit, unmet, ground.unmet_at_most)
    ones = np.ones(len(served) + len(unmet))
    all_served = Block(
        "demand_served",
        {"block": leader, "year": year},
        np.concatenate([served, unmet, home]),
        np.concatenate([ground.serve.columns, ground.unmet.columns, ground.home.columns]),
        np.concatenate([ones, -np.ones(len(home))]),
        "==",
        limit,
    )
    return [all_served, _home_sent(ground)]


def rows_of_blocks(ground: Ground) -> tuple[Ints, Ints, Ints, Ints]:
    """Row of every served, unmet and home column, and the label of every row.

    A row is of a leading block and a year; its label is block x years + year.
    """
    years = len(ground.years)
    families = ground.serve, ground.unmet, ground.home
    own = [ground.block_leader[each["block"]] * years + each["year"] for each in families]
    labels, row = grouped(np.concatenate(own))
    served, unmet, home = np.split(row, np.cumsum([len(each) for each in own])[:-1])
    return served, unmet, home, labels


def _home_sent(ground: Ground) -> Block:
    """No more come home than enclaves send."""
    home, years = ground.home, len(ground.years)
    labels = home["block"] * years + home["year"]
    source, block, year, factor = home_area(ground)
    own = block * years + year
    at = np.minimum(np.searchsorted(labels, own), max(len(labels) - 1, 0))
    used = (labels[at] == own) if len(labels) else np.zeros(len(own), bool)
    return Block(
        "demand_served",
        {"block": home["block"], "year": home["year"]},
        np.concatenate([np.arange(len(home)), at[used]]),
        np.concatenate([home.columns, ground.allot.columns[source[used]]]),
        np.concatenate([np.ones(len(home)), -factor[used]]),
        "<=",
        np.zeros(len(home)),
    )


def home_area(ground: Ground) -> tuple[Ints, Ints, Ints, Floats]:
    """Allot column (as a position), home block, year and m² in use at home per m² laid out."""
    flows, settings = ground.case.outlook.flows, ground.case.settings
    names = ground.demand.industries
    number = {
        (int(ground.stage_of_block[b]), int(ground.industry_of_block[b])): b
        for b in np.flatnonzero(ground.is_home).tolist()
    }
    start = ground.start
    mine = np.flatnonzero(ground.is_enclave[start["candidate"][ground.allot["start"]]])
    found: list[tuple[int, int, int]] = []
    factors: list[float] = []
    sent: dict[tuple[int, int, int], Floats] = {}
    for a in mine.tolist():
        n, s = int(ground.allot["start"][a]), int(ground.allot["stage"][a])
        j = int(ground.allot["industry"][a])
        key = int(start["opens"][n]), s, j
        if key not in sent:
            flow = flow_of(flows, settings, STAGES[s], names[j])
            arrivals = home_arrivals(ground.ramp[n], flow, STAGES[s])
            sent[key] = ground.years.mean(simulate(arrivals, flows, settings, names[j]).in_use)
        in_use = sent[key]
        for stage, year in zip(*np.nonzero(in_use > 0), strict=True):
            if (int(stage), j) in number:
                found.append((a, number[int(stage), j], int(year)))
                factors.append(float(in_use[stage, year]))
    table = np.array(found, np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2], np.array(factors)


def must_serve(ground: Ground) -> list[Block]:
    r"""With ``must_place`` nothing is left unmet.

    .. math:: u_{bt} \le 0

    Workbook: settings.must_place.
    """
    unmet = ground.unmet
    if not ground.case.settings.must_place:
        return []
    keys = {"block": unmet["block"], "year": unmet["year"]}
    rows = np.arange(len(unmet))
    return [
        Block("must_serve", keys, rows, unmet.columns, np.ones(len(unmet)), "<=",
              np.zeros(len(unmet)))
    ]  # fmt: skip


def one_site(ground: Ground) -> list[Block]:
    r"""With ``one_site_per_project`` a block of the pipeline is served at one place at most.

    .. math:: v_{bpt} \le D_{bt} z_{bp}, \qquad \sum_p z_{bp} \le 1, \qquad z \in \{0, 1\}

    Workbook: settings.one_site_per_project.
    """
    choice, serve = ground.choice, ground.serve
    if not len(choice):
        return []
    places = len(ground.demand.place_ids)
    own = choice["block"] * places + choice["place"]
    label = serve["block"] * places + serve["place"]
    at = np.minimum(np.searchsorted(own, label), len(own) - 1)
    mine = np.flatnonzero(own[at] == label)
    rows = np.arange(len(mine))
    within = Block(
        "one_site",
        {"block": serve["block"][mine], "place": serve["place"][mine], "year": serve["year"][mine]},
        np.concatenate([rows, rows]),
        np.concatenate([serve.columns[mine], choice.columns[at[mine]]]),
        np.concatenate([np.ones(len(mine)), -ground.serve_at_most[mine]]),
        "<=",
        np.zeros(len(mine)),
    )
    block, row = grouped(choice["block"])
    keys = {"block": block, "place": np.full(len(block), -1), "year": np.full(len(block), -1)}
    once = Block("one_site", keys, row, choice.columns, np.ones(len(choice)), "<=",
                 np.ones(len(block)))  # fmt: skip
    return [within, once]
