"""The task that reads an upload: a child process looks through it, within limits."""

import logging
from typing import Any, Final
from uuid import UUID

from django_tasks import TaskContext, task

from optimizer.limits import READ_MEMORY_MB, READ_SECONDS
from optimizer.web.files.names import linked
from optimizer.web.files.store import remove
from optimizer.web.work.child import Child, Event, Wish, last_words, run_memory_mb
from optimizer.web.work.order_file import write_order
from optimizer.web.work.queued import Status
from optimizer.web.work.shutdown import while_wanted
from optimizer.web.work.taking import claim, finish, sentences, sign_of_life
from optimizer.web.workbooks.upload import READ, Upload

log = logging.getLogger(__name__)

CHILD: Final = "optimizer.web.workbooks.read_in_child"


@task(queue_name="reading", takes_context=True)
def read_upload(context: TaskContext, key: str) -> None:
    """Read an upload; called by the queue."""
    read(UUID(key), context.task_result.worker_ids[-1])


def read(key: UUID, worker: str) -> None:
    """Read an upload, if it still waits."""
    upload = claim(Upload, key, worker)
    if upload is None:
        return
    upload.tidy()
    remove(upload.folder / READ)
    work = upload.folder / "work"
    work.mkdir()
    paths = linked(upload.files, upload.names, work)
    books = [str(path) for path in paths]
    mapping = str(upload.mapping) if upload.mapping.exists() else ""
    write_order(work, workbooks=books, mapping=mapping, lang=upload.lang)
    heard: dict[str, Any] = {}

    def hear(event: Event) -> None:
        heard.update(event)

    def wish() -> Wish:
        return Wish.GO_ON if sign_of_life(upload) else Wish.KILL

    memory = min(READ_MEMORY_MB, run_memory_mb() or READ_MEMORY_MB)
    child = Child(CHILD, work, memory)
    with while_wanted(upload, child):
        in_time = child.follow(hear, wish, READ_SECONDS, grace=0.0)
    if heard.get("event") != "end":
        log.error("upload %s was not read: %s", upload.pk, last_words(work))
    if heard.get("event") == "end":
        finish(upload, Status.DONE, summary=heard["summary"])
    elif heard.get("event") == "failed":
        finish(upload, Status.FAILED, said=heard["said"])
    elif not in_time:
        said = sentences("web.ended.read_too_long", seconds=round(READ_SECONDS))
        finish(upload, Status.FAILED, said=said)
    else:
        finish(upload, Status.FAILED, said=sentences("web.ended.child_died"))
    upload.tidy()
