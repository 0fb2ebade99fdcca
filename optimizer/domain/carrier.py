"""Campuses, carriers and rooms, and what they offer technically."""

from dataclasses import dataclass, field

from optimizer.domain.words import NEVER, Stage


@dataclass(frozen=True, slots=True)
class Campus:
    """A site with several carriers."""

    id: str
    district: str = ""
    kind: str = ""
    level: str = ""
    declared_area_m2: float = float("nan")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A building or zone let for one or more stages.

    Attributes
    ----------
    capacity : float
        What can be let, in `unit`: lettable m² less reserved, own-use, repair and
        sold rooms, or desks.
    unit : str
        ``"m2"``, or ``"desks"`` for a carrier with desks and only the nursery stage.
    lettable_area_m2 : float
        The capacity as an area (desks times ``m2_per_desk``).
    opens, closes : int
        First quarter in use and last quarter occupied, counted from the horizon's
        start; ``closes`` is `NEVER` if it does not close.
    supplies : dict
        Technical attribute -> rank surely offered and rank at most offered
        (see `optimizer.domain.attributes`); absent where nothing is known.
    smallest_piece_m2 : float
        Smallest piece known to be lettable; NaN if unknown. ``pieces_known`` says
        whether a smaller one can exist.
    """

    id: str
    name: str
    campus: str
    stages: tuple[Stage, ...]
    industries: tuple[str, ...]
    capacity: float
    unit: str
    lettable_area_m2: float
    gross_area_m2: float = float("nan")
    declared_area_m2: float = 0.0
    public_area_m2: float = 0.0
    opens: int = 0
    closes: int = NEVER
    status: str = "existing"
    rent_per_m2_month: float = float("nan")
    enclave: str = "no"
    supplies: dict[str, tuple[float, float]] = field(default_factory=dict)
    smallest_piece_m2: float = float("nan")
    pieces_known: bool = True
    source: str = ""

    @property
    def is_enclave(self) -> bool:
        """Whether it stands outside the city, and so outside the city's totals."""
        return self.enclave not in ("", "no")


@dataclass(frozen=True, slots=True)
class Room:
    """A lettable unit on a floor of a carrier."""

    id: str
    carrier: int
    area_m2: float
    status: str
    floor: str = ""
    tenant: str = ""
    lease_end: int = NEVER
    project: int = -1
