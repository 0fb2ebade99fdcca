"""The task that carries a run out: a child process works, within limits, and is followed."""

import logging
import time
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import OperationalError
from django_tasks import TaskContext, task

from optimizer.labels import LANGS
from optimizer.limits import RUN_EXTRA_SECONDS, RUN_TIMES
from optimizer.telling.failures import system_sentence, without_place
from optimizer.web.files.names import linked
from optimizer.web.files.store import reach_the_disk, remove
from optimizer.web.runs.run import KEPT, Run
from optimizer.web.work.child import LAST, Child, Event, Wish, last_words, run_memory_mb
from optimizer.web.work.order_file import write_order
from optimizer.web.work.queued import Status
from optimizer.web.work.shutdown import while_wanted
from optimizer.web.work.taking import Said, claim, finish, sentences, sign_of_life

CHILD: Final = "optimizer.web.runs.carry_out_in_child"
MOST_POINTS: Final = 400
BEAT_SECONDS: Final = 1.0

log = logging.getLogger(__name__)


@task(queue_name="runs", takes_context=True)
def carry_out_run(context: TaskContext, key: str) -> None:
    """Carry a run out; called by the queue."""
    carry_out(UUID(key), context.task_result.worker_ids[-1])


def carry_out(key: UUID, worker: str) -> None:
    """Carry a run out, if it still waits."""
    run = claim(Run, key, worker, progress={})
    if run is None:
        return
    if run.cancel_asked:
        run.tidy()  # a worker that was taken for dead may have left something
        finish(run, Status.CANCELLED)
        return
    following = Following(run)
    remove(run.folder / KEPT)
    run.tidy()
    work = run.folder / "work"
    work.mkdir()
    paths = linked(run.files, run.names, work)
    books = [str(path) for path in paths]
    mapping = str(run.mapping) if run.has_answers else ""
    asked = {"command": run.command, "settings": run.settings, "lang": run.lang}
    write_order(work, workbooks=books, mapping=mapping, **asked)
    child = Child(CHILD, work, run_memory_mb())
    seconds = RUN_EXTRA_SECONDS + RUN_TIMES[run.command] * run.settings["seconds"]
    with while_wanted(run, child):
        in_time = child.follow(following.hear, following.wish, seconds)
    following.end(in_time)


@dataclass
class Following:
    """What is heard of a run's child, and what is wanted of it."""

    run: Run
    heard: Event = field(default_factory=dict)
    doing: str = "reading"
    far: tuple[int, int] = (0, 0)
    cells: list[str] = field(default_factory=list)
    points: list[list[float | None]] = field(default_factory=list)
    ours: bool = True
    cancelled: bool = False
    next_beat: float = 0.0

    def hear(self, event: Event) -> None:
        """Take note of what the child reports."""
        if event["event"] in LAST:
            self.heard = event
            return
        self.doing = event["doing"]
        self.far = (event.get("done", 0), event.get("of", 0))
        if event["event"] == "point":
            self.cells = event["cells"]
            self.points.append(event["point"])
            if len(self.points) > MOST_POINTS:
                # The newest half is kept whole, the older one thinned.
                half = MOST_POINTS // 2
                self.points = self.points[:half:2] + self.points[half:]

    def wish(self) -> Wish:
        """Give a sign of life, and see what the user asked for."""
        if time.monotonic() < self.next_beat:
            return Wish.GO_ON
        self.next_beat = time.monotonic() + BEAT_SECONDS
        progress = {
            "doing": self.doing, "far": self.far, "cells": self.cells, "points": self.points
        }  # fmt: skip
        self.ours = sign_of_life(self.run, progress=progress)
        if not self.ours:
            return Wish.KILL
        self._look_what_is_asked()
        self.cancelled = self.run.cancel_asked
        if self.cancelled:
            return Wish.KILL
        # Asked before there is a plan to keep, the run stops at its first one.
        return Wish.STOP if self.run.stop_asked and self._has_plan else Wish.GO_ON

    @property
    def _has_plan(self) -> bool:
        return any(value is not None for _, value, *_ in self.points)

    def _look_what_is_asked(self) -> None:
        try:
            self.run.refresh_from_db(fields=["stop_asked", "cancel_asked"])
        except OperationalError:
            log.warning("run %s: what is asked could not be read; looked at again", self.run.pk)

    def end(self, in_time: bool) -> None:
        """Keep what the child left, whole or not at all, and say how it ended."""
        if not self.ours:
            return  # another worker has the run by now, or it was deleted
        if self.cancelled:
            self.run.tidy()
            finish(self.run, Status.CANCELLED, progress={})
        elif self.heard.get("event") == "end":
            self._keep()
        elif self.heard.get("event") == "failed":
            self._fail(self.heard["said"])
        elif not in_time:
            self._fail(sentences("web.ended.run_too_long"))
        else:
            self._fail(sentences("web.ended.child_died"))

    def _keep(self) -> None:
        told = self.heard
        progress = {"doing": "", "cells": self.cells, "points": self.points}
        making = self.run.folder / "work" / "making"
        try:
            reach_the_disk(making)
            making.rename(self.run.folder / KEPT)
        except OSError as error:
            self._fail({lang: [system_sentence(without_place(error), lang)] for lang in LANGS})
            return
        self.run.tidy()
        summary = {name: told[name] for name in told if name not in ("event", "sha256")}
        failed = told["code"] in (1, 3)
        status = Status.FAILED if failed else Status.DONE
        finish(
            self.run, status, summary=summary, progress=progress, input_sha256=told["sha256"],
            said=told["said"] if failed else {},
        )  # fmt: skip

    def _fail(self, said: Said) -> None:
        log.error("run %s failed: %s", self.run.pk, last_words(self.run.folder / "work"))
        self.run.tidy()
        finish(self.run, Status.FAILED, said=said)
