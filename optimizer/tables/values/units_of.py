"""What unit a cell or header states, and how many of the column's own unit it is."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from optimizer.tables.vocabulary import units
from optimizer.tables.words import plain_unit

MONTHS: Final = 12.0
DAYS: Final = 365.0

_SAME: Final = (
    (r"平方公里|平方千米", "km2"),
    (r"平方英尺|平方呎|sq\.?ft|ft2", "sqft"),
    (r"平方米|平方公尺|平米|平方|平|(?<!立)方|m\^2|squaremet(?:er|re)s?|sqm", "m2"),
    (r"公斤|千克", "kg"),
    (r"公吨|吨|tonnes?|tons?", "t"),
    (r"千牛顿|千牛", "kn"),
    (r"千伏安", "kva"),
    (r"兆伏安", "mva"),
    (r"千瓦", "kw"),
    (r"兆瓦", "mw"),
    (r"毫米", "mm"),
    (r"厘米|公分", "cm"),
    (r"英尺", "ft"),
    (r"metres?|meters?|公尺|米", "m"),
    (r"人民币|rmb|cny|yuan|圆|块钱|块", "元"),
    (r"10k元", "万元"),
    (r"个月|月份|months?", "月"),
    (r"个?季度|个季|quarters?", "季"),
    (r"周年|个年头|years?", "年"),
    (r"日|days?", "天"),
    (r"per", "/"),
    (r"hectares?", "公顷"),
)
_SPELLINGS: Final = tuple((re.compile(spelling), key) for spelling, key in _SAME)
_SHOWN_M2: Final = re.compile(r"m\^?2(?!\d)|m²", re.I)
_KILO: Final = {"kva": "kVA", "kw": "kW", "kn": "kN"}
_SHOWN_KILO: Final = re.compile("|".join(_KILO), re.I)
_RENT_PARTS: Final = re.compile(r"元|m2|m|天|月|季|年")
_RENT_PERIODS: Final = {"天": DAYS / MONTHS, "月": 1.0, "季": 1 / 3, "年": 1 / MONTHS}


@dataclass(frozen=True, slots=True)
class Scale:
    """How a written unit relates to the unit of a column.

    Attributes
    ----------
    factor : float
        How many of the column's unit one of the written unit is.
    told : str
        Text of the catalogue, ``unit_told.<told>``, that says what was assumed; blank if nothing.
    refused : str
        Fault code where the unit cannot be converted; blank if it can.
    """

    factor: float
    told: str = ""
    refused: str = ""


def unit_key(written: str) -> str:
    """One spelling for every way to write a unit.

    >>> [unit_key(u) for u in ("平方米", "㎡", "M²", "元每平每月", "公斤/平方米")]
    ['m2', 'm2', 'm2', '元m2月', 'kg/m2']
    """
    key = plain_unit(written)
    for spelling, name in _SPELLINGS:
        key = spelling.sub(name, key)
    return key


def unit_shown(unit: str) -> str:
    """A unit as it is usually printed, whatever was typed or normalised.

    >>> unit_shown("万m2"), unit_shown("KW")
    ('万㎡', 'kW')
    """
    shown = _SHOWN_M2.sub("㎡", unit.strip())
    return _SHOWN_KILO.sub(lambda match: _KILO[match[0].lower()], shown)


@cache
def scale_of(unit: str, written: str) -> Scale | None:
    """How `written` relates to the unit of a column; None if it is no unit of that kind.

    >>> scale_of("m2", "万㎡"), scale_of("m2", "部")
    (Scale(factor=10000, told='', refused=''), None)
    """
    key = unit_key(written)
    known: Mapping[str, Any] = _known().get(unit, {})
    if key in known.get("refuse", {}):
        return Scale(0.0, refused=known["refuse"][key])
    if key in known.get("convert", {}):
        return Scale(known["convert"][key], known.get("told", {}).get(key, ""))
    if unit == "yuan_m2_month":
        return _rent(key)
    if unit in units() and plain_unit(written) in units()[unit].same:
        return Scale(1.0)
    return None


def _rent(key: str) -> Scale | None:
    """Rent per m² and time from its parts, in whatever order: 元/天·㎡, 元每平每月."""
    bare = re.sub(r"[/()]", "", key)
    parts = _RENT_PARTS.findall(bare)
    if not parts or "".join(parts) != bare:
        return Scale(0.0, refused="rent_unit") if "元" in key else None
    periods = [part for part in parts if part in _RENT_PERIODS]
    areas = [part for part in parts if part in ("m2", "m")]
    if len(periods) > 1 or len(areas) > 1 or parts.count("元") > 1:
        return Scale(0.0, refused="rent_unit")
    if not areas:
        # 元 or 元/天 alone says nothing of the area; 元/月 may be the rent of the whole room.
        return Scale(0.0, refused="rent_unit") if periods else None
    if not periods:
        return Scale(1.0, "rent_period")
    told = {"天": "rent_day", "季": "rent_quarter", "年": "rent_year"}.get(periods[0], "")
    if "m" in areas and not told:
        told = "square_lost"
    return Scale(_RENT_PERIODS[periods[0]], told)


@cache
def _known() -> Mapping[str, Any]:
    path = Path(__file__).with_name("units.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
