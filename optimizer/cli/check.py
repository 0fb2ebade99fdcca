"""``incubator check``: every fault at once, what was understood, the workbook back with marks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from optimizer import pipeline
from optimizer.cli.exits import ExitCode, note, show
from optimizer.cli.files import require_inputs, require_outputs, require_xlsx
from optimizer.cli.output import say_case, say_opening
from optimizer.faults import Fault, errors_in
from optimizer.labels import Lang, text
from optimizer.orders.files import prepared, write_json
from optimizer.tables.export import write_csvs
from optimizer.tables.headers.mapping import write_mapping
from optimizer.tables.marked.annotate import annotate, marked_name
from optimizer.tables.marked.annotate_list import coverage_of, reason_words
from optimizer.tables.table import SheetCoverage, Tables
from optimizer.telling.fault_lines import fault_lines, ordered


@dataclass(frozen=True)
class CheckOrder:
    """What was asked for on the command line."""

    workbooks: tuple[Path, ...]
    annotate: Path | None
    tables: Path | None
    json_path: Path | None
    mapping: Path | None
    write_mapping: Path | None
    lang: Lang

    @property
    def marked(self) -> tuple[Path, ...]:
        """Where each workbook goes with its marks."""
        if self.annotate is None:
            return ()
        count = len(self.workbooks)
        return tuple(marked_name(self.annotate, n, count) for n in range(1, count + 1))


def run_check(order: CheckOrder) -> ExitCode:
    """Read and cross-check; the fault list is the result, so it goes to standard output."""
    lang = order.lang
    _refuse_bad_places(order)
    say_opening(order.workbooks, lang)
    tables, case, faults = pipeline.read_workbooks(*order.workbooks, mapping=order.mapping)
    for coverage in tables.coverage:
        note(_sheet_line(coverage, lang))
    if case is not None:
        say_case(case, lang)
    for line in fault_lines(faults, lang):
        show(line)
    _write(order, tables, faults)
    return ExitCode.FAULTS if errors_in(faults) else ExitCode.DONE


def _refuse_bad_places(order: CheckOrder) -> None:
    """Refuse what cannot be read or must not be overwritten, before anything is read."""
    given = [*order.workbooks, *([] if order.mapping is None else [order.mapping])]
    require_inputs(given, order.lang)
    for path in order.marked:
        require_xlsx(path, order.lang)
    # The same mapping file may be read and written anew: the answers in it are kept.
    inputs = [path for path in given if path != order.write_mapping or path in order.workbooks]
    outputs = [*order.marked, order.json_path, order.write_mapping]
    require_outputs(outputs, inputs, order.lang, order.tables)


def _write(order: CheckOrder, tables: Tables, faults: Sequence[Fault]) -> None:
    """The files that were asked for."""
    lang = order.lang
    for source, target in zip(order.workbooks, order.marked, strict=False):
        annotate(source, prepared(target), tables, faults, lang)
        show(text("cli.check.annotated", lang, path=target))
    if order.tables is not None:
        order.tables.mkdir(parents=True, exist_ok=True)
        write_csvs(tables, order.tables)
        show(text("cli.check.tables", lang, path=order.tables))
    if order.write_mapping is not None:
        write_mapping(tables.decisions, prepared(order.write_mapping), lang)
        show(text("cli.check.mapping", lang, path=order.write_mapping))
    if order.json_path is not None:
        write_json(prepared(order.json_path), _as_json(tables, faults, lang))
        show(text("cli.result.json", lang, path=order.json_path))


def _sheet_line(coverage: SheetCoverage, lang: Lang) -> str:
    return text(
        "cli.check.sheet",
        lang,
        file=coverage.file,
        sheet=coverage.sheet,
        used=coverage_of(coverage, lang),
    )


def _as_json(tables: Tables, faults: Sequence[Fault], lang: Lang) -> dict[str, Any]:
    return {
        "faults": [fault.as_json(lang) for fault in ordered(faults)],
        "sheets": [
            asdict(coverage) | {"reasons": [reason_words(code, lang) for code in coverage.reasons]}
            for coverage in tables.coverage
        ],
    }
