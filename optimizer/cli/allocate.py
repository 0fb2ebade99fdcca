"""``incubator allocate``: read, plan, check, write, say."""

from optimizer.cli.carry_out import Lines, carried_out
from optimizer.cli.exits import ExitCode, show
from optimizer.cli.files import require_inputs, require_outputs, require_xlsx
from optimizer.cli.output import say_case, say_opening
from optimizer.cli.progress import ProgressLines
from optimizer.labels import Lang, text
from optimizer.orders.order import Order
from optimizer.result import Result
from optimizer.telling.numbers import number, percent
from optimizer.telling.sentences import clash_intro, clash_sentence


def run_allocate(order: Order) -> ExitCode:
    """The whole command; nothing is written before the arguments and the input are sound."""
    refuse_bad_places(order)
    say_opening(order.workbooks, order.lang)
    outcome = carried_out(order, Lines(order.lang, ProgressLines(order.lang), say_case))
    if outcome.result is not None:
        _show_result(outcome.result, order, outcome.code is ExitCode.DONE)
    return outcome.code


def refuse_bad_places(order: Order) -> None:
    """Refuse what cannot be read or must not be overwritten."""
    also = (order.previous, order.mapping)
    inputs = [*order.workbooks, *(path for path in also if path is not None)]
    require_inputs(inputs, order.lang)
    require_xlsx(order.report, order.lang)
    if order.case_path is not None:
        require_xlsx(order.case_path, order.lang)
    outputs = [order.report, order.json_path, order.case_path, order.lp]
    require_outputs(outputs, inputs, order.lang)


def show_places(order: Order, written: bool) -> None:
    """Where the files are."""
    report = order.report if written else None
    for key, path in (("report", report), ("json", order.json_path), ("lp", order.lp)):
        if path is not None:
            show(text(f"cli.result.{key}", order.lang, path=path))


def show_ending(result: Result, lang: Lang) -> None:
    """How the run ended."""
    ending = result.ending_sentence(lang, percent(result.gap))
    show(text("cli.result.ending", lang, ending=ending))


def _show_result(result: Result, order: Order, written: bool) -> None:
    """The lines on standard output."""
    lang = order.lang
    show_ending(result, lang)
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
        show(clash_intro(result.clash, lang))
    for count, member in enumerate(result.clash, 1):
        sentence = clash_sentence(member, lang)
        show(text("cli.result.clash_line", lang, number=count, sentence=sentence))
    show_places(order, written)
