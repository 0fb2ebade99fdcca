"""``incubator plan``: read, decide what to build, check, write, say."""

from dataclasses import dataclass
from pathlib import Path

from optimizer import pipeline
from optimizer.cli.allocate import code_of, stop_on_faults, stop_on_own_breach
from optimizer.cli.exits import ExitCode, Refusal, note, show
from optimizer.cli.files import (
    default_output,
    prepared,
    require_inputs,
    require_outputs,
    require_xlsx,
)
from optimizer.cli.output import number, percent, rule_title, say_opening, write_json
from optimizer.cli.progress import CostLines, say_outcome
from optimizer.developed import DevelopmentResult
from optimizer.developing import NothingToPlan, Questions
from optimizer.domain.case import Case
from optimizer.faults import Fault, errors_in
from optimizer.labels import Lang, known, text
from optimizer.limits import Limits
from optimizer.reporting.plan_json import development_json
from optimizer.reporting.run_json import peak_memory_mb
from optimizer.solving.executor import ClusterMissing


@dataclass(frozen=True)
class PlanOrder:
    """What was asked for on the command line."""

    workbooks: tuple[Path, ...]
    output: Path | None
    json_path: Path | None
    case_path: Path | None
    mapping: Path | None
    lp: Path | None
    questions: Questions
    limits: Limits
    lang: Lang


def run_plan(order: PlanOrder) -> ExitCode:
    """The whole command; nothing is written before the arguments and the input are sound."""
    report = _places(order)
    say_opening(order.workbooks, order.lang)
    clock = pipeline.Clock()
    tables, case, faults = pipeline.read_workbooks(
        *order.workbooks, mapping=order.mapping, clock=clock
    )
    if case is None or errors_in(faults):
        return stop_on_faults(faults, order.json_path, order.lang, "plan")
    _say_case(case, order.lang)
    try:
        result = pipeline.develop(
            case,
            order.limits,
            order.questions,
            progress=CostLines(order.lang),
            lp_path=None if order.lp is None else prepared(order.lp),
            clock=clock,
        )
    except NothingToPlan:
        missing = Fault("no_candidates", file=order.workbooks[0].name)
        return stop_on_faults((*faults, missing), order.json_path, order.lang, "plan")
    except ClusterMissing as error:
        raise Refusal(text("cli.usage.cluster", order.lang, reason=error)) from error
    except pipeline.PlanBreach as broken:
        return stop_on_own_breach(broken, order.lang)
    code = code_of(result)
    say_outcome(result, order.lang)
    if code is ExitCode.DONE:
        note(text("cli.progress.writing", order.lang, path=report))
        with clock.phase("write"):
            pipeline.write_report(result, prepared(report), order.lang)
            if order.case_path is not None:
                pipeline.write_city(tables, result, prepared(order.case_path), order.lang)
        result = result.replace(seconds=dict(clock.seconds), peak_mb=peak_memory_mb())
    if order.json_path is not None:
        write_json(prepared(order.json_path), development_json(result, order.lang))
    _show_result(result, report if code is ExitCode.DONE else None, order)
    return code


def _places(order: PlanOrder) -> Path:
    """Where the report goes; refuses what cannot be read or must not be overwritten."""
    inputs = [*order.workbooks, *([] if order.mapping is None else [order.mapping])]
    require_inputs(inputs, order.lang)
    report = order.output or default_output(order.workbooks[0], "plan")
    require_xlsx(report, order.lang)
    if order.case_path is not None:
        require_xlsx(order.case_path, order.lang)
    outputs = [report, order.json_path, order.case_path, order.lp]
    require_outputs(outputs, inputs, order.lang)
    return report


def _say_case(case: Case, lang: Lang) -> None:
    outlook = case.outlook
    note(
        text(
            "cli.plan.case",
            lang,
            sites=len({c.site for c in outlook.candidates}),
            candidates=len(outlook.candidates),
            area=number(sum(c.gross_area_m2 for c in outlook.candidates if not c.is_enclave), 0),
            carriers=len(case.carriers),
            stays=len(case.stays),
            forecasts=len(outlook.forecasts),
        )
    )


def _show_result(result: DevelopmentResult, report: Path | None, order: PlanOrder) -> None:
    """The lines on standard output."""
    lang = order.lang
    show(text("cli.result.ending", lang, ending=result.ending_sentence(lang, percent(result.gap))))
    if result.plan is not None:
        show(
            text("cli.plan.cost", lang, cost=number(result.objective, 0),
                 bound=number(result.bound, 0), gap=percent(result.gap))
        )  # fmt: skip
        for level in result.levels:
            names = "、".join(text(f"goal.{goal}", lang) for goal in level.goals)
            show(
                text("cli.plan.rank", lang, rank=level.rank, goals=names, gap=percent(level.gap),
                     cost=number(level.value, 0), bound=number(level.bound, 0))
            )  # fmt: skip
        figures = result.figures
        show(
            text(
                "cli.plan.figures",
                lang,
                openings=int(figures["openings"]),
                area=number(figures["new_area_m2"], 0),
                enclaves=int(figures["enclaves"]),
                money=number(figures["investment_10k"], 0),
                unmet=percent(figures["unmet_share"]),
            )
        )
        holds = sum(price.holds for price in result.prices)
        show(text("cli.plan.prices", lang, rows=result.price_rows, holds=holds))
        show(
            text("cli.plan.others", lang, count=len(result.alternatives), alarms=len(result.alarms))
        )
    _show_futures(result, lang, order.questions.futures)
    for relaxed in result.relaxations:
        where = " ".join(_word(key, value, lang) for key, value in relaxed.subject.items())
        show(
            text("cli.plan.relaxed", lang, rule=rule_title(relaxed.rule, lang), where=where,
                 limit=number(relaxed.limit, 0), reached=number(relaxed.reached, 0),
                 unit=text(f"unit.{relaxed.unit}", lang))
        )  # fmt: skip
    places = (("report", report), ("json", order.json_path), ("lp", order.lp))
    for key, path in places:
        if path is not None:
            show(text(f"cli.result.{key}", lang, path=path))
    if order.case_path is not None and report is not None:
        show(text("cli.plan.handed", lang, path=order.case_path))


def _show_futures(result: DevelopmentResult, lang: Lang, asked: int) -> None:
    reading = result.futures
    if reading is None:
        if asked and result.levels:
            show(text("cli.plan.no_futures_ranked", lang))
        return
    beats = reading.value > 2 * reading.value_error
    key = "cli.plan.robust" if beats else "cli.plan.not_robust"
    show(
        text(key, lang, unseen=reading.unseen, value=number(reading.value, 0),
             error=number(reading.value_error, 0), wins=percent(reading.wins))
    )  # fmt: skip


def _word(key: str, value: str, lang: Lang) -> str:
    name = f"choice.stage.{value}"
    return text(name, lang) if key == "stage" and known(name) else value
