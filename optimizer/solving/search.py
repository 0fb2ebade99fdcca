"""Plans by search: built batch by batch, then improved neighbourhood by neighbourhood.

Every step is a small exact MIP over some projects with all others fixed, so every
rule of the book is respected without being named here. Steps are counted: a search
ended by its number of steps gives the same plan everywhere.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.models.allocation import AllocationModel
from optimizer.rules.block import Floats, Ints
from optimizer.solving.matrix import Matrix, rank_within
from optimizer.solving.progress import Watch
from optimizer.solving.subproblem import Incumbent, improve

BUILD_NODES = 5
STEP_NODES = 30
STEP_SECONDS = 20.0
"""A step ends by nodes; the seconds only guard against a single runaway step."""

CURIOSITY = 0.05
"""Points of regret every project is given, so that none is never asked."""

NEIGHBOURHOODS = ((30, 12), (20, 25), (14, 50), (8, 100))
"""(projects opened, options kept per stay): wide and shallow to narrow and deep, in turn."""


@dataclass
class Search:
    """A plan under search, and what each step may open.

    Attributes
    ----------
    relaxed : ndarray of float, one per free option
        Value of the option in the LP relaxation.
    reduced : ndarray of float, one per free option
        Points of the option less what the LP relaxation charges for its space.
    """

    model: AllocationModel
    matrix: Matrix
    watch: Watch
    relaxed: Floats
    reduced: Floats
    seed: int = 0
    steps: int = 0
    incumbent: Incumbent = field(init=False)

    def __post_init__(self) -> None:
        board, free = self.model.board, self.matrix.free
        self.project: Ints = board.project[free]
        self.carrier: Ints = self.model.options.carrier[free]
        self.random = np.random.default_rng(self.seed)
        self.incumbent = Incumbent(self.matrix, self._as_they_sit())
        self.fits = self._fits()
        self.rank = rank_within(self.model.options.stay[free], self.reduced)
        self.able = np.asarray(self.fits.any(axis=1))
        self.deserved = np.zeros(len(self.fits))
        np.add.at(self.deserved, self.project, self.relaxed * self.matrix.points[: len(free)])

    def _as_they_sit(self) -> Floats:
        """Column values of the plan in which every sitting tenant stays put."""
        values = np.zeros(len(self.matrix.points))
        taken = self.model.board.as_they_sit[self.matrix.free]
        values[: len(taken)] = taken
        extra = slice(len(taken), None)
        values[extra] = np.clip(
            0.0, self.matrix.column_lower[extra], self.matrix.column_upper[extra]
        )
        return values

    def _fits(self) -> NDArray[np.bool_]:
        """Whether a project has an option in a carrier; shape (projects, carriers)."""
        case = self.model.board.case
        fits = np.zeros((len(case.projects), len(case.carriers)), bool)
        fits[self.project, self.carrier] = True
        return fits

    def construct(self) -> bool:
        """A first plan: decide among the options the LP relaxation pays for in full.

        Returns
        -------
        bool
            Whether a feasible plan stands.
        """
        self._tell("build")
        self._open_columns(np.flatnonzero(self.reduced >= -1e-9), BUILD_NODES, self.watch.left)
        if not self.incumbent.is_feasible() and not self.watch.over:
            self._repair()
        self._tell("build")
        return self.incumbent.is_feasible()

    def _repair(self) -> None:
        """From a plan that breaks rows (what is pinned must be placed): open who is in them."""
        matrix = self.matrix
        activity = matrix.rows @ self.incumbent.values
        broken = (activity > matrix.upper + 1e-6) | (activity < matrix.lower - 1e-6)
        touched = np.unique(matrix.rows[np.flatnonzero(broken)].indices)
        asked = np.unique(self.project[touched[touched < len(matrix.free)]])
        inside: NDArray[np.bool_] = np.asarray(self.fits[asked].any(axis=0))
        sitting = self._housed_in(inside)
        projects = np.concatenate([asked, sitting])
        columns = np.flatnonzero(np.isin(self.project, projects))
        self._open_columns(columns, STEP_NODES, STEP_SECONDS)

    def improve_once(self) -> bool:
        """One step: open a neighbourhood and choose it anew.

        Returns
        -------
        bool
            Whether the plan became better.
        """
        size, depth = NEIGHBOURHOODS[self.steps % len(NEIGHBOURHOODS)]
        projects = self._neighbourhood(size)
        kept = (self.rank < depth) | (self.relaxed > 1e-6) | self.incumbent.taken
        columns = np.flatnonzero(np.isin(self.project, projects) & kept)
        better = self._open_columns(columns, STEP_NODES, STEP_SECONDS)
        self._tell("improve")
        return better

    def _open_columns(self, columns: Ints, nodes: int, seconds: float) -> bool:
        self.steps += 1
        if not len(columns):
            return False
        seconds = min(seconds, max(self.watch.left, 0.1))
        return improve(self.incumbent, columns, nodes, seconds, self.seed + self.steps)

    def _tell(self, doing: str) -> None:
        value = self.incumbent.value if self.incumbent.is_feasible() else None
        self.watch.saw(doing, value=value)

    def _neighbourhood(self, size: int) -> Ints:
        """A project that could gain, the carriers it fits best, and who is or could be there."""
        asked = self._asked_project()
        own = self.project == asked
        best = np.full(self.fits.shape[1], -np.inf)
        np.maximum.at(best, self.carrier[own], self.reduced[own])
        usable = np.flatnonzero(np.isfinite(best))
        noise = self.random.gumbel(size=len(usable)) * (np.ptp(best[usable]) / 4 + 1e-9)
        count = int(self.random.integers(1, 4))
        chosen = usable[np.argsort(-(best[usable] + noise), kind="stable")[:count]]
        inside = np.zeros(self.fits.shape[1], bool)
        inside[chosen] = True
        housed = self._housed_in(inside)
        could = np.setdiff1d(np.flatnonzero(self.fits[:, chosen].any(axis=1)), housed)
        housed = self._sample(housed, int(size * 0.6))
        outside = self._sample(could, size - len(housed))
        return np.unique(np.concatenate([[asked], housed, outside]).astype(np.int64))

    def _asked_project(self) -> int:
        """A project drawn by how far the plan is from what the LP relaxation gives it."""
        has = np.zeros(len(self.fits))
        taken = self.incumbent.taken
        points = self.matrix.points[: len(taken)]
        np.add.at(has, self.project[taken], points[taken])
        regret = np.where(self.able, np.abs(self.deserved - has) + CURIOSITY, 0.0)
        return int(self.random.choice(len(regret), p=regret / regret.sum()))

    def _housed_in(self, carriers: NDArray[np.bool_]) -> Ints:
        taken = self.incumbent.taken
        inside = taken & carriers[self.carrier]
        return np.unique(self.project[inside])

    def _sample(self, projects: Ints, count: int) -> Ints:
        if len(projects) <= count:
            return projects
        return self.random.choice(projects, count, replace=False)
