"""The declared schema of the workbook: one source for reading, template, checks and reference.

The data stand in ``schema.toml``, labels and help in the catalogue. The keys are fixed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, Literal

from optimizer.labels import LANGS, Lang, text
from optimizer.tables.vocabulary import Vocabulary, schema_data, synonyms, vocabularies
from optimizer.tables.words import plain, without_bracket

Kind = Literal[
    "text",
    "id",
    "number",
    "integer",
    "share",
    "date",
    "choice",
    "list",
    "scope",
    "setting",
    "setting_value",
]
NUMBER_KINDS: Final = frozenset({"number", "integer", "share"})


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    key : str
        Fixed canonical key.
    kind : str
        What the cells hold.
    low, high, above : float or None
        Least, largest and exclusive least value.
    default : str
        Column of the same sheet that stands in where this one is blank.
    zero_is_blank : bool
        Whether 0 means "none" and is stored as blank.
    by_rule : bool
        Whether what the number means depends on the policy rule of its row.
    fault : str
        Fault code of a word that is not in the vocabulary, if it has its own.
    """

    key: str
    kind: Kind
    label_key: str
    stage: str = ""
    group: str = ""
    unit: str = ""
    required: bool = False
    vocabulary: str = ""
    low: float | None = None
    high: float | None = None
    above: float | None = None
    default: str = ""
    zero_is_blank: bool = False
    by_rule: bool = False
    fault: str = ""
    also: tuple[str, ...] = ()

    def label(self, lang: Lang = "zh") -> str:
        """Header of the column, without unit."""
        return self._text("label", lang)

    def help(self, lang: Lang = "zh") -> str:
        """One sentence for whoever fills the column."""
        return self._text("help", lang)

    def header(self, lang: Lang = "zh") -> str:
        """Header as it is printed: the label with the unit in brackets."""
        if not self.unit:
            return self.label(lang)
        return text(
            "tables.header_with_unit", lang, label=self.label(lang), unit=self.unit_label(lang)
        )

    def unit_label(self, lang: Lang = "zh") -> str:
        """The unit as it is printed, blank if there is none."""
        return text(f"unit.{self.unit}", lang) if self.unit else ""

    @property
    def choices(self) -> Vocabulary | None:
        """The vocabulary of the column."""
        return vocabularies()[self.vocabulary] if self.vocabulary else None

    @property
    def numeric(self) -> bool:
        """Whether the cells are numbers."""
        return self.kind in NUMBER_KINDS

    def _text(self, part: str, lang: Lang) -> str:
        words = {"stage": _stage_label(self.stage, lang)} if self.stage else {}
        return text(f"{self.label_key}.{part}", lang, **words)


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook."""

    key: str
    columns: tuple[Column, ...]
    required: bool = False
    id: tuple[str, ...] = ()
    documentation: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def label(self, lang: Lang = "zh") -> str:
        """Name of the sheet as the template has it."""
        return text(f"sheet.{self.key}.label", lang)

    def help(self, lang: Lang = "zh") -> str:
        """What the sheet is for."""
        return text(f"sheet.{self.key}.help", lang)

    @property
    def keys(self) -> tuple[str, ...]:
        """Canonical keys in the order of the sheet."""
        return tuple(column.key for column in self.columns)

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """Columns by key."""
        return {column.key: column for column in self.columns}

    @cached_property
    def headers(self) -> Mapping[str, tuple[str, int]]:
        """Every accepted header, normalised, to (key, rank).

        Rank 0 is the fixed key or a label; a synonym has its place in the list,
        so that 载体编号 wins over 载体名称 where a sheet has both.
        """
        known: dict[str, tuple[str, int]] = {}
        for column in self.columns:
            primary = (column.key, *(column.label(lang) for lang in LANGS))
            for name in (*primary, *(column.header(lang) for lang in LANGS)):
                _name_once(known, name, (column.key, 0), self.key)
        for column in self.columns:
            for rank, name in enumerate(column.also, start=1):
                _name_once(known, name, (column.key, rank), self.key)
        return known

    @cached_property
    def documentation_headers(self) -> frozenset[str]:
        """Headers of columns that only explain, normalised."""
        return frozenset(
            plain(text(f"documentation.{name}", lang))
            for name in self.documentation
            for lang in LANGS
        )

    def find(self, header: object) -> tuple[str, int, str] | None:
        """Key, rank and bracketed text of a header, or None if it is not known."""
        whole = plain(header)
        base, inside = without_bracket(whole)
        if whole in self.headers:
            return (*self.headers[whole], "" if whole in self._exact else inside)
        if base in self.headers:
            return (*self.headers[base], inside)
        return None

    @cached_property
    def _exact(self) -> frozenset[str]:
        # Names whose bracket belongs to the name and is no unit, e.g. 孵化容量(工位数).
        return frozenset(plain(name) for column in self.columns for name in column.also)


def _name_once(
    known: dict[str, tuple[str, int]], name: str, target: tuple[str, int], sheet: str
) -> None:
    if known.setdefault(plain(name), target)[0] != target[0]:
        raise ValueError(f"{sheet}: header {name} stands for two columns")


def _stage_label(stage: str, lang: Lang) -> str:
    return text(f"choice.stage.{stage}", lang)


@cache
def schema() -> Mapping[str, Sheet]:
    """All sheets by key, in the order of the workbook."""
    return {
        key: Sheet(
            key,
            columns=tuple(_columns(key, sheet["columns"])),
            required=sheet.get("required", False),
            id=tuple(sheet.get("id", ())),
            documentation=tuple(sheet.get("documentation", ())),
            also=tuple(sheet["also"]),
        )
        for key, sheet in schema_data()["sheets"].items()
    }


@cache
def sheet_names() -> Mapping[str, str]:
    """Every accepted sheet name, normalised, to the key of the sheet."""
    names: dict[str, str] = {}
    for key, sheet in schema().items():
        for name in (key, *(sheet.label(lang) for lang in LANGS), *sheet.also):
            if names.setdefault(plain(name), key) != key:
                raise ValueError(f"sheet name {name} stands for two sheets")
    return names


def _columns(sheet: str, entries: list[dict[str, Any]]) -> Iterator[Column]:
    for entry in entries:
        if "technical" in entry:
            yield from _technical(entry["technical"])
        elif "each" in entry:
            yield from _per_stage(sheet, entry)
        else:
            also = (*entry.get("also", ()), *synonyms(sheet, entry["key"]))
            yield _column({**entry, "also": also}, f"column.{sheet}.{entry['key']}")


def _technical(side: str) -> Iterator[Column]:
    for entry in schema_data()["technical"]["columns"]:
        label_key = f"column.{side}.{entry['key']}"
        if side == "supply":
            also = (*entry.get("also", ()), *synonyms(side, entry["key"]))
            yield _column({**entry, "also": also}, label_key, group="technical")
        else:
            # On a list of projects the bare words (层高) mean what is needed as well.
            need = {**entry, "key": f"need_{entry['key']}", "also": _need_names(entry)}
            yield _column(need, label_key, group="technical")


def _need_names(entry: Mapping[str, Any]) -> list[str]:
    label_key = f"column.supply.{entry['key']}.label"
    supply = synonyms("supply", entry["key"])
    names = [text(label_key, "zh"), *entry.get("also", ()), *supply]
    asked = [f"{name}{ending}" for name in names for ending in ("需求", "要求")]
    return [*asked, *synonyms("need", entry["key"])]


def _per_stage(sheet: str, entry: dict[str, Any]) -> Iterator[Column]:
    for stage in schema_data()["vocabularies"]["stage"]:
        key = f"{entry['key']}_{stage}" if entry.get("suffix") else f"{stage}_{entry['key']}"
        also = [name.format(stage=_stage_label(stage, "zh")) for name in entry.get("also", ())]
        each = {**entry, "key": key, "also": also}
        yield _column(each, f"column.{sheet}.stage_{entry['key']}", stage=stage, group="stage")


def _column(entry: Mapping[str, Any], label_key: str, stage: str = "", group: str = "") -> Column:
    fields = {
        name: value for name, value in entry.items() if name not in ("each", "suffix", "also")
    }
    also = tuple(entry.get("also", ()))
    return Column(**fields, label_key=label_key, stage=stage, group=group, also=also)
