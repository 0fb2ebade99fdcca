"""From prices of rows to prices of space, and from choices back to what rows are filled with."""

from optimizer.solving.columns.compiled import compiled, inlined


@compiled
def sum_prices(cap, row_price, desks, relief_points, rules, prices):  # type: ignore[no-untyped-def]
    """Sum prices of carriers' area `cap` and of rows over quarters, into `prices`."""
    blocks, groups, carriers, quarters = rules.row_of.shape
    for k in range(carriers):
        for t in range(quarters):
            prices.use[k, t + 1] = prices.use[k, t] + (cap[k, t] if desks[k] else 0.0)
    for g in range(groups):
        for k in range(carriers):
            area, head, relief = 0.0, 0.0, 0.0
            for t in range(quarters):
                if not desks[k]:
                    area += cap[k, t]
                relief += relief_points[k]
                for b in range(blocks):
                    r = rules.row_of[b, g, k, t]
                    if r >= 0:
                        area += rules.per_m2[b, g, k, t] * row_price[r]
                        head += rules.per_head[b, g, k, t] * row_price[r]
                        relief += rules.per_relief[b, g, k, t] * row_price[r]
                prices.space[0, g, k, t + 1] = area
                prices.space[1, g, k, t + 1] = head
                prices.space[2, g, k, t + 1] = relief


@inlined
def row_amount(rules, stay, area, b, k, t):  # type: ignore[no-untyped-def]
    """What a stay adds to the row of block `b` in a carrier and quarter."""
    g = stay.group
    amount = rules.per_head[b, g, k, t] + rules.per_m2[b, g, k, t] * area
    if t <= stay.relief_until:
        amount += rules.per_relief[b, g, k, t] * area * stay.relief_share
    return amount


@compiled
def add_span(rules, stay, area, units, k, begin, end, used, activity):  # type: ignore[no-untyped-def]
    """Add a stay's span in a carrier to what is used and to the rows."""
    for t in range(begin, end):
        used[k, t] += units
        for b in range(rules.row_of.shape[0]):
            r = rules.row_of[b, stay.group, k, t]
            if r >= 0:
                activity[r] += row_amount(rules, stay, area, b, k, t)


@compiled
def add_choices(net, rules, choice, used, activity):  # type: ignore[no-untyped-def]
    """Add what all undecided stays' choices take of carriers and put into rows."""
    for s in range(len(net.stays)):
        h = choice.home[s]
        stay = net.stays[s]
        if h >= 0 and not stay.locked:
            home = net.homes[h]
            until = min(choice.end[s], net.setup[0].quarters)
            add_span(
                rules, stay, home.area, home.use, home.carrier, choice.first[s], until,
                used, activity,
            )  # fmt: skip
            if stay.sits >= 0 and home.carrier != stay.sits:
                add_span(
                    rules, stay, home.area, stay.sits_use, stay.sits, 0, choice.first[s],
                    used, activity,
                )  # fmt: skip


@compiled
def add_best(  # type: ignore[no-untyped-def]
    row_of, per_head, per_m2, per_relief, asked, stay, group, carrier, area, share, until, low,
    end, best, seen, most,
):  # fmt: skip
    """Add the best that each stay could put into each row of the asked blocks to `most`.

    `stay` is sorted; each entry is in `carrier` from `low` to before `end`. `best` and `seen`
    are working memory by row.
    """
    for i in range(len(stay)):
        s, g, k = stay[i], group[i], carrier[i]
        for t in range(low[i], end[i]):
            for b in range(row_of.shape[0]):
                r = row_of[b, g, k, t] if asked[b] else -1
                if r >= 0:
                    amount = per_head[b, g, k, t] + per_m2[b, g, k, t] * area[i]
                    if t <= until[i]:
                        amount += per_relief[b, g, k, t] * area[i] * share[i]
                    if seen[r] != s:
                        seen[r], best[r] = s, 0.0
                    if amount > best[r]:
                        most[r] += amount - best[r]
                        best[r] = amount
