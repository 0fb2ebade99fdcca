"""Small exact models inside a plan: a few carriers and everybody in them, chosen anew by HiGHS.

Where a search of single paths no longer gains, what is left to gain needs several tenants to
change places at once. A step opens the options of all projects housed in a few carriers,
within those carriers; everything else stays. It is for cases that can be written out.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.options import Options
from optimizer.models.allocation import AllocationModel
from optimizer.rules.block import Ints
from optimizer.solving.columns.proof import column_values, positions_of
from optimizer.solving.matrix import Matrix, rank_within, relaxed
from optimizer.solving.subproblem import Incumbent, improve

POLISHED = 200_000
"""Options up to which small exact models take over where the search no longer gains."""

IDLE = 24
"""Chunks of the search in a row that gained next to nothing before that."""

NODES = 40
SECONDS = 3.0
"""A step ends by nodes; the seconds only guard against a single runaway step."""

CORE_DEPTH = 3
"""Options of every stay in the core."""

CORE_NODES = 500

MOST_OPEN = 500
"""Options opened in one step, about."""


@dataclass
class Polish:
    """Steps on a written-out model, from plans given and taken as options."""

    model: AllocationModel
    matrix: Matrix
    seed: int = 0
    steps: int = 0
    value: float = np.nan
    incumbent: Incumbent = field(init=False)

    def __post_init__(self) -> None:
        free = self.matrix.free
        self.project: Ints = self.model.board.project[free]
        self.carrier: Ints = self.model.options.carrier[free]
        self.random = np.random.default_rng(self.seed)
        self.shared = self._shared()

    def _shared(self) -> NDArray[np.float64]:
        """How many projects could use both of two carriers: who changes places with whom."""
        projects = int(self.project.max(initial=0)) + 1
        carriers = int(self.carrier.max(initial=0)) + 1
        could = np.zeros((projects, carriers), np.float32)
        could[self.project, self.carrier] = 1.0
        return np.asarray(could.T @ could, np.float64)

    def go_on(self, plan: Options | None, value: float, seconds: float) -> bool:
        """One more step from a plan of a value: the core first; whether it became better."""
        if value != self.value:
            self.take(plan)
        better = self.core(0.5 * seconds) if self.steps == 0 else self.step(seconds)
        self.steps += 1
        better = better and self.incumbent.is_feasible()
        self.value = self.incumbent.value if better else value
        return better

    def take(self, plan: Options | None) -> None:
        """Begin from a plan, or from nothing."""
        none = np.zeros(0, np.int64)
        chosen = none if plan is None else positions_of(self.model.options, plan)
        values = column_values(self.model, self.matrix, chosen)
        self.incumbent = Incumbent(self.matrix, values)

    def core(self, seconds: float) -> bool:
        """Choose anew among the few options of every stay that the LP relaxation likes best.

        Returns
        -------
        bool
            Whether a better plan, or a first one, was found.
        """
        liked = relaxed(self.matrix, 0.3 * seconds)
        if liked is None:
            return False
        stay = self.model.options.stay[self.matrix.free]
        kept = rank_within(stay, liked.reduced) < CORE_DEPTH
        kept |= (liked.value > 1e-6) | self.incumbent.taken
        return improve(self.incumbent, np.flatnonzero(kept), CORE_NODES, 0.7 * seconds, self.seed)

    def step(self, seconds: float) -> bool:
        """Open a few carriers; whether the plan became better."""
        columns = self._neighbourhood()
        if not len(columns):
            return False
        limit = min(SECONDS, max(seconds, 0.1))
        return improve(self.incumbent, columns, NODES, limit, self.seed + self.steps)

    def plan(self) -> Options:
        """The plan as it stands, locked options included."""
        taken = self.matrix.free[self.incumbent.taken]
        locked = np.flatnonzero(self.model.options.locked)
        return self.model.options.take(np.sort(np.concatenate([taken, locked])))

    def _neighbourhood(self) -> Ints:
        """Options, in carriers drawn one after the other, of all who are in them now."""
        taken = self.incumbent.taken
        count = self.shared.shape[0]
        chosen = np.zeros(count, bool)
        weight = np.ones(count)
        columns = np.zeros(0, np.int64)
        while not chosen.all():
            total = weight.sum()
            if total <= 0:
                break
            k = int(self.random.choice(count, p=weight / total))
            chosen[k] = True
            inside = np.unique(self.project[taken & chosen[self.carrier]])
            mine = np.isin(self.project, inside)
            wider = np.flatnonzero(mine & (chosen[self.carrier] | taken))
            if len(wider) > MOST_OPEN and len(columns):
                break
            columns = wider
            weight = np.where(chosen, 0.0, self.shared[chosen].sum(axis=0))
        return columns
