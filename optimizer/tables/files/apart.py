"""Reads one workbook in a process of its own, run as a script: bytes in, JSON lines out.

A damaged .xls or .ods can make the fast reader ask for more memory than there is, which
ends its process. This one may end: it shares nothing with the program but its pipes, and
it imports nothing of the program. A line is ``[name, visible, rows, merged ranges]``; a
cell that JSON does not know is ``{"d": "2026-07-01T00:00:00"}`` for a date, ``{"t": "..."}`` else.
"""

import json
import sys
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

PASSWORD = 3
"""Exit code that says the workbook has a password."""
TOO_WIDE = 4
"""Exit code that says a sheet spans more cells than the limit."""


def main(memory: int, most_cells: int) -> int:
    """Read standard input, write standard output."""
    with suppress(ImportError, ValueError, OSError):  # not every system can limit a process
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        for meta in workbook.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            if sheet.total_height * sheet.total_width > most_cells:
                return TOO_WIDE
            rows = sheet.to_python(skip_empty_area=False)
            visible = meta.visible is SheetVisibleEnum.Visible
            line = [meta.name, visible, rows, sheet.merged_cell_ranges or []]
            sys.stdout.write(json.dumps(line, default=_told) + "\n")
    except PasswordError:
        return PASSWORD
    return 0


def _told(value: Any) -> dict[str, str]:
    if isinstance(value, datetime | date):
        return {"d": value.isoformat()}
    return {"t": str(value)}


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))
