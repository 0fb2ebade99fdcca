"""Taking work from the queue, giving signs of life, and taking up what a dead worker left.

Every change of hands is one conditional update, so that no two workers do the same work and
a worker that was given up learns of it at its next sign of life.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import retry

from optimizer.labels import LANGS, text
from optimizer.version import VERSION
from optimizer.web.work.queued import MOST_ATTEMPTS, Queued, Status

log = logging.getLogger(__name__)

Said = dict[str, list[str]]
Work = TypeVar("Work", bound=Queued)


def sentences(key: str, /, **values: object) -> Said:
    """One sentence of the catalogue in every language."""
    return {lang: [text(key, lang, **values)] for lang in LANGS}


def claim(model: type[Work], key: UUID, worker: str, **anew: Any) -> Work | None:
    """Take waiting work, some of its fields set anew; None if it is gone, or another has it."""
    taken = model._default_manager.filter(pk=key, status=Status.WAITING).update(
        status=Status.WORKING,
        worker=worker,
        heartbeat=timezone.now(),
        started=timezone.now(),
        attempts=F("attempts") + 1,
        version=VERSION,
        **anew,
    )
    return model._default_manager.get(pk=key) if taken else None


def beat(work: Queued, **news: Any) -> bool:
    """Give a sign of life and store news; False if the work is no longer ours."""
    held = type(work)._default_manager.filter(
        pk=work.pk, status=Status.WORKING, worker=work.worker, attempts=work.attempts
    )
    return bool(held.update(heartbeat=timezone.now(), **news))


def sign_of_life(work: Queued, **news: Any) -> bool:
    """As `beat`; while the database is busy the work goes on, and is told of later."""
    try:
        return beat(work, **news)
    except OperationalError:
        log.warning("no sign of life of %s %s could be written", work.kind, work.pk)
        return True


def finish(work: Queued, status: Status, **news: Any) -> bool:
    """End the work; False if it is no longer ours. A busy database is asked again."""
    patiently = retry(retries=5, backoff_delay=1)(beat)
    return bool(patiently(work, status=status, finished=timezone.now(), **news))


def hand_back(work: Queued) -> bool:
    """The worker is asked to end: the work waits again, and this attempt does not count."""
    with transaction.atomic():
        back = beat(work, status=Status.WAITING, worker="", attempts=F("attempts") - 1)
        if back:
            work.enqueue()
    return back


def take_up_again(models: Sequence[type[Queued]], dead: Sequence[str] = ()) -> int:
    """Put back into the queue what a dead worker left, or end it; return how many.

    Parameters
    ----------
    models
        Kinds of work.
    dead : sequence of str
        Workers known to have ended; others count as dead when they give no sign of life.
    """
    silent_since = timezone.now() - timedelta(seconds=settings.STALE_SECONDS)
    lost = Q(heartbeat__lt=silent_since) | Q(worker__in=list(dead))
    count = 0
    for model in models:
        for work in model._default_manager.filter(lost, status=Status.WORKING):
            count += _take_up(work)
    for result in DBTaskResult.objects.running():
        if set(result.worker_ids) & set(dead):
            result.delete()
    return count


def _take_up(work: Queued) -> bool:
    again = work.attempts < MOST_ATTEMPTS and not getattr(work, "cancel_asked", False)
    if not again:
        work.tidy()
        if getattr(work, "cancel_asked", False):
            return finish(work, Status.CANCELLED)
        said = sentences("web.ended.worker_lost", attempts=work.attempts)
        return finish(work, Status.FAILED, said=said)
    with transaction.atomic():
        if not beat(work, status=Status.WAITING, worker=""):
            return False
        work.enqueue()
    log.warning("taken up again: %s %s", work.kind, work.pk)
    return True
