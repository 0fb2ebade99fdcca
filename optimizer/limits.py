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

MAX_UPLOAD_FILES: Final = 20
"""Workbooks of one upload; together they are not larger than one may be."""
READ_SECONDS: Final = 300.0
READ_MEMORY_MB: Final = 4096
"""What looking through one upload may take, in its own process."""
MAX_ASKED_SECONDS: Final = 7200.0
"""The longest time limit of a run that the web page takes."""
RUN_EXTRA_SECONDS: Final = 900.0
RUN_TIMES: Final = {"allocate": 2.0, "plan": 15.0}
"""A run may take its time limit so many times, and the extra: reading, checks and side solves."""
RUN_MEMORY_SHARE: Final = 0.7
"""Share of the computer's memory that one run may take."""

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
