"""The rule book of the allocation: the order in which a reader would want the rules.

A `Rule` names a function that turns a `Board` into blocks of rows. Its title and its
sentence stand in the catalogue under ``rule.<name>``; its second reading has the same
name in `optimizer.checks`; its formula is in the function's docstring.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

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

Reach = Literal["path", "space", "named", "any"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint family: its name and the function that gives its rows.

    Attributes
    ----------
    reach : {"path", "space", "named", "any"}
        What a row ties together, which is how the columns road treats it: the stays of
        one project (in its life path); whoever takes space, by industry, stage, carrier and
        quarter alone (priced); projects that can be named beforehand (looked at one by
        one); or anything, which only the compact road can do.
    """

    name: str
    rows: Callable[[Board], list[Block]]
    reach: Reach = "any"


ALLOCATION_RULES: tuple[Rule, ...] = (
    Rule("one_home", one_home, "path"),
    Rule("order", order, "path"),
    Rule("carrier_area", carrier_area, "space"),
    Rule("sitting_tenants", sitting_tenants, "path"),
    Rule("pins", pins, "path"),
    Rule("relations", relations, "named"),
    Rule("industry_share_max", industry_share_max, "space"),
    Rule("industry_share_min", industry_share_min, "space"),
    Rule("relief_10k_per_year_max", relief_budget, "space"),
    Rule("moves_per_quarter_max", moves_per_quarter, "named"),
    Rule("incubatee_share_min", incubatee_share_min, "space"),
    Rule("density_min", density_min, "space"),
    Rule("incubatees_min", incubatees_min, "space"),
    Rule("residence_months_max", residence_months_max, "named"),
    Rule("age_at_entry_months_max", age_at_entry_months_max, "named"),
    Rule("firm_area_max", firm_area_max, "named"),
    Rule("firm_share_max", firm_share_max, "named"),
    Rule("previous_moves", previous_moves, "named"),
)


def blocks_of(board: Board, rules: Iterable[Rule] = ALLOCATION_RULES) -> list[Block]:
    """All blocks of the given rules, in order."""
    return [block for rule in rules for block in rule.rows(board)]
