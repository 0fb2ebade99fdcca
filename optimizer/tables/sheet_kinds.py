"""Which canonical sheet a table is: by the sheet's name, a title, or the vote of its headers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from optimizer.tables.header_match import Head, find
from optimizer.tables.schema import schema, sheet_names
from optimizer.tables.vocabulary import synonym_data
from optimizer.tables.words import plain

_VOTED: Final = (
    *("campuses", "carriers", "rooms", "projects", "stays", "pins", "relations", "pairs"),
    *("industries", "policy", "candidates", "forecast", "flow", "conversions", "scenarios"),
)
_LEDGERS: Final = frozenset({"carriers", "rooms", "projects"})
"""Kinds read even where required columns are missing: what is missing is told."""
_PLANNED: Final = frozenset(
    {"phase", "earliest_start", "lead_months", "cost_per_m2", "land_cost_10k", "must_build"}
)
"""Without one of these, or a name that says so, a list of buildings is of what is there."""
_FEWEST: Final = 2
_HINT: Final = 1.0
_CLOSE: Final = 0.2
_DATED: Final = re.compile(r"[\d._\-年月日()\[\]()]+|截至|版|最新|附件\d*|副本|sheet\d*")


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


def guess(heads: Sequence[Head], forced: str | None, name: str, titles: Sequence[str]) -> Guess:
    """What the headers, the sheet's name and its titles say together."""
    texts = tuple((head.upper, head.lower) for head in heads)
    if forced is not None:
        return Guess(forced, "sheet_name", len(_found(forced, texts)), _complete(forced, texts))
    return _vote(texts, _hints([name, *titles]))


@cache
def name_key(name: str) -> str | None:
    """The canonical sheet a sheet's name stands for, dates and versions left out."""
    exact = sheet_names().get(plain(name))
    return exact or sheet_names().get(plain(_DATED.sub("", plain(name))))


def is_irrelevant(name: str) -> bool:
    """Whether a sheet's name says that it holds no ledger (通讯录 ...)."""
    return any(word in plain(name) for word in map(plain, synonym_data()["sheets"]["irrelevant"]))


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
def _vote(texts: tuple[tuple[str, str], ...], hints: frozenset[str]) -> Guess:
    votes: dict[str, float] = dict.fromkeys(_VOTED, 0.0)
    for text in dict.fromkeys(texts):
        known = [sheet for sheet in _VOTED if find(sheet, *text) is not None]
        for sheet in known:
            votes[sheet] += 1.0 / len(known) + 0.25
    scored: list[tuple[float, str]] = []
    for sheet, score in votes.items():
        found = _found(sheet, texts)
        complete = _complete(sheet, texts)
        if len(found) < _FEWEST or not has_id(sheet, found):
            continue
        if not complete and sheet not in _LEDGERS:
            continue
        if sheet == "carriers" and not complete and _complete("rooms", texts):
            continue  # 房号 and 面积: rooms, however many words of carriers stand beside them
        if sheet == "candidates" and sheet not in hints and not found & _PLANNED:
            continue
        scored.append((score + _HINT * (sheet in hints) + 0.5 * complete, sheet))
    scored.sort(reverse=True)
    if not scored:
        return Guess("", matched=max(len(_found(sheet, texts)) for sheet in _VOTED))
    score, key = scored[0]
    close = tuple(sheet for other, sheet in scored if other > score - _CLOSE)
    rivals = close if len(close) > 1 else ()
    return Guess(key, "headers", len(_found(key, texts)), _complete(key, texts), rivals)


def _found(sheet: str, texts: Iterable[tuple[str, str]]) -> set[str]:
    matches = (find(sheet, *text) for text in texts)
    return {match.keys[0] for match in matches if match is not None and not match.need}


def _complete(sheet: str, texts: Iterable[tuple[str, str]]) -> bool:
    found = _found(sheet, texts)
    missing = {c.key for c in schema()[sheet].columns if c.required and c.key not in found}
    if sheet == "rooms":
        missing -= {"carrier"}  # may stand in the sheet's name or a title
    return has_id(sheet, found) and not missing - {schema()[sheet].columns[0].key}
