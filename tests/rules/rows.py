"""Rows of a rule told in the workbook's words, to be compared by eye."""

from typing import NamedTuple

from optimizer.domain.words import MODES
from optimizer.rules.block import Block
from optimizer.rules.board import Board
from optimizer.rules.book import ALLOCATION_RULES


class Row(NamedTuple):
    """One row: what it is about, left side by option, sense, limit."""

    key: dict[str, object]
    left: dict[str, float]
    sense: str
    limit: float


def option_label(board: Board, option: int) -> str:
    """``P1i K1 0-2``: project, stage, carrier, first quarter and end; how it is unusual."""
    o, case = board.options, board.case
    project, stage = case.stay_key(int(o.stay[option]))
    place = case.carriers[int(o.carrier[option])].id
    if o.before[option] >= 0:
        place = f"{case.carriers[int(o.before[option])].id}>{place}"
    mode = MODES[int(o.mode[option])]
    label = f"{project}{stage[0]} {place} {o.first[option]}-{o.end[option]}"
    return label + (" min" if mode == "minimum" else "")


def blocks_of_rule(board: Board, rule: str) -> list[Block]:
    """Blocks of one rule of the book."""
    (found,) = (each for each in ALLOCATION_RULES if each.name == rule)
    return found.rows(board)


def rows_of(board: Board, rule: str) -> list[Row]:
    """All rows of a rule, in order."""
    return [row for block in blocks_of_rule(board, rule) for row in rows_in(board, block)]


def rows_in(board: Board, block: Block) -> list[Row]:
    """All rows of a block, in order; extra columns are y0, y1 ..."""
    rows = []
    for number in range(len(block)):
        left: dict[str, float] = {}
        for at in (block.row == number).nonzero()[0]:
            column = int(block.column[at])
            extra = column - len(board.options)
            label = f"y{extra}" if extra >= 0 else option_label(board, column)
            left[label] = left.get(label, 0.0) + float(block.coefficient[at])
        limit = round(float(block.limit[number]), 9)
        left = {label: round(value, 9) for label, value in left.items()}
        rows.append(Row(_key(board, block, number), left, block.sense, limit))
    return rows


def _key(board: Board, block: Block, number: int) -> dict[str, object]:
    case = board.case
    told: dict[str, object] = {}
    for name, at in block.key(number).items():
        if at < 0:
            continue
        if name == "stay":
            project, stage = case.stay_key(at)
            told[name] = f"{project}{stage[0]}"
        elif name == "carrier":
            told[name] = case.carriers[at].id
        elif name == "campus":
            told[name] = case.campuses[at].id
        elif name == "project":
            told[name] = case.projects[at].id
        elif name == "industry":
            told[name] = board.industry_names[at]
        elif name == "firm":
            told[name] = board.firm_names[at]
        elif name == "policy":
            told[name] = case.policies[at].id
        else:
            told[name] = at
    return told
