"""Names of users' files: shown as they are, and never a path."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

INPUT: Final = "input"
"""Folder of a run that holds its own copy of the workbooks."""
MAPPING: Final = "mapping.toml"
"""The answers on headers and tables, beside the workbooks: what ``--mapping`` reads."""
QUESTIONS: Final = "questions.json"

_LONGEST: Final = 200
"""Bytes; with room for what is added to it, file systems take 255."""
_NOT_IN_NAMES: Final = frozenset('<>:"|?*\\/')


def file_name(given: str) -> str:
    """The last part of a name, without what no system has in names, short enough for all.

    >>> file_name("..\\\\..\\\\etc/台账 2026.xlsx")
    '台账 2026.xlsx'
    >>> file_name("..")
    'workbook'
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in _NOT_IN_NAMES)
    kept = kept.strip(" .") or "workbook"
    path = Path(kept)
    stem, suffix = path.stem, path.suffix[:10]
    while len((stem + suffix).encode()) > _LONGEST:
        stem = stem[:-1]
    return stem + suffix


def twice(names: Sequence[str]) -> str:
    """A name that two of the files have; blank if there is none."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            return name
        seen.add(name.casefold())
    return ""


def linked(files: Sequence[Path], names: Sequence[str], folder: Path) -> tuple[Path, ...]:
    """Stored files under their users' names, each in a folder of its own below `folder`.

    Reports and faults name a file as its user does.
    """
    paths = []
    for number, (file, name) in enumerate(zip(files, names, strict=True), 1):
        path = folder / str(number) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        same_file(file, path)
        paths.append(path)
    return tuple(paths)


def same_file(file: Path, path: Path) -> None:
    """The file under another name; a copy where the disk has no second names."""
    try:
        path.hardlink_to(file)
    except OSError:
        path.write_bytes(file.read_bytes())
