"""A table as it was read becomes a table of clean types; every fault of it is gathered."""

from collections.abc import Container, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.alike import alike
from optimizer.tables.column_sense import column_sense
from optimizer.tables.columns import (
    ObjectArray,
    blank_rows,
    capped,
    own_values,
    parse_column,
)
from optimizer.tables.industry_names import settle_industries
from optimizer.tables.meanings import COMPANIONS
from optimizer.tables.policy import parse_limits, with_own_units
from optimizer.tables.references import settle_references
from optimizer.tables.schema import Column, schema
from optimizer.tables.scope_names import settle_scopes
from optimizer.tables.setting_rows import check_settings
from optimizer.tables.table import AnySeries, Table, Tables, column_words, empty_values
from optimizer.tables.tenants import settle_tenants

Checked = tuple[Table, list[Fault]]


def validate(raw: Table) -> Checked:
    """The table with clean columns, and all its faults.

    Parameters
    ----------
    raw : Table
        All canonical columns as objects, cells as they were read.
    """
    sheet = schema()[raw.sheet]
    raw = _fill_defaults(raw)
    faults = _missing_columns(raw)
    columns: dict[str, AnySeries] = {}
    said: dict[str, ObjectArray] = {}
    for column in sheet.columns:
        if not len(raw) or not (raw.given(column.key) or raw.given(column.default)):
            columns[column.key] = empty_values(column, len(raw))
            continue
        if column.by_rule:
            parsed = parse_limits(raw, column, columns["rule"].tolist())
        else:
            parsed = parse_column(raw, column)
        columns[column.key] = parsed.values
        faults += parsed.faults
        faults += column_sense(raw, column, parsed.values)
        if parsed.companion is not None:
            said[column.key] = parsed.companion
        if column.required:
            faults += _required_blanks(raw, column)
    _fill_companions(raw.sheet, columns, said)
    for name in raw.own_columns:
        columns[name] = own_values(raw.frame[name])
    clean = replace(raw, frame=pd.DataFrame(columns, index=pd.RangeIndex(len(raw))))
    clean, found = _sheet_check(raw, clean)
    return clean, faults + found + _duplicates(raw, clean) + alike(clean)


def missing_sheets(tables: Container[str], file: str) -> list[Fault]:
    """A fault for every required sheet that is in no file."""
    return [
        Fault(
            "required_sheet_missing",
            file=file,
            sheet=sheet.label(),
            values=(("sheet_zh", sheet.label("zh")), ("sheet_en", sheet.label("en"))),
        )
        for key, sheet in schema().items()
        if sheet.required and key not in tables
    ]


def validate_all(raw: Mapping[str, Table]) -> tuple[Tables, list[Fault]]:
    """Every table validated, in the order of the schema."""
    clean: dict[str, Table] = {}
    faults: list[Fault] = []
    for key in schema():
        if key in raw:
            clean[key], found = validate(raw[key])
            faults += found
    faults += settle_references(clean)
    faults += settle_industries(clean)
    faults += settle_scopes(clean)
    return Tables(clean), faults


def _fill_defaults(raw: Table) -> Table:
    """Blank ids take the column that stands in for them: the carrier's or project's name."""
    frame = raw.frame
    for column in schema()[raw.sheet].columns:
        if column.default and len(raw):
            blank = blank_rows(frame[column.key])
            frame = frame.assign(
                **{column.key: frame[column.key].mask(blank, frame[column.default])}
            )
    return replace(raw, frame=frame)


def _fill_companions(
    sheet: str, columns: dict[str, AnySeries], said: Mapping[str, ObjectArray]
) -> None:
    """Blank cells take what the cell of another column says: 1500-2000 has a least area too."""
    for key, companion in said.items():
        target = COMPANIONS.get((sheet, key))
        if target is None:
            continue
        own = columns[target]
        given = pd.Series([each is not None for each in companion], dtype=bool)
        fill = given & blank_rows(own)
        columns[target] = own.mask(fill, pd.Series(companion, dtype=object)).astype(own.dtype)


def _missing_columns(raw: Table) -> list[Fault]:
    faults: list[Fault] = []
    for block in raw.blocks:
        for column in schema()[raw.sheet].columns:
            given = block.has(column.key) or block.has(column.default)
            if column.required and not given:
                words = column_words(raw.sheet, column.key)
                faults.append(
                    Fault(
                        "required_column_missing",
                        file=block.file,
                        sheet=block.sheet,
                        values=(*words.items(), ("key", column.key)),
                    )
                )
    return faults


def _required_blanks(raw: Table, column: Column) -> list[Fault]:
    has_column = np.array(
        [b.has(column.key) or b.has(column.default) for b in raw.blocks], dtype=bool
    )
    blank = blank_rows(raw.frame[column.key]) & has_column[raw.block]
    code = "id_and_name_blank" if column.default else "required_blank"
    return capped(raw, column.key, np.flatnonzero(blank), lambda i: raw.fault(i, column.key, code))


def _duplicates(raw: Table, clean: Table) -> list[Fault]:
    keys = list(schema()[clean.sheet].id)
    if not keys or not len(clean):
        return []
    ids = clean.frame[keys]
    repeated = ids.duplicated() & (ids != "").all(axis=1)
    if clean.sheet == "settings":
        # One setting with one value in two workbooks contradicts nothing.
        repeated &= ~clean.frame[[*keys, "value"]].duplicated()
    again = np.flatnonzero(repeated)
    if not len(again):
        return []
    key = "room" if clean.sheet == "rooms" else keys[0]
    columns = [schema()[clean.sheet].by_key[each] for each in keys]
    rows = list(map(tuple, ids.to_numpy()))
    first: dict[tuple[str, ...], int] = {}
    for i, values in enumerate(rows):
        first.setdefault(values, i)

    def fault(i: int) -> Fault:
        place = clean.place(first[rows[i]], key, seen_from=i)
        shown = [
            column.choices.label(word) if column.choices else word
            for column, word in zip(columns, rows[i], strict=True)
        ]
        return raw.fault(i, key, "duplicate_id", found=" / ".join(shown), first=place)

    return capped(raw, key, again, fault)


def _sheet_check(raw: Table, clean: Table) -> Checked:
    if clean.sheet == "policy":
        return with_own_units(clean), []
    if clean.sheet == "rooms":
        return settle_tenants(clean)
    if clean.sheet == "settings":
        return check_settings(raw, clean)
    return clean, []
