"""Rows of a rule of the plan told in the workbook's words, to be compared by eye."""

from typing import NamedTuple

from optimizer.domain.words import STAGES
from optimizer.rules.block import Block
from optimizer.rules.expansion_book import EXPANSION_RULES
from optimizer.rules.ground import Ground


class Row(NamedTuple):
    """One row: what it is about, left side by column, sense, limit."""

    key: str
    left: dict[str, float]
    sense: str
    limit: float


def column_labels(ground: Ground) -> list[str]:
    """``x A 2026`` built; w laid out, v served, u unmet, g come home, h converted, b
    balance, z chosen.
    """
    names, years = ground.demand.industries, ground.years.labels
    blocks, places = [b.id for b in ground.demand.blocks], ground.demand.place_ids
    ids = [c.id for c in ground.candidates]
    start, allot, serve, choice = ground.start, ground.allot, ground.serve, ground.choice
    begun = [f"{ids[i]} {years[y]}" for i, y in _pairs(start, "candidate", "year")]
    labels = [f"x {each}" for each in begun]
    labels += [
        f"w {begun[n]} {STAGES[s][0]} {names[j]}"
        for n, s, j in zip(
            *(allot[key].tolist() for key in ("start", "stage", "industry")), strict=True
        )
    ]
    labels += [
        f"v {blocks[b]} {places[p]} {years[y]}"
        for b, p, y in zip(
            *(serve[key].tolist() for key in ("block", "place", "year")), strict=True
        )
    ]
    labels += [f"u {blocks[b]} {years[y]}" for b, y in _pairs(ground.unmet, "block", "year")]
    labels += [f"g {blocks[b]} {years[y]}" for b, y in _pairs(ground.home, "block", "year")]
    rows = ground.case.outlook.conversions
    labels += [
        f"h {ground.case.carriers[rows[c].carrier].id} {years[y]}"
        for c, y in _pairs(ground.convert, "conversion", "year")
    ]
    labels += [f"b {years[y]}" for y in ground.balance["year"].tolist()]
    labels += [f"z {blocks[b]} {places[p]}" for b, p in _pairs(choice, "block", "place")]
    assert len(labels) == ground.columns
    return labels


def _pairs(family: object, one: str, other: str) -> list[tuple[int, int]]:
    return list(zip(family[one].tolist(), family[other].tolist(), strict=True))  # type: ignore[index]


def blocks_of_rule(ground: Ground, rule: str) -> list[Block]:
    """Blocks of one rule of the book."""
    (found,) = (each for each in EXPANSION_RULES if each.name == rule)
    return found.rows(ground)


def rows_of(ground: Ground, rule: str) -> list[Row]:
    """All rows of a rule, in order."""
    return [row for block in blocks_of_rule(ground, rule) for row in rows_in(ground, block)]


def rows_in(ground: Ground, block: Block) -> list[Row]:
    """All rows of a block, in order."""
    labels, rows = column_labels(ground), []
    for number in range(len(block)):
        left: dict[str, float] = {}
        for at in (block.row == number).nonzero()[0]:
            label = labels[int(block.column[at])]
            left[label] = round(left.get(label, 0.0) + float(block.coefficient[at]), 9)
        limit = round(float(block.limit[number]), 9)
        rows.append(Row(_key(ground, block, number), left, block.sense, limit))
    return rows


def _key(ground: Ground, block: Block, number: int) -> str:
    told = []
    case, demand = ground.case, ground.demand
    names = {
        "candidate": [c.id for c in ground.candidates],
        "carrier": [c.id for c in case.carriers],
        "year": [str(year) for year in ground.years.labels],
        "stage": [stage[0] for stage in STAGES],
        "industry": list(demand.industries),
        "block": [each.id for each in demand.blocks],
        "place": list(demand.place_ids),
        "policy": [policy.id for policy in case.outlook.policies],
    }
    for name, at in block.key(number).items():
        if at >= 0:
            told.append(names[name][at] if name in names else str(at))
    return " ".join(told)
