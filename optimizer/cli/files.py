"""Names of output files: no run overwrites an input or an earlier default output."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from optimizer.cli.exits import Refusal
from optimizer.labels import Lang, text

REPORTS: Final = Path("reports")
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
    """Refuse what is not a file, before anything is read."""
    for path in paths:
        if path.is_dir():
            raise Refusal(text("cli.usage.is_folder", lang, path=path))
        if not path.exists():
            raise Refusal(text("cli.usage.no_such_file", lang, path=path))


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
    if folder is not None and folder.exists() and not folder.is_dir():
        raise Refusal(text("cli.usage.not_a_folder", lang, path=folder))


def require_xlsx(path: Path, lang: Lang) -> None:
    """Refuse a name Excel would not open."""
    if path.suffix.lower() != ".xlsx":
        raise Refusal(text("cli.usage.not_xlsx", lang, path=path))


def prepared(path: Path) -> Path:
    """`path`, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _same(a: Path, b: Path) -> bool:
    if a.exists() and b.exists():
        return a.samefile(b)
    return os.path.normcase(a.resolve()) == os.path.normcase(b.resolve())


def _try_writing(path: Path) -> None:
    """Fail now, with PermissionError, if `path` could not be written later."""
    if path.exists():
        with path.open("r+b"):
            return
    folder = next(parent for parent in path.resolve().parents if parent.exists())
    if not os.access(folder, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))
