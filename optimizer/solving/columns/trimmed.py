"""Homes without quarters in which tenants who are certain to stay leave no room.

A tenant that sits, and could be nowhere else, takes its room until its lease ends, whatever a
plan does. A home that needs more than is left is no home: each window of first quarters is cut
down to those in which it fits. That may leave another sitting tenant without a choice, so it is
done until nothing changes. No plan is lost; prices and bound no longer reckon with it.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.rules.block import Floats
from optimizer.solving.columns.compiled import compiled
from optimizer.solving.columns.net import Net
from optimizer.solving.columns.option_kernels import ROOM_MARGIN


def trimmed(net: Net, free: Floats) -> Net:
    """The net with windows cut down; of a home that fits nowhere, the window is empty.

    Parameters
    ----------
    free : float array, shape (carriers, quarters)
        Capacity less what locked tenants take.
    """
    sits = net.stays["sits"] >= 0
    if not sits.any():
        return net
    net = net._replace(homes=net.homes.copy())
    full = np.any(as_they_sit(net, sits, free.shape) > free + ROOM_MARGIN, axis=1)
    changed = True
    while changed:
        certain = sits & ~net.stays["locked"] & ~could_leave(net)
        left = free - np.where(full[:, None], 0.0, as_they_sit(net, certain, free.shape))
        changed = cut_windows(net, certain, left) > 0
    return net


def as_they_sit(net: Net, which: NDArray[np.bool_], shape: tuple[int, ...]) -> Floats:
    """What some of the undecided sitting tenants take until their leases end."""
    taken = np.zeros(shape)
    chosen = net.stays[which & ~net.stays["locked"]]
    for carrier, length, use in zip(
        chosen["sits"], chosen["length"], chosen["sits_use"], strict=True
    ):
        taken[carrier, :length] += use
    return taken


def could_leave(net: Net) -> NDArray[np.bool_]:
    """Stays that have a home elsewhere than where they sit."""
    count = net.stays["home_stop"] - net.stays["first_home"]
    stay = np.repeat(np.arange(len(count)), count)
    other = net.homes["carrier"] != net.stays["sits"][stay]
    other &= net.homes["low"] <= net.homes["high"]
    return np.asarray(np.bincount(stay[other], minlength=len(count)) > 0)


@compiled
def begins_in(net, left, stay, home, first):  # type: ignore[no-untyped-def]
    """Whether a home has room from a first quarter to the planned end."""
    end = stay.length if stay.sits >= 0 else first + stay.length
    fits = True
    for t in range(first, min(end, net.setup[0].quarters)):
        fits = fits and home.use <= left[home.carrier, t] + ROOM_MARGIN
    return fits


@compiled
def cut_windows(net, certain, left):  # type: ignore[no-untyped-def]
    """Cut both ends of every window down to where a home fits; how many homes changed."""
    changed = 0
    for s in range(len(net.stays)):
        stay = net.stays[s]
        for h in range(stay.first_home, stay.home_stop):
            home = net.homes[h]
            if stay.locked or certain[s] or home.carrier == stay.sits:
                continue
            low, high = home.low, home.high
            while low <= high and not begins_in(net, left, stay, home, low):
                low += 1
            while high > low and not begins_in(net, left, stay, home, high):
                high -= 1
            if low != home.low or high != home.high:
                net.homes[h].low, net.homes[h].high = low, high
                changed += 1
    return changed
