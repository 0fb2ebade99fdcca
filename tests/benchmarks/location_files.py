"""Public capacitated location instances as openings problems: an adapter to our tables.

Each site is a candidate with its cost and capacity, each customer a project whose whole stay is
one year; `pairs` gives what serving it from each site costs. Demand may be split, or (Holmberg)
each customer goes to one site.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Location:
    """One instance.

    Attributes
    ----------
    serving : ndarray, shape (sites, customers)
        Cost of serving all of a customer's demand from a site.
    """

    name: str
    capacity: Floats
    opening: Floats
    demand: Floats
    serving: Floats
    one_site: bool


def read_location(path: Path, one_site: bool, capacity: float | None = None) -> Location:
    """Read a file of either format; `capacity` stands in for the word in capa and capb."""
    # One of the files ends in a run of zero bytes.
    words = path.read_text().replace("\0", " ").split()
    sites, customers = int(words[0]), int(words[1])
    rest = [capacity if word == "capacity" else float(word) for word in words[2:]]
    numbers = np.array(rest, np.float64)
    heads, numbers = numbers[: 2 * sites].reshape(sites, 2), numbers[2 * sites :]
    if one_site:
        demand = numbers[:customers]
        serving = numbers[customers : customers + sites * customers].reshape(sites, customers)
    else:
        table = numbers[: customers * (sites + 1)].reshape(customers, sites + 1)
        demand, serving = table[:, 0], table[:, 1:].T
    return Location(path.name, heads[:, 0], heads[:, 1], demand, serving, one_site)


def tables_of(location: Location) -> dict[str, pd.DataFrame]:
    """The instance as canonical tables: one year, everything served, full costs, no ramp."""
    sites = [f"S{i + 1:03d}" for i in range(len(location.capacity))]
    customers = [f"C{j + 1:04d}" for j in range(len(location.demand))]
    candidates = pd.DataFrame(
        {
            "site": sites,
            "gross_area_m2": location.capacity,
            "efficiency": 1.0,
            "stages": "incubation",
            "lead_months": 0.0,
            "cost_per_m2": 0.0,
            "fixed_cost_10k": location.opening,
        }
    )
    projects = pd.DataFrame(
        {
            "project": customers,
            "status": "approved",
            "arrives": date(2026, 1, 1),
            "incubation_area_m2": location.demand,
            "incubation_months": 12,
        }
    )
    pairs = pd.DataFrame(
        {
            "project": np.repeat(customers, len(sites)),
            "carrier": np.tile(sites, len(customers)),
            "cost_10k": location.serving.T.ravel(),
            "allowed": "yes",
        }
    )
    settings = {
        "horizon_start": date(2026, 1, 1),
        "horizon_quarters": 4,
        "must_place": "yes",
        "absorption_quarters": 1,
        "investment_method": "full",
        "vacancy_cost_per_m2_year": 0,
        "balance_cost_10k": 0,
        "one_site_per_project": "yes" if location.one_site else "no",
    }
    carriers = pd.DataFrame({"carrier": ["K0"], "stages": ["nursery"], "lettable_area_m2": [100.0]})
    return {
        "carriers": carriers,
        "candidates": candidates,
        "projects": projects,
        "pairs": pairs,
        "settings": pd.DataFrame({"setting": list(settings), "value": list(settings.values())}),
    }
