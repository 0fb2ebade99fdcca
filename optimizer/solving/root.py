"""The LP relaxation of a development plan, with the cuts it broke."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimizer.rules.block import Floats
from optimizer.rules.ground import Ground
from optimizer.solving.covering import Coverings
from optimizer.solving.linear_program import Basis, LinearProgram, LpAnswer
from optimizer.solving.linking import Pairs, linkable
from optimizer.solving.program import Program, Rows, no_rows
from optimizer.solving.progress import Watch
from optimizer.solving.start_costs import cost_of_no_start, costs_at_prices, start_costs

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
    """The LP relaxation with the cuts it broke.

    Attributes
    ----------
    program : Program
        With the cuts.
    values, priced : ndarray of float
        Of every column: its value, and its `costs_at_prices`.
    start_costs : ndarray of float, one entry per start
        What opening it costs at the LP's prices; see there.
    least : float
        What the LP says of no start at all: no plan x costs less than least + start_costs'x.
    bound : float
        A lower bound of every plan's cost.
    basis : Basis
        Where the LP ended.
    """

    program: Program
    values: Floats
    priced: Floats
    start_costs: Floats
    least: float
    bound: float
    basis: Basis


def root_of(
    program: Program,
    ground: Ground,
    watch: Watch,
    basis: Basis | None = None,
    coverings: Coverings | None = None,
) -> Root | None:
    r"""The LP, with cuts that whole openings keep and parts of some break.

    Where served pairs are many, each is tied to its site:

    .. math:: v_{bit} \le D_{bt} \sum_{y:\, \rho_{iyt} > 0} x_{iy}

    Without these a site may serve all of a small block while it is open to a small part only.
    With `coverings`, roundings of what demand asks of openings too. None where time did not do.
    """
    pairs = None
    if len(ground.serve) > CUTS_PAY * max(len(ground.start), 1):
        pairs = linkable(ground)
        program = pairs.linked(program, pairs.cheapest(program.costs, CHEAPEST))
    lp = LinearProgram(program.relaxed(), basis)
    found = lp.solve(watch)
    for _ in range(CUT_ROUNDS):
        if found is None or watch.over:
            break
        broken = _broken(found.values, pairs, coverings)
        if not len(broken.low):
            break
        watch.saw("cuts", bound=-found.bound)
        lp.add(*broken)
        closer = lp.solve(watch)
        if closer is None:
            break
        gain, found = closer.bound - found.bound, closer
        program = program.with_rows(*broken)
        if gain <= CUT_GAIN * abs(found.bound):
            break
    return _root(program, ground, found)


def _broken(values: Floats, pairs: Pairs | None, coverings: Coverings | None) -> Rows:
    """The cuts of both kinds that a solution breaks."""
    found = []
    if pairs is not None:
        broken = np.flatnonzero(pairs.excess(values) > CUT_MARGIN * pairs.area)
        found.append(pairs.cuts(broken, len(values)))
    if coverings is not None:
        found.append(coverings.broken(values))
    if not found:
        return no_rows(len(values))
    matrix = sparse.csr_array(sparse.vstack([each.matrix for each in found]))
    low, high = (np.concatenate([each[n] for each in found]) for n in (1, 2))
    return Rows(matrix, low, high)


def _root(program: Program, ground: Ground, found: LpAnswer | None) -> Root | None:
    if found is None:
        return None
    priced = costs_at_prices(program, ground, found)
    own, costs = found.reduced[ground.start.columns], start_costs(priced, ground, found)
    least = cost_of_no_start(ground, found)
    # Each start at the better of open and closed.
    gained = float((np.minimum(costs, 0.0) - np.minimum(own, 0.0)).sum())
    return Root(program, found.values, priced, costs, least, found.bound + gained, found.basis)
