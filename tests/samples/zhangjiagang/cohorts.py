"""What the forecast and the listed projects would take quarter by quarter if all were housed.

Plain loops over the sheets, so that the size of the sample can be judged without the product.
Enclave arrivals are not told apart.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from optimizer.domain.case import Case

Row = dict[str, Any]
Area = dict[str, list[float]]

STAGES: Final = ("nursery", "incubation", "acceleration", "industrialisation")


def blank_area(quarters: int) -> Area:
    """m² of each stage in each quarter: none yet."""
    return {stage: [0.0] * quarters for stage in STAGES}


def forecast_area(
    forecast: Iterable[Row], flow: Iterable[Row], first_year: int, quarters: int
) -> dict[str, Area]:
    """m² in use by industry, stage and quarter, of arrivals spread evenly over their year.

    After `months` the graduates go on with `area_growth` times the area, others leave,
    the rest stay for the same length again.
    """
    rules = {(row["stage"], row["industry"]): row for row in flow}
    arriving: dict[str, Area] = defaultdict(lambda: blank_area(quarters))
    for row in forecast:
        for quarter in range(4):
            at = (row["year"] - first_year) * 4 + quarter
            if at < quarters:
                arriving[row["industry"]][row["stage"]][at] += row["projects"] / 4 * row["area_m2"]
    return {name: _pushed(areas, rules, name, quarters) for name, areas in arriving.items()}


def _pushed(
    arriving: Area, rules: Mapping[tuple[str, str], Row], industry: str, quarters: int
) -> Area:
    """Arrivals of an industry pushed through the stages in their order."""
    present = blank_area(quarters)
    for number, stage in enumerate(STAGES):
        rule = rules.get((stage, industry)) or rules[stage, ""]
        length = math.ceil(rule["months"] / 3)
        again = 1 - rule["graduate_share"] - rule["leave_share"]
        for at in range(quarters):
            area = arriving[stage][at]
            for quarter in range(at, min(at + length, quarters)):
                present[stage][quarter] += area
            if at + length < quarters:
                arriving[stage][at + length] += area * again
                if number + 1 < len(STAGES):
                    grown = area * rule["graduate_share"] * (rule["area_growth"] or 1.0)
                    arriving[STAGES[number + 1]][at + length] += grown
    return present


def listed_area(case: Case) -> Area:
    """m² in use by the listed projects in the city, each stay at its planned time."""
    present = blank_area(case.quarters)
    for project in case.projects:
        begins = 0
        for s in project.stays:
            stay = case.stays[s]
            begins = max(begins, stay.earliest, 0)
            ends = begins + stay.length
            outside = stay.is_present and case.carriers[stay.home].enclave != "no"
            for quarter in range(begins, min(ends, case.quarters)):
                present[stay.stage][quarter] += 0.0 if outside else stay.area_m2
            begins = ends
    return present


def yearly(areas: Iterable[Area], first_year: int) -> dict[int, dict[str, float]]:
    """Mean m² in use by year and stage of several areas together."""
    total: dict[int, dict[str, float]] = defaultdict(lambda: dict.fromkeys(STAGES, 0.0))
    for area in areas:
        for stage, values in area.items():
            for quarter, value in enumerate(values):
                total[first_year + quarter // 4][stage] += value / 4
    return dict(total)
