"""Which demands have no plan together - and would have one if any single one were lifted.

Hard rows are grouped by what a manager would recognise (a carrier's area, a pinned
project, a policy row). A deletion filter then lifts group after group: what can be
lifted while there is still no plan is no part of the clash. Every member of what is
left has been proved necessary by a re-solve.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.models.allocation import AllocationModel
from optimizer.models.settle import Posted
from optimizer.rules.block import Ints
from optimizer.solving.feasible import has_plan
from optimizer.solving.matrix import Matrix

#: Rules first are lifted first: what a reader cannot change goes before what he can.
LIFT_ORDER = (
    "one_home",
    "order",
    "sitting_tenants",
    "carrier_area",
    "previous_moves",
    "relations",
    "pins",
)
STRUCTURE = ("one_home", "order", "sitting_tenants")
"""What a plan is: never lifted, since without them there is nothing to speak of."""


@dataclass(frozen=True, slots=True)
class ClashMember:
    """One demand of a clash: its rule, whom it is about, and the figures."""

    rule: str
    subject: str
    detail: Mapping[str, str] = field(default_factory=dict)


def find_clash(model: AllocationModel, seconds: float) -> tuple[ClashMember, ...]:
    """A smallest set of demands that have no plan together (found by lifting, in order).

    Parameters
    ----------
    seconds : float
        Time allowed. If it runs out, the set may hold members that could be lifted;
        they carry ``proved = no``.
    """
    if model.hopeless:
        return tuple(_hopeless_member(model, rule, key) for rule, key in model.hopeless)
    began = time.monotonic()
    matrix = Matrix.of(model)
    groups = _groups(model, matrix)
    liftable = [g for g in sorted(groups, key=_lift_rank) if g[0] not in STRUCTURE]
    kept = _filtered(matrix, groups, liftable, began + max(seconds, 5.0))
    proved = time.monotonic() < began + max(seconds, 5.0)
    return tuple(
        _member(model, group, groups[group], matrix, proved)
        for group in sorted(kept, key=_lift_rank)
    )


Group = tuple[str, str]


def _groups(model: AllocationModel, matrix: Matrix) -> dict[Group, Ints]:
    """Rows by (rule, subject); soft rows and rows that define columns bind nobody."""
    rows: dict[Group, list[int]] = {}
    for row in range(len(matrix.lower)):
        posted = model.posted[int(matrix.row_block[row])]
        block, number = posted.block, int(matrix.row_number[row])
        if block.strength == "soft" or posted in model.goal_rows:
            continue
        # With must_place, "is housed" is a demand like any other; "has one home" is not.
        rule = "must_place" if (block.rule, block.sense) == ("one_home", ">=") else block.rule
        rows.setdefault((rule, _subject(model, posted, number)), []).append(row)
    return {group: np.array(numbers, np.int64) for group, numbers in rows.items()}


def _subject(model: AllocationModel, posted: Posted, row: int) -> str:
    """Whom a row is about, in the workbook's own names."""
    case, key = model.board.case, posted.block.key(row)
    if posted.block.rule == "carrier_area":
        return case.carriers[key["carrier"]].id
    if "stay" in key:
        return " / ".join(case.stay_key(key["stay"]))
    if "policy" in key and key["policy"] >= 0:
        return case.policies[key["policy"]].id
    if "relation" in key:
        relation = case.relations[key["relation"]]
        return f"{case.projects[relation.a].id} / {case.projects[relation.b].id}"
    return ""


def _lift_rank(group: Group) -> tuple[int, str, str]:
    rule, subject = group
    rank = LIFT_ORDER.index(rule) if rule in LIFT_ORDER else len(LIFT_ORDER) - 2
    return rank, rule, subject


def _filtered(
    matrix: Matrix, groups: Mapping[Group, Ints], liftable: Sequence[Group], until: float
) -> list[Group]:
    """Deletion filter: first whole halves, then single groups."""
    lifted: set[Group] = set()
    kept: list[Group] = []

    def infeasible_without(more: Sequence[Group]) -> bool:
        out = lifted | set(more)
        rows = np.concatenate([groups[g] for g in out]) if out else np.zeros(0, np.int64)
        left = max(until - time.monotonic(), 0.1)
        return has_plan(matrix, without=rows, seconds=left) is False

    def shrink(part: Sequence[Group]) -> None:
        if not part or time.monotonic() > until:
            kept.extend(part)
            return
        if infeasible_without(part):
            lifted.update(part)
        elif len(part) == 1:
            kept.extend(part)
        else:
            middle = len(part) // 2
            shrink(part[:middle])
            shrink(part[middle:])

    shrink(liftable)
    return kept


def _hopeless_member(model: AllocationModel, rule: str, key: Mapping[str, int]) -> ClashMember:
    for posted in model.rule_rows:
        for row in posted.hopeless.tolist():
            if posted.block.rule == rule and posted.block.key(row) == key:
                return ClashMember(rule, _subject(model, posted, row), {"proved": "yes"})
    return ClashMember(rule, "", {"proved": "yes"})


def _member(
    model: AllocationModel, group: Group, rows: Ints, matrix: Matrix, proved: bool
) -> ClashMember:
    rule, subject = group
    detail = {"proved": "yes" if proved else "no"}
    posted = model.posted[int(matrix.row_block[rows[0]])]
    keys = [posted.block.key(int(matrix.row_number[row])) for row in rows]
    case = model.board.case
    quarters = sorted({key["quarter"] for key in keys if key.get("quarter", -1) >= 0})
    if quarters:
        detail["first_quarter"] = case.quarter(quarters[0])
        detail["last_quarter"] = case.quarter(quarters[-1])
    if rule == "carrier_area":
        k = keys[0]["carrier"]
        detail |= {
            "capacity": f"{case.capacity[k, quarters].min():,.0f}",
            "unit": case.carriers[k].unit,
        }
    if rule == "pins" and "stay" in keys[0]:
        stay = keys[0]["stay"]
        labels = [pin.label for pin in case.pins if pin.kind == "must" and stay in pin.stays]
        area = case.stays[stay].min_area_m2
        detail |= {"place": "、".join(labels), "area_m2": f"{area:,.0f}"}
    if "policy" in keys[0] and keys[0]["policy"] >= 0:
        policy = case.policies[keys[0]["policy"]]
        detail |= {"limit": f"{policy.limit:g}", "scope": policy.scope_text}
    return ClashMember(rule, subject, detail)
