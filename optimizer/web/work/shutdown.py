"""A worker that is asked to end gives its work back to the queue."""

from collections.abc import Iterator
from contextlib import contextmanager

from optimizer.web.work.child import Child
from optimizer.web.work.queued import Queued
from optimizer.web.work.taking import hand_back


@contextmanager
def while_wanted(work: Queued, child: Child) -> Iterator[None]:
    """While inside, a worker told to end kills its child and hands the work back."""
    try:
        yield
    except (SystemExit, KeyboardInterrupt):
        child.kill()
        hand_back(work)
        raise
