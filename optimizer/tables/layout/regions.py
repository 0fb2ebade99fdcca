"""Where the tables of a sheet are: header rows anywhere, stacked or side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from optimizer.tables.files.formats import SheetCells
from optimizer.tables.headers.header_match import Head, head_texts, header_names, is_own
from optimizer.tables.headers.header_words import is_unit
from optimizer.tables.layout.beside import is_form_line, is_known_head, split_columns
from optimizer.tables.layout.row_kinds import heading_text, is_numbered, is_total
from optimizer.tables.layout.sheet_kinds import Guess, guess, is_table
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import schema, sheet_names
from optimizer.tables.words import plain, without_bracket

HEADER_ROWS: Final = 20
"""Titles, notes and dates of report may stand above the header, but not more than this."""
_ALMOST_BLANK: Final = 2
MAX_HEADERS: Final = 2_000
"""Rows of a sheet looked at as headers: a ledger has a few, a hostile sheet a million."""

_TITLE_WORDS: Final = (
    "表",
    "台账",
    "清单",
    "名单",
    "情况",
    "统计",
    "一览",
    "明细",
    "座",
    "栋",
    "园",
)


@dataclass
class Region:
    """One table on a sheet: its headers, its data rows, the lines above it.

    `top` and `bottom` are the first and last header row, `end` the row after the last data
    row, `left` and `right` its columns (right excluded); all zero-based.
    """

    top: int
    bottom: int
    left: int
    right: int
    end: int
    heads: list[Head]
    guess: Guess
    titles: list[tuple[int, int, str]] = field(default_factory=list)


def find_regions(cells: SheetCells, key: str | None) -> list[Region]:
    """The tables of a sheet from top to bottom, left to right.

    `key` is the canonical sheet the sheet's own name stands for: its first table is read
    as that whatever its headers say.
    """
    covers = _covers(cells)
    rows = _header_rows(cells, key, covers)
    regions: list[Region] = []
    for i, (top, bottom) in enumerate(rows):
        after = rows[i + 1][0] if i + 1 < len(rows) else len(cells.rows)
        end = _without_titles(cells.rows, bottom + 1, after) if i + 1 < len(rows) else after
        heads = _heads(cells, top, bottom, covers)
        start = regions[-1].end if regions else 0
        titles = _titles(cells.rows, start, top)
        for left, right in split_columns(
            heads, len(cells.rows[bottom]), cells.rows[bottom + 1 : end]
        ):
            own = [head for head in heads if left <= head.column < right]
            forced = key if not regions and left == 0 else None
            above = [each for each in titles if left <= each[1] < right or len(titles) == 1]
            said = [words for _, _, words in above]
            found = guess(own, forced, cells.name, said, cells.rows[bottom + 1 : end])
            regions.append(Region(top, bottom, left, right, end, own, found, above))
    return regions


def _covers(cells: SheetCells) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells of the header rows that lie under a merged range, to the range's first cell."""
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in cells.merges:
        wide = min(right, left + 500)
        for row in range(top, min(bottom, top + 3, len(cells.rows) - 1) + 1):
            for column in range(left, wide + 1):
                covered[row, column] = (top, left)
    return covered


def _header_rows(
    cells: SheetCells, key: str | None, covers: dict[tuple[int, int], tuple[int, int]]
) -> list[tuple[int, int]]:
    """First and last row of every header, none inside another."""
    found: list[tuple[int, int]] = []
    best = named_header(cells.rows, key) if key else None
    candidates = list(_candidates(cells.rows))[:MAX_HEADERS]
    if best is not None and best not in candidates:
        candidates = sorted({*candidates, best})
    for row in candidates:
        if found and row <= found[-1][1]:
            continue
        if best is not None and not found and row < best:
            continue
        span = _span(cells, row, covers, found[-1][1] + 1 if found else 0)
        if found and not _starts_a_table(cells, span, covers):
            continue
        found.append(span)
    if not found:
        found += _two_weak_rows(cells, covers)
    return found


