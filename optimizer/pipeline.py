"""The one place that knows the whole flow: workbook to tables to case to plan to report."""

from collections.abc import Sequence
from pathlib import Path

from optimizer.allocating import Clock, PlanBreach, allocate
from optimizer.checks.breach import Breach, RuleReading
from optimizer.checks.reading import read_again
from optimizer.developed import DevelopmentResult
from optimizer.developing import Questions, develop
from optimizer.domain.assemble import assemble, case_from_tables
from optimizer.domain.case import Case
from optimizer.domain.hand_over import city_frames
from optimizer.domain.plan import Plan
from optimizer.faults import Fault
from optimizer.labels import Lang
from optimizer.reporting.read_back import read_plan, read_stamp
from optimizer.reporting.write import write_report as write_workbook_report
from optimizer.result import Result
from optimizer.tables.headers.mapping import UNUSABLE, Answers, read_mapping
from optimizer.tables.headers.questions import ASKED_BY
from optimizer.tables.read import read_tables
from optimizer.tables.table import Tables
from optimizer.tables.write import write_workbook

__all__ = [
    "Clock",
    "PlanBreach",
    "Questions",
    "allocate",
    "develop",
    "read_case",
    "read_previous",
    "read_workbooks",
    "verify",
    "write_city",
    "write_report",
]

_QUESTIONS = (*ASKED_BY, "required_sheet_missing")
"""What a mapping file may settle."""


def read_workbooks(
    *paths: Path | str, mapping: Path | str | None = None, clock: Clock | None = None
) -> tuple[Tables, Case | None, tuple[Fault, ...]]:
    """Read one or several workbooks as one: tables, case (None on errors), all faults.

    Parameters
    ----------
    mapping : Path, optional
        A mapping file with the manager's answers (docs/reading.md).
    """
    clock = clock or Clock()
    with clock.phase("read"):
        tables, faults = _read(paths, mapping)
    if not tables.files:
        # Nothing could be opened: what a case would lack follows from it.
        return tables, None, faults
    with clock.phase("assemble"):
        case, all_faults = assemble(tables, faults)
    return tables, case, all_faults


def read_case(*paths: Path | str, mapping: Path | str | None = None) -> Case:
    """The case that one or several workbooks describe.

    Raises
    ------
    WorkbookFaults
        With every fault in ``.faults``, if any of them is an error.
    """
    tables, faults = _read(paths, mapping)
    return case_from_tables(tables, faults)


def _read(
    paths: Sequence[Path | str], mapping: Path | str | None
) -> tuple[Tables, tuple[Fault, ...]]:
    """The tables with the answers of a mapping file; its faults stand first."""
    answers, of_mapping = (Answers(), []) if mapping is None else read_mapping(Path(mapping))
    tables, faults = read_tables(*(Path(path) for path in paths), mapping=answers)
    if any(fault.code in UNUSABLE for fault in of_mapping):
        # The questions it answered are not asked again: once it is put right, they are settled.
        faults = tuple(fault for fault in faults if fault.code not in _QUESTIONS)
    return tables, (*of_mapping, *faults)


def write_report(result: Result, path: Path | str, lang: Lang = "zh") -> None:
    """Write the Excel report of a result."""
    write_workbook_report(result, Path(path), lang)


def write_city(
    tables: Tables, result: DevelopmentResult, path: Path | str, lang: Lang = "zh"
) -> None:
    """Write the workbook of the city with the opened carriers, for the allocation.

    Raises
    ------
    ValueError
        If the result has no plan.
    """
    if result.plan is None:
        raise ValueError("a hand-over needs a plan")
    case = result.case
    frames = city_frames(tables, case.outlook, result.plan, case.start)
    write_workbook(frames, Path(path), lang, "\n".join(tables.notes))


def read_previous(report: Path | str, case: Case) -> tuple[Plan, tuple[Fault, ...]]:
    """The plan of an earlier report, its quarters counted from this case's start."""
    plan, faults = read_plan(Path(report))
    stamp, _ = read_stamp(Path(report))
    return plan.shifted((stamp.start or case.start) - case.start), faults


def verify(
    paths: Sequence[Path | str], report: Path | str, mapping: Path | str | None = None
) -> tuple[tuple[Breach, ...], tuple[RuleReading, ...], tuple[Fault, ...]]:
    """The second reading of a report as delivered, or as edited by hand.

    Raises
    ------
    WorkbookFaults
        If the workbooks have errors.
    """
    case = read_case(*paths, mapping=mapping)
    plan, faults = read_previous(report, case)
    stamp, _ = read_stamp(Path(report))
    if stamp.sha256 and stamp.sha256 != case.input_sha256:
        name = Path(report).name
        faults = (*faults, Fault("report_of_other_input", "warning", file=name))
    reading = read_again(case, plan)
    return reading.breaches, reading.rules, faults
