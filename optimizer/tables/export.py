"""What was understood, as plain CSV files with the fixed keys."""

from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from optimizer.tables.printed import printed
from optimizer.tables.schema import schema
from optimizer.tables.table import Table, Tables

# Excel runs a cell of a CSV that begins so as a formula.
_FORMULA_STARTS: Final = ("=", "@", "\t", "\r")
_SIGNS: Final = ("+", "-")
_FORMULA_MARKS: Final = frozenset("(|!=")


def write_csvs(tables: Tables, folder: Path) -> None:
    """Write one CSV per sheet that was given: UTF-8 with a mark so that Excel opens it right.

    Parameters
    ----------
    tables : Tables
        As read.
    folder : Path
        Made if it is not there; files are named by sheet key, e.g. ``carriers.csv``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for key, table in tables.items():
        if table.blocks:
            frame = csv_frame(table)
            frame.to_csv(
                folder / f"{key}.csv", index=False, encoding="utf-8-sig", lineterminator="\n"
            )


def csv_frame(table: Table) -> pd.DataFrame:
    """The table with every cell as the text of the CSV."""
    sheet = schema()[table.sheet]
    numeric = {column.key for column in sheet.columns if column.numeric}
    columns: dict[str, list[str]] = {}
    for name in table.frame.columns:
        values = table.frame[name].tolist()
        text = [printed(value) for value in values]
        columns[name] = (
            text if name in numeric else [_inert(v, t) for v, t in zip(values, text, strict=True)]
        )
    return pd.DataFrame(columns, columns=list(table.frame.columns), dtype=object)


def _inert(value: Any, text: str) -> str:
    """Text that Excel would run as a formula, made plain text by a leading apostrophe."""
    if not isinstance(value, str) or isinstance(value, date):
        return text
    runs = text.startswith(_FORMULA_STARTS) or (
        text.startswith(_SIGNS) and not _FORMULA_MARKS.isdisjoint(text)
    )
    return f"'{text}" if runs else text
