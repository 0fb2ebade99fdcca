"""Workbooks to tables: one or several files read as one, every fault gathered."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from stat import S_ISREG
from typing import Final

from optimizer.faults import Fault, os_reason
from optimizer.limits import MAX_RECORDS, MAX_UPLOAD_BYTES
from optimizer.tables.files.collector import collector_off
from optimizer.tables.files.formats import SheetCells, Unreadable, all_sheets
from optimizer.tables.headers.decisions import NOT_READ, Answers, Decision
from optimizer.tables.headers.naming import Place
from optimizer.tables.layout.beside import is_form
from optimizer.tables.layout.context import Carriers
from optimizer.tables.layout.own_sheets import is_fault_list, is_kept
from optimizer.tables.layout.regions import Region, find_regions
from optimizer.tables.layout.shapes import has_form_lines, is_floor_plan, transposed_kind
from optimizer.tables.layout.sheet_kinds import is_irrelevant, is_other, is_summary, name_key
from optimizer.tables.layout.totals import Above
from optimizer.tables.layout.unread import (
    ambiguous_table,
    cell_of_table,
    look_alikes,
    table_decision,
    transposed_tables,
    unread_sheet,
    unread_table,
)
from optimizer.tables.pieces import Piece, Taken, header_missing, join_pieces, read_region
from optimizer.tables.printed import is_blank
from optimizer.tables.records.validate import validate_all
from optimizer.tables.records.whole_tables import missing_sheets
from optimizer.tables.schema import schema
from optimizer.tables.table import SheetCoverage, SourceFile, Tables
from optimizer.tables.vocabulary import is_documentation_sheet

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
    across: list[tuple[str, SheetCells, str]] = field(default_factory=list)
    unread: list[SheetCells] = field(default_factory=list)
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
    reading.faults += transposed_tables(reading.across, {each.key for each in reading.found})
    pieces = _take_all(reading)
    joined = {key: join_pieces(key, pieces[key]) for key in schema() if key in pieces}
    tables, faults = validate_all(joined)
    coverage = tuple(each for _, each in sorted(reading.coverage, key=lambda e: e[0]))
    if reading.files:
        # A file that could not be read says so; that its sheets are missing follows from it.
        known = {*joined, *(sheet.canonical for sheet in coverage)}
        unclear = any("unclear_table" in sheet.reasons for sheet in coverage)
        looks = {key: look_alikes(key, reading.unread) for key in schema()}
        first = reading.files[0].name
        reading.faults += [] if unclear else missing_sheets(known, first, looks, tables)
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
        if not S_ISREG(path.stat().st_mode):
            faults.append(Fault("file_is_none", file=path.name))
            return None
        with path.open("rb") as stream:
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
    across = transposed_kind(cells.rows, key)
    if across:
        reading.across.append((file, cells, across))
        _skip(reading, file, cells, "transposed_table", canonical=across)
        return
    regions = find_regions(cells, key)
    if not regions and key is not None:
        _skip(reading, file, cells, "header_not_found", canonical=key)
        reading.faults.append(header_missing(key, file, cells.name))
        return
    unread = [region for region in regions if not _decide_table(file, cells, region, reading)]
    if len(unread) == len(regions):
        _nothing_read(file, cells, regions, reading)
        return
    for region in unread:
        _leave_table(file, cells, region, reading)


def _leave_table(file: str, cells: SheetCells, region: Region, reading: _Reading) -> None:
    """A table beside others that is none of ours: told, and open to an answer."""
    other = is_other(cells.name, [words for _, _, words in region.titles])
    reading.faults += unread_table(file, cells.name, region.heads, other)
    rows = region.end - region.bottom - 1
    said = SheetCoverage(file, cells.name, "", 0, rows, ("other_table",), ())
    reading.coverage.append((reading.sheets, said))
    decision = table_decision(file, cells, [region], cell_of_table(region), NOT_READ, "headers")
    reading.decisions.append((reading.sheets, decision))


def _nothing_read(
    file: str, cells: SheetCells, regions: Sequence[Region], reading: _Reading
) -> None:
    """Say why a sheet is left alone."""
    if is_summary(cells.name):
        _skip(reading, file, cells, "summary_sheet")
    elif is_floor_plan(cells):
        _skip(reading, file, cells, "floor_plan")
        reading.faults.append(Fault("floor_plan", "warning", file, cells.name))
    elif has_form_lines(cells.rows):
        _skip(reading, file, cells, "form_sheet")
        reading.faults.append(Fault("form_sheet", "warning", file, cells.name))
    elif reading.answers.table(file, cells.name, "") == NOT_READ:
        _skip(reading, file, cells, "not_wanted")
        settled = table_decision(file, cells, regions, "", NOT_READ, "mapping")
        reading.decisions.append((reading.sheets, settled))
    else:
        other = is_other(cells.name)
        _skip(reading, file, cells, "other_ledger" if other else "unknown_sheet")
        asked = table_decision(file, cells, regions, "", "", "asked", tuple(schema()))
        reading.decisions += [] if other else [(reading.sheets, asked)]
        reading.faults += unread_sheet(file, cells, regions[0].heads if regions else [])
        reading.unread += [] if other else [cells]


def _decide_table(file: str, cells: SheetCells, region: Region, reading: _Reading) -> bool:
    """Whether a table is read, or is told why not; its canonical sheet is settled here."""
    if region.guess.how != "sheet_name" and is_form(
        region.heads, cells.rows[region.bottom + 1 : region.end]
    ):
        _skip(reading, file, cells, "form_sheet")
        reading.faults.append(Fault("form_sheet", "warning", file, cells.name))
        return True
    cell = cell_of_table(region)
    answer = reading.answers.table(file, cells.name, cell)
    means, how, choices = region.guess.key, region.guess.how, region.guess.rivals
    if answer:
        means, how, choices = answer, "mapping", ()
    elif choices:
        means, how = "", "asked"
    elif not means:
        return False
    decision = table_decision(file, cells, [region], cell, means, how, choices)
    reading.decisions.append((reading.sheets, decision))
    if means == NOT_READ:
        _skip(reading, file, cells, "not_wanted")
    elif not means:
        _skip(reading, file, cells, "unclear_table")
        told = ambiguous_table(file, cells.name, region.heads, cell, region.guess.rivals)
        reading.faults.append(told)
    else:
        reading.found.append(_Found(reading.sheets, file, cells, region, means))
    return True


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
    above: dict[str, Above] = {}
    for each in sorted(reading.found, key=lambda f: f.key != "carriers"):
        place = Place(each.file, each.cells.name, reading.answers, reading.today)
        sums = above.setdefault(each.file, Above())
        result = read_region(each.key, each.cells, each.region, place, carriers, sums)
        taken.append((each, result))
        if each.key == "carriers":
            for piece in result.pieces:
                carriers.add(piece.frame, piece.units.get("lettable_area_m2", ""))
    pieces: dict[str, list[Piece]] = {}
    rows: Counter[str] = Counter()
    for each, result in sorted(taken, key=lambda t: t[0].order):
        for piece in result.pieces:
            rows[piece.sheet] += len(piece.rows)
            if rows[piece.sheet] <= MAX_RECORDS:
                pieces.setdefault(piece.sheet, []).append(piece)
        if rows[each.key] > MAX_RECORDS:
            told = (("rows", str(rows[each.key])), ("limit", str(MAX_RECORDS)))
            reading.faults.append(
                Fault("too_many_records", file=each.file, sheet=each.cells.name, values=told)
            )
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
