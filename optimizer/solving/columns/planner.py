"""The plan under construction: built greedily under prices, then improved step by step."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import Plan
from optimizer.domain.words import MODES
from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.dual import Relaxation, nobody
from optimizer.solving.columns.insertion import rows_hold, shift_project
from optimizer.solving.columns.named import Named
from optimizer.solving.columns.net import Asked, Choice, Lists, Net, Prices, Room, Work
from optimizer.solving.columns.paths import ROOM_MARGIN, working_memory
from optimizer.solving.columns.repair import MOST_TAKEN, all_points, fill, improve
from optimizer.solving.columns.row_prices import RowPrices

WEIGHTS = (0.0, 0.5, 0.75, 0.9)
"""Weights of the prices that steer a step, drawn in turn."""

MOST_FOUND = 1_024
"""Tenants of one carrier looked at in one step."""

POWER = 1.0
CURIOSITY = 0.05
"""Share of the mean regret every project is given, so that none is never asked."""


@dataclass
class Planner:
    """A feasible plan, its worth, and the room it leaves."""

    relaxation: Relaxation
    net: Net
    number: Ints
    named: Named
    seed: int = 0
    choice: Choice = field(init=False)
    room: Room = field(init=False)
    lists: Lists = field(init=False)
    worth: Floats = field(init=False)

    def __post_init__(self) -> None:
        relaxation, case = self.relaxation, self.relaxation.case
        stays, projects = len(case.stays), len(case.projects)
        self.choice, self.kept = nobody(stays), nobody(stays)
        self.room = self._empty_room()
        self.lists = Lists(np.full(len(case.carriers), -1), np.full(stays, -1), np.full(stays, -1))
        self.plain = relaxation.summed(relaxation.first_prices())
        self.net.stays["named"] = self.named.first_slot
        self.work: Work = working_memory(self.net, self.named.slots)
        self.worth = np.zeros(projects)
        self.project_of = case.stay_arrays.project
        self.state = np.array([0x9E3779B97F4A7C15 ^ (self.seed + 1)], np.uint64)
        self.taken = np.zeros(MOST_TAKEN, np.int64)
        self.found = np.zeros(MOST_FOUND, np.int64)
        self.stamp = np.zeros(projects, np.int64)
        self.steps = 0
        self.could, self.askable = self._could(), self._askable()
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
        return Room(self.relaxation.free.copy(), slack, activity, np.zeros(1, np.int64))

    def _seat(self) -> None:
        """Sitting tenants where they sit."""
        net, stays = self.net, self.relaxation.homes.stays
        for s in np.flatnonzero(stays.home >= 0).tolist():
            record = net.stays[s]
            own = np.arange(record["first_home"], record["home_stop"])
            at_home = own[net.homes["carrier"][own] == record["sits"]]
            if len(at_home):
                self.choice.home[s] = at_home[0]
                self.choice.first[s], self.choice.end[s] = 0, record["length"]
        for p in np.unique(self.project_of[stays.home >= 0]).tolist():
            self._shift(p, 1.0)
        self._count_all()

    def _shift(self, p: int, sign: float) -> None:
        relaxation = self.relaxation
        shift_project(
            self.net, relaxation.rules, self.named.rows, self.room, self.lists, self.choice, p, sign
        )

    def _count_all(self) -> None:
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

    @property
    def is_feasible(self) -> bool:
        """Whether everybody who must be housed is, and hard minima and the cap on moves hold."""
        net, rules, rows = self.net, self.relaxation.rules, self.relaxation.rows
        absent = net.stays["must"] & (self.choice.home < 0)
        before = np.maximum(np.arange(len(absent)) - 1, 0)
        same = self.project_of[before] == self.project_of
        later = same & (self.choice.home[before] >= 0)
        later &= self.choice.end[before] >= self.relaxation.case.quarters
        # Refused behind a refused stay counts once, at the first of them.
        behind = same & (self.choice.home[before] < 0) & (np.arange(len(absent)) > 0)
        at_least = np.isinf(rows.weight) & (rows.sense < 0) & (rows.parent < 0)
        missing = rules.limit - self.room.activity
        short = at_least & (missing > 1e-7 * np.maximum(1.0, np.abs(rules.limit)))
        kept = int(self.room.kept[0]) >= int(net.setup["keep_at_least"][0])
        wants = absent & ~later & ~(behind & self._beyond())
        return kept and not bool(short.any()) and not bool(wants.any())

    def _beyond(self) -> NDArray[np.bool_]:
        """Stays after one that ends beyond the horizon in this plan, any number behind it."""
        stays, ends = len(self.choice.home), self.choice.end
        placed_past = (self.choice.home >= 0) & (ends >= self.relaxation.case.quarters)
        beyond = np.zeros(stays, bool)
        for _ in range(int(self.net.setup["deepest"][0])):
            same = self.project_of[1:] == self.project_of[:-1]
            beyond[1:] |= same & (placed_past[:-1] | beyond[:-1])
        return beyond

    def start_from(self, plan: Plan) -> None:
        """Put every project in as a plan has it, where that is still possible."""
        case = self.relaxation.case
        for p in range(len(case.projects)):
            begin, stop = int(self.net.first_stay[p]), int(self.net.first_stay[p + 1])
            found = self._path_in(plan, begin, stop)
            if found and not (
                stop - begin > 0 and self.relaxation.homes.stays.locked[begin] and len(found) == 1
            ):
                self._try_path(p, begin, found)
        self._count_all()

    def _path_in(self, plan: Plan, begin: int, stop: int) -> list[tuple[int, int, int]]:
        """(home, first, end) of each stay of a project as far as a plan's path is allowed."""
        case, net = self.relaxation.case, self.net
        found: list[tuple[int, int, int]] = []
        for s in range(begin, stop):
            placement = plan.by_stay.get(case.stay_key(s))
            stay = net.stays[s]
            if placement is None:
                break
            first, end = placement.first, placement.end
            k = case.carrier_index.get(placement.carrier, -1)
            own = np.arange(stay["first_home"], stay["home_stop"])
            mode = MODES.index(placement.mode)
            own = own[(net.homes["carrier"][own] == k) & (self.mode[own] == mode)]
            if not len(own) or (found and found[-1][2] != first):
                break
            home = net.homes[own[0]]
            planned = int(stay["length"]) + (0 if stay["sits"] >= 0 else first)
            over = end - planned
            if not (home["low"] <= first <= home["high"] and end <= home["last_end"]):
                break
            if not 0 <= over <= stay["most_over"]:
                break
            found.append((int(own[0]), first, end))
        while found and self._dangles(begin + len(found) - 1, found[-1]):
            found.pop()
        return found

    def _dangles(self, s: int, last: tuple[int, int, int]) -> bool:
        """Whether the last stay of a path overstays though nothing follows."""
        stay = self.net.stays[s]
        planned = int(stay["length"]) + (0 if stay["sits"] >= 0 else last[1])
        return last[2] > planned

    def _try_path(self, p: int, begin: int, path: list[tuple[int, int, int]]) -> None:
        """Put a path in place of the project's own, and take it back if it has no room."""
        old = [tuple(int(each[s]) for each in self.choice) for s in range(begin, begin + len(path))]
        cut = slice(begin, int(self.net.first_stay[p + 1]))
        before = self.choice.home[cut].copy()
        self._shift(p, -1.0)
        self.choice.home[cut] = -1
        for s, entry in enumerate(path, start=begin):
            self.choice.home[s], self.choice.first[s], self.choice.end[s] = entry
        self._shift(p, 1.0)
        room = self.room
        fits = room.free.min(initial=0.0) >= -ROOM_MARGIN and room.slack.min(initial=0.0) >= -1e-9
        if fits and rows_hold(
            self.net, self.relaxation.rules, self.named.rows, room, self.choice, p
        ):
            return
        self._shift(p, -1.0)
        self.choice.home[cut] = before
        for s, entry in enumerate(old, start=begin):
            self.choice.first[s], self.choice.end[s] = entry[1], entry[2]
        self._shift(p, 1.0)

    def build(self, prices: RowPrices, values: Floats, weight: float = 1.0) -> None:
        """Put everybody without a home in: by reduced value per area first, then by worth."""
        relaxation = self.relaxation
        order = self._order(values)
        for steer in (relaxation.summed(prices, weight), self.plain):
            fill(
                self.net, relaxation.rules, self.named.rows, self.room, self.lists, steer, self.plain,
                self.work, self.choice, self.worth, order,
            )  # fmt: skip

    def _order(self, values: Floats) -> Ints:
        """Who must be housed first; then by value beyond the space's price over root of area."""
        arrays = self.relaxation.case.stay_arrays
        area = np.zeros(len(values))
        np.add.at(area, arrays.project, arrays.area_m2 * arrays.length)
        must = np.zeros(len(values), bool)
        must[self.project_of[self.net.stays["must"]]] = True
        return np.lexsort((-values / np.sqrt(np.maximum(area, 1.0)), ~must))

    def steered(self, prices: RowPrices) -> tuple[Prices, ...]:
        """Prices at the weights that steps are steered by; the first ones are none."""
        return tuple(self.relaxation.summed(prices, weight) for weight in WEIGHTS)

    def ask(self, summed: Prices, values: Floats) -> Asked:
        """Whom steps may ask, by how far the plan is from each project's best path."""
        have = np.zeros(len(self.worth))
        all_points(self.net, summed, self.choice, have)
        regret = np.maximum(values - have, 0.0)
        asked = self.askable
        weight = regret[asked] + CURIOSITY * max(float(regret.mean()), 1e-9)
        return Asked(
            asked, np.cumsum(weight**POWER), *self.could, regret, self.project_of,
            self.stamp, self.taken, self.found,
        )  # fmt: skip

    def improve(
        self, steered: tuple[Prices, ...], asked: Asked, steps: int, largest: int, heat: float = 0.0
    ) -> float:
        """Try some neighbourhoods; what was gained."""
        self.steps += steps
        return float(
            improve(
                self.net, self.relaxation.rules, self.named.rows, self.room, self.lists, steered, self.work,
                self.choice, self.kept, self.worth, asked, self.state,
                self.steps - steps + 1, steps, largest, heat,
            )
        )  # fmt: skip

    def _could(self) -> tuple[Ints, Ints]:
        """Projects with a home in each carrier, as one list and where each carrier's begins."""
        count = self.net.stays["home_stop"] - self.net.stays["first_home"]
        project = np.repeat(self.project_of, count)
        carrier = self.net.homes["carrier"].astype(np.int64)
        key = np.unique(carrier * len(self.worth) + project)
        carriers = len(self.relaxation.case.carriers)
        first = np.searchsorted(key, np.arange(carriers + 1) * len(self.worth))
        return key % max(len(self.worth), 1), first.astype(np.int64)

    def _askable(self) -> Ints:
        """Projects with something to decide."""
        stays = self.relaxation.homes.stays
        open_stay = (self.net.stays["home_stop"] > self.net.stays["first_home"]) & ~stays.locked
        return np.unique(self.project_of[open_stay])
