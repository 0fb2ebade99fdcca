"""Numbers that are not written in digits, and what else stands in their cells.

Each function gives another way to write what the cell says, or None.
"""

import re
import unicodedata
from typing import Final

_SQUARE: Final = re.compile(r"m\^?2(?!\d)", re.I)
_DIGIT: Final = {numeral: i for i, numeral in enumerate("零一二三四五六七八九")} | {"两": 2}
_SIZE: Final = {"十": 10, "百": 100, "千": 1_000}
_NUMERAL: Final = re.compile(
    r"(?<![\d.])[一二两三四五六七八九十百千][零一二两三四五六七八九十百千]*万?"
)
_OF_HUNDRED: Final = re.compile(r"百分之([零一二两三四五六七八九十百]+|\d+(?:\.\d+)?)")
_AND_A_HALF: Final = re.compile(r"(\d+)个?(年|月)半|(\d+)个半(年|月)")
_HALF: Final = re.compile(r"(?<!\d)半个?(年|月)")
_YEARS_MONTHS: Final = re.compile(r"(\d+)年(?:零|又)?(\d+)个?月")
_NUMBER: Final = r"(\d+(?:\.\d+)?)"
_TIMES: Final = r"\s*[x×*]\s*"
_COUNTER: Final = r"(?:间|层|套|个|栋|幢|台|部|路|座)"
_PRODUCTS: Final = (
    re.compile(rf"{_NUMBER}\s*{_COUNTER}?{_TIMES}{_NUMBER}\s*([^\d\s]*)", re.I),
    re.compile(rf"{_NUMBER}\s*([^\d\s×*]*?){_TIMES}{_NUMBER}\s*{_COUNTER}?", re.I),
)
_TONNES: Final = r"(?:吨|t)"
_LIFTS: Final = (
    re.compile(
        rf"\d+\s*[台部座个](?:{_TIMES}|[,，、])?\s*(?:每[台部座])?\s*{_NUMBER}\s*{_TONNES}", re.I
    ),
    re.compile(rf"{_NUMBER}\s*{_TONNES}(?:{_TIMES}\d+\s*[台部座个]?|\s*\d+\s*[台部座个])", re.I),
    re.compile(rf"\d+{_TIMES}{_NUMBER}\s*{_TONNES}", re.I),
)
_LIFT_WORD: Final = re.compile(r"(?:的)?(?:载重)?(?:货梯|客货梯|电梯|升降机)")
_REMARK: Final = re.compile(r"([^()]*)\(([^()]*)\)([^()]*)")
_OF_POINTS: Final = re.compile(rf"{_NUMBER}分?\s*/\s*100分?")


def normal(written: str) -> str:
    """A text without differences of width."""
    return _SQUARE.sub("㎡", unicodedata.normalize("NFKC", written).strip())


def in_digits(written: str) -> str | None:
    """The same with digits for numerals and halves.

    >>> [in_digits(each) for each in ("三百平", "两年半", "2年6个月", "约七成", "1.2万㎡")]
    ['300平', '2.5年', '30个月', '约7成', None]
    """
    text = normal(written)
    said = _OF_HUNDRED.sub(lambda match: f"{_value(match[1]):g}%", text)
    said = _HALF.sub(r"0.5\1", said)
    said = _NUMERAL.sub(lambda match: f"{_value(match[0]):g}", said)
    said = _AND_A_HALF.sub(lambda m: f"{m[1] or m[3]}.5{m[2] or m[4]}", said)
    said = _YEARS_MONTHS.sub(lambda m: f"{12 * int(m[1]) + int(m[2])}个月", said)
    return said if said != text else None


def _value(numeral: str) -> float:
    """The value of a numeral: 三百二十 is 320."""
    if numeral[0] not in _DIGIT.keys() | _SIZE.keys():
        return float(numeral)
    total, digit = 0, 0
    for sign in numeral.removesuffix("万"):
        if sign in _SIZE:
            total += (digit or 1) * _SIZE[sign]
            digit = 0
        else:
            digit = _DIGIT[sign]
    return float(total + digit) * (10_000 if numeral.endswith("万") else 1)


def product_in(written: str) -> tuple[float, str] | None:
    """The product and its unit: 2间×50㎡ is 100㎡, 630kVA×2 is 1260kVA."""
    text = normal(written)
    first = _PRODUCTS[0].fullmatch(text)
    if first is not None:
        return float(first[1]) * float(first[2]), first[3]
    second = _PRODUCTS[1].fullmatch(text)
    return None if second is None else (float(second[1]) * float(second[3]), second[2])


def one_lift_in(written: str) -> tuple[float, bool] | None:
    """Tonnes of one lift, and whether several are named: 2台3吨, 3T×2, 3吨货梯."""
    text = _LIFT_WORD.sub("", normal(written))
    for pattern in _LIFTS:
        match = pattern.fullmatch(text)
        if match is not None:
            return float(match[1]), True
    match = re.fullmatch(rf"{_NUMBER}\s*{_TONNES}", text, re.I)
    return None if match is None else (float(match[1]), False)


def points_in(written: str) -> float | None:
    """Points of a hundred: 85/100."""
    match = _OF_POINTS.fullmatch(normal(written))
    return None if match is None else float(match[1])


def remark_in(written: str) -> tuple[str, str] | None:
    """What stands outside and inside the one pair of brackets of a text."""
    match = _REMARK.fullmatch(normal(written))
    if match is None or not match[2].strip() or not (match[1] + match[3]).strip():
        return None
    return (match[1] + match[3]).strip(), match[2].strip()
