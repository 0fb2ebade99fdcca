"""What was understood of an upload, and what is wrong with it, as the page shows it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from optimizer.domain.case import Case
from optimizer.faults import Fault, errors_in
from optimizer.labels import Lang, text
from optimizer.tables.headers.questions import ASKED_BY, Question
from optimizer.tables.marked.annotate_list import coverage_of, fault_lines
from optimizer.tables.printed import printed
from optimizer.tables.schema import schema
from optimizer.tables.shown import shown
from optimizer.tables.table import Table, Tables
from optimizer.telling.question_words import question_words
from optimizer.telling.sentences import case_sentence

MOST_LINES: Final = 300
"""Lines of the fault list on the page; all of them stand in the workbook that goes back."""
PREVIEW_ROWS: Final = 5


def understood(
    tables: Tables,
    case: Case | None,
    faults: Sequence[Fault],
    questions: Sequence[Question],
    lang: Lang,
) -> dict[str, Any]:
    """Everything the page of an upload shows, in one language."""
    lines = _fault_lines(tables, faults, questions, lang)
    several = len(tables.files) > 1
    return {
        "case": "" if case is None else case_sentence(case, lang).split(maxsplit=1)[-1],
        "faults": lines[:MOST_LINES],
        "more": max(0, len(lines) - MOST_LINES),
        "questions": [question_words(each, lang, several) for each in questions],
        "sheets": [
            {"file": each.file, "sheet": each.sheet, "used": coverage_of(each, lang),
             "read": each.rows_read, "skipped": each.rows_skipped}
            for each in tables.coverage
        ],
        "tables": [_table(table, tables, lang) for table in tables.values() if table.blocks],
    }  # fmt: skip


def counts_of(
    tables: Tables, case: Case | None, faults: Sequence[Fault], questions: Sequence[Question]
) -> dict[str, Any]:
    """The counts, and which runs are possible."""
    errors = len(errors_in(faults))
    return {
        "errors": errors,
        "warnings": len(faults) - errors,
        "rows_read": sum(each.rows_read for each in tables.coverage),
        "rows_skipped": sum(each.rows_skipped for each in tables.coverage),
        "can_plan": case is not None and bool(case.outlook.candidates),
        "marked": bool(faults),
        "questions": sum(each.needed for each in questions),
    }


def _fault_lines(
    tables: Tables, faults: Sequence[Fault], questions: Sequence[Question], lang: Lang
) -> list[dict[str, Any]]:
    """File by file, errors first; the same fault in one column is one line.

    What a question on the page settles is said to be answered there.
    """
    asked = {(each.file, each.sheet) for each in questions}
    files = list(dict.fromkeys(fault.file for fault in faults))
    told = []
    for file in files:
        own = [fault for fault in faults if fault.file == file]
        sheets = list(dict.fromkeys(c.sheet for c in tables.coverage if c.file == file))
        for line in fault_lines(own, sheets, lang):
            found, expected, remedy = line.told
            fault = line.fault
            if fault.code in ASKED_BY and (fault.file, fault.sheet) in asked:
                remedy = text("web.question.remedy", lang)
            elif fault.code == "required_column_missing":
                # No column is left that it could be; the command line's file is no help here.
                remedy = text("web.question.no_column", lang)
            told.append(
                {"severity": line.fault.severity, "file": file, "sheet": line.fault.sheet,
                 "place": line.place, "found": found, "expected": expected, "remedy": remedy,
                 "count": line.count}
            )  # fmt: skip
    return told


def _table(table: Table, tables: Tables, lang: Lang) -> dict[str, Any]:
    sheet = schema()[table.sheet]
    given = [column for column in sheet.columns if table.given(column.key)]
    columns = [
        {"label": column.header(lang), "from": _headers(table.sheet, column.key, tables, lang)}
        for column in given
    ]
    rows = [
        [printed(shown(column, table.frame[column.key].iat[row], lang)) for column in given]
        for row in range(min(PREVIEW_ROWS, len(table)))
    ]
    return {
        "label": sheet.label(lang),
        "rows": len(table),
        "said": text("web.upload.table_rows", lang, rows=len(table), columns=len(given)),
        "columns": columns,
        "preview": rows,
    }


def _headers(sheet: str, key: str, tables: Tables, lang: Lang) -> str:
    """The headers that were understood as a column, each where it stands."""
    found: Mapping[str, None] = dict.fromkeys(
        f"{each.header} ({each.sheet}!{each.cell})" if each.cell else each.header
        for each in tables.decisions
        if each.header and each.means == f"{sheet}.{key}"
    )
    return text("tables.list_separator", lang).join(found)
