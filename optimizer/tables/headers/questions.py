"""What the reader asks about tables and headers, and the answers taken.

A mapping file (docs/reading.md) is answered in an editor; here the same questions have a fixed
list of choices, so that a page can offer them. What is answered is written as a mapping file.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from optimizer.faults import Fault
from optimizer.tables.headers.decisions import NOT_READ, Answers, Decision
from optimizer.tables.headers.header_match import BETWEEN_ROWS, find
from optimizer.tables.schema import schema
from optimizer.tables.table import Tables
from optimizer.tables.words import plain

ASKED_BY: Final = (
    *("ambiguous_header", "ambiguous_table", "unknown_sheet"),
    *("required_column_missing", "mapping_other_sheet"),
)
"""Faults that an answer may settle."""
MOST_QUESTIONS: Final = 200
"""Asked at once; when these are answered, the others come."""

_SHEET_MISSING: Final = ("required_sheet_missing", "required_sheet_unread")


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column of the user's own that may be the one that is missing."""

    key: str
    cell: str
    header: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question and the choices it has.

    Attributes
    ----------
    key : str
        Names the question; the same as long as the workbook is.
    kind : {"table", "header", "column"}
        What a table holds, what a header means, or which column is the one that is missing.
    file, sheet, cell, header : str
        Where it stands; the header is blank unless a header is asked about.
    wanted : str
        The column that is missing, ``<sheet key>.<column key>``.
    likely, others : tuple of str
        What the answer may be, as `Decision.means`; the reader thinks `likely` most probable.
    columns : tuple of OwnColumn
        The choices for a missing column.
    examples : tuple of str
        What stands in the column, or the headers of the table.
    answer : str
        The answer given before; blank for a question that is open.
    needed : bool
        Whether no run is possible before it is answered.
    """

    key: str
    kind: Literal["table", "header", "column"]
    file: str
    sheet: str
    cell: str
    header: str = ""
    wanted: str = ""
    likely: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    columns: tuple[OwnColumn, ...] = ()
    examples: tuple[str, ...] = ()
    answer: str = ""
    needed: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """Every answer that is taken; the keys of `columns` for a missing column."""
        if self.kind == "column":
            return tuple(each.key for each in self.columns)
        return (*self.likely, *self.others, NOT_READ)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Question":
        """The question again."""
        values: dict[str, Any] = {
            name: tuple(each) if isinstance(each, list) else each for name, each in told.items()
        }
        values["columns"] = tuple(
            OwnColumn(**{**each, "examples": tuple(each["examples"])}) for each in told["columns"]
        )
        return cls(**values)


def questions_of(
    tables: Tables, faults: Iterable[Fault], answers: Answers | None = None
) -> tuple[Question, ...]:
    """The questions of a reading: what a run waits for first, what is answered last."""
    answers, faults = answers or Answers(), tuple(faults)
    asking = _Asking(tables, answers, any(fault.code in _SHEET_MISSING for fault in faults))
    found: dict[str, Question] = {}
    for each in (*asking.of_decisions(), *asking.of_missing(faults), *asking.of_answers()):
        found.setdefault(each.key, each)
    ordered = sorted(found.values(), key=lambda each: (bool(each.answer), not each.needed))
    return tuple(ordered[:MOST_QUESTIONS])


class _Asking:
    def __init__(self, tables: Tables, answers: Answers, lacking: bool) -> None:
        self.decisions = tables.decisions
        self.answers = answers
        self.lacking = lacking
        self.sheets = {(each.file, each.sheet) for each in tables.coverage}
        self.read_as: dict[tuple[str, str], list[str]] = {}
        for each in self.decisions:
            if not each.header and each.means in schema():
                self.read_as.setdefault((each.file, each.sheet), []).append(each.means)

    def of_decisions(self) -> Iterator[Question]:
        """What was asked, and what an answer decided."""
        for each in self.decisions:
            if not each.means or each.how == "mapping":
                yield self._header(each) if each.header else self._table(each)

    def of_missing(self, faults: Iterable[Fault]) -> Iterator[Question]:
        """Which of the user's own columns is the one that is missing."""
        for fault in faults:
            column = dict(fault.values).get("key", "")
            keys = self.read_as.get((fault.file, fault.sheet), [])
            wanted = next((k for k in _with_stays(keys) if _requires(k, column)), "")
            own = self._own(fault.file, fault.sheet)
            if fault.code == "required_column_missing" and wanted and own:
                place = (fault.file, fault.sheet)
                yield Question(
                    _key("column", *place, f"{wanted}.{column}"), "column", *place, "",
                    wanted=f"{wanted}.{column}", columns=own, needed=True,
                )  # fmt: skip

    def of_answers(self) -> Iterator[Question]:
        """Answers that nothing of the reading shows any more, so that they can be changed."""
        for each in (*self.answers.tables, *self.answers.headers):
            if (each.file, each.sheet) in self.sheets:
                yield self._header(each) if each.header else self._table(each)

    def _header(self, asked: Decision) -> Question:
        place = (asked.file, asked.sheet)
        said = dict.fromkeys(map(_sheet, (*asked.choices, asked.means)))
        keys = [key for key in said if key in schema()] or self.read_as.get(place, [])
        every = [f"{key}.{k}" for key in _with_stays(keys) for k in schema()[key].keys]
        may = asked.choices or _candidates(keys[:1], asked.header)
        likely = tuple(each for each in may if each in every)
        others = tuple(each for each in dict.fromkeys(every) if each not in likely)
        key = _key("header", *place, f"{keys[:1]} {asked.header}")
        return Question(
            key, "header", *place, asked.cell, asked.header, likely=likely, others=others,
            examples=asked.examples, answer=asked.means, needed=not asked.means,
        )  # fmt: skip

    def _table(self, asked: Decision) -> Question:
        place = (asked.file, asked.sheet)
        # An answer for the whole sheet stays one, wherever its table turns out to begin.
        given = [each for each in self.answers.tables if (each.file, each.sheet) == place]
        whole = any(not each.cell for each in given)
        cell = "" if whole else asked.cell
        likely = asked.choices if len(asked.choices) < len(schema()) else ()
        others = tuple(key for key in schema() if key not in likely)
        return Question(
            _key("table", *place, cell), "table", *place, cell, likely=likely, others=others,
            examples=asked.examples, answer=asked.means,
            needed=not asked.means and (bool(likely) or self.lacking),
        )  # fmt: skip

    def _own(self, file: str, sheet: str) -> tuple[OwnColumn, ...]:
        own = (
            each for each in self.decisions
            if (each.file, each.sheet) == (file, sheet) and each.header and each.means == NOT_READ
        )  # fmt: skip
        found = {_key("own", file, sheet, each.header): each for each in own}
        return tuple(OwnColumn(k, e.cell, e.header, e.examples) for k, e in found.items())


