"""Which column of a canonical sheet a header means: by its words, its unit, the group above it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from optimizer.tables.headers.header_words import (
    asked_as,
    lease_word,
    only_units,
    said_as,
    spoken,
    stage_quantity,
    two_tongues,
    unadorned,
)
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import schema
from optimizer.tables.values.units_of import scale_of
from optimizer.tables.vocabulary import synonym_data
from optimizer.tables.words import plain, without_bracket

BETWEEN_ROWS: Final = " / "
"""Stands between the two rows of a header where it is named, e.g. 苗圃 / 面积."""
LONGEST_HEADER: Final = 60
"""A longer text in a row is a sentence, not a header."""

_UNIT_ALONE: Final = ("kn_m2", "kva", "yuan_m2_month")
"""Units that few columns have: a header of nothing but one of them names its column."""
_COMPOSED: Final = 30
"""Headers put together from parts stand behind all that are listed."""
_YES_NO: Final = ("yes_no", "yes_no_unknown")


@dataclass(frozen=True, slots=True)
class Head:
    """The header of one column.

    Attributes
    ----------
    column, row : int
        Zero-based place of its (lower) cell.
    upper, lower : str
        Its texts; `upper` is blank unless the header has two rows.
    """

    column: int
    row: int
    upper: str
    lower: str

    @property
    def text(self) -> str:
        """The whole header as it is named to the user."""
        return BETWEEN_ROWS.join(part for part in (self.upper, self.lower) if part)


@dataclass(frozen=True, slots=True)
class Match:
    """What a header may mean: one key, or several to choose from.

    `rank` orders headers that mean the same: 0 is the proper name. `need` tells a column of
    project lists that is a need without a stage; `own` a header known to be none of ours.
    """

    keys: tuple[str, ...]
    rank: int
    unit: str = ""
    how: str = "name"
    need: bool = False

    @property
    def sure(self) -> bool:
        """Whether it means one thing."""
        return len(self.keys) == 1


def head_texts(upper: Any, lower: Any) -> tuple[str, str]:
    """Texts of a header's two cells, line breaks taken out."""
    words = ["" if is_blank(each) else " ".join(printed(each).split()) for each in (upper, lower)]
    return words[0], words[1]


@cache
def find(sheet: str, upper: str, lower: str) -> Match | None:
    """What a header means on a sheet, None if it is not known there."""
    for words in spoken(upper, lower):
        match = _find_one(sheet, words)
        if match is not None:
            return match
    return None


@cache
def is_known(words: str) -> bool:
    """Whether a text is a header of any sheet."""
    return any(_find_one(sheet, words) for sheet in schema())


@cache
def header_names() -> frozenset[str]:
    """Every header as its plain name, without what may be added to it."""
    return frozenset(name for sheet in schema().values() for name in sheet.headers)


@cache
def is_own(words: str) -> bool:
    """Whether a header is known to be none of our columns (地址, 联系人 ...)."""
    base = without_bracket(plain(words))[0]
    return plain(words) in _own_words() or base in _own_words()


@cache
def _find_one(sheet: str, words: str) -> Match | None:
    if not words or len(words) > LONGEST_HEADER:
        return None
    whole = plain(unadorned(words))
    if (key := _by_unit(sheet, whole)) is not None:
        return Match((key,), 2, whole, "unit")
    base, inside = without_bracket(whole)
    for name, unit in ((whole, ""), (base, inside), *said_as(base, inside)):
        match = _named(sheet, name, unit or (inside if name != whole else ""))
        if match is not None:
            # A proper name in brackets of its own, 孵化容量(工位数), has no unit.
            own = match.how == "name" and name == whole
            return replace(match, unit=_own_unit(sheet, match.keys[0], whole)) if own else match
    return _composed(sheet, base, inside)


