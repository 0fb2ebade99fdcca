"""The smallest piece of an explanation: one statement, told in either language."""

from dataclasses import dataclass
from typing import Final, Self

from optimizer.labels import Lang, text

LIST_MARK: Final = {"zh": "、", "en": ", "}
FACT_MARK: Final = {"zh": "；", "en": "; "}


@dataclass(frozen=True, slots=True)
class Word:
    """A value that is itself an entry of the catalogue: a stage, a unit, an attribute."""

    key: str


Value = str | int | float | Word | tuple[str | Word, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: the entry ``fact.<code>`` of the catalogue and what fills its places."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, code: str, /, **values: Value) -> Self:
        """The fact `code` with its places filled."""
        return cls(code, tuple(values.items()))

    def sentence(self, lang: Lang = "zh") -> str:
        """The fact in words."""
        shown = {name: shown_value(value, lang) for name, value in self.values}
        return text(f"fact.{self.code}", lang, **shown)


def shown_value(value: Value, lang: Lang) -> str:
    """A value as it stands in a sentence; numbers with at most two decimals.

    >>> shown_value(1234.50, "zh")
    '1,234.5'
    """
    if isinstance(value, tuple):
        return LIST_MARK[lang].join(shown_value(word, lang) for word in value)
    if isinstance(value, Word):
        return text(value.key, lang)
    if isinstance(value, str):
        return value
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def sentences(facts: tuple[Fact, ...], lang: Lang) -> str:
    """Several facts on one line."""
    return FACT_MARK[lang].join(fact.sentence(lang) for fact in facts)
