"""Better plans from a plan: a neighbourhood is taken out and put in again, and undone if worse.

A neighbourhood is what stands in the way of one project: tenants of a carrier it would like,
in the quarters it would like. They are taken out with their whole life paths, the project is
put in, then they and a few others who are waiting; each by the same dynamic programming as
under prices, on the room that is left. A price weight between 0 (value alone) and 1 (value
less what the space is worth to others) keeps scarce space for those who need it most.
"""

import numpy as np

from optimizer.solving.columns.compiled import compiled, inlined
from optimizer.solving.columns.insertion import insert, path_points, shift_project
from optimizer.solving.columns.listed_kernels import insert_listed

FEW = 48
"""Tenants of a carrier that are all looked at; of more, some are drawn."""

MEMORY = 0.995
"""Share of a weight's luck that is left after each of its steps."""

EVEN_HAND = 0.3
"""Share of the steps whose weight is drawn without regard to luck."""

MOST_TAKEN = 64
"""Projects taken out and put in at most in one step."""


@compiled
def next_random(state):  # type: ignore[no-untyped-def]
    """A number in [0, 1) from a xorshift generator; its state is changed in place."""
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return np.float64(x >> np.uint64(11)) / 9007199254740992.0


@compiled
def random_below(state, count):  # type: ignore[no-untyped-def]
    """A whole number from 0 to before `count`."""
    return min(int(next_random(state) * count), count - 1)


@compiled
def drawn(state, cumulated):  # type: ignore[no-untyped-def]
    """An index drawn in proportion to the steps of a cumulated weight."""
    aim = next_random(state) * cumulated[-1]
    low, high = 0, len(cumulated) - 1
    while low < high:
        middle = (low + high) // 2
        if cumulated[middle] > aim:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def wished_span(net, state, p):  # type: ignore[no-untyped-def]
    """A carrier and quarters a project could use: a stay, a home, a first quarter, drawn."""
    begin, stop = net.first_stay[p], net.first_stay[p + 1]
    s = begin + random_below(state, stop - begin)
    for _ in range(stop - begin):
        if net.stays[s].home_stop > net.stays[s].first_home:
            break
        s = s + 1 if s + 1 < stop else begin
    stay = net.stays[s]
    count = stay.home_stop - stay.first_home
    if count == 0:
        return -1, 0, 0
    home = net.homes[stay.first_home + random_below(state, count)]
    if home.high < home.low:
        return -1, 0, 0
    first = home.low + random_below(state, home.high - home.low + 1)
    end = stay.length if stay.sits >= 0 else first + stay.length
    return home.carrier, first, min(end, net.setup[0].quarters)


@compiled
def tenants_of(lists, choice, asked, state, k, begin, end, wanted):  # type: ignore[no-untyped-def]
    """Projects with a stay in a carrier that overlaps a span, into `found`; how many.

    Of a carrier with many tenants, some are drawn until about `wanted` are found.
    """
    count = 0
    there = lists.tenants[k]
    tries = there if there <= FEW else min(there, 4 * wanted + 16)
    for i in range(min(tries, len(asked.found))):
        at = i if there <= FEW else random_below(state, there)
        s = lists.stays[lists.first[k] + at]
        if choice.first[s] < end and choice.end[s] > begin:
            asked.found[count] = asked.project_of[s]
            count += 1
    return count


@inlined
def take_once(asked, count, p, mark):  # type: ignore[no-untyped-def]
    """Add a project to `taken` unless it is there already; new length."""
    if asked.movable[p] and asked.stamp[p] != mark and count < len(asked.taken):
        asked.stamp[p] = mark
        asked.taken[count] = p
        count += 1
    return count


@compiled
def who_could(asked, state, k):  # type: ignore[no-untyped-def]
    """Of a few projects that could use a carrier, the one with most to gain."""
    first, count = asked.first_could[k], asked.first_could[k + 1] - asked.first_could[k]
    best = asked.could[first + random_below(state, count)]
    for _ in range(2):
        other = asked.could[first + random_below(state, count)]
        if asked.regret[other] > asked.regret[best]:
            best = other
    return best