def _composed(sheet: str, base: str, inside: str) -> Match | None:
    """A header that is no known one but says what it is: 是否需要首层, 面积 Area, 合同起始日."""
    for name in asked_as(base):
        match = _named(sheet, name, "")
        vocabulary = schema()[sheet].by_key[match.keys[0]].vocabulary if match else ""
        if match is not None and vocabulary in _YES_NO:
            return replace(match, rank=match.rank + _COMPOSED)
    ours, english = two_tongues(base)
    match = _named(sheet, ours, inside) if ours and english else None
    other = _named(sheet, english, inside) if match is not None else None
    if match is not None and other is not None and set(other.keys) & set(match.keys):
        return match
    name = stage_quantity(base, inside) if sheet == "projects" else ""
    return (_named(sheet, name, inside) if name else None) or _of_lease(sheet, base, inside)


def _of_lease(sheet: str, base: str, inside: str) -> Match | None:
    if sheet not in ("projects", "rooms"):
        return None
    end, rank, sure = lease_word(base)
    if not end or (end == "begin" and sheet == "rooms"):
        return None
    key = "entered" if end == "begin" else "lease_end"
    if not sure or end == "length":
        return Match((key, "-"), rank + _COMPOSED, inside, "asked")
    return Match((key,), rank + _COMPOSED, "", "synonym")


def _by_unit(sheet: str, whole: str) -> str | None:
    """The only column of a sheet with the unit a header consists of: 元/㎡·天, t/㎡, kVA."""
    bare = whole.strip("()[]【】")
    for unit in _UNIT_ALONE if only_units(bare) else ():
        scale = scale_of(unit, bare)
        if scale is not None and not scale.refused and scale.told != "rent_period":
            keys = [column.key for column in schema()[sheet].columns if column.unit == unit]
            return keys[0] if len(keys) == 1 else None
    return None


def _own_unit(sheet: str, key: str, header: str) -> str:
    """The unit that a header of ours states: 承重（kN/㎡）, floor_load_kn_m2."""
    column = schema()[sheet].by_key[key]
    return column.unit_label() if header == plain(key) or "(" in header else ""


def _named(sheet: str, name: str, unit: str) -> Match | None:
    found = schema()[sheet].headers.get(name)
    if found is not None and found[1] == 0:
        return Match((found[0],), 0, unit, "name")
    if choices := _ambiguous(sheet).get(name):
        return Match(choices, 1, unit, "asked")
    if found is not None:
        return Match((found[0],), found[1], unit, "synonym")
    if sheet == "projects" and name in _needs():
        return Match((_needs()[name],), 1, unit, "context", need=True)
    return None


@cache
def _ambiguous(sheet: str) -> Mapping[str, tuple[str, ...]]:
    data = synonym_data()["ambiguous"].get(sheet, {})
    return {plain(name): tuple(keys) for name, keys in data.items()}


@cache
def _needs() -> Mapping[str, str]:
    data = synonym_data()["needs"]
    return {plain(name): key for key, names in data.items() for name in names}


@cache
def _own_words() -> frozenset[str]:
    data = synonym_data()["own"]
    return frozenset(plain(name) for name in (*data["seen"], *data["recalled"]))


def unit_of(sheet: str, key: str, inside: str, lines: Sequence[str]) -> str:
    """The unit a column is stated in: in its header, else on a line 单位：… above the table."""
    column = schema()[sheet].by_key.get(key)
    if column is None or not column.unit:
        return ""
    if inside:
        return inside
    for line in lines:
        for part in re.split(r"[,，、;；\s]", line):
            if part and scale_of(column.unit, part) is not None:
                return part
    return ""


_UNIT_LINE: Final = re.compile(
    r"(?<![一-鿿])(?:计量|面积|金额|数据)?单位\s*[:：]\s*([^()（）:：]+)"
)


def unit_lines(texts: Sequence[str]) -> list[str]:
    """What lines such as 单位：万平方米、万元 above a table say."""
    return [match[1].strip() for words in texts for match in _UNIT_LINE.finditer(words)]
