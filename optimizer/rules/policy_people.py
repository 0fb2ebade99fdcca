"""Policy rows about incubatees: declared site, density, count, residence, age at entry."""

import numpy as np

from optimizer.domain.wishes import Policy
from optimizer.domain.words import INCUBATEE_STAGES
from optimizer.quarters import first_day, months_between
from optimizer.rules.block import Block, Floats, Ints, grouped
from optimizer.rules.board import Board
from optimizer.rules.policy_area import in_scope, policies_of, policy_block
from optimizer.units import MONTHS_PER_QUARTER


def _asked_campuses(board: Board, policy: Policy, declared: Floats) -> Ints:
    """Campuses a ratio is asked of: those in scope that declare a site."""
    chosen = np.flatnonzero(declared > 0)
    return chosen if policy.scope.campus is None else chosen[chosen == policy.scope.campus]


def _declared_by_campus(board: Board) -> Floats:
    """Declared incubation site of each campus, m²: the sum of its carriers' (design 4)."""
    case = board.case
    declared = np.zeros(len(case.campuses))
    np.add.at(declared, case.carrier_campus, [c.declared_area_m2 for c in case.carriers])
    return declared


def _incubatee_entries(board: Board, policy: Policy) -> Ints:
    """Presence of incubatees (nursery and incubation) on declared carriers."""
    on_site = np.array([c.declared_area_m2 > 0 for c in board.case.carriers], bool)
    inside = in_scope(board, policy, INCUBATEE_STAGES) & on_site[board.presence.carrier]
    return np.flatnonzero(inside)


def _valid_quarters(board: Board, policy: Policy) -> Ints:
    quarter = np.arange(board.case.quarters)
    return quarter[(quarter >= policy.start) & (quarter <= policy.end)]


def _campus_rows(
    board: Board, policy: Policy, campuses: Ints, entry: Ints
) -> tuple[dict[str, Ints], Ints, Ints]:
    """Keys of one row per campus asked and valid quarter; entries inside, and their rows."""
    quarters = _valid_quarters(board, policy)
    keys = {
        "campus": np.repeat(campuses, len(quarters)),
        "quarter": np.tile(quarters, len(campuses)),
    }
    seen, horizon = board.presence, board.case.quarters
    labels = keys["campus"] * horizon + keys["quarter"]
    label = board.case.carrier_campus[seen.carrier[entry]] * horizon + seen.quarter[entry]
    keep = np.isin(label, labels)
    return keys, entry[keep], np.searchsorted(labels, label[keep])


def density_min(board: Board) -> list[Block]:
    r"""Incubatees per 1 000 m² of declared site, at least.

    .. math:: \frac{1\,000}{D_g} \sum_{o \in I \cap g,\; f_o \le t < e_o} x_o \ge \delta
              \qquad \forall g, t

    I: nursery and incubation stays on declared carriers, not virtual. D_g: declared site.
    Workbook: carriers.declared_area_m2, policy.limit (δ, per 1 000 m²). Source of the
    usual figure, 3 per 1 000 m²: 国科发区〔2018〕300号 (domain notes 2.1).
    """
    blocks = []
    for number, policy in policies_of(board, "density_min"):
        declared = _declared_by_campus(board)
        campuses = _asked_campuses(board, policy, declared)
        entry = _incubatee_entries(board, policy)
        keys, entry, row = _campus_rows(board, policy, campuses, entry)
        limit = np.full(len(keys["campus"]), policy.limit)
        column, per_1000 = board.presence.option[entry], 1_000 / declared[keys["campus"][row]]
        blocks.append(policy_block(board, number, keys, row, column, per_1000, ">=", limit))
    return blocks


