"""The bound of a run: prices, covers, and HiGHS on what can be written out.

Prices come first. Where few large tenants share a carrier, covers (`tighten`) and HiGHS' cuts
raise what they prove: covers where there are many options, HiGHS where there are few, and in
between HiGHS on the model with the covers as rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from scipy import sparse

from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.domain.plan import Plan
from optimizer.limits import Limits
from optimizer.solving.columns.ascent import Ascent
from optimizer.solving.columns.cover_rows import cover_rows
from optimizer.solving.columns.covers import Covers
from optimizer.solving.columns.dual import Relaxation
from optimizer.solving.columns.proof import (
    LONG_PATIENCE,
    PATIENCE,
    Patience,
    WrittenOut,
    positions_of,
    prove,
)
from optimizer.solving.columns.tighten import LEAST_TIGHTENED, MOST_TIGHTENED, tighten
from optimizer.solving.progress import Watch

WRITTEN_OUT = 60_000
"""Options up to which a case is also given to HiGHS as a whole, for its cuts."""


@dataclass
class Bounding:
    """What proves a bound, and what is proved.

    Attributes
    ----------
    best : callable
        The best plan so far as options, or None.
    take : callable
        Offered every plan HiGHS meets, with its value.
    stops : bool
        Set from outside: nothing more is asked of it.
    complete, impossible : bool
        The tree was searched to its end; no plan exists.
    """

    case: Case
    limits: Limits
    previous: Plan | None
    watch: Watch
    relaxation: Relaxation
    options: int
    best: Callable[[], Options | None]
    take: Callable[[float, Options], bool]
    stops: bool = False
    nodes: int = 0
    complete: bool = False
    impossible: bool = False
    covers: Covers | None = None
    ascent: Ascent = field(init=False)
    exact: WrittenOut = field(init=False)

    def __post_init__(self) -> None:
        self.ascent = Ascent(self.relaxation, self.relaxation.first_prices())
        self.exact = WrittenOut(self.case, self.previous)

    @property
    def written_out(self) -> bool:
        """Whether HiGHS gets the case as a whole."""
        return self.options <= WRITTEN_OUT

    @property
    def tightens(self) -> bool:
        """Whether covers pay: smaller cases are left to HiGHS alone."""
        homes = len(self.relaxation.homes)
        return self.options > LEAST_TIGHTENED and homes <= MOST_TIGHTENED

    @property
    def begins_at_once(self) -> bool:
        """Whether it gains more than a second search from the start on."""
        return self.written_out or self.tightens

    @cached_property
    def cuts(self) -> sparse.csr_array | None:
        """The covers as rows for HiGHS, built once: none come after its first run."""
        if self.covers is None:
            return None
        model, matrix = self.exact()
        return cover_rows(self.covers, model.options.take(matrix.free))

    def go_on(self) -> bool:
        """Whether there is time left and somebody asks for more."""
        return not (self.watch.over or self.stops)

    def told(self, bound: float) -> None:
        """Take note of a bound that prices prove."""
        self.watch.saw("relax", bound=bound)

    def done(self) -> bool:
        """Whether the run may end: proved, within the gap, impossible, or out of time."""
        gap = self.watch.gap
        if gap is not None and gap <= self.limits.gap:
            return True
        return self.watch.over or self.complete or self.impossible

    def refine(self, until: float = 1.0) -> None:
        """More steps of the dual, then covers; those until a share of the time."""
        self.ascent.refine(self.go_on, self.told)
        self.tighten(until)

    def tighten(self, until: float) -> None:
        """Covers, where they pay. A run that ends by its work does not look at the clock."""
        if self.tightens:
            share = until if self.limits.work is None else None
            self.covers = tighten(
                self.relaxation, self.ascent.prices, self.go_on, self.watch, share
            )

    def prove_on(self, until: float) -> None:
        """Covers until a share of the time, cuts at the root, then the tree.

        The tree is begun from the better plan there is by then.
        """
        self.tighten(until)
        share = PATIENCE if self.covers is None else LONG_PATIENCE
        patience = Patience(self.watch, self.go_on, share)
        self.prove(1, patience.lasts)
        while patience.lasts() and not self.done():
            self.prove(None, patience.lasts)

    def prove(self, nodes: int | None, go_on: Callable[[], bool] | None = None) -> None:
        """HiGHS on the whole case; a better plan it meets is kept."""
        model, matrix = self.exact()
        if model.hopeless:
            self.impossible = True
            return
        best = self.best()
        start = None if best is None else positions_of(model.options, best)
        proof = prove(
            model, matrix, start, go_on or self.go_on, self.watch, self.limits.seed,
            self.limits.gap, nodes, self.cuts,
        )  # fmt: skip
        self.nodes += proof.nodes
        self.impossible = self.impossible or proof.impossible
        self.complete = self.complete or proof.complete
        if proof.bound is not None:
            self.watch.saw("prove", bound=proof.bound)
        if proof.chosen is not None:
            self.take(proof.value, model.options.take(proof.chosen))
            self.watch.saw("prove", value=proof.value)
