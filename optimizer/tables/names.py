"""When two names are the same in other letters, and when they only look alike."""

import re
from typing import Final

from optimizer.tables.words import plain

_DASHES: Final = re.compile(r"[‐-―−－_]")
_FIRM: Final = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|股份公司|集团公司|公司|\(有限合伙\)|有限合伙"
    r"|co\.?,?ltd\.?|ltd\.?|inc\.?)$"
)
_TOKENS: Final = re.compile(r"\d+|[a-z]+|[^\W\d_a-z]+|[^\w\s\-./·、#]")


def same_key(name: str) -> str:
    """Equal for names that differ only in width, case, blanks or the kind of dash.

    >>> same_key("Ｋ－01") == same_key(" k—01")
    True
    """
    if name.isascii() and name.isalnum():
        return name.casefold()
    key = plain(name)
    return key.replace("_", "-") if key.isascii() else _DASHES.sub("-", key)


def firm_key(name: str) -> str:
    """A firm's name without what it is incorporated as.

    >>> firm_key("苏州某某科技有限公司") == firm_key("苏州某某科技")
    True
    """
    key = same_key(name)
    bare = _FIRM.sub("", key)
    return bare if len(bare) >= 4 else key


def near_key(name: str) -> tuple[str, ...]:
    """Equal for ids that differ only in separators or leading zeros.

    >>> near_key("A-01") == near_key("A1"), near_key("1-11") == near_key("11-1")
    (True, False)
    """
    key = same_key(name)
    tokens = _TOKENS.findall(key)
    return tuple(token.lstrip("0") or "0" if token.isdecimal() else token for token in tokens) or (
        key,
    )
