"""Openings that are best on average over several models that differ in their areas alone."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimizer.models.expansion import ExpansionModel
from optimizer.rules.block import Floats
from optimizer.solving.linear_program import LinearProgram
from optimizer.solving.program import Program
from optimizer.solving.progress import Watch
from optimizer.solving.root import root_of
from optimizer.solving.rounding import Priced, beginning, chosen_starts, priced


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
        each = []
        for model, root, lp in zip(models, roots, areas, strict=True):
            lp.hold(starts, chosen)
            found = lp.solve(watch)
            if found is None:
                return None
            each.append(priced(root.program, model.ground, found))
        return _mean(each, chosen)

    at = np.mean([root.values[starts] for root in roots], axis=0)
    own = [Priced(each.bound, each.least, each.start_costs, at) for each in roots]
    begin = replace(beginning(roots[0], ground), first=_mean(own, at), at=at)
    best = chosen_starts(begin, price, watch)
    return None if best is None else best.values


def _mean(each: Sequence[Priced], values: Floats) -> Priced:
    """No plan costs less in a model than its plane says, so none less on average."""
    cost, least = (float(np.mean([one[n] for one in each])) for n in (0, 1))
    return Priced(cost, least, np.mean([one.slope for one in each], axis=0), values)
