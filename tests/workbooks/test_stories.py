"""Every workbook of the gallery: every value read right, every planted fault at its cell."""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from optimizer.domain.assemble import assemble
from optimizer.faults import Fault
from optimizer.tables.printed import is_blank
from optimizer.tables.read import read_tables
from optimizer.tables.table import Table, Tables
from tests.workbooks import stories
from tests.workbooks.story import Expected, Told

NAMES = sorted(module.name for module in pkgutil.iter_modules(stories.__path__))


def read_story(story: ModuleType, folder: Path) -> tuple[Tables, tuple[Fault, ...]]:
    """Write the workbooks of a story (``FILES``, by default one .xlsx) and read them."""
    files = getattr(story, "FILES", (f"{story.__name__.rpartition('.')[2]}.xlsx",))
    paths = [folder / file for file in files]
    story.write(*paths)
    options = {}
    if hasattr(story, "mapping"):
        options["mapping"] = story.mapping(folder)
    tables, faults = read_tables(*paths, **options)
    if story.EXPECTED.assembled:
        faults = assemble(tables, faults)[1]
    return tables, faults


@pytest.mark.parametrize("name", NAMES)
def test_a_story_is_read_right(name: str, tmp_path: Path) -> None:
    story = importlib.import_module(f"{stories.__name__}.{name}")
    expected: Expected = story.EXPECTED
    assert story.STORY.strip()

    tables, faults = read_story(story, tmp_path)

    assert sorted(map(told, faults), key=place) == sorted(expected.faults, key=place)
    found = {key: values_of(table) for key, table in tables.items() if len(table)}
    assert found == {key: dict(columns) for key, columns in expected.tables.items()}
    for (sheet, row, key), address in expected.cells.items():
        table = tables[sheet]
        block, _ = table.stands(row, key)
        assert f"{block.sheet}!{table.cell(row, key)}" == address
    reasons = {each.sheet: list(each.reasons) for each in tables.coverage}
    for sheet, codes in expected.coverage.items():
        assert reasons[sheet] == list(codes), sheet


def told(fault: Fault) -> Told:
    """A fault in the form stories state it in."""
    return Told(
        fault.code,
        fault.sheet,
        fault.cell,
        fault.found(),
        fault.expected(),
        fault.remedy(),
        fault.severity,
    )


def place(fault: Told) -> tuple[str, ...]:
    """Where faults are compared in order."""
    return (fault.sheet, fault.cell, fault.code, fault.found)


def values_of(table: Table) -> dict[str, list[Any]]:
    """Columns that hold anything; every blank is ``None``."""
    columns = {
        str(key): [None if is_blank(value) else value for value in table.frame[key].tolist()]
        for key in table.frame.columns
    }
    return {key: values for key, values in columns.items() if any(v is not None for v in values)}


def told_in_stories() -> set[str]:
    """Codes of all faults the stories assert word for word."""
    modules = [importlib.import_module(f"{stories.__name__}.{name}") for name in NAMES]
    return {fault.code for module in modules for fault in module.EXPECTED.faults}
