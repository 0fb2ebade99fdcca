"""The pandas road: tables that never were a workbook pass the same validation."""

from collections.abc import Mapping

import pandas as pd

from optimizer.faults import Fault
from optimizer.tables.layout.unread import unknown_sheet
from optimizer.tables.pieces import Piece, join_pieces
from optimizer.tables.printed import is_blank
from optimizer.tables.records.validate import validate_all
from optimizer.tables.records.whole_tables import missing_sheets
from optimizer.tables.schema import schema, sheet_names
from optimizer.tables.table import AnySeries, Block, Tables
from optimizer.tables.values.columns import object_array
from optimizer.tables.words import plain


def tables_from_frames(
    frames: Mapping[str, pd.DataFrame],
) -> tuple[Tables, tuple[Fault, ...]]:
    """Validate pandas tables as if they had been read from a workbook.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        By sheet key; columns are canonical keys (labels are accepted), any other
        column is kept as the user's own. A place is told as ``row 3/area_m2``,
        rows counted from 1.

    Returns
    -------
    tables : Tables
        Every canonical sheet, clean; cells at fault are blank.
    faults : tuple of Fault
        All faults of all tables.
    """
    joined = {}
    faults: list[Fault] = []
    for name, frame in frames.items():
        key = sheet_names().get(plain(name))
        if key is None:
            faults.append(unknown_sheet("", name))
        else:
            joined[key] = join_pieces(key, [_piece(key, frame)])
    tables, found = validate_all(joined)
    return tables, (*faults, *missing_sheets(joined, ""), *found)


def _piece(key: str, frame: pd.DataFrame) -> Piece:
    sheet = schema()[key]
    names: dict[str, int] = {}
    own: list[str] = []
    for at, header in enumerate(frame.columns):
        match = sheet.find(header)
        name = match[0] if match and match[0] not in names else str(header)
        own += [] if name in sheet.by_key else [name]
        names[name] = at
    cells = {name: _cells(frame.iloc[:, at]) for name, at in names.items()}
    rows = list(range(1, len(frame) + 1))
    table = pd.DataFrame(cells, index=pd.RangeIndex(len(frame)))
    if key == "settings" and "value" in table:
        given = ~table["value"].map(is_blank).astype(bool)
        rows = [row for row, keep in zip(rows, given, strict=True) if keep]
        table = table[given].reset_index(drop=True)
    return Piece(key, Block("", key, names), table, rows, tuple(own))


def _cells(values: AnySeries) -> AnySeries:
    """Cells as plain Python values; a list of words as one text."""
    cells = [
        ";".join(map(str, each)) if isinstance(each, list | tuple | set | frozenset) else each
        for each in values.astype(object)
    ]
    return pd.Series(object_array(cells), dtype=object)
