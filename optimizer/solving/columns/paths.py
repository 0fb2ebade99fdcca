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

from optimizer.solving.columns.compiled import compiled, inlined
from optimizer.solving.columns.net import Net, Work
from optimizer.solving.columns.option_kernels import (
    NONE,
    campus_row,
    can_hold,
    home_row,
    named_slot,
    reduced_points,
    span_fits,
)


def working_memory(net: Net, named: int = 0) -> Work:
    """Working memory of one thread; `named` single options with points of their own."""
    setup = net.setup[0]
    rows = int(setup["deepest"] * (1 + setup["campuses"]) + setup["widest"])
    columns = int(setup["quarters"]) + 1
    return Work(
        np.full((rows, columns), NONE),
        np.full((rows, columns), -1, np.int64),
        np.zeros(columns, np.int64),
        np.zeros(max(named, 1)),
    )


@inlined
def best_after(net, setup, s, h, end, work, place, first_home):  # type: ignore[no-untyped-def]
    """Best value of the next stay `s` from quarter `end` on, after home `h`; and its row.

    The row is -1 where nothing can follow.
    """
    value = work.value
    row = -1
    top = NONE
    if net.stays[s].low <= end <= net.stays[s].high:
        k = net.homes[h].carrier
        if value[place, end] > NONE:
            top = value[place, end]
            row = place
        near = campus_row(setup, place, net.campus_of[k])
        if value[near, end] > NONE and value[near, end] + setup.same_campus > top:
            top = value[near, end] + setup.same_campus
            row = near
        twin = net.homes[h].twin
        gain = setup.same_campus + setup.same_carrier
        while twin >= 0 and twin < net.stays[s].home_stop and net.homes[twin].carrier == k:
            same = home_row(setup, twin - first_home)
            if value[same, end] > NONE and value[same, end] + gain > top:
                top = value[same, end] + gain
                row = same
            twin += 1
    return top, row


@inlined
def follow(net, setup, s, h, end, over, work, place, first_home):  # type: ignore[no-untyped-def]
    """Best that can follow an option of stay `s`: the next stay, or the project's end."""
    best = 0.0 if over == 0 else NONE
    if net.stays[s].leads_on and end < setup.quarters:
        top, _ = best_after(net, setup, s + 1, h, end, work, place + 1, first_home)
        if over == 0:
            top = max(top, -setup.refuse if net.stays[s + 1].must else 0.0)
        best = top
    return best


@inlined
def clear(setup, stay, value, place):  # type: ignore[no-untyped-def]
    """Forget what an earlier project left in the tables of a stay's place."""
    for f in range(stay.low, stay.high + 1):
        value[place, f] = NONE
    if place > 0:
        for campus in range(setup.campuses):
            for f in range(stay.low, stay.high + 1):
                value[campus_row(setup, place, campus), f] = NONE


@inlined
def note(net, setup, h, row, slot, over, top, work, place):  # type: ignore[no-untyped-def]
    """Enter the value of (home, first quarter) into the tables of its stay."""
    value, arg = work.value, work.arg
    value[row, slot] = top
    arg[row, slot] = over
    if top > value[place, slot]:
        value[place, slot] = top
        arg[place, slot] = h
    if place > 0:
        near = campus_row(setup, place, net.campus_of[net.homes[h].carrier])
        if top > value[near, slot]:
            value[near, slot] = top
            arg[near, slot] = h


@inlined
def fill_reach(net, rules, room, setup, stay, home, reach):  # type: ignore[no-untyped-def]
    """`reach[f]`: first quarter from f on in which a home has no room; 0 where f is barred."""
    sits = stay.sits >= 0
    longest = stay.length + stay.most_over
    until = min((0 if sits else home.high) + longest, setup.quarters)
    for t in range(until - 1, home.low - 1, -1):
        if not can_hold(rules, room, stay, home.area, home.use, home.carrier, t):
            until = t
        reach[t] = until
    if sits and home.carrier != stay.sits:
        barred = False
        for f in range(home.high + 1):
            if f > 0 and not can_hold(
                rules, room, stay, home.area, stay.sits_use, stay.sits, f - 1
            ):
                barred = True
            if barred:
                reach[f] = 0


