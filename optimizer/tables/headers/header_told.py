"""What is told of a header: the decision, the question, the fault at its cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from optimizer.faults import Fault, Severity, shortened
from optimizer.labels import LANGS, text
from optimizer.tables.headers.decisions import Answers, Decision
from optimizer.tables.headers.header_match import Head, find, is_own
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import Sheet, schema
from optimizer.tables.table import column_letter, column_words
from optimizer.tables.words import nearest, plain, without_bracket

_EXAMPLES: Final = 3
_LONGEST_EXAMPLE: Final = 40


@dataclass(frozen=True)
class Place:
    """Where a table stands, and what the manager answered before."""

    file: str
    sheet: str
    answers: Answers
    today: date

    def decision(
        self,
        head: Head,
        means: str,
        how: str,
        cells: Iterable[Any] = (),
        choices: tuple[str, ...] = (),
    ) -> Decision:
        """What the header of these cells was understood as."""
        cell, examples = cell_of(head), examples_of(cells)
        return Decision(self.file, self.sheet, cell, head.text, means, how, choices, examples)

    def fault(self, code: str, head: Head, values: Mapping[str, str], warn: bool = False) -> Fault:
        """A fault at a header."""
        severity: Severity = "warning" if warn else "error"
        words = tuple(values.items())
        return Fault(code, severity, self.file, self.sheet, cell_of(head), head.text, words)


def cell_of(head: Head) -> str:
    """Address of a header's (lower) cell."""
    return f"{column_letter(head.column)}{head.row + 1}"


def examples_of(cells: Iterable[Any], most: int = _EXAMPLES) -> tuple[str, ...]:
    """The first few different things that stand in cells, as they are printed.

    >>> examples_of(["A", "", "A", 120.0])
    ('A', '120')
    """
    found: dict[str, None] = {}
    for cell in cells:
        if not is_blank(cell):
            found[shortened(" ".join(printed(cell).split()), _LONGEST_EXAMPLE)] = None
        if len(found) == most:
            break
    return tuple(found)


def asked(place: Place, head: Head, choices: Sequence[str]) -> Fault:
    """The question which of several columns a header means."""
    words = {}
    for lang in LANGS:
        told = [_choice_words(choice, lang) for choice in choices]
        words[f"choices_{lang}"] = text("tables.choice_separator", lang).join(told)
    return place.fault("ambiguous_header", head, words)


def twice(place: Place, sheet: Sheet, head: Head, first: Head, key: str) -> Fault:
    """Two headers that are the same column."""
    words = {"first": cell_of(first), **column_words(sheet.key, key)}
    return place.fault("duplicate_column", head, words)


def near(place: Place, sheet: Sheet, head: Head, given: Mapping[str, int]) -> list[Fault]:
    """A header one slip away from a known one, unless that one is there as well."""
    if is_own(head.lower) or find(sheet.key, head.upper, head.lower):
        return []
    written = without_bracket(plain(head.lower))[0]
    missing = [name for name, (key, rank) in sheet.headers.items() if not rank and key not in given]
    close = nearest(written, missing)
    if not close or _another_word(written, close):
        return []
    column = sheet.by_key[sheet.headers[close][0]]
    shown = close if close == column.key else column.label("zh" if not close.isascii() else "en")
    return [place.fault("near_column", head, {"nearest": shown}, warn=True)]


def _another_word(written: str, close: str) -> bool:
    """Whether a header is no slip: 投资方 has one character more than 投资, another meaning."""
    longer, shorter = sorted((written, close), key=len, reverse=True)
    return not close.isascii() and (longer.startswith(shorter) or longer.endswith(shorter))


def own_name(words: str, column: int, taken: Mapping[str, int]) -> str:
    """What a column of the user's own is called: its header, or its letter."""
    name = printed(words).strip() or f"({column_letter(column)})"
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name} ({number})", number + 1
    return unique


def _choice_words(choice: str, lang: Any) -> str:
    sheet, _, column = choice.partition(".")
    label = schema()[sheet].by_key[column].label(lang)
    return text("tables.choice_with_key", lang, label=label, key=choice)
