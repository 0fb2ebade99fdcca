"""The committed workbooks are what the generator writes, on every machine."""

import zipfile
from pathlib import Path

import pytest

from tests.samples.write import INPUTS, SAMPLES


def parts(path: Path) -> dict[str, bytes]:
    """Content of a workbook file by file: packing may differ between zlib versions."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.parametrize("name", SAMPLES)
def test_committed_sample_is_what_the_generator_writes(name: str, tmp_path: Path) -> None:
    SAMPLES[name](tmp_path / "again.xlsx")

    assert parts(tmp_path / "again.xlsx") == parts(INPUTS / f"{name}.xlsx")


def test_same_sample_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    for copy in ("a", "b"):
        SAMPLES["overfull"](tmp_path / f"{copy}.xlsx")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
