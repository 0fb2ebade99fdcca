"""The second reading of a whole plan: every rule, every goal, from case and plan alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from optimizer.checks import space, wishes
from optimizer.checks.breach import Breach, PolicyReading, RuleReading
from optimizer.checks.goals import goal_amounts, placement_value
from optimizer.checks.policy import check_policy, policy_readings
from optimizer.checks.policy_amounts import AMOUNTS
from optimizer.checks.view import Checked, View
from optimizer.domain.case import Case
from optimizer.domain.plan import Plan

CHECKS: Final[dict[str, Callable[[View], Checked]]] = {
    **space.CHECKS,
    **wishes.CHECKS,
    **{rule: partial(check_policy, rule) for rule in AMOUNTS},
}


@dataclass(frozen=True)
class SecondReading:
    """What a second reading found.

    Attributes
    ----------
    amounts : dict
        Amount of every goal, recomputed.
    sitting_value : float
        Value of the sitting stays to the end of their leases, wherever they move; they stand
        outside the objective. Points.
    """

    rules: tuple[RuleReading, ...]
    breaches: tuple[Breach, ...]
    policies: tuple[PolicyReading, ...]
    amounts: dict[str, float]
    sitting_value: float


def read_again(case: Case, plan: Plan, previous: Plan | None = None) -> SecondReading:
    """Read every rule and every goal on a finished plan."""
    view = View(case, plan, previous)
    checked = {name: check(view) for name, check in CHECKS.items()}
    return SecondReading(
        rules=tuple(
            RuleReading(name, each.rows, len(each.breaches)) for name, each in checked.items()
        ),
        breaches=tuple(breach for each in checked.values() for breach in each.breaches),
        policies=policy_readings(view),
        amounts=dict(goal_amounts(view)),
        sitting_value=sum(placement_value(view, p) for p in view.at_rest.plan.placements),
    )
