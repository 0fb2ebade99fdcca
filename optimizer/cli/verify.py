"""``incubator verify``: the second reading, on a report as delivered or edited by hand."""

from pathlib import Path

from optimizer import pipeline
from optimizer.cli.exits import ExitCode, note, show
from optimizer.cli.files import require_inputs
from optimizer.faults import WorkbookFaults, errors_in
from optimizer.labels import Lang, text
from optimizer.telling.fault_lines import fault_lines
from optimizer.telling.sentences import breach_sentence, rule_title


def run_verify(
    workbooks: tuple[Path, ...], report: Path, mapping: Path | None, lang: Lang
) -> ExitCode:
    """Read workbooks and report, and check the report's plan against every rule."""
    require_inputs([*workbooks, report, *([] if mapping is None else [mapping])], lang)
    try:
        breaches, readings, faults = pipeline.verify(workbooks, report, mapping)
    except WorkbookFaults as found:
        breaches, readings, faults = (), (), found.faults
    for line in fault_lines(faults, lang) if faults else ():
        note(line)
    for reading in readings if not errors_in(faults) else ():
        if not reading.rows:
            continue
        note(
            text(
                "cli.verify.rule",
                lang,
                rule=rule_title(reading.rule, lang),
                rows=reading.rows,
                breaches=reading.breaches,
            )
        )
    for breach in breaches:
        show(breach_sentence(breach, lang))
    if breaches:
        show(text("cli.verify.broken", lang, count=len(breaches)))
    if breaches or errors_in(faults):
        return ExitCode.FAULTS
    show(text("cli.verify.clean", lang, rules=len(readings)))
    return ExitCode.DONE
