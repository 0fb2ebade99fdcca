"""The rule book of the development plan, in the order in which a reader would want the rules.

Title and sentence of a rule stand in the catalogue under ``rule.<name>``; its second reading
has the same name in `optimizer.checks.development`; its formula is in the function's docstring.
"""

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.rules.block import Block
from optimizer.rules.expansion_demand import demand_served, must_serve, one_site
from optimizer.rules.expansion_policy import (
    capital_per_year,
    enclaves,
    industry_area,
    new_area,
    starts_per_year,
    total_area,
    vacancy,
)
from optimizer.rules.expansion_space import (
    build_once,
    conversion_share,
    existing_space,
    laid_out,
    new_space,
    phase_order,
    stage_shares,
)
from optimizer.rules.ground import Ground


@dataclass(frozen=True, slots=True)
class ExpansionRule:
    """One constraint family of the plan: its name and the function that gives its rows."""

    name: str
    rows: Callable[[Ground], list[Block]]


EXPANSION_RULES: tuple[ExpansionRule, ...] = (
    ExpansionRule("build_once", build_once),
    ExpansionRule("phase_order", phase_order),
    ExpansionRule("laid_out", laid_out),
    ExpansionRule("stage_shares", stage_shares),
    ExpansionRule("new_space", new_space),
    ExpansionRule("existing_space", existing_space),
    ExpansionRule("conversion_share", conversion_share),
    ExpansionRule("demand_served", demand_served),
    ExpansionRule("must_serve", must_serve),
    ExpansionRule("one_site", one_site),
    ExpansionRule("capital_10k_per_year_max", capital_per_year),
    ExpansionRule("starts_m2_per_year_max", starts_per_year),
    ExpansionRule("vacancy_max", vacancy),
    ExpansionRule("new_area_min", new_area),
    ExpansionRule("total_area_min", total_area),
    ExpansionRule("industry_area_min", industry_area),
    ExpansionRule("enclaves_min", enclaves),
)
