"""What a sheet's name, a title or a heading between rows says of the rows under it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import pandas as pd

from optimizer.tables.buildings import NUMERAL, Buildings, holds, qualified_ids
from optimizer.tables.layout.row_kinds import heading_text
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import schema
from optimizer.tables.table import AnySeries
from optimizer.tables.values.numbers import number_in
from optimizer.tables.values.parse import parse
from optimizer.tables.values.units_of import scale_of
from optimizer.tables.vocabulary import vocabularies
from optimizer.tables.words import plain

_COUNT: Final = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
_FLOOR: Final = re.compile(
    rf"(?<![A-Za-z\d共计总{NUMERAL}])(?:地下|负)?{_COUNT}(?:层|楼|F)?[-~至到]{_COUNT}(?:层|楼|F)"
    rf"|(?:(?:^|(?<=[\s(]))-|地下|负)\d{{1,2}}(?:层|楼|F)"
    rf"|(?<![A-Za-z\d共计总{NUMERAL}])(?:地下|负)?{_COUNT}(?:层|楼|F)"
    r"|(?<![A-Za-z\d])B\d(?:(?:层|楼|F)|(?![\d座栋幢号#区]))|夹层|地下室",
    re.I,
)
"""A floor in a title. The hyphen behind a building parts them, B座-2层; a minus stands alone."""
_BUILDING: Final = re.compile(r"[^\s,，。;；]{0,14}(?:座|栋|幢|号楼|#楼|楼|馆|号厂房|大厦|中心)$")
_CAMPUS: Final = re.compile(r"[^\s,，。;；]{1,14}(?:园|园区|基地|谷|港|城)$")
_LEDGER: Final = re.compile(
    r"\d{4}年?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:度|底|末)?|第?[一二三四1-4]季度"
    r"|(?:房源|房间|载体|项目|企业|租户|入驻|在孵|出租|租赁|资源|使用|情况|信息|基本)*"
    r"(?:台账|清单|名单|名录|明细表?|一览表?|统计表?|汇总表?|情况表?|登记表|总表|列表|表)$"
    r"|(?:房源|房间|载体|房号|租户)+(?:情况|信息)?$"
)
_ENDINGS: Final = re.compile(
    r"(?:企业|项目|公司|载体|房源|名单|名录|清单|台账|情况|明细|列表|表|阶段|环节|类|[(（].*[)）])+$"
)
_OTHER_PART: Final = re.compile(r"(?<![园新发])[区期]$")
"""东区 and 二期 in front of a name make it another; 园区, 高新区 and 开发区 do not."""
_REMARK: Final = re.compile(r"(?<=[^\s(])\s*\([^()]*\)$")
_HOUSE: Final = re.compile(r"[座栋幢楼#]$")
_TOO_OPEN: Final = frozenset({"入驻", "通过", "推荐", "有", "无", "是", "否", "可", "不"})
"""Words of a vocabulary that say nothing certain as a heading."""
_STATED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "rooms": ("carrier", "floor", "status"),
    "projects": ("status", "present_carrier"),
    "carriers": ("campus", "stages", "status"),
    "stays": ("stage",),
}


@dataclass
class Carriers:
    """Carriers by every name they have, to recognise them in a title; their lettable areas."""

    _rows: list[tuple[str, str, str]] = field(default_factory=list)
    _known: Buildings | None = None
    areas: dict[str, float] = field(default_factory=dict)

    def add(self, table: pd.DataFrame, unit: str) -> None:
        """Take in the carriers of a table as it was read, and the unit of their areas."""
        ids, names, campuses = (table[key] for key in ("carrier", "name", "campus"))
        self._add_areas(ids, names, table["lettable_area_m2"], unit)
        columns = schema()["carriers"].by_key
        keys = ("carrier", "name", "campus")
        for row in zip(ids, names, campuses, strict=True):
            cells = zip(keys, row, strict=True)
            identity, name, campus = (
                "" if is_blank(cell) else str(parse(columns[key], cell).value)
                for key, cell in cells
            )
            if identity or name:
                self._rows.append((identity or name, name, campus))
        self._known = None

    def _add_areas(self, ids: AnySeries, names: AnySeries, areas: AnySeries, unit: str) -> None:
        scale = scale_of("m2", unit) if unit else None
        factor = scale.factor if scale is not None else 1.0
        for identity, name, area in zip(ids, names, areas, strict=True):
            number = None if is_blank(area) else number_in(area)
            if number is None:
                continue
            for each in (identity, name):
                if not is_blank(each):
                    self.areas.setdefault(plain(printed(each)), factor * number[0])

    @property
    def known(self) -> Buildings:
        """All of them, those of one name in several campuses told apart."""
        if self._known is None:
            ids = [identity for identity, _, _ in self._rows]
            apart = qualified_ids(ids, [campus for _, _, campus in self._rows])
            rows = enumerate(self._rows)
            self._known = Buildings.of((apart.get(i, k), n, c) for i, (k, n, c) in rows)
        return self._known

    def named_in(self, words: str) -> str:
        """The one carrier whose name a text has in it or is part of, blank if none or several.

        A name that several carriers have is given as it stands: their campus decides later.
        """
        exact = self.known.exact(words)
        said = plain(words)
        if exact or not said:
            return exact[0] if len(exact) == 1 else words * bool(exact)
        names = {plain(name): name for name in self.known.names}
        inside = [name for name in names if len(name) > 1 and _names(said, name)]
        longest = [n for n in inside if not any(n != other and n in other for other in inside)]
        if not longest and len(said) > 1:
            longest = [name for name in names if holds(name, said)]
        ids = {identity for name in longest for identity in self.known.exact(names[name])}
        if len(longest) == 1 and len(ids) > 1:
            return names[longest[0]]
        return ids.pop() if len(ids) == 1 else ""

    def meant_by(self, words: str, loose: bool) -> str:
        """The text, if it is another way to name one carrier; that is told with its rows."""
        sure = loose or bool(_HOUSE.search(words))
        return words if sure and len(self.known.answers(words)) == 1 else ""

    def id_of(self, words: str) -> str:
        """Id of the one carrier a name means, blank if none or several."""
        found = self.known.answers(words)
        return found[0] if len(found) == 1 else ""

    def share_of(self, values: Iterable[object]) -> float:
        """How many of the values are known carriers."""
        given = {printed(value) for value in values if not is_blank(value)}
        return sum(bool(self.known.exact(each)) for each in given) / len(given) if given else 0.0


def _names(said: str, name: str) -> bool:
    """Whether a text names a carrier: as a word, and not as that of another part, 西区1号楼."""
    before = said[: said.find(name)]
    return holds(said, name) and not _OTHER_PART.search(before)


def said_by(words: str, key: str, carriers: Carriers, loose: bool = False) -> dict[str, str]:
    """Values of columns that a text states for the rows under it.

    Parameters
    ----------
    words : str
        A sheet's name, a title or a heading.
    key : str
        Canonical sheet of the rows.
    carriers : Carriers
        Known ones.
    loose : bool
        Whether a text that only looks like a building or a campus counts: of names and
        headings, not of titles, which say many things.
    """
    said = heading_text(words)
    found: dict[str, str] = {}
    for column in _STATED_BY.get(key, ()):
        value = _stated(column, key, said, carriers, loose)
        if value:
            found[column] = value
    return found


def _stated(column: str, key: str, said: str, carriers: Carriers, loose: bool) -> str:
    if column in ("carrier", "present_carrier"):
        return _carrier(said, carriers, loose and column == "carrier")
    if column == "floor":
        return _floor(said) if loose else ""
    if column == "campus":
        bare = _without_ledger(said)
        return bare if loose and _CAMPUS.fullmatch(bare) else ""
    if not loose:
        return ""
    vocabulary = {"stages": "stage", "stage": "stage", "status": f"{key[:-1]}_status"}[column]
    return _word(vocabulary, said)


def _floor(said: str) -> str:
    """The floor a text names; a remark in brackets counts if it is one: A座（共5层）has none."""
    main = _REMARK.sub("", said)
    floor = _FLOOR.search(main) or _FLOOR.fullmatch(said[len(main) :].strip("()"))
    return floor[0] if floor else ""


def _carrier(said: str, carriers: Carriers, loose: bool) -> str:
    bare = _without_ledger(_REMARK.sub("", said))
    alone = _FLOOR.sub("", bare).strip(" -_")
    texts = [each for each in dict.fromkeys((said, bare, alone)) if each]
    known = next(filter(None, map(carriers.named_in, texts)), "")
    if known:
        return known
    plainest = next((t for t in texts[::-1] if carriers.meant_by(t, loose)), "")
    if plainest or not loose:
        return plainest
    return alone if _BUILDING.fullmatch(alone) else ""


def _without_ledger(said: str) -> str:
    return _LEDGER.sub("", _LEDGER.sub("", said)).strip(" -_（）()")


@cache
def _word(vocabulary: str, said: str) -> str:
    """The word of a vocabulary a text is, but for 企业, 项目, 名单 and the like behind it."""
    spoken = _ENDINGS.sub("", plain(said))
    if spoken in _TOO_OPEN:
        return ""
    return vocabularies()[vocabulary].canonical.get(spoken, "")
