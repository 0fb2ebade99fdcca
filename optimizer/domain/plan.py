"""The decisions, as plain values that need no solver and no case to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from optimizer.domain.words import Mode, Stage, State

StayKey = tuple[str, str]
"""(project id, stage): names a stay in a plan, a report and a message."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A stay in a carrier.

    Attributes
    ----------
    first, end : int
        First quarter and the quarter after the last one, overstay included, counted
        from the horizon's start. For a present stay `first` is 0, or the quarter of
        its move. `end` may pass the horizon.
    overstay : int
        Quarters at the end beyond the planned length, waiting for the next stay.
    mode : {"full", "minimum", "present"}
        Which area it gets.
    moved_from : str
        For a sitting tenant that changes carrier: where it is before `first`.
    locked : bool
        Nothing was decided: a sitting tenant to its lease end.
    """

    project: str
    stage: Stage
    carrier: str
    first: int
    end: int
    overstay: int
    area_m2: float
    mode: Mode
    moved_from: str = ""
    locked: bool = False

    @property
    def key(self) -> StayKey:
        """The stay it places."""
        return self.project, self.stage

    @property
    def planned_end(self) -> int:
        """The quarter after the last planned one."""
        return self.end - self.overstay

    def carrier_in(self, quarter: int) -> str:
        """Where the stay is in a quarter; empty if it is not housed then."""
        if self.first <= quarter < self.end:
            return self.carrier
        if self.moved_from and 0 <= quarter < self.first:
            return self.moved_from
        return ""


@dataclass(frozen=True)
class Plan:
    """All placements, and the state of every stay.

    Attributes
    ----------
    placements : tuple of Placement
        In the order of the case's stays.
    states : mapping of (project, stage) to state
        Every stay of the case: placed, waiting, refused or later.
    """

    placements: tuple[Placement, ...] = ()
    states: Mapping[StayKey, State] = field(default_factory=dict)

    def shifted(self, quarters: int) -> "Plan":
        """The same plan counted from a start that lies `quarters` earlier."""
        moved = tuple(
            replace(p, first=p.first + quarters, end=p.end + quarters) for p in self.placements
        )
        return Plan(moved, self.states)

    @cached_property
    def by_stay(self) -> Mapping[StayKey, Placement]:
        """Placement of each housed stay."""
        return {placement.key: placement for placement in self.placements}
