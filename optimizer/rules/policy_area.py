"""Policy rows about area and money: industry shares, firms, relief budget, moves."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.wishes import Policy
from optimizer.domain.words import STAGE_NUMBER, STAGES
from optimizer.quarters import first_day
from optimizer.rules.block import Block, Floats, Ints, Sense, grouped
from optimizer.rules.board import Board


def policies_of(board: Board, rule: str) -> Iterator[tuple[int, Policy]]:
    """Rows of the policy sheet that a rule enforces: hard and soft ones, not watched ones."""
    for number, policy in enumerate(board.case.policies):
        if policy.rule == rule and policy.strength != "watch":
            yield number, policy


def in_scope(board: Board, policy: Policy, stages: tuple[str, ...] = STAGES) -> NDArray[np.bool_]:
    """Entries of the presence that a policy row speaks of."""
    case, seen, scope = board.case, board.presence, policy.scope
    inside: NDArray[np.bool_] = (seen.quarter >= policy.start) & (seen.quarter <= policy.end)
    if scope.campus is not None:
        inside &= case.carrier_campus[seen.carrier] == scope.campus
    if scope.carrier is not None:
        inside &= seen.carrier == scope.carrier
    if scope.industry is not None:
        industry = np.array([name == scope.industry for name in board.industry_names], bool)
        inside &= industry[board.industry[seen.option]]
    asked = (scope.stage,) if scope.stage is not None else stages
    numbers = [STAGE_NUMBER[stage] for stage in STAGES if stage in asked]
    return inside & np.isin(board.stage[seen.option], numbers)


def policy_block(
    board: Board,
    number: int,
    keys: dict[str, Ints],
    row: Ints,
    column: Ints,
    coefficient: Floats,
    sense: Sense,
    limit: Floats,
) -> Block:
    """A block for one row of the policy sheet, with its strength, weight and hold."""
    policy = board.case.policies[number]
    return Block(
        policy.rule,
        {"policy": np.full(len(limit), number, np.int64), **keys},
        row,
        column,
        coefficient,
        sense,
        limit,
        strength="soft" if policy.strength == "soft" else "hard",
        weight=policy.weight,
        held=True,
    )


def base_m2(board: Board, policy: Policy) -> Floats:
    """Lettable m² a share is of, per campus and quarter; of one carrier if the scope says so."""
    case = board.case
    base = np.zeros((len(case.campuses), case.quarters))
    chosen = np.arange(len(case.carriers))
    if policy.scope.carrier is not None:
        chosen = chosen[chosen == policy.scope.carrier]
    np.add.at(base, case.carrier_campus[chosen], case.lettable_m2[chosen])
    return base


def area_share(board: Board, entry: Ints, base: Floats) -> Floats:
    """Area of presence entries as a share of a base; what has no base counts whole."""
    area = board.options.area_m2[board.presence.option[entry]]
    return np.asarray(area / np.where(base > 0, base, 1.0))


def industry_share_max(board: Board) -> list[Block]:
    r"""An industry takes at most a share of a campus's open lettable area, every quarter.

    .. math:: \sum_{o \in O_i \cap g,\; f_o \le t < e_o} \frac{a_o}{A_{gt}} x_o \le \sigma
              \qquad \forall g, i, t

    ======  ==========================================  =====  ============================
    symbol  meaning                                     unit   workbook
    ======  ==========================================  =====  ============================
    a_o     area of the option                          m²     projects, stays
    σ       limit                                       share  policy.limit
    A_gt    lettable area of the campus that is open    m²     carriers
    ======  ==========================================  =====  ============================
    """
    return [_industry_share(board, n, "<=") for n, _ in policies_of(board, "industry_share_max")]


def industry_share_min(board: Board) -> list[Block]:
    r"""An industry takes at least a share of a campus's open lettable area, every quarter.

    .. math:: \sum_{o \in O_i \cap g,\; f_o \le t < e_o} \frac{a_o}{A_{gt}} x_o \ge \sigma
              \qquad \forall g, i, t

    Symbols and workbook columns as in `industry_share_max`; one row per campus and quarter
    in which the campus is open, also where nobody of the industry could come.
    """
    return [_industry_share(board, n, ">=") for n, _ in policies_of(board, "industry_share_min")]


def _industry_share(board: Board, number: int, sense: Sense) -> Block:
    case, policy = board.case, board.case.policies[number]
    seen, horizon = board.presence, case.quarters
    entry = np.flatnonzero(in_scope(board, policy))
    campus = case.carrier_campus[seen.carrier[entry]]
    industry = board.industry[seen.option[entry]]
    base = base_m2(board, policy)
    label = (industry * len(case.campuses) + campus) * horizon + seen.quarter[entry]
    labels = np.unique(label)
    if sense == ">=":
        labels = _every_open_label(board, policy, base)
        keep = np.isin(label, labels)
        entry, label, campus = entry[keep], label[keep], campus[keep]
    row = np.searchsorted(labels, label)
    quarter, place = labels % horizon, labels // horizon
    keys = {
        "campus": place % len(case.campuses),
        "industry": place // len(case.campuses),
        "quarter": quarter,
    }
    share = area_share(board, entry, base[campus, seen.quarter[entry]])
    limit = np.full(len(labels), policy.limit)
    return policy_block(board, number, keys, row, seen.option[entry], share, sense, limit)


def _every_open_label(board: Board, policy: Policy, base: Floats) -> Ints:
    """Labels of every industry asked for, campus asked for and quarter with open area."""
    case, scope = board.case, policy.scope
    industries = [
        i for i, name in enumerate(board.industry_names) if name and scope.industry in (None, name)
    ]
    quarter = np.arange(case.quarters)
    valid = (quarter >= policy.start) & (quarter <= policy.end)
    campus, quarter = np.nonzero((base > 0) & valid[None, :])
    if scope.campus is not None:
        campus, quarter = campus[campus == scope.campus], quarter[campus == scope.campus]
    parts = [(i * len(case.campuses) + campus) * case.quarters + quarter for i in industries]
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)


def firm_area_max(board: Board) -> list[Block]:
    r"""A firm takes at most a given area, every quarter.

    .. math:: \sum_{o \in O_f,\; f_o \le t < e_o} a_o x_o \le \bar a \qquad \forall f, t

    Projects of one company count together. Workbook: policy.limit (m²), projects.company.
    """
    blocks = []
    for number, policy in policies_of(board, "firm_area_max"):
        entry = np.flatnonzero(in_scope(board, policy))
        seen, horizon = board.presence, board.case.quarters
        labels, row = grouped(board.firm[seen.option[entry]] * horizon + seen.quarter[entry])
        keys = {"firm": labels // horizon, "quarter": labels % horizon}
        area = board.options.area_m2[seen.option[entry]]
        limit = np.full(len(labels), policy.limit)
        column = seen.option[entry]
        blocks.append(policy_block(board, number, keys, row, column, area, "<=", limit))
    return blocks


def firm_share_max(board: Board) -> list[Block]:
    r"""A firm takes at most a share of a campus's open lettable area, every quarter.

    .. math:: \sum_{o \in O_f \cap g,\; f_o \le t < e_o} \frac{a_o}{A_{gt}} x_o \le \sigma
              \qquad \forall f, g, t

    Workbook: policy.limit (share), projects.company, carriers.
    """
    blocks = []
    for number, policy in policies_of(board, "firm_share_max"):
        case, seen, horizon = board.case, board.presence, board.case.quarters
        entry = np.flatnonzero(in_scope(board, policy))
        campus = case.carrier_campus[seen.carrier[entry]]
        firm = board.firm[seen.option[entry]]
        label = (firm * len(case.campuses) + campus) * horizon + seen.quarter[entry]
        labels, row = grouped(label)
        quarter, place = labels % horizon, labels // horizon
        keys = {
            "firm": place // len(case.campuses),
            "campus": place % len(case.campuses),
            "quarter": quarter,
        }
        share = area_share(board, entry, base_m2(board, policy)[campus, seen.quarter[entry]])
        limit = np.full(len(labels), policy.limit)
        column = seen.option[entry]
        blocks.append(policy_block(board, number, keys, row, column, share, "<=", limit))
    return blocks


def relief_budget(board: Board) -> list[Block]:
    r"""Rent relief of a calendar year stays within the budget.

    .. math:: \sum_{t \in y} \sum_{o:\; f_o \le t < e_o} r_{ot} x_o \le B_y, \qquad
              r_{ot} = a_o \cdot \rho_k \cdot 3 \cdot \lambda_p / 10\,000
              \text{ while } t \le \tau_p

    ======  ==================================  =====================  ===================
    symbol  meaning                             unit                   workbook
    ======  ==================================  =====================  ===================
    ρ_k     rent of the carrier                 yuan per m² and month  rent_per_m2_month
    λ_p     relief share of the project         share                  relief_share
    τ_p     last quarter of relief              quarter                relief_until
    B_y     budget                              10 000 yuan per year   policy.limit
    ======  ==================================  =====================  ===================

    Of the first and last year only the quarters inside the horizon count.
    """
    blocks = []
    for number, policy in policies_of(board, "relief_10k_per_year_max"):
        seen = board.presence
        entry = np.flatnonzero(in_scope(board, policy) & (board.relief_10k > 0))
        years = np.array([first_day(board.case.start + t).year for t in range(board.case.quarters)])
        labels, row = grouped(years[seen.quarter[entry]])
        limit = np.full(len(labels), policy.limit)
        relief = board.relief_10k[entry]
        column = seen.option[entry]
        blocks.append(
            policy_block(board, number, {"year": labels}, row, column, relief, "<=", limit)
        )
    return blocks


def moves_per_quarter(board: Board) -> list[Block]:
    r"""At most a given number of sitting tenants change carrier in a quarter.

    .. math:: \sum_{o:\; \text{moved},\; f_o = t} x_o \le M \qquad \forall t

    Workbook: policy.limit (moves per quarter), projects.movable.
    """
    blocks = []
    options = board.options
    for number, policy in policies_of(board, "moves_per_quarter_max"):
        moved = (options.before >= 0) & (options.first >= policy.start)
        moved &= options.first <= policy.end
        home, scope = np.maximum(options.before, 0), policy.scope
        if scope.campus is not None:
            moved &= board.case.carrier_campus[home] == scope.campus
        if scope.carrier is not None:
            moved &= home == scope.carrier
        column = np.flatnonzero(moved)
        labels, row = grouped(options.first[column])
        ones, limit = np.ones(len(column)), np.full(len(labels), policy.limit)
        blocks.append(
            policy_block(board, number, {"quarter": labels}, row, column, ones, "<=", limit)
        )
    return blocks
