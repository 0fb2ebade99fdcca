"""Second reading of ranked goals: every rank costs in the plan what the run says it does."""

from collections.abc import Mapping

from optimizer.checks.breach import Breach
from optimizer.checks.development.view import PlanView
from optimizer.checks.view import Checked
from optimizer.units import VALUE_MARGIN


def ranks_kept(
    view: PlanView, amounts: Mapping[str, float], reached: Mapping[int, float]
) -> Checked:
    """No rank costs more than it reached before the later ones were made least.

    Parameters
    ----------
    amounts : mapping of goal to 10 000 yuan
        Recomputed from the plan.
    reached : mapping of rank to 10 000 yuan
    """
    wanted = view.case.settings.ranks
    breaches: list[Breach] = []
    for rank, allowed in reached.items():
        mine = {name: cost for name, cost in amounts.items() if wanted.get(name, 1) == rank}
        found, scale = sum(mine.values()), sum(abs(cost) for cost in mine.values())
        if found > allowed + VALUE_MARGIN * max(1.0, abs(allowed), scale):
            note = f"{rank}: {', '.join(mine)}"
            breaches.append(view.breach("ranks", found, allowed, "yuan_10k", note=note))
    return Checked(len(reached), tuple(breaches))
