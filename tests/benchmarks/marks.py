"""What a run had reached by a given second, from the progress it told."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from optimizer.solving.ending import proven_gap
from optimizer.solving.progress import Progress


@dataclass(frozen=True, slots=True)
class Event:
    """One line of progress, on the clock of the call rather than of the solver."""

    seconds: float
    value: float | None
    bound: float | None


@dataclass
class Recorder:
    """A progress listener that keeps what it is told, with the seconds since it was made.

    The solver's own clock starts after the model is built; whoever waits for a plan waits
    from the call on, so that is what is kept.
    """

    events: list[Event] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)

    def __call__(self, told: Progress) -> None:
        """Keep one line of progress."""
        self.keep(told.value, told.bound)

    def keep(self, value: float | None, bound: float | None) -> None:
        """Keep a value and a bound as known from now on."""
        self.events.append(Event(self.elapsed, value, bound))

    @property
    def elapsed(self) -> float:
        """Seconds since the recorder was made."""
        return time.perf_counter() - self.began


def reached_by(events: Sequence[Event], second: float) -> Event:
    """Best value and best bound seen by a second, each for itself."""
    seen = [event for event in events if event.seconds <= second]
    values = [event.value for event in seen if event.value is not None]
    bounds = [event.bound for event in seen if event.bound is not None]
    return Event(second, max(values, default=None), min(bounds, default=None))


def marks_of(events: Sequence[Event], seconds: Sequence[float]) -> list[dict[str, Any]]:
    """Value, bound and gap at each of the given seconds."""
    found = []
    for second in seconds:
        at = reached_by(events, second)
        gap = proven_gap(at.value, at.bound)
        found.append({"at": second, "value": at.value, "bound": at.bound, "gap": gap})
    return found


def seconds_to_gap(events: Sequence[Event], gap: float) -> float | None:
    """Second at which a gap was first reached; None if it never was."""
    for event in sorted(events, key=lambda event: event.seconds):
        at = reached_by(events, event.seconds)
        now = proven_gap(at.value, at.bound)
        if now is not None and now <= gap + 1e-12:
            return event.seconds
    return None
