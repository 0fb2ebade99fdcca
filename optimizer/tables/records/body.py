"""The rows of one table with what its columns are, before its cells are parsed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from optimizer.faults import Fault
from optimizer.tables.headers.ambiguity import NOT_OURS
from optimizer.tables.headers.header_match import Head, find, unit_lines, unit_of
from optimizer.tables.headers.header_told import Place, own_name
from optimizer.tables.headers.naming import Named
from optimizer.tables.layout.regions import Region
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.table import column_letter


@dataclass(frozen=True)
class Body:
    """A table of a sheet: `rows` of the whole sheet, of which `kept` are its records."""

    key: str
    region: Region
    rows: Sequence[list[Any]]
    kept: Sequence[int]
    named: Named
    place: Place

    def given(self, at: int) -> list[Any]:
        """The cells of a column that are not blank, each once."""
        once = dict.fromkeys(self.rows[i][at] for i in self.kept)
        return [cell for cell in once if not is_blank(cell)]

    def distinct(self, at: int) -> list[str]:
        """The texts of a column, each once."""
        return list(dict.fromkeys(map(printed, self.given(at))))

    def own_heads(self) -> list[Head]:
        """Headers of the columns that are the user's own."""
        own = set(self.named.own.values())
        return [head for head in self.region.heads if head.column in own]

    def is_left(self, head: Head) -> bool:
        """Whether the manager answered that a column is not to be used."""
        return self.place.answers.header(self.place.file, self.place.sheet, head.text) == NOT_OURS

    def use(self, head: Head, key: str) -> None:
        """Take an own column for a canonical one."""
        own = self.named.own
        for name in [name for name, at in own.items() if at == head.column]:
            del own[name]
        self.named.columns[key] = head.column
        self._decide(head, f"{self.key}.{key}", "values")

    def _decide(self, head: Head, means: str, how: str) -> None:
        decision = self.place.decision(head, means, how, self.given(head.column))
        decisions = self.named.decisions
        decisions[:] = [decision if each.cell == decision.cell else each for each in decisions]

    def swap(self, key: str, used: Head, taken: Head) -> None:
        """Take another column for a canonical one; the one used so far is the user's own."""
        self.use(taken, key)
        self._decide(used, NOT_OURS, "own")
        self.named.own[own_name(used.text, used.column, self.named.own)] = used.column

    def unit_of(self, head: Head, key: str) -> str:
        """The unit that a header states for a column, or a line above the table does."""
        match = find(self.key, head.upper, head.lower)
        lines = unit_lines([words for _, _, words in self.region.titles])
        return unit_of(self.key, key, match.unit if match is not None else "", lines)

    def told(self, code: str, i: int, at: int, found: Any, **values: str) -> Fault:
        """A warning at a cell."""
        cell = f"{column_letter(at)}{i + 1}"
        words = tuple(values.items())
        return Fault(
            code, "warning", self.place.file, self.place.sheet, cell, printed(found), words
        )

    def rewrite(self, at: int, made: Callable[[int, Any], Any]) -> tuple[list[int], Any]:
        """Give cells of a column another value where `made` says one.

        Returns
        -------
        changed : list of int
            Rows with another value.
        first : object
            What stood in the first of them.
        """
        changed: list[int] = []
        first: Any = None
        for i in self.kept:
            value = made(i, self.rows[i][at])
            if value is not None:
                first = first if changed else self.rows[i][at]
                changed.append(i)
                self.rows[i][at] = value
        return changed, first