def named_header(rows: Sequence[Sequence[Any]], key: str) -> int | None:
    """The row with most known headers of a sheet whose name says what it is."""
    sheet = schema()[key]
    best, most = None, 0
    for i, row in enumerate(rows[:HEADER_ROWS]):
        found = {
            match[0] for cell in row if not is_blank(cell) and (match := sheet.find(printed(cell)))
        }
        if len(found) > most:
            best, most = i, len(found)
    return best


def _candidates(rows: Sequence[Sequence[Any]]) -> Iterable[int]:
    """Rows that hold little but known headers.

    Far down a sheet only rows below a gap are looked at, or rows that begin with a header's
    very words: ledgers of nothing but texts have as many distinct texts as cells.
    """
    exact = header_names()
    for i, row in enumerate(rows):
        kinds = set(map(type, row))
        if str not in kinds or (float in kinds and i >= HEADER_ROWS):
            continue
        if i >= HEADER_ROWS and exact.isdisjoint(row[:3]) and not _below_a_gap(rows, i):
            continue
        said = [cell for cell in row if isinstance(cell, str) and cell]
        if len(said) < 2 or (not is_known_head(said[0]) and not any(map(is_known_head, said[1:6]))):
            continue
        distinct = {cell for cell in said if cell.strip()}
        known = sum(map(is_known_head, distinct))
        own = sum(is_own(printed(cell)) for cell in distinct if not is_known_head(cell))
        if known >= 2 and (known + own) * 2 >= len(distinct) and not is_form_line(said):
            yield i


def _below_a_gap(rows: Sequence[Sequence[Any]], i: int) -> bool:
    """Whether one of the two rows above is (nearly) blank, a title or a total."""
    return any(
        len(above) - above.count("") - above.count(None) <= _ALMOST_BLANK or is_total(above)
        for above in rows[i - 2 : i]
    )


def _span(
    cells: SheetCells, row: int, covers: dict[tuple[int, int], tuple[int, int]], first: int
) -> tuple[int, int]:
    """The header row with the row above or below that belongs to it."""
    options = [(row, row)]
    if row + 1 < len(cells.rows) and _goes_below(cells, row, row + 1, covers):
        options.append((row, row + 1))
    if row - 1 >= first and _goes_below(cells, row - 1, row, covers):
        options.append((row - 1, row))

    def worth(option: tuple[int, int]) -> tuple[float, int]:
        heads = _heads(cells, *option, covers)
        told = guess(heads, None, cells.name, [])
        physical = option[1] > option[0] and any(
            covers.get((option[1], head.column)) == (option[0], head.column) for head in heads
        )
        units = option[1] > option[0] and _only_units(cells.rows[option[1]])
        open_group = option[1] > option[0] and _is_open_group(*map(cells.rows.__getitem__, option))
        return told.matched + (0.5 if physical or units or open_group else 0), option[0] - option[1]

    return max(options, key=worth)


def _goes_below(
    cells: SheetCells, upper: int, lower: int, covers: dict[tuple[int, int], tuple[int, int]]
) -> bool:
    """Whether two rows may be the two rows of one header."""
    above, below = cells.rows[upper], cells.rows[lower]
    said = [cell for cell in below if not is_blank(cell)]
    if not said or not all(isinstance(cell, str) for cell in said) or is_total(below):
        return False
    if any(not isinstance(cell, str) for cell in above if not is_blank(cell)):
        return False
    if _only_units(below):
        return True
    groups = [c for c, cell in enumerate(above) if not is_blank(cell)]
    if not groups:
        return False
    across = {covers.get((upper, c)) for c in range(len(above))} & {(upper, c) for c in groups}
    wide = [c for c in groups if covers.get((upper, c + 1)) == (upper, c)]
    if len(groups) == 1:
        # A title stands over everything; a group word stands over a part only.
        covered = sum(covers.get((upper, c)) == (upper, groups[0]) for c in range(len(above)))
        if covered == 0 or covered >= len(said):
            return False
    joined = [c for c in groups if covers.get((lower, c)) == (upper, c)]
    open_below = any(is_blank(above[c]) and not is_blank(below[c]) for c in range(len(below)))
    return bool(wide or joined or (open_below and across is not None and len(groups) > 1))


