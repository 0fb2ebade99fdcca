"""Second reading of the policy rows: value, limit and margin of every row, recomputed.

Each policy rule is one function that says what a placement adds to which rows; the
rest - limits, holding where sitting tenants already break a row, excess - is common.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from optimizer.checks.breach import Breach, PolicyReading
from optimizer.checks.policy_amounts import AMOUNTS, MINIMUMS, RowKey, asked_rows
from optimizer.checks.view import Checked, View, as_they_sit
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
    now = totals(view, policy, view.known)
    rest_view = View(view.case, as_they_sit(view.case))
    rest = totals(rest_view, policy, rest_view.known)
    keys = sorted(set(now) | set(rest) | set(asked_rows(view, policy)))
    return tuple(
        PolicyRow(key, now.get(key, 0.0), rest.get(key, 0.0), policy.limit, held)
        for key in keys
        for held in (_held_at(view, policy, key, now.get(key, 0.0), rest.get(key, 0.0)),)
    )


def totals(view: View, policy: Policy, placements: tuple[Placement, ...]) -> Mapping[RowKey, float]:
    """What the placements add up to in each row of a policy."""
    amounts, finish = AMOUNTS[policy.rule]
    sums: dict[tuple[RowKey, str], float] = defaultdict(float)
    for placement in placements:
        for key, part, amount in amounts(view, policy, placement):
            sums[key, part] += amount
    return finish(view, policy, sums)


def _held_at(view: View, policy: Policy, key: RowKey, now: float, rest: float) -> float:
    """Limit in force for a hard row: held where sitting tenants already break it.

    A maximum is held at what they make it; a minimum only if no decision could reach it.
    """
    sense = sense_of(policy)
    if policy.strength != "hard" or not over(rest, policy.limit, sense):
        return policy.limit
    if sense == "<=":
        return rest
    if over(now, policy.limit, sense) <= MARGIN:
        return policy.limit
    reachable = rest + _most_added(view, policy, key)
    return min(rest, policy.limit) if reachable < policy.limit - MARGIN else policy.limit


def _most_added(view: View, policy: Policy, key: RowKey) -> float:
    """Upper bound of what decisions could add to a row: the best option of every stay."""
    best: dict[tuple[str, str], float] = defaultdict(float)
    amounts, finish = AMOUNTS[policy.rule]
    for placement in _free_options(view):
        for row, part, amount in amounts(view, policy, placement):
            if row == key:
                alone = finish(view, policy, {(row, part): amount}, bare=True).get(key, 0.0)
                best[placement.key] = max(best[placement.key], alone)
    return sum(best.values())


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
