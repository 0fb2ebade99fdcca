"""Places of a fault's wording that depend on the language, filled for every language at once.

A fault is told in either language after it was found, so what fills its places is
given as ``{name_zh}`` and ``{name_en}``.
"""

from collections.abc import Mapping
from typing import Final

from optimizer.labels import LANGS, Lang, text
from optimizer.tables.schema import Column
from optimizer.tables.vocabulary import Vocabulary

_WORTH_SAYING: Final = 10_000
"""A limit farther out only guards against slips; an upper one is named when it is passed."""


def hint_words(near: Mapping[Lang, str] | str) -> dict[str, str]:
    """``{hint_*}``: the nearest known word, or nothing if there is none."""
    words = dict.fromkeys(LANGS, near) if isinstance(near, str) else near
    return {
        f"hint_{lang}": text("tables.nearest", lang, nearest=words[lang]) if words[lang] else ""
        for lang in LANGS
    }


def choice_words(vocabulary: Vocabulary) -> dict[str, str]:
    """``{choices_*}``: every word of a vocabulary."""
    return {
        f"choices_{lang}": text("tables.choice_separator", lang).join(vocabulary.labels(lang))
        for lang in LANGS
    }


def number_words(column: Column, name_high: bool = False) -> dict[str, str]:
    """``{number_*}``: what number the column wants, with range and unit."""
    return {f"number_{lang}": number_expected(column, lang, name_high) for lang in LANGS}


def number_expected(column: Column, lang: Lang, name_high: bool = False) -> str:
    """The number a column wants in words, e.g. a number above 0 in m²."""
    kind = text(f"tables.number.{column.kind}", lang)
    low, high = column.low, column.high
    if high is not None and high > _WORTH_SAYING and not name_high:
        high = None
    if low is not None and low < -_WORTH_SAYING:
        low = None
    limits = range_text(low, column.above, high, lang)
    shown = unit_after_number(column, lang)
    unit = text("tables.number.in_unit", lang, unit=shown) if shown else ""
    key = "tables.number.limited" if limits else "tables.number.free"
    return text(key, lang, kind=kind, limits=limits, unit=unit)


def unit_after_number(column: Column, lang: Lang) -> str:
    """The unit behind a number of the column; shares have none."""
    return "" if column.kind == "share" else column.unit_label(lang)


def range_text(low: float | None, above: float | None, high: float | None, lang: Lang) -> str:
    """A range in words, blank if there is none."""
    least = above if above is not None else low
    places = {"low": _plain(least), "high": _plain(high)}
    name = "_".join(
        part
        for part, given in (
            ("above" if above is not None else "low", least),
            ("high", high),
        )
        if given is not None
    )
    return text(f"tables.range.{name}", lang, **places) if name else ""


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:,.12g}"