def _is_open_group(above: Sequence[Any], below: Sequence[Any]) -> bool:
    """Whether a group word stands unmerged above its columns: 面积 | (blank) over 建筑 | 使用."""
    lower = [c for c, cell in enumerate(below) if not is_blank(cell)]
    grouped = [c for c in lower if is_blank(above[c])]
    starts = {max((g for g in range(c) if not is_blank(above[g])), default=-1) for c in grouped}
    return bool(grouped) and min(starts) >= 0 and set(lower) == starts | set(grouped)


def _only_units(row: Sequence[Any]) -> bool:
    said = [cell for cell in row if not is_blank(cell)]
    return bool(said) and all(isinstance(cell, str) and is_unit(cell) for cell in said)


def _heads(
    cells: SheetCells, top: int, bottom: int, covers: dict[tuple[int, int], tuple[int, int]]
) -> list[Head]:
    """The header of every column that has one."""
    heads: list[Head] = []
    carried: Any = ""
    no_merges = not any(row == top for row, _ in covers)
    for c, lower in enumerate(cells.rows[bottom]):
        upper: Any = ""
        if top < bottom:
            upper = cells.rows[top][c]
            at = covers.get((top, c))
            if is_blank(upper):
                merged = at is not None and at[0] == top
                upper = cells.rows[top][at[1]] if merged and at else ""
                if not merged and no_merges and not is_blank(lower):
                    upper = carried  # nobody merged them, and in a .csv nobody can
            else:
                carried = upper
            if covers.get((bottom, c)) == (top, c) or is_blank(lower):
                lower, upper = (upper if is_blank(lower) else lower), ""
            if is_blank(lower) and (at := covers.get((bottom, c))) and at[1] == c:
                lower = cells.rows[at[0]][c]  # merged down through a third row
        elif is_blank(lower) and (at := covers.get((bottom, c))) and at[1] == c:
            lower = cells.rows[at[0]][c]
        words = head_texts(upper, lower)
        if words[1]:
            row = bottom if not is_blank(cells.rows[bottom][c]) else top
            heads.append(Head(c, row, *words))
    return heads


def _starts_a_table(
    cells: SheetCells, span: tuple[int, int], covers: dict[tuple[int, int], tuple[int, int]]
) -> bool:
    """Whether a row below a table is the header of the next one, not a record of words."""
    return is_table(_heads(cells, *span, covers))


def _two_weak_rows(
    cells: SheetCells, covers: dict[tuple[int, int], tuple[int, int]]
) -> list[tuple[int, int]]:
    """A header that is known only when two rows are read together: 苗圃 above 面积."""
    best: tuple[float, int] | None = None
    for row in range(min(HEADER_ROWS, len(cells.rows) - 1)):
        if not _goes_below(cells, row, row + 1, covers):
            continue
        told = guess(_heads(cells, row, row + 1, covers), None, cells.name, [])
        if told.key and (best is None or told.matched > best[0]):
            best = (told.matched, row)
    return [(best[1], best[1] + 1)] if best else []


def _without_titles(rows: Sequence[Sequence[Any]], start: int, end: int) -> int:
    """End of the data above the next header, its title lines left out."""
    while end > start:
        said = [cell for cell in rows[end - 1] if not is_blank(cell)]
        if not said:
            end -= 1
            continue
        lone = len(said) <= 2 and all(isinstance(cell, str) for cell in said)
        above_blank = end - 2 >= start and all(is_blank(cell) for cell in rows[end - 2])
        if lone and (above_blank or _is_title(str(said[0]), len(said))):
            end -= 1
            continue
        break
    return end


def _is_title(words: str, used: int) -> bool:
    """Whether a text directly above a header is its title: A座台账, 二、房源, 项目."""
    if any(word in words for word in _TITLE_WORDS):
        return True
    bare = plain(without_bracket(plain(heading_text(words)))[0])
    return used == 1 and (is_numbered(words) or bare in sheet_names())


def _titles(rows: Sequence[Sequence[Any]], start: int, top: int) -> list[tuple[int, int, str]]:
    """Texts above a header, with their places."""
    return [
        (r, c, cell)
        for r in range(max(start, top - HEADER_ROWS), top)
        for c, cell in enumerate(rows[r])
        if isinstance(cell, str) and cell.strip()
    ]
