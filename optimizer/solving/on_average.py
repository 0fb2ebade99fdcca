"""Openings that are best on average over several models that differ in their areas alone."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimizer.models.expansion import ExpansionModel
from optimizer.rules.block import Floats, dot
from optimizer.solving.program import LinearProgram, Program
from optimizer.solving.progress import Watch
from optimizer.solving.root import root_of
from optimizer.solving.rounding import Priced, beginning, chosen_starts


def best_on_average(models: Sequence[ExpansionModel], watch: Watch) -> Floats | None:
    """Whole starts whose mean cost over the models is least, as far as it was found; or None.

    As the plan of one model is found by `solve_rounded`, with the mean of the models' costs in
    place of one: the openings hold in all of them, everything else follows.
    """
    roots = []
    for model in models:
        root = root_of(Program.of(model), model.ground, watch)
        if root is None:
            return None
        roots.append(root)
    ground = models[0].ground
    starts = ground.start.columns
    areas = [LinearProgram(root.program.relaxed(), root.basis) for root in roots]

    def price(chosen: Floats) -> Priced | None:
        costs, slopes = [], []
        for lp in areas:
            lp.hold(starts, chosen)
            found = lp.solve(watch)
            if found is None:
                return None
            costs.append(found.bound)
            slopes.append(found.reduced[starts])
        return Priced(float(np.mean(costs)), np.mean(slopes, axis=0), chosen)

    # No plan costs less in a model than the LP's plane says, so none less on average.
    at = np.mean([root.values[starts] for root in roots], axis=0)
    planes = [
        root.bound + float(dot(root.reduced[starts], at - root.values[starts])) for root in roots
    ]
    slope = np.mean([root.reduced[starts] for root in roots], axis=0)
    begin = replace(
        beginning(roots[0], ground), first=Priced(float(np.mean(planes)), slope, at), at=at
    )
    best = chosen_starts(begin, price, watch)
    return None if best is None else best.values
