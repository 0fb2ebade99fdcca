"""Words a workbook may use, as data: vocabularies, units, the unit of each policy rule."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from optimizer.labels import LANGS, Lang, text
from optimizer.tables.words import plain, plain_unit


@dataclass(frozen=True)
class Vocabulary:
    """Words a choice may hold: canonical word to accepted synonyms.

    `loosely` has words that are only near a canonical one; reading them is told.
    """

    name: str
    words: Mapping[str, tuple[str, ...]]
    loosely: Mapping[str, str] = field(default_factory=dict)

    def label(self, word: str, lang: Lang = "zh") -> str:
        """The word as it is shown; blank stays blank."""
        return text(f"choice.{self.name}.{word}", lang) if word else ""

    def labels(self, lang: Lang = "zh") -> tuple[str, ...]:
        """All words as they are shown, in order."""
        return tuple(self.label(word, lang) for word in self.words)

    @cached_property
    def canonical(self) -> Mapping[str, str]:
        """Every accepted spelling, normalised, to its canonical word."""
        spellings: dict[str, str] = {}
        for word, synonyms in self.words.items():
            shown = [self.label(word, lang) for lang in LANGS]
            for spelling in (word, *shown, *synonyms):
                if spellings.setdefault(plain(spelling), word) != word:
                    raise ValueError(f"{self.name}: {spelling} stands for two words")
        return spellings

    @cached_property
    def near(self) -> Mapping[str, str]:
        """Words near a canonical one, normalised."""
        return {plain(spelling): word for spelling, word in self.loosely.items()}


@dataclass(frozen=True)
class Unit:
    """A unit: how it may be written, and which other units would be a mistake of scale."""

    name: str
    same: frozenset[str]
    other: frozenset[str]

    def label(self, lang: Lang = "zh") -> str:
        """The unit as it is printed."""
        return text(f"unit.{self.name}", lang)


@cache
def schema_data() -> Mapping[str, Any]:
    path = Path(__file__).with_name("schema.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def synonym_data() -> Mapping[str, Any]:
    """Header words of real ledgers, as ``synonyms.toml`` has them."""
    path = Path(__file__).with_name("synonyms.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def synonyms(sheet: str, key: str) -> tuple[str, ...]:
    """Header words of a column beside those of the schema, seen ones first."""
    words = synonym_data().get(sheet, {}).get(key, {})
    return (*words.get("seen", ()), *words.get("recalled", ()))


@cache
def word_data() -> Mapping[str, Any]:
    """More words for the choices, for scopes and settings, as ``vocabulary.toml`` has them."""
    path = Path(__file__).with_name("vocabulary.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """All vocabularies by name."""
    more = word_data()
    return {
        name: Vocabulary(
            name,
            {
                word: (*also, *more.get(name, {}).get("also", {}).get(word, ()))
                for word, also in words.items()
            },
            more.get(name, {}).get("loosely", {}),
        )
        for name, words in schema_data()["vocabularies"].items()
    }


@cache
def units() -> Mapping[str, Unit]:
    """All units by name."""
    return {
        name: Unit(
            name,
            frozenset(plain_unit(each) for each in unit["same"]),
            frozenset(plain_unit(each) for each in unit["other"]),
        )
        for name, unit in schema_data()["units"].items()
    }


def is_documentation_sheet(name: str) -> bool:
    """Whether a sheet of this name only explains the workbook."""
    return plain(name) in {plain(each) for each in schema_data()["documentation_sheets"]["names"]}


def example_prefixes() -> tuple[str, ...]:
    """How the first cell of a template's example row begins, normalised."""
    return tuple(plain(each) for each in schema_data()["example_prefixes"])


def policy_unit(rule: str) -> str:
    """Unit of the limit of a policy rule."""
    return str(schema_data()["policy_units"][rule])
