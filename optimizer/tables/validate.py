"""A table as it was read becomes a table of clean types; every fault of it is gathered."""

from collections.abc import Container, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.labels import LANGS
from optimizer.tables.alike import alike
from optimizer.tables.carrier_references import tell_apart
from optimizer.tables.columns import (
    ObjectArray,
    blank_rows,
    capped,
    own_values,
    parse_column,
)
from optimizer.tables.meanings import COMPANIONS
from optimizer.tables.policy import check_policy
from optimizer.tables.references import settle_references
from optimizer.tables.room_floors import name_by_floor
from optimizer.tables.schema import Column, schema
from optimizer.tables.setting_rows import check_settings
from optimizer.tables.table import AnySeries, Table, Tables, column_words, empty_values

Checked = tuple[Table, list[Fault]]


def validate(raw: Table) -> Checked:
    """The table with clean columns, and the faults of its cells and columns.

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
        parsed = parse_column(raw, column)
        columns[column.key] = parsed.values
        faults += parsed.faults
        if parsed.companion is not None:
            said[column.key] = parsed.companion
        if column.required:
            faults += _required_blanks(raw, column)
    _fill_companions(raw.sheet, columns, said)
    for name in raw.own_columns:
        columns[name] = own_values(raw.frame[name])
    clean = replace(raw, frame=pd.DataFrame(columns, index=pd.RangeIndex(len(raw))))
    clean, found = _sheet_check(raw, clean)
    if clean.sheet == "carriers":
        clean, apart = tell_apart(clean)
        found += apart
    return clean, faults + found


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
    # Whether two rows are the same thing is known when the carriers they name are.
    if "rooms" in clean:
        clean["rooms"], found = name_by_floor(clean["rooms"])
        faults += found
    for table in clean.values():
        faults += _duplicates(table) + alike(table)
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
    told: set[tuple[str, str, int, str]] = set()
    for block in raw.blocks:
        for column in schema()[raw.sheet].columns:
            given = block.has(column.key) or block.has(column.default)
            # The runs of rows under several headings are one table, which is told of once.
            table = (block.file, block.sheet, block.header_row, column.key)
            if column.required and not given and table not in told:
                told.add(table)
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
    words = column_words(raw.sheet, column.key)

    def fault(i: int) -> Fault:
        return raw.fault(i, column.key, code, "error", None, **words)

    return capped(raw, column.key, np.flatnonzero(blank), fault)


def _duplicates(clean: Table) -> list[Fault]:
    keys = list(schema()[clean.sheet].id)
    if not keys or not len(clean):
        return []
    ids = clean.frame[keys]
    again = np.flatnonzero(ids.duplicated() & (ids != "").all(axis=1))
    if not len(again):
        return []
    key = "room" if clean.sheet == "rooms" else keys[0]
    rows = list(map(tuple, ids.to_numpy()))
    first: dict[tuple[str, ...], int] = {}
    for i, values in enumerate(rows):
        first.setdefault(values, i)

    def fault(i: int) -> Fault:
        place = clean.place(first[rows[i]], key, seen_from=i)
        values = {"first": place, **_id_words(clean.sheet, key)}
        named = clean.standing(i, key) != key
        code = "duplicate_name" if named else "duplicate_id"
        found = clean.fault(i, key, code, "error", " / ".join(rows[i]), **values)
        return replace(found, cell=clean.own_cell(i, key))

    return capped(clean, key, again, fault)


def _id_words(sheet: str, key: str) -> dict[str, str]:
    """The label of the id column a sheet does not have."""
    return {f"id_{lang}": schema()[sheet].by_key[key].label(lang) for lang in LANGS}


def _sheet_check(raw: Table, clean: Table) -> Checked:
    if clean.sheet == "policy":
        return check_policy(raw, clean)
    if clean.sheet == "settings":
        return check_settings(raw, clean)
    return clean, []
