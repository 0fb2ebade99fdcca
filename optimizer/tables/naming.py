"""Which column of a table holds what: every header decided, kept as the user's own, or asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.labels import LANGS, text
from optimizer.tables.ambiguity import NOT_OURS, Evidence, decide
from optimizer.tables.decisions import Answers, Decision
from optimizer.tables.header_match import Head, Match, find, is_own, unit_lines, unit_of
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.regions import Region
from optimizer.tables.schema import Sheet, schema
from optimizer.tables.table import column_letter, column_words
from optimizer.tables.words import nearest, plain, without_bracket

STAGE_AREAS: Final = tuple(
    f"{stage}_area_m2" for stage in ("nursery", "incubation", "acceleration", "industrialisation")
)
_PRESENT: Final = ("present_carrier", "present_room", "present_area_m2", "entered")


@dataclass(frozen=True)
class Place:
    """Where a table stands, and what the manager answered before."""

    file: str
    sheet: str
    answers: Answers
    today: date


@dataclass
class Named:
    """What the columns of one table are.

    `needs` are columns of a project list that state a need without naming its stage: they
    become rows of the stays sheet.
    """

    columns: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    needs: dict[str, int] = field(default_factory=dict)
    need_units: dict[str, str] = field(default_factory=dict)
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
        self._take([each for each in matches if each[1].sure and not each[1].need])
        self._need([each for each in matches if each[1].need])
        for head, match in matches:
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
                self.named.decisions.append(self._decision(head, NOT_OURS, "mapping"))
                self.named.own[_own_name(head.text, head.column, self.named.own)] = head.column
            elif match is not None:
                found.append((head, match))
            elif plain(head.text) not in self.sheet.documentation_headers:
                self.left_over.append(head)
        return found

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
        cell = f"{column_letter(head.column)}{head.row + 1}"
        means = self.place.answers.misplaced(*asked, cell)
        if means:
            words = {f"sheet_{lang}": self.sheet.label(lang) for lang in LANGS}
            told = {"means": means, "key": self.sheet.key, **words}
            self.named.faults.append(self._fault("mapping_other_sheet", head, told))

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
                    self.named.faults.append(self._twice(head, first, key))
                else:
                    self.named.alternatives.setdefault(key, [first.column]).append(head.column)
                    self.left_over.append(head)

    def _use(self, head: Head, key: str, unit: str, how: str) -> None:
        self.named.columns[key] = head.column
        stated = unit_of(self.sheet.key, key, unit, self.lines)
        if stated:
            self.named.units[key] = stated
        self.named.decisions.append(self._decision(head, f"{self.sheet.key}.{key}", how))

    def _open(self, head: Head, match: Match) -> None:
        cells = [row[head.column] for row in self.data]
        around = {key: self._cells(at) for key, at in self.named.columns.items()}
        around |= {
            each.text: self._cells(each.column)
            for each in self.left_over
            if isinstance(each, Head) and each.text not in around
        }
        around |= {f"stays.{key}": self._cells(at) for key, at in self.named.needs.items()}
        evidence = Evidence(around, self.place.today, self.sheet.key)
        choice, how = decide(match.keys, cells, evidence)
        if choice == NOT_OURS:
            self.left_over.append(head)
        elif choice:
            self._use(head, choice, match.unit, how)
        else:
            self._ask(head, [f"{self.sheet.key}.{key}" for key in match.keys if key != NOT_OURS])

    def _cells(self, column: int) -> list[Any]:
        return [row[column] for row in self.data[:400]]

    def _ask(self, head: Head, choices: Sequence[str]) -> None:
        self.named.decisions.append(self._decision(head, "", "asked", tuple(choices)))
        self.named.own[_own_name(head.text, head.column, self.named.own)] = head.column
        words = {}
        for lang in LANGS:
            told = [_choice_words(choice, lang) for choice in choices]
            words[f"choices_{lang}"] = text("tables.choice_separator", lang).join(told)
        self.named.faults.append(self._fault("ambiguous_header", head, words))

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
            self.named.decisions.append(self._decision(head, f"stays.{key}", match.how))

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
            self.named.own[_own_name(words, column, self.named.own)] = column
            if isinstance(each, Head):
                self.named.decisions.append(self._decision(each, NOT_OURS, "own"))
                self.named.faults += self._near(each)

    def _near(self, head: Head) -> list[Fault]:
        """A header one slip away from a known one, unless that one is there as well."""
        if is_own(head.lower) or find(self.sheet.key, head.upper, head.lower):
            return []
        written = without_bracket(plain(head.lower))[0]
        missing = [
            name
            for name, (key, rank) in self.sheet.headers.items()
            if not rank and key not in self.named.columns
        ]
        near = nearest(written, missing)
        if not near:
            return []
        column = self.sheet.by_key[self.sheet.headers[near][0]]
        shown = near if near == column.key else column.label("zh" if not near.isascii() else "en")
        return [self._fault("near_column", head, {"nearest": shown}, warn=True)]

    def _twice(self, head: Head, first: Head, key: str) -> Fault:
        place = f"{column_letter(first.column)}{first.row + 1}"
        words = {"first": place, **column_words(self.sheet.key, key)}
        return self._fault("duplicate_column", head, words)

    def _decision(
        self, head: Head, means: str, how: str, choices: tuple[str, ...] = ()
    ) -> Decision:
        cell = f"{column_letter(head.column)}{head.row + 1}"
        return Decision(self.place.file, self.place.sheet, cell, head.text, means, how, choices)

    def _fault(self, code: str, head: Head, values: Mapping[str, str], warn: bool = False) -> Fault:
        cell = f"{column_letter(head.column)}{head.row + 1}"
        return Fault(
            code,
            "warning" if warn else "error",
            self.place.file,
            self.place.sheet,
            cell,
            head.text,
            tuple(values.items()),
        )


def _choice_words(choice: str, lang: Any) -> str:
    sheet, _, column = choice.partition(".")
    label = schema()[sheet].by_key[column].label(lang)
    return text("tables.choice_with_key", lang, label=label, key=choice)


def _own_name(words: str, column: int, taken: Mapping[str, int]) -> str:
    name = printed(words).strip() or f"({column_letter(column)})"
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name} ({number})", number + 1
    return unique
