"""The scope of a policy row: ``city``, or ``campus=X;stage=Y`` and the like."""

import re
from functools import cache
from typing import Final

from optimizer.labels import LANGS, Lang, text
from optimizer.tables.vocabulary import vocabularies
from optimizer.tables.words import plain

CITY: Final = "city"
SCOPE_KEYS: Final = ("campus", "carrier", "stage", "industry")
_PART: Final = re.compile(r"[;；]")
_EQUALS: Final = re.compile(r"\s*[=＝]\s*")


def parse_scope(written: str) -> tuple[str, str | None]:
    """The canonical scope, or the part of it that cannot be understood.

    >>> parse_scope("园区=留创园；环节=苗圃")
    ('campus=留创园;stage=nursery', None)
    >>> parse_scope("楼宇=A座")
    ('', '楼宇=A座')
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
    if key == CITY:
        return CITY if not rest else None
    if key is None or not rest or not rest[0]:
        return None
    value = rest[0].strip()
    if key == "stage":
        stage = vocabularies()["stage"].canonical.get(plain(value))
        return f"stage={stage}" if stage else None
    return f"{key}={value}"


def _part_label(part: str, lang: Lang) -> str:
    key, _, value = part.partition("=")
    label = text(f"scope.{key}", lang)
    if key == "stage":
        value = vocabularies()["stage"].label(value, lang)
    return f"{label}={value}" if value else label


@cache
def _keys() -> dict[str, str]:
    return {
        plain(name): key
        for key in (CITY, *SCOPE_KEYS)
        for name in (key, *(text(f"scope.{key}", lang) for lang in LANGS))
    }
