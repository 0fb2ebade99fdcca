"""Tables of a web page: many old systems save one under the name .xls."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

from optimizer.limits import MAX_CELLS

MAX_SPAN: Final = 1_000
"""A cell that claims to span more is read as spanning one: no page needs it."""


class TooLargeError(ValueError):
    """The tables of a page span more cells than a workbook may have."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        super().__init__(f"{cells} cells")


Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class HtmlTable:
    """Cells of one table, and which of them are merged."""

    rows: list[list[Any]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def html_tables(content: str) -> list[HtmlTable]:
    """Every table of a page that holds no other; scripts and styles are not read."""
    parser = _Tables()
    parser.feed(content)
    parser.close()
    return [_squared(table) for table in parser.tables if table.rows]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[HtmlTable] = []
        self._table: HtmlTable | None = None
        self._taken: dict[tuple[int, int], bool] = {}
        self._words: list[str] | None = None
        self._column = 0
        self._span = (1, 1)
        self._hushed = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hushed += 1
        elif tag == "table":
            self._table = HtmlTable()
            self._taken = {}
            self.tables.append(self._table)
        elif tag == "tr" and self._table is not None:
            self._end_cell()
            self._table.rows.append([])
            self._count(1)
            self._column = 0
        elif tag in ("td", "th") and self._table is not None and self._table.rows:
            self._end_cell()
            given = dict(attrs)
            self._span = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._words = []
        elif tag == "br" and self._words is not None:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hushed = max(0, self._hushed - 1)
        elif tag in ("td", "th", "tr", "table"):
            self._end_cell()
            if tag == "table":
                self._table = None

    def handle_data(self, data: str) -> None:
        if self._words is not None and not self._hushed:
            self._words.append(data)

    def _end_cell(self) -> None:
        if self._words is None or self._table is None:
            self._words = None
            return
        row = len(self._table.rows) - 1
        while (row, self._column) in self._taken:
            self._column += 1
        down, across = self._span
        self._count(down * across)
        cells = self._table.rows[row]
        cells += [""] * (self._column + across - len(cells))
        cells[self._column] = "".join(self._words).strip()
        if down * across > 1:
            end = (row + down - 1, self._column + across - 1)
            self._table.merges.append(((row, self._column), end))
            for below in range(row + 1, row + down):
                for beside in range(self._column, self._column + across):
                    self._taken[below, beside] = True
        self._column += across
        self._words = None

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MAX_CELLS:
            raise TooLargeError(self._cells)


def _span(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() else 1
    return number if 0 < number <= MAX_SPAN else 1


def _squared(table: HtmlTable) -> HtmlTable:
    width = max(map(len, table.rows))
    if width * len(table.rows) > 4 * MAX_CELLS:
        raise TooLargeError(width * len(table.rows))
    rows = [row + [""] * (width - len(row)) for row in table.rows]
    return HtmlTable(rows, table.merges)