@compiled
def stay_values(net, rules, room, prices, work, s, begin, limited):  # type: ignore[no-untyped-def]
    """Best value from every (home, first quarter) of stay `s` on; `begin` is the first stay."""
    setup, stay = net.setup[0], net.stays[s]
    place, first_home = s - begin, net.stays[begin].first_home
    sits = stay.sits >= 0
    limited = limited and not stay.locked
    clear(setup, stay, work.value, place)
    for h in range(stay.first_home, stay.home_stop):
        home = net.homes[h]
        row = home_row(setup, h - first_home)
        for f in range(stay.low, stay.high + 1):
            work.value[row, f] = NONE
        if limited:
            fill_reach(net, rules, room, setup, stay, home, work.reach)
        for f in range(home.low, home.high + 1):
            top, top_over = NONE, 0
            planned = stay.length if sits else f + stay.length
            for over in range(stay.most_over + 1):
                end = planned + over
                if end > home.last_end or (over > 0 and end >= setup.quarters):
                    break
                if limited and min(end, setup.quarters) > work.reach[f]:
                    break
                own = follow(net, setup, s, h, end, over, work, place, first_home)
                if own > NONE:
                    own += reduced_points(net, setup, stay, home, prices, f, end)
                    own -= setup.over_points * over
                    if stay.named >= 0:
                        own += work.named[named_slot(setup, stay, h, f, over)]
                    if own > top:
                        top, top_over = own, over
            # A sitting tenant's tables have one column: its move quarter is kept beside it.
            slot = 0 if sits else f
            if top > NONE and top > work.value[row, slot]:
                note(net, setup, h, row, slot, top_over, top, work, place)
                work.arg[row, setup.quarters] = f


@compiled
def read_path(net, work, begin, choice):  # type: ignore[no-untyped-def]
    """Write the best path of a project, read off its tables; returns its value."""
    setup, value, arg = net.setup[0], work.value, work.arg
    first_home = net.stays[begin].first_home
    top, f = NONE, 0
    for quarter in range(net.stays[begin].low, net.stays[begin].high + 1):
        if value[0, quarter] > top:
            top, f = value[0, quarter], quarter
    s, h = begin, -1
    if top > NONE:
        h = arg[0, f]
    while h >= 0:
        row = home_row(setup, h - first_home)
        sits = net.stays[s].sits >= 0
        over = arg[row, f]
        choice.home[s] = h
        choice.first[s] = arg[row, setup.quarters] if sits else f
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
            h = arg[row, f]
    return top


@compiled
def only_stay(net, rules, room, prices, work, s, choice):  # type: ignore[no-untyped-def]
    """Value of the best option with room of a wished project with one stay; it is chosen.

    Options are tried from the best one on, so that few are looked at quarter by quarter.
    """
    setup, stay = net.setup[0], net.stays[s]
    floor = -setup.refuse if stay.must else 0.0
    for h in range(stay.first_home, stay.home_stop):
        home = net.homes[h]
        row = home_row(setup, h - stay.first_home)
        for f in range(home.low, home.high + 1):
            own = NONE
            if f + stay.length <= home.last_end:
                own = reduced_points(net, setup, stay, home, prices, f, f + stay.length)
                if stay.named >= 0:
                    own += work.named[named_slot(setup, stay, h, f, 0)]
            work.value[row, f] = own
    while True:
        top, at, first = floor, -1, 0
        for h in range(stay.first_home, stay.home_stop):
            row = home_row(setup, h - stay.first_home)
            for f in range(net.homes[h].low, net.homes[h].high + 1):
                if work.value[row, f] > top:
                    top, at, first = work.value[row, f], h, f
        if at < 0:
            return floor
        home = net.homes[at]
        until = min(first + stay.length, setup.quarters)
        if span_fits(rules, room, stay, home.area, home.use, home.carrier, first, until):
            choice.home[s] = at
            choice.first[s] = first
            choice.end[s] = first + stay.length
            return top
        work.value[home_row(setup, at - stay.first_home), first] = NONE


@compiled
def project_path(net, rules, room, prices, work, p, limited, choice):  # type: ignore[no-untyped-def]
    """Value and path of one project; the path is written into `choice`."""
    begin, stop = net.first_stay[p], net.first_stay[p + 1]
    for s in range(begin, stop):
        choice.home[s] = -1
    if begin == stop:
        return 0.0
    if limited and not net.stays[begin].leads_on and net.stays[begin].sits < 0:
        return only_stay(net, rules, room, prices, work, begin, choice)
    for s in range(stop - 1, begin - 1, -1):
        stay_values(net, rules, room, prices, work, s, begin, limited)
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
        project_path(net, rules, room, prices, work, p, False, choice)
        begin, stop = net.first_stay[p], net.first_stay[p + 1]
        for s in range(begin, stop):
            stay = net.stays[s]
            best = NONE
            for f in range(stay.low, stay.high + 1):
                best = max(best, work.value[s - begin, f])
            for h in range(stay.first_home, stay.home_stop):
                own = NONE
                row = home_row(setup, h - net.stays[begin].first_home)
                for f in range(stay.low, stay.high + 1):
                    own = max(own, work.value[row, f])
                regrets[h] = best - own
