"""Life paths written out: listing them, and putting the best that has room into a plan.

A search asks the same few hundred projects millions of times for their best path on the room
that is left. Where a project has few paths, they are listed once, with their points under every
set of prices the search steers by, best first: the first one with room is the best.
"""

from optimizer.solving.columns.compiled import compiled, inlined
from optimizer.solving.columns.insertion import insert, path_points, rows_hold, shift_project
from optimizer.solving.columns.named_kernels import entry_points
from optimizer.solving.columns.option_kernels import NONE, named_slot, span_fits


@compiled
def list_paths(net, prices, p, most, listed, path, step, choice, tried):  # type: ignore[no-untyped-def]
    """Run through all paths of a project, depth first; how many, and how many steps they have.

    With `prices`, they are written into `listed` from `path` and `step` on; without (empty),
    they are counted until there are more than `most`. `choice` and `tried` (by place of the
    stay) are working memory.
    """
    setup = net.setup[0]
    begin, stop = net.first_stay[p], net.first_stay[p + 1]
    paths, steps, place = 0, 0, 0
    if begin == stop:
        return 0, 0
    tried[0] = -1
    while place >= 0:
        s = begin + place
        stay = net.stays[s]
        tried[place] += 1
        overs = stay.most_over + 1
        firsts = setup.quarters if place == 0 else 1
        h = stay.first_home + tried[place] // (overs * firsts)
        if h >= stay.home_stop:
            place -= 1
            continue
        home = net.homes[h]
        first = tried[place] // overs % firsts if place == 0 else choice.end[s - 1]
        over = tried[place] % overs
        end = (stay.length if stay.sits >= 0 else first + stay.length) + over
        if first < home.low or first > home.high or end > home.last_end:
            continue
        choice.home[s], choice.first[s], choice.end[s] = h, first, end
        goes_on = stay.leads_on and end < setup.quarters
        if goes_on and net.stays[s + 1].low <= end <= net.stays[s + 1].high:
            tried[place + 1] = -1
        else:
            goes_on = False
        if over == 0:
            if len(prices) > 0:
                write_path(net, prices, p, place, listed, path + paths, step + steps, choice)
            paths += 1
            steps += place + 1
            if paths > most:
                return paths, steps
        if goes_on:
            place += 1
    return paths, steps


@inlined
def write_path(net, prices, p, place, listed, path, step, choice):  # type: ignore[no-untyped-def]
    """Write a path that ends with the stay at `place`, with its points under all prices."""
    begin, stop = net.first_stay[p], net.first_stay[p + 1]
    if begin + place + 1 < stop:
        choice.home[begin + place + 1] = -1
    listed.first_step[path] = step
    listed.first_step[path + 1] = step + place + 1
    for i in range(place + 1):
        listed.home[step + i] = choice.home[begin + i]
        listed.first[step + i] = choice.first[begin + i]
        listed.end[step + i] = choice.end[begin + i]
    for w in range(len(prices)):
        listed.points[w, path] = path_points(net, prices[w], choice, p)


@inlined
def slot_of(net, stay, listed, step):  # type: ignore[no-untyped-def]
    """Place of a step's option among those that named rows speak of."""
    first, end = listed.first[step], listed.end[step]
    over = end - (stay.length if stay.sits >= 0 else first + stay.length)
    return named_slot(net.setup[0], stay, listed.home[step], first, over)


@inlined
def shift_own(net, named, only, listed, p, path, sign):  # type: ignore[no-untyped-def]
    """Count a path in the rows of its project alone (1) or no longer (-1); its points there.

    With 1, a path in rows with other projects is marked, and a project one could gain for.
    """
    points, begin, step = 0.0, net.first_stay[p], listed.first_step[path]
    for i in range(listed.first_step[path + 1] - step):
        stay = net.stays[begin + i]
        if stay.named >= 0 and not stay.locked:
            slot = slot_of(net, stay, listed, step + i)
            for e in range(named.first_entry[slot], named.first_entry[slot + 1]):
                r = named.row[e]
                if only[r] == p:
                    if sign > 0.0:
                        points += entry_points(named, r, named.coefficient[e])
                    named.activity[r] += sign * named.coefficient[e]
                elif sign > 0.0:
                    listed.by_name[path] = True
                    if named.weight[r] < 1e300 and named.coefficient[e] < 0.0:
                        listed.may_gain[p] = True
    return points


@compiled
def settle_named(net, named, only, projects, listed):  # type: ignore[no-untyped-def]
    """Take what named rows of one project alone cost into the points of its paths.

    `only` is the project of each row that no other one is in, or -1; the rows of `named` hold
    nothing. Paths in rows shared with others are marked: those are counted as they stand.
    """
    for i in range(len(projects)):
        p = projects[i]
        for path in range(listed.first_path[p], listed.first_path[p + 1]):
            own = shift_own(net, named, only, listed, p, path, 1.0)
            shift_own(net, named, only, listed, p, path, -1.0)
            for w in range(listed.points.shape[0]):
                listed.points[w, path] += own


