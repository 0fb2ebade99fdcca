"""Which sheets of a workbook are ours: the list of faults, and what was kept to be put back.

They are known by what stands in them: a manager may rename, copy or move them.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

from optimizer.labels import LANGS, Lang, text

LIST_COLUMNS: Final = ("severity", "sheet", "cell", "found", "expected", "remedy", "count")
KEPT_TITLE: Final = "_incubator"
KEPT_MARK: Final = "incubator: fills and hidden rows before the check"
COVER_ROWS: Final = 30
"""The header of the list stands within these rows."""


def list_header(lang: Lang) -> tuple[str, ...]:
    """Headers of the list of faults."""
    return tuple(text(f"annotate.column.{key}", lang) for key in LIST_COLUMNS)


def is_fault_list(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether rows are of a list of faults: its title, and its headers some rows below.

    The title alone would not do: a manager may head a sheet of faults in the same words.
    """
    starts = tuple(text("annotate.title", lang, file="") for lang in LANGS)
    if not rows or not rows[0] or not str(rows[0][0] or "").startswith(starts):
        return False
    headers = {list_header(lang) for lang in LANGS}
    return any(tuple(row[: len(LIST_COLUMNS)]) in headers for row in islice(rows, COVER_ROWS))


def is_kept(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether rows are of the sheet that keeps what marking changed."""
    return bool(rows) and bool(rows[0]) and rows[0][0] == KEPT_MARK
