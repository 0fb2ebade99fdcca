"""The case: everything the model needs, frozen and cross-checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain.attributes import ATTRIBUTES, Needs
from optimizer.domain.carrier import Campus, Carrier, Room
from optimizer.domain.outlook import Outlook
from optimizer.domain.project import Project, Stay
from optimizer.domain.wishes import Industry, Pairs, Pin, Policy, Relation
from optimizer.domain.words import STAGE_NUMBER
from optimizer.faults import Fault
from optimizer.quarters import quarter_label
from optimizer.settings import Settings


@dataclass(frozen=True, slots=True)
class DefaultUsed:
    """A default that stood in for blank cells: which, how often, where for example."""

    code: str
    count: int
    examples: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class Case:
    """Everything the model needs, frozen and cross-checked.

    Quarters are counted from the horizon's start (0) to ``quarters - 1``. Stays are
    ordered by project, then by stage. Change a case with `replace`, never in place.

    Attributes
    ----------
    blocked : ndarray of float, shape (carriers, quarters)
        Area (in the carrier's unit) held by let rooms whose tenant is not on the
        projects sheet.
    outlook : Outlook
        What only a development plan needs: candidate sites, forecast, flow, scenarios.
    warnings : tuple of Fault
        What was noticed and did not stop the run.
    defaults : tuple of DefaultUsed
        Defaults that stood in for blank cells.
    own_columns : mapping
        Project id -> header -> text of the user's own columns, kept for the report.
    synthetic : bool
        Whether the workbook says of itself that its data is synthetic.
    """

    settings: Settings
    start: int
    quarters: int
    campuses: tuple[Campus, ...]
    carriers: tuple[Carrier, ...]
    projects: tuple[Project, ...]
    stays: tuple[Stay, ...]
    rooms: tuple[Room, ...] = ()
    industries: tuple[Industry, ...] = ()
    pins: tuple[Pin, ...] = ()
    relations: tuple[Relation, ...] = ()
    policies: tuple[Policy, ...] = ()
    pairs: Pairs = field(default_factory=Pairs)
    outlook: Outlook = field(default_factory=Outlook)
    blocked: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))
    warnings: tuple[Fault, ...] = ()
    defaults: tuple[DefaultUsed, ...] = ()
    own_columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    synthetic: bool = False
    input_sha256: str = ""
    files: tuple[str, ...] = ()

    @classmethod
    def from_tables(cls, **frames: pd.DataFrame) -> "Case":
        """A case from pandas tables with the workbook's canonical keys, without any file.

        Parameters
        ----------
        **frames : DataFrame
            ``carriers`` and ``projects`` are required; ``stays``, ``pairs``,
            ``settings`` and the other sheets of the workbook are optional.

        Raises
        ------
        WorkbookFaults
            With all faults of severity error, and the warnings.
        """
        from optimizer.domain.assemble import case_from_tables
        from optimizer.tables.frames import tables_from_frames

        tables, faults = tables_from_frames(frames)
        return case_from_tables(tables, faults)

    def replace(self, **changes: Any) -> Self:
        """A copy with the given fields changed."""
        return replace(self, **changes)

    def quarter(self, number: int) -> str:
        """Label of a quarter counted from the horizon's start: ``2026Q3``."""
        return quarter_label(self.start + number)

    def stay_key(self, stay: int) -> tuple[str, str]:
        """(project id, stage) of a stay."""
        each = self.stays[stay]
        return self.projects[each.project].id, each.stage

    @cached_property
    def carrier_index(self) -> Mapping[str, int]:
        """Position of each carrier by id."""
        return {carrier.id: k for k, carrier in enumerate(self.carriers)}

    @cached_property
    def campus_index(self) -> Mapping[str, int]:
        """Position of each campus by id."""
        return {campus.id: g for g, campus in enumerate(self.campuses)}

    @cached_property
    def project_index(self) -> Mapping[str, int]:
        """Position of each project by id."""
        return {project.id: p for p, project in enumerate(self.projects)}

    @cached_property
    def stay_index(self) -> Mapping[tuple[str, str], int]:
        """Position of each stay by (project id, stage)."""
        return {self.stay_key(s): s for s in range(len(self.stays))}

    @cached_property
    def carrier_campus(self) -> NDArray[np.int64]:
        """Campus of each carrier, as positions in `campuses`; shape (carriers,)."""
        return np.array([self.campus_index[c.campus] for c in self.carriers], np.int64)

    @cached_property
    def is_open(self) -> NDArray[np.bool_]:
        """Whether a carrier is in use in a quarter; shape (carriers, quarters)."""
        quarter = np.arange(self.quarters)
        opens = np.array([c.opens for c in self.carriers])[:, None]
        closes = np.array([c.closes for c in self.carriers])[:, None]
        open_now: NDArray[np.bool_] = (quarter >= opens) & (quarter <= closes)
        return open_now

    @cached_property
    def capacity(self) -> NDArray[np.float64]:
        """What can be let in the carrier's unit, rooms of unlisted tenants taken off.

        Shape (carriers, quarters); never below zero.
        """
        whole = np.array([c.capacity for c in self.carriers])[:, None] * self.is_open
        return np.maximum(whole - self.blocked, 0.0)

    @cached_property
    def lettable_m2(self) -> NDArray[np.float64]:
        """Lettable m² that is open; shape (carriers, quarters)."""
        area = np.array([c.lettable_area_m2 for c in self.carriers])[:, None]
        return np.asarray(area * self.is_open, dtype=np.float64)

    @cached_property
    def stay_arrays(self) -> "StayArrays":
        """The stays as arrays."""
        return StayArrays.of(self)

    @cached_property
    def counts_desks(self) -> NDArray[np.bool_]:
        """Whether a carrier counts desks instead of m²; shape (carriers,)."""
        return np.array([c.unit == "desks" for c in self.carriers], bool)

    @cached_property
    def needs(self) -> Mapping[str, Needs]:
        """What the stays need, by technical attribute."""
        return {name: Needs.of(self.stays, name) for name in ATTRIBUTES}


@dataclass(frozen=True)
class StayArrays:
    """The stays as arrays, one entry per stay.

    `predecessor` and `successor` are positions of the stay before and after it in
    its project, or -1.
    """

    project: NDArray[np.int64]
    stage: NDArray[np.int64]
    area_m2: NDArray[np.float64]
    min_area_m2: NDArray[np.float64]
    desks: NDArray[np.float64]
    length: NDArray[np.int64]
    earliest: NDArray[np.int64]
    latest: NDArray[np.int64]
    home: NDArray[np.int64]
    movable: NDArray[np.bool_]
    predecessor: NDArray[np.int64]
    successor: NDArray[np.int64]

    @classmethod
    def of(cls, case: Case) -> Self:
        """Arrays of all stays of a case."""
        stays = case.stays
        project = np.array([s.project for s in stays], np.int64)
        position = np.arange(len(stays))
        follows = np.zeros(len(stays), bool)
        follows[1:] = project[1:] == project[:-1]
        leads = np.zeros(len(stays), bool)
        leads[:-1] = follows[1:]
        return cls(
            project=project,
            stage=np.array([STAGE_NUMBER[s.stage] for s in stays], np.int64),
            area_m2=np.array([s.area_m2 for s in stays], np.float64),
            min_area_m2=np.array([s.min_area_m2 for s in stays], np.float64),
            desks=np.array([s.desks for s in stays], np.float64),
            length=np.array([s.length for s in stays], np.int64),
            earliest=np.array([s.earliest for s in stays], np.int64),
            latest=np.array([s.latest for s in stays], np.int64),
            home=np.array([s.home for s in stays], np.int64),
            movable=np.array([s.movable for s in stays], bool),
            predecessor=np.where(follows, position - 1, -1),
            successor=np.where(leads, position + 1, -1),
        )
