"""A smaller net for the search: of each stay only the homes that prices find promising.

The bound is proved on all homes; a plan is searched for among the better ones. A home is
better the less worth is lost by going through it instead of the stay's best home. In a city
of a million homes (`pace.MANY`) many of them are near ties, and what is left out costs more
than it saves: there all are searched.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.dual import Relaxation
from optimizer.solving.columns.net import Net
from optimizer.solving.columns.pace import MANY
from optimizer.solving.columns.row_prices import RowPrices
from optimizer.solving.matrix import rank_within

WHOLE = 30_000
"""Homes up to which all are searched."""

PER_STAY = 14
"""Homes searched of each stay where there are more."""


def kept_homes(
    relaxation: Relaxation, prices: RowPrices, always: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which homes a search looks at: `always`, and the promising ones that fit somewhere.

    Of a stay that named rows speak of, all homes are kept: rows find them by their place.
    """
    net = relaxation.net
    fits = net.homes["low"] <= net.homes["high"]
    if not WHOLE < len(net.homes) < MANY:
        return np.asarray(fits | always)
    regrets = relaxation.regrets(relaxation.summed(prices))
    return (promising(net, regrets, PER_STAY) & fits) | always


def promising(net: Net, regrets: Floats, per_stay: int) -> NDArray[np.bool_]:
    """The best homes of every stay, and the present home of who sits."""
    count = (net.stays["home_stop"] - net.stays["first_home"]).astype(np.int64)
    stay = np.repeat(np.arange(len(count)), count)
    keep = rank_within(stay, -regrets) < per_stay
    return np.asarray(keep | (net.stays["sits"][stay] == net.homes["carrier"]))


def pruned_net(net: Net, keep: NDArray[np.bool_]) -> tuple[Net, Ints]:
    """The net with the kept homes only, and each kept home's number in the whole net."""
    kept = np.flatnonzero(keep)
    if len(kept) == len(net.homes):
        return net._replace(stays=net.stays.copy()), kept
    new = np.concatenate([[0], np.cumsum(keep)]).astype(np.int64)
    stays, homes = net.stays.copy(), net.homes[kept].copy()
    stays["first_home"] = new[net.stays["first_home"]]
    stays["home_stop"] = new[net.stays["home_stop"]]
    twin = homes["twin"]
    # The first twin may be gone and another mode of it kept: the next kept home, if it is
    # in the same carrier of the same stay, takes its place (the kernels test the carrier).
    moved = new[np.maximum(twin, 0)]
    same = moved < len(kept)
    at = np.minimum(moved, max(len(kept) - 1, 0))
    same &= homes["carrier"][at] == homes["carrier"]
    homes["twin"] = np.where((twin >= 0) & same, moved, -1)
    setup = net.setup.copy()
    widest = stays["home_stop"][net.first_stay[1:] - 1] if len(stays) else np.zeros(1, np.int64)
    first = stays["first_home"][np.minimum(net.first_stay[:-1], max(len(stays) - 1, 0))]
    setup["widest"] = int(np.maximum(widest - first, 1).max(initial=1))
    return net._replace(setup=setup, stays=stays, homes=homes), kept
