"""What the process is told by its environment; `incubator serve` sets it for its workers."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.management.utils import get_random_secret_key

from optimizer.labels import LANGS, Lang

DATA: Final = "INCUBATOR_DATA"
OPEN: Final = "INCUBATOR_OPEN"
LANG: Final = "INCUBATOR_LANG"
ORIGIN: Final = "INCUBATOR_ORIGIN"
MEMORY: Final = "INCUBATOR_RUN_MEMORY_MB"
STALE: Final = "INCUBATOR_STALE_SECONDS"
DATABASE: Final = "DATABASE_URL"

DEFAULT_DATA: Final = Path("incubator_data")
STALE_SECONDS: Final = 30.0
"""Without a sign of life for so long, a worker counts as gone."""


@dataclass(frozen=True)
class Environment:
    """Where the data are and how the page is reached.

    Attributes
    ----------
    data : Path
        Folder of the database, uploads and runs.
    open : bool
        Nobody signs in; only on this computer.
    origin : str
        Address under which a proxy shows the page with HTTPS, ``https://...``; blank without.
    database : str
        Address of a PostgreSQL database; blank for SQLite in the data folder.
    """

    data: Path
    open: bool
    lang: Lang
    origin: str
    database: str
    stale_seconds: float

    @property
    def secret_file(self) -> Path:
        """Where the key that signs sessions is kept."""
        return self.data / "secret_key"

    @property
    def secret(self) -> str:
        """The key that signs sessions; one for this process alone before the first start."""
        if self.secret_file.exists():
            return self.secret_file.read_text(encoding="ascii").strip()
        return get_random_secret_key()


def environment() -> Environment:
    """What this process is told."""
    asked = os.environ.get(LANG, LANGS[0])
    return Environment(
        data=Path(os.environ.get(DATA, DEFAULT_DATA)).absolute(),
        open=os.environ.get(OPEN) == "1",
        lang=asked if asked in LANGS else LANGS[0],
        origin=os.environ.get(ORIGIN, "").rstrip("/"),
        database=os.environ.get(DATABASE, ""),
        stale_seconds=float(os.environ.get(STALE, STALE_SECONDS)),
    )
