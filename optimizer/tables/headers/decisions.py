"""What headers and tables were understood as, and the manager's answers about them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from optimizer.tables.vocabulary import units
from optimizer.tables.words import plain, plain_unit

NOT_READ: Final = "-"
"""An answer that says: leave this table, or keep this column as the user's own."""
EVERY_SHEET: Final = "*"

_EXACT, _ALIKE, _EVERY = 4, 3, 2
_DATED: Final = re.compile(
    r"[\d._\-年月日()\[\]【】]+|第?[一二三四]季度|[上下]半年|十?[一二三四五六七八九十]月|sheet|q\d"
)
"""What differs from month to month in the name of one sheet."""
_BRACKET: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_FROM_VALUES: Final = frozenset({"arithmetic", "values", "context"})
"""Decided by the data of one sheet, so it says nothing of another."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one header, or one table, was understood as.

    Attributes
    ----------
    file, sheet, cell : str
        Where it stands.
    header : str
        Text of the header; blank if the decision is of a whole table.
    means : str
        ``<sheet key>.<column key>`` of a header, a sheet key of a table, ``-`` for what is
        not used, blank for a question that is open.
    how : str
        How it was decided; worded in the catalogue under ``tables.decided``.
    choices : tuple of str
        What `means` may be, where there was more than one candidate.
    examples : tuple of str
        The first things that stand in the column, or the headers of the table.
    """

    file: str
    sheet: str
    cell: str
    header: str
    means: str
    how: str
    choices: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    def fits(self, key: str) -> bool:
        """Whether the answer can hold on a table that is read as the sheet `key`."""
        sheet = self.means.partition(".")[0]
        return sheet in (key, NOT_READ) or (sheet == "stays" and key == "projects") or not key


@dataclass(frozen=True)
class Answers:
    """What a mapping file says; `Answers()` says nothing."""

    headers: tuple[Decision, ...] = ()
    tables: tuple[Decision, ...] = ()
    _found: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False, compare=False)

    def header(self, file: str, sheet: str, header: str, key: str = "") -> str:
        """The answer for a header of a table read as the sheet `key`: as `Decision.means`.

        Where no entry is for this sheet, nor for one whose name differs by its month, an
        answer for the same header elsewhere holds if all such answers agree.
        """
        if not self.headers:
            return ""
        asked = (file, sheet, header, key)
        if asked not in self._found:
            self._found[asked] = self._header(file, sheet, header, key)
        return self._found[asked]

    def _header(self, file: str, sheet: str, header: str, key: str) -> str:
        same = [each for each in self._named(header) if each.fits(key)]
        exact = plain(header)
        ranked = [
            (closeness, plain(each.header) == exact, -number, each)
            for number, each in enumerate(same)
            if (closeness := _closeness(each, file, sheet))
        ]
        if ranked:
            return max(ranked, key=lambda entry: entry[:3])[3].means
        elsewhere = {
            each.means for each in same if each.means != NOT_READ and each.how not in _FROM_VALUES
        }
        return elsewhere.pop() if len(elsewhere) == 1 else ""

    def misplaced(self, file: str, sheet: str, header: str, key: str, cell: str) -> str:
        """An answer given for just this header that is of another sheet than the table is."""
        here = [
            each
            for each in self._named(header)
            if _closeness(each, file, sheet) >= _EXACT and each.cell in ("", cell)
        ]
        if not here or any(each.fits(key) for each in here):
            return ""
        given = [each for each in here if each.how in ("", "asked", "mapping", "own")]
        return given[0].means if given else ""

    def table(self, file: str, sheet: str, cell: str) -> str:
        """The answer for a table whose header begins at a cell."""
        near = [(_closeness(each, file, sheet, table=True), each) for each in self.tables]
        closest = max((closeness for closeness, _ in near), default=0)
        if not closest:
            return ""
        # Of one sheet all entries count, however many files they come from.
        near = [entry for entry in near if entry[0] >= min(closest, _EXACT)]
        exact = [entry for entry in near if entry[1].cell == cell]
        alone = len({each.means for _, each in near}) == 1 and (closest < _EXACT or len(near) == 1)
        of_sheet = [entry for entry in near if not entry[1].cell or alone]
        found = max(exact or of_sheet, key=lambda entry: entry[0], default=None)
        return found[1].means if found is not None else ""

    def _named(self, header: str) -> Iterator[Decision]:
        """Entries for a header, whatever its unit."""
        wanted = _without_unit(header)
        return (each for each in self.headers if _without_unit(each.header) == wanted)


def _closeness(entry: Decision, file: str, sheet: str, table: bool = False) -> int:
    """How well an entry fits a place; 0 if it is for another sheet."""
    if plain(entry.sheet) == plain(sheet):
        return _EXACT + (entry.file == file)
    if entry.sheet == EVERY_SHEET:
        return _EVERY
    stem = _undated(entry.sheet)
    # Names that are nothing but a date or a number do not say what a table is.
    return _ALIKE if stem == _undated(sheet) and (stem or not table) else 0


@cache
def _undated(sheet: str) -> str:
    return _DATED.sub("", plain(sheet))


@cache
def _without_unit(header: str) -> str:
    """A header as it is compared: a unit in brackets may be written in many ways."""
    return _BRACKET.sub(lambda m: "" if plain_unit(m[1]) in _units() else m[0], plain(header))


@cache
def _units() -> frozenset[str]:
    return frozenset(name for unit in units().values() for name in (*unit.same, *unit.other))
