"""What opening a start costs at an LP's prices: sharper than the LP's own reduced costs."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimizer.rules.block import Floats, Ints, dot
from optimizer.rules.ground import Ground
from optimizer.solving.linear_program import LpAnswer
from optimizer.solving.linking import most_at_places
from optimizer.solving.program import Program

NOWHERE: Final = -1


def costs_at_prices(program: Program, ground: Ground, found: LpAnswer) -> Floats:
    r"""What every column costs at the LP's prices of all rows but those of one site.

    .. math:: \bar c = c - A'\lambda
    """
    at = _place_of_columns(ground, len(program.costs))
    kept = _rows_of_one_place(program, at, ground.start.columns)
    prices = np.where(kept, 0.0, found.prices)
    return np.asarray(program.costs - program.matrix.T @ prices)


def start_costs(priced: Floats, ground: Ground, found: LpAnswer) -> Floats:
    r"""What every start costs with the best areas for it, at the prices of an LP.

    The rows of one site - what is laid out and what is served there - are no longer priced but
    kept: at the prices :math:`\lambda` of all other rows a start takes the best areas.

    .. math:: \kappa_n = \bar c_n + L_n \min_{w \in n} \bar c_w
              - \sum_t \max \Bigl\{ \sum_b -\bar c_{bit}\, v_{bit} :
              \sum_b v_{bit} \le \rho_{nt} L_n,\; 0 \le v_{bit} \le D_{bt} \Bigr\}

    with :math:`\bar c` of `costs_at_prices`; the maxima are filled from the dearest on. What the LP
    says of all starts together, :math:`z + r'(x - \hat x)` with its reduced costs r, holds with
    the larger of r and :math:`\kappa` for each (Lagrangian relaxation; Geoffrion 1974). Of the
    prices that are best for a start it leaves closed an LP takes any, so r may be far less.

    Parameters
    ----------
    priced : ndarray of float
        Of `costs_at_prices`.

    Returns
    -------
    ndarray of float, one entry per start
        10 000 yuan.
    """
    starts = ground.start.columns
    own = found.reduced[starts]
    if not len(ground.serve):
        return own
    return np.maximum(own, priced[starts] + _laid_out(priced, ground) - _served(priced, ground))


def cost_of_no_start(ground: Ground, found: LpAnswer) -> float:
    """What an LP says of no start at all: its cost less what its starts add to it."""
    starts = ground.start.columns
    return found.bound - float(dot(found.reduced[starts], found.values[starts]))


def _place_of_columns(ground: Ground, columns: int) -> Ints:
    """The new place each start, area laid out and served there is at; others are nowhere."""
    at = np.full(columns, NOWHERE, np.int64)
    place = ground.leader[ground.start["candidate"]]
    at[ground.start.columns] = place
    at[ground.allot.columns] = place[ground.allot["start"]]
    served = ground.serve["place"]
    at[ground.serve.columns] = np.where(served < len(ground.candidates), served, NOWHERE)
    return at


def _rows_of_one_place(program: Program, at: Ints, starts: Ints) -> NDArray[np.bool_]:
    """Rows with no other column than of one new place, some of them areas, and limits of 0."""
    matrix = program.matrix
    kept = np.zeros(matrix.shape[0], bool)
    filled = np.flatnonzero(np.diff(matrix.indptr) > 0)
    if not len(filled):
        return kept
    place, first = at[matrix.indices], matrix.indptr[filled]
    least, most = np.minimum.reduceat(place, first), np.maximum.reduceat(place, first)
    is_area = np.ones(len(at), bool)
    is_area[starts] = False
    areas = np.maximum.reduceat(is_area[matrix.indices], first)
    limits = np.where(np.isfinite(program.low), program.low, 0.0)
    limits = np.abs(limits) + np.abs(np.where(np.isfinite(program.high), program.high, 0.0))
    kept[filled] = (least == most) & (least != NOWHERE) & areas
    return np.asarray(kept & (limits == 0))


def _laid_out(priced: Floats, ground: Ground) -> Floats:
    """What the area of each start costs where it is laid out for what costs least."""
    least = np.full(len(ground.start), np.inf)
    np.minimum.at(least, ground.allot["start"], priced[ground.allot.columns])
    area = ground.lettable[ground.start["candidate"]]
    return np.asarray(np.where(np.isfinite(least), least, 0.0) * area)


def _served(priced: Floats, ground: Ground) -> Floats:
    """What each start gains by serving, filled from the dearest on in every year."""
    serve, years = ground.serve, len(ground.years)
    gain = -priced[serve.columns]
    mine = np.flatnonzero((gain > 0) & (serve["place"] < len(ground.candidates)))
    area = np.minimum(ground.serve_at_most[mine], most_at_places(ground)[serve["place"][mine]])
    label = serve["place"][mine] * years + serve["year"][mine]
    order = np.lexsort((-gain[mine], label))
    curves = _Curves.of(label[order], area[order], gain[mine][order])
    place = ground.leader[ground.start["candidate"]]
    lettable = ground.lettable[ground.start["candidate"]]
    n, year = np.nonzero(ground.absorbed > 0)
    worth = curves.worth(place[n] * years + year, ground.absorbed[n, year] * lettable[n])
    return np.bincount(n, worth, len(ground.start)).astype(np.float64)


@dataclass(frozen=True)
class _Curves:
    """What an area is worth that is filled from the dearest on; one curve per label, in order."""

    label: Ints
    filled: Floats
    gained: Floats
    area: Floats
    gain: Floats

    @classmethod
    def of(cls, label: Ints, area: Floats, gain: Floats) -> "_Curves":
        """From the pieces of each label, dearest first; `filled` and `gained` before each."""
        first = np.searchsorted(label, label, "left")
        filled, gained = np.cumsum(area) - area, np.cumsum(area * gain) - area * gain
        return cls(label, filled - filled[first], gained - gained[first], area, gain)

    def worth(self, label: Ints, room: Floats) -> Floats:
        """Of the curve of each label up to a room; 0 where there is none."""
        if not len(self.label):
            return np.zeros(len(label))
        # One sorted key for all curves: the label, then the area filled so far.
        scale = 2.0 * max(float(self.filled.max()), float(room.max(initial=0.0)), 1.0)
        key = self.label + self.filled / scale
        at = np.maximum(np.searchsorted(key, label + room / scale, "right") - 1, 0)
        part = np.minimum(np.maximum(room - self.filled[at], 0.0), self.area[at])
        found = self.gained[at] + part * self.gain[at]
        return np.where(self.label[at] == label, found, 0.0)
