"""Folders of uploads and runs: there whole, or not at all.

A folder is made beside its place under a passing name and put there by renaming, after
everything in it has reached the disk: who is killed in the middle, or finds the disk full,
leaves nothing that looks like an upload or a report.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings

_MAKING: Final = ".making-"
_GOING: Final = ".going-"

log = logging.getLogger(__name__)


def folder_of(kind: str, of: UUID) -> Path:
    """The folder of an upload or a run; its name is its id, never a user's words."""
    root: Path = settings.DATA_FOLDER
    return root / kind / str(of)


@contextmanager
def made_whole(place: Path) -> Iterator[Path]:
    """A folder to write into, which stands at `place` once everything went well."""
    place.parent.mkdir(parents=True, exist_ok=True)
    making = place.with_name(f"{_MAKING}{uuid4()}")
    making.mkdir()
    try:
        yield making
        reach_the_disk(making)
        making.rename(place)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def reach_the_disk(folder: Path) -> None:
    """Wait until what was written stands on the disk; a full disk shows itself here at last."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("r+b") as stream:
                os.fsync(stream.fileno())


def remove(folder: Path) -> None:
    """Take a folder away: at once for everybody who looks, then from the disk."""
    if not folder.exists():
        return
    going = folder.with_name(f"{_GOING}{uuid4()}")
    folder.rename(going)
    shutil.rmtree(going, ignore_errors=True)


def sweep(root: Path) -> int:
    """Remove what a killed server left half made or half removed; return how many folders."""
    left = [path for kind in (_MAKING, _GOING) for path in root.rglob(f"{kind}*")]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
        log.warning("removed what an earlier server left unfinished: %s", path.name)
    for path in (root / "tmp").glob("*"):
        path.unlink(missing_ok=True)
    return len(left)