def incubatees_min(board: Board) -> list[Block]:
    r"""Number of incubatees on the declared site, at least.

    .. math:: \sum_{o \in I \cap g,\; f_o \le t < e_o} x_o \ge n \qquad \forall g, t

    Workbook: policy.limit (count), carriers.declared_area_m2.
    """
    blocks = []
    for number, policy in policies_of(board, "incubatees_min"):
        campuses = _asked_campuses(board, policy, _declared_by_campus(board))
        entry = _incubatee_entries(board, policy)
        keys, entry, row = _campus_rows(board, policy, campuses, entry)
        limit = np.full(len(keys["quarter"]), policy.limit)
        column, ones = board.presence.option[entry], np.ones(len(entry))
        blocks.append(policy_block(board, number, keys, row, column, ones, ">=", limit))
    return blocks


def incubatee_share_min(board: Board) -> list[Block]:
    r"""Share of the declared site used by incubatees and public services, at least.

    .. math:: \frac{1}{D_g} \Big( \sum_{k \in g} \min(a_{kt}, D_k) + p_g \Big) \ge \sigma
              \qquad \forall g, t

    with :math:`a_{kt}` the area of incubatees in carrier k. The minimum becomes an extra
    column :math:`y_{kt} \le D_k`, :math:`y_{kt} \le \sum_o a_o x_o`. Workbook:
    carriers.declared_area_m2, public_area_m2; policy.limit.
    """
    blocks = []
    for number, policy in policies_of(board, "incubatee_share_min"):
        blocks.extend(_incubatee_share(board, number, policy))
    return blocks


