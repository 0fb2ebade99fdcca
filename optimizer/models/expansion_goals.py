"""Goals of a development plan: what each costs per unit of every column, 10 000 yuan.

All money of later years is discounted to the first one: 1 / (1 + rate)^n.
"""

from dataclasses import dataclass, field

import numpy as np

from optimizer.domain.investment import charged, charged_conversion
from optimizer.domain.words import STAGES
from optimizer.rules.block import Block, Floats, dot, grouped
from optimizer.rules.expansion_demand import rows_of_blocks
from optimizer.rules.ground import Ground
from optimizer.units import YUAN_PER_10K


@dataclass(frozen=True)
class CostTerm:
    """One goal: cost per unit of each column, and what no decision changes.

    Attributes
    ----------
    name : str
        One of `optimizer.domain.words.PLAN_GOALS`.
    costs : ndarray of float, shape (columns,)
        10 000 yuan, discounted.
    constant : float
        10 000 yuan, whatever is decided.
    blocks : tuple of Block
        Rows that define a column of the goal.
    """

    name: str
    costs: Floats
    constant: float = 0.0
    blocks: tuple[Block, ...] = field(default=())


def cost_terms(ground: Ground) -> tuple[CostTerm, ...]:
    """Every goal but soft policy rows, which cost by their own excess."""
    return (
        investment(ground), service(ground), unmet(ground), homecoming(ground), vacancy(ground),
        balance(ground),
    )  # fmt: skip


def money_of_year(ground: Ground) -> Floats:
    """Discount x share of the year in the plan, shape (years,)."""
    return ground.years.discount(ground.case.settings.discount_rate) * ground.years.weight


def investment(ground: Ground) -> CostTerm:
    r"""What the plan is charged for building and converting.

    .. math:: \sum_{iy} x_{iy} \sum_t \delta_t c_{iyt} + \sum_{cy} h_{cy} \sum_t \delta_t q_{cyt}

    with c and q by `settings.investment_method` (see `optimizer.domain.investment`).
    """
    costs, start = np.zeros(ground.columns), ground.start
    settings, years = ground.case.settings, ground.years
    discount = years.discount(settings.discount_rate)
    for n, i in enumerate(start["candidate"].tolist()):
        begins, opens = int(start["starts"][n]), int(start["opens"][n])
        costs[n] = dot(charged(ground.candidates[i], begins, opens, years, settings), discount)
    convert = ground.convert
    for column, number, year in zip(
        convert.columns.tolist(), convert["conversion"].tolist(), convert["year"].tolist(),
        strict=True,
    ):  # fmt: skip
        row = ground.case.outlook.conversions[number]
        done = years.first_quarter(years.labels[year]) + row.quarters
        price = row.cost_per_m2 / YUAN_PER_10K
        costs[column] = dot(charged_conversion(price, year, done, years, settings), discount)
    return CostTerm("investment", costs)


def service(ground: Ground) -> CostTerm:
    r"""Cost of serving a block at a place, by the share of its area-years served there.

    .. math:: \sum_{bpt} \delta_t\, \frac{\omega_t v_{bpt}}{\sum_t \omega_t D_{bt}}\, k_{bp}

    with k from pairs.cost_10k and :math:`\omega` the share of year t in the plan.
    """
    costs, serve = np.zeros(ground.columns), ground.serve
    area = dot(ground.demand.area_by_year, ground.years.weight)
    weight = money_of_year(ground)
    for b, block in enumerate(ground.demand.blocks):
        if block.cost_10k:
            mine = np.flatnonzero(serve["block"] == b)
            price = np.zeros(len(ground.demand.place_ids))
            price[list(block.cost_10k)] = list(block.cost_10k.values())
            per_m2 = price[serve["place"][mine]] / area[b]
            costs[serve.columns[mine]] = per_m2 * weight[serve["year"][mine]]
    return CostTerm("service", costs)


def price_of_unmet(ground: Ground) -> Floats:
    """What a m² of each block unmet in each year costs, 10 000 yuan; shape (blocks, years)."""
    factor = np.array([block.factor for block in ground.demand.blocks], np.float64)
    per_year = ground.case.settings.unmet_cost_per_m2_year / YUAN_PER_10K
    return factor[:, None] * per_year * money_of_year(ground)[None, :]