def _candidates(keys: Iterable[str], header: str) -> list[str]:
    """What a header may mean on a sheet, whatever was answered."""
    upper, _, lower = header.rpartition(BETWEEN_ROWS)
    return [
        f"{key}.{column}"
        for key in keys
        if (match := find(key, upper, lower)) is not None
        for column in match.keys
    ]


def _with_stays(keys: Iterable[str]) -> list[str]:
    """Sheets whose columns a table may have: a list of projects has those of stays as well."""
    every = dict.fromkeys(keys)
    return [*every, *(["stays"] if "projects" in every and "stays" not in every else [])]


def _requires(key: str, column: str) -> bool:
    found = schema()[key].by_key.get(column)
    return found is not None and found.required


def _sheet(means: str) -> str:
    return means.partition(".")[0]


def _key(kind: str, file: str, sheet: str, what: str) -> str:
    words = "\n".join((kind, file, sheet, what)).encode("utf-8", "surrogatepass")
    return f"q{hashlib.sha256(words).hexdigest()[:16]}"


class NotAsked(ValueError):  # noqa: N818 - said to the user as a sentence
    """An answer to a question that is not asked, or that is none of its choices."""


def answered(
    questions: Sequence[Question], given: Mapping[str, str], answers: Answers | None = None
) -> Answers:
    """The answers together with those given now, by the keys of the questions.

    Where the answer about a table changes, those about its headers go: they were for another
    sheet. A blank leaves an open question open.

    Raises
    ------
    NotAsked
        If an answer is for no question, or is none of its choices.
    """
    asked = {each.key: each for each in questions}
    answers = answers or Answers()
    headers, tables = list(answers.headers), list(answers.tables)
    changed: list[tuple[Question, str]] = []
    for key, means in given.items():
        question = asked.get(key)
        if question is None or (means not in question.choices and (means or question.answer)):
            raise NotAsked(key)
        if not means:
            continue
        if question.kind == "table":
            changed += [(question, means)] if means != question.answer else []
            tables = [each for each in tables if not _same_table(each, question)]
            tables.append(_entry(question, means))
        else:
            entry = _entry(question, means)
            headers = [each for each in headers if not _same_header(each, entry)]
            headers.append(entry)
    for question, _ in changed:
        headers = [each for each in headers if not _of_table_before(each, question)]
    return Answers(tuple(headers), tuple(tables))


def _entry(question: Question, means: str) -> Decision:
    entry = Decision(
        question.file, question.sheet, question.cell, question.header, means, "asked",
        question.likely, question.examples,
    )  # fmt: skip
    if question.kind != "column":
        return entry
    column = next(each for each in question.columns if each.key == means)
    return replace(entry, cell=column.cell, header=column.header, means=question.wanted)


def _same_table(entry: Decision, question: Question) -> bool:
    place = (entry.file, entry.sheet) == (question.file, question.sheet)
    return place and entry.cell in ("", question.cell)


def _same_header(entry: Decision, other: Decision) -> bool:
    place = (entry.file, entry.sheet) == (other.file, other.sheet)
    alike = NOT_READ in (entry.means, other.means) or _sheet(entry.means) == _sheet(other.means)
    return place and alike and plain(entry.header) == plain(other.header)


def _of_table_before(entry: Decision, question: Question) -> bool:
    """Whether an answer about a header is of the sheet that its table was taken for before."""
    place = (entry.file, entry.sheet) == (question.file, question.sheet)
    return place and entry.means != NOT_READ and entry.fits(question.answer or NOT_READ)
