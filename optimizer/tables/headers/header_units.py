"""The unit a header states, before its cells are read: used, settled by the values, or refused."""

import numpy as np

from optimizer.faults import Fault
from optimizer.labels import LANGS
from optimizer.tables.schema import Column
from optimizer.tables.table import Table, column_letter
from optimizer.tables.values.numbers import number_in
from optimizer.tables.values.quantities import DAILY_RENT
from optimizer.tables.values.units_of import scale_of, unit_shown
from optimizer.tables.vocabulary import units
from optimizer.tables.wording import number_words
from optimizer.tables.words import plain_unit

_MONTHLY = "元/㎡/月"


def unit_of_header(
    table: Table, column: Column, rows: "np.ndarray[tuple[int], np.dtype[np.int64]]", unit: str
) -> tuple[str | None, list[Fault]]:
    """The unit to read the cells with, and the fault of the header.

    Returns
    -------
    unit : str or None
        None where the cells cannot be read under this header.
    faults : list of Fault
        At most one.
    """
    if not unit or not column.unit or not column.numeric or column.kind == "share":
        return "", []
    scale = scale_of(column.unit, unit)
    if scale is None:
        if plain_unit(unit) not in units()[column.unit].other:
            return "", []  # what stands in brackets is no unit
        words = {f"unit_{lang}": column.unit_label(lang) for lang in LANGS}
        return None, [_fault(table, int(rows[0]), column, "wrong_unit_in_header", unit, words)]
    if scale.refused:
        words = {"unit": unit, **number_words(column)}
        return None, [_fault(table, int(rows[0]), column, scale.refused, unit, words)]
    if scale.told != "rent_period":
        return unit, []
    return _rent_without_period(table, column, rows, unit)


def _rent_without_period(
    table: Table, column: Column, rows: "np.ndarray[tuple[int], np.dtype[np.int64]]", unit: str
) -> tuple[str | None, list[Fault]]:
    """元/㎡ says neither day nor month: rents too high for a day are monthly, others are asked."""
    cells = (number_in(cell) for cell in table.frame[column.key].iloc[rows] if cell is not None)
    rents = [found[0] for found in cells if found is not None]
    monthly = not rents or float(np.median(rents)) >= DAILY_RENT
    code = "rent_read_monthly" if monthly else "rent_period_missing"
    fault = _fault(
        table, int(rows[0]), column, code, unit, {"count": str(len(rents))}, warn=monthly
    )
    return (_MONTHLY if monthly else None), [fault]


def _fault(
    table: Table,
    i: int,
    column: Column,
    code: str,
    unit: str,
    values: dict[str, str],
    warn: bool = False,
) -> Fault:
    """A fault at the header cell; at the first cell where the header's row is not known."""
    found = unit_shown(unit)
    fault = table.fault(i, column.key, code, "warning" if warn else "error", found, **values)
    block = table.blocks[int(table.block[i])]
    if not block.header_row or column.key not in block.columns:
        return fault
    cell = f"{column_letter(block.columns[column.key])}{block.header_row}"
    return Fault(code, fault.severity, fault.file, fault.sheet, cell, found, fault.values)