def unmet(ground: Ground) -> CostTerm:
    r"""Price of unmet area.

    .. math:: \sum_{bt} \delta_t \omega_t\, \phi_b\, P\, u_{bt}

    with :math:`\phi` priority / default priority x stage weight x industry weight.
    """
    costs, own = np.zeros(ground.columns), ground.unmet
    costs[own.columns] = price_of_unmet(ground)[own["block"], own["year"]]
    return CostTerm("unmet", costs)


def homecoming(ground: Ground) -> CostTerm:
    r"""Graduates of enclaves that find space at home: worth a share of the price of unmet area.

    .. math:: -\sum_{bt,\; b\ \text{home}} \delta_t \omega_t\, \phi_b\, H P\, g_{bt}, \qquad
              \sum_{b \in B,\; b\ \text{home}} g_{bt} \le \sum_p v_{Bpt} \quad \forall B, t

    with g the area that found space, B the blocks that share columns, and H
    `settings.homecoming_weight`. They come only because an enclave opened: a city without space
    for them is no worse off than without the enclave, and better off with space.
    """
    costs, home = np.zeros(ground.columns), ground.home
    price = price_of_unmet(ground)[home["block"], home["year"]]
    costs[home.columns] = -ground.case.settings.homecoming_weight * price
    return CostTerm("homecoming", costs, blocks=(_home_placed(ground),))


def _home_placed(ground: Ground) -> Block:
    """No more home-comers found space than is given to those that share columns with them."""
    served, _, home, _ = rows_of_blocks(ground)
    rows, first, row = np.unique(home, return_index=True, return_inverse=True)
    given = np.flatnonzero(np.isin(served, rows))
    return Block(
        "home_placed",
        {key: ground.home[key][first] for key in ("block", "year")},
        np.concatenate([row.reshape(-1), np.searchsorted(rows, served[given])]),
        np.concatenate([ground.home.columns, ground.serve.columns[given]]),
        np.concatenate([np.ones(len(home)), -np.ones(len(given))]),
        "<=",
        np.zeros(len(rows)),
    )


def vacancy(ground: Ground) -> CostTerm:
    r"""Price of vacant area in the city, existing and new (absorbed) alike.

    .. math:: \sum_t \delta_t \omega_t V \Big( F_t + \sum \rho w - \sum v \Big)

    with F the free existing space; what is being converted is idle too, or converting would pay
    for itself.
    """
    costs, serve, allot = np.zeros(ground.columns), ground.serve, ground.allot
    price = ground.case.settings.vacancy_cost_per_m2_year / YUAN_PER_10K * money_of_year(ground)
    enclave = np.array([c.is_enclave for c in ground.case.carriers], bool)
    outside = np.concatenate([ground.is_enclave, enclave])
    inside = np.flatnonzero(~outside[serve["place"]])
    costs[serve.columns[inside]] = -price[serve["year"][inside]]
    city = np.flatnonzero(~ground.is_enclave[ground.start["candidate"][allot["start"]]])
    costs[allot.columns[city]] = dot(ground.absorbed[allot["start"][city]], price)
    return CostTerm("vacancy", costs, float(dot(ground.existing[~enclave], price).sum()))


def balance(ground: Ground) -> CostTerm:
    r"""Price of the worst stage: its unmet share, every year (毕业无处去).

    .. math:: \sum_t \delta_t \omega_t B\, \beta_t, \qquad
              \sum_{b \in s} u_{bt} \le \beta_t \sum_{b \in s} D_{bt} \quad \forall s, t
    """
    costs, own = np.zeros(ground.columns), ground.balance
    costs[own.columns] = ground.case.settings.balance_cost_10k * money_of_year(ground)
    unmet_of, years = ground.unmet, len(ground.years)
    label = ground.stage_of_block[unmet_of["block"]] * years + unmet_of["year"]
    labels, row = grouped(label)
    asked = np.bincount(row, ground.unmet_at_most, len(labels))
    rows = Block(
        "stage_balance",
        {"stage": labels // years, "year": labels % years},
        np.concatenate([row, np.arange(len(labels))]),
        np.concatenate([unmet_of.columns, own.columns[labels % years]]),
        np.concatenate([np.ones(len(unmet_of)), -asked]),
        "<=",
        np.zeros(len(labels)),
    )
    assert len(STAGES) * years >= len(labels)
    return CostTerm("balance", costs, blocks=(rows,))
