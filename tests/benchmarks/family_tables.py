"""The drawn family as tables with the canonical keys of the workbook."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from optimizer.domain.words import STAGES
from optimizer.quarters import first_day, last_day
from optimizer.units import MONTHS_PER_QUARTER
from tests.benchmarks.drawn import (
    CLEAN,
    INDUSTRY_MAX,
    INDUSTRY_MIN,
    INDUSTRY_SHARES,
    LEVELS,
    MOVABLE,
    ORDINARY,
    PER_CAMPUS,
    SOURCE,
    START,
    Ints,
    Pipeline,
    Stock,
    wished_stays,
)


def settings_table(quarters: int, more: Mapping[str, object]) -> pd.DataFrame:
    values = {
        "horizon_quarters": str(quarters),
        "lease_end_means": "leaves",
        "horizon_start": first_day(START).isoformat(),
        **{name: str(value) for name, value in more.items()},
    }
    return pd.DataFrame({"setting": list(values), "value": list(values.values())})


def carriers_table(stock: Stock, supply: Ints) -> pd.DataFrame:
    count = len(stock.main)
    level = {
        key: np.array(values)[supply[:, a]]
        for a, (key, values) in enumerate(
            zip(("floor_load_kn_m2", "clear_height_m", "power_kva"), LEVELS, strict=True)
        )
    }
    return pd.DataFrame(
        {
            "carrier": names("K", count),
            "campus": names("G", -(-count // PER_CAMPUS), repeat=PER_CAMPUS)[:count],
            "stages": [";".join(np.array(STAGES)[row]) for row in stock.serves],
            "lettable_area_m2": stock.size,
            "status": np.where(stock.opens == 0, "existing", "building"),
            "opens": [None if q == 0 else first_day(START + int(q)) for q in stock.opens],
            **level,
            "clean_class": np.where(supply[:, -1] == 1, CLEAN, ORDINARY),
            "source": SOURCE,
        }
    )


def projects_table(
    rng: np.random.Generator, wishes: Pipeline, industry: Ints, priority: Ints
) -> pd.DataFrame:
    count = len(wishes.first)
    rows = np.arange(count)
    sits = wishes.sitting
    length = wishes.length[rows, wishes.first]
    arrival = wishes.earliest[rows, wishes.first]
    carrier = np.array(["", *names("K", int(wishes.home.max(initial=0)) + 1)], object)
    stage = np.array(["", *STAGES], object)
    movable = sits & (rng.random(count) < MOVABLE)
    return pd.DataFrame(
        {
            "project": names("P", count),
            "industry": np.array(names("I", len(INDUSTRY_SHARES)))[industry],
            "stage": stage[np.where(sits, wishes.first + 1, 0)],
            "status": np.where(sits, "sitting", "approved"),
            "priority": priority.astype(float),
            "arrives": [
                None if s else first_day(START + int(q)) + timedelta(days=14)
                for s, q in zip(sits, arrival, strict=True)
            ],
            "present_carrier": carrier[wishes.home + 1],
            "present_area_m2": np.where(sits, wishes.area[rows, wishes.first], np.nan),
            "lease_end": [
                last_day(START + int(q) - 1) if s else None
                for s, q in zip(sits, length, strict=True)
            ],
            "movable": np.where(movable, "yes", "no"),
        }
    )


def stays_table(wishes: Pipeline, needs: Ints) -> pd.DataFrame:
    project, stage = wished_stays(wishes).T
    needed: dict[str, Any] = {
        f"need_{key}": np.where(needs[:, a] > 0, np.array(values)[needs[:, a]], np.nan)
        for a, (key, values) in enumerate(
            zip(("floor_load_kn_m2", "clear_height_m", "power_kva"), LEVELS, strict=True)
        )
    }
    needed["need_clean_class"] = np.where(needs[:, -1] == 1, CLEAN, "")
    return pd.DataFrame(
        {
            "project": np.array(names("P", len(wishes.first)))[project],
            "stage": np.array(STAGES)[stage],
            "area_m2": wishes.area[project, stage],
            "months": wishes.length[project, stage] * float(MONTHS_PER_QUARTER),
            **needed,
        }
    )


def policy_table(soft_minimum: bool) -> pd.DataFrame:
    rows = [("industry_share_max", INDUSTRY_MAX, "hard")]
    if soft_minimum:
        rows.append(("industry_share_min", INDUSTRY_MIN, "soft"))
    return pd.DataFrame(rows, columns=["rule", "limit", "strength"]).assign(
        scope="city", source=SOURCE
    )


def names(letter: str, count: int, repeat: int = 1) -> list[str]:
    """``K001``, ``K002`` ...; each `repeat` times."""
    width = max(3, len(str(count)))
    return [f"{letter}{n:0{width}d}" for n in range(1, count + 1) for _ in range(repeat)]
