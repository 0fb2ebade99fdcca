"""Rows of the candidates sheet: every phase of every site, then the enclaves."""

from datetime import date
from typing import Any, Final

from tests.samples.liuchuangyuan.names import INDUSTRY
from tests.samples.zhangjiagang.enclaves import enclave_rows
from tests.samples.zhangjiagang.profiles import PROFILES, SHARES, land_cost_10k, stages_of
from tests.samples.zhangjiagang.sites import SITES, Site
from tests.samples.zhangjiagang.sources import PROJECT_TABLE

Row = dict[str, Any]

_PHASES: Final = ("一期", "二期", "三期", "四期")
_LAND_PRICE: Final = 109
"""10 000 yuan per 亩 (first phase of 保税区高端装备产业园)."""


def candidates() -> list[Row]:
    """Sites by phase in the order of the layout, enclaves last."""
    rows = [_phase(site, number) for site in SITES for number in range(len(site.phases))]
    return rows + enclave_rows()


def months_later(day: date, months: int) -> date:
    """The same day a number of months later; later than the 28th is the 28th."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


def _phase(site: Site, number: int) -> Row:
    profile, gross = PROFILES[site.profile], site.phases[number]
    cost_source = "按来源所载总额" if site.cost else profile.cost_source
    land_10k, land_source = _land(site, number)
    return {
        "site": site.name,
        "phase": _PHASES[site.first - 1 + number],
        "campus": site.campus or site.name,
        "district": site.district,
        "gross_area_m2": gross,
        "efficiency": profile.efficiency,
        "stages": stages_of(site.stages),
        "industries": ";".join(INDUSTRY[letter] for letter in site.industries),
        **SHARES.get(site.stages, {}),
        "earliest_start": months_later(site.start, number * site.gap),
        "lead_months": site.lead or profile.lead_months,
        "cost_per_m2": site.cost or profile.cost_per_m2,
        "land_cost_10k": land_10k,
        "fixed_cost_10k": None if site.all_in else profile.fixed_cost_10k or None,
        "enclave": "no",
        "must_build": "yes" if site.must_first and number == 0 else "no",
        **profile.supply,
        "source": f"{site.source}；造价：{cost_source}{land_source}",
    }


def _land(site: Site, number: int) -> tuple[int | None, str]:
    """Land cost of a phase in 10 000 yuan, and what it rests on."""
    if site.land_10k:
        return site.land_10k[number], ""
    if not site.far:
        return None, ""
    told = f"；地价：{_LAND_PRICE}万元/亩（{PROJECT_TABLE}推算），容积率{site.far}为假设"
    return land_cost_10k(site.phases[number], site.far, _LAND_PRICE), told