def _incubatee_share(board: Board, number: int, policy: Policy) -> list[Block]:
    case, seen, horizon = board.case, board.presence, board.case.quarters
    declared, public = _declared_by_campus(board), np.zeros(len(case.campuses))
    site = np.array([c.declared_area_m2 for c in case.carriers])
    on_site = site > 0
    public_m2 = np.array([c.public_area_m2 for c in case.carriers])
    np.add.at(public, case.carrier_campus, public_m2 * on_site)
    campuses = _asked_campuses(board, policy, declared)
    entry = _incubatee_entries(board, policy)
    keys, entry, ratio_row = _campus_rows(board, policy, campuses, entry)
    if not len(keys["quarter"]):
        return []
    # One extra column y per (carrier, quarter) in which an incubatee could be there.
    labels, y = grouped(seen.carrier[entry] * horizon + seen.quarter[entry])
    extra = len(board.options) + np.arange(len(labels))
    upper = site[labels // horizon]
    ratio_of_y = np.zeros(len(labels), np.int64)
    ratio_of_y[y] = ratio_row
    count = len(keys["quarter"])
    # Rows 0 .. count-1 are the ratios (>=); the rows below define y as no more than
    # the area in use, written sum(area) - y >= 0 so that both kinds share one sense.
    column = board.presence.option[entry]
    ratio_limit = policy.limit - public[keys["campus"]] / declared[keys["campus"]]
    per_m2 = 1 / declared[case.carrier_campus[labels // horizon]]
    ratio = policy_block(board, number, keys, ratio_of_y, extra, per_m2, ">=", ratio_limit)
    area = board.options.area_m2[column]
    return [_with_definition(ratio, y, column, area, extra, upper, labels, horizon, count)]


def _with_definition(
    ratio: Block,
    y: Ints,
    column: Ints,
    area: Floats,
    extra: Ints,
    upper: Floats,
    labels: Ints,
    horizon: int,
    count: int,
) -> Block:
    """The ratio rows, followed by the rows that define its extra columns."""
    number = len(labels)
    none = np.full(number, -1, np.int64)
    keys = {
        "policy": np.concatenate([ratio.keys["policy"], none]),
        "campus": np.concatenate([ratio.keys["campus"], none]),
        "carrier": np.concatenate([np.full(count, -1, np.int64), labels // horizon]),
        "quarter": np.concatenate([ratio.keys["quarter"], labels % horizon]),
    }
    return Block(
        ratio.rule,
        keys,
        np.concatenate([ratio.row, count + y, count + np.arange(number)]),
        np.concatenate([ratio.column, column, extra]),
        np.concatenate([ratio.coefficient, area, -np.ones(number)]),
        ">=",
        np.concatenate([ratio.limit, np.zeros(number)]),
        strength=ratio.strength,
        weight=ratio.weight,
        held=True,
        extra_upper=upper,
        extra_points=np.zeros(number),
        defining=np.arange(count + number) >= count,
    )


def elapsed_months(board: Board) -> Floats:
    """Months each sitting project has been here before the horizon; 0 for the others."""
    begin = first_day(board.case.start)
    return np.array(
        [
            max(0.0, months_between(p.entered, begin))
            if p.entered is not None and p.status == "sitting"
            else 0.0
            for p in board.case.projects
        ]
    )


def residence_months_max(board: Board) -> list[Block]:
    r"""A project stays at most so many months as an incubatee (or in the stage in scope).

    .. math:: \sum_{o \in O_p \cap I} (m_o + 3 (e_o - f_o))\, x_o \le \bar m \qquad \forall p

    ======  =================================================  ========  ================
    symbol  meaning                                            unit      workbook
    ======  =================================================  ========  ================
    m_o     months since entry, if it is its present stay      months    entered
    e, f    end and first quarter, overstay included, also     quarters  months
            beyond the horizon
    m̄       limit                                              months    policy.limit
    ======  =================================================  ========  ================
    """
    blocks = []
    case, options = board.case, board.options
    for number, policy in policies_of(board, "residence_months_max"):
        seen_options = np.unique(board.presence.option[_stage_entries(board, policy)])
        projects, row = grouped(board.project[seen_options])
        present = case.stay_arrays.home[options.stay[seen_options]] >= 0
        begin = np.where(present, 0, options.first[seen_options])
        months = MONTHS_PER_QUARTER * (options.end[seen_options] - begin).astype(np.float64)
        months += np.where(present, elapsed_months(board)[board.project[seen_options]], 0.0)
        limit = np.full(len(projects), policy.limit)
        blocks.append(
            policy_block(
                board, number, {"project": projects}, row, seen_options, months, "<=", limit
            )
        )
    return blocks


def age_at_entry_months_max(board: Board) -> list[Block]:
    r"""A firm is at most so old when it enters as an incubatee.

    .. math:: g_o \, x_o \le \bar g \qquad \forall s \text{ first stay, not present}

    with :math:`g_o` the months from ``founded`` to the first day of the option's first
    quarter; a blank founding date is not tested. Workbook: projects.founded, policy.limit.
    """
    blocks = []
    case, options = board.case, board.options
    for number, policy in policies_of(board, "age_at_entry_months_max"):
        column = np.unique(board.presence.option[_stage_entries(board, policy)])
        arrays = case.stay_arrays
        stay = options.stay[column]
        enters = (arrays.home[stay] < 0) & (arrays.predecessor[stay] < 0)
        known = np.array([p.founded is not None for p in case.projects], bool)
        column = column[enters & known[board.project[column]]]
        stays, row = grouped(options.stay[column])
        age = _age_months(board, column)
        limit = np.full(len(stays), policy.limit)
        blocks.append(policy_block(board, number, {"stay": stays}, row, column, age, "<=", limit))
    return blocks


def _stage_entries(board: Board, policy: Policy) -> Ints:
    return np.flatnonzero(in_scope(board, policy, INCUBATEE_STAGES))


def _age_months(board: Board, column: Ints) -> Floats:
    """Age of the firm on the first day of each option, months (not below 0)."""
    days = [first_day(board.case.start + t) for t in range(board.case.quarters)]
    firsts, projects = board.options.first[column].tolist(), board.project[column].tolist()
    ages = []
    for first, p in zip(firsts, projects, strict=True):
        founded = board.case.projects[p].founded
        ages.append(0.0 if founded is None else max(0.0, months_between(founded, days[first])))
    return np.array(ages)
