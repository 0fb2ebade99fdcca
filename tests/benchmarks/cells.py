"""What the city benchmark runs: sizes, time limits, marks, settings and roads.

A cell is one case under one time limit; with a seed and a road it is one run, in a process
of its own (`tests.benchmarks.one_run`), that leaves one line of JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from optimizer.domain.case import Case
from optimizer.pipeline import read_case
from tests.benchmarks.family import family

ROOT: Final = Path(__file__).parents[2]
WORKBOOK: Final = "inputs/liuchuangyuan.xlsx"

RULES: Final[Mapping[str, Mapping[str, object]]] = {
    "reduced": {"max_overstay_quarters": 0, "max_wait_quarters": 2},
    "full": {},
}
"""Settings rows of each table; what is drawn is the same in both."""

OURS: Final = "ours"
PEERS: Final = ("pulp_cbc", "pulp_highs", "highs", "cp_sat", "greedy")
ROADS: Final = (OURS, *PEERS)
ROAD_NAMES: Final = {
    "ours": "ours",
    "pulp_cbc": "PuLP + CBC",
    "pulp_highs": "PuLP + HiGHS",
    "highs": "HiGHS direct",
    "cp_sat": "CP-SAT",
    "greedy": "first fit by priority",
}
THREADS: Final = 2

MOST_OPTIONS: Final = {
    "pulp_cbc": 1_000_000,
    "pulp_highs": 1_000_000,
    "highs": 3_000_000,
    "cp_sat": 1_000_000,
}
"""Options beyond which a peer is not started: the model alone outgrows time or memory."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One case and its time limit.

    Attributes
    ----------
    size : tuple of int or None
        Projects, carriers, quarters of the family; None for the workbook.
    marks : tuple of float
        Seconds at which value, bound and gap are read; the time limit is the last one.
    rules : tuple of str
        Tables it stands in.
    """

    name: str
    seconds: float
    size: tuple[int, int, int] | None = None
    marks: tuple[float, ...] = ()
    rules: tuple[str, ...] = ("reduced", "full")

    @property
    def all_marks(self) -> tuple[float, ...]:
        """The marks, with the time limit."""
        return (*self.marks, self.seconds)

    def case(self, rules: str, seed: int) -> Case:
        """The assembled case."""
        if self.size is None:
            return read_case(ROOT / WORKBOOK)
        return Case.from_tables(**family(*self.size, seed, settings=RULES[rules]))


def _sized(seconds: float, *size: int, marks: Sequence[float] = ()) -> Cell:
    projects, carriers, quarters = size
    name = f"{projects}x{carriers}x{quarters}"
    return Cell(name, seconds, (projects, carriers, quarters), tuple(marks))


CELLS: Final = (
    _sized(60, 500, 40, 12),
    _sized(60, 1_000, 30, 20),
    _sized(120, 1_000, 150, 20),
    _sized(60, 5_000, 150, 40, marks=(8, 20)),
    _sized(120, 20_000, 400, 40, marks=(40,)),
    _sized(180, 100_000, 1_000, 40),
    Cell("liuchuangyuan", 30, rules=("full",)),
)
CELL: Final = {cell.name: cell for cell in CELLS}

GAP_INSTANCES: Final = (
    *("c20400", "c801600", "d10400", "d20400", "d801600", "e10400", "e20400", "e801600"),
)
GAP_SECONDS: Final = 60.0
REPLAN: Final = Cell("replan", 60, (5_000, 150, 40), rules=("full",))
REPORT_SIZE: Final = (5_000, 150, 40)
REPORT_SECONDS: Final = 20.0

Line = dict[str, Any]
"""One line of the results file."""


def job_key(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two lines the same run: the later one counts."""
    return tuple(line.get(name) for name in ("kind", "cell", "rules", "seed", "road"))
