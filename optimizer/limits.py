"""Limits, in one place: of a run, and of the files a run accepts (design section 9)."""

from dataclasses import dataclass
from typing import Final, Literal

Method = Literal["auto", "compact", "columns"]

MAX_UPLOAD_BYTES: Final = 50 * 1024 * 1024
MAX_CELLS: Final = 1_500_000
MAX_RECORDS: Final = 250_000
"""Rows of one kind, of all sheets and files together: more are no city, and no case in memory."""
MAX_UNZIPPED_BYTES: Final = 1024 * 1024 * 1024
MAX_UNZIP_RATIO: Final = 200
"""Unzipped size over zipped size beyond which a workbook is taken for a zip bomb."""

DEFAULT_SECONDS: Final = 100.0
DEFAULT_GAP: Final = 1e-4
PLAN_GAP: Final = 5e-3
"""Of a development plan, whose inputs are forecasts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a run stops.

    Attributes
    ----------
    seconds : float
        Wall time the solver may take. A run that ends by time is not reproducible.
    work : int or None
        Deterministic work: a run that ends by it gives the same plan everywhere.
        The unit is named in docs/solver_settings.md.
    gap : float
        Proven (bound - value) / bound, as a fraction, at which to stop.
    method : {"auto", "compact", "columns"}
        Which road (docs/solver_settings.md).
    seed, threads : int
        Same input, settings, seed and one thread: same plan.
    """

    seconds: float = DEFAULT_SECONDS
    work: int | None = None
    gap: float = DEFAULT_GAP
    method: Method = "auto"
    seed: int = 0
    threads: int = 1
