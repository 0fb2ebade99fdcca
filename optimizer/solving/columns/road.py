"""The columns road: prices, a plan under prices, a better plan, and a better proof beside it.

1. A Lagrangian dual over life paths gives prices, and a bound (`dual`, `ascent`).
2. A plan is built under those prices and improved step by step (`planner`, `repair`).
3. Meanwhile the bound is raised (`bounding`): by more steps of the dual, by covers, and by
   HiGHS and its cuts.

With one thread the parts take turns by counted steps, so that a run ended by its gap or its
work gives the same plan everywhere; with more they run side by side.
"""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.domain.plan import Plan
from optimizer.limits import Limits
from optimizer.rules.block import Floats
from optimizer.solving.columns.bounding import Bounding
from optimizer.solving.columns.dual import Relaxation, nobody
from optimizer.solving.columns.found import Found, ending_of, lifted
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.last_plan import LastPlan
from optimizer.solving.columns.named import Named, named_rows
from optimizer.solving.columns.net import Choice
from optimizer.solving.columns.pace import (
    FIRST_SEARCH,
    PROOF_SHARE,
    STEPS_PER_WORK,
    first_heat,
    heat_at,
    is_long,
    largest_step,
    refined_from,
    steps_at_a_time,
    until_share,
)
from optimizer.solving.columns.planner import Planner
from optimizer.solving.columns.polish import IDLE, POLISHED, Polish
from optimizer.solving.columns.pruned import kept_homes, pruned_net
from optimizer.solving.columns.row_prices import RowPrices
from optimizer.solving.columns.search import Search
from optimizer.solving.columns.space_rows import space_rows
from optimizer.solving.progress import Listener, Watch, stop_on_ctrl_c

SLOW = 0.002
"""What counts as next to nothing: this share of what is left to gain."""


def solve_columns(
    case: Case,
    limits: Limits,
    previous: Plan | None = None,
    listener: Listener | None = None,
    homes: Homes | None = None,
    start: RowPrices | None = None,
) -> Found:
    """A plan and a bound for a case of any size.

    What is not compiled yet is compiled on the clock: see `ready.make_ready`.

    Parameters
    ----------
    limits : Limits
        ``work`` counts `STEPS_PER_WORK` search steps each.
    previous : Plan, optional
        The last plan: it is started from.
    homes : Homes, optional
        The homes of the case, if they are known already.
    start : RowPrices, optional
        Prices of an earlier run on nearly the same case: no rough course is needed then.

    Raises
    ------
    TooManyNamed
        If rows that name projects speak of too many options for this road.
    """
    watch = Watch(limits.seconds, listener)
    with stop_on_ctrl_c(watch):
        homes = Homes.of(case, previous) if homes is None else homes
        named = named_rows(case, homes, previous)
        return _Road(case, limits, previous, watch, homes, named, start).run()


