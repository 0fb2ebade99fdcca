"""The best life path of every project under prices, by dynamic programming.

A project's stays are run through from the last to the first. For every home, first quarter
and overstay of a stay, what it earns less what its space costs is added to the best that
can follow: the next stay from the quarter it ends - anywhere, on the same campus, or in the
same carrier, which saves a move - or nothing. With r the reduced points of an option,

    V_s(h, f) = max over v of  r(h, f, v) + max(V_{s+1}(., f + length + v) + refund, 0 if v = 0)

so one pass costs about (homes x first quarters x overstays) steps. Projects do not see each
other: any split of them over threads gives the same paths. With `limited`, only options that
still have room are looked at: that is how projects are put into a plan one by one.
"""

import numpy as np

from optimizer.solving.columns.compiled import compiled
from optimizer.solving.columns.net import Net, Work
from optimizer.solving.columns.option_kernels import (
    NONE,
    home_row,
    named_slot,
    reduced_points,
    span_fits,
)
from optimizer.solving.columns.stay_values import best_after, sitting_values, wished_values


def working_memory(net: Net, named: int = 0) -> Work:
    """Working memory of one thread; `named` single options with points of their own."""
    setup = net.setup[0]
    rows = int(setup["deepest"] * (1 + setup["campuses"]) + setup["widest"])
    window = int((net.stays["high"] - net.stays["low"]).max(initial=0)) + 1
    return Work(
        np.full((rows, window), NONE),
        np.full((rows, window), -1, np.int64),
        np.zeros(rows, np.int64),
        np.zeros(int(setup["quarters"]) + 1, np.int64),
        np.zeros(max(named, 1)),
    )


@compiled
def read_path(net, work, begin, choice):  # type: ignore[no-untyped-def]
    """Write the best path of a project, read off its tables; returns its value."""
    setup, value, arg = net.setup[0], work.value, work.arg
    first_home = net.stays[begin].first_home
    top, f, low = NONE, 0, net.stays[begin].low
    for column in range(net.stays[begin].high - low + 1):
        if value[0, column] > top:
            top, f = value[0, column], low + column
    s, h = begin, -1
    if top > NONE:
        h = arg[0, f - low]
    while h >= 0:
        row = home_row(setup, h - first_home)
        sits = net.stays[s].sits >= 0
        over = arg[row, f - net.stays[s].low]
        choice.home[s] = h
        choice.first[s] = work.moves[row] if sits else f
        f = (net.stays[s].length if sits else f + net.stays[s].length) + over
        choice.end[s] = f
        if not net.stays[s].leads_on or f >= setup.quarters:
            break
        s += 1
        after, row = best_after(net, setup, s, h, f, work, s - begin, first_home)
        stop = -setup.refuse if net.stays[s].must else 0.0
        if row < 0 or (over == 0 and after <= stop):
            break
        h = row - home_row(setup, 0) + first_home
        if row < home_row(setup, 0):
            h = arg[row, f - net.stays[s].low]
    return top


@compiled
def only_stay(net, rules, room, prices, work, s, choice):  # type: ignore[no-untyped-def]
    """Value of the best option with room of a wished project with one stay; it is chosen.

    Options are tried from the best one on, so that few are looked at quarter by quarter.
    """
    setup, stay = net.setup[0], net.stays[s]
    low, length = stay.low, stay.length
    floor = -setup.refuse if stay.must else 0.0
    for h in range(stay.first_home, stay.home_stop):
        home = net.homes[h]
        row = home_row(setup, h - stay.first_home)
        for f in range(home.low, home.high + 1):
            own = NONE
            if f + length <= home.last_end:
                own = reduced_points(net, setup, stay, h, home, prices, f, f + length)
                if stay.named >= 0:
                    own += work.named[named_slot(setup, stay, h, f, 0)]
            work.value[row, f - low] = own
    while True:
        top, at, first = floor, -1, 0
        for h in range(stay.first_home, stay.home_stop):
            row = home_row(setup, h - stay.first_home)
            for f in range(net.homes[h].low, net.homes[h].high + 1):
                if work.value[row, f - low] > top:
                    top, at, first = work.value[row, f - low], h, f
        if at < 0:
            return floor
        home = net.homes[at]
        until = min(first + stay.length, setup.quarters)
        if span_fits(rules, room, stay, home.area, home.use, home.carrier, first, until):
            choice.home[s] = at
            choice.first[s] = first
            choice.end[s] = first + stay.length
            return top
        work.value[home_row(setup, at - stay.first_home), first - low] = NONE


@compiled
def project_path(net, rules, room, prices, work, p, limited, choice, by_home=False):  # type: ignore[no-untyped-def]
    """Value and path of one project; the path is written into `choice`."""
    begin, stop = net.first_stay[p], net.first_stay[p + 1]
    for s in range(begin, stop):
        choice.home[s] = -1
    if begin == stop:
        return 0.0
    if limited and not net.stays[begin].leads_on and net.stays[begin].sits < 0:
        return only_stay(net, rules, room, prices, work, begin, choice)
    for s in range(stop - 1, begin - 1, -1):
        if net.stays[s].sits >= 0:
            sitting_values(net, rules, room, prices, work, s, begin, limited)
        else:
            wished_values(net, rules, room, prices, work, s, begin, limited, by_home)
    top = read_path(net, work, begin, choice)
    if net.stays[begin].sits < 0:
        refused = -net.setup[0].refuse if net.stays[begin].must else 0.0
        if top <= refused:
            for s in range(begin, stop):
                choice.home[s] = -1
            top = refused
    return top


@compiled
def paths_of(net, rules, room, prices, work, projects, choice, values):  # type: ignore[no-untyped-def]
    """Best paths of the given projects, each by itself; their values by project."""
    for i in range(len(projects)):
        p = projects[i]
        values[p] = project_path(net, rules, room, prices, work, p, False, choice)


@compiled
def home_regrets(net, rules, room, prices, work, projects, choice, regrets):  # type: ignore[no-untyped-def]
    """How much worse the best path from each home on is than the best from its stay on."""
    setup = net.setup[0]
    for i in range(len(projects)):
        p = projects[i]
        project_path(net, rules, room, prices, work, p, False, choice, True)
        begin, stop = net.first_stay[p], net.first_stay[p + 1]
        for s in range(begin, stop):
            stay = net.stays[s]
            width = stay.high - stay.low + 1
            best = NONE
            for column in range(width):
                best = max(best, work.value[s - begin, column])
            for h in range(stay.first_home, stay.home_stop):
                own = NONE
                row = home_row(setup, h - net.stays[begin].first_home)
                for column in range(width):
                    own = max(own, work.value[row, column])
                regrets[h] = best - own
