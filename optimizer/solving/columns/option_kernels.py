"""What an option is worth under prices, whether it has room, and where its value is kept."""

from optimizer.solving.columns.compiled import inlined

NONE = -1e300
ROOM_MARGIN = 1e-6
"""Room a carrier may lack by rounding, in its unit."""


@inlined
def campus_row(setup, place, campus):  # type: ignore[no-untyped-def]
    """Row of a stay's best on a campus."""
    return setup.deepest + place * setup.campuses + campus


@inlined
def home_row(setup, local):  # type: ignore[no-untyped-def]
    """Row of a project's home, counted from its first."""
    return setup.deepest * (1 + setup.campuses) + local


@inlined
def named_slot(setup, stay, h, f, over):  # type: ignore[no-untyped-def]
    """Place of an option among those that named rows speak of."""
    overs = setup.most_over + 1
    return stay.named + (h - stay.first_home) * setup.quarters * overs + f * overs + over


@inlined
def other_price(net, setup, stay, area, units, k, prices, begin, end):  # type: ignore[no-untyped-def]
    """Price of a span beyond that of its square metres: desks, heads, relief."""
    space, g = prices.space, stay.group
    total = 0.0
    if setup.has_desks and net.desks[k]:
        total += units * (prices.use[k, end] - prices.use[k, begin])
    if setup.has_head:
        total += space[1, g, k, end] - space[1, g, k, begin]
    if setup.has_relief and stay.relief_share > 0.0:
        paid = min(end, stay.relief_until + 1)
        if paid > begin:
            total += stay.relief_share * area * (space[2, g, k, paid] - space[2, g, k, begin])
    return total


@inlined
def span_price(net, setup, stay, area, units, k, prices, begin, end):  # type: ignore[no-untyped-def]
    """Price of a stay's space in carrier `k` from `begin` to before `end`."""
    space, g = prices.space, stay.group
    total = area * (space[0, g, k, end] - space[0, g, k, begin])
    if setup.has_desks or setup.has_head or setup.has_relief:
        total += other_price(net, setup, stay, area, units, k, prices, begin, end)
    return total


@inlined
def stay_points(points, rate, wait_points, waited, quarters):  # type: ignore[no-untyped-def]
    """Points of a wished stay in a home for so many planned quarters, after waiting so many."""
    return points + rate * quarters - wait_points * waited


@inlined
def start_extras(net, setup, stay, k, first):  # type: ignore[no-untyped-def]
    """Points of beginning in carrier `k` in just this quarter: neighbours, or the last plan."""
    total = 0.0
    if setup.has_bonus and stay.sits < 0:
        total += net.start_bonus[stay.group, k, first]
    if k == stay.kept_carrier and first == stay.kept_first:
        total += stay.kept_points
    return total


@inlined
def reduced_points(net, setup, stay, h, home, prices, first, end):  # type: ignore[no-untyped-def]
    """Points of an option without overstay cost, less the price of its space until `end`.

    A locked stay has neither: what it takes is off the room already.
    """
    total = 0.0
    if not stay.locked:
        until = min(end, setup.quarters)
        if stay.sits < 0:
            planned = min(first + stay.length, setup.quarters) - first
            waited = first - stay.low
            total += stay_points(home.points, home.rate, stay.wait_points, waited, planned)
        else:
            total += home.points
            if home.carrier != stay.sits and first > 0:
                total -= span_price(
                    net, setup, stay, home.area, stay.sits_use, stay.sits, prices, 0, first
                )
                if len(prices.own) > 0 and stay.sits_home >= 0:
                    total -= prices.own[stay.sits_home, first]
        total += start_extras(net, setup, stay, home.carrier, first)
        total -= span_price(
            net, setup, stay, home.area, home.use, home.carrier, prices, first, until
        )
        if len(prices.own) > 0:
            total -= prices.own[h, until] - prices.own[h, first]
    return total


@inlined
def can_hold(rules, room, stay, area, units, k, t):  # type: ignore[no-untyped-def]
    """Whether a carrier and its hard rows still have room for a stay in a quarter."""
    fits = room.mine[k] and units <= room.free[k, t] + ROOM_MARGIN
    for b in range(rules.row_of.shape[0]):
        r = rules.row_of[b, stay.group, k, t]
        if r >= 0 and not rules.sums_quarters[b]:
            amount = rules.per_head[b, stay.group, k, t] + rules.per_m2[b, stay.group, k, t] * area
            if amount > room.slack[r]:
                fits = False
    return fits


@inlined
def span_fits(rules, room, stay, area, units, k, begin, end):  # type: ignore[no-untyped-def]
    """Whether carrier `k` has room for a stay from `begin` to before `end`.

    Room is looked at first, row by row only where there is some.
    """
    t = begin
    while t < end and units <= room.free[k, t] + ROOM_MARGIN:
        t += 1
    if t >= end:
        t = begin
        while t < end and can_hold(rules, room, stay, area, units, k, t):
            t += 1
    return t >= end
