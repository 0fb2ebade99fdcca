"""The compact road: one exact model in PuLP, solved by HiGHS, with a search for good plans.

Small models go straight to HiGHS. Larger ones are first relaxed (a bound, and prices),
then given a plan by search; HiGHS then raises the proof and the search improves the
plan in turn, until optimal, within the gap, or a limit.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.limits import Limits
from optimizer.models.allocation import AllocationModel
from optimizer.models.compact import CompactModel, build_compact
from optimizer.rules.block import Floats, Ints
from optimizer.solving.ending import Ending
from optimizer.solving.highs_run import HighsAnswer, run_highs
from optimizer.solving.matrix import Matrix, relaxed
from optimizer.solving.progress import Listener, Watch, stop_on_ctrl_c
from optimizer.solving.search import Search
from optimizer.solving.subproblem import Incumbent, settle_extras
from optimizer.units import VALUE_MARGIN

SMALL_MODEL = 3_000
"""Free options up to which HiGHS alone is best (reports/benchmarks.md)."""


@dataclass(frozen=True, slots=True)
class LevelReached:
    """One level of ranked goals: its goals, value, bound and gap."""

    rank: int
    goals: tuple[str, ...]
    value: float
    bound: float
    gap: float | None


@dataclass(frozen=True)
class Solution:
    """What a road returns: the chosen options and what was proved about them.

    Attributes
    ----------
    chosen : int array or None
        Options taken, locked ones included; None without a plan.
    value, bound : float or None
    steps, nodes : int
        Work done: search steps, branch-and-bound nodes.
    levels : tuple of LevelReached
        For ranked goals only.
    """

    ending: Ending
    chosen: Ints | None = None
    value: float | None = None
    bound: float | None = None
    steps: int = 0
    nodes: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    levels: tuple[LevelReached, ...] = ()


def solve_compact(
    model: AllocationModel, limits: Limits, listener: Listener | None = None
) -> Solution:
    """Solve a model exactly, or as far as the limits allow.

    Parameters
    ----------
    limits : Limits
        ``work`` counts search steps and branch-and-bound nodes alike.
    listener : callable, optional
        Told the progress.
    """
    if model.hopeless:
        return Solution(Ending.INFEASIBLE)
    watch = Watch(limits.seconds, listener)
    with stop_on_ctrl_c(watch):
        built = build_compact(model)
        matrix = Matrix.of(model)
        road = _Road(model, built, matrix, limits, watch)
        solution = road.small() if len(matrix.free) <= SMALL_MODEL else road.large()
    return replace(solution, sizes=sizes_of(model, matrix))


def sizes_of(model: AllocationModel, matrix: Matrix) -> dict[str, int]:
    """How large a model is, for the report and the benchmarks."""
    return {
        "options": len(model.options),
        "decisions": len(matrix.free),
        "columns": len(matrix.points),
        "rows": matrix.rows.shape[0],
        "coefficients": matrix.rows.nnz,
    }


@dataclass
class _Road:
    """One run of the compact road."""

    model: AllocationModel
    built: CompactModel
    matrix: Matrix
    limits: Limits
    watch: Watch

    def small(self) -> Solution:
        """HiGHS alone."""
        answer = run_highs(self.built, self.limits, self.watch, nodes=self.limits.work)
        return self._solution(answer, answer.values, 0)

    def large(self) -> Solution:
        """Relax, build a plan, prove, improve, prove again with what is left."""
        shares, reduced = self._relax()
        search = Search(self.model, self.matrix, self.watch, shares, reduced, seed=self.limits.seed)
        if not search.construct():
            answer = run_highs(self.built, self.limits, self.watch, nodes=self.limits.work)
            return self._solution(answer, answer.values, search.steps)
        proof = self._prove(search, nodes=1)
        if not self._done(proof):
            self._improve(search)
            if not self._within_gap() and not self.watch.over and self.limits.work is None:
                proof = self._prove(search, nodes=None)
        return self._solution(proof, search.incumbent.values, search.steps)

    def _relax(self) -> tuple[Floats, Floats]:
        """LP values and reduced points of the free options; its value is a first bound."""
        self.watch.saw("relax")
        found = relaxed(self.matrix, self.watch.left)
        if found is None:
            count = len(self.matrix.free)
            return np.zeros(count), self.matrix.points[:count]
        self.watch.saw("relax", bound=found.bound)
        return found.value, found.reduced

    def _prove(self, search: Search, nodes: int | None) -> HighsAnswer:
        """HiGHS from the best plan: its cuts lower the bound, and it may find a better plan."""
        answer = run_highs(
            self.built,
            self.limits,
            self.watch,
            start=search.incumbent.values,
            nodes=nodes,
            doing="prove",
            proof_only=nodes is not None,
        )
        if answer.values is not None:
            self._adopt(search, answer.values)
        return answer

    def _adopt(self, search: Search, values: Floats) -> None:
        count = len(self.matrix.free)
        better = values.copy()
        better[:count] = np.round(better[:count])
        if self.matrix.points @ better > search.incumbent.value + 1e-9:
            search.incumbent.values = better

    def _improve(self, search: Search) -> None:
        """Search steps until the gap is reached, the work is done, or most time is gone."""
        share = 0.6 if self.limits.work is None else 1.0
        until = self.watch.elapsed + share * self.watch.left
        while not self.watch.over and not self._within_gap():
            if self.limits.work is not None and search.steps >= self.limits.work:
                break
            if self.limits.work is None and self.watch.elapsed > until:
                break
            search.improve_once()

    def _within_gap(self) -> bool:
        gap = self.watch.gap
        return gap is not None and gap <= self.limits.gap

    def _done(self, answer: HighsAnswer) -> bool:
        return answer.ending(self.watch.interrupted) is Ending.OPTIMAL or self.watch.over

    def _solution(self, answer: HighsAnswer, values: Floats | None, steps: int) -> Solution:
        """The best plan with the best bound, and how it ended."""
        if values is None:
            ending = answer.ending(self.watch.interrupted)
            return Solution(ending, bound=answer.bound, steps=steps, nodes=answer.nodes)
        count = len(self.matrix.free)
        taken = self.matrix.free[values[:count] > 0.5]
        locked = np.flatnonzero(self.model.options.locked)
        final = Incumbent(self.matrix, values.copy())
        final.values[:count] = np.round(final.values[:count])
        settle_extras(final)
        value = final.value
        bound = min(b for b in (answer.bound, self.watch.bound, np.inf) if b is not None)
        bound = max(bound, value)
        ending = self._ending(answer, value, bound)
        chosen = np.sort(np.concatenate([taken, locked]))
        return Solution(ending, chosen, value, bound, steps, answer.nodes)

    def _ending(self, answer: HighsAnswer, value: float, bound: float) -> Ending:
        if bound - value <= VALUE_MARGIN * max(1.0, abs(bound)):
            return Ending.OPTIMAL
        if bound > 0 and (bound - value) / bound <= self.limits.gap + 1e-12:
            return Ending.WITHIN_GAP
        if self.watch.interrupted:
            return Ending.INTERRUPTED
        return Ending.TIME_LIMIT if self.watch.left <= 0 else Ending.WORK_LIMIT
