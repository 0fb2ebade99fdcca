"""Random damage gives faults, never an exception; the marked tests damage 2 500 workbooks."""

import random
from pathlib import Path

import pytest

from optimizer.domain.assemble import assemble
from optimizer.tables import read
from optimizer.tables.files.formats import SheetCells
from optimizer.tables.headers.mapping import mapping_text
from optimizer.tables.marked.annotate import annotate
from optimizer.tables.read import read_tables
from tests.tables.fuzz_damage import ROOT, SAMPLES, damaged, tell
from tests.tables.hostile import changed

BATCHES = 20
PER_BATCH = 110
FILES = 300


def read_cells(sheets: list[SheetCells], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read cells as if a workbook held them, and go on as far as a run would."""
    monkeypatch.setattr(read, "all_sheets", lambda *_: sheets)
    path = folder / "damaged.xlsx"
    path.write_bytes(b"PK")
    tables, faults = read_tables(path)
    _, everything = assemble(tables, faults)
    tell(everything)
    mapping_text(tables.decisions)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
def test_damaged_cells_give_faults(
    batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(PER_BATCH):
        seed = batch * PER_BATCH + number
        try:
            read_cells(damaged(random.Random(seed)), tmp_path, monkeypatch)
        except Exception as error:
            raise AssertionError(f"damaged(random.Random({seed}))") from error


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_files_give_faults(name: str, tmp_path: Path) -> None:
    whole = (ROOT / "inputs" / f"{name}.xlsx").read_bytes()
    path = tmp_path / "damaged.xlsx"
    for seed in range(FILES // len(SAMPLES)):
        dice = random.Random(seed)
        path.write_bytes(_damaged_file(dice, whole))
        tables, faults = read_tables(path)
        tell(faults)
        if seed % 10 == 0:
            annotate(path, tmp_path / "marked.xlsx", tables, faults)


def _damaged_file(dice: random.Random, whole: bytes) -> bytes:
    """Bytes of the zip changed, or bytes inside one of its parts."""
    if dice.random() < 0.3:
        return _noise(dice, whole)
    sheet = f"xl/worksheets/sheet{dice.randrange(1, 6)}.xml"
    part = dice.choice((sheet, sheet, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"))
    return changed(whole, {part: lambda content: _noise(dice, content or b"<x/>")})


def _noise(dice: random.Random, content: bytes) -> bytes:
    damaged_bytes = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(damaged_bytes))
        if dice.random() < 0.5:
            damaged_bytes[at] = dice.randrange(256)
        else:
            damaged_bytes[at:at] = dice.choice((b"<c r='A1'><v>", b"</row>", b"9", b'"', b"&#0;"))
    return bytes(damaged_bytes)
