"""Read, plan, check, write: the same for the command line and the web page."""

from typing import Protocol

from optimizer import pipeline
from optimizer.developed import DevelopmentResult
from optimizer.developing import NothingToPlan
from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.faults import Fault, errors_in
from optimizer.orders.files import prepared, write_json
from optimizer.orders.order import ExitCode, Order, Outcome
from optimizer.reporting.plan_json import development_json
from optimizer.reporting.run_json import peak_memory_mb, result_json
from optimizer.result import Result
from optimizer.solving.ending import Ending
from optimizer.solving.progress import Progress
from optimizer.tables.table import Tables
from optimizer.telling.fault_lines import ordered


class Teller(Protocol):
    """Who is told how an order goes on."""

    def case(self, case: Case) -> None:
        """The input is sound; this is the case."""

    def progress(self, progress: Progress) -> None:
        """The solver has news."""

    def solved(self, result: Result) -> None:
        """The plan stands and was read a second time, or there is none."""

    def writing(self, order: Order) -> None:
        """The report is being written."""


def carry_out(order: Order, teller: Teller) -> Outcome:
    """Carry an order out; nothing is written before the input is sound.

    Raises
    ------
    ClusterMissing
        If a scheduler is named and cannot be used.
    OSError
        If a file cannot be written.
    """
    clock = pipeline.Clock()
    tables, case, faults = pipeline.read_workbooks(
        *order.workbooks, mapping=order.mapping, clock=clock
    )
    if case is None or errors_in(faults):
        return _stopped(order, faults)
    previous = None
    if order.previous is not None:
        previous, of_report = pipeline.read_previous(order.previous, case)
        if errors_in(of_report):
            return _stopped(order, (*faults, *of_report))
    teller.case(case)
    try:
        result = _solved(order, case, previous, teller, clock)
    except NothingToPlan:
        missing = Fault("no_candidates", file=order.workbooks[0].name)
        return _stopped(order, (*faults, missing))
    except pipeline.PlanBreach as broken:
        return Outcome(ExitCode.INTERNAL, broken=broken)
    code = _code_of(result)
    teller.solved(result)
    if code is ExitCode.DONE:
        teller.writing(order)
        with clock.phase("write"):
            _write_report(order, tables, result)
        result = result.replace(seconds=dict(clock.seconds), peak_mb=peak_memory_mb())
    if order.json_path is not None:
        if isinstance(result, DevelopmentResult):
            told = development_json(result, order.lang)
        else:
            told = result_json(result, lang=order.lang)
        write_json(prepared(order.json_path), told)
    return Outcome(code, result=result)


def _solved(
    order: Order, case: Case, previous: Plan | None, teller: Teller, clock: pipeline.Clock
) -> Result:
    lp = None if order.lp is None else prepared(order.lp)
    if order.command == "plan":
        return pipeline.develop(
            case, order.limits, order.questions, progress=teller.progress, lp_path=lp, clock=clock
        )
    return pipeline.allocate(
        case, order.limits, previous, progress=teller.progress, lp_path=lp, clock=clock
    )


def _write_report(order: Order, tables: Tables, result: Result) -> None:
    pipeline.write_report(result, prepared(order.report), order.lang)
    if order.case_path is not None and isinstance(result, DevelopmentResult):
        pipeline.write_city(tables, result, prepared(order.case_path), order.lang)


def _stopped(order: Order, faults: tuple[Fault, ...]) -> Outcome:
    """Faults of the input; the JSON is written all the same."""
    if order.json_path is not None:
        told = result_json(None, ordered(faults), order.lang, order.command)
        write_json(prepared(order.json_path), told)
    return Outcome(ExitCode.FAULTS, faults)


def _code_of(result: Result) -> ExitCode:
    if result.ending is Ending.INFEASIBLE:
        return ExitCode.INFEASIBLE
    return ExitCode.NO_PLAN if result.plan is None else ExitCode.DONE
