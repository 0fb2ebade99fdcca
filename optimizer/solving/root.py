"""The LP relaxation of a development plan, with the linking cuts it broke."""

from dataclasses import dataclass

import numpy as np

from optimizer.rules.block import Floats
from optimizer.rules.ground import Ground
from optimizer.solving.linking import linkable
from optimizer.solving.program import Basis, LinearProgram, LpAnswer, Program
from optimizer.solving.progress import Watch

CUT_ROUNDS = 30
CUT_GAIN = 2e-4
"""Share of the bound that a round of cuts must gain for another one."""
CHEAPEST = 8
"""Places of each block and year tied to their site before the first LP."""
CUT_MARGIN = 1e-4
CUTS_PAY = 100
"""Served pairs per integer decision from which linking cuts are sought before the search."""


@dataclass(frozen=True)
class Root:
    """The LP relaxation with the linking cuts it broke.

    Attributes
    ----------
    program : Program
        With the cuts.
    values, reduced : ndarray of float
        Of every column.
    bound : float
        A lower bound of every plan's cost.
    basis : Basis
        Where the LP ended.
    """

    program: Program
    values: Floats
    reduced: Floats
    bound: float
    basis: Basis


def root_of(
    program: Program, ground: Ground, watch: Watch, basis: Basis | None = None
) -> Root | None:
    r"""The LP, with cuts that tie served pairs to their site where those are many.

    .. math:: v_{bit} \le D_{bt} \sum_{y:\, \rho_{iyt} > 0} x_{iy}

    They follow from the rules for whole openings, and cut off many fractional ones: without
    them a site may serve all of a small block while it is open to a small part only. None
    where time did not do.
    """
    if len(ground.serve) <= CUTS_PAY * max(len(ground.start), 1):
        return _root(program, LinearProgram(program.relaxed(), basis).solve(watch))
    pairs = linkable(ground)
    fresh = pairs.cheapest(program.costs, CHEAPEST)
    used = np.zeros(len(pairs), bool)
    program = pairs.linked(program, fresh)
    lp = LinearProgram(program.relaxed())
    found = lp.solve(watch)
    for _ in range(CUT_ROUNDS):
        used[fresh] = True
        if found is None or watch.over:
            break
        watch.saw("cuts", bound=-found.bound)
        broken = pairs.excess(found.values) > CUT_MARGIN * pairs.area
        fresh = np.flatnonzero(broken & ~used)
        if not len(fresh):
            break
        lp.add(pairs.rows(fresh, program.matrix.shape[1]))
        program, before = pairs.linked(program, fresh), found.bound
        found = lp.solve(watch)
        if found is not None and found.bound - before <= CUT_GAIN * abs(found.bound):
            break
    return _root(program, found)


def _root(program: Program, found: LpAnswer | None) -> Root | None:
    if found is None:
        return None
    return Root(program, found.values, found.reduced, found.bound, found.basis)
