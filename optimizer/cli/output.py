"""Lines that several commands begin with."""

from collections.abc import Iterable
from pathlib import Path

from optimizer.cli.exits import note
from optimizer.domain.case import Case
from optimizer.labels import Lang, text
from optimizer.telling.sentences import case_sentence
from optimizer.version import VERSION


def say_opening(workbooks: Iterable[Path], lang: Lang) -> None:
    """Program, version and what is read."""
    files = "  ".join(str(path) for path in workbooks)
    note(text("cli.progress.opening", lang, version=VERSION, files=files))


def say_case(case: Case, lang: Lang) -> None:
    """How large the case is."""
    note(case_sentence(case, lang))
