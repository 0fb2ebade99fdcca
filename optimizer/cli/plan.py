"""``incubator plan``: read, decide what to build, check, write, say."""

from optimizer.cli.allocate import refuse_bad_places, show_ending, show_places
from optimizer.cli.carry_out import Lines, carried_out
from optimizer.cli.exits import ExitCode, Refusal, note, show
from optimizer.cli.output import say_opening
from optimizer.cli.progress import CostLines
from optimizer.developed import DevelopmentResult
from optimizer.domain.case import Case
from optimizer.labels import Lang, text
from optimizer.orders.order import Order
from optimizer.solving.executor import ClusterMissing
from optimizer.telling.numbers import number, percent
from optimizer.telling.sentences import relaxed_sentence


def run_plan(order: Order) -> ExitCode:
    """The whole command; nothing is written before the arguments and the input are sound."""
    refuse_bad_places(order)
    say_opening(order.workbooks, order.lang)
    try:
        outcome = carried_out(order, Lines(order.lang, CostLines(order.lang), _say_case))
    except ClusterMissing as error:
        raise Refusal(text("cli.usage.cluster", order.lang, reason=error)) from error
    if isinstance(outcome.result, DevelopmentResult):
        _show_result(outcome.result, order, outcome.code is ExitCode.DONE)
    return outcome.code


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


def _show_result(result: DevelopmentResult, order: Order, written: bool) -> None:
    """The lines on standard output."""
    lang = order.lang
    show_ending(result, lang)
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
    _show_futures(result, lang, order.questions.futures if order.questions else 0)
    for relaxed in result.relaxations:
        show(relaxed_sentence(relaxed, lang))
    show_places(order, written)
    if order.case_path is not None and written:
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
