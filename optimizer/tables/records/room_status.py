"""The status of rooms told in another shape: ticked, asked yes or no, or as areas."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.labels import LANGS, text
from optimizer.tables.headers.header_match import Head
from optimizer.tables.headers.header_words import asked_as
from optimizer.tables.printed import CellError, is_blank, printed
from optimizer.tables.records.body import Body
from optimizer.tables.values.numbers import number_in
from optimizer.tables.vocabulary import vocabularies
from optimizer.tables.words import plain, without_bracket

_OPPOSITE: Final = {"vacant": "let", "let": "vacant"}
_WHOLE: Final = 0.98
"""Areas that differ by less are the same, measured twice."""
_UNCLEAR: Final = "room_status_unclear"


@dataclass(frozen=True)
class _Told:
    """A column that tells of one status: `yes` and `no` say which, blank says nothing."""

    head: Head
    word: str
    areas: bool

    def says(self, cell: Any) -> str:
        """``yes`` or ``no`` to the question, blank if neither."""
        if is_blank(cell):
            return ""
        if self.areas:
            number = number_in(cell)
            return "yes" if number is not None and number[0] > 0 else ""
        return vocabularies()["yes_no"].canonical.get(plain(cell), "")


def status_of_rooms(body: Body) -> list[Fault]:
    """Make the status of rooms from the columns that tell it; told once."""
    columns = _columns(body) if body.kept else []
    if not columns:
        return []
    first = columns[0].head
    if len(columns) == 1 and not columns[0].areas and _holds_words(body, first):
        body.use(first, "status")
        return []
    made = {i: _status(body, i, columns) for i in body.kept}
    counts: Counter[str] = Counter()
    for i, value in made.items():
        body.rows[i][first.column] = value
        if value and not isinstance(value, CellError):
            counts[value] += 1
    body.use(first, "status")
    return [body.place.fault("room_status_from_columns", first, _values(columns, counts), True)]


def _columns(body: Body) -> list[_Told]:
    """The columns that tell of a status each, where no column holds all of them."""
    at = body.named.columns.get("status")
    heads = body.own_heads()
    if at is not None:
        # A mapping file may name a ticked column: the others that are ticked go with it.
        given = [head for head in body.region.heads if head.column == at]
        if not given or _column(body, given[0]) is None or _holds_words(body, given[0]):
            return []
        heads = [*given, *heads]
    else:
        heads = [head for head in heads if not body.is_left(head)]
    return [told for head in heads if (told := _column(body, head)) is not None]


def _column(body: Body, head: Head) -> _Told | None:
    """What status a column tells of, None if it tells of none."""
    base = without_bracket(plain(head.lower))[0]
    canonical = vocabularies()["room_status"].canonical
    bare = base.removesuffix("面积")
    if bare != base and canonical.get(bare) in _OPPOSITE:
        cells = body.given(head.column)
        amounts = cells and all(number_in(cell) is not None for cell in cells)
        return _Told(head, canonical[bare], True) if amounts else None
    asked = [canonical[name] for name in _asked(base) if name in canonical]
    cells = body.given(head.column) if asked else []
    if not cells:
        return None
    known = vocabularies()["yes_no"].canonical
    ticks = all(plain(cell) in known for cell in cells)
    if ticks or _holds_words(body, head):
        return _Told(head, asked[0], False)
    numbers = asked[0] in _OPPOSITE and all(number_in(cell) is not None for cell in cells)
    return _Told(head, asked[0], True) if numbers else None


def _asked(base: str) -> Iterable[str]:
    """是否出租 asks for 已出租 as much as for 出租."""
    yield base
    for name in asked_as(base):
        yield f"已{name}"
        yield name


def _holds_words(body: Body, head: Head) -> bool:
    """Whether the cells are statuses themselves, whatever the header asks."""
    canonical = vocabularies()["room_status"].canonical
    return all(plain(word) in canonical for word in body.distinct(head.column))


def _status(body: Body, i: int, columns: list[_Told]) -> Any:
    """The one status of a row; an error to stand in its cell where it is not one."""
    said = [(told, told.says(body.rows[i][told.head.column])) for told in columns]
    words = {told.word for told, answer in said if answer == "yes"}
    if not words:
        words = {_OPPOSITE.get(told.word, "") for told, answer in said if answer == "no"} - {""}
    if not words:
        only = columns[0] if len(columns) == 1 else None
        if only is not None and not _is_answered_no(body, only):
            words = {_OPPOSITE.get(only.word, "")}  # a tick, or nothing
        elif "vacant" not in [told.word for told in columns]:
            return ""
    if len(words) == 1 and not (len(columns) == 1 and _is_part(body, i, columns[0])):
        return words.pop()
    spoken = [_shown(told, body.rows[i][told.head.column]) for told, answer in said if answer]
    return CellError(text("tables.list_separator").join(spoken) or "—", _UNCLEAR)


def _is_answered_no(body: Body, told: _Told) -> bool:
    return any(told.says(word) == "no" for word in body.distinct(told.head.column))


def _is_part(body: Body, i: int, told: _Told) -> bool:
    """Whether an area that is let, or vacant, is less than that of the room."""
    at = body.named.columns.get("area_m2")
    if not told.areas or at is None:
        return False
    part, whole = (number_in(body.rows[i][each]) for each in (told.head.column, at))
    both = part is not None and whole is not None
    return bool(both and part and whole and 0 < part[0] < _WHOLE * whole[0])


def _shown(told: _Told, cell: Any) -> str:
    return f"{told.head.lower} {printed(cell)}"


def _values(columns: list[_Told], counts: Mapping[str, int]) -> dict[str, str]:
    vocabulary = vocabularies()["room_status"]
    values = {"columns": text("tables.list_separator").join(t.head.text for t in columns)}
    for lang in LANGS:
        parts = [
            text("tables.word_count", lang, word=vocabulary.label(word, lang), count=count)
            for word, count in counts.items()
        ]
        values[f"counts_{lang}"] = text("tables.list_separator", lang).join(parts)
    return values
