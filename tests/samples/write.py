"""Writes the samples and the blank template."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from optimizer.tables.template import write_template
from optimizer.tables.write import write_workbook
from tests.samples import by_hand, faulty, liuchuangyuan, overfull, zhangjiagang

INPUTS: Final = Path(__file__).parents[2] / "inputs"


_WITH_FRAMES: Final = {
    "by_hand": by_hand,
    "liuchuangyuan": liuchuangyuan,
    "overfull": overfull,
    "zhangjiagang_8521": zhangjiagang,
}


def _frames_of(sample: str) -> Callable[[Path], None]:
    module = _WITH_FRAMES[sample]
    return lambda path: write_workbook(module.frames(), path, note=module.NOTE)


SAMPLES: Final[dict[str, Callable[[Path], object]]] = {
    "by_hand": _frames_of("by_hand"),
    "liuchuangyuan": _frames_of("liuchuangyuan"),
    "overfull": _frames_of("overfull"),
    "zhangjiagang_8521": _frames_of("zhangjiagang_8521"),
    "faulty": faulty.write,
    "template": write_template,
}
"""Name of a file in ``inputs/`` -> what writes it."""


def write_samples(folder: Path) -> None:
    """Write every sample into `folder`, over what is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in SAMPLES.items():
        write(folder / f"{name}.xlsx")
