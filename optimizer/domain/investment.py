"""What a new carrier costs, when it is paid, and how much of it the plan is charged for."""

from typing import Literal

import numpy as np

from optimizer.domain.calendar_years import Floats, Years
from optimizer.domain.outlook import Candidate
from optimizer.settings import Settings
from optimizer.units import QUARTERS_PER_YEAR

Method = Literal["annuity", "full", "full_less_residual"]


def spending(candidate: Candidate, starts: int, quarters: int) -> Floats:
    """Spending by quarter, 10 000 yuan; shape (quarters,).

    Land and fixed cost in the quarter of the start, works evenly over the lead time (at once
    where there is none). What falls after the plan is left out.
    """
    paid = np.zeros(max(quarters, starts + max(candidate.lead, 1)))
    paid[starts] += candidate.land_cost_10k + candidate.fixed_cost_10k
    span = max(candidate.lead, 1)
    paid[starts : starts + span] += candidate.works_10k / span
    return paid[:quarters]


def annuity_factor(rate: float, years: float) -> float:
    """Yearly payment per unit invested: r / (1 - (1 + r)^-n), or 1 / n without interest.

    >>> round(annuity_factor(0.05, 40), 5), annuity_factor(0.0, 40)
    (0.05828, 0.025)
    """
    return 1.0 / years if rate == 0 else rate / (1.0 - (1.0 + rate) ** -years)


def charged(
    candidate: Candidate, starts: int, opens: int, years: Years, settings: Settings
) -> Floats:
    """What the plan is charged for a candidate in each year, undiscounted, 10 000 yuan.

    ``annuity``: the yearly payment of the whole investment over `asset_life_years`, for the
    quarters in use inside the plan; what is left of its life afterwards is not charged.
    ``full``: what is spent. ``full_less_residual``: what is spent, less in the last year the
    straight-line value of the life that is left.
    """
    if settings.investment_method == "annuity":
        yearly = candidate.investment_10k * annuity_factor(
            settings.discount_rate, settings.asset_life_years
        )
        t = np.arange(years.quarters)
        used = np.bincount(years.of_quarter, (t >= opens).astype(np.float64), len(years))
        return np.asarray(yearly * used / QUARTERS_PER_YEAR)
    paid = spending(candidate, starts, years.quarters)
    spent = np.bincount(years.of_quarter, paid, len(years)).astype(np.float64)
    if settings.investment_method == "full_less_residual":
        used_years = max(0, years.quarters - opens) / QUARTERS_PER_YEAR
        left = max(0.0, 1.0 - used_years / settings.asset_life_years)
        spent[-1] -= paid.sum() * left
    return spent


def charged_conversion(
    paid_10k: float, year: int, done: int, years: Years, settings: Settings
) -> Floats:
    """What the plan is charged in each year for a conversion begun in a year, 10 000 yuan.

    Parameters
    ----------
    year : int
        Number of the year in which it is paid.
    done : int
        First quarter in use.
    """
    shares = np.zeros(len(years))
    if settings.investment_method == "annuity":
        t = np.arange(years.quarters)
        used = np.bincount(years.of_quarter, (t >= done).astype(np.float64), len(years))
        factor = annuity_factor(settings.discount_rate, settings.asset_life_years)
        return np.asarray(paid_10k * factor * used / QUARTERS_PER_YEAR)
    shares[year] = paid_10k
    if settings.investment_method == "full_less_residual":
        used_years = max(0, years.quarters - done) / QUARTERS_PER_YEAR
        shares[-1] -= paid_10k * max(0.0, 1.0 - used_years / settings.asset_life_years)
    return shares
