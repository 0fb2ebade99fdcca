"""Coverage-guided fuzzing of the reader, by hand: ``python -m tests.tables.fuzz_reader``.

Uses atheris where it is installed; otherwise a small loop of its own, which keeps the seeds
that reach new lines of ``optimizer/tables`` and goes on from these. A finding is printed with
its input and ends the program with code 1; make it a test before it is put right.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

from optimizer.domain.assemble import assemble
from optimizer.tables import read
from optimizer.tables.files.formats import SheetCells
from optimizer.tables.headers.mapping import mapping_text
from tests.tables.fuzz_damage import KINDS, damaged, tell

WATCHED = "optimizer/tables"
Lines = set[tuple[str, int]]


class Trail:
    """The lines of the reader that a run passes."""

    def __init__(self) -> None:
        self.lines: Lines = set()

    def __call__(self, frame: FrameType, event: str, _: Any) -> "Trail | None":
        name = frame.f_code.co_filename
        if WATCHED not in name:
            return None
        if event == "line":
            self.lines.add((name, frame.f_lineno))
        return self


def attempt(sheets: list[SheetCells], path: Path) -> None:
    """Read cells as far as a run would go."""
    read.all_sheets = lambda *_: sheets
    tables, faults = read.read_tables(path)
    _, everything = assemble(tables, faults)
    tell(everything)
    mapping_text(tables.decisions)


def grown(seeds: tuple[int, ...]) -> list[SheetCells]:
    """A workbook from a line of seeds: the first makes it, each other damages it once more."""
    sheets = damaged(random.Random(seeds[0]))
    for seed in seeds[1:]:
        dice = random.Random(seed)
        dice.choice(KINDS)(dice, sheets)
    return sheets


def guided(seconds: float, start: int, path: Path) -> int:
    """Keep what reaches new lines, and damage it further."""
    dice = random.Random(start)
    kept: list[tuple[int, ...]] = []
    known: Lines = set()
    ends, runs, found = time.monotonic() + seconds, 0, 0
    while time.monotonic() < ends:
        fresh = (dice.randrange(2**32),)
        seeds = (*dice.choice(kept), *fresh) if kept and dice.random() < 0.7 else fresh
        trail = Trail()
        runs += 1
        try:
            sheets = grown(seeds)
            sys.settrace(trail)
            attempt(sheets, path)
        except Exception:
            sys.settrace(None)
            found += 1
            sys.stdout.write(f"grown({seeds})\n{traceback.format_exc()}\n")
        finally:
            sys.settrace(None)
        if not trail.lines <= known:
            known |= trail.lines
            kept.append(seeds)
    sys.stdout.write(f"{runs} runs, {len(kept)} kept, {len(known)} lines, {found} findings\n")
    return 1 if found else 0


def reader_functions() -> list[FunctionType]:
    """Every function and method of the reader."""
    found: list[FunctionType] = []
    for name, module in list(sys.modules.items()):
        if not name.startswith("optimizer.tables"):
            continue
        own = [each for each in vars(module).values() if getattr(each, "__module__", "") == name]
        classes = [each for each in own if isinstance(each, type)]
        own += [method for each in classes for method in vars(each).values()]
        found += [each for each in own if isinstance(each, FunctionType)]
    return found


def with_atheris(seconds: float, path: Path) -> int:
    """The same with atheris, which looks at branches and comparisons too."""
    import atheris  # type: ignore[import-not-found, unused-ignore]

    def one(content: bytes) -> None:
        given = atheris.FuzzedDataProvider(content)
        count = given.ConsumeIntInRange(1, 12)
        attempt(grown(tuple(given.ConsumeInt(4) & 0xFFFFFFFF for _ in range(count))), path)

    for function in reader_functions():
        atheris.instrument_func(function)
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds:.0f}"], one)
    atheris.Fuzz()
    return 0


def main() -> int:
    """Fuzz for some time."""
    asked = argparse.ArgumentParser(prog="python -m tests.tables.fuzz_reader", description=__doc__)
    asked.add_argument("--seconds", type=float, default=300)
    asked.add_argument("--start", type=int, default=0, help="another number, other workbooks")
    asked.add_argument("--own", action="store_true", help="the loop of its own, without atheris")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.xlsx"
        path.write_bytes(b"PK")
        try:
            import atheris  # noqa: F401
        except ImportError:
            options.own = True
        if options.own:
            return guided(options.seconds, options.start, path)
        return with_atheris(options.seconds, path)


if __name__ == "__main__":
    sys.exit(main())
