"""What is told of sheets and tables from which nothing is read."""

from collections.abc import Container, Iterable, Sequence
from typing import Any, Final

from optimizer.faults import Fault, Severity
from optimizer.labels import LANGS, text
from optimizer.tables.files.formats import SheetCells
from optimizer.tables.headers.decisions import Decision
from optimizer.tables.headers.header_match import Head
from optimizer.tables.headers.header_told import examples_of
from optimizer.tables.layout.regions import Region
from optimizer.tables.layout.sheet_kinds import LEDGERS, is_other, names_of, shared
from optimizer.tables.printed import is_blank, printed
from optimizer.tables.schema import schema, sheet_names
from optimizer.tables.table import column_letter
from optimizer.tables.wording import hint_words
from optimizer.tables.words import nearest, plain

_SEVERAL: Final = 2
_SEVERAL_OF_OTHER: Final = 3
"""Every ledger of meters or keys names a room and its tenant; that alone is not worth saying."""
_SHOWN: Final = 6
_HEADER_WITHIN: Final = 10


def cell_of_table(region: Region) -> str:
    """Address of the first cell of a table."""
    return f"{column_letter(region.heads[0].column)}{region.top + 1}"


def table_decision(
    file: str,
    cells: SheetCells,
    regions: Sequence[Region],
    cell: str,
    means: str,
    how: str,
    choices: tuple[str, ...] = (),
) -> Decision:
    """What a table was understood as, with the headers by which its user knows it again.

    Of a sheet without any, the first row stands for them.
    """
    if regions:
        heads = examples_of((head.text for head in regions[0].heads), _SHOWN)
    else:
        used = (row for row in cells.rows if any(not is_blank(each) for each in row))
        heads = examples_of(next(used, ()), _SHOWN)
    return Decision(file, cells.name, cell, "", means, how, choices, heads)


def unread_sheet(file: str, cells: SheetCells, heads: Sequence[Head]) -> list[Fault]:
    """The warning that nothing was read from a sheet: what it has in common, or the nearest name.

    `heads` are the headers of its first table, if it has one.
    """
    told = unread_table(file, cells.name, heads, is_other(cells.name))
    return told or ([] if is_other(cells.name) else [unknown_sheet(file, cells.name)])


def unread_table(file: str, sheet: str, heads: Sequence[Head], other: bool) -> list[Fault]:
    """The warning that a table was not read that shares several columns with one of ours."""
    common = {key: shared(key, heads) for key in LEDGERS}
    key = max(common, key=lambda each: len(common[each]))
    found = common[key]
    if len(found) < (_SEVERAL_OF_OTHER if other else _SEVERAL):
        return []
    words = {f"sheet_{lang}": schema()[key].label(lang) for lang in LANGS}
    words |= {
        f"headers_{lang}": text("tables.list_separator", lang).join(
            head.text for head in found[:_SHOWN]
        )
        for lang in LANGS
    }
    cell = f"{column_letter(heads[0].column)}{heads[0].row + 1}"
    return [Fault("unread_ledger", "warning", file, sheet, cell, values=tuple(words.items()))]


def unknown_sheet(file: str, name: str) -> Fault:
    """The warning that nothing was read from a sheet, with the nearest known name."""
    near = sheet_names().get(plain(nearest(name, sheet_names(), cutoff=0.5)), "")
    words = hint_words({lang: schema()[near].label(lang) if near else "" for lang in LANGS})
    return Fault("unknown_sheet", "warning", file, name, values=tuple(words.items()))


def transposed_tables(
    found: Iterable[tuple[str, SheetCells, str]], read: Container[str]
) -> list[Fault]:
    """Tables with their records side by side: errors where nothing else has what they hold."""
    faults: list[Fault] = []
    for file, cells, key in found:
        words = tuple((f"sheet_{lang}", schema()[key].label(lang)) for lang in LANGS)
        severity: Severity = "warning" if key in read else "error"
        faults.append(Fault("transposed_table", severity, file, cells.name, values=words))
    return faults


def ambiguous_table(
    file: str, sheet: str, heads: Sequence[Head], cell: str, rivals: Iterable[str]
) -> Fault:
    """The fault of a table that may be several of ours."""
    rivals = tuple(rivals)
    words = {}
    for lang in LANGS:
        labels = [schema()[key].label(lang) for key in rivals]
        words[f"choices_{lang}"] = text("tables.choice_separator", lang).join(labels)
    found = text("tables.choice_separator").join(head.text for head in heads[:_SHOWN])
    return Fault("ambiguous_table", "error", file, sheet, cell, found, tuple(words.items()))


def look_alikes(key: str, unread: Iterable[SheetCells]) -> list[str]:
    """Names of sheets that were not read and may be the canonical sheet `key`."""
    return [
        cells.name
        for cells in unread
        if names_of(key, cells.name)
        or any(_has_id(key, row) for row in cells.rows[:_HEADER_WITHIN])
    ]


def _has_id(key: str, row: Sequence[Any]) -> bool:
    """Whether a row may be the header of a sheet: it names what the rows are about."""
    texts = [printed(cell) for cell in row if isinstance(cell, str) and not is_blank(cell)]
    bare = {plain(schema()[key].label(lang)) for lang in LANGS}
    heads = [Head(c, 0, "", words) for c, words in enumerate(texts)]
    return len(texts) > 1 and (
        bool(shared(key, heads, ids=True)) or not bare.isdisjoint(map(plain, texts))
    )
