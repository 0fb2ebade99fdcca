"""Rows about whoever takes space, as tables that a price can be put on.

A rule of reach "space" looks at an option only through its industry, stage, carrier, quarter,
area and rent relief. So its coefficients are read off the rule book itself: probe options -
one per class of stays, carrier and quarter, with one and two square metres, with and without
relief - are given to the rules, and what comes back is

    coefficient = per_head + per_m2 x area + per_relief x area x relief share

for every quarter the option takes space. Nothing of a rule is written a second time here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.domain.project import Project, Stay
from optimizer.domain.words import NEVER, STAGES
from optimizer.rules.block import Block, Floats, Ints
from optimizer.rules.board import Board
from optimizer.rules.book import ALLOCATION_RULES
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.minima import short_minima, with_minima_held

SPACE_RULES = tuple(
    rule for rule in ALLOCATION_RULES if rule.reach == "space" and rule.name != "carrier_area"
)
"""Priced through tables; the area of a carrier is priced directly."""

PROBES = ((1.0, 0.0), (2.0, 0.0), (1.0, 1.0))
"""Area and relief share of the probe options."""


@dataclass(frozen=True)
class SpaceRows:
    """Rows of the space rules, and what an option adds to them.

    Row arrays have one entry per row. The tables have shape (blocks, classes, carriers,
    quarters); ``row_of`` is -1 where a block says nothing.

    Attributes
    ----------
    class_of : int array
        Class of each stay: same class, same coefficients.
    sense : +1 for "at most", -1 for "at least"
    limit : limit in force, what is locked still on the left
    weight : points per unit of excess; inf for a hard row
    at_rest : excess of a soft row as the tenants sit, which costs nothing
    parent, cap, factor : a capped row gives ``factor x min(its sum, cap)`` to its parent
        and has no limit of its own; -1 for ordinary rows
    base, constant : what all sitting tenants, and the locked ones among them, put into the row
    sums_quarters : blocks whose rows run over several quarters
    blocks, first_row : the rules' own blocks, and the number of each one's first row
    """

    class_of: NDArray[np.int32]
    classes: int
    row_of: NDArray[np.int32]
    per_head: Floats
    per_m2: Floats
    per_relief: Floats
    sense: Floats
    limit: Floats
    weight: Floats
    at_rest: Floats
    parent: Ints
    cap: Floats
    factor: Floats
    constant: Floats
    sums_quarters: NDArray[np.bool_]
    base: Floats
    blocks: tuple[Block, ...]
    first_row: Ints

    def __len__(self) -> int:
        return len(self.limit)


def space_rows(case: Case, homes: Homes) -> SpaceRows:
    """Rows and tables of a case."""
    asked = {p.rule for p in case.policies if p.strength != "watch"}
    rules = [rule for rule in SPACE_RULES if rule.name in asked]
    labels, class_of = _classes(case) if rules else _one_class(case)
    if not rules:
        return _assembled(case, class_of, 1, [], np.zeros(0, np.int64), np.zeros(0, bool))
    probes, sitting = _probe_board(case, labels)
    blocks = [block for rule in rules for block in rule.rows(probes) if len(block)]
    rows = _assembled(case, class_of, len(labels), blocks, sitting, homes.stays.locked)
    return with_minima_held(case, homes, rows) if short_minima(rows).any() else rows


def _classes(case: Case) -> tuple[list[tuple[str, int]], NDArray[np.int32]]:
    """Distinct (industry, stage) of the stays, and the class of each stay."""
    names = sorted({project.industry for project in case.projects})
    number = {name: i for i, name in enumerate(names)}
    industry = np.array([number[p.industry] for p in case.projects], np.int64)
    arrays = case.stay_arrays
    code = industry[arrays.project] * len(STAGES) + arrays.stage
    distinct, class_of = np.unique(code, return_inverse=True)
    labels = [(names[c // len(STAGES)], int(c % len(STAGES))) for c in distinct.tolist()]
    return labels, class_of.reshape(-1).astype(np.int32)


def _one_class(case: Case) -> tuple[list[tuple[str, int]], NDArray[np.int32]]:
    return [("", 0)], np.zeros(len(case.stays), np.int32)


def _probe_board(case: Case, labels: Sequence[tuple[str, int]]) -> tuple[Board, Ints]:
    """A board with the sitting tenants as they sit, then the probes; and the sitting stays."""
    sitting = np.flatnonzero(case.stay_arrays.home >= 0)
    projects: list[Project] = []
    stays: list[Stay] = []
    for s in sitting.tolist():
        own = case.projects[case.stays[s].project]
        projects.append(replace(own, stays=range(len(stays), len(stays) + 1)))
        stays.append(replace(case.stays[s], project=len(projects) - 1))
    for industry, stage in labels:
        for number, (area, share) in enumerate(PROBES):
            name = f"\0{industry}\0{stage}\0{number}"
            at = len(projects)
            projects.append(_probe_project(name, industry, share, at))
            stays.append(Stay(at, STAGES[stage], area, area, 0.0, 1))
    board_case = case.replace(
        projects=tuple(projects), stays=tuple(stays), pins=(), relations=(), rooms=()
    )
    as_they_sit = _sitting_options(case, sitting)
    options = _joined(as_they_sit, _probe_options(case, len(sitting), len(labels)))
    return Board(board_case, options), sitting


def _probe_project(name: str, industry: str, share: float, at: int) -> Project:
    return Project(
        name, name, name, industry, "approved", 0.0, relief_share=share, relief_until=NEVER,
        stays=range(at, at + 1),
    )  # fmt: skip


def _sitting_options(case: Case, sitting: Ints) -> Options:
    """Each sitting tenant where it sits, to its planned end; stays numbered from 0."""
    arrays = case.stay_arrays
    area, end = arrays.area_m2[sitting], arrays.length[sitting]
    return _options(np.arange(len(sitting)), arrays.home[sitting], np.zeros_like(end), end, area)


def _probe_options(case: Case, first_stay: int, classes: int) -> Options:
    """Every class, probe, carrier and quarter."""
    shape = (classes, len(PROBES), len(case.carriers), case.quarters)
    klass, probe, carrier, quarter = (i.reshape(-1) for i in np.indices(shape))
    area = np.array([area for area, _ in PROBES])[probe]
    stay = first_stay + klass * len(PROBES) + probe
    return _options(stay, carrier, quarter, quarter + 1, area)


def _options(stay: Ints, carrier: Ints, first: Ints, end: Ints, area: Floats) -> Options:
    none = np.zeros(len(stay), np.int64)
    return Options(
        stay, carrier, first, end, end, none, area, area, none - 1, np.zeros(len(stay)), none,
        np.zeros(len(stay), bool),
    )  # fmt: skip


def _joined(first: Options, second: Options) -> Options:
    """Two tables one after the other, in their order."""
    names = first.__dataclass_fields__
    return Options(**{n: np.concatenate([getattr(first, n), getattr(second, n)]) for n in names})


def _assembled(
    case: Case,
    class_of: NDArray[np.int32],
    classes: int,
    blocks: list[Block],
    sitting: Ints,
    locked: NDArray[np.bool_],
) -> SpaceRows:
    """Tables and rows of all blocks, numbered through."""
    shape = (len(blocks), classes, len(case.carriers), case.quarters)
    first_row = np.cumsum([0, *(len(block) for block in blocks)]).astype(np.int64)
    row_of = np.full(shape, -1, np.int32)
    tables = [np.zeros(shape) for _ in PROBES]
    base, constant = np.zeros(first_row[-1]), np.zeros(first_row[-1])
    for b, block in enumerate(blocks):
        _read_probes(block, len(sitting), row_of[b], [table[b] for table in tables])
        row_of[b][row_of[b] >= 0] += first_row[b]
        own = slice(first_row[b], first_row[b + 1])
        base[own], constant[own] = _as_they_sit(block, len(sitting), locked[sitting])
    row_of, tables, class_of = _fewer_classes(row_of, tables, class_of)
    per_m2 = tables[1] - tables[0]
    per_relief = tables[2] - tables[0]
    rows = _row_arrays(blocks, first_row, base, constant)
    return SpaceRows(
        class_of=class_of, classes=row_of.shape[1], row_of=row_of, per_head=tables[0] - per_m2,
        per_m2=per_m2, per_relief=per_relief, base=base, constant=constant,
        blocks=tuple(blocks), first_row=first_row,
        sums_quarters=_sums_quarters(row_of), **rows,
    )  # fmt: skip


def _fewer_classes(
    row_of: NDArray[np.int32], tables: list[Floats], class_of: NDArray[np.int32]
) -> tuple[NDArray[np.int32], list[Floats], NDArray[np.int32]]:
    """Classes that every block treats alike become one."""
    keys: dict[bytes, int] = {}
    kept: list[int] = []
    number = np.zeros(row_of.shape[1], np.int32)
    for c in range(row_of.shape[1]):
        key = row_of[:, c].tobytes() + b"".join(table[:, c].tobytes() for table in tables)
        if key not in keys:
            keys[key] = len(kept)
            kept.append(c)
        number[c] = keys[key]
    merged = [table[:, kept].copy() for table in tables]
    return row_of[:, kept].copy(), merged, np.asarray(number[class_of])


def _read_probes(
    block: Block, sitting: int, row_of: NDArray[np.int32], tables: list[Floats]
) -> None:
    """Fill one block's tables from its triplets."""
    shape = (row_of.shape[0], len(PROBES), *row_of.shape[1:])
    count = int(np.prod(shape))
    probe = (block.column >= sitting) & (block.column < sitting + count)
    klass, which, carrier, quarter = np.unravel_index(block.column[probe] - sitting, shape)
    row_of[klass, carrier, quarter] = block.row[probe]
    for number, table in enumerate(tables):
        mine = which == number
        at = (klass[mine], carrier[mine], quarter[mine])
        np.add.at(table, at, block.coefficient[probe][mine])


