"""The last plan as a start: every project as it was, where that is still possible."""

from dataclasses import dataclass

import numpy as np

from optimizer.domain.plan import Plan
from optimizer.domain.words import MODES
from optimizer.solving.columns.insertion import rows_hold
from optimizer.solving.columns.option_kernels import ROOM_MARGIN
from optimizer.solving.columns.planner import Planner

Path = list[tuple[int, int, int]]
"""(home, first quarter, end) of the first stays of a project."""


@dataclass(frozen=True)
class LastPlan:
    """Puts the last plan's paths into a planner."""

    planner: Planner

    def put_in(self, plan: Plan) -> None:
        """Put every project in as a plan has it, where that is still possible."""
        planner = self.planner
        locked = planner.net.stays["locked"]
        for p in range(len(planner.worth)):
            begin, stop = planner.net.first_stay[p : p + 2].tolist()
            found = self._path_in(plan, begin, stop)
            # A locked stay by itself stands where it stands.
            if found and not (len(found) == 1 and locked[begin]):
                self._try_path(p, begin, found)
        planner.count_all()

    def _path_in(self, plan: Plan, begin: int, stop: int) -> Path:
        """(home, first, end) of each stay of a project as far as a plan's path is allowed."""
        case, net = self.planner.relaxation.case, self.planner.net
        found: Path = []
        overs: list[int] = []
        for s in range(begin, stop):
            placement = plan.by_stay.get(case.stay_key(s))
            if placement is None or (found and found[-1][2] != placement.first):
                break
            stay = net.stays[s]
            first, end = placement.first, placement.end
            own = np.arange(stay["first_home"], stay["home_stop"])
            there = net.homes["carrier"][own] == case.carrier_index.get(placement.carrier, -1)
            own = own[there & (self.planner.mode[own] == MODES.index(placement.mode))]
            if not len(own):
                break
            home = net.homes[own[0]]
            over = end - int(stay["length"]) - (0 if stay["sits"] >= 0 else first)
            inside = home["low"] <= first <= home["high"] and end <= home["last_end"]
            if not inside or not 0 <= over <= stay["most_over"]:
                break
            found.append((int(own[0]), first, end))
            overs.append(over)
        # An overstay that nothing follows is not allowed.
        while overs and overs[-1] > 0:
            found.pop()
            overs.pop()
        return found

    def _try_path(self, p: int, begin: int, path: Path) -> None:
        """Put a path in place of the project's own, and take it back if it has no room."""
        planner = self.planner
        cut = slice(begin, int(planner.net.first_stay[p + 1]))
        before = [each[cut].copy() for each in planner.choice]
        planner.shift(p, -1.0)
        planner.choice.home[cut] = -1
        for s, (home, first, end) in enumerate(path, start=begin):
            planner.choice.home[s], planner.choice.first[s] = home, first
            planner.choice.end[s] = end
        planner.shift(p, 1.0)
        room = planner.room
        fits = room.free.min(initial=0.0) >= -ROOM_MARGIN and room.slack.min(initial=0.0) >= -1e-9
        rules, named = planner.relaxation.rules, planner.named.rows
        if fits and rows_hold(planner.net, rules, named, room, planner.choice, p):
            return
        planner.shift(p, -1.0)
        for each, old in zip(planner.choice, before, strict=True):
            each[cut] = old
        planner.shift(p, 1.0)
