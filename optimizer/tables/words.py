"""Normalising what people type: full-width, spaced or bracketed forms of a word are one."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

_BRACKETED: Final = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_UNIT_FILLER: Final = re.compile(r"[\s·.•、每]")
_NEAR: Final = 0.74
"""One wrong character in a header of four, the commonest length of a Chinese header."""

_UNSEEN: Final = (
    *(0xAD, 0x61C, 0x180E, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
)
"""Zero-width blanks, soft hyphens, marks of direction: pasted along, never seen."""
_SIMPLIFIED: Final = (
    "積积載载體体樓楼層层號号況况態态類类別别園园區区項项業业編编產产鏈链環环節节階阶縣县進进駐驻時时間间備备註注聯联繫系電电話话總总計计稱称單单價价資资貨货廠厂運运營营標标準准級级"
    "評评審审結结構构實实際际應应預预簽签約约續续終终開开關关數数據据統统劃划規规現现狀状說说從从員员稅税務务減减須须內内觀观達达熱热點点線线網网創创團团隊队領领軍军學学歷历歸归銷销"
    "離离遷迁機机億亿萬万淨净質质潔洁聲声權权屬属辦办證证書书與与給给選选擇择擬拟還还後后滿满組组請请處处隨随報报門门樣样條条無无樹树潛潜遠远礎础設设術术圖图倉仓庫库車车輛辆負负責责"
    "簡简賃赁長长優优東东廣广張张華华強强購购發发軟软獎奖醫医藥药導导飛飞圍围訂订鎖锁閒闲裝装維维獨独棟栋佔占"
)
"""Traditional characters of headers and statuses, each before its simplified form."""
_SEEN_AS: Final = {
    **dict.fromkeys(_UNSEEN),
    **str.maketrans(_SIMPLIFIED[::2], _SIMPLIFIED[1::2]),
}


def plain(word: object) -> str:
    """`word` without what does not tell words apart: width, case, blanks, a required mark.

    Characters that cannot be seen are left out; traditional ones are simplified.

    >>> plain(" 建筑面积（㎡）* "), plain("建築面積")
    ('建筑面积(m2)', '建筑面积')
    """
    return _plain(str(word))


@lru_cache(maxsize=1 << 17)
def _plain(text: str) -> str:
    """Kept for the names of a large ledger, which several questions are asked of."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_SEEN_AS)
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
