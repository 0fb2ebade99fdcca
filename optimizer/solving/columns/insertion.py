"""Putting life paths into a plan and taking them out, with everything that is counted.

State of a plan: the choice, the room that is left, the activity of the space rows, and who is
in which carrier. Every change is undone by the opposite change.
"""

from optimizer.solving.columns.compiled import compiled, inlined
from optimizer.solving.columns.named_kernels import named_hold, named_points, shift_named
from optimizer.solving.columns.option_kernels import reduced_points
from optimizer.solving.columns.paths import project_path
from optimizer.solving.columns.tables import row_amount

SLACK_MARGIN = 1e-9


@inlined
def planned_end(stay, first):  # type: ignore[no-untyped-def]
    """The quarter after the last planned one; a sitting tenant's lease runs whatever it does."""
    return stay.length if stay.sits >= 0 else first + stay.length


@inlined
def row_cost(rules, r, amount):  # type: ignore[no-untyped-def]
    """Points an amount in a row costs; rows that cannot be overfilled cost nothing."""
    return rules.weight[r] * max(0.0, rules.sense[r] * (amount - rules.limit[r]))


@inlined
def shift_row(rules, room, r, amount):  # type: ignore[no-untyped-def]
    """Add an amount to a row; returns how what the row costs changes."""
    old = room.activity[r]
    room.activity[r] = old + amount
    room.slack[r] -= amount
    counts, begin, change = r, old, amount
    if rules.parent[r] >= 0:
        counts = rules.parent[r]
        change = rules.factor[r] * (min(old + amount, rules.cap[r]) - min(old, rules.cap[r]))
        begin = room.activity[counts]
        room.activity[counts] = begin + change
    return row_cost(rules, counts, begin + change) - row_cost(rules, counts, begin)


@inlined
def shift_span(rules, room, stay, area, units, k, begin, end, sign):  # type: ignore[no-untyped-def]
    """Put a stay's span into a carrier (sign 1) or take it out (-1); change of row costs."""
    cost = 0.0
    for t in range(begin, end):
        room.free[k, t] -= sign * units
        for b in range(rules.row_of.shape[0]):
            r = rules.row_of[b, stay.group, k, t]
            if r >= 0:
                amount = sign * row_amount(rules, stay, area, b, k, t)
                cost += shift_row(rules, room, r, amount)
    return cost


@inlined
def shift_stay(net, rules, named, room, lists, choice, s, sign):  # type: ignore[no-untyped-def]
    """Put one stay where it is chosen to be (1), or take it out (-1); change of row costs."""
    stay = net.stays[s]
    home = net.homes[choice.home[s]]
    k = home.carrier
    begin = lists.first[k]
    if sign > 0:
        lists.place[s] = lists.tenants[k]
        lists.stays[begin + lists.tenants[k]] = s
        lists.tenants[k] += 1
    else:
        # The last one in the list takes the place of the one that leaves.
        lists.tenants[k] -= 1
        last = lists.stays[begin + lists.tenants[k]]
        lists.stays[begin + lists.place[s]] = last
        lists.place[last] = lists.place[s]
    if k == stay.kept_carrier and choice.first[s] == stay.kept_first:
        room.kept[0] += int(sign)
    over = choice.end[s] - planned_end(stay, choice.first[s])
    cost = shift_named(net, named, s, choice.home[s], choice.first[s], over, sign)
    until = min(choice.end[s], net.setup[0].quarters)
    cost += shift_span(rules, room, stay, home.area, home.use, k, choice.first[s], until, sign)
    if stay.sits >= 0 and k != stay.sits:
        cost += shift_span(
            rules, room, stay, home.area, stay.sits_use, stay.sits, 0, choice.first[s], sign
        )
    return cost


@compiled
def shift_project(net, rules, named, room, lists, choice, p, sign):  # type: ignore[no-untyped-def]
    """Put a project's whole path in, or take it out; change of row costs."""
    cost = 0.0
    for s in range(net.first_stay[p], net.first_stay[p + 1]):
        if choice.home[s] >= 0 and not net.stays[s].locked:
            cost += shift_stay(net, rules, named, room, lists, choice, s, sign)
    return cost


@compiled
def path_points(net, prices, choice, p):  # type: ignore[no-untyped-def]
    """Points of a project's path under prices (those of nothing but relief: its worth)."""
    setup = net.setup[0]
    total = 0.0
    begin, stop = net.first_stay[p], net.first_stay[p + 1]
    for s in range(begin, stop):
        h = choice.home[s]
        stay = net.stays[s]
        if h < 0:
            later = s > begin and choice.end[s - 1] >= setup.quarters
            if stay.must and not later:
                total -= setup.refuse
            break
        home = net.homes[h]
        total += reduced_points(net, setup, stay, h, home, prices, choice.first[s], choice.end[s])
        over = choice.end[s] - planned_end(stay, choice.first[s])
        total -= setup.over_points * over
        if s > begin:
            k = net.homes[choice.home[s - 1]].carrier
            if net.campus_of[k] == net.campus_of[home.carrier]:
                total += setup.same_campus
            if k == home.carrier:
                total += setup.same_carrier
    return total


@inlined
def sums_hold(rules, room, stay, k, begin, end):  # type: ignore[no-untyped-def]
    """Whether the rows over several quarters that a stay's span in a carrier is in hold."""
    holds = True
    for b in range(rules.row_of.shape[0]):
        if rules.sums_quarters[b]:
            for t in range(begin, end):
                r = rules.row_of[b, stay.group, k, t]
                if r >= 0 and room.slack[r] < -SLACK_MARGIN:
                    holds = False
    return holds


@compiled
def rows_hold(net, rules, named, room, choice, p):  # type: ignore[no-untyped-def]
    """Whether rows over several quarters and named rows hold with a project's path in the plan."""
    holds = True
    for s in range(net.first_stay[p], net.first_stay[p + 1]):
        h = choice.home[s]
        if h < 0:
            break
        stay, k = net.stays[s], net.homes[h].carrier
        over = choice.end[s] - planned_end(stay, choice.first[s])
        if not named_hold(net, named, s, h, choice.first[s], over):
            holds = False
        if not stay.locked:
            until = min(choice.end[s], net.setup[0].quarters)
            holds &= sums_hold(rules, room, stay, k, choice.first[s], until)
            if stay.sits >= 0 and k != stay.sits:
                holds &= sums_hold(rules, room, stay, stay.sits, 0, choice.first[s])
    return holds


@compiled
def insert(net, rules, named, room, lists, prices, plain, work, choice, p):  # type: ignore[no-untyped-def]
    """Put the best path that has room into the plan; returns its worth less row costs.

    `prices` steer, `plain` prices count. A path that would break a row over several quarters
    is left out (of a sitting tenant, that counts as a must refused).
    """
    if len(work.named) > 1:
        named_points(net, named, work, p)
    project_path(net, rules, room, prices, work, p, True, choice)
    cost = shift_project(net, rules, named, room, lists, choice, p, 1.0)
    if not rows_hold(net, rules, named, room, choice, p):
        cost += shift_project(net, rules, named, room, lists, choice, p, -1.0)
        for s in range(net.first_stay[p], net.first_stay[p + 1]):
            choice.home[s] = -1
    return path_points(net, plain, choice, p) - cost
