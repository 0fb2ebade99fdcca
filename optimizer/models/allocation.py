"""The allocation model: option table, goals, rules - ready for either road."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.options import Options, list_options, wanted_quarters
from optimizer.domain.plan import Placement, Plan, StayKey
from optimizer.domain.words import MODES, State
from optimizer.models.goals import GoalTerm, goal_terms
from optimizer.models.settle import Posted, settle
from optimizer.rules.block import Floats, Ints
from optimizer.rules.board import Board
from optimizer.rules.book import ALLOCATION_RULES, Rule, blocks_of


@dataclass(frozen=True)
class AllocationModel:
    """Everything a road needs, before any solver is named.

    Attributes
    ----------
    board : Board
        Case, option table and last plan.
    terms : tuple of GoalTerm
        Goals over the option table.
    goal_rows, rule_rows : lists of Posted
        Rows that define goals, and rows of the rules, ready to post.
    """

    board: Board
    terms: tuple[GoalTerm, ...]
    goal_rows: list[Posted]
    rule_rows: list[Posted]

    @property
    def options(self) -> Options:
        """The option table."""
        return self.board.options

    @cached_property
    def points(self) -> Floats:
        """Points per option, all goals together; locked options have none."""
        total = np.sum([term.points for term in self.terms], axis=0)
        return np.asarray(np.where(self.options.locked, 0.0, total))

    @property
    def posted(self) -> list[Posted]:
        """All rows, those of the goals first."""
        return self.goal_rows + self.rule_rows

    @property
    def hopeless(self) -> list[tuple[str, dict[str, int]]]:
        """Hard rows that are broken whatever is decided: (rule, key)."""
        return [
            (posted.block.rule, posted.block.key(int(row)))
            for posted in self.rule_rows
            for row in posted.hopeless
        ]


def allocation_model(
    case: Case,
    previous: Plan | None = None,
    rules: Iterable[Rule] = ALLOCATION_RULES,
    options: Options | None = None,
) -> AllocationModel:
    """Option table, goals and rules of a case, in the order of the design's section 4."""
    board = Board(case, list_options(case) if options is None else options, previous)
    terms = goal_terms(board)
    goal_blocks = [block for term in terms for block in term.blocks]
    return AllocationModel(
        board, terms, settle(board, goal_blocks), settle(board, blocks_of(board, rules))
    )


def plan_of(case: Case, options: Options, chosen: Ints) -> Plan:
    """The plan in which exactly the chosen options (locked ones included) are taken."""
    taken = options.take(np.sort(chosen))
    placements = tuple(_placement(case, taken, row) for row in range(len(taken)))
    return Plan(placements, _states(case, placements))


def _placement(case: Case, taken: Options, row: int) -> Placement:
    project, stage = case.stay_key(int(taken.stay[row]))
    before = int(taken.before[row])
    return Placement(
        project=project,
        stage=stage,  # type: ignore[arg-type]
        carrier=case.carriers[int(taken.carrier[row])].id,
        first=int(taken.first[row]),
        end=int(taken.end[row]),
        overstay=int(taken.overstay[row]),
        area_m2=float(taken.area_m2[row]),
        mode=MODES[int(taken.mode[row])],
        moved_from=case.carriers[before].id if before >= 0 else "",
        locked=bool(taken.locked[row]),
    )


def _states(case: Case, placements: tuple[Placement, ...]) -> dict[StayKey, State]:
    """State of every stay: placed at its earliest possible quarter, later, or not at all."""
    wanted = wanted_quarters(case)
    by_key = {placement.key: placement for placement in placements}
    states: dict[StayKey, State] = {}
    beyond = False
    for s, stay in enumerate(case.stays):
        key = case.stay_key(s)
        if s == 0 or case.stays[s - 1].project != stay.project:
            beyond = False
        placement = by_key.get(key)
        if placement is not None:
            on_time = stay.is_present or placement.first <= wanted[s]
            states[key] = "placed" if on_time else "waiting"
            beyond = placement.end >= case.quarters
        elif beyond or wanted[s] >= case.quarters:
            states[key], beyond = "later", True
        else:
            states[key], beyond = "refused", False
    return states
