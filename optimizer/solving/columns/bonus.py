"""Bonus of beginning near a linked industry (葡萄串), as a table the kernels read."""

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.models.linked_goals import linked_industries
from optimizer.rules.block import Floats, Ints
from optimizer.rules.board import Board
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.space_rows import SpaceRows
from optimizer.solving.columns.stay_table import Flags


def start_bonus(case: Case, homes: Homes, rows: SpaceRows) -> Floats:
    """Bonus of beginning where a linked industry sits or could sit; empty where there is none.

    Whether a partner that is not locked will be there is not priced: the bonus is granted
    where one could be, which keeps the bound valid; a plan's value is counted exactly.
    """
    bonus = case.settings.neighbour_bonus
    board = Board(case, Options.none())
    links = linked_industries(board) if bonus else []
    if not links:
        return np.zeros((0, 0, 0))
    number = {name: i for i, name in enumerate(board.industry_names)}
    of_project = np.array([number[p.industry] for p in case.projects], np.int64)
    industry = of_project[case.stay_arrays.project]
    could = _could_be(case, homes, industry, len(number))
    table = np.zeros((rows.classes, len(case.carriers), case.quarters))
    for own, partners in links:
        there = np.asarray(could[partners].any(axis=0))[case.carrier_campus]
        for group in np.unique(rows.class_of[industry == own]):
            table[group] = bonus * there
    return table


def _could_be(case: Case, homes: Homes, industry: Ints, industries: int) -> Flags:
    """Whether a stay of an industry could be on a campus in a quarter."""
    could = np.zeros((industries, len(case.campuses), case.quarters + 1), np.int64)
    stay, last = homes.stay, case.quarters
    longest = np.where(homes.stays.home[stay] >= 0, 0, homes.high) + homes.stays.length[stay]
    end = np.minimum(longest + homes.stays.most_over[stay], last)
    campus = case.carrier_campus[homes.carrier]
    np.add.at(could, (industry[stay], campus, np.minimum(homes.low, last)), 1)
    np.add.at(could, (industry[stay], campus, end), -1)
    sits = np.flatnonzero(homes.stays.home >= 0)
    at_home = case.carrier_campus[homes.stays.home[sits]]
    np.add.at(could, (industry[sits], at_home, np.zeros_like(sits)), 1)
    np.add.at(could, (industry[sits], at_home, np.minimum(homes.stays.length[sits], last)), -1)
    return np.asarray(np.cumsum(could, axis=2)[:, :, :-1] > 0)
