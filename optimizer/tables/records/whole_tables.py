"""What is asked of a table as a whole, once it is known what its rows are: columns, ids, sheets."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from optimizer.faults import Fault
from optimizer.labels import LANGS, Lang, text
from optimizer.tables.records.copies import repeated_sheets
from optimizer.tables.schema import Column, Sheet, schema
from optimizer.tables.table import Table, Tables, column_words
from optimizer.tables.values.columns import blank_rows, capped

_SHOWN: Final = 8
"""Names listed in one fault."""


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


def missing_columns(raw: Table, clean: Table, with_rows: Container[int]) -> list[Fault]:
    """Required columns that a table does not have, and no other table has for its rows.

    `with_rows` are the blocks that had rows before some were joined to others.
    """
    faults: list[Fault] = []
    told: set[tuple[str, str, int, str]] = set()
    for number, block in enumerate(raw.blocks):
        rows = clean.block == number
        if number in with_rows and not rows.any():
            continue
        for column in schema()[raw.sheet].columns:
            given = block.has(column.key) or block.has(column.default)
            if not given and column.required and rows.any():
                given = not blank_rows(clean.frame[column.key])[rows].any()
            # The runs of rows under several headings are one table, which is told of once.
            table = (block.file, block.sheet, block.header_row, column.key)
            if column.required and not given and table not in told:
                told.add(table)
                words = (*column_words(raw.sheet, column.key).items(), ("key", column.key))
                code = "required_column_missing"
                faults.append(Fault(code, file=block.file, sheet=block.sheet, values=words))
    return faults


def required_blanks(raw: Table) -> list[Fault]:
    """Blank cells of required columns; what could not be read has a fault of its own."""
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
    words: dict[str, Any] = column_words(raw.sheet, key)
    return raw.fault(i, key, code, "error", None, **words)


def duplicates(clean: Table) -> list[Fault]:
    """Rows whose id stands further up."""
    keys = list(schema()[clean.sheet].id)
    if not keys or not len(clean):
        return []
    ids = clean.frame[keys]
    # A site without phases stands once; a required part that is blank has a fault of its own.
    needed = [key for key in keys if schema()[clean.sheet].by_key[key].required]
    repeated = ids.duplicated() & (ids[needed] != "").all(axis=1)
    if clean.sheet == "settings":
        # One setting with one value in two workbooks contradicts nothing.
        repeated &= ~clean.frame[[*keys, "value"]].duplicated()
    again = np.flatnonzero(repeated)
    if not len(again):
        return []
    rows = list(map(tuple, ids.to_numpy()))
    first: dict[tuple[str, ...], int] = {}
    for i, values in enumerate(rows):
        first.setdefault(values, i)
    copied, again = repeated_sheets(clean, again, {i: first[rows[i]] for i in again.tolist()})
    key = "room" if clean.sheet == "rooms" else keys[0]

    def fault(i: int) -> Fault:
        return _repeated(clean, key, i, first[rows[i]], rows[i])

    return copied + (capped(clean, key, again, fault) if len(again) else [])


def _repeated(clean: Table, key: str, i: int, first: int, ids: tuple[str, ...]) -> Fault:
    by_key = schema()[clean.sheet].by_key
    columns = [by_key[each] for each in schema()[clean.sheet].id]
    shown = [
        column.choices.label(word) if column.choices else word
        for column, word in zip(columns, ids, strict=True)
        if word
    ]
    values = {"first": clean.place(first, key, seen_from=i)}
    values |= {f"id_{lang}": by_key[key].label(lang) for lang in LANGS}
    code = "duplicate_name" if clean.standing(i, key) != key else "duplicate_id"
    found = clean.fault(i, key, code, "error", " / ".join(shown), **values)
    return replace(found, cell=clean.own_cell(i, key))
