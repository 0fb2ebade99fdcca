"""A table as it was read becomes a table of clean types; every fault of it is gathered."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.records.alike import alike
from optimizer.tables.records.carrier_references import tell_apart
from optimizer.tables.records.industry_names import settle_industries
from optimizer.tables.records.join_rows import join_rows
from optimizer.tables.records.policy import parse_limits, with_own_units
from optimizer.tables.records.references import settle_references
from optimizer.tables.records.room_floors import name_by_floor
from optimizer.tables.records.scope_names import settle_scopes
from optimizer.tables.records.setting_rows import check_settings
from optimizer.tables.records.tenants import settle_tenants
from optimizer.tables.records.whole_tables import duplicates, missing_columns, required_blanks
from optimizer.tables.schema import schema
from optimizer.tables.table import AnySeries, Table, Tables, empty_values
from optimizer.tables.values.column_sense import column_sense
from optimizer.tables.values.columns import ObjectArray, blank_rows, own_values, parse_column
from optimizer.tables.values.meanings import COMPANIONS

Checked = tuple[Table, list[Fault]]
_OTHERS_NAME_THEM = ("campuses", "carriers", "industries")
"""Sheets whose rows are joined before references to them are settled; all others after it."""


def validate_all(read: Mapping[str, Table]) -> tuple[Tables, list[Fault]]:
    """Every table validated, in the order of the schema.

    Whether two rows are the same thing is known when the carriers they name are.
    """
    raw: dict[str, Table] = {}
    clean: dict[str, Table] = {}
    faults: list[Fault] = []
    for key in schema():
        if key in read:
            raw[key] = _fill_defaults(read[key])
            clean[key], found = _validate(raw[key])
            faults += found
    with_rows = {key: set(table.block.tolist()) for key, table in clean.items()}
    faults += _join(raw, clean, [key for key in clean if key in _OTHERS_NAME_THEM])
    faults += settle_references(clean)
    faults += settle_industries(clean)
    faults += settle_scopes(clean)
    if "rooms" in clean:
        clean["rooms"], found = name_by_floor(clean["rooms"])
        faults += found
    faults += _join(raw, clean, [key for key in clean if key not in _OTHERS_NAME_THEM])
    for key, table in clean.items():
        faults += [*missing_columns(raw[key], table, with_rows[key]), *required_blanks(raw[key])]
        faults += [*duplicates(table), *alike(table)]
    return Tables(clean), faults


def _join(raw: dict[str, Table], clean: dict[str, Table], keys: list[str]) -> list[Fault]:
    faults: list[Fault] = []
    for key in keys:
        raw[key], clean[key], told = join_rows(raw[key], clean[key])
        faults += told
    return faults


def _validate(raw: Table) -> Checked:
    """The table with clean columns, and the faults of its cells.

    Parameters
    ----------
    raw : Table
        All canonical columns as objects, cells as they were read.
    """
    sheet = schema()[raw.sheet]
    faults: list[Fault] = []
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
    _fill_companions(raw.sheet, columns, said)
    for name in raw.own_columns:
        columns[name] = own_values(raw.frame[name])
    clean = replace(raw, frame=pd.DataFrame(columns, index=pd.RangeIndex(len(raw))))
    clean, found = _sheet_check(raw, clean)
    return clean, faults + found


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


def _sheet_check(raw: Table, clean: Table) -> Checked:
    if clean.sheet == "policy":
        return with_own_units(clean), []
    if clean.sheet == "carriers":
        return tell_apart(clean)
    if clean.sheet == "rooms":
        return settle_tenants(clean)
    if clean.sheet == "settings":
        return check_settings(raw, clean)
    return clean, []
