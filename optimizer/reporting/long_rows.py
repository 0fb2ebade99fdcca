"""Rows of long tables: kept as values, and written as XML only when the workbook is saved.

A cell of openpyxl costs some thirty times what its text in the sheet's XML does, and a
city's report has over a million of them. What is written is what openpyxl would write.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.utils import get_column_letter

from optimizer.reporting.cells import (
    LIKE_FORMULA,
    MAX_TEXT,
    CellValue,
    Formula,
    FormulaValues,
    address,
)
from optimizer.tables.marked.packed import formula_xml

_BLANK: Final = ' t="n" />'


def is_plain(values: Sequence[CellValue]) -> bool:
    """Whether a row can do without openpyxl: no text it would change, mark or refuse."""
    return all(not isinstance(value, str) or _is_plain_text(value) for value in values)


@lru_cache(maxsize=100_000)
def _is_plain_text(words: str) -> bool:
    return (
        not words.startswith(LIKE_FORMULA)
        and len(words) <= MAX_TEXT
        and words == words.strip()
        and ILLEGAL_CHARACTERS_RE.search(words) is None
    )


@dataclass(frozen=True)
class Body:
    """Rows of one table.

    Attributes
    ----------
    sheet : str
        Title of its sheet.
    values : FormulaValues
        Values of the formulas, those of these rows among them.
    styles : sequence of Cell
        One per column, in the style of its cells; a row of the sheet itself has them too,
        so that the workbook knows them when it is saved.
    rows : list of (row number, height, values)
    """

    sheet: str
    values: FormulaValues
    styles: Sequence[Cell]
    rows: list[tuple[int, float, Sequence[CellValue]]] = field(default_factory=list)

    def add(self, row: int, height: float, values: Sequence[CellValue]) -> None:
        """Add a row below those there are."""
        self.rows.append((row, height, values))
        for column, value in enumerate(values, 1):
            if isinstance(value, Formula):
                self.values.by_cell[self.sheet, address(row, column)] = value.value

    def xml(self) -> Iterator[tuple[int, str]]:
        """Number and XML of every row; only once the workbook is saved."""
        columns = range(1, len(self.styles) + 1)
        letters = [get_column_letter(number) for number in columns]
        tails = [f'" s="{cell.style_id}"' for cell in self.styles]
        for row, height, values in self.rows:
            cells = [
                f'<c r="{letter}{row}{tail}'
                + (
                    self._formula(f"{letter}{row}", value.code)
                    if isinstance(value, Formula)
                    else _content(value)
                )
                for letter, tail, value in zip(letters, tails, values, strict=True)
            ]
            start = f'<row r="{row}" ht="{height:.16g}" customHeight="1">'
            yield row, f"{start}{''.join(cells)}</row>"

    def _formula(self, place: str, code: str) -> str:
        """What stands in a formula's cell after its place and style."""
        return formula_xml(escape(code[1:]), self.values.by_cell.get((self.sheet, place)))


def _content(value: str | float | bool | None) -> str:
    """What stands in any other cell after its place and style."""
    if isinstance(value, str):
        return f' t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else _BLANK
    if value is None:
        return _BLANK
    plain: Any = value.item() if hasattr(value, "item") else value
    if isinstance(plain, float) and not math.isfinite(plain):
        return _BLANK if math.isnan(plain) else ' t="n"><v /></c>'
    return f' t="{"b" if isinstance(plain, bool) else "n"}"><v>{plain:.16g}</v></c>'
