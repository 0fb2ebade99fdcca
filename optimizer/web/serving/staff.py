"""The workers of a server: started, watched, started again, and what a dead one left."""

import logging
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

from django.db import close_old_connections

from optimizer.web.models import Run, Upload
from optimizer.web.work.taking import take_up_again

QUEUES: Final = ("reading", "runs")
LOOK_SECONDS: Final = 0.5
ROUND_SECONDS: Final = 5.0
PATIENCE_SECONDS: Final = 5.0
"""A worker that ends sooner than this is started again only after as long a pause."""
END_SECONDS: Final = 10.0

log = logging.getLogger(__name__)


@dataclass
class Post:
    """A place in the staff, and the worker who has it."""

    queue: str
    name: str
    process: subprocess.Popen[bytes]
    since: float = field(default_factory=time.monotonic)


def _hired(queue: str) -> Post:
    name = uuid4().hex
    command = [sys.executable, "-m", "optimizer.web.serving.worker", queue, name]
    return Post(queue, name, subprocess.Popen(command, stdin=subprocess.PIPE))


class Staff:
    """One worker for each queue, always."""

    def __init__(self) -> None:
        self._posts = [_hired(queue) for queue in QUEUES]
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        next_round = 0.0
        while not self._ending.wait(LOOK_SECONDS):
            dead = [post for post in self._posts if post.process.poll() is not None]
            if not dead and time.monotonic() < next_round:
                continue
            next_round = time.monotonic() + ROUND_SECONDS
            try:
                close_old_connections()
                take_up_again((Upload, Run), [post.name for post in dead])
                for post in dead:
                    self._replace(post)
            except Exception:
                # Whatever it is, a server without this watch would lose its workers one by one.
                log.exception("the workers could not be looked after; tried again")

    def _replace(self, post: Post) -> None:
        code = post.process.returncode
        log.warning("worker for %s ended with code %s; started again", post.queue, code)
        if time.monotonic() - post.since < PATIENCE_SECONDS:
            self._ending.wait(PATIENCE_SECONDS)
        if not self._ending.is_set():
            self._posts[self._posts.index(post)] = _hired(post.queue)

    def end(self) -> None:
        """Tell all workers to end; their work goes back into the queue."""
        self._ending.set()
        self._thread.join()
        for post in self._posts:
            post.process.terminate()
        ends = time.monotonic() + END_SECONDS
        for post in self._posts:
            try:
                post.process.wait(max(0.1, ends - time.monotonic()))
            except subprocess.TimeoutExpired:
                post.process.kill()
                post.process.wait()
