"""Faults and warnings of the input as a table of a screen."""

from collections.abc import Sequence
from typing import Any

from optimizer.faults import Fault
from optimizer.labels import Lang
from optimizer.reporting.screen.tables import plain_table
from optimizer.reporting.sheets.notes import FAULT_COLUMNS, fault_cells


def faults_table(faults: Sequence[Fault], lang: Lang) -> dict[str, Any]:
    """Every fault: where, what was found and expected, and the remedy."""
    columns = [(column.key, column.label(lang), column.kind) for column in FAULT_COLUMNS]
    table = plain_table("faults", columns, [fault_cells(fault, lang) for fault in faults])
    for row, fault in zip(table["rows"], faults, strict=False):
        tone = "bad" if fault.severity == "error" else "warn"
        row["tones"] = [tone] + [""] * (len(columns) - 1)
    return table
