"""``python -m tests.benchmarks``: time the fixed cases and write ``reports/benchmarks.md``."""

import argparse
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.harness import INSTANCES, RUNS, markdown, measure

log = logging.getLogger("benchmarks")


def main(argv: list[str] | None = None) -> int:
    """Measure the chosen cases one after the other; nothing else should run beside them."""
    names = [each.name for each in INSTANCES]
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asked.add_argument("--cases", nargs="+", choices=names, default=names, help="which cases")
    asked.add_argument("--runs", type=int, default=RUNS, help="runs per case")
    asked.add_argument("-o", "--output", type=Path, default=Path("reports/benchmarks.md"))
    options = asked.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    results = []
    with TemporaryDirectory() as folder:
        for each in INSTANCES:
            if each.name in options.cases:
                log.info("%s: %d runs", each.name, options.runs)
                results.append(measure(each, Path(folder), options.runs))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(markdown(results), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
