"""What was asked for, and what came of it."""

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Literal

from optimizer.allocating import PlanBreach
from optimizer.developing import Questions
from optimizer.faults import Fault
from optimizer.labels import Lang
from optimizer.limits import Limits
from optimizer.result import Result

Command = Literal["allocate", "plan"]


class ExitCode(IntEnum):
    """How the program ends (design section 7)."""

    DONE = 0
    FAULTS = 1
    INFEASIBLE = 2
    INTERNAL = 3
    NO_PLAN = 4
    USAGE = 64


@dataclass(frozen=True)
class Order:
    """A run that was asked for.

    Attributes
    ----------
    command : {"allocate", "plan"}
        An allocation of projects to space, or a development plan.
    workbooks : tuple of Path
        The input, read as one.
    report : Path
        Where the Excel report goes; overwritten.
    json_path, case_path, lp : Path, optional
        Where the JSON, the city with the opened carriers, and the model go.
    previous, mapping : Path, optional
        The last report, and the answers on what headers mean.
    questions : Questions, optional
        What a development plan is asked beyond the plan.
    """

    command: Command
    workbooks: tuple[Path, ...]
    report: Path
    limits: Limits
    lang: Lang
    json_path: Path | None = None
    case_path: Path | None = None
    previous: Path | None = None
    mapping: Path | None = None
    lp: Path | None = None
    questions: Questions | None = None


@dataclass(frozen=True)
class Outcome:
    """How an order ended.

    Attributes
    ----------
    faults : tuple of Fault
        Of the input, where they stopped the run.
    result : Result or None
        None where faults or a breach of our own stopped the run.
    broken : PlanBreach or None
        A mistake of the program, found by its own second reading: there is no report.
    """

    code: ExitCode
    faults: tuple[Fault, ...] = ()
    result: Result | None = None
    broken: PlanBreach | None = None
