"""Rules of a development plan about demand: who is served, comes home, and at how many places."""

import numpy as np

from optimizer.domain.cohorts import flow_of, home_arrivals, simulate
from optimizer.domain.words import STAGES
from optimizer.rules.block import Block, Floats, Ints, grouped
from optimizer.rules.ground import Ground


def demand_served(ground: Ground) -> list[Block]:
    r"""What a block asks for in a year is served somewhere or unmet; home-comers need not be.

    .. math:: \sum_p v_{bpt} + u_{bt} = D_{bt}, \qquad
              \sum_p v_{bpt} \le \sum_{i,y,s,j} R_{iysjbt}\, w_{iysj} \;\; (b \text{ home})

    with R the area that one m² of an enclave, opened so, sends home to the block: graduates
    pushed through the stage chain after their lag. Workbook: forecast, flow, projects, stays.
    """
    serve, unmet = ground.serve, ground.unmet
    years = len(ground.years)
    mine = ~ground.is_home[serve["block"]]
    asked = unmet["block"] * years + unmet["year"]
    label = serve["block"][mine] * years + serve["year"][mine]
    row = np.searchsorted(asked, label)
    columns = np.concatenate([serve.columns[mine], unmet.columns])
    rows = np.concatenate([row, np.arange(len(unmet))])
    keys = {"block": unmet["block"], "year": unmet["year"]}
    balance = Block(
        "demand_served", keys, rows, columns, np.ones(len(columns)), "==", ground.unmet_at_most
    )
    return [balance, _home_served(ground)]


def _home_served(ground: Ground) -> Block:
    serve, years = ground.serve, len(ground.years)
    home = np.flatnonzero(ground.is_home[serve["block"]])
    labels, row = grouped(serve["block"][home] * years + serve["year"][home])
    source, block, year, factor = home_area(ground)
    own = block * years + year
    at = np.minimum(np.searchsorted(labels, own), max(len(labels) - 1, 0))
    used = (labels[at] == own) if len(labels) else np.zeros(len(own), bool)
    return Block(
        "demand_served",
        {"block": labels // years, "year": labels % years},
        np.concatenate([row, at[used]]),
        np.concatenate([serve.columns[home], ground.allot.columns[source[used]]]),
        np.concatenate([np.ones(len(home)), -factor[used]]),
        "<=",
        np.zeros(len(labels)),
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
