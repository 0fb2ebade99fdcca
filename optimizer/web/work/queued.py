"""Work that waits in the queue: who owns it, how it stands, who does it."""

from pathlib import Path
from typing import ClassVar, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from optimizer.web.files.store import remove

MOST_ATTEMPTS: Final = 3
"""Work whose worker died is taken up again so often, the first time included."""


class Status(models.TextChoices):
    """How work stands; told as ``web.status.<value>``."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Queued(models.Model):
    """What uploads and runs have in common.

    Attributes
    ----------
    worker, heartbeat
        Who does the work, and the last sign of life.
    said
        What is told when it failed: the sentences in each language.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created = models.DateTimeField(auto_now_add=True, db_index=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    lang = models.CharField(max_length=2)
    names = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    heartbeat = models.DateTimeField(null=True)
    said = models.JSONField(default=dict)
    version = models.CharField(max_length=32, blank=True)

    kind: ClassVar[str]
    """Folder below the data folder."""

    class Meta:
        abstract = True

    @property
    def key(self) -> UUID:
        """The id, of its own type."""
        return UUID(str(self.pk))

    @property
    def folder(self) -> Path:
        """Where its files are kept."""
        raise NotImplementedError

    def enqueue(self) -> None:
        """Put it into the queue."""
        raise NotImplementedError

    def tidy(self) -> None:
        """Remove what a worker left half done."""
        remove(self.folder / "work")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.status not in (Status.WAITING, Status.WORKING)

    @property
    def named(self) -> str:
        """The names of its workbooks."""
        return "、".join(self.names)
