"""Which column of a table holds what: every header decided, kept as the user's own, or asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.labels import LANGS
from optimizer.tables.headers.ambiguity import (
    NOT_OURS,
    STAY_LENGTH,
    Evidence,
    decide,
    only_occupies,
)
from optimizer.tables.headers.decisions import Decision
from optimizer.tables.headers.header_match import Head, Match, find, is_own, unit_lines, unit_of
from optimizer.tables.headers.header_told import Place, asked, cell_of, near, own_name, twice
from optimizer.tables.headers.header_words import stage_named
from optimizer.tables.layout.regions import Region
from optimizer.tables.printed import is_blank
from optimizer.tables.schema import Sheet, schema
from optimizer.tables.values.numbers import number_in
from optimizer.tables.vocabulary import synonym_data
from optimizer.tables.words import plain, without_bracket

__all__ = ["Named", "Place", "name_columns"]

STAGE_AREAS: Final = tuple(
    f"{stage}_area_m2" for stage in ("nursery", "incubation", "acceleration", "industrialisation")
)
_PRESENT: Final = ("present_carrier", "present_room", "present_area_m2", "entered")


@dataclass
class Named:
    """What the columns of one table are.

    `needs` are columns of a project list that state a need without naming its stage: they
    become rows of the stays sheet. `lease_unit` is the unit the header of the lease's end states:
    in 租期（年） lengths stand, not days.
    """

    columns: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    needs: dict[str, int] = field(default_factory=dict)
    need_units: dict[str, str] = field(default_factory=dict)
    lease_unit: str = ""
    alternatives: dict[str, list[int]] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def name_columns(key: str, region: Region, data: Sequence[Sequence[Any]], place: Place) -> Named:
    """Decide every header of a table that is read as the canonical sheet `key`."""
    return _Naming(key, region, data, place).run()


class _Naming:
    def __init__(
        self, key: str, region: Region, data: Sequence[Sequence[Any]], place: Place
    ) -> None:
        self.sheet: Sheet = schema()[key]
        self.region = region
        self.data = data
        self.place = place
        self.named = Named()
        self.lines = unit_lines([words for _, _, words in region.titles])
        self.left_over: list[Head | int] = []

    def run(self) -> Named:
        matches = self._matches()
        if self.sheet.key == "projects":
            matches = self._occupied(matches)
        self._take([each for each in matches if each[1].sure and not each[1].need])
        self._need([each for each in matches if each[1].need])
        # What an area is depends on what the other columns turn out to be.
        for head, match in sorted(matches, key=lambda each: each[1].keys[0].endswith("_m2")):
            if not match.sure:
                self._open(head, match)
        if self.sheet.key == "projects":
            self._name_of_tenants()
            self._stage_of_needs()
        self._without_header()
        self._keep_own()
        return self.named

    def _matches(self) -> list[tuple[Head, Match]]:
        found: list[tuple[Head, Match]] = []
        for head in self.region.heads:
            match = self._answered(head) or find(self.sheet.key, head.upper, head.lower)
            if match is not None and match.keys == (NOT_OURS,):
                self._decided(head, NOT_OURS, "mapping")
                self.named.own[own_name(head.text, head.column, self.named.own)] = head.column
            elif match is not None and not self._only_numbers_rows(head, match):
                found.append((head, match))
            elif plain(head.text) not in self.sheet.documentation_headers:
                self.left_over.append(head)
        return found

    def _only_numbers_rows(self, head: Head, match: Match) -> bool:
        """Whether a 序号 in front is the running number of the list, not a place on a floor."""
        if match.keys != ("position",) or match.how == "mapping" or not is_own(head.lower):
            return False
        if head != self.region.heads[0]:
            return False
        given = [cell for cell in self._cells(head.column) if not is_blank(cell)]
        numbers = [each[0] for each in map(number_in, given) if each is not None]
        return numbers == [float(n) for n in range(1, len(numbers) + 1)]

    def _answered(self, head: Head) -> Match | None:
        asked = (self.place.file, self.place.sheet, head.text, self.sheet.key)
        answer = self.place.answers.header(*asked)
        if not answer:
            self._misplaced(head, asked)
            return None
        if answer == NOT_OURS:
            return Match((NOT_OURS,), -1, how="mapping")
        sheet, _, column = answer.partition(".")
        known = find(self.sheet.key, head.upper, head.lower)
        unit = known.unit if known is not None else without_bracket(plain(head.lower))[1]
        if sheet == self.sheet.key:
            return Match((column,), -1, unit, "mapping")
        if sheet == "stays" and self.sheet.key == "projects":
            return Match((column,), -1, unit, "mapping", need=True)
        return None

    def _misplaced(self, head: Head, asked: tuple[str, str, str, str]) -> None:
        """An answer of the mapping file that names a column of another sheet."""
        means = self.place.answers.misplaced(*asked, cell_of(head))
        if means:
            words = {f"sheet_{lang}": self.sheet.label(lang) for lang in LANGS}
            told = {"means": means, "key": self.sheet.key, **words}
            self.named.faults.append(self.place.fault("mapping_other_sheet", head, told))

    def _take(self, matches: list[tuple[Head, Match]]) -> None:
        by_key: dict[str, list[tuple[int, int, Head, Match]]] = {}
        for head, match in matches:
            entry = (match.rank, head.column, head, match)
            by_key.setdefault(match.keys[0], []).append(entry)
        for key, found in by_key.items():
            found.sort(key=lambda each: each[:2])
            rank, _, first, match = found[0]
            self._use(first, key, match.unit, match.how)
            for again, _, head, _ in found[1:]:
                if again == rank:
                    self.named.faults.append(twice(self.place, self.sheet, head, first, key))
                else:
                    self.named.alternatives.setdefault(key, [first.column]).append(head.column)
                    self.left_over.append(head)

    def _use(self, head: Head, key: str, unit: str, how: str) -> None:
        self.named.columns[key] = head.column
        if key == "lease_end":
            self.named.lease_unit = unit
        stated = unit_of(self.sheet.key, key, unit, self.lines)
        if stated:
            self.named.units[key] = stated
        self._decided(head, f"{self.sheet.key}.{key}", how)

    def _open(self, head: Head, match: Match) -> None:
        choice, how = decide(match.keys, self._cells(head.column), self._evidence(match.unit))
        if choice == NOT_OURS:
            self.left_over.append(head)
        elif choice == STAY_LENGTH:
            self._length_of_stay(head, match)
        elif choice:
            self._use(head, choice, match.unit, how)
        else:
            self._ask(head, [f"{self.sheet.key}.{key}" for key in match.keys if key != NOT_OURS])

    def _evidence(self, unit: str = "") -> Evidence:
        around = {key: self._cells(at) for key, at in self.named.columns.items()}
        around |= {
            each.text: self._cells(each.column)
            for each in self.left_over
            if isinstance(each, Head) and each.text not in around
        }
        around |= {f"stays.{key}": self._cells(at) for key, at in self.named.needs.items()}
        started = "entered" in around or any(begins_lease(head) for head in self.region.heads)
        return Evidence(around, self.place.today, self.sheet.key, unit, started)

    def _length_of_stay(self, head: Head, match: Match) -> None:
        """租期 of projects that ask for space is how long they ask for it."""
        named = self.named
        wide = [key.removesuffix("_area_m2") for key in STAGE_AREAS if key in named.columns]
        free = [f"{stage}_months" for stage in wide if f"{stage}_months" not in named.columns]
        of_stage = f"{stage_named(plain(head.lower))[0]}_months"
        free = [of_stage] if of_stage in free else free
        if not wide and "months" not in named.needs:
            self._need([(head, replace(match, keys=("months",), how="values", need=True))])
        elif len(free) == 1:
            self._use(head, free[0], match.unit, "values")
        elif free:
            self._ask(head, [f"{self.sheet.key}.{key}" for key in free])
        else:
            self.left_over.append(head)

    def _occupied(self, matches: list[tuple[Head, Match]]) -> list[tuple[Head, Match]]:
        """孵化面积 of a list of tenants alone is what they have, not what they ask for."""
        sure = {match.keys[0]: head for head, match in matches if match.sure and not match.need}
        if "present_area_m2" in sure or any(match.need for _, match in matches):
            return matches
        words = {plain(word) for word in synonym_data()["occupied"]["words"]}
        around = {key: self._cells(head.column) for key, head in sure.items()}
        if sum(key in around for key in STAGE_AREAS) != 1 or not only_occupies(
            Evidence(around, self.place.today, self.sheet.key)
        ):
            return matches
        kept: list[tuple[Head, Match]] = []
        for head, match in matches:
            bare = without_bracket(plain(head.lower))[0]
            read = not head.upper and bare in words and match.how != "mapping"
            if read:
                self.named.faults.append(
                    self.place.fault("area_read_as_present", head, {}, warn=True)
                )
                match = replace(match, keys=("present_area_m2",), how="context")
            kept.append((head, match))
        return kept

    def _decided(self, head: Head, means: str, how: str, choices: tuple[str, ...] = ()) -> None:
        cells = self._cells(head.column)
        self.named.decisions.append(self.place.decision(head, means, how, cells, choices))

    def _cells(self, column: int) -> list[Any]:
        return [row[column] for row in self.data[:400]]

    def _ask(self, head: Head, choices: Sequence[str]) -> None:
        self._decided(head, "", "asked", tuple(choices))
        self.named.own[own_name(head.text, head.column, self.named.own)] = head.column
        self.named.faults.append(asked(self.place, head, choices))

    def _need(self, matches: list[tuple[Head, Match]]) -> None:
        """Needs without a stage count where no column per stage is there."""
        per_stage = any(key in self.named.columns for key in STAGE_AREAS)
        for head, match in sorted(matches, key=lambda each: each[1].rank):
            key = match.keys[0]
            if per_stage or key in self.named.needs:
                self.left_over.append(head)
                continue
            self.named.needs[key] = head.column
            unit = unit_of("stays", key, match.unit, self.lines)
            if unit:
                self.named.need_units[key] = unit
            self._decided(head, f"stays.{key}", match.how)

    def _stage_of_needs(self) -> None:
        """Needs take their stage from its own column, else from 环节 if nobody sits yet."""
        needs, columns = self.named.needs, self.named.columns
        if "area_m2" not in needs and "desks" not in needs:
            for column in needs.values():
                self.left_over += [h for h in self.region.heads if h.column == column]
            needs.clear()
        elif "stage" not in needs:
            sitting = any(key in columns for key in _PRESENT)
            if "stage" in columns and not sitting:
                needs["stage"] = columns.pop("stage")
            else:
                column = needs.get("area_m2", needs.get("desks", 0))
                head = next(h for h in self.region.heads if h.column == column)
                needs.clear()
                self._ask(head, [f"projects.{key}" for key in STAGE_AREAS])

    def _name_of_tenants(self) -> None:
        """A list of tenants without project names: the company is the project."""
        columns = self.named.columns
        if "company" in columns and not {"project", "name"} & set(columns):
            columns["name"] = columns["company"]

    def _without_header(self) -> None:
        """Columns with content and no header."""
        headed = {head.column for head in self.region.heads}
        for column in range(self.region.left, self.region.right):
            if column not in headed and any(not is_blank(row[column]) for row in self.data):
                self.left_over.append(column)

    def _keep_own(self) -> None:
        for each in sorted(self.left_over, key=lambda e: e if isinstance(e, int) else e.column):
            column = each if isinstance(each, int) else each.column
            words = "" if isinstance(each, int) else each.text
            self.named.own[own_name(words, column, self.named.own)] = column
            if isinstance(each, Head):
                self._decided(each, NOT_OURS, "own")
                self.named.faults += near(self.place, self.sheet, each, self.named.columns)


def begins_lease(head: Head) -> bool:
    """Whether a header says when a lease began, on whatever sheet: 起租日."""
    match = find("projects", head.upper, head.lower)
    return match is not None and match.keys[0] == "entered"
