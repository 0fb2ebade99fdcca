"""Every workbook of the gallery, given back and read again: the same tables, the same faults."""

import importlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from optimizer.faults import Fault
from optimizer.tables.headers.mapping import read_mapping, write_mapping
from optimizer.tables.marked.annotate import annotate
from optimizer.tables.read import read_tables
from optimizer.tables.table import Tables
from tests.workbooks import stories
from tests.workbooks.test_stories import NAMES, values_of


def written(name: str, folder: Path) -> list[Path]:
    """The workbooks of a story."""
    story = importlib.import_module(f"{stories.__name__}.{name}")
    files = getattr(story, "FILES", (f"{name}.xlsx",))
    paths = [folder / file for file in files]
    story.write(*paths)
    return paths


def cells_of(tables: Tables) -> dict[str, object]:
    return {key: values_of(table) for key, table in tables.items() if len(table)}


def places(faults: Sequence[Fault]) -> list[tuple[str, str, str]]:
    # That a file is a page named .xls is true of the file, not of what comes back.
    told = [fault for fault in faults if fault.code != "other_format"]
    return sorted((fault.code, fault.sheet, fault.cell) for fault in told)


@pytest.mark.parametrize("name", NAMES)
def test_given_back_it_reads_the_same(name: str, tmp_path: Path) -> None:
    paths = written(name, tmp_path)
    tables, faults = read_tables(*paths)
    marked = [tmp_path / "marked" / f"{path.stem}.xlsx" for path in paths]
    marked[0].parent.mkdir()
    for path, target in zip(paths, marked, strict=True):
        annotate(path, target, tables, faults)
    again, faults_again = read_tables(*marked)
    assert cells_of(again) == cells_of(tables)
    assert places(faults_again) == places(faults)


@pytest.mark.parametrize("name", NAMES)
def test_read_with_the_mapping_it_wrote_it_gives_the_same(name: str, tmp_path: Path) -> None:
    paths = written(name, tmp_path)
    tables, _ = read_tables(*paths)
    write_mapping(tables.decisions, tmp_path / "m.toml")
    answers, of_mapping = read_mapping(tmp_path / "m.toml")
    again, _ = read_tables(*paths, mapping=answers)
    assert of_mapping == []
    assert cells_of(again) == cells_of(tables)