@compiled
def count_paths(net, none, projects, most, listed, choice, tried, counts, steps):  # type: ignore[no-untyped-def]
    """Paths and steps of each project, until there are more than `most`."""
    for i in range(len(projects)):
        counts[i], steps[i] = list_paths(net, none, projects[i], most, listed, 0, 0, choice, tried)


@compiled
def write_paths(net, prices, projects, first_path, first_step, most, listed, choice, tried):  # type: ignore[no-untyped-def]
    """Write the paths of projects, each where its own begin."""
    for i in range(len(projects)):
        list_paths(
            net, prices, projects[i], most, listed, first_path[i], first_step[i], choice, tried
        )


@inlined
def path_fits(net, rules, room, listed, begin, path):  # type: ignore[no-untyped-def]
    """Whether every stay of a path has room in every quarter."""
    fits = True
    step = listed.first_step[path]
    for i in range(listed.first_step[path + 1] - step):
        stay = net.stays[begin + i]
        if fits and not stay.locked:
            home = net.homes[listed.home[step + i]]
            first = listed.first[step + i]
            until = min(listed.end[step + i], net.setup[0].quarters)
            k = home.carrier
            fits = span_fits(rules, room, stay, home.area, home.use, k, first, until)
            if fits and stay.sits >= 0 and k != stay.sits:
                fits = span_fits(rules, room, stay, home.area, stay.sits_use, stay.sits, 0, first)
    return fits


@inlined
def named_points_of(net, named, only, listed, p, path):  # type: ignore[no-untyped-def]
    """Points of a path by rows it shares with others: what soft ones cost, hard ones bar."""
    begin = net.first_stay[p]
    points = 0.0
    step = listed.first_step[path]
    for i in range(listed.first_step[path + 1] - step):
        stay = net.stays[begin + i]
        if stay.named >= 0 and not stay.locked:
            slot = slot_of(net, stay, listed, step + i)
            for e in range(named.first_entry[slot], named.first_entry[slot + 1]):
                if only[named.row[e]] < 0:
                    points += entry_points(named, named.row[e], named.coefficient[e])
    return points


@compiled
def best_listed(net, rules, named, room, listed, weight, p, begin_at):  # type: ignore[no-untyped-def]
    """Where in a project's order its best path with room stands, from a place on; -1: none."""
    begin, at = net.first_stay[p], -1
    stay = net.stays[begin]
    best = NONE if stay.sits >= 0 else -net.setup[0].refuse if stay.must else 0.0
    for i in range(begin_at, listed.first_path[p + 1]):
        path = listed.order[weight, i]
        points = listed.points[weight, path]
        if points <= best and not listed.may_gain[p]:
            break
        if path_fits(net, rules, room, listed, begin, path):
            if listed.by_name[path]:
                points += named_points_of(net, named, listed.only, listed, p, path)
            if points > best:
                best, at = points, i
    return at


@inlined
def choose_path(net, listed, choice, p, path):  # type: ignore[no-untyped-def]
    """Write a listed path into the choice of its project."""
    begin, stop = net.first_stay[p], net.first_stay[p + 1]
    step = listed.first_step[path]
    count = listed.first_step[path + 1] - step
    for s in range(begin, stop):
        choice.home[s] = -1
    for i in range(count):
        choice.home[begin + i] = listed.home[step + i]
        choice.first[begin + i] = listed.first[step + i]
        choice.end[begin + i] = listed.end[step + i]


@compiled
def insert_listed(  # type: ignore[no-untyped-def]
    net, rules, named, room, lists, listed, weight, prices, work, choice, p
):
    """Put the best path that has room into the plan; returns its worth less row costs.

    What is not listed is looked for by dynamic programming. A path that would break a row over
    several quarters gives way to the next one; not so one in rows shared with other projects,
    as the next in the order need not be the next best.
    """
    plain = prices[0]
    if not listed.has[p]:
        steer = prices[weight]
        return insert(net, rules, named, room, lists, steer, plain, work, choice, p)
    cost = 0.0
    at = best_listed(net, rules, named, room, listed, weight, p, listed.first_path[p])
    while at >= 0:
        path = listed.order[weight, at]
        choose_path(net, listed, choice, p, path)
        cost = shift_project(net, rules, named, room, lists, choice, p, 1.0)
        if rows_hold(net, rules, named, room, choice, p):
            return path_points(net, plain, choice, p) - cost
        cost += shift_project(net, rules, named, room, lists, choice, p, -1.0)
        if listed.by_name[path]:
            break
        at = best_listed(net, rules, named, room, listed, weight, p, at + 1)
    for s in range(net.first_stay[p], net.first_stay[p + 1]):
        choice.home[s] = -1
    return path_points(net, plain, choice, p) - cost
