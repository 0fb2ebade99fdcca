"""Which canonical sheet a table is: by the sheet's name, a title, or the vote of its headers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from optimizer.tables.headers.header_match import Head, find, is_own
from optimizer.tables.layout.kind_values import are_settings, status_kind, tenants_first
from optimizer.tables.schema import schema, sheet_names
from optimizer.tables.vocabulary import synonym_data
from optimizer.tables.words import plain

_VOTED: Final = (
    *("campuses", "carriers", "rooms", "projects", "stays", "pins", "relations", "pairs"),
    *("industries", "policy", "candidates", "forecast", "flow", "conversions", "scenarios"),
)
LEDGERS: Final = ("carriers", "rooms", "projects")
"""Kinds read even where required columns are missing: what is missing is told."""
_PLANNED: Final = frozenset(
    {"phase", "earliest_start", "lead_months", "cost_per_m2", "land_cost_10k", "must_build"}
)
"""Without one of these, or a name that says so, a list of buildings is of what is there."""
_NEED: Final = "need "
_SPACE: Final = re.compile(rf".*area_m2|.*desks|stages?|{_NEED}.*")
"""Columns that tell of space; without one a list of firms or rooms is of something else."""
_MONEY: Final = frozenset({"revenue_10k", "tax_10k"})
_FIRM: Final = frozenset({"name", "company", "leader", "headcount", "founded", "industry"})
"""With nothing else but these and money a list of firms is their annual report."""
_LEASE: Final = frozenset({"lease_end", "status", "stage"})
_FEWEST: Final = 2
_KNOWN_SHARE: Final = 1 / 3
_HINT: Final = 1.0
_CLOSE: Final = 0.2
_DATED: Final = re.compile(r"[\d._\-年月日()\[\]()]+|截至|版|最新|附件\d*|副本|sheet\d*")
_TITLE: Final = re.compile(
    r".{2,30}(?:表|台账|台帐|记录|清单|明细|登记|统计|情况|名单|汇总)(?:[(].*[)])?"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a table is taken for.

    Attributes
    ----------
    key : str
        Canonical sheet, blank if its headers say nothing or too much.
    how : str
        ``sheet_name`` or ``headers``.
    matched : int
        Distinct columns its headers name on that sheet.
    complete : bool
        Whether every required column of the sheet is there.
    rivals : tuple of str
        Sheets it might be as well, where the vote does not decide.
    """

    key: str
    how: str = "headers"
    matched: int = 0
    complete: bool = False
    rivals: tuple[str, ...] = ()


def guess(
    heads: Sequence[Head],
    forced: str | None,
    name: str,
    titles: Sequence[str],
    data: Sequence[Sequence[Any]] = (),
) -> Guess:
    """What the headers, the sheet's name, its titles and the words in its rows say together."""
    texts = tuple((head.upper, head.lower) for head in heads)
    if forced is not None:
        return Guess(forced, "sheet_name", len(_found(forced, texts)), _complete(forced, texts))
    if are_settings(heads, data):
        return Guess("settings", "headers", len(_found("settings", texts)), complete=True)
    hints = _hints([name, *titles])
    other = is_other(name, titles)
    found = _vote(texts, hints, status_kind(heads, data), other)
    if set(found.rivals) == {"rooms", "projects"} and (key := tenants_first(heads, data)):
        return Guess(key, "values", len(_found(key, texts)), _complete(key, texts))
    return found


def is_table(heads: Sequence[Head]) -> bool:
    """Whether headers are those of some table, ours or not."""
    texts = tuple((head.upper, head.lower) for head in heads)
    return bool(_vote(texts, frozenset(LEDGERS)).key)


def shared(key: str, heads: Iterable[Head], ids: bool = False) -> list[Head]:
    """Headers that a table has in common with a canonical sheet; with `ids` those of its id."""
    found = ((head, _found(key, [(head.upper, head.lower)])) for head in heads)
    return [head for head, keys in found if keys and (not ids or has_id(key, keys))]


def names_of(key: str, name: str) -> bool:
    """Whether a sheet's name speaks of what a canonical sheet holds."""
    return key in _hints([name]) and not is_other(name)


@cache
def name_key(name: str) -> str | None:
    """The canonical sheet a sheet's name stands for, dates and versions left out."""
    exact = sheet_names().get(plain(name))
    return exact or sheet_names().get(plain(_DATED.sub("", plain(name))))


def is_irrelevant(name: str) -> bool:
    """Whether a sheet's name says that it holds no ledger (通讯录 ...)."""
    return any(word in plain(name) for word in map(plain, synonym_data()["sheets"]["irrelevant"]))


