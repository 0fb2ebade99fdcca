"""What a sheet's name, a title or a heading between rows says of the rows under it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from optimizer.tables.numbers import number_in
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.row_kinds import heading_text
from optimizer.tables.table import AnySeries
from optimizer.tables.units_of import scale_of
from optimizer.tables.vocabulary import vocabularies
from optimizer.tables.words import plain

_FLOOR: Final = re.compile(
    r"(?:地下)?(?:B\d|-?\d{1,2}|[一二三四五六七八九十]{1,3})(?:层|楼|F)|夹层|地下室|B\d", re.I
)
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

    ids: dict[str, str] = field(default_factory=dict)
    areas: dict[str, float] = field(default_factory=dict)

    def add(self, ids: AnySeries, names: AnySeries, areas: AnySeries, unit: str) -> None:
        """Take in the carriers of a table as it was read, and the unit of their areas."""
        scale = scale_of("m2", unit) if unit else None
        factor = scale.factor if scale is not None else 1.0
        for identity, name, area in zip(ids, names, areas, strict=True):
            known = printed(name if is_blank(identity) else identity).strip()
            number = None if is_blank(area) else number_in(area)
            for each in (identity, name):
                if not is_blank(each):
                    self.ids.setdefault(plain(printed(each)), known)
                    if number is not None:
                        self.areas.setdefault(plain(printed(each)), factor * number[0])

    def named_in(self, words: str) -> str:
        """The one carrier a text names, blank if none or several."""
        said = plain(words)
        if not said:
            return ""
        if said in self.ids:
            return self.ids[said]
        inside = [name for name in self.ids if len(name) > 1 and name in said]
        longest = [n for n in inside if not any(n != other and n in other for other in inside)]
        found = {self.ids[name] for name in longest}
        if not found and len(said) > 1:
            found = {identity for name, identity in self.ids.items() if said in name}
        return found.pop() if len(found) == 1 else ""

    def share_of(self, values: Iterable[object]) -> float:
        """How many of the values are known carriers."""
        given = {plain(printed(value)) for value in values if not is_blank(value)}
        return len(given & set(self.ids)) / len(given) if given else 0.0


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
        floor = _FLOOR.search(said)
        return floor[0] if floor and loose else ""
    if column == "campus":
        bare = _without_ledger(said)
        return bare if loose and _CAMPUS.fullmatch(bare) else ""
    if not loose:
        return ""
    vocabulary = {"stages": "stage", "stage": "stage", "status": f"{key[:-1]}_status"}[column]
    return _word(vocabulary, said)


def _carrier(said: str, carriers: Carriers, loose: bool) -> str:
    bare = _without_ledger(said)
    known = carriers.named_in(said) or carriers.named_in(bare)
    without_floor = _FLOOR.sub("", bare).strip(" -_")
    if not known and without_floor:
        known = carriers.named_in(without_floor)
    if known or not loose:
        return known
    return without_floor if _BUILDING.fullmatch(without_floor) else ""


def _without_ledger(said: str) -> str:
    return _LEDGER.sub("", _LEDGER.sub("", said)).strip(" -_（）()")


@cache
def _word(vocabulary: str, said: str) -> str:
    """The word of a vocabulary a text is, but for 企业, 项目, 名单 and the like behind it."""
    spoken = _ENDINGS.sub("", plain(said))
    if spoken in _TOO_OPEN:
        return ""
    return vocabularies()[vocabulary].canonical.get(spoken, "")
