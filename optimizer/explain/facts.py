"""Facts about placed and waiting stays, each told in either language.

A fact is a statement that can be read off the case and the plan ("2026Q3: 120 of
400 m² free"). None of them claims a cause: that would need a proof.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.fit import Reason
from optimizer.domain.words import State
from optimizer.explain.attribute_facts import failing_facts, reasons_of, space_fact, unknown_facts
from optimizer.explain.wording import Fact, sentences
from optimizer.labels import Lang
from optimizer.units import AREA_MARGIN_M2


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """Facts of one placement.

    Attributes
    ----------
    fitting : int
        Carriers that fit the stay.
    facts : tuple of Fact
        What can be said of it, most telling first.
    to_verify : tuple of Fact
        Attributes that are unknown in the carrier: verify on site (现场核实).
    """

    fitting: int
    facts: tuple[Fact, ...] = ()
    to_verify: tuple[Fact, ...] = ()

    def sentence(self, lang: Lang = "zh") -> str:
        """All facts on one line."""
        return sentences(self.facts, lang)

    def verify_sentence(self, lang: Lang = "zh") -> str:
        """What to verify on site, on one line; empty if nothing."""
        return sentences(self.to_verify, lang)


@dataclass(frozen=True, slots=True)
class Tried:
    """One carrier tried for one stay.

    Attributes
    ----------
    failing, to_verify : tuple of Fact
        Attributes that rule it out, and those unknown.
    start, tightest : int
        Of all the first quarters looked at, the one that leaves most room, and the
        quarter of that span with the least; -1 where there was none to look at.
    free, needed : float
        In that tightest quarter, in the carrier's unit.
    """

    carrier: int
    reasons: tuple[Reason, ...]
    failing: tuple[Fact, ...]
    to_verify: tuple[Fact, ...]
    start: int
    tightest: int
    free: float
    needed: float
    space: Fact | None

    @property
    def fits(self) -> bool:
        """Whether no attribute rules it out."""
        return not self.failing

    @property
    def missing(self) -> float:
        """What is missing in the tightest quarter, in the carrier's unit; 0 if enough."""
        short = self.needed - self.free
        return short if short > AREA_MARGIN_M2 else 0.0

    def sentence(self, lang: Lang = "zh") -> str:
        """Why-not facts of this carrier on one line, without its name."""
        if self.failing:
            return sentences(self.failing, lang)
        parts = ((self.space,) if self.space else ()) + self.to_verify
        return sentences(parts, lang)


@dataclass(frozen=True, eq=False)
class WaitingFacts:
    """Facts of one waiting, refused or later stay.

    The per-carrier readings are arrays of shape (carriers,), so that a city's worth
    of them stays small; `tried` turns them into words when somebody asks.
    """

    case: Case
    stay: int
    state: State
    facts: tuple[Fact, ...] = ()
    helps: tuple[Fact, ...] = ()
    refused: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    unknown: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    start: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    tightest: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    free: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    needed: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """Carriers: those that fit first, by how little is missing as a share of the need."""
        short = np.maximum(self.needed - self.free, 0.0) / np.maximum(self.needed, 1e-9)
        bits = np.bitwise_count(self.refused)
        other_stage = (self.refused & np.uint32(Reason.STAGE)) > 0
        return np.lexsort((np.arange(len(bits)), short, bits, other_stage))

    @cached_property
    def tried(self) -> tuple[Tried, ...]:
        """Every carrier, in `order`."""
        return tuple(self.tried_at(int(k)) for k in self.order)

    def tried_at(self, carrier: int) -> Tried:
        """What stands against, or for, one carrier."""
        refused, unknown = int(self.refused[carrier]), int(self.unknown[carrier])
        start, tightest = int(self.start[carrier]), int(self.tightest[carrier])
        free, needed = float(self.free[carrier]), float(self.needed[carrier])
        space = None
        if not refused and start >= 0:
            space = space_fact(self.case, self.stay, carrier, start, tightest, free, needed)
        return Tried(
            carrier=carrier,
            reasons=reasons_of(refused),
            failing=failing_facts(self.case, self.stay, carrier, refused),
            to_verify=unknown_facts(self.case, self.stay, carrier, 0 if refused else unknown),
            start=start,
            tightest=tightest,
            free=free,
            needed=needed,
            space=space,
        )

    def closest(self, most: int) -> tuple[Tried, ...]:
        """The carriers that fit, those with the least missing first; at most `most`."""
        fitting = self.order[self.refused[self.order] == 0][:most]
        return tuple(self.tried_at(k) for k in fitting.tolist())

    def ruled_out(self) -> tuple[tuple[Reason, int], ...]:
        """How many carriers each reason rules out, most first.

        A carrier with several reasons counts once, under the first of them, so that
        the counts and the carriers that fit add up to all carriers.
        """
        first: dict[Reason, int] = {}
        combinations, counts = np.unique(self.refused[self.refused > 0], return_counts=True)
        for bits, count in zip(combinations.tolist(), counts.tolist(), strict=True):
            reason = reasons_of(bits)[0]
            first[reason] = first.get(reason, 0) + count
        return tuple(sorted(first.items(), key=lambda item: (-item[1], item[0])))

    @property
    def fitting(self) -> int:
        """Number of carriers no attribute rules out."""
        return int((self.refused == 0).sum())
