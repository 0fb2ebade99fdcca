"""Where no plan keeps every hard row: the cheapest way out, row by row."""

from dataclasses import replace

import numpy as np

from optimizer.explain.plan_facts import Relaxation
from optimizer.explain.plan_prices import subject_of, unit_of
from optimizer.models.expansion import ExpansionModel
from optimizer.solving.program import Program, solve_program
from optimizer.solving.progress import Watch

GIVING: float = 1e-6
"""Share of its limit below which a row was not given up."""


def cheapest_relaxation(model: ExpansionModel, watch: Watch) -> tuple[Relaxation, ...]:
    """Hard policy rows (and must_place) to give up so that a plan exists.

    The sum over rows of what is missed as a share of its limit is the least possible; it is
    solved for as a program of its own, where every such row may be missed at that price.
    """
    program = Program.of(model)
    program = replace(program, costs=np.zeros(len(program.costs)), constant=0.0)
    elastic: list[int] = []
    for number, block in enumerate(model.blocks):
        if ("policy" in block.keys and block.strength == "hard") or block.rule == "must_serve":
            first = int(model.first_row[number])
            elastic += range(first, first + len(block))
    columns = len(program.costs)
    for row in elastic:
        block, at = model.row_at(row)
        limit = float(block.limit[at])
        sign = 1.0 if block.sense == ">=" else -1.0
        program = program.with_column(1.0 / max(abs(limit), 1.0), np.array([row]), np.array([sign]))
    answer = solve_program(program, watch, gap=1e-4, doing="relaxation")
    if answer.values is None:
        return ()
    found = []
    for row, missed in zip(elastic, answer.values[columns:].tolist(), strict=True):
        block, at = model.row_at(row)
        limit = float(block.limit[at])
        if missed > GIVING * max(abs(limit), 1.0):
            reached = limit - missed if block.sense == ">=" else limit + missed
            asked, offset = _as_written(model, block.rule, block.key(at), limit)
            found.append(
                Relaxation(block.rule, subject_of(model.ground, block, at), unit_of(block.rule),
                           asked, reached + offset)
            )  # fmt: skip
    return tuple(found)


def _as_written(
    model: ExpansionModel, rule: str, key: dict[str, int], limit: float
) -> tuple[float, float]:
    """The limit as the workbook has it, and what stands between it and the row's.

    Rows of total area ask for what existing carriers do not have yet.
    """
    if rule == "total_area_min":
        written = model.ground.case.outlook.policies[key["policy"]].limit
        return written, written - limit
    return limit, 0.0
