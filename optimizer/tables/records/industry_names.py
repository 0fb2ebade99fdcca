"""Industries as lists name them: 生物医药/新材料, 新材料等, 以生物医药为主, 综合."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from optimizer.faults import Fault
from optimizer.labels import LANGS, text
from optimizer.tables.names import same_key
from optimizer.tables.table import Table
from optimizer.tables.words import nearest, plain

_ANY: Final = frozenset(
    {"综合", "综合类", "综合性", "综合型", "各类", "各类产业", "全部", "所有", "全产业", "不限产业"}
    | {"不限行业", "多产业", "多元", "通用", "all", "any", "mixed"}
)
_MAINLY: Final = re.compile(r"以?(.+?)(?:产业)?为(?:主导|主|重点)")
_AND_SO_ON: Final = re.compile(r"(.+?)(?:等|等产业|等领域|等行业|等方向)$")
_REMARK: Final = re.compile(r"[（(][^（()）]*[)）]$")
_JOINED: Final = re.compile(r"[/／+＋&]|和|与|及|以及")
_SEVERAL: Final = re.compile(r"[/／+＋&（(]|和|与|及")
_NEAR: Final = 0.7
_LISTS: Final = (("carriers", "industries"), ("candidates", "industries"))


def settle_industries(tables: dict[str, Table]) -> list[Fault]:
    """Items of industry lists in the spelling of those that are known; what was made is told."""
    lists = [(sheet, key) for sheet, key in _LISTS if sheet in tables and len(tables[sheet])]
    asked = _names(tables, (("industries", "industry"), ("projects", "industry")))
    known = asked | _known_items(tables, lists)
    faults: list[Fault] = []
    for sheet, key in lists:
        table = tables[sheet]
        settled = {each: _settled(each, known) for each in table.frame[key].unique() if each}
        changed = {each: new for each, new in settled.items() if new != each}
        faults += [_told(table, key, each, new) for each, new in changed.items()]
        if changed:
            column = pd.Series(table.frame[key].replace(changed), dtype=object)
            tables[sheet] = replace(table, frame=table.frame.assign(**{key: column}))
        if sheet == "carriers" and not _names(tables, (("industries", "industry"),)):
            faults += _of_nobody(tables[sheet], key, asked)
    return faults


def _names(tables: Mapping[str, Table], places: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {
        same_key(str(name)): str(name)
        for sheet, key in places
        if sheet in tables and len(tables[sheet])
        for name in tables[sheet].frame[key].unique()
        if name
    }


def _known_items(tables: Mapping[str, Table], lists: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Items that stand alone in some list: they name one industry."""
    found: dict[str, str] = {}
    for sheet, key in lists:
        for cell in tables[sheet].frame[key].unique():
            for item in str(cell or "").split(";"):
                name = _shorn(item)
                if name and not _SEVERAL.search(name) and plain(name) not in _ANY:
                    found.setdefault(same_key(name), name)
    return found


def _shorn(item: str) -> str:
    """An item without 等 and 以…为主."""
    mainly = _MAINLY.fullmatch(item)
    item = mainly[1] if mainly else item
    so_on = _AND_SO_ON.fullmatch(item)
    return (so_on[1] if so_on else item).strip()


def _settled(cell: str, known: Mapping[str, str]) -> str:
    """A list in the spelling of what is known; blank where it takes any industry."""
    found: list[str] = []
    for item in cell.split(";"):
        if plain(_shorn(item)) in _ANY:
            return ""
        found += _items(item, known)
    return ";".join(dict.fromkeys(found))


def _items(item: str, known: Mapping[str, str]) -> list[str]:
    whole = _shorn(item)
    for name in (item, whole, _REMARK.sub("", whole).strip()):
        if same_key(name) in known:
            return [known[same_key(name)]]
    parts = [_shorn(part.strip()) for part in _JOINED.split(whole) if part.strip()]
    if len(parts) > 1 and all(same_key(part) in known for part in parts):
        return [known[same_key(part)] for part in parts]
    return [item]


def _told(table: Table, key: str, each: str, new: str) -> Fault:
    rows = table.frame.index[table.frame[key] == each]
    words: dict[str, object] = {"count": len(rows)}
    for lang in LANGS:
        items = text("tables.list_separator", lang).join(new.split(";"))
        words[f"read_{lang}"] = items or text("tables.any_industry", lang)
    written = "、".join(each.split(";"))
    return table.fault(int(rows[0]), key, "industries_read_as", "warning", written, **words)


def _of_nobody(table: Table, key: str, asked: Mapping[str, str]) -> list[Fault]:
    """Industries of carriers that no project has, where one has nearly the same."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for i, cell in enumerate(table.frame[key].tolist()):
        for item in str(cell or "").split(";"):
            if not item or item in seen or same_key(item) in asked:
                continue
            seen.add(item)
            near = nearest(item, asked.values(), cutoff=_NEAR)
            if near:
                values = {"item": item, "near": near}
                faults.append(table.fault(i, key, "industry_of_nobody", "warning", item, **values))
    return faults
