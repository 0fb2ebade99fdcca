"""Queued work: taken once, taken up again when its worker died, ended when that is no use."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from optimizer.labels import text
from optimizer.web.work.queued import MOST_ATTEMPTS, Status
from optimizer.web.work.taking import beat, claim, finish, hand_back, take_up_again
from optimizer.web.workbooks.upload import Upload

KINDS = (Upload,)


@pytest.fixture
def waiting(wang: User) -> Upload:
    return Upload.objects.create(owner=wang, lang="zh", names=["台账.xlsx"])


def taken(upload: Upload, worker: str = "one") -> Upload:
    work = claim(Upload, upload.key, worker)
    assert work is not None
    return work


def silent(upload: Upload, settings: Any) -> None:
    """As if its worker had given no sign of life for long."""
    long_ago = timezone.now() - timedelta(seconds=settings.STALE_SECONDS + 1)
    Upload.objects.filter(pk=upload.pk).update(heartbeat=long_ago)


def test_work_is_taken_by_one_worker_only(waiting: Upload) -> None:
    taken(waiting, "one")

    assert claim(Upload, waiting.key, "two") is None


def test_work_of_a_dead_worker_waits_again_in_the_queue(waiting: Upload) -> None:
    taken(waiting, "one")

    assert take_up_again(KINDS, dead=["one"]) == 1

    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING
    assert DBTaskResult.objects.filter(args_kwargs__args=[str(waiting.pk)]).count() == 1


def test_work_without_a_sign_of_life_waits_again_and_other_work_does_not(
    waiting: Upload, settings: Any
) -> None:
    taken(waiting, "one")
    assert take_up_again(KINDS) == 0

    silent(waiting, settings)

    assert take_up_again(KINDS) == 1


def test_a_worker_that_was_given_up_changes_nothing_any_more(waiting: Upload) -> None:
    lost = taken(waiting, "one")
    take_up_again(KINDS, dead=["one"])
    taken(waiting, "two")

    assert not beat(lost)
    assert not finish(lost, Status.DONE, summary={"errors": 0})

    waiting.refresh_from_db()
    assert (waiting.status, waiting.worker, waiting.summary) == (Status.WORKING, "two", {})


def test_work_that_kills_its_workers_ends_with_a_sentence(waiting: Upload) -> None:
    for attempt in range(MOST_ATTEMPTS):
        taken(waiting, f"worker {attempt}")
        take_up_again(KINDS, dead=[f"worker {attempt}"])

    waiting.refresh_from_db()
    assert waiting.status == Status.FAILED
    assert waiting.said["zh"] == [text("web.ended.worker_lost", attempts=MOST_ATTEMPTS)]
    assert waiting.said["en"]


def test_a_worker_that_is_told_to_end_gives_its_work_back_without_counting(
    waiting: Upload,
) -> None:
    assert hand_back(taken(waiting))

    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == (Status.WAITING, 0)
    assert DBTaskResult.objects.count() == 1
