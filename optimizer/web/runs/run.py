"""A run: its input, settings, version, progress, ending and report, kept together."""

from pathlib import Path
from typing import ClassVar, Final

from django.db import models

from optimizer.labels import Lang
from optimizer.web.files.names import INPUT, MAPPING
from optimizer.web.files.store import folder_of
from optimizer.web.work.queued import Queued, Status

KEPT: Final = "kept"
REPORT: Final = "report.xlsx"
RESULT: Final = "result.json"
CITY: Final = "city.xlsx"


class Run(Queued):
    """One allocation or development plan.

    Attributes
    ----------
    settings : dict
        What was asked: seconds, gap, seed, work, alternatives, futures.
    progress : dict
        What it is doing, and best plan, bound and gap over time.
    summary : dict
        How it ended: ending, figures and sentences in each language.
    """

    kind: ClassVar[str] = "runs"
    command = models.CharField(max_length=8)
    settings = models.JSONField(default=dict)
    upload = models.UUIDField(null=True, db_index=True)
    input_sha256 = models.CharField(max_length=64, blank=True)
    stop_asked = models.BooleanField(default=False)
    cancel_asked = models.BooleanField(default=False)
    progress = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)

    @property
    def folder(self) -> Path:
        """Where input, settings, version and report are kept."""
        return folder_of(self.kind, self.key)

    @property
    def files(self) -> tuple[Path, ...]:
        """The run's own copy of its workbooks."""
        return tuple(self.folder / INPUT / str(number + 1) for number in range(len(self.names)))

    @property
    def mapping(self) -> Path:
        """The answers on headers and tables that the run was read with, if there were any."""
        return self.folder / MAPPING

    @property
    def has_answers(self) -> bool:
        """Whether it was read with answers."""
        return self.mapping.exists()

    @property
    def report(self) -> Path:
        """The Excel report; there only when the run has a plan."""
        return self.folder / KEPT / REPORT

    @property
    def report_name(self) -> str:
        """The name the report is downloaded under, as the command line gives it."""
        return f"{Path(self.names[0]).stem}_{self.command}.xlsx"

    @property
    def city(self) -> Path:
        """The city with the opened carriers, of a development plan."""
        return self.folder / KEPT / CITY

    @property
    def city_name(self) -> str:
        """The name the city is downloaded under."""
        return f"{Path(self.names[0]).stem}_city.xlsx"

    @property
    def result(self) -> Path:
        """The figures of the run as JSON."""
        return self.folder / KEPT / RESULT

    def screen(self, lang: Lang) -> Path:
        """What the page shows of the result, in a language."""
        return self.folder / KEPT / f"screen_{lang}.json"

    @property
    def has_report(self) -> bool:
        """Whether there is a report to download."""
        return self.status == Status.DONE and bool(self.summary.get("report"))

    def enqueue(self) -> None:
        """Have it carried out."""
        from optimizer.web.runs.carrying_out import carry_out_run

        carry_out_run.enqueue(str(self.pk))
