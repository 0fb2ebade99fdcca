"""Named rows inside the kernels: what an option would cost, and the count of what is placed."""

from optimizer.solving.columns.compiled import compiled, inlined
from optimizer.solving.columns.option_kernels import named_slot

ROW_MARGIN = 1e-7
BARRED = -1e12
"""Points of an option that would break a hard row: less than anything can make good."""


@inlined
def group_cost(named, g):  # type: ignore[no-untyped-def]
    """Points the shared excess of a group of soft rows costs."""
    most, weight = 0.0, 0.0
    for i in range(named.first_in_group[g], named.first_in_group[g + 1]):
        r = named.in_group[i]
        most = max(most, named.activity[r] - named.limit[r])
        weight = named.weight[r]
    return weight * most if most > 0.0 else 0.0


@inlined
def may_cost(named, r, amount):  # type: ignore[no-untyped-def]
    """Whether a soft row's excess can change with an amount: not while there is none at all."""
    return named.activity[r] + max(amount, 0.0) > named.limit[r]


@inlined
def entry_points(named, r, amount):  # type: ignore[no-untyped-def]
    """Points of putting an amount into a row as it stands: barred, or minus what it costs."""
    points = 0.0
    if named.weight[r] > 1e300:
        if named.activity[r] + amount > named.limit[r] + ROW_MARGIN * max(1.0, named.limit[r]):
            points = BARRED
    elif may_cost(named, r, amount):
        g = named.group[r]
        before = group_cost(named, g)
        named.activity[r] += amount
        points = before - group_cost(named, g)
        named.activity[r] -= amount
    return points


@compiled
def named_points(net, named, work, p):  # type: ignore[no-untyped-def]
    """Points of every option of a project by its named rows, into the working memory."""
    setup = net.setup[0]
    per_home = setup.quarters * (setup.most_over + 1)
    for s in range(net.first_stay[p], net.first_stay[p + 1]):
        stay = net.stays[s]
        if stay.named >= 0:
            stop = stay.named + (stay.home_stop - stay.first_home) * per_home
            for slot in range(stay.named, stop):
                points = 0.0
                for i in range(named.first_entry[slot], named.first_entry[slot + 1]):
                    points += entry_points(named, named.row[i], named.coefficient[i])
                work.named[slot] = points


@inlined
def shift_named(net, named, s, h, first, over, sign):  # type: ignore[no-untyped-def]
    """Count a placed option in its named rows (1) or no longer (-1); change of their cost."""
    cost = 0.0
    if net.stays[s].named >= 0 and not net.stays[s].locked:
        slot = named_slot(net.setup[0], net.stays[s], h, first, over)
        for i in range(named.first_entry[slot], named.first_entry[slot + 1]):
            r = named.row[i]
            amount = sign * named.coefficient[i]
            costs = named.weight[r] < 1e300 and may_cost(named, r, amount)
            if costs:
                cost -= group_cost(named, named.group[r])
            named.activity[r] += amount
            if costs:
                cost += group_cost(named, named.group[r])
    return cost


@inlined
def named_hold(net, named, s, h, first, over):  # type: ignore[no-untyped-def]
    """Whether the hard named rows of a placed option hold."""
    holds = True
    if net.stays[s].named >= 0 and not net.stays[s].locked:
        slot = named_slot(net.setup[0], net.stays[s], h, first, over)
        for i in range(named.first_entry[slot], named.first_entry[slot + 1]):
            r = named.row[i]
            if named.weight[r] > 1e300:
                margin = ROW_MARGIN * max(1.0, named.limit[r])
                if named.activity[r] > named.limit[r] + margin:
                    holds = False
    return holds