@dataclass
class _Road:
    """One run."""

    case: Case
    limits: Limits
    previous: Plan | None
    watch: Watch
    homes: Homes
    named: Named
    start: RowPrices | None
    best: Choice | Options | None = None
    value: float = -np.inf
    heat: float | None = None
    idle: int = 0
    polish: Polish | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.options = self.homes.count_options()
        rows = space_rows(self.case, self.homes)
        self.relaxation = Relaxation(
            self.case, self.homes, rows, self.limits.threads, self.named.refund
        )
        self.bounding = Bounding(
            self.case, self.limits, self.previous, self.watch, self.relaxation, self.options,
            self._best_options, self._take,
        )  # fmt: skip
        self.ascent = self.bounding.ascent

    def run(self) -> Found:
        """Prices, a plan, then improvement and proof until done."""
        self.watch.saw("relax")
        try:
            waits_long = is_long(len(self.homes), self.case.quarters)
            early = self._early_plan if waits_long else None
            self.ascent.find(self.start, self.bounding.go_on, self.bounding.told, early)
            self._build()
            if self.limits.threads > 1:
                self._side_by_side()
            else:
                self._in_turn()
        finally:
            self.relaxation.close()
        return self._found()

    def _early_plan(self, prices: RowPrices) -> None:
        """A plan under rough prices, to have one soon; the search starts from a better one."""
        values = self.relaxation.solve(self.relaxation.summed(prices), nobody(len(self.case.stays)))
        planner = self._planned(prices, values)
        if planner.is_feasible:
            plan = planner.options_of(planner.choice)
            self._take(planner.value - planner.bonus_not_earned(), plan)
            self.watch.saw("build", value=self.value, bound=self.relaxation.bound(prices, values))

    def _build(self) -> None:
        """The plan a search starts from, and the search."""
        self.watch.saw("build")
        prices, values = self.ascent.prices, self.ascent.values
        assert values is not None
        self.planner = self._planned(prices, values)
        self.search = Search(
            self.planner, prices, values, self.limits.seed, self.limits.threads,
            self.previous is None,
        )  # fmt: skip
        self._keep("build")

    def _planned(self, prices: RowPrices, values: Floats) -> Planner:
        """A plan: the last one where there is one, then everybody by reduced value."""
        always = self.named.first_slot[self.homes.stay] >= 0
        if self.previous is not None:
            kept = self.homes.stays.kept_carrier[self.homes.stay]
            always |= kept == self.homes.carrier
        keep = kept_homes(self.relaxation, prices, always)
        planner = Planner(self.relaxation, *pruned_net(self.relaxation.net, keep), self.named)
        if self.previous is not None:
            LastPlan(planner).put_in(self.previous)
        planner.build(prices, values)
        return planner

    def _keep(self, doing: str) -> None:
        """Take the plan as it stands if it is the best and breaks nothing."""
        self.idle += 1
        value = self.planner.value
        if value > self.value and self.planner.is_feasible:
            value -= self.planner.bonus_not_earned()
            gained = value - self.value
            choice = Choice(*(each.copy() for each in self.planner.choice))
            if self._take(value, choice) and gained > SLOW * (self.ascent.bound - value):
                self.idle = 0
        self.watch.saw(doing, value=self.value if np.isfinite(self.value) else None)

    def _take(self, value: float, plan: Choice | Options) -> bool:
        """Make a plan the best one if it is worth more; search and proof both bring some."""
        with self.lock:
            if value <= self.value + 1e-9:
                return False
            self.value, self.best = value, plan
            return True

    def _best_options(self) -> Options | None:
        """The best plan as options."""
        best = self.best
        return self.planner.options_of(best) if isinstance(best, Choice) else best

    def _side_by_side(self) -> None:
        """Search in as many threads as can, a proof in one of them for a part of the time.

        Covers and HiGHS begin at once; where neither pays, the dual is refined later, as it
        gains less than the search does at first.
        """
        with ThreadPoolExecutor(self.limits.threads) as pool:
            at_once = self.bounding.begins_at_once or not self.search.splits
            begin = 0.0 if at_once else refined_from(len(self.homes))
            if begin > 0.0:
                self._improve(0.0, begin, until_share(self.watch, begin), pool)
            self.relaxation.share_out_to(1 if self.search.splits else self.limits.threads - 1)
            beside = pool.submit(self._bound)
            try:
                self._improve(begin, 1.0, 1.0, pool, beside)
                if self.bounding.written_out and not self.bounding.done() and not self.limits.work:
                    beside.result()
            finally:
                self.bounding.stops = True
            beside.result()

    def _bound(self) -> None:
        """The bound's side of a run side by side."""
        if self.bounding.written_out:
            self.bounding.prove_on(PROOF_SHARE)
        else:
            self.bounding.refine()

    def _in_turn(self) -> None:
        """One thread: search, a first proof, search again, and what is left to the proof."""
        self._improve(0.0, FIRST_SEARCH, until_share(self.watch, FIRST_SEARCH))
        if self.bounding.written_out:
            if not self.bounding.done():
                self.bounding.tighten(until_share(self.watch, PROOF_SHARE))
                self.bounding.prove(nodes=1)
            self._improve(FIRST_SEARCH, 1.0, 1.0 - PROOF_SHARE)
            if not self.bounding.done() and self.limits.work is None:
                self.bounding.prove(nodes=None)
        else:
            if not self.bounding.done():
                self.bounding.refine(until_share(self.watch, FIRST_SEARCH + PROOF_SHARE))
            self._improve(FIRST_SEARCH, 1.0, 1.0)

    def _improve(
        self,
        begin: float,
        end: float,
        until: float,
        pool: ThreadPoolExecutor | None = None,
        beside: Future[None] | None = None,
    ) -> None:
        """Search chunk by chunk, from share `begin` to share `end` of the whole search.

        What may get worse in a step cools down with the share. `until` is the share of the
        time at which to stop; with a work limit, work counts instead.
        """
        search, limits = self.search, self.limits
        if not len(search.askable):
            return
        if self.heat is None:
            self.heat = first_heat(self.case, self._mean_regret())
        largest, size = largest_step(self.case), steps_at_a_time(self.case)
        total = (limits.work or 0) * STEPS_PER_WORK
        began, stop = self.watch.elapsed, until * limits.seconds
        while not self.bounding.done():
            passed = (self.watch.elapsed - began) / max(stop - began, 1e-9)
            share = search.steps / total if total else begin + (end - begin) * min(passed, 1.0)
            if share >= end:
                break
            heat = heat_at(self.heat, share)
            if self._polishes():
                self._polish_step()
                continue
            hands = limits.threads - (beside is not None and not beside.done())
            search.round(pool, hands, size, largest, heat)
            self._keep("improve")

    def _polishes(self) -> bool:
        """Whether the search has stopped gaining where nobody may be left out."""
        wanted = self.case.settings.must_place and self.previous is None
        return wanted and self.options <= POLISHED and self.idle >= IDLE

    def _polish_step(self) -> None:
        """A small exact model on the best plan."""
        if self.polish is None:
            self.polish = Polish(*self.bounding.exact(), self.limits.seed)
        if self.polish.go_on(self._best_options(), self.value, self.watch.left):
            self._take(self.polish.incumbent.value, self.polish.plan())
        self.watch.saw("improve", value=self.value if np.isfinite(self.value) else None)

    def _mean_regret(self) -> float:
        """What the first plan leaves to gain per project; of who is placed, if it is none yet."""
        if self.best is not None:
            return max(self.ascent.bound - self.value, 0.0) / len(self.search.askable)
        regrets = self.search.regrets()
        placed = self.planner.choice.home[self.search.first_decided] >= 0
        return float(regrets[self.search.askable][placed].mean()) if placed.any() else 0.0

    def _found(self) -> Found:
        options = None if self.bounding.impossible else self._best_options()
        bound = self.watch.bound
        value = self.value if options is not None else None
        if value is not None and bound is not None:
            bound = lifted(bound, value)
        ending = ending_of(value, bound, self.limits, self.watch, self.bounding.impossible)
        return Found(
            ending, options, value, bound, self.search.steps, self.bounding.nodes,
            {"options": self.options, "homes": len(self.homes), "decisions": self.options},
            self.ascent.prices, 0.0 if self.watch.interrupted else self.watch.left,
        )  # fmt: skip
