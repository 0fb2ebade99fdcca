"""What it is worth to begin a stay in a home in a quarter, and the tables this is kept in.

Tables have a row per place of a stay in its project (best anywhere), then per place and campus,
then per home, with a column per first quarter, counted from the first one of the stay.
"""

from optimizer.solving.columns.compiled import compiled, inlined
from optimizer.solving.columns.option_kernels import (
    NONE,
    campus_row,
    can_hold,
    home_row,
    named_slot,
    other_price,
    reduced_points,
    start_extras,
    stay_points,
)


@inlined
def best_after(net, setup, s, h, end, work, place, first_home):  # type: ignore[no-untyped-def]
    """Best value of the next stay `s` from quarter `end` on, after home `h`; and its row.

    The row is -1 where nothing can follow.
    """
    value, column = work.value, end - net.stays[s].low
    row = -1
    top = NONE
    if column >= 0 and end <= net.stays[s].high:
        k = net.homes[h].carrier
        if value[place, column] > NONE:
            top = value[place, column]
            row = place
        near = campus_row(setup, place, net.campus_of[k])
        if value[near, column] > NONE and value[near, column] + setup.same_campus > top:
            top = value[near, column] + setup.same_campus
            row = near
        twin = net.homes[h].twin
        gain = setup.same_campus + setup.same_carrier
        while twin >= 0 and twin < net.stays[s].home_stop and net.homes[twin].carrier == k:
            same = home_row(setup, twin - first_home)
            if value[same, column] > NONE and value[same, column] + gain > top:
                top = value[same, column] + gain
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
    for column in range(stay.high - stay.low + 1):
        value[place, column] = NONE
    if place > 0:
        for campus in range(setup.campuses):
            for column in range(stay.high - stay.low + 1):
                value[campus_row(setup, place, campus), column] = NONE


@inlined
def note(setup, campus, h, row, column, over, top, work, place):  # type: ignore[no-untyped-def]
    """Enter the value of (home, first quarter) into the tables of its stay."""
    value, arg = work.value, work.arg
    value[row, column] = top
    arg[row, column] = over
    if top > value[place, column]:
        value[place, column] = top
        arg[place, column] = h
    if place > 0:
        near = campus_row(setup, place, campus)
        if top > value[near, column]:
            value[near, column] = top
            arg[near, column] = h


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
def wished_values(net, rules, room, prices, work, s, begin, limited, by_home):  # type: ignore[no-untyped-def]
    """Best value from every (home, first quarter) of a wished stay on.

    `begin` is the project's first stay. Nothing comes before it, so what its single homes are
    worth is kept only if asked. A run spends most of its time here; what the loops need is
    read into locals, as machine code cannot know that writing tables leaves it unchanged.
    """
    setup, stay, value = net.setup[0], net.stays[s], work.value
    place, first_home = s - begin, net.stays[begin].first_home
    length, low, width, group = stay.length, stay.low, stay.high - stay.low + 1, stay.group
    most_over, named = stay.most_over, stay.named >= 0
    quarters, over_points, wait_points = setup.quarters, setup.over_points, stay.wait_points
    extras = setup.has_bonus or stay.kept_carrier >= 0
    others = setup.has_desks or setup.has_head or setup.has_relief
    by_home, has_own = by_home or place > 0, len(prices.own) > 0
    clear(setup, stay, value, place)
    for h in range(stay.first_home, stay.home_stop):
        home = net.homes[h]
        k, area, points, rate = home.carrier, home.area, home.points, home.rate
        last_end = home.last_end
        row = home_row(setup, h - first_home)
        if by_home:
            for column in range(width):
                value[row, column] = NONE
        if limited:
            fill_reach(net, rules, room, setup, stay, home, work.reach)
        for f in range(home.low, home.high + 1):
            top, top_over, column = NONE, 0, f - low
            planned = min(f + length, quarters) - f
            started = stay_points(points, rate, wait_points, f - low, planned)
            if extras:
                started += start_extras(net, setup, stay, k, f)
            started += area * prices.space[0, group, k, f]
            if has_own:
                started += prices.own[h, f]
            for over in range(most_over + 1):
                end = f + length + over
                until = min(end, quarters)
                if end > last_end or (over > 0 and end >= quarters):
                    break
                if limited and until > work.reach[f]:
                    break
                own = follow(net, setup, s, h, end, over, work, place, first_home)
                if own > NONE:
                    own += started - area * prices.space[0, group, k, until] - over_points * over
                    if others:
                        own -= other_price(net, setup, stay, area, home.use, k, prices, f, until)
                    if has_own:
                        own -= prices.own[h, until]
                    if named:
                        own += work.named[named_slot(setup, stay, h, f, over)]
                    if own > top:
                        top, top_over = own, over
            if by_home:
                if top > NONE:
                    note(setup, net.campus_of[k], h, row, column, top_over, top, work, place)
            elif top > value[place, column]:
                value[place, column] = top
                work.arg[place, column] = h
                work.arg[row, column] = top_over


@compiled
def sitting_values(net, rules, room, prices, work, s, begin, limited):  # type: ignore[no-untyped-def]
    """Best value from every home of a sitting tenant's stay on.

    Its lease ends when it ends, wherever it moves meanwhile: tables have one column, and the
    quarter of the move is kept beside.
    """
    setup, stay, value = net.setup[0], net.stays[s], work.value
    place, first_home = s - begin, net.stays[begin].first_home
    limited = limited and not stay.locked
    clear(setup, stay, value, place)
    for h in range(stay.first_home, stay.home_stop):
        home = net.homes[h]
        row = home_row(setup, h - first_home)
        value[row, 0] = NONE
        if limited:
            fill_reach(net, rules, room, setup, stay, home, work.reach)
        for f in range(home.low, home.high + 1):
            top, top_over = NONE, 0
            for over in range(stay.most_over + 1):
                end = stay.length + over
                if end > home.last_end or (over > 0 and end >= setup.quarters):
                    break
                if limited and min(end, setup.quarters) > work.reach[f]:
                    break
                own = follow(net, setup, s, h, end, over, work, place, first_home)
                if own > NONE:
                    own += reduced_points(net, setup, stay, h, home, prices, f, end)
                    own -= setup.over_points * over
                    if stay.named >= 0:
                        own += work.named[named_slot(setup, stay, h, f, over)]
                    if own > top:
                        top, top_over = own, over
            if top > value[row, 0]:
                note(setup, net.campus_of[home.carrier], h, row, 0, top_over, top, work, place)
                work.moves[row] = f