@compiled
def neighbourhood(net, lists, choice, asked, state, size, mark):  # type: ignore[no-untyped-def]
    """Into `taken`: a project that could gain, tenants in its way, others that want the place."""
    p = asked.projects[drawn(state, asked.cumulated)]
    k, begin, end = wished_span(net, state, p)
    count = take_once(asked, 0, p, mark)
    if k >= 0 and asked.first_could[k + 1] > asked.first_could[k]:
        tenants = tenants_of(lists, choice, asked, state, k, begin, end, size)
        for i in range(min(size, tenants)):
            other = i + random_below(state, tenants - i)
            asked.found[i], asked.found[other] = asked.found[other], asked.found[i]
            count = take_once(asked, count, asked.found[i], mark)
        for _ in range(1 + size // 3):
            count = take_once(asked, count, who_could(asked, state, k), mark)
    return count


@inlined
def keeps_enough(net, room, kept_before):  # type: ignore[no-untyped-def]
    """Whether a step left as many placements as in the last plan as the cap on moves asks for."""
    return room.kept[0] >= min(kept_before, net.setup[0].keep_at_least)


@compiled
def take_out(net, rules, named, room, lists, choice, kept, p):  # type: ignore[no-untyped-def]
    """Take a project out, its path kept aside; change of row costs."""
    for s in range(net.first_stay[p], net.first_stay[p + 1]):
        kept.home[s] = choice.home[s]
        kept.first[s] = choice.first[s]
        kept.end[s] = choice.end[s]
    cost = shift_project(net, rules, named, room, lists, choice, p, -1.0)
    for s in range(net.first_stay[p], net.first_stay[p + 1]):
        choice.home[s] = -1
    return cost


@compiled
def put_back(net, rules, named, room, lists, choice, kept, taken, count):  # type: ignore[no-untyped-def]
    """Undo: what stands now is taken out, what was kept aside is put in again."""
    for i in range(count):
        shift_project(net, rules, named, room, lists, choice, taken[i], -1.0)
    for i in range(count):
        p = taken[i]
        for s in range(net.first_stay[p], net.first_stay[p + 1]):
            choice.home[s] = kept.home[s]
            choice.first[s] = kept.first[s]
            choice.end[s] = kept.end[s]
        shift_project(net, rules, named, room, lists, choice, p, 1.0)


@compiled
def arrange(asked, count, state):  # type: ignore[no-untyped-def]
    """Order in which those taken out are put in: drawn, or every other time the bulky first.

    Drawn orders keep the project that was asked for in front.
    """
    taken = asked.taken
    if next_random(state) < 0.5:
        for i in range(1, count):
            other = i + random_below(state, count - i)
            taken[i], taken[other] = taken[other], taken[i]
    else:
        for i in range(1, count):
            p, j = taken[i], i
            while j > 0 and asked.bulk[taken[j - 1]] < asked.bulk[p]:
                taken[j] = taken[j - 1]
                j -= 1
            taken[j] = p


@compiled
def put_in(  # type: ignore[no-untyped-def]
    net, rules, named, room, lists, listed, weight, prices, work, choice, taken, count
):
    """Put projects in, in their order; worth less row costs.

    Who finds no home at the steering prices is asked again at none.
    """
    total = 0.0
    for i in range(count):
        total += insert_listed(
            net, rules, named, room, lists, listed, weight, prices, work, choice, taken[i]
        )
    for i in range(count):
        p = taken[i]
        begin = net.first_stay[p]
        if begin < net.first_stay[p + 1] and choice.home[begin] < 0:
            total -= path_points(net, prices[0], choice, p)
            total += insert_listed(
                net, rules, named, room, lists, listed, 0, prices, work, choice, p
            )
    return total


@compiled
def drawn_weight(luck, state):  # type: ignore[no-untyped-def]
    """Which weight of the prices steers a step: mostly those that gained lately."""
    count = len(luck)
    if next_random(state) < EVEN_HAND:
        return random_below(state, count)
    total = 0.0
    for i in range(count):
        total += luck[i]
    aim = next_random(state) * total
    for i in range(count):
        aim -= luck[i]
        if aim < 0.0:
            return i
    return random_below(state, count)


@compiled
def improve(  # type: ignore[no-untyped-def]
    net, rules, named, room, lists, listed, prices, work, choice, kept, worth, asked, state,
    begin, steps, largest, heat,
):  # fmt: skip
    """Try neighbourhoods number `begin` to before `begin + steps`; returns what was gained.

    `prices` are tables at rising weights, the first of them none; with `heat`, a step that
    loses a little may stand.
    """
    gained = 0.0
    taken = asked.taken
    for step in range(begin, begin + steps):
        size = 1 + random_below(state, largest)
        count = neighbourhood(net, lists, choice, asked, state, size, step)
        weight = drawn_weight(asked.luck, state)
        change = 0.0
        kept_before = room.kept[0]
        for i in range(count):
            change -= worth[taken[i]]
            change -= take_out(net, rules, named, room, lists, choice, kept, taken[i])
        arrange(asked, count, state)
        change += put_in(
            net, rules, named, room, lists, listed, weight, prices, work, choice, taken, count
        )
        keeps = keeps_enough(net, room, kept_before)
        asked.luck[weight] = MEMORY * asked.luck[weight] + max(change, 0.0)
        if keeps and change >= heat * np.log(next_random(state) + 1e-12) - 1e-12:
            gained += change
            for i in range(count):
                worth[taken[i]] = path_points(net, prices[0], choice, taken[i])
        else:
            put_back(net, rules, named, room, lists, choice, kept, taken, count)
    return gained


@compiled
def all_points(net, prices, choice, points):  # type: ignore[no-untyped-def]
    """Points of every project's path under prices."""
    for p in range(len(points)):
        points[p] = path_points(net, prices, choice, p)


@compiled
def fill(  # type: ignore[no-untyped-def]
    net, rules, named, room, lists, steer, plain, work, choice, kept, worth, order, one
):
    """Put projects that have no home in, and find those that have one something to go on to.

    `one` is working memory for one project.
    """
    for i in range(len(order)):
        p = order[i]
        begin, stop = net.first_stay[p], net.first_stay[p + 1]
        if begin == stop:
            continue
        if choice.home[begin] < 0:
            insert(net, rules, named, room, lists, steer, plain, work, choice, p)
        elif net.stays[begin].leads_on and choice.home[begin + 1] < 0:
            kept_before = room.kept[0]
            cost = take_out(net, rules, named, room, lists, choice, kept, p)
            found = insert(net, rules, named, room, lists, steer, plain, work, choice, p)
            if found < worth[p] + cost or not keeps_enough(net, room, kept_before):
                one[0] = p
                put_back(net, rules, named, room, lists, choice, kept, one, 1)
        worth[p] = path_points(net, plain, choice, p)
