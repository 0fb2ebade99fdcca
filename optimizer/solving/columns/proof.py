"""A tighter bound for cases small enough to be written out: HiGHS and its cuts on the rest.

Where few large tenants share a carrier, prices alone prove little: the bound shares tenants
out. Cover cuts over who fits together, found by HiGHS at the root and below, close most of
that gap. It is started from the plan the search has found and never asked for one.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.domain.plan import Plan
from optimizer.models.allocation import AllocationModel, allocation_model
from optimizer.rules.block import Floats, Ints
from optimizer.solving.matrix import INFINITY, Matrix, highs_of
from optimizer.solving.progress import Watch
from optimizer.solving.subproblem import Incumbent, settle_extras, start_from

PATIENCE = 0.1
"""Share of the time limit for which a proof may stand still before its core goes to the search."""

LONG_PATIENCE = 0.5
"""The same where covers have proved most already: HiGHS has to get there first."""

SHORTEST_PATIENCE = 5.0
"""Seconds it may stand still in any case."""

GAINED = 0.01
"""Share of the gap that counts as not standing still."""

RUN_WELL = (highspy.HighsStatus.kOk, highspy.HighsStatus.kWarning)


@dataclass(frozen=True)
class Proof:
    """What a run proved: a bound (None: nothing), a better plan if one was met, and the nodes.

    `chosen` are options of the model, locked ones included. `complete` says that the tree was
    searched to the end; `impossible`, that no plan exists.
    """

    bound: float | None
    chosen: Ints | None
    value: float
    nodes: int
    complete: bool
    impossible: bool


@dataclass
class Patience:
    """Whether to go on with a proof: as long as its bound still closes some of the gap."""

    watch: Watch
    go_on: Callable[[], bool]
    share: float = PATIENCE
    bound: float = np.inf
    since: float = 0.0

    def lasts(self) -> bool:
        """Whether it is worth its core; asked now and then."""
        value, bound, now = self.watch.value, self.watch.bound, self.watch.elapsed
        if value is None or bound is None:
            self.since = now
        elif not np.isfinite(self.bound) or bound < self.bound - GAINED * (self.bound - value):
            self.bound, self.since = bound, now
        patient = now - self.since < max(SHORTEST_PATIENCE, self.share * self.watch.seconds)
        return patient and self.go_on()


@dataclass
class WrittenOut:
    """The exact model of a case, written out when it is first asked for, by any thread."""

    case: Case
    previous: Plan | None
    written: tuple[AllocationModel, Matrix] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self) -> tuple[AllocationModel, Matrix]:
        """Model and matrix."""
        with self.lock:
            if self.written is None:
                model = allocation_model(self.case, self.previous)
                self.written = (model, Matrix.of(model))
            return self.written


def positions_of(table: Options, plan: Options) -> Ints:
    """Rows of a sorted option table that a plan takes; what it does not list is left out."""
    names = ("stay", "carrier", "first", "end", "mode")
    width = [int(max(getattr(t, n).max(initial=0) for t in (table, plan))) + 1 for n in names]

    def keys(options: Options) -> Ints:
        key = np.zeros(len(options), np.int64)
        for name, size in zip(names, width, strict=True):
            key = key * size + getattr(options, name)
        return key

    listed, asked = keys(table), keys(plan)
    at = np.minimum(np.searchsorted(listed, asked), max(len(listed) - 1, 0))
    return np.sort(at[listed[at] == asked])


def column_values(model: AllocationModel, matrix: Matrix, chosen: Ints) -> Floats:
    """Values of all columns for a plan given by its options; extra columns at their best."""
    values = np.zeros(len(matrix.points))
    values[: len(matrix.free)] = np.isin(matrix.free, chosen)
    incumbent = Incumbent(matrix, values)
    settle_extras(incumbent)
    return incumbent.values


def prove(
    model: AllocationModel,
    matrix: Matrix,
    start: Ints | None,
    go_on: Callable[[], bool],
    watch: Watch,
    seed: int,
    gap: float,
    nodes: int | None = None,
    cuts: sparse.csr_array | None = None,
) -> Proof:
    """Run HiGHS until optimal, within the gap, out of nodes, or the watch is over.

    Parameters
    ----------
    start : int array, optional
        Options of a plan to start from.
    go_on : callable
        Asked now and then whether to go on.
    cuts : csr_array, shape (cuts, options that are free), optional
        Rows that no plan brings above 1.
    """
    solver = highs_of(
        matrix.points, matrix.column_lower, matrix.column_upper, matrix.rows,
        matrix.lower, matrix.upper, integers=len(matrix.free),
    )  # fmt: skip
    if cuts is not None:
        count = cuts.shape[0]
        solver.addRows(
            count, np.full(count, -INFINITY), np.ones(count), cuts.nnz,
            cuts.indptr[:-1], cuts.indices, cuts.data,
        )  # fmt: skip
    solver.setOptionValue("time_limit", max(watch.left, 0.1))
    solver.setOptionValue("mip_rel_gap", max(gap, 0.0))
    solver.setOptionValue("mip_abs_gap", 1e-9)
    solver.setOptionValue("random_seed", seed)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    # Plans come from the search; below the root HiGHS meets some of its own all the same.
    if start is not None:
        solver.setOptionValue("mip_heuristic_effort", 0.0)
        start_from(solver, column_values(model, matrix, start))
    names = highspy.cb.HighsCallbackType
    solver.setCallback(_listener(watch, go_on), None)
    solver.startCallback(names.kCallbackMipInterrupt)
    status = solver.run()
    return _read(model, matrix, solver, status)


def _listener(watch: Watch, go_on: Callable[[], bool]) -> Any:
    def listen(kind: Any, message: str, said: Any, reply: Any, user_data: Any) -> None:
        bound = -said.mip_dual_bound
        if np.isfinite(bound):
            watch.saw("prove", bound=bound)
        if not go_on() and reply is not None:
            reply.user_interrupt = True

    return listen


def _read(
    model: AllocationModel, matrix: Matrix, solver: highspy.Highs, status: highspy.HighsStatus
) -> Proof:
    """A run that did not end well proves nothing."""
    info, ended = solver.getInfo(), solver.getModelStatus()
    statuses = highspy.HighsModelStatus
    if status not in RUN_WELL or ended == statuses.kNotset:
        return Proof(None, None, -np.inf, 0, complete=False, impossible=False)
    bound: float | None = -float(info.mip_dual_bound)
    impossible = ended in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible)
    if bound is None or not np.isfinite(bound) or impossible:
        bound = None
    chosen, value = None, -np.inf
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        taken = np.array(solver.getSolution().col_value)[: len(matrix.free)] > 0.5
        locked = np.flatnonzero(model.options.locked)
        chosen = np.sort(np.concatenate([matrix.free[taken], locked]))
        value = float(matrix.points @ column_values(model, matrix, chosen))
    nodes = int(max(info.mip_node_count, 0))
    return Proof(bound, chosen, value, nodes, ended == statuses.kOptimal, impossible)
