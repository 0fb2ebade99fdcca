"""Projects and their stays."""

from dataclasses import dataclass, field
from datetime import date

from optimizer.domain.words import NEVER, Stage


@dataclass(frozen=True, slots=True)
class Project:
    """A talent project or company that asks for space, or sits somewhere already.

    Attributes
    ----------
    priority : float
        Score, 0-100.
    protected : bool
        On the 攀峰 list: full area only, and a weight of its own.
    firm : str
        Whose area counts together: the company, or the project where none is named.
    relief_until : int
        Last quarter of rent relief, from the horizon's start; `NEVER` if open-ended.
    stays : range
        Its stays in stage order, as positions in ``case.stays``.
    """

    id: str
    name: str
    firm: str
    industry: str
    status: str
    priority: float
    talent_class: str = ""
    recognition: str = ""
    leader: str = ""
    stage: str = ""
    protected: bool = False
    movable: bool = False
    virtual: bool = False
    entered: date | None = None
    founded: date | None = None
    relief_share: float = 0.0
    relief_until: int = NEVER
    wanted_carrier: int = -1
    stays: range = range(0)


@dataclass(frozen=True, slots=True)
class Stay:
    """One project in one stage.

    Attributes
    ----------
    project : int
        Position in ``case.projects``.
    area_m2, min_area_m2 : float
        What it asks for, and the least that will do (equal where no less will do).
    desks : float
        Desks it takes in a carrier that counts desks.
    length : int
        Planned length, quarters.
    earliest, latest : int
        First quarter wanted and last quarter in which it may begin, from the
        horizon's start. A later stay also waits for its predecessor.
    home : int
        For the present stay of a sitting tenant its carrier, else -1. The present
        stay began before the horizon and lasts until `length` (exclusive).
    movable : bool
        Whether a present stay may change carrier once.
    needs : dict
        Technical attribute -> needed number, or text for classes.
    """

    project: int
    stage: Stage
    area_m2: float
    min_area_m2: float
    desks: float
    length: int
    earliest: int = 0
    latest: int = NEVER
    home: int = -1
    movable: bool = False
    needs: dict[str, float | str] = field(default_factory=dict)

    @property
    def is_present(self) -> bool:
        """Whether it is a sitting tenant's stay where it sits now."""
        return self.home >= 0
