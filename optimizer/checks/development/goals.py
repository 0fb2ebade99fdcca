"""Second reading of what a plan costs: every goal anew, discounted 10 000 yuan."""

from collections import defaultdict

from optimizer.checks.development.money import discounted, investment, share_of_year
from optimizer.checks.development.targets import city_area, targets_paid
from optimizer.checks.development.view import PlanView
from optimizer.domain.wishes import Policy, Scope
from optimizer.units import YUAN_PER_10K

WHOLE_CITY = Policy("", "vacancy_max", Scope(), "", 0.0, "watch", 0.0)
"""A policy row without any scope: everything in the city."""


def plan_amounts(view: PlanView) -> dict[str, float]:
    """Amount of every goal; they add up to the cost of the plan."""
    return {
        "investment": investment(view),
        "service": service(view),
        "unmet": unmet(view),
        "homecoming": -homecoming(view),
        "vacancy": vacancy(view),
        "balance": balance(view),
        "targets": targets_paid(view),
    }


def service(view: PlanView) -> float:
    """Price of each pair x share of the block's area-years served there."""
    asked: dict[str, float] = defaultdict(float)
    for (block, year), area in view.asked.items():
        asked[block] += area * share_of_year(view, year)
    paid: dict[int, float] = defaultdict(float)
    for each in view.services:
        price = view.blocks[each.block].cost_10k.get(view.place_number[each.place], 0.0)
        if price:
            share = each.area_m2 * share_of_year(view, each.year) / asked[each.block]
            paid[each.year] += price * share
    return discounted(view, paid)


def price_per_m2(view: PlanView, block: str, year: int) -> float:
    """What a m² of a block unmet in a year costs."""
    per_year = view.case.settings.unmet_cost_per_m2_year / YUAN_PER_10K
    return view.blocks[block].factor * per_year * share_of_year(view, year)


def unmet(view: PlanView) -> float:
    """Price of what finds no place."""
    paid: dict[int, float] = defaultdict(float)
    for each in view.unmet:
        paid[each.year] += each.area_m2 * price_per_m2(view, each.block, each.year)
    return discounted(view, paid)


def homecoming(view: PlanView) -> float:
    """Worth of enclave graduates that find space at home: a share of what unmet area costs."""
    weight = view.case.settings.homecoming_weight
    worth: dict[int, float] = defaultdict(float)
    for each in view.services:
        if view.blocks[each.block].kind == "home":
            price = price_per_m2(view, each.block, each.year)
            worth[each.year] += weight * each.area_m2 * price
    return discounted(view, worth)


def vacancy(view: PlanView) -> float:
    """Price of vacant area in the city."""
    price = view.case.settings.vacancy_cost_per_m2_year / YUAN_PER_10K
    paid = {}
    for year in view.labels:
        free, _, served = city_area(view, WHOLE_CITY, year)
        paid[year] = price * share_of_year(view, year) * (free - served)
    return discounted(view, paid)


def balance(view: PlanView) -> float:
    """Price of the worst stage's unmet share, every year."""
    asked: dict[tuple[int, str], float] = defaultdict(float)
    for (block, year), area in view.asked.items():
        asked[year, view.blocks[block].stage] += area
    short: dict[tuple[int, str], float] = defaultdict(float)
    for each in view.unmet:
        short[each.year, view.blocks[each.block].stage] += each.area_m2
    worst: dict[int, float] = defaultdict(float)
    for (year, stage), area in asked.items():
        worst[year] = max(worst[year], short[year, stage] / area)
    price = view.case.settings.balance_cost_10k
    return discounted(
        view, {year: price * share_of_year(view, year) * share for year, share in worst.items()}
    )
