"""An order of the command line: what is said while it is carried out, and how it ends."""

from collections.abc import Callable, Sequence

from optimizer.cli.exits import ExitCode, note
from optimizer.cli.progress import ProgressLines, say_outcome
from optimizer.domain.case import Case
from optimizer.faults import Fault
from optimizer.labels import Lang, text
from optimizer.orders.carry_out import carry_out
from optimizer.orders.order import Order, Outcome
from optimizer.pipeline import PlanBreach
from optimizer.result import Result
from optimizer.solving.progress import Progress
from optimizer.telling.fault_lines import fault_lines
from optimizer.telling.sentences import breach_sentence


class Lines:
    """Says on standard error how an order goes on."""

    def __init__(
        self, lang: Lang, rows: ProgressLines, say_case: Callable[[Case, Lang], None]
    ) -> None:
        self.lang, self._rows, self._say_case = lang, rows, say_case

    def case(self, case: Case) -> None:
        """How large the case is."""
        self._say_case(case, self.lang)

    def progress(self, progress: Progress) -> None:
        """A step, or a row of value and bound."""
        self._rows(progress)

    def solved(self, result: Result) -> None:
        """How large the model was, and what the second reading found."""
        say_outcome(result, self.lang)

    def writing(self, order: Order) -> None:
        """That the report is being written."""
        note(text("cli.progress.writing", self.lang, path=order.report))


def carried_out(order: Order, lines: Lines) -> Outcome:
    """Carry an order out; faults and our own breaches are said here."""
    outcome = carry_out(order, lines)
    if outcome.code is ExitCode.FAULTS:
        _say_faults(outcome.faults, order.lang)
    elif outcome.broken is not None:
        _say_own_breach(outcome.broken, order.lang)
    return outcome


def _say_faults(faults: Sequence[Fault], lang: Lang) -> None:
    for line in fault_lines(faults, lang):
        note(line)
    note(text("cli.faults.no_plan", lang))


def _say_own_breach(broken: PlanBreach, lang: Lang) -> None:
    """A mistake of the program, found by its own second reading: no report."""
    for breach in broken.breaches:
        note(breach_sentence(breach, lang))
    note(text("cli.failed.breach", lang, detail=broken))
