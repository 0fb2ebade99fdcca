"""Covers inside the kernels: tenants that do not fit together, and what they pay for it.

A **cover** of a carrier in a quarter is a set of tenants of which one too many: together they
need more than there is. With n of them, at most n - 1 can be there. Other tenants are **lifted**
into the row one by one, each with the largest coefficient that every set which fits still obeys:

    alpha = (n - 1) - (most that those already in the row can make of the room it leaves)

The most is kept by dynamic programming over whole units of room. A tenant's need is rounded
down to a unit and the room is not, so every set that fits really also fits here.
"""

from optimizer.solving.columns.compiled import compiled, inlined

SEEN = 0.01
"""Mean use from which a home counts as used in a quarter."""

NEARLY_FULL = 0.9
"""Share of a carrier that must be in use before covers are looked for."""

EVENLY = 0.15
"""Mean use from which homes are put into a cover by their size alone."""

WAYS = 3
"""Orders in which homes are put into a cover."""


@compiled
def mark_use(net, choice, used):  # type: ignore[no-untyped-def]
    """Count each home that is chosen in each quarter it is used; leaving late is using the old."""
    for s in range(len(net.stays)):
        h, stay = choice.home[s], net.stays[s]
        if h >= 0 and not stay.locked:
            for t in range(choice.first[s], min(choice.end[s], net.setup[0].quarters)):
                used[h, t] += 1.0
            if stay.sits_home >= 0 and net.homes[h].carrier != stay.sits:
                for t in range(choice.first[s]):
                    used[stay.sits_home, t] += 1.0


@compiled
def sum_own_prices(first, home, alpha, quarter, price, touched, own):  # type: ignore[no-untyped-def]
    """What each home pays for covers, summed over quarters from quarter 0 on."""
    for i in range(len(touched)):
        for t in range(own.shape[1]):
            own[touched[i], t] = 0.0
    for c in range(len(price)):
        if price[c] > 0.0:
            for e in range(first[c], first[c + 1]):
                own[home[e], quarter[c] + 1] += price[c] * alpha[e]
    for i in range(len(touched)):
        for t in range(own.shape[1] - 1):
            own[touched[i], t + 1] += own[touched[i], t]


@compiled
def fill_covers(first, home, alpha, quarter, used, activity):  # type: ignore[no-untyped-def]
    """What the homes in use put into each cover."""
    for c in range(len(activity)):
        total = 0.0
        for e in range(first[c], first[c + 1]):
            total += alpha[e] * used[home[e], quarter[c]]
        activity[c] = total


@inlined
def eagerness(way, mean, need):  # type: ignore[no-untyped-def]
    """Rank of a home for a cover: what is missing to its full use per unit, its use, its size."""
    rank = (mean - 1.0) / max(need, 1)
    if way == 1:
        rank = mean
    elif way == 2:
        rank = float(need) if mean > EVENLY else 0.0
    return rank


@compiled
def sort_by_eagerness(way, mean, need, seen, count, rank):  # type: ignore[no-untyped-def]
    """Sort the homes seen, most eager first."""
    for i in range(count):
        j = seen[i]
        own = eagerness(way, mean[j], need[j])
        at = i
        while at > 0 and rank[at - 1] < own:
            rank[at], seen[at] = rank[at - 1], seen[at - 1]
            at -= 1
        rank[at], seen[at] = own, j


@compiled
def find_cover(need, mean, group, room, seen, count, chosen, cover):  # type: ignore[no-untyped-def]
    """A cover in which nobody can be spared, from homes in their order; how many, 0 if none.

    `cover`, by group (a project's homes in the carrier), gets the home of who is in it.
    """
    n, total = 0, 0
    for i in range(count):
        j = seen[i]
        if total <= room and cover[group[j]] < 0:
            cover[group[j]] = j
            chosen[n] = j
            n += 1
            total += need[j]
    spare = True
    while spare and total > room:
        worst = -1
        for i in range(n):
            j = chosen[i]
            if total - need[j] > room and (worst < 0 or mean[j] < mean[chosen[worst]]):
                worst = i
        spare = worst >= 0
        if spare:
            total -= need[chosen[worst]]
            cover[group[chosen[worst]]] = -1
            n -= 1
            chosen[worst] = chosen[n]
    if total <= room:
        clear_cover(group, chosen, n, cover)
        n = 0
    return n


@inlined
def clear_cover(group, chosen, n, cover):  # type: ignore[no-untyped-def]
    """Forget a cover."""
    for i in range(n):
        cover[group[chosen[i]]] = -1


@compiled
def start_lifting(need, first, group, room, chosen, n, most, alpha):  # type: ignore[no-untyped-def]
    """Coefficients of those in the cover; `most[c]`: the most that fits into c units."""
    for c in range(room + 1):
        most[c] = 0.0
    for i in range(n):
        own = need[chosen[i]]
        g = group[chosen[i]]
        for j in range(first[g], first[g + 1]):
            alpha[j] = 1.0 if need[j] >= own else 0.0
        for c in range(room, own - 1, -1):
            most[c] = max(most[c], most[c - own] + 1.0)


