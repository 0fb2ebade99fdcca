"""Plans of peers, judged by us: never by the status or the value a solver prints."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.domain.options import Options, use_in_unit
from optimizer.domain.plan import Plan
from optimizer.models.allocation import AllocationModel, allocation_model, plan_of
from optimizer.rules.block import Floats, Ints
from optimizer.solving.matrix import Matrix
from optimizer.solving.subproblem import Incumbent, settle_extras

TOO_LARGE: Final = "not run: about"
"""How the reason begins where a case has too many options for a peer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer came back with.

    Attributes
    ----------
    values : ndarray of float or None
        Column values as in `Matrix`; None without a plan.
    bound : float or None
        What it proved, points.
    proved : bool
        Whether it says to have proved its plan optimal; a claim, shown as one.
    """

    values: Floats | None
    bound: float | None = None
    proved: bool = False


class NotRun(Exception):  # noqa: N818 - a reason, not an error
    """Why a peer is not run on a case."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan as we read it.

    Attributes
    ----------
    value : float
        Points of all goals.
    breaches : int
        Broken rows of the model, or rules broken on second reading, whichever is more.
    """

    value: float
    breaches: int


def judged_options(model: AllocationModel, matrix: Matrix, values: Floats) -> Judged:
    """Points and breaches of a peer's column values.

    Options are rounded and the extra columns (excess, refunds of moves) settled anew, so
    that a tolerance of the peer neither earns nor hides anything.
    """
    count = len(matrix.free)
    plan = Incumbent(matrix, np.array(values, np.float64))
    plan.values[:count] = np.round(plan.values[:count])
    settle_extras(plan)
    locked = np.flatnonzero(model.options.locked)
    chosen = np.sort(np.concatenate([matrix.free[plan.values[:count] > 0.5], locked]))
    board = model.board
    reading = read_again(board.case, plan_of(board.case, model.options, chosen), board.previous)
    return Judged(plan.value, max(len(reading.breaches), int(not plan.is_feasible())))


def judged_plan(case: Case, plan: Plan, options: Options) -> Judged:
    """Points and breaches of a plan made without a model; `options` are those it takes."""
    reading = read_again(case, plan)
    terms = allocation_model(case, rules=(), options=options).terms
    value = sum(term.weight * reading.amounts[term.name] for term in terms)
    value -= reading.amounts["relations"] + reading.amounts["policy"]
    return Judged(value, len(reading.breaches))


def taken_options(
    case: Case, stay: Ints, carrier: Ints, first: Ints, end: Ints, area_m2: Floats, mode: Ints
) -> Options:
    """An option table of nothing but the options a plan takes, without overstay or moves."""
    order = np.argsort(stay, kind="stable")
    stay, carrier, area_m2 = stay[order], carrier[order], area_m2[order]
    count = len(stay)
    return Options(
        stay=stay,
        carrier=carrier,
        first=first[order],
        planned_end=end[order],
        end=end[order],
        mode=mode[order],
        area_m2=area_m2,
        use=use_in_unit(case, stay, carrier, area_m2),
        before=np.full(count, -1, np.int64),
        before_use=np.zeros(count),
        unknown=np.zeros(count, np.int64),
        locked=case.stay_arrays.home[stay] >= 0,
    )
