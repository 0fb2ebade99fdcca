"""An upload: one or several workbooks, read as one, and what was understood of them."""

import json
from pathlib import Path
from typing import ClassVar, Final

from django.db import models

from optimizer.labels import Lang
from optimizer.tables.headers.questions import Question
from optimizer.web.files.names import MAPPING, QUESTIONS
from optimizer.web.files.store import folder_of
from optimizer.web.work.queued import Queued, Status

FILES: Final = "files"
READ: Final = "read"


class Upload(Queued):
    """Workbooks as they were given in.

    Attributes
    ----------
    revision : int
        Counts corrected files; each has a folder of its own.
    summary : dict
        Counts of faults and rows, and which runs are possible; empty until it is read.
    """

    kind: ClassVar[str] = "uploads"
    revision = models.PositiveIntegerField(default=1)
    sample = models.CharField(max_length=40, blank=True)
    summary = models.JSONField(default=dict)

    @property
    def folder(self) -> Path:
        """Where this revision is kept."""
        return folder_of(self.kind, self.key) / str(self.revision)

    @property
    def files(self) -> tuple[Path, ...]:
        """The stored workbooks, in the order of their names."""
        return tuple(self.folder / FILES / str(number + 1) for number in range(len(self.names)))

    def understood(self, lang: Lang) -> Path:
        """What was understood, in a language."""
        return self.folder / READ / f"understood_{lang}.json"

    def marked(self, number: int) -> Path:
        """A workbook with its faults marked; there only where there are faults."""
        return self.folder / READ / f"marked_{number}.xlsx"

    @property
    def mapping(self) -> Path:
        """The answers on headers and tables; there only once something was answered."""
        return self.folder / MAPPING

    @property
    def has_answers(self) -> bool:
        """Whether something was answered."""
        return self.mapping.exists()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the reading asked, and what was answered."""
        path = self.folder / READ / QUESTIONS
        if self.status != Status.DONE or not path.exists():
            return ()
        told = json.loads(path.read_text(encoding="utf-8"))["questions"]
        return tuple(Question.from_json(each) for each in told)

    @property
    def can_run(self) -> bool:
        """Whether it was read and has no errors."""
        return self.status == Status.DONE and not self.summary.get("errors")

    def enqueue(self) -> None:
        """Have it read."""
        from optimizer.web.workbooks.reading import read_upload

        read_upload.enqueue(str(self.pk))
