"""What must not change the best plan's cost: the order of rows, and what things are called."""

import random
from typing import Any, Final

import pandas as pd
import pytest

from optimizer.domain.case import Case
from tests.cases import Row, carrier, policy
from tests.development.cases import arrivals, flow, needs, plan_tables, planned, priced

INCUBATOR: Final = {"from_stage": "nursery", "to_stage": "incubation"}

#: Two sites in phases, an enclave, two that stand in for one another; targets and limits bind.
SHEETS: Final[dict[str, Any]] = {
    "carriers": [carrier("K1", 80, "nursery"), carrier("K2", 30), carrier("K3", 20)],
    "conversions": [{"carrier": "K1", **INCUBATOR, "cost_per_m2": 600, "months": 3}],
    "forecast": [
        arrivals(2026, 160), arrivals(2027, 80, industry="J"), arrivals(2028, 120),
        arrivals(2026, 60, "nursery"),
    ],
    "flow": [
        flow("nursery", 2, 0.5, 0.3, home_share=0.6, area_growth=2),
        flow("incubation", 3, 0.4, 0.4, area_growth=2),
        flow("acceleration", 2, 0, 1),
    ],
    "policy": [
        policy("capital_10k_per_year_max", 70),
        policy("new_area_min", 400),
        policy("enclaves_min", 1),
        policy("industry_area_min", 60, scope="industry=J"),
    ],
    "pairs": [{"project": "P1", "carrier": "A", "cost_10k": 2}],
}  # fmt: skip
SITES: Final[list[Row]] = [
    priced("A", 40, 200, phase="1", stages="incubation;acceleration", lead_months=6),
    priced("A", 30, 100, phase="2", stages="incubation;acceleration", lead_months=3),
    priced("B", 25, 120, earliest_start="2027-01-01", land_cost_10k=5),
    priced("C", 28, 120),
    priced("E", 10, 100, stages="nursery", enclave="overseas", industries="I"),
    priced("F", 12, 100, stages="nursery", enclave="domestic", industries="I"),
]
SETTINGS: Final = {
    "absorption_quarters": 2, "discount_rate": 0.05, "vacancy_cost_per_m2_year": 500,
    "balance_cost_10k": 40,
}  # fmt: skip


def frames() -> dict[str, pd.DataFrame]:
    projects = [needs("P1", 60, industry="I"), needs("P2", 50, 1, industry="J")]
    return plan_tables(SITES, projects, 3, SETTINGS, **SHEETS)


def cost_of(tables: dict[str, pd.DataFrame]) -> float:
    found = planned(Case.from_tables(**tables))
    assert not found.breached
    return found.cost


@pytest.fixture(scope="module")
def best() -> float:
    return cost_of(frames())


def shuffled(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Rows in another order."""
    order = random.Random(seed).sample(range(len(frame)), len(frame))
    return frame.iloc[order].reset_index(drop=True)


def phases_in_order(sites: pd.DataFrame) -> pd.DataFrame:
    """The same places in the sheet for every site, its phases in their own order."""
    found = sites.copy()
    for _, rows in sites.groupby("site"):
        found.loc[rows.index] = rows.sort_values("phase").to_numpy()
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sheet", ["candidates", "forecast", "projects", "carriers", "policy"])
def test_the_order_of_rows_changes_no_cost(sheet: str, seed: int, best: float) -> None:
    tables = frames()
    frame = shuffled(tables[sheet], seed)
    tables[sheet] = phases_in_order(frame) if sheet == "candidates" else frame

    assert cost_of(tables) == pytest.approx(best, rel=1e-6)


RENAMED: Final = {
    "sites": {"A": "Z9", "B": "站", "C": "A0", "E": "m", "F": "B"},
    "carriers": {"K1": "K9", "K2": "K1", "K3": "楼"},
    "projects": {"P1": "P9", "P2": "P1"},
    "industries": {"I": "Y", "J": "I", "industry=J": "industry=I"},
}


@pytest.mark.parametrize("what", RENAMED)
def test_names_change_no_cost(what: str, best: float) -> None:
    names = RENAMED[what]
    tables = {sheet: frame.replace(names) for sheet, frame in frames().items()}

    assert cost_of(tables) == pytest.approx(best, rel=1e-6)
