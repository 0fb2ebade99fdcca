"""The plan under construction: built greedily under prices, then improved step by step."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.options import Options
from optimizer.models.linked_goals import neighbours
from optimizer.rules.block import Floats, Ints
from optimizer.rules.board import Board
from optimizer.solving.columns.dual import Relaxation, nobody
from optimizer.solving.columns.insertion import shift_project
from optimizer.solving.columns.named import Named
from optimizer.solving.columns.net import Choice, Lists, Net, Room, Work
from optimizer.solving.columns.option_kernels import ROOM_MARGIN
from optimizer.solving.columns.paths import working_memory
from optimizer.solving.columns.repair import all_points, fill
from optimizer.solving.columns.row_prices import RowPrices


@dataclass
class Planner:
    """A feasible plan, its worth, and the room it leaves."""

    relaxation: Relaxation
    net: Net
    number: Ints
    named: Named
    choice: Choice = field(init=False)
    room: Room = field(init=False)
    lists: Lists = field(init=False)
    worth: Floats = field(init=False)

    def __post_init__(self) -> None:
        relaxation, case = self.relaxation, self.relaxation.case
        stays, projects = len(case.stays), len(case.projects)
        self.choice = nobody(stays)
        self.room = self._empty_room()
        self.lists = self._empty_lists()
        self.plain = relaxation.summed(relaxation.first_prices())
        self.net.stays["named"] = self.named.first_slot
        self.work: Work = working_memory(self.net, self.named.slots)
        self.worth = np.zeros(projects)
        self.project_of = case.stay_arrays.project
        self.mode = relaxation.homes.mode[self.number]
        self._seat()

    def _empty_room(self) -> Room:
        rows = self.relaxation.rows
        activity = rows.constant.copy()
        capped = np.flatnonzero(rows.parent >= 0)
        fed = rows.factor[capped] * np.minimum(rows.constant[capped], rows.cap[capped])
        np.add.at(activity, rows.parent[capped], fed)
        hard = np.isinf(rows.weight) & (rows.sense > 0) & (rows.parent < 0)
        margin = 1e-7 * np.maximum(1.0, np.abs(rows.limit))
        slack = np.where(hard, rows.limit - activity + margin, np.inf)
        return Room(
            self.relaxation.free.copy(),
            slack,
            activity,
            np.zeros(1, np.int64),
            np.ones(len(self.relaxation.free), bool),
        )

    def _empty_lists(self) -> Lists:
        """Lists with a place for every stay that has a home in the carrier."""
        carrier, table = self.net.homes["carrier"], self.net.stays
        carriers = len(self.relaxation.case.carriers)
        # Homes of a stay in one carrier stand side by side: each pair is counted once.
        fresh = np.ones(len(carrier), bool)
        fresh[1:] = carrier[1:] != carrier[:-1]
        fresh[table["first_home"][table["home_stop"] > table["first_home"]]] = True
        most = np.bincount(carrier[fresh], minlength=carriers)
        first = np.concatenate([[0], np.cumsum(most)[:-1]]).astype(np.int64)
        return Lists(
            first, np.zeros(carriers, np.int64), np.zeros(int(most.sum()), np.int64),
            np.zeros(len(table), np.int64),
        )  # fmt: skip

    def _seat(self) -> None:
        """Sitting tenants where they sit."""
        stays, homes = self.net.stays, self.net.homes
        count = stays["home_stop"] - stays["first_home"]
        stay = np.repeat(np.arange(len(stays)), count)
        at_home = np.flatnonzero(stays["sits"][stay] == homes["carrier"])
        self.choice.home[stay[at_home]] = at_home
        self.choice.end[stay[at_home]] = stays["length"][stay[at_home]]
        for p in np.unique(self.project_of[stay[at_home]]).tolist():
            self.shift(p, 1.0)
        self._clear_overfull(stay[at_home])
        self.count_all()

    def _clear_overfull(self, seated: Ints) -> None:
        """Out with tenants who could be elsewhere where a carrier holds more than it has.

        No workbook has such a carrier, but a case changed in Python may: those who are put out
        are put in again with all others, at home if there is room.
        """
        table, homes = self.net.stays, self.net.homes
        overfull = np.any(self.room.free < -ROOM_MARGIN, axis=1)
        here = seated[overfull[table["sits"][seated]] & ~table["locked"][seated]]
        last = homes["carrier"][table["home_stop"][here] - 1]
        elsewhere = (homes["carrier"][table["first_home"][here]] != table["sits"][here]) | (
            last != table["sits"][here]
        )
        for s in here[elsewhere].tolist():
            self.shift(int(self.project_of[s]), -1.0)
            self.choice.home[s] = -1

    def shift(self, p: int, sign: float) -> None:
        """Put a project's path in (1) or take it out (-1)."""
        relaxation = self.relaxation
        shift_project(
            self.net, relaxation.rules, self.named.rows, self.room, self.lists, self.choice, p, sign
        )

    def count_all(self) -> None:
        """Count the worth of every project's path anew."""
        all_points(self.net, self.plain, self.choice, self.worth)

    @property
    def value(self) -> float:
        """Points of the plan, what soft rows cost included; very low while a must is missing."""
        rules, rows = self.relaxation.rules, self.relaxation.rows
        over = np.maximum(rules.sense * (self.room.activity - rules.limit), 0.0)
        cost = rules.weight * (over - rows.at_rest)
        return float(self.worth.sum()) - float(cost.sum()) - self._named_cost()

    def _named_cost(self) -> float:
        """What soft named rows cost beyond what they cost as the tenants sit."""
        rows = self.named.rows
        soft = np.isfinite(rows.weight)
        over = np.where(soft, np.maximum(rows.activity - rows.limit, 0.0), 0.0)
        most, weight = np.zeros(len(rows.at_rest)), np.zeros(len(rows.at_rest))
        np.maximum.at(most, rows.group, over)
        np.maximum.at(weight, rows.group, np.where(soft, rows.weight, 0.0))
        return float((weight * (most - rows.at_rest)).sum())

    def options_of(self, choice: Choice) -> Options:
        """The option table's rows of a choice, by stay."""
        homes = self.relaxation.homes
        stay = np.flatnonzero(choice.home >= 0)
        home, first = self.number[choice.home[stay]], choice.first[stay]
        present = homes.stays.home[stay] >= 0
        length = homes.stays.length[stay].astype(np.int64)
        planned = np.where(present, length, first + length)
        return homes.options(home, first, choice.end[stay] - planned)

    def bonus_not_earned(self) -> float:
        """Neighbour bonus granted where a partner could be, less what this plan earns."""
        table, case = self.relaxation.net.start_bonus, self.relaxation.case
        if not len(table):
            return 0.0
        options = self.options_of(self.choice)
        wished = self.relaxation.homes.stays.home[options.stay] < 0
        group = self.relaxation.rows.class_of[options.stay[wished]]
        granted = table[group, options.carrier[wished], options.first[wished]].sum()
        settled = replace(options, locked=np.ones(len(options), bool))
        earned = neighbours(Board(case, settled)).sum()
        return float(granted - case.settings.neighbour_bonus * earned)

    @property
    def is_feasible(self) -> bool:
        """Whether nobody who must be housed is missing, and capacities and hard rows hold."""
        rules, rows = self.relaxation.rules, self.relaxation.rows
        at_least = np.isinf(rows.weight) & (rows.sense < 0) & (rows.parent < 0)
        margin = 1e-7 * np.maximum(1.0, np.abs(rules.limit))
        short = at_least & (rules.limit - self.room.activity > margin)
        wants = self.net.stays["must"] & (self.choice.home < 0) & ~self._beyond()
        kept = int(self.room.kept[0]) >= int(self.net.setup["keep_at_least"][0])
        overfull = (self.room.free < -ROOM_MARGIN).any() or (self.room.slack < -margin).any()
        broken = short.any() or wants.any() or overfull
        return kept and self.relaxation.locked_fit and not bool(broken)

    def _beyond(self) -> NDArray[np.bool_]:
        """Stays after one that ends beyond the horizon in this plan, any number behind it."""
        stays, ends = len(self.choice.home), self.choice.end
        placed_past = (self.choice.home >= 0) & (ends >= self.relaxation.case.quarters)
        beyond = np.zeros(stays, bool)
        for _ in range(int(self.net.setup["deepest"][0])):
            same = self.project_of[1:] == self.project_of[:-1]
            beyond[1:] |= same & (placed_past[:-1] | beyond[:-1])
        return beyond

    def build(self, prices: RowPrices, values: Floats) -> None:
        """Put in who is missing, by what they bring: under prices first, then by worth alone."""
        rules, order = self.relaxation.rules, self._order(values)
        kept, one = nobody(len(self.choice.home)), np.zeros(1, np.int64)
        for steer in (self.relaxation.summed(prices), self.plain):
            fill(
                self.net, rules, self.named.rows, self.room, self.lists, steer, self.plain,
                self.work, self.choice, kept, self.worth, order, one,
            )  # fmt: skip

    def _order(self, values: Floats) -> Ints:
        """Who must be housed first; then by value beyond the space's price over root of area."""
        arrays = self.relaxation.case.stay_arrays
        area = np.zeros(len(values))
        np.maximum.at(area, arrays.project, arrays.area_m2)
        must = np.zeros(len(values), bool)
        must[self.project_of[self.net.stays["must"]]] = True
        return np.lexsort((-values / np.sqrt(np.maximum(area, 1.0)), ~must))
