"""The settings sheet: every row is checked against the declared setting it names."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.labels import LANGS, Lang, text
from optimizer.settings import (
    CLASS_WEIGHT_PREFIX,
    RANK_PREFIX,
    RECOGNITION_WEIGHT_PREFIX,
    SettingSpec,
    setting_specs,
)
from optimizer.tables.printed import printed
from optimizer.tables.schema import Column, Kind
from optimizer.tables.table import Table
from optimizer.tables.values.columns import fault_of, object_array
from optimizer.tables.values.parse import parse
from optimizer.tables.values.reading import Problem
from optimizer.tables.vocabulary import synonym_data, vocabularies, word_data
from optimizer.tables.wording import hint_words
from optimizer.tables.words import nearest, plain, without_bracket

PREFIXES: Final = (CLASS_WEIGHT_PREFIX, RECOGNITION_WEIGHT_PREFIX, RANK_PREFIX)
_COLON: Final = re.compile(r"\s*[:：]\s*")


def check_settings(raw: Table, clean: Table) -> tuple[Table, list[Fault]]:
    """Setting names and values in their canonical form, and the faults of the rows."""
    names: list[str] = []
    values: list[str] = []
    faults: list[Fault] = []
    for i, written in enumerate(clean.frame["setting"]):
        name = setting_name(written)
        value, fault = "", None
        if written and not name:
            known = [*setting_specs(), *(setting_label(each) for each in setting_specs())]
            hint = hint_words(nearest(written, known, cutoff=0.5))
            fault = fault_of(raw, i, "setting", Problem("unknown_setting", values=hint))
        elif name and clean.frame["value"].iat[i]:
            value, fault = _value(raw, i, name)
        names.append(name)
        values.append(value)
        faults += [fault] if fault else []
    columns = {"setting": object_array(names), "value": object_array(values)}
    return replace(clean, frame=clean.frame.assign(**columns)), faults


def setting_name(written: str) -> str:
    """The fixed name of a setting written in Chinese or English, blank if it is none."""
    whole = plain(written)
    name = _names().get(whole) or _names().get(without_bracket(whole)[0], "")
    if name or not _COLON.search(written):
        return name
    prefix, rest = _COLON.split(written, maxsplit=1)
    open_ended = _prefixes().get(plain(prefix), "")
    rest = rest.strip()
    if open_ended == RECOGNITION_WEIGHT_PREFIX:
        rest = vocabularies()["recognition"].canonical.get(plain(rest), "")
    return open_ended + rest if open_ended and rest else ""


def setting_label(name: str, lang: Lang = "zh") -> str:
    """A setting as the workbook shows it."""
    for prefix in PREFIXES:
        if name.startswith(prefix):
            rest = name.removeprefix(prefix)
            if prefix == RECOGNITION_WEIGHT_PREFIX:
                rest = vocabularies()["recognition"].label(rest, lang)
            return f"{text(f'setting_label.{prefix[:-1]}', lang)}:{rest}"
    return text(f"setting_label.{name}", lang)


def setting_column(name: str) -> Column:
    """What the value of a setting must be, as a column like any other."""
    spec = _spec(name)
    kind: Kind = "share" if spec.unit == "share" else _KINDS[spec.kind]
    vocabulary = {"yes_no": "yes_no", "choice": name}.get(spec.kind, "")
    return Column(
        name,
        kind,
        f"setting.{name}",
        unit=spec.unit,
        vocabulary=vocabulary,
        low=spec.low,
        high=spec.high,
    )


def _value(raw: Table, i: int, name: str) -> tuple[str, Fault | None]:
    value, problem = setting_value(name, raw.frame["value"].iat[i])
    return value, None if problem is None else fault_of(raw, i, "value", problem)


def setting_value(name: str, written: Any) -> tuple[str, Problem | None]:
    """The value of a setting in its canonical form, blank where it is none, and what is odd."""
    read = parse(setting_column(name), written)
    value, problem = read.value, read.problem
    if problem is None and read.note is not None:
        problem = Problem(read.note.code, "warning", {**read.note.values, "count": "1"})
    usable = problem is None or problem.severity == "warning"
    return (_canonical(value) if usable else ""), problem


def _canonical(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else printed(value)


def _spec(name: str) -> SettingSpec:
    if name.startswith(RANK_PREFIX):
        return SettingSpec(name, "integer", None, low=1, high=99)
    if name.startswith((CLASS_WEIGHT_PREFIX, RECOGNITION_WEIGHT_PREFIX)):
        return SettingSpec(name, "number", 1.0, unit="factor", low=0.0)
    return setting_specs()[name]


_KINDS: Final[dict[str, Kind]] = {
    "date": "date",
    "integer": "integer",
    "number": "number",
    "yes_no": "choice",
    "choice": "choice",
}


@cache
def _names() -> dict[str, str]:
    also = word_data()["settings"]["also"]
    return {
        plain(each): name
        for name in setting_specs()
        for each in (
            name,
            *(text(f"setting_label.{name}", lang) for lang in LANGS),
            *also.get(name, ()),
            *synonym_data()["settings"].get(name, ()),
        )
    }


@cache
def _prefixes() -> dict[str, str]:
    return {
        plain(each): prefix
        for prefix in PREFIXES
        for each in (prefix[:-1], *(text(f"setting_label.{prefix[:-1]}", lang) for lang in LANGS))
    }
