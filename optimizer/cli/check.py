"""``incubator check``: every fault at once, and what was understood."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from optimizer import pipeline
from optimizer.cli.exits import ExitCode, note, show
from optimizer.cli.fault_lines import fault_lines, ordered
from optimizer.cli.files import prepared, require_inputs, require_outputs
from optimizer.cli.output import say_case, say_opening, write_json
from optimizer.faults import Fault, errors_in
from optimizer.labels import Lang, text
from optimizer.tables.export import write_csvs
from optimizer.tables.table import SheetCoverage, Tables


def run_check(
    workbooks: Sequence[Path], folder: Path | None, json_path: Path | None, lang: Lang
) -> ExitCode:
    """Read and cross-check; the fault list is the result, so it goes to standard output."""
    require_inputs(workbooks, lang)
    require_outputs([json_path], workbooks, lang, folder)
    say_opening(workbooks, lang)
    tables, case, faults = pipeline.read_workbooks(*workbooks)
    for coverage in tables.coverage:
        note(_sheet_line(coverage, lang))
    if case is not None:
        say_case(case, lang)
    for line in fault_lines(faults, lang):
        show(line)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        write_csvs(tables, folder)
        show(text("cli.check.tables", lang, path=folder))
    if json_path is not None:
        write_json(prepared(json_path), _as_json(tables, faults, lang))
        show(text("cli.result.json", lang, path=json_path))
    return ExitCode.FAULTS if errors_in(faults) else ExitCode.DONE


def _sheet_line(coverage: SheetCoverage, lang: Lang) -> str:
    return text(
        "cli.check.sheet",
        lang,
        file=coverage.file,
        sheet=coverage.sheet,
        rows=coverage.rows_read,
        reasons="".join(f"; {_reason(code, lang)}" for code in coverage.reasons),
    )


def _reason(code: str, lang: Lang) -> str:
    return text(f"tables.coverage.{code}", lang)


def _as_json(tables: Tables, faults: Sequence[Fault], lang: Lang) -> dict[str, Any]:
    return {
        "faults": [fault.as_json(lang) for fault in ordered(faults)],
        "sheets": [
            asdict(coverage) | {"reasons": [_reason(code, lang) for code in coverage.reasons]}
            for coverage in tables.coverage
        ],
    }
