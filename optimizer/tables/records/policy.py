"""The limit of a policy row: a number in the unit of its rule, on the side its rule limits."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import Column
from optimizer.tables.table import Table
from optimizer.tables.values.columns import ParsedColumn, fault_of
from optimizer.tables.values.numbers import number_in
from optimizer.tables.values.parse import parse
from optimizer.tables.values.reading import Note, Problem, Read
from optimizer.tables.values.units_of import scale_of
from optimizer.tables.vocabulary import policy_unit, units
from optimizer.tables.words import plain_unit


def parse_limits(raw: Table, column: Column, rules: Sequence[str]) -> ParsedColumn:
    """The limits of a policy sheet, each as its rule wants it, and their faults.

    Parameters
    ----------
    raw : Table
    column : Column
        The limit as the schema has it.
    rules : sequence of str
        The rule of each row, blank where it is not known (a fault of its own cell).
    """
    limits = np.full(len(raw), np.nan)
    faults: list[Fault] = []
    notes: dict[tuple[str, str], list[tuple[int, Note]]] = {}
    cells = zip(rules, raw.frame[column.key].tolist(), raw.frame["unit"].tolist(), strict=True)
    for i, (rule, cell, unit) in enumerate(cells):
        if is_blank(cell):
            continue
        read = _limit(rule, cell, printed(unit))
        limits[i] = read.value
        if read.problem is not None:
            key = "unit" if read.problem.code == "wrong_unit" else column.key
            faults.append(fault_of(raw, i, key, read.problem))
        if read.note is not None:
            notes.setdefault((read.note.code, read.note.group), []).append((i, read.note))
    for told in notes.values():
        i, note = told[0]
        values = {**note.values, "count": str(len(told))}
        faults.append(raw.fault(i, column.key, note.code, "warning", **values))
    return ParsedColumn(pd.Series(limits), faults)


def with_own_units(clean: Table) -> Table:
    """Units as the limits are stored: 4 年 is 48 月 now."""
    frame = clean.frame
    stored = [
        limit_column(rule).unit_label() if rule and unit and _converted(rule, unit) else unit
        for rule, unit in zip(frame["rule"], frame["unit"], strict=True)
    ]
    return replace(clean, frame=frame.assign(unit=pd.Series(stored, dtype=object)))


def _converted(rule: str, unit: str) -> bool:
    scale = scale_of(policy_unit(rule), unit)
    return policy_unit(rule) != "share" and scale is not None and scale.factor not in (0.0, 1.0)


@cache
def limit_column(rule: str) -> Column:
    """What the limit of a rule must be, as a column like any other."""
    unit = policy_unit(rule)
    share = unit == "share"
    return Column(
        "limit",
        "share" if share else "number",
        "column.policy.limit",
        group="at_least" if rule.endswith("_min") else "at_most",
        unit=unit,
        required=True,
        low=0,
        high=1 if share else 1e12,
    )


def _limit(rule: str, cell: object, unit: str) -> Read:
    if not rule:
        found = number_in(cell) if not isinstance(cell, str) else None
        return Read(found[0] if found else np.nan)
    column = limit_column(rule)
    if not unit:
        return parse(column, cell)
    if column.kind == "share" and plain_unit(unit) in units()["percent"].same:
        found = number_in(cell)
        # 0.75 beside a unit of % is 75 % all the same.
        per_cent = found is not None and not found[1] and found[0] > 1
        return parse(column, f"{found[0]!r}%" if found and per_cent else cell)
    scale = scale_of(column.unit, unit)
    if scale is None or scale.refused:
        words = {"unit_zh": column.unit_label("zh"), "unit_en": column.unit_label("en")}
        return Read(np.nan, Problem("wrong_unit", values=words))
    return parse(column, cell, unit)
