"""Run as a module in a child process: reads workbooks and writes what was understood."""

from pathlib import Path

from optimizer import pipeline
from optimizer.labels import LANGS
from optimizer.orders.files import write_json
from optimizer.tables.headers.mapping import read_mapping
from optimizer.tables.headers.questions import questions_of
from optimizer.tables.marked.annotate import annotate
from optimizer.web.files.names import QUESTIONS
from optimizer.web.work.inside import Channel, work_in_child
from optimizer.web.work.order_file import read_order
from optimizer.web.workbooks.understood import counts_of, understood


def read(folder: Path, channel: Channel) -> None:
    """Read the workbooks of the order; the outcome stands beside the folder, whole."""
    order = read_order(folder)
    paths = tuple(Path(path) for path in order["workbooks"])
    mapping = Path(order["mapping"]) if order["mapping"] else None
    tables, case, faults = pipeline.read_workbooks(*paths, mapping=mapping)
    answers = None if mapping is None else read_mapping(mapping)[0]
    questions = questions_of(tables, faults, answers)
    making = folder / "making"
    making.mkdir()
    write_json(making / QUESTIONS, {"questions": [each.as_json() for each in questions]})
    for lang in LANGS:
        told = understood(tables, case, faults, questions, lang)
        write_json(making / f"understood_{lang}.json", told)
    if faults:
        for number, path in enumerate(paths, 1):
            annotate(path, making / f"marked_{number}.xlsx", tables, faults, order["lang"])
    making.rename(folder.parent / "read")
    channel.tell("end", summary=counts_of(tables, case, faults, questions))


if __name__ == "__main__":
    raise SystemExit(work_in_child(read))
