"""Second reading of the policy rows: value, limit and margin of every row, recomputed.

Each policy rule is one function that says what a placement adds to which rows; the
rest - limits, holding where sitting tenants already break a row, excess - is common.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.checks.breach import Breach, PolicyReading
from optimizer.checks.policy_amounts import AMOUNTS, MINIMUMS, RowKey, Sums, asked_rows
from optimizer.checks.view import Checked, View
from optimizer.domain.options import Options, list_options
from optimizer.domain.plan import Placement
from optimizer.domain.wishes import Policy
from optimizer.domain.words import MODES

MARGIN = 1e-6


@dataclass(frozen=True)
class PolicyRow:
    """One row of a policy: where and when, its value now and as the tenants sit."""

    key: RowKey
    value: float
    at_rest: float
    limit: float
    held_at: float

    def excess(self, sense: str) -> float:
        """How far the value is beyond the limit; 0 if it is within."""
        return over(self.value, self.limit, sense)

    def excess_at_rest(self, sense: str) -> float:
        """The same, as the tenants sit."""
        return over(self.at_rest, self.limit, sense)


def over(value: float, limit: float, sense: str) -> float:
    """Distance beyond a limit: above a maximum, below a minimum."""
    return max(0.0, value - limit if sense == "<=" else limit - value)


def sense_of(policy: Policy) -> str:
    """Whether a policy rule is a maximum or a minimum."""
    return ">=" if policy.rule in MINIMUMS else "<="


def policy_rows(view: View, policy: Policy) -> tuple[PolicyRow, ...]:
    """All rows of a policy on a plan, in the order of their keys."""
    if policy not in view.rows_read:
        view.rows_read[policy] = _policy_rows(view, policy)
    return view.rows_read[policy]


def _policy_rows(view: View, policy: Policy) -> tuple[PolicyRow, ...]:
    finish = AMOUNTS[policy.rule][1]
    now = finish(view, policy, _sums(view, policy, view.known))
    sums = _sums(view, policy, view.at_rest.known)
    rest = finish(view, policy, sums)
    keys = sorted(set(now) | set(rest) | set(asked_rows(view, policy)))
    reach = {}
    if any(_asks_for_more(policy, now.get(key, 0.0)) for key in keys):
        reach = finish(view, policy, _most(view, policy, sums))
    rows = []
    for key in keys:
        value, at_rest, most = (part.get(key, 0.0) for part in (now, rest, reach))
        held = _held_at(policy, value, at_rest, most)
        rows.append(PolicyRow(key, value, at_rest, policy.limit, held))
    return tuple(rows)


def _sums(view: View, policy: Policy, placements: tuple[Placement, ...]) -> Sums:
    """What the placements add up to in each part of each row of a policy."""
    amounts, _ = AMOUNTS[policy.rule]
    sums: dict[tuple[RowKey, str], float] = defaultdict(float)
    for placement in placements:
        for key, part, amount in amounts(view, policy, placement):
            sums[key, part] += amount
    return sums


def _asks_for_more(policy: Policy, value: float) -> bool:
    """Whether a hard minimum is not met."""
    short = over(value, policy.limit, ">=") > MARGIN
    return policy.strength == "hard" and sense_of(policy) == ">=" and short


def _held_at(policy: Policy, now: float, rest: float, most: float) -> float:
    """Limit in force for a hard row: held where sitting tenants already break it.

    A maximum is held at what they make it; a minimum only if no decision could reach it.
    """
    sense = sense_of(policy)
    if policy.strength != "hard" or not over(rest, policy.limit, sense):
        return policy.limit
    if sense == "<=":
        return rest
    unreachable = _asks_for_more(policy, now) and most < policy.limit - MARGIN
    return min(rest, policy.limit) if unreachable else policy.limit


def _most(view: View, policy: Policy, at_rest: Sums) -> Sums:
    """Upper bound of what each part could be: as they sit, and the best option of every stay."""
    amounts, _ = AMOUNTS[policy.rule]
    best: dict[tuple[RowKey, str], dict[tuple[str, str], float]] = defaultdict(dict)
    for placement in _free_options(view):
        for key, part, amount in amounts(view, policy, placement):
            of_stay = best[key, part]
            of_stay[placement.key] = max(of_stay.get(placement.key, 0.0), amount)
    most = defaultdict(float, at_rest)
    for place, of_stay in best.items():
        most[place] += sum(of_stay.values())
    return most


def _free_options(view: View) -> Iterator[Placement]:
    """Every option that is not locked, as a placement."""
    table = list_options(view.case)
    for row in range(len(table)):
        if not table.locked[row]:
            yield _as_placement(view, table, row)


def _as_placement(view: View, table: Options, row: int) -> Placement:
    project, stage = view.case.stay_key(int(table.stay[row]))
    before = int(table.before[row])
    return Placement(
        project,
        stage,  # type: ignore[arg-type]
        view.case.carriers[int(table.carrier[row])].id,
        int(table.first[row]),
        int(table.end[row]),
        int(table.overstay[row]),
        float(table.area_m2[row]),
        MODES[int(table.mode[row])],
        view.case.carriers[before].id if before >= 0 else "",
    )


def check_policy(rule: str, view: View) -> Checked:
    """Hard rows of one policy rule, each within the limit in force."""
    rows = 0
    breaches: list[Breach] = []
    for policy in view.case.policies:
        if policy.rule != rule:
            continue
        read = policy_rows(view, policy)
        rows += len(read)
        if policy.strength == "hard":
            breaches.extend(_breaches(view, policy, read))
    return Checked(rows, tuple(breaches))


def _breaches(view: View, policy: Policy, rows: tuple[PolicyRow, ...]) -> Iterator[Breach]:
    sense = sense_of(policy)
    for row in rows:
        slack = MARGIN * max(1.0, abs(row.held_at))
        if over(row.value, row.held_at, sense) > slack:
            yield Breach(
                policy.rule,
                row.value,
                row.held_at,
                unit_of(policy),
                project=row.key.project,
                stage=row.key.stage,
                carrier=row.key.place,
                quarter=row.key.when(view.case),
                note=policy.id,
            )


def unit_of(policy: Policy) -> str:
    """Unit in which a policy rule is counted."""
    return {
        "industry_share_max": "share",
        "industry_share_min": "share",
        "firm_share_max": "share",
        "incubatee_share_min": "share",
        "firm_area_max": "m2",
        "relief_10k_per_year_max": "10k_yuan",
        "moves_per_quarter_max": "move",
        "density_min": "per_1000_m2",
        "incubatees_min": "count",
        "residence_months_max": "month",
        "age_at_entry_months_max": "month",
    }[policy.rule]


def policy_readings(view: View) -> tuple[PolicyReading, ...]:
    """Every policy row of the workbook, at its tightest place and quarter."""
    return tuple(_reading(view, policy) for policy in view.case.policies)


def _reading(view: View, policy: Policy) -> PolicyReading:
    rows, sense = policy_rows(view, policy), sense_of(policy)
    if not rows:
        return PolicyReading(
            policy.id,
            policy.rule,
            "",
            "",
            0.0,
            policy.limit,
            policy.limit,
            0.0,
            unit_of(policy),
            policy.strength,
            "no_row",
            0,
            policy.source,
        )
    sign = 1.0 if sense == "<=" else -1.0
    tightest = min(rows, key=lambda row: (sign * (row.limit - row.value), row.key))
    margin = sign * (tightest.held_at - tightest.value)
    return PolicyReading(
        policy=policy.id,
        rule=policy.rule,
        place=tightest.key.label,
        quarter=tightest.key.when(view.case),
        value=tightest.value,
        limit=tightest.limit,
        held_at=tightest.held_at,
        margin=margin,
        unit=unit_of(policy),
        strength=policy.strength,
        status=_status(policy, rows, sense),
        rows=len(rows),
        source=policy.source,
    )


def _status(policy: Policy, rows: tuple[PolicyRow, ...], sense: str) -> str:
    beyond = [row for row in rows if row.excess(sense) > MARGIN * max(1.0, abs(row.limit))]
    if not beyond:
        return "met"
    if policy.strength == "watch":
        return "watch_excess"
    if policy.strength == "hard" or all(
        row.excess(sense) <= row.excess_at_rest(sense) + MARGIN for row in beyond
    ):
        return "existing"
    return "excess"
