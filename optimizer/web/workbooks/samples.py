"""Samples that come with the program, and the blank workbook."""

from pathlib import Path
from typing import Final

import optimizer

SAMPLES: Final = ("by_hand", "liuchuangyuan", "zhangjiagang_8521", "faulty", "overfull")
"""Small, a park, a city's plan, one with faults, one that has no plan; all synthetic."""


def sample_file(name: str) -> Path:
    """A sample: in the installed package, else in the source tree.

    Raises
    ------
    KeyError
        If there is no sample of that name.
    """
    if name not in SAMPLES:
        raise KeyError(name)
    package = Path(optimizer.__file__).parent
    installed = package / "samples" / f"{name}.xlsx"
    return installed if installed.exists() else package.parent / "inputs" / f"{name}.xlsx"
