"""Which column of a canonical sheet a header means: by its words, its unit, the group above it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import schema
from optimizer.tables.units_of import scale_of
from optimizer.tables.vocabulary import synonym_data, units, vocabularies
from optimizer.tables.words import plain, without_bracket

BETWEEN_ROWS: Final = " / "
"""Stands between the two rows of a header where it is named, e.g. 苗圃 / 面积."""
LONGEST_HEADER: Final = 60
"""A longer text in a row is a sentence, not a header."""

_JOINTS: Final = "/,:;_-、:|"
_TELLING_UNITS: Final = ("m2", "m", "kn_m2", "kva", "t", "month", "yuan_10k", "yuan_m2_month")


_UNIT_ALONE: Final = ("kn_m2", "kva", "yuan_m2_month")
"""Units that few columns have: a header of nothing but one of them names its column."""
_ONLY_UNITS: Final = re.compile(r"[a-z0-9²³㎡/·.*×元每平方米公斤千克吨月天日年季瓦伏安]+")


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
    for words in _spoken(sheet, upper, lower):
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


def is_unit(words: str) -> bool:
    """Whether a cell under a header only states its unit."""
    bare = plain(words).strip("()[]【】")
    return bool(bare) and any(_states(unit, bare) for unit in _TELLING_UNITS)


def _states(unit: str, written: str) -> bool:
    return written not in ("工位", "个工位") and scale_of(unit, written) is not None


def _spoken(sheet: str, upper: str, lower: str) -> tuple[str, ...]:
    """The ways a two-row header may be read as one, most telling first."""
    if not upper or not lower or plain(upper) == plain(lower):
        return (lower or upper,)
    if is_unit(lower):
        return (f"{upper}({lower.strip('()（）')})",)
    group = without_bracket(plain(upper))[0]
    below = without_bracket(plain(lower))[0]
    data = synonym_data()["group_words"]
    bracket = upper[len(upper.rstrip(")）")) and upper.find("（") :] if "（" in upper else ""
    spoken = [upper + lower, lower + group]
    stage = _stage_in(group)
    if stage:
        spoken.append(stage + lower)
    if group in map(plain, data["need"]) or group.endswith(("需求", "要求")):
        spoken += [f"{lower}需求", f"需求{lower}", lower]
    elif group in map(plain, data["neutral"]):
        spoken.append(lower + bracket)
        spoken.append(lower)
    elif below not in map(plain, data["generic"]) and not stage:
        spoken.append(lower)
    return tuple(dict.fromkeys(spoken))


def _stage_in(group: str) -> str:
    """The stage a group word names: 苗圃期需求 is 苗圃."""
    vocabulary = vocabularies()["stage"]
    bare = re.sub(r"(阶段|环节|需求|情况|信息|空间|用房|期)+$", "", group)
    word = vocabulary.canonical.get(bare, "")
    return vocabulary.label(word) if word else ""


@cache
def _find_one(sheet: str, words: str) -> Match | None:
    if not words or len(words) > LONGEST_HEADER:
        return None
    whole = plain(words)
    if (key := _by_unit(sheet, whole)) is not None:
        return Match((key,), 2, whole, "unit")
    base, inside = without_bracket(whole)
    for name, unit in ((whole, ""), (base, inside), *_unit_apart(base, inside), *_bare(base)):
        match = _named(sheet, name, unit or (inside if name != whole else ""))
        if match is not None:
            # A proper name in brackets of its own, 孵化容量(工位数), has no unit.
            own = match.how == "name" and name == whole
            return replace(match, unit=_own_unit(sheet, match.keys[0], whole)) if own else match
    return None


def _by_unit(sheet: str, whole: str) -> str | None:
    """The only column of a sheet with the unit a header consists of: 元/㎡·天, t/㎡, kVA."""
    bare = whole.strip("()[]【】")
    for unit in _UNIT_ALONE if _ONLY_UNITS.fullmatch(bare) else ():
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


def _unit_apart(base: str, inside: str) -> list[tuple[str, str]]:
    """A unit at the end of a header without brackets: 建筑面积㎡, 租金/元/㎡/天."""
    if inside:
        return []
    found = []
    for spelling in _unit_spellings():
        for end in (spelling, f"单位{spelling}", f"单位:{spelling}"):
            if base.endswith(end) and len(base) > len(end):
                found.append((base[: -len(end)].rstrip(_JOINTS), spelling))
    return found


def _bare(base: str) -> list[tuple[str, str]]:
    """A header without what people put around it: *, 1., 本, 现 ..."""
    bare = re.sub(r"^[\d一二三四五六七八九十]+[.、]", "", base).strip(_JOINTS + "*★")
    bare = bare.removeprefix("必填").removesuffix("必填")
    return [(bare, "")] if bare and bare != base else []


@cache
def _unit_spellings() -> tuple[str, ...]:
    known = {each for unit in units().values() for each in unit.same | unit.other}
    long_enough = [each for each in known if len(each) > 1 or each in "米吨"]
    return tuple(sorted(long_enough, key=len, reverse=True))


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
