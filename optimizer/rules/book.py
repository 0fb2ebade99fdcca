"""The rule book of the allocation: the order in which a reader would want the rules.

A `Rule` names a function that turns a `Board` into blocks of rows. Its title and its
sentence stand in the catalogue under ``rule.<name>``; its second reading has the same
name in `optimizer.checks`; its formula is in the function's docstring.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from optimizer.rules.allocation import pins, previous_moves, relations, sitting_tenants
from optimizer.rules.block import Block
from optimizer.rules.board import Board
from optimizer.rules.policy_area import (
    firm_area_max,
    firm_share_max,
    industry_share_max,
    industry_share_min,
    moves_per_quarter,
    relief_budget,
)
from optimizer.rules.policy_people import (
    age_at_entry_months_max,
    density_min,
    incubatee_share_min,
    incubatees_min,
    residence_months_max,
)
from optimizer.rules.shared import carrier_area, one_home, order


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint family: its name and the function that gives its rows."""

    name: str
    rows: Callable[[Board], list[Block]]


ALLOCATION_RULES: tuple[Rule, ...] = (
    Rule("one_home", one_home),
    Rule("order", order),
    Rule("carrier_area", carrier_area),
    Rule("sitting_tenants", sitting_tenants),
    Rule("pins", pins),
    Rule("relations", relations),
    Rule("industry_share_max", industry_share_max),
    Rule("industry_share_min", industry_share_min),
    Rule("relief_10k_per_year_max", relief_budget),
    Rule("moves_per_quarter_max", moves_per_quarter),
    Rule("incubatee_share_min", incubatee_share_min),
    Rule("density_min", density_min),
    Rule("incubatees_min", incubatees_min),
    Rule("residence_months_max", residence_months_max),
    Rule("age_at_entry_months_max", age_at_entry_months_max),
    Rule("firm_area_max", firm_area_max),
    Rule("firm_share_max", firm_share_max),
    Rule("previous_moves", previous_moves),
)


def blocks_of(board: Board, rules: Iterable[Rule] = ALLOCATION_RULES) -> list[Block]:
    """All blocks of the given rules, in order."""
    return [block for rule in rules for block in rule.rows(board)]
