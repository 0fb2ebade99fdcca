"""What a sheet says, kept beside its cells: screens show the same, and compute nothing anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.reporting.cards import Card
    from optimizer.reporting.page import Column, Table


@dataclass
class Told:
    """What a page says, in the order it was written.

    Attributes
    ----------
    headings : dict of int to str
        By row.
    """

    note: str = ""
    lines: list[str] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    cards: "list[list[Card]]" = field(default_factory=list)
    tables: "list[tuple[Table, Sequence[Column]]]" = field(default_factory=list)

    def heading_of(self, table: "Table") -> str:
        """The heading above a table, with at most a line between them; or nothing."""
        above = (table.header_row - 1, table.header_row - 2)
        return next((self.headings[row] for row in above if row in self.headings), "")
