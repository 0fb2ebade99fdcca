"""The second reading of a whole development plan: every rule, policy row and goal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from optimizer.checks.breach import Breach, PolicyReading, RuleReading
from optimizer.checks.development import building, housing
from optimizer.checks.development.goals import plan_amounts
from optimizer.checks.development.ranks import ranks_kept
from optimizer.checks.development.targets import ROWS, check_target, target_readings
from optimizer.checks.development.view import PlanView
from optimizer.checks.view import Checked
from optimizer.domain.case import Case
from optimizer.domain.demand import Demand
from optimizer.domain.development_plan import DevelopmentPlan

CHECKS: Final[dict[str, Callable[[PlanView], Checked]]] = {
    **building.CHECKS,
    **housing.CHECKS,
    **{rule: partial(check_target, rule) for rule in ROWS},
}


@dataclass(frozen=True)
class DevelopmentReading:
    """What a second reading of a development plan found.

    Attributes
    ----------
    amounts : dict
        Cost of every goal of `optimizer.domain.words.PLAN_GOALS`, recomputed; 10 000 yuan.
    """

    rules: tuple[RuleReading, ...]
    breaches: tuple[Breach, ...]
    policies: tuple[PolicyReading, ...]
    amounts: dict[str, float]

    @property
    def cost(self) -> float:
        """What the plan costs, 10 000 yuan."""
        return sum(self.amounts.values())


def read_development(
    case: Case, demand: Demand, plan: DevelopmentPlan, reached: Mapping[int, float] | None = None
) -> DevelopmentReading:
    """Read every rule, policy row and goal on a finished plan.

    Parameters
    ----------
    reached : mapping of rank to 10 000 yuan, optional
        Where goals are ranked: what the run says every rank costs.
    """
    view = PlanView(case, demand, plan)
    checked = {name: check(view) for name, check in CHECKS.items()}
    amounts = plan_amounts(view)
    if reached:
        checked["ranks"] = ranks_kept(view, amounts, reached)
    return DevelopmentReading(
        rules=tuple(
            RuleReading(name, each.rows, len(each.breaches)) for name, each in checked.items()
        ),
        breaches=tuple(breach for each in checked.values() for breach in each.breaches),
        policies=target_readings(view),
        amounts=amounts,
    )
