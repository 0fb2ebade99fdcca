"""The objective: value of what is placed, and the named costs, each over the option table.

Every goal is an amount per option in its own unit and a weight in points per unit;
three goals (moves, neighbours, soft rows) also have rows of their own, because they
depend on more than one option. Locked sitting stays have no amounts: they stand
outside value and bound.
"""

from dataclasses import dataclass, field

import numpy as np

from optimizer.domain.options import wanted_quarters
from optimizer.domain.words import FULL, STAGES
from optimizer.models.linked_goals import move_blocks, move_counts, neighbour_blocks, neighbours
from optimizer.rules.allocation import changed_options
from optimizer.rules.block import Block, Floats
from optimizer.rules.board import Board


@dataclass(frozen=True)
class GoalTerm:
    """One goal: amount per option, weight (negative for costs), and rows of its own."""

    name: str
    unit: str
    weight: float
    amount: Floats
    blocks: tuple[Block, ...] = field(default=())

    @property
    def points(self) -> Floats:
        """Points per option."""
        return self.weight * self.amount


def goal_terms(board: Board) -> tuple[GoalTerm, ...]:
    """All goals, in the order in which the report shows them."""
    settings = board.case.settings
    wished = (board.case.stay_arrays.home[board.options.stay] < 0).astype(np.float64)
    moved = (board.options.before >= 0).astype(np.float64)
    counts = np.maximum(wished, moved)
    carriers, campuses = move_counts(board)
    return (
        GoalTerm("value", "point", 1.0, option_values(board)),
        GoalTerm("waiting", "quarter", -settings.waiting_cost, waiting_quarters(board)),
        GoalTerm("overstay", "quarter", -settings.overstay_cost, overstay_quarters(board)),
        GoalTerm("carrier_moves", "move", -settings.carrier_move_cost, carriers,
                 move_blocks(board, "carrier_moves", settings.carrier_move_cost)),
        GoalTerm("campus_moves", "move", -settings.campus_move_cost, campuses,
                 move_blocks(board, "campus_moves", settings.campus_move_cost)),
        GoalTerm("focus", "stay", -settings.focus_cost, counts * missing_focus(board)),
        GoalTerm("neighbours", "stay", settings.neighbour_bonus, neighbours(board),
                 neighbour_blocks(board)),
        GoalTerm("relief", "10k_yuan", -settings.relief_cost, relief_beyond_present(board)),
        GoalTerm("unknown", "attribute", -settings.unknown_cost, counts * board.options.unknown),
        GoalTerm("unwanted", "stay", -settings.unwanted_cost, counts * not_wanted(board)),
        GoalTerm("change", "placement", -settings.change_cost, changed_options(board)),
    )  # fmt: skip


def option_values(board: Board) -> Floats:
    r"""Value of each option, points.

    .. math:: v_o = \tfrac{\pi_p}{100} w^{class}_p w^{recognition}_p w^{stage}_s
              w^{industry}_p \cdot n_o \cdot a_o / a^{ref}_{stage}

    with :math:`n_o` the planned quarters inside the horizon and :math:`a_o` the area in
    m². A protected (攀峰) project has ``protected_weight`` in place of its class weight.
    ``pairs.value`` replaces the whole value (in proportion to the area in minimum mode).
    Present stays have no value here.
    """
    case, o = board.case, board.options
    weight = project_weights(board)[board.project]
    stage_weight = np.array(
        [case.settings.stage_weight(s) / case.settings.reference_area_m2(s) for s in STAGES]
    )
    inside = np.maximum(np.minimum(o.planned_end, case.quarters) - o.first, 0)
    value = weight * stage_weight[board.stage] * inside * o.area_m2
    pair = case.pairs.find(o.stay, o.carrier, len(case.carriers))
    if len(case.pairs):
        own = np.where(pair >= 0, case.pairs.value[pair], np.nan)
        asked = case.stay_arrays.area_m2[o.stay]
        share = np.where(o.mode == FULL, 1.0, o.area_m2 / np.where(asked > 0, asked, 1.0))
        value = np.where(np.isnan(own), value, own * share)
    return np.where(case.stay_arrays.home[o.stay] >= 0, 0.0, value)


def project_weights(board: Board) -> Floats:
    """Priority, class, recognition and industry weight of each project, multiplied."""
    settings = board.case.settings
    industry = {each.id: each.weight for each in board.case.industries}
    return np.array(
        [
            p.priority
            / 100
            * (
                settings.protected_weight
                if p.protected
                else settings.class_weights.get(p.talent_class, 1.0)
            )
            * settings.recognition_weights.get(p.recognition, 1.0)
            * industry.get(p.industry, 1.0)
            for p in board.case.projects
        ]
    )


def waiting_quarters(board: Board) -> Floats:
    """Quarters a first stay waits outside beyond its earliest possible quarter."""
    arrays = board.case.stay_arrays
    stay = board.options.stay
    first_stay = (arrays.predecessor[stay] < 0) & (arrays.home[stay] < 0)
    waited = board.options.first - wanted_quarters(board.case)[stay]
    return np.where(first_stay, waited, 0).astype(np.float64)


def overstay_quarters(board: Board) -> Floats:
    """Quarters of overstay (超期)."""
    return board.options.overstay.astype(np.float64)


def missing_focus(board: Board) -> Floats:
    """1 where the carrier does not name the project's industry among its own."""
    names = board.industry_names
    carriers = board.case.carriers
    named = np.array([[name in c.industries for c in carriers] for name in names], bool)
    return (~named[board.industry, board.options.carrier]).astype(np.float64)


def relief_beyond_present(board: Board) -> Floats:
    """Rent relief paid inside the horizon, 10 000 yuan; for a sitting tenant the difference
    to staying put."""
    seen, o = board.presence, board.options
    paid = np.bincount(seen.option, board.relief_10k, minlength=len(o))
    put = np.zeros(len(board.case.stays))
    put[o.stay[board.as_they_sit]] = paid[board.as_they_sit]
    return np.asarray(paid - put[o.stay], np.float64)


def not_wanted(board: Board) -> Floats:
    """1 where the project named a wanted carrier and this is another one serving its stage."""
    wanted = np.array([p.wanted_carrier for p in board.case.projects], np.int64)
    asked = wanted[board.project]
    elsewhere = (asked >= 0) & (asked != board.options.carrier)
    return np.asarray(elsewhere, np.float64)
