"""Machine code for the inner loops, compiled once and kept.

numba keeps compiled functions beside their sources and notices a change only in the very
file a function stands in. Kernels here call each other across files, so the cache is named
after the content of this folder: a changed kernel never meets an old partner.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import config


def cache_folder() -> Path:
    """Where compiled code of exactly the sources in this folder is kept."""
    digest = hashlib.sha256(numba.__version__.encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(base) / "incubator-optimizer" / digest.hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a read-only home: compile anew in every process
        return Path(tempfile.mkdtemp(prefix="incubator-optimizer-"))
    return folder


CACHE = cache_folder()
config.CACHE_DIR = str(CACHE)


def is_cold() -> bool:
    """Whether nothing was compiled yet of exactly these sources."""
    return not any(CACHE.rglob("*.nbi"))


def compiled(function: Callable[..., Any]) -> Any:
    """The function as machine code that lets other threads run."""
    return numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)


def inlined(function: Callable[..., Any]) -> Any:
    """The same for small helpers, written out where they are called."""
    return numba.njit(nogil=True, error_model="numpy", inline="always", _nrt=False)(function)
