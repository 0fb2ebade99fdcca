"""Search in a plan: whom to ask, and several searches side by side.

Side by side, campuses are dealt out: each search uses the carriers of its own campuses and
touches only projects that are nowhere else, so that none sees what another does. They are dealt
anew every time; where they are few, every other round is one search on everything. Of rows that
span campuses, such as a city's relief budget, each search has a share (`shares`).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.dual import nobody
from optimizer.solving.columns.listed import listed_paths, most_listed, project_of_entries
from optimizer.solving.columns.net import Asked, Prices, Room, Work
from optimizer.solving.columns.paths import working_memory
from optimizer.solving.columns.planner import Planner
from optimizer.solving.columns.repair import MOST_TAKEN, all_points, improve
from optimizer.solving.columns.row_prices import RowPrices
from optimizer.solving.columns.shares import Shares, rows_that_span

WEIGHTS = (0.0, 0.5, 0.75, 0.9, 1.0, 1.5)
"""Weights of the prices that steer a step, one drawn for each."""

MOST_FOUND = 1_024
"""Tenants of one carrier looked at in one step."""

CURIOSITY = 0.05
"""Share of the mean regret every project is given, so that none is never asked."""

FEW_CAMPUSES = 8
"""Campuses below which searches take turns with one that does it all (measured with 3 and 4)."""

MIXER = 0x9E3779B97F4A7C15


@dataclass
class Hand:
    """What one search holds: its memory, its random numbers, how many steps it has done."""

    work: Work
    state: NDArray[np.uint64]
    stamp: Ints
    taken: Ints
    found: Ints
    luck: Floats
    steps: int = 0


@dataclass
class Search:
    """Searches on one planner's plan."""

    planner: Planner
    prices: RowPrices
    values: Floats
    seed: int = 0
    threads: int = 1
    starts_anew: bool = True
    hands: list[Hand] = field(init=False)
    rounds: int = 0

    def __post_init__(self) -> None:
        planner = self.planner
        self.hands = [self._hand(number) for number in range(self.threads)]
        self.kept = nobody(len(planner.choice.home))
        self.bulk = np.zeros(len(planner.worth))
        arrays = planner.relaxation.case.stay_arrays
        np.maximum.at(self.bulk, arrays.project, arrays.area_m2)
        self.askable, self.first_decided = self._askable()
        self.could = self._could()
        self.deals = np.random.default_rng(self.seed)
        relaxation = planner.relaxation
        self.steered: tuple[Prices, ...] = tuple(
            relaxation.summed(self.prices, weight) for weight in WEIGHTS
        )
        self.full = relaxation.summed(self.prices)
        most = most_listed(planner.net, self.starts_anew)
        self.listed = listed_paths(planner, self.steered, self.askable, most)
        self.spans = rows_that_span(relaxation.rows, relaxation.case.carrier_campus)
        self.tied = self._tied()
        self.splits = self.threads > 1 and self._can_share_out()

    def _hand(self, number: int) -> Hand:
        planner = self.planner
        return Hand(
            working_memory(planner.net, planner.named.slots),
            np.array([(MIXER * (2 * self.seed + number + 1)) % 2**64 | 1], np.uint64),
            np.zeros(len(planner.worth), np.int64),
            np.zeros(MOST_TAKEN, np.int64),
            np.zeros(MOST_FOUND, np.int64),
            np.zeros(len(WEIGHTS)),
        )

    @property
    def steps(self) -> int:
        """Steps done, all searches together."""
        return sum(hand.steps for hand in self.hands)

    def regrets(self) -> Floats:
        """How far each project's path is from its best one under the prices."""
        have = np.zeros(len(self.values))
        all_points(self.planner.net, self.full, self.planner.choice, have)
        return np.maximum(self.values - have, 0.0)

    def round(
        self, pool: ThreadPoolExecutor | None, hands: int, steps: int, largest: int, heat: float
    ) -> None:
        """Search side by side where rows allow it, or alone.

        Where campuses are few, what stands between those of two searches is much: every other
        round one search does it all.
        """
        self.rounds += 1
        few = len(self.planner.relaxation.case.campuses) < FEW_CAMPUSES
        in_turn = few and self.rounds % 2 == 0
        if pool is None or hands < 2 or not self.splits or in_turn:
            self.alone(steps, largest, heat)
        else:
            self.side_by_side(pool, hands, steps, largest, heat)

    def alone(self, steps: int, largest: int, heat: float) -> None:
        """One search on everything."""
        everyone = np.ones(len(self.values), bool)
        self._run(self.hands[0], self.planner.room, everyone, self.regrets(), steps, largest, heat)

    def side_by_side(
        self, pool: ThreadPoolExecutor, hands: int, steps: int, largest: int, heat: float
    ) -> None:
        """So many searches at the same time, each on its own campuses."""
        owner = self._deal(hands)
        of_project = self._owner_of_projects(owner, hands)
        regrets, planner = self.regrets(), self.planner
        shares = Shares(planner.room, self.spans, planner.relaxation.rules.limit, hands)

        def run(number: int) -> None:
            own = shares.each[number]._replace(mine=owner == number)
            self._run(self.hands[number], own, of_project == number, regrets, steps, largest, heat)

        list(pool.map(run, range(hands)))
        shares.gather()

    def _run(
        self, hand: Hand, room: Room, movable: NDArray[np.bool_], regrets: Floats, steps: int,
        largest: int, heat: float,
    ) -> None:  # fmt: skip
        planner = self.planner
        projects = self.askable[movable[self.askable]]
        if not len(projects):
            return
        weight = regrets[projects] + CURIOSITY * max(float(regrets.mean()), 1e-9)
        asked = Asked(
            projects, np.cumsum(weight), *self.could, regrets, movable, self.bulk, hand.luck,
            planner.project_of, hand.stamp, hand.taken, hand.found,
        )  # fmt: skip
        improve(
            planner.net, planner.relaxation.rules, planner.named.rows, room, planner.lists,
            self.listed, self.steered, hand.work, planner.choice, self.kept, planner.worth, asked,
            hand.state, hand.steps + 1, steps, largest, heat,
        )  # fmt: skip
        hand.steps += steps

    def _deal(self, hands: int) -> Ints:
        """Owner of each carrier: campuses in random order, dealt out in turn."""
        campus = self.planner.relaxation.case.carrier_campus
        count = int(campus.max(initial=0)) + 1
        order = self.deals.permutation(count) % hands
        return np.asarray(order[campus], np.int64)

    def _owner_of_projects(self, owner: Ints, hands: int) -> Ints:
        """Owner of everything a project has; -1 where that is more than one."""
        planner = self.planner
        projects = len(planner.worth)
        low, high = np.full(projects, hands), np.full(projects, -1)
        stay = np.flatnonzero(planner.choice.home >= 0)
        of = planner.project_of[stay]
        held = owner[planner.net.homes["carrier"][planner.choice.home[stay]]]
        sits = planner.net.stays["sits"][stay]
        for own in (held, np.where(sits >= 0, owner[np.maximum(sits, 0)], held)):
            np.minimum.at(low, of, own)
            np.maximum.at(high, of, own)
        nowhere = high < 0
        dealt = self.deals.integers(0, hands, projects)
        result = np.where(nowhere, dealt, np.where(low == high, high, -1))
        # Rows that tie projects together span campuses: only the first search touches these.
        tied = self.tied
        result[tied] = np.where(nowhere[tied] | (result[tied] == 0), 0, -1)
        return np.asarray(result, np.int64)

    def _can_share_out(self) -> bool:
        """Whether searches side by side can do most of what one search can."""
        capped = self.spans & (self.planner.relaxation.rows.parent >= 0)
        moves_capped = int(self.planner.net.setup["keep_at_least"][0]) > 0
        many_tied = 2 * int(np.isin(self.askable, self.tied).sum()) > len(self.askable)
        return not (bool(capped.any()) or moves_capped or many_tied)

    def _tied(self) -> Ints:
        """Projects in named rows with others, which may be on any campus."""
        planner = self.planner
        entry = np.flatnonzero(self.listed.only[planner.named.rows.row] < 0)
        return np.unique(project_of_entries(planner)[entry])

    def _could(self) -> tuple[Ints, Ints]:
        """Projects with a home in each carrier, as one list and where each carrier's begins."""
        net, projects = self.planner.net, max(len(self.planner.worth), 1)
        count = net.stays["home_stop"] - net.stays["first_home"]
        project = np.repeat(self.planner.project_of, count)
        key = net.homes["carrier"].astype(np.int64) * projects + project
        key.sort()
        key = key[np.concatenate([[True], key[1:] != key[:-1]])] if len(key) else key
        carriers = len(self.planner.relaxation.case.carriers)
        first = np.searchsorted(key, np.arange(carriers + 1) * projects)
        return key % projects, first.astype(np.int64)

    def _askable(self) -> tuple[Ints, Ints]:
        """Projects with something to decide, and the first stay of each that is open."""
        net = self.planner.net
        open_stay = (net.stays["home_stop"] > net.stays["first_home"]) & ~net.stays["locked"]
        stay = np.flatnonzero(open_stay)
        projects, first = np.unique(self.planner.project_of[stay], return_index=True)
        return projects, stay[first]
