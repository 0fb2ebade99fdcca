"""The schema, its labels and what is generated from it."""

from pathlib import Path

import pytest

from optimizer.labels import LANGS
from optimizer.settings import setting_specs
from optimizer.tables.records.setting_rows import setting_label, setting_name
from optimizer.tables.reference import column_reference
from optimizer.tables.schema import schema, sheet_names
from optimizer.tables.vocabulary import policy_unit, units, vocabularies
from optimizer.tables.words import nearest

COLUMNS = [(sheet, column) for sheet in schema().values() for column in sheet.columns]


@pytest.mark.parametrize("lang", LANGS)
def test_every_sheet_and_column_has_label_help_and_unit(lang) -> None:
    for sheet, column in COLUMNS:
        assert sheet.label(lang)
        assert sheet.help(lang)
        assert column.label(lang)
        assert column.help(lang)[-1] in ".。"
        assert column.header(lang)


def test_labels_are_found_again_as_headers() -> None:
    for sheet, column in COLUMNS:
        for name in (column.key, *(column.header(lang) for lang in LANGS)):
            match = sheet.find(f" {name} ")
            assert match is not None
            assert match[:2] == (column.key, 0)


def test_optional_columns_say_what_a_blank_means_or_only_inform() -> None:
    silent = [
        f"{sheet.key}.{column.key}"
        for sheet, column in COLUMNS
        if not column.required
        and "空白" not in column.help()
        and not any(
            word in column.help() for word in ("仅在报告中显示", "载体、房源、园区至少写一个")
        )
    ]
    assert silent == ["carriers.gross_area_m2"]


def test_no_name_stands_for_two_things() -> None:
    assert len(sheet_names()) > len(schema())
    for vocabulary in vocabularies().values():
        assert set(vocabulary.canonical.values()) == set(vocabulary.words)


def test_every_policy_rule_has_a_unit() -> None:
    for rule in vocabularies()["policy_rule"].words:
        assert policy_unit(rule) in units()


@pytest.mark.parametrize("lang", LANGS)
def test_every_setting_has_label_and_is_found_by_it(lang) -> None:
    for name in setting_specs():
        assert setting_name(setting_label(name, lang)) == name


def test_the_column_reference_is_current() -> None:
    path = Path(__file__).parents[2] / "docs" / "columns.md"
    assert path.read_text(encoding="utf-8") == column_reference()


def test_the_nearest_name_needs_to_be_near() -> None:
    assert nearest("areea_m2", ["area_m2", "desks"]) == "area_m2"
    assert nearest("占地面积", ["建筑面积"]) == ""
