"""Run as a module in a child process: carries an order out, as the command line does."""

from pathlib import Path
from typing import Any

from optimizer.developing import Questions
from optimizer.domain.case import Case
from optimizer.labels import LANGS, Lang
from optimizer.limits import Limits
from optimizer.orders.carry_out import carry_out
from optimizer.orders.files import write_json
from optimizer.orders.order import Order, Outcome
from optimizer.reporting.screen import screen_of
from optimizer.result import Result
from optimizer.solving.progress import Progress
from optimizer.telling.steps import cost_row, value_row
from optimizer.web.runs.ended import ended
from optimizer.web.work.inside import Channel, work_in_child
from optimizer.web.work.order_file import read_order


class Told:
    """Passes on to the worker how the order goes on."""

    def __init__(self, channel: Channel, command: str) -> None:
        self._channel = channel
        self._row = cost_row if command == "plan" else value_row

    def case(self, case: Case) -> None:
        """The input is sound."""
        self._channel.tell("step", doing="model")

    def progress(self, progress: Progress) -> None:
        """The solver has news."""
        if progress.value is None and progress.bound is None:
            far = {"done": progress.done, "of": progress.of}
            self._channel.tell("step", doing=progress.doing, **far)
            return
        row = self._row(progress)
        point = [round(row.seconds, 1), row.value, row.bound, row.gap]
        self._channel.tell("point", doing=progress.doing, point=point, cells=row.cells)

    def solved(self, result: Result) -> None:
        """The plan stands."""
        self._channel.tell("step", doing="checked")

    def writing(self, order: Order) -> None:
        """The report is being written."""
        self._channel.tell("step", doing="writing")


def carry_out_order(folder: Path, channel: Channel) -> None:
    """Carry out the order of a folder; what it leaves stands in ``making``."""
    asked = read_order(folder)
    channel.tell("step", doing="reading")
    order = _order(asked, folder / "making")
    outcome = carry_out(order, Told(channel, order.command))
    _write_screens(outcome, folder / "making")
    channel.tell("end", **ended(outcome), sha256=_sha256(outcome))


def _order(asked: dict[str, Any], making: Path) -> Order:
    making.mkdir()
    settings, plan = asked["settings"], asked["command"] == "plan"
    lang: Lang = asked["lang"]
    return Order(
        command=asked["command"],
        workbooks=tuple(Path(path) for path in asked["workbooks"]),
        report=making / "report.xlsx",
        limits=Limits(
            seconds=settings["seconds"],
            work=settings["work"],
            gap=settings["gap"],
            seed=settings["seed"],
            threads=settings["threads"],
        ),
        lang=lang,
        json_path=making / "result.json",
        case_path=making / "city.xlsx" if plan else None,
        mapping=Path(asked["mapping"]) if asked["mapping"] else None,
        questions=Questions(settings["alternatives"], settings["futures"]) if plan else None,
    )


def _sha256(outcome: Outcome) -> str:
    return outcome.result.case.input_sha256 if outcome.result is not None else ""


def _write_screens(outcome: Outcome, folder: Path) -> None:
    """What the page shows, in every language; nothing where our own plan broke a rule."""
    if outcome.result is None:
        return
    for lang in LANGS:
        write_json(folder / f"screen_{lang}.json", screen_of(outcome.result, lang))


if __name__ == "__main__":
    raise SystemExit(work_in_child(carry_out_order))
