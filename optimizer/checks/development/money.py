"""What a plan pays and is charged, year by year, worked out anew; 10 000 yuan."""

from collections import defaultdict
from collections.abc import Mapping

from optimizer.checks.development.view import PlanView
from optimizer.domain.development_plan import Converted, Opening
from optimizer.units import QUARTERS_PER_YEAR, YUAN_PER_10K


def discounted(view: PlanView, by_year: Mapping[int, float]) -> float:
    """Sum over the years, each discounted to the first."""
    rate, first = view.case.settings.discount_rate, view.labels[0]
    return sum(amount / (1.0 + rate) ** (year - first) for year, amount in by_year.items())


def share_of_year(view: PlanView, year: int) -> float:
    """Share of a calendar year that lies in the plan."""
    return len(view.quarters_of[year]) / QUARTERS_PER_YEAR


def paid_for(view: PlanView, opening: Opening) -> Mapping[int, float]:
    """Paid for an opening in each year of the plan.

    Land and fixed cost when building starts, works evenly over the lead time.
    """
    candidate = view.candidates[opening.candidate]
    works = candidate.gross_area_m2 * candidate.cost_per_m2 / YUAN_PER_10K
    span = max(candidate.lead, 1)
    paid: dict[int, float] = defaultdict(float)
    for year, quarters in view.quarters_of.items():
        for quarter in quarters:
            if quarter == opening.starts:
                paid[year] += candidate.land_cost_10k + candidate.fixed_cost_10k
            if opening.starts <= quarter < opening.starts + span:
                paid[year] += works / span
    return paid


def price_of(view: PlanView, converted: Converted) -> float:
    """What a conversion costs."""
    rows = view.conversions[converted.carrier, converted.from_stage, converted.to_stage]
    return converted.area_m2 * rows[0].cost_per_m2 / YUAN_PER_10K


def yearly_rate(view: PlanView) -> float:
    """Yearly payment per unit invested over the asset's life."""
    rate, life = view.case.settings.discount_rate, view.case.settings.asset_life_years
    if rate == 0:
        return 1.0 / life
    return float(rate / (1.0 - 1.0 / (1.0 + rate) ** life))


def used_in(view: PlanView, first: int, year: int) -> float:
    """Years in use inside a calendar year, of what is in use from a quarter on."""
    return sum(quarter >= first for quarter in view.quarters_of[year]) / QUARTERS_PER_YEAR


def charged_for(
    view: PlanView, whole: float, paid: Mapping[int, float], first: int
) -> Mapping[int, float]:
    """What the plan is charged in each year, by `settings.investment_method`.

    Parameters
    ----------
    whole : float
        The whole investment, whenever paid.
    paid : mapping
        What of it is paid in each year of the plan.
    first : int
        First quarter in use.
    """
    method = view.case.settings.investment_method
    if method == "annuity":
        return {
            year: whole * yearly_rate(view) * used_in(view, first, year) for year in view.labels
        }
    charged = dict(paid)
    if method == "full_less_residual":
        used = sum(used_in(view, first, year) for year in view.labels)
        left = max(0.0, 1.0 - used / view.case.settings.asset_life_years)
        last = view.labels[-1]
        charged[last] = charged.get(last, 0.0) - left * sum(paid.values())
    return charged


def investment(view: PlanView) -> float:
    """Charged for building and converting, discounted."""
    amount = 0.0
    for opening in view.openings:
        candidate = view.candidates[opening.candidate]
        whole = candidate.gross_area_m2 * candidate.cost_per_m2 / YUAN_PER_10K
        whole += candidate.land_cost_10k + candidate.fixed_cost_10k
        paid = paid_for(view, opening)
        amount += discounted(view, charged_for(view, whole, paid, opening.opens))
    for converted in view.converted:
        price = price_of(view, converted)
        paid = {converted.year: price}
        amount += discounted(view, charged_for(view, price, paid, view.done(converted)))
    return amount
