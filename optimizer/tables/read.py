"""Workbooks to tables: one or several files read as one, every fault gathered."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from optimizer.faults import Fault, os_reason
from optimizer.labels import LANGS, text
from optimizer.limits import MAX_UPLOAD_BYTES
from optimizer.tables.beside import is_form
from optimizer.tables.collector import collector_off
from optimizer.tables.context import Carriers
from optimizer.tables.decisions import NOT_READ, Answers, Decision
from optimizer.tables.formats import SheetCells, Unreadable, all_sheets
from optimizer.tables.naming import Place
from optimizer.tables.own_sheets import is_fault_list, is_kept
from optimizer.tables.pieces import Piece, Taken, header_missing, join_pieces, read_region
from optimizer.tables.printed import is_blank
from optimizer.tables.regions import Region, find_regions
from optimizer.tables.schema import schema, sheet_names
from optimizer.tables.sheet_kinds import Guess, is_irrelevant, is_summary, name_key
from optimizer.tables.table import SheetCoverage, SourceFile, Tables, column_letter
from optimizer.tables.validate import missing_sheets, validate_all
from optimizer.tables.vocabulary import is_documentation_sheet
from optimizer.tables.wording import hint_words
from optimizer.tables.words import nearest, plain

_MB: Final = 1024 * 1024


@dataclass
class _Found:
    """A table of a sheet that is to be read, and where it stands."""

    order: int
    file: str
    cells: SheetCells
    region: Region
    key: str


@dataclass
class _Reading:
    """What has been read so far."""

    answers: Answers
    today: date
    files: list[SourceFile] = field(default_factory=list)
    found: list[_Found] = field(default_factory=list)
    coverage: list[tuple[int, SheetCoverage]] = field(default_factory=list)
    decisions: list[tuple[int, Decision]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheets: int = 0


@collector_off()
def read_tables(
    *paths: Path, mapping: Answers | None = None, today: date | None = None
) -> tuple[Tables, tuple[Fault, ...]]:
    """Read workbooks as one.

    Parameters
    ----------
    *paths : Path
        The workbooks; tables of the same kind are put below one another.
    mapping : Answers, optional
        The manager's answers from a mapping file.
    today : datetime.date, optional
        Tells past dates from dates to come; the present day if left out.

    Returns
    -------
    tables : Tables
        Every canonical sheet, clean; cells at fault are blank.
    faults : tuple of Fault
        All faults of all files. Nothing is raised for bad input.
    """
    reading = _Reading(mapping or Answers(), today or date.today())
    for path in paths:
        _read_file(Path(path), reading)
    _skip_summaries(reading)
    pieces = _take_all(reading)
    joined = {key: join_pieces(key, pieces[key]) for key in schema() if key in pieces}
    tables, faults = validate_all(joined)
    coverage = tuple(each for _, each in sorted(reading.coverage, key=lambda e: e[0]))
    if reading.files:
        # A file that could not be read says so; that its sheets are missing follows from it.
        known = {*joined, *(sheet.canonical for sheet in coverage)}
        unclear = any("unclear_table" in sheet.reasons for sheet in coverage)
        reading.faults += [] if unclear else missing_sheets(known, reading.files[0].name)
    decisions = tuple(each for _, each in sorted(reading.decisions, key=lambda e: e[0]))
    read = Tables(tables, tuple(reading.files), coverage, tuple(reading.notes), decisions)
    return read, (*reading.faults, *faults)


def _read_file(path: Path, reading: _Reading) -> None:
    content = _content(path, reading.faults)
    if content is None:
        return
    noted: list[Fault] = []
    try:
        sheets = all_sheets(content, path.name, noted)
    except Unreadable as error:
        reading.faults.append(Fault(error.code, file=path.name, values=error.values))
        return
    reading.faults += noted
    if not sheets and any(fault.severity == "error" for fault in noted):
        return
    reading.files.append(SourceFile(path.name, hashlib.sha256(content).hexdigest()))
    for cells in sheets:
        _look_at(path.name, cells, reading)


def _content(path: Path, faults: list[Fault]) -> bytes | None:
    try:
        with path.open("rb") as stream:
            # What is no regular file states no size, and may have no end.
            content = stream.read(MAX_UPLOAD_BYTES + 1)
        size = max(path.stat().st_size, len(content))
        if size > MAX_UPLOAD_BYTES:
            values = (("size", f"{size / _MB:.1f}"), ("limit", f"{MAX_UPLOAD_BYTES / _MB:.0f}"))
            faults.append(Fault("file_too_large", file=path.name, values=values))
            return None
        return content
    except FileNotFoundError:
        faults.append(Fault("file_missing", file=path.name))
    except OSError as error:
        reason = (("reason", os_reason(error)),)
        faults.append(Fault("file_unreadable", file=path.name, values=reason))
    return None


def _look_at(file: str, cells: SheetCells, reading: _Reading) -> None:
    """Find the tables of a sheet; what is not read is said."""
    reading.sheets += 1
    name, rows = cells.name, cells.rows
    answer = reading.answers.table(file, name, "")
    key = name_key(name) or (answer if answer in schema() else None)
    if is_kept(rows):
        return  # nobody sees that sheet, so nobody is told of it
    if is_fault_list(rows) or (key is None and is_documentation_sheet(name)):
        reading.notes += [cell for row in rows for cell in row if isinstance(cell, str) and cell]
        _skip(reading, file, cells, "documentation_sheet", count=False)
    elif not any(cell != "" for row in rows for cell in row):
        _skip(reading, file, cells, "empty_sheet", canonical=key or "", count=False)
    elif key is None and is_irrelevant(name):
        _skip(reading, file, cells, "irrelevant_sheet")
    else:
        _look_for_tables(file, cells, key, reading)


def _look_for_tables(file: str, cells: SheetCells, key: str | None, reading: _Reading) -> None:
    regions = find_regions(cells, key)
    if not regions and key is not None:
        _skip(reading, file, cells, "header_not_found", canonical=key)
        reading.faults.append(header_missing(key, file, cells.name))
        return
    read = False
    for region in regions:
        read |= _decide_table(file, cells, region, reading)
    if read:
        return
    if not regions or all(not region.guess.key for region in regions):
        reason = "summary_sheet" if is_summary(cells.name) else "unknown_sheet"
        _skip(reading, file, cells, reason)
        if reason == "unknown_sheet":
            asked = Decision(file, cells.name, "", "", "", "asked", tuple(schema()))
            reading.decisions.append((reading.sheets, asked))
            reading.faults.append(unknown_sheet(file, cells.name))


def _decide_table(file: str, cells: SheetCells, region: Region, reading: _Reading) -> bool:
    """Whether a table is read, or is told why not; its canonical sheet is settled here."""
    if region.guess.how != "sheet_name" and is_form(
        region.heads, cells.rows[region.bottom + 1 : region.end]
    ):
        _skip(reading, file, cells, "form_sheet")
        reading.faults.append(Fault("form_sheet", "warning", file, cells.name))
        return True
    first = region.heads[0]
    cell = f"{column_letter(first.column)}{region.top + 1}"
    answer = reading.answers.table(file, cells.name, cell)
    guess: Guess = region.guess
    means, how, choices = guess.key, guess.how, guess.rivals
    if answer:
        means, how, choices = answer, "mapping", ()
    elif choices:
        means, how = "", "asked"
    elif not means:
        return False
    decision = Decision(file, cells.name, cell, "", means, how, choices)
    reading.decisions.append((reading.sheets, decision))
    if means == NOT_READ:
        _skip(reading, file, cells, "not_wanted")
    elif not means:
        _skip(reading, file, cells, "unclear_table")
        reading.faults.append(_ambiguous_table(file, cells, region, cell))
    else:
        reading.found.append(_Found(reading.sheets, file, cells, region, means))
    return True


def _ambiguous_table(file: str, cells: SheetCells, region: Region, cell: str) -> Fault:
    words = {}
    for lang in LANGS:
        labels = [schema()[key].label(lang) for key in region.guess.rivals]
        words[f"choices_{lang}"] = text("tables.choice_separator", lang).join(labels)
    found = text("tables.choice_separator").join(head.text for head in region.heads[:6])
    return Fault("ambiguous_table", "error", file, cells.name, cell, found, tuple(words.items()))


def _skip_summaries(reading: _Reading) -> None:
    """A 汇总 sheet is read only where no other sheet has what it sums up."""
    detailed = {each.key for each in reading.found if not is_summary(each.cells.name)}
    kept: list[_Found] = []
    for each in reading.found:
        named = name_key(each.cells.name) is not None
        if is_summary(each.cells.name) and each.key in detailed and not named:
            rows = each.region.end - each.region.bottom - 1
            reasons = ("summary_sheet",)
            said = SheetCoverage(each.file, each.cells.name, "", 0, rows, reasons, ())
            reading.coverage.append((each.order, said))
        else:
            kept.append(each)
    reading.found = kept


def _take_all(reading: _Reading) -> dict[str, list[Piece]]:
    """Read the tables that were found: carriers first, so that others may refer to them."""
    carriers = Carriers()
    taken: list[tuple[_Found, Taken]] = []
    for each in sorted(reading.found, key=lambda f: f.key != "carriers"):
        place = Place(each.file, each.cells.name, reading.answers, reading.today)
        result = read_region(each.key, each.cells, each.region, place, carriers)
        taken.append((each, result))
        if each.key == "carriers":
            for piece in result.pieces:
                carriers.add(piece.frame["carrier"], piece.frame["name"])
    pieces: dict[str, list[Piece]] = {}
    for each, result in sorted(taken, key=lambda t: t[0].order):
        for piece in result.pieces:
            pieces.setdefault(piece.sheet, []).append(piece)
        reading.faults += result.faults
        reading.decisions += [(each.order, decision) for decision in result.named.decisions]
        reading.coverage.append((each.order, _coverage(each, result)))
    return pieces


def _coverage(found: _Found, taken: Taken) -> SheetCoverage:
    reasons = dict.fromkeys(taken.sorted.skipped)
    if found.cells.hidden:
        reasons["hidden_sheet"] = None
    if found.cells.hidden_rows & set(taken.sorted.kept):
        reasons["hidden_rows"] = None
    skipped = taken.sorted.skipped.total()
    kept = len(taken.sorted.kept)
    own = tuple(taken.named.own)
    return SheetCoverage(
        found.file, found.cells.name, found.key, kept, skipped, tuple(reasons), own
    )


def _skip(
    reading: _Reading,
    file: str,
    cells: SheetCells,
    reason: str,
    canonical: str = "",
    count: bool = True,
) -> None:
    used = sum(any(not is_blank(cell) for cell in row) for row in cells.rows) if count else 0
    said = SheetCoverage(file, cells.name, canonical, 0, used, (reason,), ())
    reading.coverage.append((reading.sheets, said))


def unknown_sheet(file: str, name: str) -> Fault:
    """The warning that nothing was read from a sheet, with the nearest known name."""
    near = sheet_names().get(plain(nearest(name, sheet_names(), cutoff=0.5)), "")
    words: Iterable[tuple[str, str]] = hint_words(
        {lang: schema()[near].label(lang) if near else "" for lang in LANGS}
    ).items()
    return Fault("unknown_sheet", "warning", file, name, values=tuple(words))
