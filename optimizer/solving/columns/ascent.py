"""The course of the dual: a rough one on a sample of projects, then a fine one on all."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.rules.block import Floats
from optimizer.solving.columns.dual import Adam, Relaxation, nobody
from optimizer.solving.columns.pace import MANY, is_long
from optimizer.solving.columns.row_prices import RowPrices


@dataclass(frozen=True, slots=True)
class Stage:
    """Steps of one part: every `stride`-th project, how many steps, first and last rate."""

    stride: int
    steps: int
    first_rate: float
    last_rate: float


@dataclass(frozen=True, slots=True)
class Course:
    """Stages before the first plan is built, and the one beside or after the search."""

    stages: tuple[Stage, ...]
    fine: Stage


SMALL = Course((Stage(1, 300, 0.3, 0.002),), Stage(1, 500, 0.006, 0.0004))
# Ends sooner, at a bound that is 0.05 % worse until the fine stage has come to the same.
MIDDLE = Course((Stage(1, 200, 0.3, 0.003),), SMALL.fine)
# Later stages begin with small steps: those of a fresh stage are all of full size, and large
# ones would throw good prices far off.
LARGE = Course(
    (Stage(10, 250, 0.3, 0.01), Stage(3, 120, 0.02, 0.003), Stage(1, 60, 0.004, 0.001)),
    Stage(1, 200, 0.003, 0.0004),
)
HUGE = Course(
    (Stage(40, 250, 0.3, 0.02), Stage(8, 120, 0.03, 0.003), Stage(1, 15, 0.0015, 0.0006)),
    Stage(1, 30, 0.0015, 0.0005),
)
AGAIN = Stage(1, 12, 0.002, 0.0005)
"""Steps from the prices of an earlier run."""

ROUGH = 60
"""Steps after which prices are good enough for a plan to show."""


def course_of(relaxation: Relaxation) -> Course:
    """A course by the number of homes: what a pass over all of them costs."""
    homes, case = len(relaxation.homes), relaxation.case
    if homes < MANY:
        # Where nobody may be left out, a search never makes up for prices that are less good.
        sooner = is_long(homes, case.quarters) and not case.settings.must_place
        return MIDDLE if sooner else SMALL
    return LARGE if homes < 10_000_000 else HUGE


@dataclass
class Ascent:
    """Best prices so far, the bound they prove, and every project's best value under them."""

    relaxation: Relaxation
    prices: RowPrices
    bound: float = np.inf
    values: Floats | None = None

    def find(
        self,
        start: RowPrices | None,
        go_on: Callable[[], bool],
        told: Callable[[float], None],
        early: Callable[[RowPrices], None] | None = None,
    ) -> None:
        """First prices: from those of an earlier run if they fit, else along the whole course.

        Parameters
        ----------
        go_on, told : callable
            See `run`.
        early : callable, optional
            Given the prices a course has come to after its first `ROUGH` steps.
        """
        if start is not None and start.fits(self.prices):
            self.prices = start.copy()
            self.evaluate(told)
            self.run(AGAIN, go_on, told)
        else:
            for stage in course_of(self.relaxation).stages:
                self.run(stage, go_on, told, early)
                early = None
        if self.values is None:
            self.evaluate(told)

    def refine(self, go_on: Callable[[], bool], told: Callable[[float], None]) -> None:
        """More steps, while or after a plan is improved."""
        self.run(course_of(self.relaxation).fine, go_on, told)

    def run(
        self,
        stage: Stage,
        go_on: Callable[[], bool],
        told: Callable[[float], None],
        early: Callable[[RowPrices], None] | None = None,
    ) -> None:
        """Step along one stage; the best prices of a stage over all projects are kept.

        Parameters
        ----------
        go_on : callable
            Asked before every step.
        told : callable
            Told every new best bound.
        early : callable, optional
            Given the prices after `ROUGH` steps.
        """
        relaxation = self.relaxation
        moving = self.prices.copy()
        adam = Adam(relaxation, moving)
        choice = nobody(len(relaxation.case.stays))
        sample = relaxation.everybody[:: stage.stride]
        weight = len(relaxation.everybody) / max(len(sample), 1)
        for step in range(stage.steps):
            if not go_on():
                break
            if step == ROUGH and early is not None:
                early(moving)
            values = relaxation.solve(relaxation.summed(moving), choice, sample)
            if stage.stride == 1:
                self._take(moving, values, told)
            rate = stage.first_rate * (stage.last_rate / stage.first_rate) ** (step / stage.steps)
            adam.step(relaxation.slopes(moving, choice, weight), rate)
        if stage.stride > 1:
            self.prices = moving

    def evaluate(self, told: Callable[[float], None]) -> None:
        """The bound of the prices as they are, over all projects."""
        choice = nobody(len(self.relaxation.case.stays))
        values = self.relaxation.solve(self.relaxation.summed(self.prices), choice)
        self._take(self.prices, values, told)

    def _take(self, prices: RowPrices, values: Floats, told: Callable[[float], None]) -> None:
        bound = self.relaxation.bound(prices, values)
        if bound < self.bound:
            self.bound, self.values, self.prices = bound, values.copy(), prices.copy()
            told(bound)
