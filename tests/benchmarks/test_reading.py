"""The benchmark of reading: the workbook reads without a fault, every road is reported."""

from pathlib import Path

from optimizer.tables.read import read_tables
from tests.benchmarks.reading import ROADS, measure_reading, reading_section, write_large


def test_the_workbook_reads_without_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_large(path, 600)
    tables, faults = read_tables(path)
    assert [fault.sentence() for fault in faults] == []
    assert len(tables["rooms"]) == 600
    assert tables["rooms"].frame["lease_end"].notna().sum() > 300


def test_every_road_is_timed_and_reported(tmp_path: Path) -> None:
    results = measure_reading(tmp_path, runs=1, rows=200)
    page = reading_section(results, 1, rows=200)
    assert all(f"| {road} |" in page for road in ROADS)
    assert all(each.seconds > 0 for each in results)
    assert str(tmp_path) not in page
