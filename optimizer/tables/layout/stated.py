"""What stands for many rows at once: in the sheet's name, in titles, in headings between rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from optimizer.faults import Fault
from optimizer.tables.files.formats import SheetCells
from optimizer.tables.layout.context import Carriers, said_by
from optimizer.tables.layout.regions import Region
from optimizer.tables.layout.sorting import Sorted
from optimizer.tables.table import column_letter

Stated = dict[str, tuple[str, str]]
"""Column to the value it has for all rows, and the address where that stands."""

CAMPUS: Final = "campus"
_UNNAMED: Final = ("Sheet", "Table ", "工作表")
_OUTER: Final = (CAMPUS, "carrier", "floor")
"""Places from the outside in: a floor lies in the building named before it."""


@dataclass
class Run:
    """Rows under the same heading, and what is said of all of them."""

    rows: list[int]
    stated: Stated = field(default_factory=dict)


def runs_of(
    key: str,
    cells: SheetCells,
    region: Region,
    found: Sorted,
    carriers: Carriers,
    file: str,
    faults: list[Fault],
) -> list[Run]:
    """The rows of a table by the heading they stand under; what is not understood is told."""
    general = _general(key, cells, region, carriers, file, faults)
    edges = [*(row for row, _, _ in found.headings), float("inf")]
    runs = [Run([row for row in found.kept if row < edges[0]], general)]
    nest = _Nest()
    for (at, column, words), end in zip(found.headings, edges[1:], strict=True):
        rows = [row for row in found.kept if at < row < end]
        address = f"{column_letter(column)}{at + 1}"
        said = {name: (value, address) for name, value in _said(words, key, carriers, True).items()}
        if not said and rows:
            told = (("text", words.strip()),)
            place = (file, cells.name, address, words)
            faults.append(Fault("heading_not_used", "warning", *place, told))
        runs.append(Run(rows, {**general, **nest.under(said, bool(rows))}))
    return [run for run in runs if run.rows] or runs[:1]


@dataclass
class _Nest:
    """Headings that lie in one another: A座 > 一层, 在孵企业 > A座."""

    open: Stated = field(default_factory=dict)
    inner_of: set[tuple[str, str]] = field(default_factory=set)
    had_rows: bool = True

    def under(self, said: Stated, has_rows: bool) -> Stated:
        """What holds for the rows under a heading, with what it stands in."""
        kept: Stated = {}
        for outer, value in self.open.items():
            if outer in said or not all(self._lies_in(inner, outer) for inner in said):
                break
            kept[outer] = value
        if not said:
            kept = {}
        self.inner_of |= {(inner, outer) for inner in said for outer in kept}
        self.open = {**kept, **said}
        self.had_rows = has_rows
        return self.open

    def _lies_in(self, inner: str, outer: str) -> bool:
        """A floor lies in its building; else what follows a heading at once lies in it.

        Vacant rooms (空置) below those of a building are the building's as well.
        """
        if inner in _OUTER and outer in _OUTER:
            return _OUTER.index(outer) < _OUTER.index(inner)
        if inner == "status" and outer == "carrier":
            return True
        return not self.had_rows or (inner, outer) in self.inner_of


def _general(
    key: str,
    cells: SheetCells,
    region: Region,
    carriers: Carriers,
    file: str,
    faults: list[Fault],
) -> Stated:
    """What the titles and the sheet's name say, the nearest title first."""
    found: Stated = {}
    for row, column, words in reversed(region.titles):
        for name, value in _said(words, key, carriers, False).items():
            found.setdefault(name, (value, f"{column_letter(column)}{row + 1}"))
    if cells.name.startswith(_UNNAMED):
        return found
    named = _said(cells.name, key, carriers, True)
    for name in ("carrier", "present_carrier"):
        if name in found and name in named:
            differ = _two_buildings(found[name], named[name], carriers, (file, cells.name))
            if differ:
                # Asked; until then the name, of which a workbook has but one, raises no more.
                found[name] = (named[name], found[name][1])
            faults += differ
    for name, value in named.items():
        found.setdefault(name, (value, ""))
    return found


def _two_buildings(
    title: tuple[str, str], name: str, carriers: Carriers, place: tuple[str, str]
) -> list[Fault]:
    """A copied sheet whose title was forgotten: nobody can say which building is meant."""
    ids = [carriers.id_of(each) for each in (title[0], name)]
    if not all(ids) or ids[0] == ids[1]:
        return []
    shown = [carriers.known.shown(each) for each in ids]
    told = (("title", shown[0]), ("name", shown[1]))
    return [Fault("title_and_sheet_differ", "error", *place, title[1], shown[0], told)]


def _said(words: str, key: str, carriers: Carriers, loose: bool) -> Mapping[str, str]:
    said = said_by(words, key, carriers, loose)
    if key in ("rooms", "projects"):
        campus = carriers.known.campus_in(words)
        if campus and campus not in said.values():
            said[CAMPUS] = campus
    return said
