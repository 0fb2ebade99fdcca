"""What a run says of itself while it works, as it is shown."""

from dataclasses import dataclass
from typing import Final

from optimizer.labels import Lang, known, text
from optimizer.solving.progress import Progress
from optimizer.telling.numbers import number, percent

BESIDE: Final = ("sites", "alternatives", "scenarios", "prices", "futures")
"""What a development plan is asked once it stands."""


@dataclass(frozen=True, slots=True)
class Row:
    """Best plan, bound and gap at one moment, in the sense the user knows them."""

    seconds: float
    value: float | None
    bound: float | None
    gap: float | None
    digits: int | None = None

    @property
    def cells(self) -> tuple[str, str, str]:
        """Value, bound and gap as text."""
        return (
            number(self.value, self.digits),
            number(self.bound, self.digits),
            percent(self.gap),
        )


def value_row(progress: Progress) -> Row:
    """A moment of an allocation: its value is to be large."""
    return Row(progress.seconds, progress.value, progress.bound, progress.gap)


def cost_row(progress: Progress) -> Row:
    """A moment of a plan that costs: what the solver reports is minus the cost."""
    cost = None if progress.value is None else -progress.value
    least = None if progress.bound is None else -progress.bound
    gap = None
    if cost and least is not None:
        gap = max(0.0, cost - least) / abs(cost)
    return Row(progress.seconds, cost, least, gap, digits=0)


def step_name(doing: str, lang: Lang, done: int = 0, of: int = 0) -> str:
    """What a step is called, and how far it is; its name, where the catalogue has none."""
    name = text(f"doing.{doing}", lang) if known(f"doing.{doing}") else doing
    return text("progress.counted", lang, step=name, done=done, of=of) if of else name
