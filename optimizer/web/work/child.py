"""A child process seen from its worker: started with limits, followed, stopped, killed."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any, Final

from optimizer.limits import RUN_MEMORY_SHARE
from optimizer.web.environment import MEMORY

TICK_SECONDS: Final = 0.5
STOP_SECONDS: Final = 120.0
"""A child that was asked to stop has so long to write what it has."""
_MB: Final = 1024 * 1024

LOG: Final = "log.txt"
_LAST_WORDS: Final = 4000
LAST: Final = ("end", "failed")
"""What a child says last."""

Event = dict[str, Any]


class Wish(Enum):
    """What the worker wants of its child."""

    GO_ON = "go_on"
    STOP = "stop"
    KILL = "kill"


class Child:
    """A module run in a process of its own, in a folder, within a memory limit."""

    def __init__(self, module: str, folder: Path, megabytes: int) -> None:
        self._events: queue.Queue[Event | None] = queue.Queue()
        self._log = (folder / LOG).open("ab")
        command = [sys.executable, "-m", module, str(folder), str(megabytes)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=True,
        )
        self._asked_to_stop = False
        threading.Thread(target=self._read, daemon=True).start()

    def follow(
        self,
        hear: Callable[[Event], None],
        wish: Callable[[], Wish],
        seconds: float,
        grace: float = STOP_SECONDS,
    ) -> bool:
        """Follow the child to its end; False if it was killed.

        Parameters
        ----------
        hear
            Called with everything the child reports.
        wish
            Asked every half second.
        seconds : float
            Time allowed; then the child is asked to stop.
        grace : float
            Seconds it then has to write what it has, before it is killed.
        """
        ends = time.monotonic() + seconds
        try:
            while True:
                over = self._drain(hear)
                if over:
                    return True
                wanted = wish()
                if wanted is Wish.STOP or time.monotonic() > ends:
                    self._stop()
                if wanted is Wish.KILL or time.monotonic() > ends + grace:
                    return False
        finally:
            self.kill()

    def _drain(self, hear: Callable[[Event], None]) -> bool:
        """Hear what there is, waiting at most one tick; whether the child has ended."""
        ends = time.monotonic() + TICK_SECONDS
        while (left := ends - time.monotonic()) > 0:
            try:
                event = self._events.get(timeout=left)
            except queue.Empty:
                return False
            if event is None:
                return True
            hear(event)
            if event["event"] in LAST:
                # Everything is written; side solves that still run are of no use any more.
                return True
        return False

    def _stop(self) -> None:
        if not self._asked_to_stop:
            self._asked_to_stop = True
            assert self._process.stdin is not None
            try:
                self._process.stdin.write(b"stop\n")
                self._process.stdin.flush()
            except BrokenPipeError:
                return  # it has just ended by itself

    def kill(self) -> None:
        """End the child and whatever it started."""
        if sys.platform != "win32":
            with suppress(ProcessLookupError):  # all of them have ended
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        self._log.close()

    @property
    def code(self) -> int | None:
        """The exit code of a child that has ended."""
        return self._process.returncode

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._events.put(json.loads(line))
        self._process.wait()
        self._events.put(None)


def last_words(folder: Path) -> str:
    """What a child wrote to its log before it failed, for whoever looks after the server."""
    path = folder / LOG
    if not path.exists():
        return ""
    return path.read_text(encoding="utf-8", errors="replace")[-_LAST_WORDS:]


def run_memory_mb() -> int:
    """What one run may hold: as the environment says, else a share of the computer's memory."""
    if asked := os.environ.get(MEMORY):
        return int(asked)
    if sys.platform == "win32":
        return 0  # this system cannot limit it
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return int(RUN_MEMORY_SHARE * whole / _MB)
