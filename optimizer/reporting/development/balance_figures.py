"""What a plan makes of demand: areas by measure, stage, industry and year."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from optimizer.domain.calendar_years import Floats
from optimizer.domain.words import STAGES
from optimizer.reporting.development.book import IN_ENCLAVE, IN_EXISTING, IN_NEW, PlanBook

MEASURES: Final = ("demand", "existing", "new", "enclave", "unmet", "home")
"""What is asked for; housed in existing, in new space and in enclaves; unmet; come home."""
ALWAYS: Final = ("demand", "existing", "new", "unmet")
"""Measures that are shown even where they are zero."""
GROUP_OF: Final = {"existing": IN_EXISTING, "new": IN_NEW, "enclave": IN_ENCLAVE}


@dataclass
class Balance:
    """Areas by measure, stage, industry and year, m²."""

    years: int
    area: dict[tuple[str, str, str], Floats] = field(default_factory=dict)

    def add(self, measure: str, stage: str, industry: str, year: int, area: float) -> None:
        """Add an area of a year."""
        key = (measure, stage, industry)
        self.area.setdefault(key, np.zeros(self.years))[year] += area

    def of(self, measure: str, stage: str = "", industry: str | None = None) -> Floats:
        """Area of a measure by year, of one stage or all, of one industry or all."""
        found = np.zeros(self.years)
        for (each, at, name), area in self.area.items():
            if each == measure and stage in ("", at) and industry in (None, name):
                found = found + area
        return found

    def kinds(self) -> list[tuple[str, str]]:
        """Stages and industries with any area, by stage."""
        seen = dict.fromkeys((stage, name) for _, stage, name in self.area)
        return sorted(seen, key=lambda kind: STAGES.index(kind[0]))


def balance_of(book: PlanBook) -> Balance:
    """What the plan makes of demand."""
    balance, number = Balance(len(book.years)), book.years.number
    for name, area in book.areas_asked.items():
        block = book.blocks[name]
        if block.kind != "home":
            for y, each in enumerate(area.tolist()):
                balance.add("demand", block.stage, block.industry, y, each)
    words = {group: measure for measure, group in GROUP_OF.items()}
    for service in book.plan.services:
        block = book.blocks[service.block]
        measure = "home" if block.kind == "home" else words[book.places[service.place].group]
        balance.add(measure, block.stage, block.industry, number(service.year), service.area_m2)
    for unmet in book.plan.unmet:
        block = book.blocks[unmet.block]
        balance.add("unmet", block.stage, block.industry, number(unmet.year), unmet.area_m2)
    return balance
