"""Prices on the rows that projects share: what the dual finds and a later run starts from."""

from dataclasses import dataclass

from optimizer.rules.block import Floats


@dataclass
class RowPrices:
    """Prices of carriers' area (carriers, quarters) and of the space rows; all >= 0.

    A row "at least" has a negative price: its sign is put on where prices are summed.
    """

    area: Floats
    rows: Floats

    def copy(self) -> "RowPrices":
        """A copy that can be changed."""
        return RowPrices(self.area.copy(), self.rows.copy())

    def fits(self, other: "RowPrices") -> bool:
        """Whether these prices stand on rows of the same number."""
        return self.area.shape == other.area.shape and len(self.rows) == len(other.rows)