def _as_they_sit(block: Block, sitting: int, locked: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """What all sitting tenants, and what the locked ones among them, put into each row."""
    own = block.column < sitting
    row, column, coefficient = block.row[own], block.column[own], block.coefficient[own]
    base = np.bincount(row, coefficient, minlength=len(block)).astype(np.float64)
    fixed = coefficient * locked[column]
    return base, np.bincount(row, fixed, minlength=len(block)).astype(np.float64)


def _sums_quarters(row_of: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Blocks whose rows run over several quarters, such as a year's budget."""
    together = (row_of[..., 1:] >= 0) & (row_of[..., 1:] == row_of[..., :-1])
    return np.asarray(together.any(axis=(1, 2, 3)), bool)


def _row_arrays(
    blocks: list[Block], first_row: Ints, base: Floats, constant: Floats
) -> dict[str, Any]:
    """Sense, limit, weight, rest and caps of every row; sums of capped rows go to parents."""
    count = int(first_row[-1])
    sense, limit, weight = np.ones(count), np.zeros(count), np.full(count, np.inf)
    parent, cap, factor = np.full(count, -1, np.int64), np.full(count, np.inf), np.zeros(count)
    for b, block in enumerate(blocks):
        own = slice(first_row[b], first_row[b + 1])
        sense[own] = 1.0 if block.sense == "<=" else -1.0
        limit[own] = block.limit
        weight[own] = block.weight if block.strength == "soft" else np.inf
        if block.defining is not None:
            _read_caps(block, int(first_row[b]), parent, cap, factor)
    capped = np.flatnonzero(parent >= 0)
    np.add.at(base, parent[capped], factor[capped] * np.minimum(base[capped], cap[capped]))
    over = np.maximum(sense * (base - limit), 0.0)
    held = np.where(np.isinf(weight) & (sense > 0), np.maximum(limit, base), limit)
    limit = np.where(parent >= 0, 0.0, held)
    return {
        "sense": sense,
        "limit": limit,
        "weight": weight,
        "at_rest": np.where(np.isinf(weight) | (parent >= 0), 0.0, over),
        "parent": parent,
        "cap": cap,
        "factor": factor,
    }


def _read_caps(block: Block, first: int, parent: Ints, cap: Floats, factor: Floats) -> None:
    """A minimum of area and site: the row that defines an extra column feeds the ratio row."""
    assert block.defining is not None
    sitting_or_probe = block.column < block.column.max(initial=-1) + 1 - len(block.extra_upper)
    extra = ~sitting_or_probe
    number = block.column[extra] - (block.column.max(initial=-1) + 1 - len(block.extra_upper))
    row, coefficient = block.row[extra], block.coefficient[extra]
    defines = block.defining[row]
    of_column = np.zeros(len(block.extra_upper), np.int64)
    of_column[number[defines]] = row[defines]
    ratio, column = row[~defines], number[~defines]
    parent[first + of_column[column]] = first + ratio
    factor[first + of_column[column]] = coefficient[~defines]
    cap[first + of_column] = block.extra_upper
