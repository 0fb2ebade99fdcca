"""Names of output files: no run overwrites an input or an earlier default output."""

import os
from collections.abc import Iterable
from errno import ENAMETOOLONG
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from optimizer.cli.exits import Refusal
from optimizer.labels import Lang, text

REPORTS: Final = Path("reports")
_LONGEST_NAME: Final = 255
"""Bytes of a file name that file systems take."""
TEMPLATE_NAME: Final = Path("incubator_template.xlsx")


def default_output(first: Path, command: str) -> Path:
    """``reports/<input>_<command>.xlsx``, or the same with _2, _3 if it exists."""
    return free_name(REPORTS / f"{first.stem}_{command}.xlsx")


def free_name(path: Path) -> Path:
    """`path`, or the first of path_2, path_3 ... that does not exist."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}_{number}{path.suffix}")
    return candidate


def require_inputs(paths: Iterable[Path], lang: Lang) -> None:
    """Refuse what is not a file, or given twice, before anything is read."""
    seen: list[Path] = []
    for path in paths:
        if path.is_dir():
            raise Refusal(text("cli.usage.is_folder", lang, path=path))
        if not path.exists():
            raise Refusal(text("cli.usage.no_such_file", lang, path=path))
        if any(_same(path, other) for other in seen):
            raise Refusal(text("cli.usage.given_twice", lang, path=path))
        seen.append(path)


def require_outputs(
    outputs: Iterable[Path | None], inputs: Iterable[Path], lang: Lang, folder: Path | None = None
) -> None:
    """Refuse outputs that would overwrite an input, or each other, or cannot be written.

    A file that another program holds is found here, before a long run and not after it.
    """
    inputs = tuple(inputs)
    seen: list[Path] = []
    for path in outputs:
        if path is None:
            continue
        if any(_same(path, other) for other in inputs):
            raise Refusal(text("cli.usage.over_input", lang, path=path))
        if any(_same(path, other) for other in seen):
            raise Refusal(text("cli.usage.same_output", lang, path=path))
        if path.is_dir():
            raise Refusal(text("cli.usage.is_folder", lang, path=path))
        _try_writing(path)
        seen.append(path)
    if folder is not None:
        if folder.exists() and not folder.is_dir():
            raise Refusal(text("cli.usage.not_a_folder", lang, path=folder))
        _try_writing(folder / "x.csv", folder)


def require_xlsx(path: Path, lang: Lang) -> None:
    """Refuse a name Excel would not open."""
    if path.suffix.lower() != ".xlsx":
        raise Refusal(text("cli.usage.not_xlsx", lang, path=path))


def _same(a: Path, b: Path) -> bool:
    if a.exists() and b.exists():
        return a.samefile(b)
    return os.path.normcase(a.resolve()) == os.path.normcase(b.resolve())


def _try_writing(path: Path, told: Path | None = None) -> None:
    """Fail now, with what the system says, if `path` could not be written later."""
    if path.exists():
        with path.open("r+b"):
            return
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise OSError(ENAMETOOLONG, os.strerror(ENAMETOOLONG), str(path))
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    try:
        # Permissions alone do not say: a folder may be a file, full, or made by the system.
        with TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(told or path)) from error
