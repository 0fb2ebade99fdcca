"""Covers of carriers' quarters: sets of tenants that do not fit together, as priced rows.

Space that is only counted in square metres looks roomier than it is where few large tenants
share a carrier: two halves of a factory fit where no factory does. A lifted cover is a row that
every plan obeys and such halves do not. `cover_kernels` finds them; here they are kept.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.cover_kernels import covers_of, fill_covers, sum_own_prices
from optimizer.solving.columns.dual import Relaxation
from optimizer.solving.columns.option_kernels import ROOM_MARGIN
from optimizer.solving.columns.trimmed import as_they_sit

UNITS = 4_000
"""Units a carrier is divided into where its square metres or desks are more."""

LEAST = 0.02
"""Share a cover is overfilled by at least to be taken in."""

IDLE = 2
"""Rounds without a price after which a cover is let go."""


@dataclass(frozen=True)
class Tenants:
    """Who could be in one carrier: homes and what they use, sorted by project.

    Attributes
    ----------
    first : int array, shape (projects there + 1,)
        Where each project's homes begin.
    by_size : int array, shape (projects there,)
        Projects by what they need at most, largest first.
    """

    homes: Ints
    use: Floats
    first: Ints
    group: Ints
    by_size: Ints

    @classmethod
    def of(cls, relaxation: Relaxation, homes: Ints) -> "Tenants":
        """Those of some homes of one carrier that are undecided."""
        net = relaxation.net
        project = relaxation.case.stay_arrays.project[relaxation.homes.stay[homes]]
        order = np.argsort(project, kind="stable")
        homes, project = homes[order], project[order]
        use = net.homes["use"][homes].copy()
        first = np.flatnonzero(np.diff(project, prepend=-1, append=-1))
        group = np.repeat(np.arange(len(first) - 1), np.diff(first))
        most = np.maximum.reduceat(use, first[:-1]) if len(use) else use
        return cls(homes, use, first.astype(np.int64), group, np.argsort(-most, kind="stable"))


@dataclass
class Covers:
    """All covers that are kept, and their prices.

    Attributes
    ----------
    carrier, quarter : int arrays, shape (covers,)
    first : int array, shape (covers + 1,)
        Where each cover's homes begin in `home` and `alpha`; each is at most 1 in all.
    idle : int array, shape (covers,)
        Rounds without a price.
    """

    relaxation: Relaxation
    price: Floats = field(default_factory=lambda: np.zeros(0))
    carrier: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    quarter: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    idle: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    first: Ints = field(default_factory=lambda: np.zeros(1, np.int64))
    home: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    alpha: Floats = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        relaxation, net = self.relaxation, self.relaxation.net
        quarters = relaxation.free.shape[1]
        self.own = np.zeros((len(net.homes), quarters + 1))
        open_home = (net.homes["low"] <= net.homes["high"]) & ~net.stays["locked"][
            relaxation.homes.stay
        ]
        home = np.flatnonzero(open_home)
        carrier = net.homes["carrier"][home]
        home = home[np.argsort(carrier, kind="stable")]
        stop = np.cumsum(np.bincount(carrier, minlength=len(relaxation.free)))
        self.tenants = [Tenants.of(relaxation, part) for part in np.split(home, stop[:-1])]
        self.room = np.where(self._over_full(), 0.0, relaxation.free)
        self.known: set[tuple[int, int, bytes]] = set()

    def _over_full(self) -> NDArray[np.bool_]:
        """Where tenants as they sit take more than there is: no row of the model asks for less."""
        net, free = self.relaxation.net, self.relaxation.free
        taken = as_they_sit(net, net.stays["sits"] >= 0, free.shape)
        return np.asarray(taken > free + ROOM_MARGIN)

    def __len__(self) -> int:
        return len(self.price)

    def own_prices(self) -> Floats:
        """What homes pay for covers, summed over quarters."""
        sum_own_prices(
            self.first, self.home, self.alpha, self.quarter, self.price, self.touched, self.own
        )
        return self.own

    def over(self, used: Floats) -> Floats:
        """By what share each cover is overfilled by the homes in use."""
        activity = np.zeros(len(self))
        fill_covers(self.first, self.home, self.alpha, self.quarter, used, activity)
        return activity - 1.0

    def units(self) -> Floats:
        """Natural price of each cover: what the whole carrier earns in a quarter."""
        relaxation = self.relaxation
        return relaxation.unit_area[self.carrier] * relaxation.free[self.carrier, self.quarter]

    def add(self, mean: Floats) -> int:
        """Take in covers that the mean use of homes (homes, quarters) breaks; how many."""
        quarters = mean.shape[1]
        found = np.zeros((len(self.tenants), quarters))
        coefficients = [np.zeros(0)] * len(self.tenants)

        def run(_: object, carriers: Ints) -> None:
            for k in carriers.tolist():
                each = self.tenants[k]
                coefficients[k] = np.zeros((quarters, len(each.homes)))
                covers_of(
                    each.homes, each.use, each.first, each.group, each.by_size,
                    self.room[k], mean, UNITS, LEAST, memory_for(each), found[k],
                    coefficients[k],
                )  # fmt: skip

        self.relaxation.share_out(run, np.arange(len(self.tenants)))
        parts = []
        for k, t in zip(*np.nonzero(found), strict=True):
            alpha = coefficients[k][t]
            key = (int(k), int(t), alpha.tobytes())
            if key not in self.known:
                self.known.add(key)
                inside = alpha > 0.0
                parts.append((k, t, self.tenants[k].homes[inside], alpha[inside]))
        if parts:
            carrier, quarter, home, alpha = zip(*parts, strict=True)
            self.carrier = np.append(self.carrier, carrier)
            self.quarter = np.append(self.quarter, quarter)
            self.home = np.concatenate([self.home, *home])
            self.alpha = np.concatenate([self.alpha, *alpha])
            self.first = np.append(self.first, self.first[-1] + np.cumsum([len(h) for h in home]))
            self.price = np.append(self.price, np.zeros(len(parts)))
            self.idle = np.append(self.idle, np.zeros(len(parts), np.int64))
        self._touch()
        return len(parts)

    def let_go(self) -> NDArray[np.bool_]:
        """Let covers go that have had no price for a while; which are kept."""
        self.idle = np.where(self.price > 0.0, 0, self.idle + 1)
        keep = self.idle < IDLE
        size = np.diff(self.first)
        inside = np.repeat(keep, size)
        self.home, self.alpha = self.home[inside], self.alpha[inside]
        self.first = np.concatenate([[0], np.cumsum(size[keep])])
        for name in ("price", "carrier", "quarter", "idle"):
            setattr(self, name, getattr(self, name)[keep])
        return keep

    def _touch(self) -> None:
        self.own[:] = 0.0
        self.touched = np.unique(self.home)


def memory_for(tenants: Tenants) -> tuple[NDArray[np.generic], ...]:
    """Working memory of `covers_of`.

    By home: need in units, homes seen, those chosen; by project: its home in the cover (-1) and
    the last cover it was lifted into; by home: rank, mean use, coefficient; by unit: the most.
    """
    count, projects = len(tenants.homes), len(tenants.by_size)
    return (
        *(np.zeros(count, np.int64) for _ in range(3)),
        np.full(projects, -1, np.int64),
        np.zeros(projects, np.int64),
        *(np.zeros(count) for _ in range(3)),
        np.zeros(UNITS + 1),
    )
