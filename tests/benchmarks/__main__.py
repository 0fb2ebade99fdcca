"""``python -m tests.benchmarks``: time the fixed cases and write ``reports/benchmarks.md``.

``reading`` measures reading alone, ``city`` city scale, generalized assignment and planning
again (`tests.benchmarks.city` tells how to run single cells), ``location`` openings of public
location instances; each leaves the rest of the page.
``all`` is what takes minutes: the cases and reading. City scale takes hours and is asked for
by name.
"""

import argparse
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import city
from tests.benchmarks.cells import ROADS, RULES
from tests.benchmarks.city_page import AGAIN, CITY, GAP, sections
from tests.benchmarks.gap_files import instances_folder, missing
from tests.benchmarks.harness import INSTANCES, RUNS, Instance, Measured, markdown, measure
from tests.benchmarks.location import LOCATION, SECONDS, location_section, run_all
from tests.benchmarks.reading import measure_reading, reading_section
from tests.benchmarks.tables import MAIN, joined_page, split_page

READING = "## Reading"
log = logging.getLogger("benchmarks")


def main(argv: list[str] | None = None) -> int:
    """Measure the chosen cases one after the other; nothing else should run beside them."""
    options = _arguments().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    page = options.output.read_text(encoding="utf-8") if options.output.exists() else ""
    parts = split_page(page, (READING, CITY, GAP, AGAIN, LOCATION))
    with TemporaryDirectory() as folder:
        if options.what in ("all", "cases"):
            chosen = [each for each in INSTANCES if each.name in options.cases]
            parts[MAIN] = markdown([_measured(each, Path(folder), options.runs) for each in chosen])
        if options.what in ("all", "reading"):
            log.info("reading: %d runs", options.runs)
            timed = measure_reading(Path(folder), options.runs)
            parts[READING] = reading_section(timed, options.runs)
        if options.what == "city":
            made = _city(options, Path(folder))
            # A section without a single run does not wipe out what was measured before.
            parts |= {
                name: text for name, (text, runs) in made.items() if runs or name not in parts
            }
    if options.what == "location":
        folder_of = instances_folder(options.instances)
        if missing(folder_of):
            log.info("location: %s", missing(folder_of))
        else:
            seconds = options.limit or SECONDS
            opened = run_all(folder_of, options.places, seconds)
            parts[LOCATION] = location_section(opened, seconds)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(joined_page(parts), encoding="utf-8")
    return 0


def _arguments() -> argparse.ArgumentParser:
    names = [each.name for each in INSTANCES]
    asked = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=f"{__doc__}\n{city.__doc__}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument(
        "what", nargs="?", choices=("all", "cases", "reading", "city", "location"), default="all"
    )
    asked.add_argument("--cases", nargs="+", choices=names, default=names, help="which cases")
    asked.add_argument("--runs", type=int, default=RUNS, help="runs per case")
    asked.add_argument("-o", "--output", type=Path, default=Path("reports/benchmarks.md"))
    own = asked.add_argument_group("city")
    own.add_argument("--seeds", nargs="+", type=int, default=list(city.SEEDS))
    own.add_argument("--only", nargs="+", choices=city.NAMES, help="which cells")
    own.add_argument("--rules", nargs="+", choices=tuple(RULES), help="which tables")
    own.add_argument("--roads", nargs="+", choices=ROADS, help="which roads")
    own.add_argument("--method", default="columns", choices=("auto", "compact", "columns"))
    own.add_argument("--limit", type=float, help="seconds in place of each cell's own")
    own.add_argument("--results", type=Path, help="folder of city.jsonl (default: a temporary one)")
    own.add_argument("--instances", type=Path, help="folder of the public instances")
    own.add_argument("--places", nargs="+", help="location: which instances, such as capb@8000")
    own.add_argument("--page", action="store_true", help="run nothing, only write the page")
    return asked


def _city(options: argparse.Namespace, folder: Path) -> dict[str, tuple[str, int]]:
    """Run what is asked for, and the sections made of all lines there are."""
    instances = instances_folder(options.instances)
    results = options.results or folder
    asked = city.Asked(
        results=results,
        instances=instances.resolve(),
        seeds=tuple(options.seeds),
        only=city.chosen(options.only, city.NAMES),
        rules=city.chosen(options.rules, tuple(RULES)),
        roads=city.chosen(options.roads, ROADS),
        method=options.method,
        limit=options.limit,
    )
    if missing(instances):
        log.info("generalized assignment: %s", missing(instances))
    if not options.page:
        city.run_all(asked)
    return sections(city.read_lines(results), instances)


def _measured(instance: Instance, folder: Path, runs: int) -> Measured:
    log.info("%s: %d runs", instance.name, runs)
    return measure(instance, folder, runs)


if __name__ == "__main__":
    sys.exit(main())
