"""Tables that share their header rows, and forms that only look like a table."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from optimizer.tables.headers.header_match import Head, is_known, is_own
from optimizer.tables.layout.sheet_kinds import guess
from optimizer.tables.printed import is_blank


def is_known_head(cell: str) -> bool:
    """Whether a text of a row is a header of some sheet."""
    return len(cell) <= 60 and is_known(" ".join(cell.split()))


def split_columns(
    heads: list[Head], width: int, data: Sequence[Sequence[Any]]
) -> list[tuple[int, int]]:
    """Columns of the tables that share a header row: cut where headers repeat or stand apart."""
    cuts = _repeats(heads)
    if not cuts:
        cuts = _gaps(heads, data)
    if not cuts:
        return [(0, width)]
    edges = [0, *cuts, width]
    return list(pairwise(edges))


def _repeats(heads: list[Head]) -> list[int]:
    """Columns where the first header comes again, with at least one more behind it."""
    texts = [head.text for head in heads]
    for start, first in enumerate(texts[:2]):
        again = [i for i, text in enumerate(texts) if text == first and i > start]
        if not again:
            continue
        length = again[0] - start
        if length >= 2 and texts[start + 1 : again[0]][:1] == texts[again[0] + 1 :][:1]:
            return [heads[i].column for i in again]
    return []


def _gaps(heads: list[Head], data: Sequence[Sequence[Any]]) -> list[int]:
    """Columns behind a blank one where a second complete table begins."""
    cuts: list[int] = []
    start = 0
    for i in range(1, len(heads)):
        gap = range(heads[i - 1].column + 1, heads[i].column)
        if not gap or any(not is_blank(row[c]) for row in data for c in gap):
            continue
        left, right = heads[start:i], heads[i:]
        if guess(left, None, "", []).complete and guess(right, None, "", []).complete:
            cuts.append(heads[i].column)
            start = i
    return cuts


def is_form(heads: Sequence[Head], data: Sequence[Sequence[Any]]) -> bool:
    """Whether headers and rows are a form, labels beside their contents, and no table at all."""
    labels = [head.column for head in heads if is_known_head(head.text)]
    under = [row[c] for row in data[:5] for c in labels if not is_blank(row[c])]
    words = [cell for cell in under if isinstance(cell, str)]
    known = sum(is_known_head(cell) or is_own(cell) for cell in words)
    return len(under) > 0 and known * 2 > len(under) and len(labels) < len(heads)


def is_form_line(said: Sequence[str]) -> bool:
    """Whether a row holds labels beside their contents: 楼宇名称： | A座 | 面积： | 500㎡."""
    known = [each for each in said if is_known_head(each.rstrip(" :：　"))]
    labels = [each for each in known if each.rstrip().endswith((":", "："))]
    return len(labels) * 2 >= len(known) > 0 and len(labels) < len(said)
