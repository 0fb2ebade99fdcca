"""``python -m tests.benchmarks``: time the fixed cases and write ``reports/benchmarks.md``.

``python -m tests.benchmarks reading`` measures reading alone and leaves the rest of the page.
"""

import argparse
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.harness import INSTANCES, RUNS, Instance, Measured, markdown, measure
from tests.benchmarks.reading import measure_reading, reading_section

HEADING = "## Reading"
log = logging.getLogger("benchmarks")


def main(argv: list[str] | None = None) -> int:
    """Measure the chosen cases one after the other; nothing else should run beside them."""
    names = [each.name for each in INSTANCES]
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asked.add_argument("what", nargs="?", choices=("all", "cases", "reading"), default="all")
    asked.add_argument("--cases", nargs="+", choices=names, default=names, help="which cases")
    asked.add_argument("--runs", type=int, default=RUNS, help="runs per case")
    asked.add_argument("-o", "--output", type=Path, default=Path("reports/benchmarks.md"))
    options = asked.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    page = options.output.read_text(encoding="utf-8") if options.output.exists() else ""
    cases, mark, reading = page.partition(HEADING)
    reading = mark + reading
    with TemporaryDirectory() as folder:
        if options.what != "reading":
            chosen = [each for each in INSTANCES if each.name in options.cases]
            cases = markdown([_measured(each, Path(folder), options.runs) for each in chosen])
        if options.what != "cases":
            log.info("reading: %d runs", options.runs)
            timed = measure_reading(Path(folder), options.runs)
            reading = reading_section(timed, options.runs) + "\n"
    options.output.parent.mkdir(parents=True, exist_ok=True)
    parts = [part.strip() for part in (cases, reading) if part.strip()]
    options.output.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return 0


def _measured(instance: Instance, folder: Path, runs: int) -> Measured:
    log.info("%s: %d runs", instance.name, runs)
    return measure(instance, folder, runs)


if __name__ == "__main__":
    sys.exit(main())
