"""The scope of a policy row: ``city``, or ``campus=X;stage=Y`` and the like."""

import re
from functools import cache
from typing import Final

from optimizer.labels import LANGS, Lang, text
from optimizer.tables.vocabulary import vocabularies, word_data
from optimizer.tables.words import plain

CITY: Final = "city"
SCOPE_KEYS: Final = ("campus", "carrier", "stage", "industry")
_PART: Final = re.compile(r"[;；,，\n]")
_EQUALS: Final = re.compile(r"\s*[=＝:：]\s*")
_CITY_NAME: Final = re.compile(r"[一-鿿]{2,5}市")
NAMELESS: Final = "="
"""Before a name of which only the other sheets tell what it names (`scope_names.py`)."""


def parse_scope(written: str) -> tuple[str, str | None]:
    """The canonical scope, or the part of it that cannot be understood.

    >>> parse_scope("园区=留创园；环节=苗圃")
    ('campus=留创园;stage=nursery', None)
    >>> parse_scope("楼宇=A座")
    ('', '楼宇=A座')
    >>> parse_scope("园区：留创园，孵化"), parse_scope("留创园")
    (('campus=留创园;stage=incubation', None), ('=留创园', None))
    """
    parts: list[str] = []
    for part in (each.strip() for each in _PART.split(written)):
        if not part:
            continue
        canonical = _canonical(part)
        if canonical is None:
            return "", part
        parts.append(canonical)
    if CITY in parts and len(parts) > 1:
        return "", written
    return ";".join(parts), None


def scope_label(scope: str, lang: Lang = "zh") -> str:
    """A canonical scope as it is written in the workbook."""
    return text("tables.scope_separator", lang).join(
        _part_label(part, lang) for part in scope.split(";") if part
    )


def _canonical(part: str) -> str | None:
    name, *rest = _EQUALS.split(part, maxsplit=1)
    key = _keys().get(plain(name))
    if not rest:
        return _bare(name, key)
    value = rest[0].strip()
    if key in (None, CITY) or not value:
        return None
    if key == "stage":
        stage = vocabularies()["stage"].canonical.get(plain(value))
        return f"stage={stage}" if stage else None
    return f"{key}={value}"


def _bare(name: str, key: str | None) -> str | None:
    """A scope without a word for what it names: the city, a stage, or a name to be looked up."""
    if key == CITY or (key is None and _CITY_NAME.fullmatch(name)):
        return CITY
    if key is not None:
        return None  # 园区 alone says not which
    stage = vocabularies()["stage"].canonical.get(plain(name))
    return f"stage={stage}" if stage else f"{NAMELESS}{name}"


def _part_label(part: str, lang: Lang) -> str:
    key, _, value = part.partition("=")
    label = text(f"scope.{key}", lang)
    if key == "stage":
        value = vocabularies()["stage"].label(value, lang)
    return f"{label}={value}" if value else label


@cache
def _keys() -> dict[str, str]:
    also = word_data()["scope"]["also"]
    return {
        plain(name): key
        for key in (CITY, *SCOPE_KEYS)
        for name in (key, *(text(f"scope.{key}", lang) for lang in LANGS), *also[key])
    }
