"""Names of buildings as people write them: 东区1#楼, 东区一号楼, 东区 01 栋 and 1号楼 may be one.

Two names are compared by their normal form. A name that stands without the park it lies in,
or with it, is the building that ends as it does. Nothing is decided here where two answer.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from optimizer.tables.names import same_key
from optimizer.tables.words import plain

NUMERAL: Final = "零〇一二三四五六七八九十"
_DIGITS: Final = {word: str(i) for i, word in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_REMARK: Final = re.compile(r"(?<=.)(?:\([^()]*\)|\[[^\]]*\]|【[^】]*】)$")
_COUNT: Final = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
_BEHIND: Final = re.compile(
    rf"(?<=[座栋幢楼#馆])[-_]?(?:(?:地下|负|b)?{_COUNT}(?:[-~至到]{_COUNT})?(?:层|楼|f)"
    r"(?:[-_]?\d{2,5}(?:室|房|号)?)?|\d{3,5}(?:室|房|号)?)$"
)
"""A floor or a room behind the building: 1号楼3层, A座1201室."""
_MAY_BE_FLOOR: Final = re.compile(rf"(?<![0-9a-z#号{NUMERAL}]){_COUNT}楼$")
_SPOKEN: Final = re.compile(rf"[{NUMERAL}]+(?=[号#栋幢座期区仓层]|厂房|$)")
_ZEROS: Final = re.compile(r"(?<!\d)0+(?=\d)")
_NUMBER_WORD: Final = re.compile(r"(?<=[0-9a-z])(?:号|#)")
_HOUSE_WORD: Final = re.compile(
    r"(?<=[0-9a-z])(?:座|栋|幢|大楼|楼)$|^(?:building|block|bldg\.?|tower)"
)
_STOREY: Final = re.compile(r"(?<=\d)f$")
_DASH: Final = re.compile(r"(?<!\d)[-_·]|[-_·](?!\d)")
_PARK: Final = re.compile(
    r"(?:园区|开发区|高新区|新区|园|基地|谷|港|城|中心|孵化器|街道|镇|市|县)$"
)
"""What a name may begin with and still mean the building known without it. 东区 and 二期 tell
buildings apart and are not among them."""
_SEVERAL: Final = re.compile(r"[、,，/;；+&和或及与]")
_ALNUM: Final = re.compile(r"[0-9a-z]")
_RUN: Final = re.compile(rf"[0-9a-z{NUMERAL}]")
_LOOKED_AT: Final = 1_000


@lru_cache(maxsize=65_536)
def building_key(name: str) -> str:
    """Equal for names that differ only in how they say number and building.

    >>> [building_key(each) for each in ("东区 1 # 楼", "东区一号楼", "东区01幢")]
    ['东区1', '东区1', '东区1']
    >>> building_key("1楼")  # may be a floor
    '1楼'
    """
    key = plain(name)
    if _MAY_BE_FLOOR.search(key):
        return key
    key = _SPOKEN.sub(lambda match: _in_digits(match[0]), key)
    key = _STOREY.sub("层", _NUMBER_WORD.sub("", _ZEROS.sub("", key)))
    return _DASH.sub("", _HOUSE_WORD.sub("", key))


def bare_building(name: str) -> str:
    """A name without a remark and without a floor or a room behind it.

    >>> [bare_building(each) for each in ("1号楼（孵化楼）", "A座-3层", "A座1201室")]
    ['1号楼', 'a座', 'a座']
    """
    return _BEHIND.sub("", _REMARK.sub("", plain(name)))


def _in_digits(spoken: str) -> str:
    """A Chinese numeral below 100, or one spoken digit by digit."""
    tens, ten, ones = spoken.partition("十")
    if not ten:
        return "".join(_DIGITS[each] for each in spoken)
    if len(tens) > 1 or len(ones) > 1:
        return spoken
    return _DIGITS.get(tens, "1") + (_DIGITS[ones] if ones else "0")


def bounded(text: str, start: int, end: int) -> bool:
    """Whether a part of a text neither begins nor ends inside a number or a Latin word."""
    before = start > 0 and _RUN.match(text[start - 1]) and _RUN.match(text[start])
    after = end < len(text) and _RUN.match(text[end - 1]) and _RUN.match(text[end])
    return not before and not after


def holds(text: str, part: str) -> bool:
    """Whether a text holds a part as a word of its own: 11号楼 does not hold 1号楼."""
    start = text.find(part) if part else -1
    while start >= 0:
        if bounded(text, start, start + len(part)):
            return True
        start = text.find(part, start + 1)
    return False


def qualified_ids(ids: Sequence[str], campuses: Sequence[str]) -> dict[int, str]:
    """New ids of carriers that share one, where each of them lies in another campus.

    >>> qualified_ids(["A座", "B座", "A座"], ["留创园", "", "国泰园"])
    {0: '留创园A座', 2: '国泰园A座'}
    """
    rows: dict[str, list[int]] = {}
    for i, each in enumerate(ids):
        rows.setdefault(each, []).append(i)
    found: dict[int, str] = {}
    for each, places in rows.items():
        owners = {campuses[i] for i in places} - {""}
        if each and len(places) > 1 and len(owners) == len(places):
            found |= {i: joined(campuses[i], each) for i in places}
    known = set(ids)
    return {} if known & set(found.values()) else found


def joined(before: str, name: str) -> str:
    """A name with what tells it apart in front, a blank between Latin words."""
    return f"{before} {name}" if before[-1:].isascii() and name[:1].isascii() else before + name


@dataclass
class Buildings:
    """Carriers by all the ways they may be named.

    Attributes
    ----------
    campus_of : dict of str to str
        Campus of each carrier, by its id.
    """

    campus_of: dict[str, str] = field(default_factory=dict)
    _name_of: dict[str, str] = field(default_factory=dict)
    _exact: dict[str, list[str]] = field(default_factory=dict)
    _same: dict[str, list[str]] = field(default_factory=dict)
    _keys: dict[str, list[str]] = field(default_factory=dict)
    _spelling: dict[str, str] = field(default_factory=dict)
    _unremarked: dict[str, list[str]] = field(default_factory=dict)
    _tails: dict[str, list[str]] = field(default_factory=dict)
    _campuses: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, carriers: Iterable[tuple[str, str, str]]) -> "Buildings":
        """From the id, the name and the campus of each carrier; the latter may be blank."""
        found = cls()
        for identity, name, campus in carriers:
            found._add(identity, name, campus)
        return found

    def _add(self, identity: str, name: str, campus: str) -> None:
        self.campus_of[identity] = campus
        self._name_of[identity] = name or identity
        if campus:
            self._campuses.setdefault(same_key(campus), campus)
        for each in dict.fromkeys((identity, name)):
            if each:
                _note(self._exact, each, identity)
                _note(self._same, same_key(each), identity)
                self._spelling.setdefault(same_key(each), each)
                key = building_key(each)
                _note(self._keys, key, identity)
                _note(self._tails, _tail(key), key)
                bare = building_key(_REMARK.sub("", plain(each)))
                if bare != key:
                    _note(self._unremarked, bare, identity)

    def exact(self, written: str) -> list[str]:
        """Carriers of exactly this id or name, but for width, case and blanks."""
        return self._exact.get(written) or self._same.get(same_key(written), [])

    def answers(self, written: str, campus: str = "") -> list[str]:
        """Ids of the carriers a name may mean, of those it means most plainly.

        Parameters
        ----------
        written : str
            A carrier as a sheet names it.
        campus : str
            Campus it lies in, if the sheet says so: it decides between several.
        """
        here = self._campuses.get(same_key(campus), "") if campus else ""
        exact = self.exact(written)
        if exact:
            return self._within(exact, here) or exact
        key, bare = building_key(written), building_key(bare_building(written))
        for found in (
            self._keys.get(key, []) or self._unremarked.get(key, []) or self._keys.get(bare, []),
            self._ending(key),
            self._ending(bare),
        ):
            if found:
                return self._within(found, here) if here else found
        return []

    def spelling(self, written: str) -> str:
        """The id or name as the carriers' sheet has it, blank if it is another."""
        return self._spelling.get(same_key(written), "")

    def shown(self, identity: str) -> str:
        """What a carrier is called where that name is its alone, else its id."""
        name = self._name_of[identity]
        return name if len(self._exact[name]) == 1 else identity

    def campus(self, written: str) -> str:
        """The known campus of that name, blank if there is none."""
        return self._campuses.get(same_key(written), "")

    def campus_in(self, words: str) -> str:
        """The one known campus a text names, blank if none or several."""
        said = plain(words)
        found = [name for key, name in self._campuses.items() if holds(said, plain(key))]
        longest = [n for n in found if not any(n != other and n in other for other in found)]
        return longest[0] if len(longest) == 1 else ""

    @property
    def names(self) -> Iterable[str]:
        """Every id and name."""
        return self._exact

    def _within(self, ids: list[str], campus: str) -> list[str]:
        """Those of the carriers that lie in a campus or do not say where they lie."""
        if not campus:
            return ids
        inside = [each for each in ids if self.campus_of[each] == campus]
        key = building_key(campus)
        unsaid = [each for each in ids if not self.campus_of[each]]
        named = [each for each in unsaid if building_key(each).startswith(key)]
        return inside or named or unsaid

    def _ending(self, key: str) -> list[str]:
        """Carriers whose name ends as the key does, or as which the key ends."""
        near = self._tails.get(_tail(key), [])
        if not key or len(near) > _LOOKED_AT:
            return []
        bare = [known for known in near if self._is_behind(known, key, bool(_ALNUM.search(key)))]
        longer = bare or [known for known in near if self._is_behind(key, known, False)]
        return list(dict.fromkeys(each for known in longer for each in self._keys[known]))

    def _is_behind(self, whole: str, end: str, anything: bool) -> bool:
        """Whether one name is the other behind a park, or behind anything at all."""
        if len(end) >= len(whole) or not whole.endswith(end):
            return False
        before = whole[: -len(end)]
        if not bounded(whole, len(before), len(whole)) or _SEVERAL.search(before):
            return False
        return anything or bool(_PARK.search(before)) or same_key(before) in self._campuses


def _note(index: dict[str, list[str]], word: str, entry: str) -> None:
    entries = index.setdefault(word, [])
    if entry not in entries:
        entries.append(entry)


def _tail(key: str) -> str:
    """What two names must end with to be the same: their number, else the last two letters."""
    at = len(key)
    while at and _ALNUM.match(key[at - 1]):
        at -= 1
    return key[at:] or key[-2:]


def same_number(one: str, other: str) -> bool:
    """Whether two names have the same numbers in them, in whatever form."""
    return re.findall(r"\d+", building_key(one)) == re.findall(r"\d+", building_key(other))
