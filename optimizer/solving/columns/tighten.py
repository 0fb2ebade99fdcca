"""A tighter dual: round after round, covers the chosen paths break are given a price.

The paths that prices choose halve large tenants, on average over some steps: half of the time
they are here, half of the time there. Covers broken by this mean use become rows with prices of
their own, moved along with all others. The last steps only settle the prices.
"""

from collections.abc import Callable

import numpy as np

from optimizer.solving.columns.cover_kernels import mark_use
from optimizer.solving.columns.covers import Covers
from optimizer.solving.columns.dual import Adam, Moments, Relaxation, nobody
from optimizer.solving.columns.row_prices import RowPrices
from optimizer.solving.progress import Watch

ROUNDS = 24
"""Rounds after each of which covers are looked for."""

ROUND_STEPS = 60
"""Steps of one round."""

SETTLING = 15
"""Steps of a round after which the use of homes is counted."""

LAST_STEPS = 300
"""Steps after the last round."""

RATES = (0.01, 0.002, 0.0002)
"""Rate at the beginning, when the last round ends, and at the end."""

MOST_TIGHTENED = 100_000
"""Homes up to which it is done: at 177 000, half a minute of two cores lowers it by 0.02 %."""

LEAST_TIGHTENED = 20_000
"""Options from which it is done: in smaller cases HiGHS finds more in the same time."""

ALL_STEPS = ROUNDS * ROUND_STEPS + LAST_STEPS
LOOKING = ROUNDS * ROUND_STEPS / ALL_STEPS


class Tightening:
    """Prices of rows and covers, moved together.

    Attributes
    ----------
    bound : float
        The best bound any of them proved.
    """

    def __init__(self, relaxation: Relaxation, prices: RowPrices) -> None:
        self.relaxation = relaxation
        self.bound = np.inf
        self.prices = prices.copy()
        self.covers = Covers(relaxation)
        self.adam = Adam(relaxation, self.prices)
        self.moments = Moments.of(self.covers.price)
        self.choice = nobody(len(relaxation.case.stays))
        shape = (len(relaxation.net.homes), relaxation.free.shape[1])
        self.used, self.mean = np.zeros(shape), np.zeros(shape)

    def run(
        self,
        go_on: Callable[[], bool],
        told: Callable[[float], None],
        passed: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """All rounds and the last steps; less of both if the time is short.

        Parameters
        ----------
        go_on : callable
            Asked before every step.
        told : callable
            Told every new best bound.
        passed : callable
            Share of the time there is for it that has passed.
        """
        steps = counted = 0
        while go_on() and (share := max(steps / ALL_STEPS, passed())) < 1.0:
            self._step(rate_at(share), told)
            steps += 1
            in_round = steps % ROUND_STEPS
            if share < LOOKING and not 0 < in_round <= SETTLING:
                mark_use(self.relaxation.net, self.choice, self.mean)
                counted += 1
            if share < LOOKING and in_round == 0:
                self._look(counted)
                counted = 0

    def _look(self, counted: int) -> None:
        """Let idle covers go, and take in what the mean use breaks."""
        self.mean /= counted
        self.moments.keep(self.covers.let_go())
        self.moments.grow(self.covers.add(self.mean))
        self.mean[:] = 0.0

    def _step(self, rate: float, told: Callable[[float], None]) -> None:
        """Best paths under the prices, the bound they prove, and every price a step along."""
        relaxation, covers = self.relaxation, self.covers
        summed = relaxation.summed(self.prices)
        if len(covers):
            summed = summed._replace(own=covers.own_prices())
        values = relaxation.solve(summed, self.choice)
        bound = relaxation.bound(self.prices, values) + float(covers.price.sum())
        if bound < self.bound:
            self.bound = bound
            told(bound)
        if len(covers):
            self.used[:] = 0.0
            mark_use(relaxation.net, self.choice, self.used)
            self.moments.move(covers.price, covers.over(self.used), rate * covers.units())
        self.adam.step(relaxation.slopes(self.prices, self.choice), rate)


def tighten(
    relaxation: Relaxation,
    prices: RowPrices,
    go_on: Callable[[], bool],
    watch: Watch,
    until: float | None,
) -> Covers:
    """Tighten the bound of a run, until a share of its time at most; the covers at the end.

    Without a share only steps count, and the same ones are made every time.
    """
    tightening = Tightening(relaxation, prices)
    began, stop = watch.elapsed, (until or 0.0) * watch.seconds
    tightening.run(
        go_on,
        lambda bound: watch.saw("relax", bound=bound),
        lambda: 0.0 if until is None else (watch.elapsed - began) / max(stop - began, 1e-9),
    )
    return tightening.covers


def rate_at(share: float) -> float:
    """Rate after a share of all steps: it falls by equal factors in equal shares."""
    first, middle, last = RATES
    if share < LOOKING:
        return float(first * (middle / first) ** (share / LOOKING))
    return float(middle * (last / middle) ** ((share - LOOKING) / (1.0 - LOOKING)))
