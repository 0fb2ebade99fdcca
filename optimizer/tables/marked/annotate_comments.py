"""Comments of a workbook that is given back: the manager's words, and ours below them."""

from collections.abc import Sequence
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment

from optimizer.faults import Fault, shortened
from optimizer.labels import LANGS, Lang, text
from optimizer.tables.book import text_width, writable

_AUTHOR: Final = "incubator"
_END: Final = "▲▲"
_WIDTH, _LINE, _CHARACTERS = 320, 20, 42
_MOST_LINES: Final = 24
_MAX_OURS: Final = 2_000


def add_comment(cell: Cell, faults: Sequence[Fault], lang: Lang) -> None:
    """Tell the faults of a cell below whatever comment is there."""
    told = dict.fromkeys(_told(fault, lang) for fault in faults)
    ours = writable("\n".join(told))
    if len(ours) > _MAX_OURS:
        ours = ours[: _MAX_OURS - 1] + "…"
    marked = f"{text('annotate.mark', lang)}\n{ours}\n{_END}"
    theirs = cell.comment
    if theirs is None:
        cell.comment = _comment(marked, _AUTHOR)
    else:
        cell.comment = _comment(f"{theirs.text}\n\n{marked}", theirs.author)


def remove_ours(cell: Cell) -> None:
    """Take our part out of a comment; what the manager wrote above and below it stays."""
    if cell.comment is None:
        return
    for mark in (text("annotate.mark", lang) for lang in LANGS):
        above, found, rest = cell.comment.text.partition(mark)
        if found:
            _, _, below = rest.partition(_END)
            parts = [part for part in (above.rstrip("\n"), below.strip("\n")) if part.strip()]
            author = cell.comment.author
            cell.comment = _comment("\n".join(parts), author) if parts else None
            return


def fit(cell: Cell) -> None:
    """Give a comment of the manager's the room its text needs: its size is not read."""
    if cell.comment is not None:
        cell.comment.width, cell.comment.height = _WIDTH, _height(cell.comment.text)


def _told(fault: Fault, lang: Lang) -> str:
    return text(
        "annotate.comment",
        lang,
        severity=text(f"cli.faults.{fault.severity}", lang),
        found=shortened(fault.found(lang)),
        expected=fault.expected(lang),
        remedy=fault.remedy(lang),
    )


def _comment(words: str, author: str) -> Comment:
    return Comment(words, author, width=_WIDTH, height=_height(words))


def _height(words: str) -> int:
    lines = sum(1 + text_width(line) // _CHARACTERS for line in words.split("\n"))
    return _LINE * min(lines + 1, _MOST_LINES)
