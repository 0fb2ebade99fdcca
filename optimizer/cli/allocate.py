"""``incubator allocate``: read, plan, check, write, say."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimizer import pipeline
from optimizer.cli.exits import ExitCode, note, show
from optimizer.cli.fault_lines import fault_lines, ordered
from optimizer.cli.files import (
    default_output,
    prepared,
    require_inputs,
    require_outputs,
    require_xlsx,
)
from optimizer.cli.output import (
    breach_sentence,
    clash_sentence,
    number,
    percent,
    say_case,
    say_opening,
    write_json,
)
from optimizer.cli.progress import ProgressLines, say_outcome
from optimizer.faults import Fault, errors_in
from optimizer.labels import Lang, text
from optimizer.limits import Limits
from optimizer.reporting.run_json import peak_memory_mb, result_json
from optimizer.result import Result
from optimizer.solving.ending import Ending


@dataclass(frozen=True)
class Order:
    """What was asked for on the command line."""

    workbooks: tuple[Path, ...]
    output: Path | None
    json_path: Path | None
    previous: Path | None
    mapping: Path | None
    lp: Path | None
    limits: Limits
    lang: Lang


def run_allocate(order: Order) -> ExitCode:
    """The whole command; nothing is written before the arguments and the input are sound."""
    report = _places(order)
    say_opening(order.workbooks, order.lang)
    clock = pipeline.Clock()
    _, case, faults = pipeline.read_workbooks(*order.workbooks, mapping=order.mapping, clock=clock)
    if case is None or errors_in(faults):
        return stop_on_faults(faults, order.json_path, order.lang, "allocate")
    previous = None
    if order.previous is not None:
        previous, of_report = pipeline.read_previous(order.previous, case)
        if errors_in(of_report):
            both = (*faults, *of_report)
            return stop_on_faults(both, order.json_path, order.lang, "allocate")
    say_case(case, order.lang)
    try:
        result = pipeline.allocate(
            case,
            order.limits,
            previous,
            progress=ProgressLines(order.lang),
            lp_path=None if order.lp is None else prepared(order.lp),
            clock=clock,
        )
    except pipeline.PlanBreach as broken:
        return stop_on_own_breach(broken, order.lang)
    return _finish(result, report, order, clock)


def _places(order: Order) -> Path:
    """Where the report goes; refuses what cannot be read or must not be overwritten."""
    also = (order.previous, order.mapping)
    inputs = [*order.workbooks, *(path for path in also if path is not None)]
    require_inputs(inputs, order.lang)
    report = order.output or default_output(order.workbooks[0], "allocate")
    require_xlsx(report, order.lang)
    require_outputs([report, order.json_path, order.lp], inputs, order.lang)
    return report


def stop_on_faults(
    faults: Sequence[Fault], json_path: Path | None, lang: Lang, command: str
) -> ExitCode:
    """Say all faults; the JSON is written all the same."""
    for line in fault_lines(faults, lang):
        note(line)
    note(text("cli.faults.no_plan", lang))
    if json_path is not None:
        write_json(prepared(json_path), result_json(None, ordered(faults), lang, command))
    return ExitCode.FAULTS


def stop_on_own_breach(broken: pipeline.PlanBreach, lang: Lang) -> ExitCode:
    """A mistake of the program, found by its own second reading: no report."""
    for breach in broken.breaches:
        note(breach_sentence(breach, lang))
    note(text("cli.failed.breach", lang, detail=broken))
    return ExitCode.INTERNAL


def _finish(result: Result, report: Path, order: Order, clock: pipeline.Clock) -> ExitCode:
    """Write what the run gave and say how it ended."""
    code = code_of(result)
    say_outcome(result, order.lang)
    if code is ExitCode.DONE:
        note(text("cli.progress.writing", order.lang, path=report))
        with clock.phase("write"):
            pipeline.write_report(result, prepared(report), order.lang)
        result = result.replace(seconds=dict(clock.seconds), peak_mb=peak_memory_mb())
    _write_json(result_json(result, lang=order.lang), order)
    _show_result(result, report if code is ExitCode.DONE else None, order)
    return code


def code_of(result: Result) -> ExitCode:
    """The exit code of a run without faults."""
    if result.ending is Ending.INFEASIBLE:
        return ExitCode.INFEASIBLE
    return ExitCode.NO_PLAN if result.plan is None else ExitCode.DONE


def _write_json(content: dict[str, Any], order: Order) -> None:
    if order.json_path is not None:
        write_json(prepared(order.json_path), content)


def _show_result(result: Result, report: Path | None, order: Order) -> None:
    """The lines on standard output."""
    lang = order.lang
    ending = result.ending_sentence(lang, percent(result.gap))
    show(text("cli.result.ending", lang, ending=ending))
    if result.plan is not None:
        show(
            text(
                "cli.result.value",
                lang,
                value=number(result.objective),
                bound=number(result.bound),
                gap=percent(result.gap),
            )
        )
        states = list(result.plan.states.values())
        counts = {name: states.count(name) for name in ("placed", "waiting", "refused", "later")}
        show(text("cli.result.counts", lang, stays=len(states), **counts))
    if result.clash:
        proved = all(member.detail.get("proved") != "no" for member in result.clash)
        intro = "clash.intro" if proved else "clash.intro_unproved"
        show(text(intro, lang, count=len(result.clash)))
    for count, member in enumerate(result.clash, 1):
        sentence = clash_sentence(member, lang)
        show(text("cli.result.clash_line", lang, number=count, sentence=sentence))
    for key, path in (("report", report), ("json", order.json_path), ("lp", order.lp)):
        if path is not None:
            show(text(f"cli.result.{key}", lang, path=path))
