"""A development plan as plain values: readable without solver, model or case."""

from dataclasses import dataclass
from functools import cached_property

from optimizer.domain.words import Stage


@dataclass(frozen=True, slots=True)
class Opening:
    """A candidate that is built.

    Attributes
    ----------
    candidate : str
        Id of the candidate (site and phase).
    year : int
        Calendar year in which building starts.
    starts, opens : int
        First quarter of building and first quarter of use, from the horizon's start.
    """

    candidate: str
    year: int
    starts: int
    opens: int


@dataclass(frozen=True, slots=True)
class Allotment:
    """Lettable area of an opened candidate laid out for one stage and industry, m²."""

    candidate: str
    stage: Stage
    industry: str
    area_m2: float


@dataclass(frozen=True, slots=True)
class Converted:
    """Area of an existing carrier turned from one stage to another, work starting in `year`."""

    carrier: str
    from_stage: Stage
    to_stage: Stage
    year: int
    area_m2: float


@dataclass(frozen=True, slots=True)
class Service:
    """Area of a demand block housed at a place (candidate or carrier id), mean of a year, m²."""

    block: str
    place: str
    year: int
    area_m2: float


@dataclass(frozen=True, slots=True)
class Unmet:
    """Area of a demand block without a place, mean of a year, m²."""

    block: str
    year: int
    area_m2: float


@dataclass(frozen=True)
class DevelopmentPlan:
    """What opens when, for whom, and who is housed where."""

    openings: tuple[Opening, ...] = ()
    allotments: tuple[Allotment, ...] = ()
    converted: tuple[Converted, ...] = ()
    services: tuple[Service, ...] = ()
    unmet: tuple[Unmet, ...] = ()

    @cached_property
    def opened(self) -> dict[str, Opening]:
        """Openings by candidate id."""
        return {opening.candidate: opening for opening in self.openings}
