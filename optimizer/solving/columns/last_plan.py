"""The last plan as a start: every project as it was, where that is still possible."""

from dataclasses import dataclass

import numpy as np

from optimizer.domain.plan import Plan
from optimizer.domain.words import MODES
from optimizer.rules.block import Ints
from optimizer.solving.columns.compiled import compiled, inlined
from optimizer.solving.columns.dual import nobody
from optimizer.solving.columns.insertion import SLACK_MARGIN, rows_hold, shift_project
from optimizer.solving.columns.net import Choice
from optimizer.solving.columns.option_kernels import ROOM_MARGIN
from optimizer.solving.columns.planner import Planner


@dataclass(frozen=True)
class LastPlan:
    """Puts the last plan's paths into a planner."""

    planner: Planner

    def put_in(self, plan: Plan) -> None:
        """Put every project in as a plan has it, where that is still possible."""
        planner = self.planner
        put_back(
            planner.net, planner.relaxation.rules, planner.named.rows, planner.room,
            planner.lists, planner.choice, self._paths_of(plan), nobody(len(planner.choice.home)),
        )  # fmt: skip
        planner.count_all()

    def _paths_of(self, plan: Plan) -> Choice:
        """A plan's path of every project, as far as it is still allowed."""
        stays, homes = self.planner.net.stays, self.planner.net.homes
        wanted = self._found(plan)
        home, first, end = wanted
        at = homes[np.maximum(home, 0)] if len(homes) else np.zeros(len(home), homes.dtype)
        over = end - stays["length"] - np.where(stays["sits"] >= 0, 0, first)
        goes = (home >= 0) & (at["low"] <= first) & (first <= at["high"])
        goes &= (end <= at["last_end"]) & (over >= 0) & (over <= stays["most_over"])
        same = self.planner.project_of[1:] == self.planner.project_of[:-1]
        deepest = int(self.planner.net.setup["deepest"][0])
        # A path goes on where the stay before it ends, and breaks off where one is gone.
        for _ in range(deepest):
            goes[1:] &= ~same | (goes[:-1] & (end[:-1] == first[1:]))
        # An overstay that nothing follows is not allowed.
        for _ in range(deepest):
            follows = np.append(same & goes[1:], False)
            goes &= follows | (over <= 0)
        home[~goes] = -1
        return wanted

    def _found(self, plan: Plan) -> Choice:
        """Home, first quarter and end of each stay as a plan has it; no home where none is."""
        planner, case = self.planner, self.planner.relaxation.case
        wanted = nobody(len(case.stays))
        carrier, mode = np.full((2, len(case.stays)), -1, np.int64)
        for placement in plan.placements:
            s = case.stay_index.get(placement.key)
            if s is not None:
                carrier[s] = case.carrier_index.get(placement.carrier, -1)
                mode[s] = MODES.index(placement.mode)
                wanted.first[s], wanted.end[s] = placement.first, placement.end
        stays, homes = planner.net.stays, planner.net.homes
        stay = np.repeat(np.arange(len(stays)), stays["home_stop"] - stays["first_home"])
        there: Ints = np.flatnonzero(
            (homes["carrier"] == carrier[stay]) & (planner.mode == mode[stay])
        )
        wanted.home[stay[there]] = there
        return wanted


@inlined
def span_holds(rules, room, group, k, begin, end):  # type: ignore[no-untyped-def]
    """Whether a carrier's room and rows hold in every quarter of a span."""
    holds = True
    for t in range(begin, end):
        holds &= room.free[k, t] >= -ROOM_MARGIN
        for b in range(rules.row_of.shape[0]):
            r = rules.row_of[b, group, k, t]
            if r >= 0 and room.slack[r] < -SLACK_MARGIN:
                holds = False
    return holds


@inlined
def path_holds(net, rules, named, room, choice, p):  # type: ignore[no-untyped-def]
    """Whether everything a project's path takes part in holds with the path in the plan."""
    holds = rows_hold(net, rules, named, room, choice, p)
    for s in range(net.first_stay[p], net.first_stay[p + 1]):
        if choice.home[s] >= 0:
            stay, k = net.stays[s], net.homes[choice.home[s]].carrier
            until = min(choice.end[s], net.setup[0].quarters)
            holds &= span_holds(rules, room, stay.group, k, choice.first[s], until)
            if stay.sits >= 0 and k != stay.sits:
                holds &= span_holds(rules, room, stay.group, stay.sits, 0, choice.first[s])
    return holds


@compiled
def put_back(net, rules, named, room, lists, choice, wanted, before):  # type: ignore[no-untyped-def]
    """Put wanted paths in place of the present ones, each one only if there is room for it.

    `before` is working memory.
    """
    for p in range(len(net.first_stay) - 1):
        stays = range(net.first_stay[p], net.first_stay[p + 1])
        wants = False
        for s in stays:
            # A locked stay stands where it stands.
            wants |= wanted.home[s] >= 0 and not net.stays[s].locked
        if not wants:
            continue
        shift_project(net, rules, named, room, lists, choice, p, -1.0)
        for s in stays:
            copy_stay(choice, before, s)
            copy_stay(wanted, choice, s)
        shift_project(net, rules, named, room, lists, choice, p, 1.0)
        if not path_holds(net, rules, named, room, choice, p):
            shift_project(net, rules, named, room, lists, choice, p, -1.0)
            for s in stays:
                copy_stay(before, choice, s)
            shift_project(net, rules, named, room, lists, choice, p, 1.0)


@inlined
def copy_stay(source, target, s):  # type: ignore[no-untyped-def]
    """Choose for a stay in one choice what is chosen for it in another."""
    target.home[s], target.first[s] = source.home[s], source.first[s]
    target.end[s] = source.end[s]
