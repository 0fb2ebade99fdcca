"""A table as it was read becomes a table of clean types; every fault of it is gathered."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.labels import LANGS, Lang, text
from optimizer.tables.alike import alike
from optimizer.tables.column_sense import column_sense
from optimizer.tables.columns import (
    ObjectArray,
    blank_rows,
    capped,
    own_values,
    parse_column,
)
from optimizer.tables.copies import repeated_sheets
from optimizer.tables.industry_names import settle_industries
from optimizer.tables.join_rows import join_rows
from optimizer.tables.meanings import COMPANIONS
from optimizer.tables.policy import parse_limits, with_own_units
from optimizer.tables.references import settle_references
from optimizer.tables.schema import Column, Sheet, schema
from optimizer.tables.scope_names import settle_scopes
from optimizer.tables.setting_rows import check_settings
from optimizer.tables.table import AnySeries, Table, Tables, column_words, empty_values
from optimizer.tables.tenants import settle_tenants

_SHOWN: Final = 8
"""Names listed in one fault."""

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
    blocks = set(raw.block.tolist())
    raw, clean, told = join_rows(raw, clean)
    faults += [*_missing_columns(raw, clean, blocks), *_required_blanks(raw), *told]
    clean, found = _sheet_check(raw, clean)
    return clean, faults + found + _duplicates(raw, clean) + alike(clean)


def missing_sheets(
    known: Container[str],
    file: str,
    look_alikes: Mapping[str, Sequence[str]] | None = None,
    tables: Tables | None = None,
) -> list[Fault]:
    """A fault for every required sheet that is in no file.

    `look_alikes` are the names of sheets that were not read and may be it; where the rooms
    name their buildings, the fault of missing carriers lists them.
    """
    faults: list[Fault] = []
    for key, sheet in schema().items():
        if not sheet.required or key in known:
            continue
        words = {f"sheet_{lang}": sheet.label(lang) for lang in LANGS}
        code, names = "required_sheet_missing", (look_alikes or {}).get(key, ())
        if names:
            code = "required_sheet_unread"
            for lang in LANGS:
                needed = [column for column in sheet.columns if column.required]
                labels = ["/".join(_labels(sheet, column, lang)) for column in needed]
                words[f"headers_{lang}"] = text("tables.list_separator", lang).join(labels)
        elif key == "carriers" and tables is not None:
            rooms = tables["rooms"].frame["carrier"]
            names = [str(name) for name in pd.unique(rooms[rooms != ""])]
            code = "carriers_only_in_rooms" if names else code
        for lang in LANGS:
            shown = text("tables.list_separator", lang).join(names[:_SHOWN])
            more = text("tables.and_more", lang, more=len(names)) if len(names) > _SHOWN else ""
            words[f"names_{lang}"] = shown + more
        told = tuple(words.items())
        faults.append(Fault(code, file=file, sheet=sheet.label(), values=told))
    return faults


def _labels(sheet: Sheet, column: Column, lang: Lang) -> list[str]:
    """The label of a column, and of the one that may stand in for it."""
    keys = [column.key, *([column.default] if column.default else [])]
    return [sheet.by_key[key].label(lang) for key in keys]


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


def _missing_columns(raw: Table, clean: Table, with_rows: Container[int]) -> list[Fault]:
    """Required columns that a table does not have, and no other table has for its rows.

    `with_rows` are the blocks that had rows before some were joined to others.
    """
    faults: list[Fault] = []
    for number, block in enumerate(raw.blocks):
        rows = clean.block == number
        if number in with_rows and not rows.any():
            continue
        for column in schema()[raw.sheet].columns:
            given = block.has(column.key) or block.has(column.default)
            if not given and column.required and rows.any():
                given = not blank_rows(clean.frame[column.key])[rows].any()
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


def _required_blanks(raw: Table) -> list[Fault]:
    faults: list[Fault] = []
    for column in schema()[raw.sheet].columns:
        if not column.required or not len(raw):
            continue
        key, code = column.key, "id_and_name_blank" if column.default else "required_blank"
        has_column = np.array([b.has(key) or b.has(column.default) for b in raw.blocks], dtype=bool)
        blank = np.flatnonzero(blank_rows(raw.frame[key]) & has_column[raw.block])
        faults += capped(raw, key, blank, partial(_blank_fault, raw, key, code))
    return faults


def _blank_fault(raw: Table, key: str, code: str, i: int) -> Fault:
    return raw.fault(i, key, code)


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
    copied, again = repeated_sheets(raw, again, {i: first[rows[i]] for i in again.tolist()})

    def fault(i: int) -> Fault:
        place = clean.place(first[rows[i]], key, seen_from=i)
        shown = [
            column.choices.label(word) if column.choices else word
            for column, word in zip(columns, rows[i], strict=True)
        ]
        return raw.fault(i, key, "duplicate_id", found=" / ".join(shown), first=place)

    return copied + (capped(raw, key, again, fault) if len(again) else [])


def _sheet_check(raw: Table, clean: Table) -> Checked:
    if clean.sheet == "policy":
        return with_own_units(clean), []
    if clean.sheet == "rooms":
        return settle_tenants(clean)
    if clean.sheet == "settings":
        return check_settings(raw, clean)
    return clean, []
