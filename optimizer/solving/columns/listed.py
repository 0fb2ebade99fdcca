"""Life paths of the projects that have few, written out once for a search."""

from typing import NamedTuple

import numpy as np

from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.dual import nobody
from optimizer.solving.columns.listed_kernels import count_paths, settle_named, write_paths
from optimizer.solving.columns.named import slot_of_entries, stay_of_slots
from optimizer.solving.columns.net import Flags, Net, Prices
from optimizer.solving.columns.pace import MANY
from optimizer.solving.columns.planner import Planner
from optimizer.solving.columns.stay_table import Narrow

MOST_OF_A_PROJECT = 4_000
"""Paths of a project that has its paths listed, at most."""

MOST_LISTED = 1_000_000
"""Paths listed at most: about 100 bytes each. Projects with few come first."""

MANY_AGAIN = 20_000
"""Homes from which none are listed where a last plan is started from: that takes a second."""


class Listed(NamedTuple):
    """Paths of a project at ``first_path[p]:first_path[p + 1]``, their stays one step each.

    Attributes
    ----------
    has, may_gain : bool arrays, shape (projects,)
        Whether a project is listed, and whether a path of it can make a named row cost less.
    by_name : bool array, shape (paths,)
        Whether a path is in a named row together with other projects.
    only : int array, shape (named rows,)
        Project of each named row no other project is in; -1 for all others.
    first_step : int array, shape (paths + 1,)
    home, first, end : int arrays, shape (steps,)
    points, order : arrays, shape (weights, paths)
        Points under each set of prices; each project's paths, best first.
    """

    has: Flags
    may_gain: Flags
    by_name: Flags
    only: Ints
    first_path: Ints
    first_step: Ints
    home: Narrow
    first: Narrow
    end: Narrow
    points: Floats
    order: Narrow


def most_listed(net: Net, starts_anew: bool) -> int:
    """Paths that are worth listing: none in a large case, where most projects have too many."""
    return MOST_LISTED if len(net.homes) < (MANY if starts_anew else MANY_AGAIN) else 0


def listed_paths(planner: Planner, prices: tuple[Prices, ...], projects: Ints, most: int) -> Listed:
    """Paths of those of the given projects that have few, so that there are at most `most`.

    Parameters
    ----------
    prices : tuple of Prices
        The sets of prices a search steers by.
    """
    net, every = planner.net, len(planner.worth)
    only = _only_project(planner)
    if most == 0:
        return _empty(every, len(prices), 0, 0, only)
    choice = nobody(len(net.stays))
    tried = np.zeros(int(net.setup["deepest"][0]) + 1, np.int64)
    counts, steps = np.zeros(len(projects), np.int64), np.zeros(len(projects), np.int64)
    nothing = _empty(every, len(prices), 0, 0, only)
    count_paths(
        net, prices[:0], projects, MOST_OF_A_PROJECT, nothing, choice, tried, counts, steps
    )  # fmt: skip
    few = counts <= _most_within(counts[counts <= MOST_OF_A_PROJECT], most)
    chosen, counts, steps = projects[few], counts[few], steps[few]
    listed = _empty(every, len(prices), int(counts.sum()), int(steps.sum()), only)
    of_project = np.zeros(every, np.int64)
    of_project[chosen] = counts
    listed.has[chosen] = True
    np.cumsum(of_project, out=listed.first_path[1:])
    write_paths(
        net, prices, chosen, listed.first_path[chosen], np.cumsum(steps) - steps,
        MOST_OF_A_PROJECT, listed, choice, tried,
    )  # fmt: skip
    empty_rows = planner.named.rows._replace(activity=np.zeros(len(only)))
    settle_named(net, empty_rows, only, chosen, listed)
    owner = np.repeat(np.arange(len(chosen)), counts)
    owner = owner.astype(np.min_scalar_type(len(chosen)))  # two bytes are sorted far faster
    for points, order in zip(listed.points, listed.order, strict=True):
        best_first = np.argsort(-points, kind="stable")
        order[:] = best_first[np.argsort(owner[best_first], kind="stable")]
    return listed


def _most_within(counts: Ints, budget: int) -> int:
    """The largest count that may still be listed if all up to it are, within the budget."""
    sizes, number = np.unique(counts, return_counts=True)
    fits = np.cumsum(sizes * number) <= budget
    return int(sizes[fits].max(initial=-1))


def _empty(projects: int, weights: int, paths: int, steps: int, only: Ints) -> Listed:
    return Listed(
        np.zeros(projects, bool),
        np.zeros(projects, bool),
        np.zeros(paths, bool),
        only,
        np.zeros(projects + 1, np.int64),
        np.zeros(paths + 1, np.int64),
        np.zeros(steps, np.int32),
        np.zeros(steps, np.int32),
        np.zeros(steps, np.int32),
        np.zeros((weights, paths)),
        np.zeros((weights, paths), np.int32),
    )


def project_of_entries(planner: Planner) -> Ints:
    """Project of each entry of the named rows."""
    slot = slot_of_entries(planner.named.rows)
    stay = stay_of_slots(planner.named.first_slot, slot)
    return np.asarray(planner.project_of[stay], np.int64)


def _only_project(planner: Planner) -> Ints:
    """Project of each named row that no other project is in; -1 for all others."""
    rows, project = planner.named.rows, project_of_entries(planner)
    # Rows that share an excess are one: what one of them costs depends on the others.
    group = rows.group[rows.row]
    low, high = np.full(len(rows.at_rest), len(planner.worth)), np.full(len(rows.at_rest), -1)
    np.minimum.at(low, group, project)
    np.maximum.at(high, group, project)
    return np.where(low == high, low, -1)[rows.group].astype(np.int64)
