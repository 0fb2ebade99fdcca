"""What a run says while it works, and the request to stop it."""

import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from optimizer.solving.ending import proven_gap


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of progress; `doing` is a key of the catalogue, ``doing.<x>``.

    `done` and `of` say how far a step is that has parts; `of` is 0 where nobody knows.
    """

    seconds: float
    value: float | None
    bound: float | None
    gap: float | None
    doing: str
    done: int = 0
    of: int = 0


PATIENCE: Final = 0.5
"""Seconds between two pieces of news."""
NEVER_TOLD: Final = -1e9
"""Second of a watch that has told nothing yet."""

Listener = Callable[[Progress], None]


@dataclass
class Watch:
    """Clock, stop request, and the one place that tells progress.

    Attributes
    ----------
    seconds : float
        Wall time allowed.
    listener : callable or None
        Called with every `Progress` worth telling.
    """

    seconds: float
    listener: Listener | None = None
    value: float | None = None
    bound: float | None = None
    started: float = field(default_factory=time.monotonic)
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _told: tuple[float | None, float | None, str, int] = (None, None, "", 0)
    _told_at: float = NEVER_TOLD

    @property
    def elapsed(self) -> float:
        """Seconds since the watch was started."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds left; never below zero."""
        return max(0.0, self.seconds - self.elapsed)

    @property
    def interrupted(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    @property
    def over(self) -> bool:
        """Whether to stop now: asked to, or out of time."""
        return self.interrupted or self.left <= 0

    @property
    def gap(self) -> float | None:
        """Proven gap between the best value and the bound."""
        return proven_gap(self.value, self.bound)

    def for_seconds(self, seconds: float) -> "Watch":
        """A silent watch over so much time from now; who stops one of both stops the other."""
        return replace(self, seconds=self.elapsed + seconds, listener=None)

    def beside(self) -> "Watch":
        """The same watch without an end and without a plan: for what is asked beside the plan."""
        return replace(self, seconds=math.inf, value=None, bound=None, _told_at=NEVER_TOLD)

    def interrupt(self) -> None:
        """Ask the run to stop and keep its best plan."""
        self._stop.set()

    def saw(
        self,
        doing: str,
        value: float | None = None,
        bound: float | None = None,
        done: int = 0,
        of: int = 0,
    ) -> None:
        """Take note of a value, a bound or a step, and tell it if it is news (or every 5 s)."""
        with self._lock:
            if value is not None and (self.value is None or value > self.value):
                self.value = value
            if bound is not None and (self.bound is None or bound < self.bound):
                self.bound = bound
        now = (self.value, self.bound, doing, done)
        news = now != self._told
        due = self.elapsed - self._told_at
        if self.listener and ((news and due > PATIENCE) or due > 5 or self._told_at < 0):
            self._told, self._told_at = now, self.elapsed
            told = Progress(self.elapsed, self.value, self.bound, self.gap, doing, done, of)
            self.listener(told)


@contextmanager
def stop_on_ctrl_c(watch: Watch) -> Iterator[None]:
    """While inside, the first Ctrl-C asks the watch to stop; a second one aborts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(signum: int, frame: object) -> None:
        if watch.interrupted:
            raise KeyboardInterrupt
        watch.interrupt()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
