"""What a home is worth: points that do not depend on quarters, and points per quarter."""

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.models.goals import missing_focus, not_wanted, option_values
from optimizer.rules.block import Floats, Ints
from optimizer.rules.board import Board
from optimizer.solving.columns.stay_table import Columns, Flags, StayTable
from optimizer.units import MONTHS_PER_QUARTER, YUAN_PER_10K


def worth(case: Case, stays: StayTable, table: Columns) -> Columns:
    """Points of each home: what does not depend on quarters, and what a quarter earns."""
    settings = case.settings
    stay, carrier = table["stay"].astype(np.int64), table["carrier"].astype(np.int64)
    present = stays.home[stay] >= 0
    moved = present & (stays.home[stay] != carrier)
    one = Options(
        stay=stay,
        carrier=carrier,
        first=np.zeros(len(stay), np.int64),
        planned_end=np.ones(len(stay), np.int64),
        end=np.ones(len(stay), np.int64),
        mode=table["mode"].astype(np.int64),
        area_m2=table["area"].astype(np.float64),
        use=table["use"].astype(np.float64),
        before=np.where(moved, stays.home[stay], -1).astype(np.int64),
        before_use=np.zeros(len(stay)),
        unknown=table.pop("unknown").astype(np.int64),
        locked=np.zeros(len(stay), bool),
    )
    board = Board(case, one)
    value = option_values(board)
    pair = case.pairs.find(stay, carrier, len(case.carriers))
    own = np.zeros(len(stay), bool)
    if len(case.pairs):
        own = (pair >= 0) & ~np.isnan(case.pairs.value[np.maximum(pair, 0)])
    counts = (~present | moved).astype(np.float64)
    points = np.where(own, value, 0.0)
    points -= settings.focus_cost * counts * missing_focus(board)
    points -= settings.unknown_cost * counts * one.unknown
    points -= settings.unwanted_cost * counts * not_wanted(board)
    points -= _move_points(case, stay, carrier, moved)
    points -= np.where(stays.kept_first[stay] >= 0, settings.change_cost, 0.0)
    points += np.where(present, settings.relief_cost * _relief_at_rest(case, stays, stay), 0.0)
    table |= {"points": points, "rate": np.where(own, 0.0, value)}
    return table


def _move_points(case: Case, stay: Ints, carrier: Ints, moved: Flags) -> Floats:
    """Cost of the moves a home makes unless its predecessor turns out to be in the same place."""
    arrays, settings, campus = case.stay_arrays, case.settings, case.carrier_campus
    follows = (arrays.predecessor[stay] >= 0) & (arrays.home[stay] < 0)
    to_other_campus = moved & (campus[np.maximum(arrays.home[stay], 0)] != campus[carrier])
    cost = settings.carrier_move_cost * (follows | moved)
    return np.asarray(cost + settings.campus_move_cost * (follows | to_other_campus))


def _relief_at_rest(case: Case, stays: StayTable, stay: Ints) -> Floats:
    """Relief a sitting tenant has to its lease end if it stays put, 10 000 yuan."""
    quarters = np.minimum(
        np.minimum(stays.length[stay], case.quarters), stays.relief_until[stay] + 1
    )
    rate = relief_rate_10k(case)[np.maximum(stays.home[stay], 0)] * stays.relief_share[stay]
    return np.asarray(case.stay_arrays.area_m2[stay] * rate * np.maximum(quarters, 0), np.float64)


def relief_rate_10k(case: Case) -> Floats:
    """Relief of one m² for a quarter at a share of 1, by carrier, 10 000 yuan; 0 without a rent."""
    rent = np.nan_to_num(np.array([c.rent_per_m2_month for c in case.carriers]))
    return np.asarray(rent * MONTHS_PER_QUARTER / YUAN_PER_10K)
