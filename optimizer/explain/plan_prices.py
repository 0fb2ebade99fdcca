"""Shadow prices of a development plan, every one tested by solving again.

The openings are held at the plan's, which leaves an LP in the areas. The dual of a row is what
one unit more of its limit saves; it lies between what a whole step more saves and what a whole
step less costs, per unit, and both are solved for and shown.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np

from optimizer.domain.words import STAGES
from optimizer.explain.plan_facts import ShadowPrice
from optimizer.models.expansion import ExpansionModel
from optimizer.models.ranked_costs import HELD
from optimizer.rules.block import Block, Floats, Ints
from optimizer.rules.ground import Ground
from optimizer.solving.program import Program
from optimizer.solving.row_slopes import RowSlope, Slopes

STEP: Final = 1_000.0
"""By how much a limit in m² or 10 000 yuan is moved."""

SMALLEST: Final = 1e-9
"""Duals below this, in 10 000 yuan per unit, are zero."""

COUNTED: Final = ("enclaves_min", "build_once", "phase_order", "one_site")
"""Rules whose rows count sites: moved by one."""


def price_questions(
    model: ExpansionModel, values: Floats, columns: Ints, parts: int
) -> list[Slopes]:
    """What to ask for the prices of a plan: its LP, all rows in so many parts.

    Parameters
    ----------
    values : ndarray of float
        The plan.
    columns : ndarray of int
        Columns that are not 0 for good once the openings are fixed.
    """
    program = Program.of(model)
    whole = np.flatnonzero(program.is_integer)
    fixed = program.fixed(whole, np.round(values[whole])).relaxed().only(columns)
    steps = np.array([looser(block) * step_of(block) for block, _ in rows_of(model)])
    return [Slopes(fixed, steps, SMALLEST, part, parts) for part in range(parts)]


def shadow_prices(
    model: ExpansionModel, answers: Iterable[tuple[RowSlope, ...]]
) -> tuple[ShadowPrice, ...]:
    """Prices of all rows with a non-zero dual, the dearest first."""
    places = rows_of(model)
    found = [
        ShadowPrice(
            places[each.row][0].rule,
            subject_of(model.ground, *places[each.row]),
            unit_of(places[each.row][0].rule),
            -looser(places[each.row][0]) * each.dual,
            step_of(places[each.row][0]),
            each.cost,
            each.cost_up,
            each.cost_down,
        )
        for part in answers
        for each in part
    ]
    return tuple(sorted(found, key=_by_saving))


def _by_saving(price: ShadowPrice) -> tuple[float, str, tuple[str, ...]]:
    return -abs(price.dual) * price.step, price.rule, tuple(price.subject.values())


def rows_of(model: ExpansionModel) -> list[tuple[Block, int]]:
    """Block and row in it of every row."""
    return [(block, at) for block in model.blocks for at in range(len(block))]


def step_of(block: Block) -> float:
    """By how much a row's limit is moved."""
    return 1.0 if block.rule in COUNTED else STEP


def looser(block: Block) -> float:
    """Direction of a limit that asks less of the plan, or gives it more."""
    asks = block.sense == ">=" or (block.rule == "demand_served" and block.sense == "==")
    return -1.0 if asks else 1.0


def unit_of(rule: str) -> str:
    """Unit of a rule's rows."""
    if rule in COUNTED:
        return "carrier"
    return "yuan_10k" if rule in ("capital_10k_per_year_max", HELD) else "m2"


def subject_of(ground: Ground, block: Block, at: int) -> dict[str, str]:
    """What a row is about, in the words of the workbook."""
    key = block.key(at)
    labels, said = ground.years.labels, {}
    if "rank" in key:
        return {"rank": str(key["rank"])}
    if "policy" in key:
        said["policy"] = ground.case.outlook.policies[key["policy"]].id
        if block.sense == "<=":
            said["year"] = str(labels[key["subject"]])
        elif key["subject"] >= 0:
            said["industry"] = ground.demand.industries[key["subject"]]
        return said
    if key.get("year", -1) >= 0:
        said["year"] = str(labels[key["year"]])
    if key.get("stage", -1) >= 0:
        said["stage"] = STAGES[key["stage"]]
    if "industry" in key:
        said["industry"] = ground.demand.industries[key["industry"]]
    if "candidate" in key:
        said["place"] = ground.candidates[key["candidate"]].id
    if "carrier" in key:
        said["place"] = ground.case.carriers[key["carrier"]].id
    if key.get("place", -1) >= 0:
        said["place"] = ground.demand.place_ids[key["place"]]
    if "conversion" in key:
        row = ground.case.outlook.conversions[key["conversion"]]
        said["place"] = ground.case.carriers[row.carrier].id
    if "block" in key:
        asked = ground.demand.blocks[key["block"]]
        said |= {"block": asked.id, "stage": asked.stage, "industry": asked.industry}
    return said