@compiled
def lift(need, first, g, room, limit, most, alpha):  # type: ignore[no-untyped-def]
    """Lift the homes of one project, of which it uses one at a time."""
    least = room + 1
    for j in range(first[g], first[g + 1]):
        alpha[j] = limit
        if need[j] <= room:
            alpha[j] = limit - most[room - need[j]]
            if alpha[j] > 0.0:
                least = min(least, need[j])
    for c in range(room, least - 1, -1):
        top = most[c]
        for j in range(first[g], first[g + 1]):
            if need[j] <= c:
                top = max(top, most[c - need[j]] + alpha[j])
        most[c] = top


@compiled
def lift_seen(  # type: ignore[no-untyped-def]
    need, first, group, room, limit, seen, count, cover, alpha, most, lifted, mark
):
    """Lift the projects of the homes seen, in their order."""
    for i in range(count):
        g = group[seen[i]]
        if cover[g] < 0 and lifted[g] != mark:
            lifted[g] = mark
            lift(need, first, g, room, limit, most, alpha)


@compiled
def whole_units(use, room, units, need):  # type: ignore[no-untyped-def]
    """Needs in whole units of room, rounded down; how many units the room has.

    Where all is in whole square metres or desks already, they are the units.
    """
    scale, whole = units / room, room <= units
    for j in range(len(use)):
        whole = whole and use[j] == int(use[j])
    if whole:
        scale = 1.0
    for j in range(len(use)):
        need[j] = int(use[j] * scale)
    return int(room + 1e-6) if whole else units


@compiled
def look(homes, use, mean, t, memory):  # type: ignore[no-untyped-def]
    """How many homes are used in a quarter, the use of the carrier, whether any is used in part."""
    seen, here = memory[1], memory[6]
    taken, count, between = 0.0, 0, False
    for j in range(len(homes)):
        here[j] = mean[homes[j], t]
        taken += here[j] * use[j]
        if here[j] > SEEN:
            seen[count] = j
            count += 1
            between = between or abs(here[j] - round(here[j])) > SEEN
    return count, taken, between


@compiled
def cover_by(way, first, group, room, count, mark, memory):  # type: ignore[no-untyped-def]
    """A cover found one way, the homes seen lifted into it; its size (0: none), and by how much.

    The second is the share it is overfilled by.
    """
    need, seen, chosen, cover, lifted, rank, here, alpha, most = memory
    sort_by_eagerness(way, here, need, seen, count, rank)
    n = find_cover(need, here, group, room, seen, count, chosen, cover)
    if n < 2:
        clear_cover(group, chosen, n, cover)
        return 0, 0.0
    start_lifting(need, first, group, room, chosen, n, most, alpha)
    lift_seen(need, first, group, room, n - 1.0, seen, count, cover, alpha, most, lifted, mark)
    total = 0.0
    for i in range(count):
        total += alpha[seen[i]] * here[seen[i]]
    return n, total / (n - 1.0) - 1.0


@compiled
def lift_others(first, group, by_size, room, n, mark, memory, coefficients):  # type: ignore[no-untyped-def]
    """Lift everybody else, the largest first, and write all coefficients out; forget the cover."""
    need, _, chosen, cover, lifted, _, _, alpha, most = memory
    for i in range(len(by_size)):
        g = by_size[i]
        if cover[g] < 0 and lifted[g] != mark:
            lift(need, first, g, room, n - 1.0, most, alpha)
    for j in range(len(need)):
        coefficients[j] = alpha[j] / (n - 1.0)
    clear_cover(group, chosen, n, cover)


@compiled
def covers_of(  # type: ignore[no-untyped-def]
    homes, use, first, group, by_size, rooms, mean, units, least, memory, found, coefficients
):
    """A cover that the mean use breaks most in each quarter of one carrier.

    Parameters
    ----------
    homes, use : arrays, shape (homes of the carrier,)
        Sorted by project; project g has those from ``first[g]`` to before ``first[g + 1]``.
    by_size : int array
        Projects by what they need at most, largest first.
    rooms : float array, shape (quarters,)
    mean : float array, shape (all homes, quarters)
    memory : tuple of arrays
        Working memory: see `covers.memory_for`.
    found : float array, shape (quarters,)
        Gets by what share each quarter's cover is overfilled; 0 where none is.
    coefficients : float array, shape (quarters, homes of the carrier)
    """
    need, chosen, cover = memory[0], memory[2], memory[3]
    mark = 0
    for t in range(len(rooms)):
        found[t] = 0.0
        count, taken, between = look(homes, use, mean, t, memory)
        if not between or rooms[t] <= 0.0 or taken < NEARLY_FULL * rooms[t]:
            continue
        room = whole_units(use, rooms[t], units, need)
        best_way = -1
        for way in range(WAYS):
            mark += 1
            n, over = cover_by(way, first, group, room, count, mark, memory)
            clear_cover(group, chosen, n, cover)
            if over > max(least, found[t]):
                found[t], best_way = over, way
        if best_way >= 0:
            mark += 1
            n, _ = cover_by(best_way, first, group, room, count, mark, memory)
            lift_others(first, group, by_size, room, n, mark, memory, coefficients[t])
