"""Policy rows of a development plan: limits per year, targets, vacancy."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.carrier import Carrier
from optimizer.domain.investment import spending
from optimizer.domain.outlook import Candidate
from optimizer.domain.wishes import Policy
from optimizer.domain.words import STAGE_NUMBER
from optimizer.rules.block import Block, Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.units import YUAN_PER_10K

Terms = tuple[Ints, Floats]
"""Columns and their coefficients in one row."""


def capital_per_year(ground: Ground) -> list[Block]:
    r"""What is spent in a year stays within the capital limit.

    .. math:: \sum_{iy} \kappa_{iyt}\, x_{iy} + \sum_{c} \pi_c\, h_{ct} \le K_t

    with :math:`\kappa` land and fixed cost in the year of the start and works spread evenly
    over the lead time, 10 000 yuan; enclaves are paid for too. Workbook: candidates.cost_per_m2,
    land_cost_10k, fixed_cost_10k, lead_months; conversions.cost_per_m2; policy.
    """
    paid = spending_by_year(ground)
    conversions = ground.case.outlook.conversions
    price = np.array([c.cost_per_m2 / YUAN_PER_10K for c in conversions]).reshape(-1)

    def terms(policy: Policy, year: int) -> Terms:
        own = _in_campus(ground, policy)[ground.start["candidate"]]
        starts = np.flatnonzero((paid[:, year] > 0) & own)
        convert = ground.convert
        names, campus = ground.case.outlook.campuses, policy.scope.campus
        places = [ground.case.carriers[c.carrier].campus for c in conversions]
        inside = np.array([campus is None or place == names[campus] for place in places], bool)
        begun = np.flatnonzero(convert["year"] == year)
        begun = begun[inside[convert["conversion"][begun]]]
        return (
            np.concatenate([starts, convert.columns[begun]]),
            np.concatenate([paid[starts, year], price[convert["conversion"][begun]]]),
        )

    return list(_yearly(ground, "capital_10k_per_year_max", terms))


def spending_by_year(ground: Ground) -> Floats:
    """What every start costs in each year, 10 000 yuan; shape (starts, years)."""
    start, years = ground.start, ground.years
    paid = np.zeros((len(start), len(years)))
    for n, i in enumerate(start["candidate"].tolist()):
        quarterly = spending(ground.candidates[i], int(start["starts"][n]), years.quarters)
        paid[n] = np.bincount(years.of_quarter, quarterly, len(years))
    return paid


def starts_per_year(ground: Ground) -> list[Block]:
    r"""Gross area that begins in a year in the city stays within the construction limit.

    .. math:: \sum_i G_i\, x_{it} \le S_t

    Workbook: candidates.gross_area_m2; policy.
    """

    def terms(policy: Policy, year: int) -> Terms:
        own = (_in_campus(ground, policy) & ~ground.is_enclave)[ground.start["candidate"]]
        starts = np.flatnonzero((ground.start["year"] == year) & own)
        return starts, ground.gross[ground.start["candidate"][starts]]

    return list(_yearly(ground, "starts_m2_per_year_max", terms))


def new_area(ground: Ground) -> list[Block]:
    r"""New gross area opened in the city by the end of the row's time reaches the target.

    .. math:: \sum_{iy:\, opens \le T} G_i\, x_{iy} \ge N

    A stage or industry in the scope counts what is laid out for it, at gross area. Workbook:
    candidates.gross_area_m2, lead_months; policy (``to`` is the last day).
    """
    return list(_targets(ground, "new_area_min", lambda policy: 0.0))


def total_area(ground: Ground) -> list[Block]:
    r"""Existing and new gross area in the city reaches the target.

    .. math:: \sum_{iy:\, opens \le T} G_i\, x_{iy} \ge A - \sum_k G_k

    with k the existing carriers in use at that time. Workbook: carriers.gross_area_m2;
    candidates.gross_area_m2; policy.
    """

    def existing(policy: Policy) -> float:
        return existing_gross(ground, policy)

    return list(_targets(ground, "total_area_min", existing))


def existing_gross(ground: Ground, policy: Policy) -> float:
    """Gross area of existing city carriers in use when a policy row ends, m²."""
    last = deadline(ground, policy)
    names, scope = ground.case.outlook.campuses, policy.scope
    share = ground.case.settings.default_efficiency
    return sum(
        gross_of(carrier, share)
        for carrier in ground.case.carriers
        if not carrier.is_enclave
        and carrier.opens <= last <= carrier.closes
        and (scope.campus is None or names[scope.campus] == carrier.campus)
    )


def gross_of(carrier: Carrier, efficiency: float) -> float:
    """Gross area of a carrier; where blank, lettable area / efficiency."""
    gross = carrier.gross_area_m2
    return gross if gross == gross else carrier.lettable_area_m2 / efficiency


def industry_area(ground: Ground) -> list[Block]:
    r"""New gross area laid out for an industry reaches its minimum.

    .. math:: \sum_{iys:\, opens \le T} w_{iysj} / \eta_i \ge N_j

    with :math:`\eta` the efficiency. A row without an industry in its scope asks it of every
    industry of the list. Workbook: candidates.efficiency, industries; policy.
    """
    return list(_targets(ground, "industry_area_min", lambda policy: 0.0))


def enclaves(ground: Ground) -> list[Block]:
    r"""New enclaves in use by the end of the row's time reach the target.

    .. math:: \sum_{iy:\, opens \le T} x_{iy} \ge E
              \quad (i \text{ the first phase of an enclave site})

    Existing enclaves are not counted: the plan's figure is of new ones (新建). Workbook:
    candidates.enclave; policy.
    """
    blocks = []
    start = ground.start
    first = np.array([c.is_enclave and c.order == 0 for c in ground.candidates], bool)
    for number, policy in _rows_of(ground, "enclaves_min"):
        last = deadline(ground, policy)
        mine = np.flatnonzero(first[start["candidate"]] & (start["opens"] <= last))
        blocks.append(_row(number, policy, [(-1, mine, np.ones(len(mine)), policy.limit)], ">="))
    return blocks


def vacancy(ground: Ground) -> list[Block]:
    r"""Vacant area in the city stays within its share of the area in use, every year.

    .. math:: F_t + \sum \rho w - \sum v \le \nu\, (F_t + S_t + \sum \rho w)

    with F free and S sitting area of existing carriers, m²; what is being converted is idle too.
    Workbook: policy; carriers; settings.absorption_quarters.
    """
    free, sitting = ground.existing, ground.years.mean(ground.demand.sitting_m2)

    def terms(policy: Policy, year: int) -> Terms:
        new, old = _in_campus(ground, policy) & ~ground.is_enclave, _old(ground, policy)
        inside = np.concatenate([new, old])
        serve, allot = ground.serve, ground.allot
        served = np.flatnonzero((serve["year"] == year) & inside[serve["place"]])
        share = ground.absorbed[allot["start"], year]
        laid = np.flatnonzero((share > 0) & new[ground.start["candidate"][allot["start"]]])
        return (
            np.concatenate([allot.columns[laid], serve.columns[served]]),
            np.concatenate([share[laid] * (1 - policy.limit), -np.ones(len(served))]),
        )

    def limit(policy: Policy, year: int) -> float:
        old = _old(ground, policy)
        all_area = float((free[old, year] + sitting[old, year]).sum())
        return policy.limit * all_area - float(free[old, year].sum())

    return list(_yearly(ground, "vacancy_max", terms, limit))


def deadline(ground: Ground, policy: Policy) -> int:
    """Last quarter in which a target's area may open: its ``to``, or the plan's end."""
    return min(policy.end, ground.years.quarters - 1)


def _old(ground: Ground, policy: Policy) -> NDArray[np.bool_]:
    names, campus = ground.case.outlook.campuses, policy.scope.campus
    return np.array(
        [
            not c.is_enclave and (campus is None or c.campus == names[campus])
            for c in ground.case.carriers
        ],
        bool,
    )


def _in_campus(ground: Ground, policy: Policy) -> NDArray[np.bool_]:
    names, campus = ground.case.outlook.campuses, policy.scope.campus

    def inside(candidate: Candidate) -> bool:
        return campus is None or candidate.campus == names[campus]

    return np.array([inside(c) for c in ground.candidates], bool)


def _rows_of(ground: Ground, rule: str) -> Iterator[tuple[int, Policy]]:
    for number, policy in enumerate(ground.case.outlook.policies):
        if policy.rule == rule and policy.strength != "watch":
            yield number, policy


def _yearly(
    ground: Ground,
    rule: str,
    terms: Callable[[Policy, int], Terms],
    limit: Callable[[Policy, int], float] = lambda policy, year: policy.limit,
) -> Iterator[Block]:
    """One row per year in which a policy row holds."""
    years = ground.years
    for number, policy in _rows_of(ground, rule):
        rows = []
        for y in range(len(years)):
            quarters = np.flatnonzero(years.of_quarter == y)
            if quarters[0] <= policy.end and quarters[-1] >= policy.start:
                rows.append((y, *terms(policy, y), limit(policy, y)))
        yield _row(number, policy, rows, "<=")


def _targets(ground: Ground, rule: str, have: Callable[[Policy], float]) -> Iterator[Block]:
    for number, policy in _rows_of(ground, rule):
        wanted = [policy.scope.industry]
        if rule == "industry_area_min" and policy.scope.industry is None:
            wanted = [each.id for each in ground.case.industries]
        rows = []
        for industry in wanted:
            columns, factors = _opened(ground, policy, industry)
            subject = -1 if industry is None else ground.demand.industries.index(industry)
            rows.append((subject, columns, factors, policy.limit - have(policy)))
        yield _row(number, policy, rows, ">=")


def _opened(ground: Ground, policy: Policy, industry: str | None) -> Terms:
    """Gross area opened in time: whole candidates, or what is laid out for the scope."""
    start, allot, stage = ground.start, ground.allot, policy.scope.stage
    inside = _in_campus(ground, policy) & ~ground.is_enclave
    in_time = inside[start["candidate"]] & (start["opens"] <= deadline(ground, policy))
    if stage is None and industry is None:
        mine = np.flatnonzero(in_time)
        return mine, ground.gross[start["candidate"][mine]]
    meant = in_time[allot["start"]]
    if stage is not None:
        meant &= allot["stage"] == STAGE_NUMBER[stage]
    if industry is not None:
        meant &= allot["industry"] == ground.demand.industries.index(industry)
    mine = np.flatnonzero(meant)
    i = start["candidate"][allot["start"][mine]]
    return allot.columns[mine], ground.gross[i] / ground.lettable[i]


def _row(
    number: int, policy: Policy, rows: list[tuple[int, Ints, Floats, float]], sense: str
) -> Block:
    """Rows of one policy row; `subject` is the year, the industry or -1."""
    columns = [each[1] for each in rows] or [np.zeros(0, np.int64)]
    factors = [each[2] for each in rows] or [np.zeros(0)]
    return Block(
        policy.rule,
        {
            "policy": np.full(len(rows), number),
            "subject": np.array([each[0] for each in rows], np.int64).reshape(-1),
        },
        np.repeat(np.arange(len(columns)), [len(c) for c in columns]),
        np.concatenate(columns).astype(np.int64),
        np.concatenate(factors),
        sense,  # type: ignore[arg-type]
        np.array([each[3] for each in rows], np.float64).reshape(-1),
        strength="soft" if policy.strength == "soft" else "hard",
        weight=policy.weight,
    )