def is_other(name: str, titles: Iterable[str] = ()) -> bool:
    """Whether a sheet's name or title says that it is a ledger of something else (水电费 ...)."""
    said = [plain(name), *(plain(title) for title in titles if _TITLE.fullmatch(plain(title)))]
    return any(plain(word) in each for word in synonym_data()["sheets"]["other"] for each in said)


def is_summary(name: str) -> bool:
    """Whether a sheet's name says that it only sums up others."""
    return any(word in plain(name) for word in synonym_data()["sheets"]["summary"])


def has_id(key: str, found: Iterable[str]) -> bool:
    """Whether a table names what its rows are about."""
    keys = set(found)
    if key == "projects":
        return bool(keys & {"project", "name", "company"})
    first = schema()[key].columns[0]
    return first.key in keys or bool(first.default and first.default in keys)


def _hints(names: Sequence[str]) -> frozenset[str]:
    words = synonym_data()["sheets"]
    said = plain(" ".join(names))
    return frozenset(
        key
        for key in ("carriers", "rooms", "projects", "stays", "candidates", "policy")
        if any(plain(word) in said for word in words[key])
    )


@cache
def _vote(
    texts: tuple[tuple[str, str], ...], hints: frozenset[str], said: str = "", other: bool = False
) -> Guess:
    """The sheet most headers speak for; `said` is the one the words of a status column do."""
    votes: dict[str, float] = dict.fromkeys(_VOTED, 0.0)
    for text in dict.fromkeys(texts):
        known = [sheet for sheet in _VOTED if _found(sheet, [text])]
        for sheet in known:
            votes[sheet] += 1.0 / len(known) + 0.25
    scored: list[tuple[float, str]] = []
    weak: list[tuple[float, str]] = []
    for sheet, score in votes.items():
        complete = _complete(sheet, texts)
        if sheet == "carriers" and not complete and _complete("rooms", texts):
            continue  # 房号 and 面积: rooms, however many words of carriers stand beside them
        if _is_named(sheet, texts, hints, complete, other):
            more = _HINT * (sheet in hints) + _HINT * (sheet == said) + 0.5 * complete
            bears = sheet not in LEDGERS or _is_of_space(sheet, texts, hints, other)
            (scored if bears else weak).append((score + more, sheet))
    scored.sort(reverse=True)
    if not scored:
        return Guess("", matched=max(len(_found(sheet, texts)) for sheet in _VOTED))
    score, key = scored[0]
    every = sorted(weak + scored, reverse=True)
    close = tuple(sheet for each, sheet in every if each > score - _CLOSE)
    rivals = close if len(close) > 1 else ()
    return Guess(key, "headers", len(_found(key, texts)), _complete(key, texts), rivals)


def _is_named(
    sheet: str,
    texts: tuple[tuple[str, str], ...],
    hints: frozenset[str],
    complete: bool,
    other: bool,
) -> bool:
    """Whether a table names what the rows of a sheet are about, and enough beside it."""
    found = _found(sheet, texts)
    if len(found) < _FEWEST or not has_id(sheet, found):
        return False
    if sheet == "candidates" and sheet not in hints and not found & _PLANNED:
        return False
    return sheet in LEDGERS or (complete and not other)


def _is_of_space(
    sheet: str, texts: tuple[tuple[str, str], ...], hints: frozenset[str], other: bool
) -> bool:
    """Whether a list of buildings, rooms or firms is about space, not about keys or meters."""
    found = _found(sheet, texts)
    space = any(_SPACE.fullmatch(key) for key in found)
    if other:
        return sheet in hints and space and bool(found & _LEASE)
    if sheet in hints:
        return space or not (sheet == "projects" and found & _MONEY and found <= _FIRM | _MONEY)
    seated = "lease_end" in found and bool(found & {"present_carrier", "present_room"})
    counted = sum(not is_own(lower or upper) for upper, lower in texts)
    return (space or seated) and len(found) >= _KNOWN_SHARE * counted


def _found(sheet: str, texts: Iterable[tuple[str, str]]) -> set[str]:
    """Columns of a sheet that headers name; 序号 numbers the rows of anything."""
    matches = [match for text in texts if (match := find(sheet, *text)) is not None]
    return {
        (_NEED if match.need else "") + match.keys[0]
        for match in matches
        if match.keys[0] != "position"
    }


def _complete(sheet: str, texts: Iterable[tuple[str, str]]) -> bool:
    found = _found(sheet, texts)
    missing = {c.key for c in schema()[sheet].columns if c.required and c.key not in found}
    if sheet == "rooms":
        missing -= {"carrier"}  # may stand in the sheet's name or a title
    return has_id(sheet, found) and not missing - {schema()[sheet].columns[0].key}
