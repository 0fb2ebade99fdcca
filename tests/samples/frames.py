"""Rows become frames with the workbook's canonical keys."""

from typing import Any

import pandas as pd

Row = dict[str, Any]


def frames_of(**sheets: list[Row]) -> dict[str, pd.DataFrame]:
    """One frame of objects per sheet; a key missing from a row is a blank cell."""
    frames = {}
    for sheet, rows in sheets.items():
        keys = list(dict.fromkeys(key for row in rows for key in row))
        table = [[row.get(key) for key in keys] for row in rows]
        frames[sheet] = pd.DataFrame(table, columns=keys, dtype=object)
    return frames
