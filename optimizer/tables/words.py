"""Normalising what people type: full-width, spaced or bracketed forms of a word are one."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_BRACKETED: Final = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_UNIT_FILLER: Final = re.compile(r"[\s·.•、每]")
_NEAR: Final = 0.74
"""One wrong character in a header of four, the commonest length of a Chinese header."""


def plain(word: object) -> str:
    """`word` without what does not tell words apart: width, case, blanks, a required mark.

    >>> plain(" 建筑面积（㎡）* ")
    '建筑面积(m2)'
    """
    text = str(word)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.split()).strip("*").casefold()


def without_bracket(word: str) -> tuple[str, str]:
    """A plain header apart from what stands in brackets, e.g. its unit.

    >>> without_bracket("建筑面积(m2)")
    ('建筑面积', 'm2')
    """
    inside = "".join(match[1:-1] for match in _BRACKETED.findall(word))
    return _BRACKETED.sub("", word).strip("*"), inside


def plain_unit(unit: str) -> str:
    """A unit without the dots and blanks people put between its parts."""
    return _UNIT_FILLER.sub("", plain(unit))


def nearest(word: str, known: Iterable[str], cutoff: float = _NEAR) -> str:
    """The known word most like `word`, blank if none is near."""
    originals: dict[str, str] = {}
    for each in known:
        originals.setdefault(plain(each), each)
    found = get_close_matches(plain(word), originals, n=1, cutoff=cutoff)
    return originals[found[0]] if found else ""
