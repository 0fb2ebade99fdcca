"""Canonical values as a manager would write them: Chinese words, real dates, numbers."""

from typing import Any

from optimizer.labels import Lang, text
from optimizer.tables.printed import is_blank
from optimizer.tables.records.setting_rows import setting_column, setting_label
from optimizer.tables.schema import Column
from optimizer.tables.values.dates import parse_date
from optimizer.tables.values.parse import split_list
from optimizer.tables.values.scopes import scope_label


def shown(column: Column, value: Any, lang: Lang = "zh") -> Any:
    """What stands in the workbook for a canonical value."""
    if is_blank(value):
        return None
    if column.kind == "list":
        items = [item for item in split_list(str(value)) if item]
        if column.choices is not None:
            items = [column.choices.label(item, lang) for item in items]
        return text("tables.list_separator", lang).join(items)
    if column.choices is not None:
        return column.choices.label(str(value), lang)
    if column.kind == "scope":
        return scope_label(str(value), lang)
    if column.kind == "setting":
        return setting_label(str(value), lang)
    return float(value) if column.numeric else value


def shown_setting(name: str, value: str, lang: Lang = "zh") -> Any:
    """What stands in the value column for the canonical text of a setting."""
    if is_blank(value):
        return None
    column = setting_column(name)
    return shown(column, parse_date(value) if column.kind == "date" else value, lang)
