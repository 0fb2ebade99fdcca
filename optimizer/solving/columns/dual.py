"""Prices on shared rows, and the bound they prove: a Lagrangian dual over life paths.

With prices pi on the rows that projects share, every project takes its best path by itself;

    bound(pi) = sum of best path values + sum of pi x limit + what soft rows and caps may earn

is never below the value of any plan, whatever the prices. They are moved by Adam steps, each
price in units of what a square metre earns where it stands, so that nurseries and factories
learn at the same pace.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.homes import Homes
from optimizer.solving.columns.net import (
    Choice,
    Net,
    Prices,
    Room,
    Rules,
    Work,
    net_of,
    rules_of,
)
from optimizer.solving.columns.option_kernels import ROOM_MARGIN
from optimizer.solving.columns.pace import MANY
from optimizer.solving.columns.paths import home_regrets, paths_of, working_memory
from optimizer.solving.columns.row_prices import RowPrices
from optimizer.solving.columns.space_rows import SpaceRows
from optimizer.solving.columns.tables import add_choices, sum_prices
from optimizer.solving.columns.trimmed import trimmed
from optimizer.solving.columns.worth import relief_rate_10k

MOMENTUM = 0.9
SPREAD = 0.99


def nobody(stays: int) -> Choice:
    """The choice in which nothing is chosen."""
    return Choice(np.full(stays, -1), np.zeros(stays, np.int64), np.zeros(stays, np.int64))


@dataclass
class Relaxation:
    """The case as the dual sees it: net, rows, what is free, and threads to work with.

    `refund` is what soft named rows can give back at most (`Named.refund`).
    """

    case: Case
    homes: Homes
    rows: SpaceRows
    threads: int = 1
    refund: float = 0.0
    net: Net = field(init=False)
    rules: Rules = field(init=False)
    free: Floats = field(init=False)
    locked_fit: bool = field(init=False)
    unit_area: Floats = field(init=False)
    unit_rows: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.net = net_of(self.case, self.homes, self.rows)
        free = self._free_area()
        self.free, self.locked_fit = np.maximum(free, 0.0), bool((free >= -ROOM_MARGIN).all())
        if len(self.homes) < MANY:
            self.net = trimmed(self.net, self.free)
        self.unit_area = _natural_prices(self.case, self.homes)
        self.unit_rows = self._unit_rows()
        self.rules = rules_of(self.rows, float(self.net.setup["refuse"][0]))
        self.work = [working_memory(self.net) for _ in range(self.threads)]
        self.everybody = np.arange(len(self.case.projects))
        self.relief_points = self.case.settings.relief_cost * relief_rate_10k(self.case)
        nothing = np.zeros(len(self.rows))
        self.no_limit = Room(
            self.free, nothing, nothing, np.zeros(1, np.int64), np.ones(len(self.free), bool)
        )
        self.pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None

    def share_out_to(self, threads: int) -> None:
        """Work in so many of the threads from now on."""
        self.close()
        self.threads = threads
        self.pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def close(self) -> None:
        """Let the threads go."""
        if self.pool is not None:
            self.pool.shutdown()

    def _free_area(self) -> Floats:
        """Capacity less what locked tenants take; shape (carriers, quarters)."""
        free = self.case.capacity.copy()
        stays = self.homes.stays
        for s in np.flatnonzero(stays.locked).tolist():
            free[stays.home[s], : stays.length[s]] -= stays.home_use[s]
        return free

    def _unit_rows(self) -> Floats:
        """Natural price of each row: of a square metre, over what it adds to the row."""
        rows, total = self.rows, np.zeros(len(self.rows))
        count = np.zeros(len(self.rows))
        for b in range(len(rows.blocks)):
            klass, carrier, quarter = np.nonzero(rows.row_of[b] >= 0)
            row = rows.row_of[b][klass, carrier, quarter]
            per_m2 = rows.per_m2[b][klass, carrier, quarter]
            per_m2 = per_m2 + rows.per_head[b][klass, carrier, quarter] / 100.0
            per_m2 = per_m2 + rows.per_relief[b][klass, carrier, quarter]
            asked = per_m2 > 0
            np.add.at(total, row[asked], self.unit_area[carrier[asked]] / per_m2[asked])
            np.add.at(count, row[asked], 1.0)
        unit = total / np.maximum(count, 1.0)
        capped = np.flatnonzero(rows.parent >= 0)
        np.maximum.at(unit, rows.parent[capped], unit[capped] / rows.factor[capped])
        return np.where(unit > 0, unit, 1.0)

    def first_prices(self) -> RowPrices:
        """Nothing has a price yet."""
        return RowPrices(np.zeros_like(self.free), np.zeros(len(self.rows)))

    def summed(self, prices: RowPrices, weight: float = 1.0) -> Prices:
        """Prices (at a weight) as the path kernels read them; relief's own cost is in them."""
        carriers, quarters = self.free.shape
        summed = Prices(
            np.zeros((3, self.rows.classes, carriers, quarters + 1)),
            np.zeros((carriers, quarters + 1)),
            np.zeros((0, 0)),
        )
        signed = weight * self.rows.sense * prices.rows
        sum_prices(
            weight * prices.area, signed, self.net.desks, self.relief_points, self.rules, summed
        )
        return summed

    def solve(self, prices: Prices, choice: Choice, projects: Ints | None = None) -> Floats:
        """Best path of every project (or of some), written into `choice`; values by project."""
        values = np.zeros(len(self.everybody))
        shared = (self.net, self.rules, self.no_limit, prices)

        def run(work: Work, part: Ints) -> None:
            paths_of(*shared, work, part, choice, values)

        self.share_out(run, self.everybody if projects is None else projects)
        return values

    def regrets(self, prices: Prices) -> Floats:
        """How much worse it is to go through each home than through the best of its stay."""
        regrets, choice = np.zeros(len(self.net.homes)), nobody(len(self.net.stays))

        def run(work: Work, part: Ints) -> None:
            home_regrets(self.net, self.rules, self.no_limit, prices, work, part, choice, regrets)

        self.share_out(run, self.everybody)
        return regrets

    def share_out(self, run: Callable[[Work, Ints], None], projects: Ints) -> None:
        """Let every thread do its parts of the projects (or of whatever is numbered)."""
        if self.pool is None:
            run(self.work[0], projects)
            return
        parts = np.array_split(projects, 8 * self.threads)

        def run_parts(number: int) -> None:
            for part in parts[number :: self.threads]:
                run(self.work[number], part)

        list(self.pool.map(run_parts, range(self.threads)))

    def filled(self, choice: Choice) -> tuple[Floats, Floats]:
        """What undecided stays take of carriers, and put into rows."""
        used, activity = np.zeros_like(self.free), np.zeros(len(self.rows))
        add_choices(self.net, self.rules, choice, used, activity)
        return used, activity

    def bound(self, prices: RowPrices, values: Floats) -> float:
        """The bound proved by prices whose best path values are given."""
        rows = self.rows
        total = float(values.sum()) + float((prices.area * self.free).sum()) + self.refund
        total += float(self.offsets(prices))
        soft = np.isfinite(rows.weight)
        return total + float((rows.weight[soft] * rows.at_rest[soft]).sum())

    def offsets(self, prices: RowPrices) -> float:
        """Limits of the rows at their prices, and what caps may earn."""
        rows = self.rows
        capped = rows.parent >= 0
        limit = rows.limit - np.where(capped, 0.0, rows.constant)
        total = float((rows.sense * prices.rows * limit)[~capped].sum())
        earns = prices.rows[rows.parent[capped]] * rows.factor[capped] - prices.rows[capped]
        total += float((prices.rows * rows.constant)[capped].sum())
        return total + float((rows.cap[capped] * np.maximum(earns, 0.0)).sum())

    def slopes(
        self, prices: RowPrices, choice: Choice, weight: float = 1.0
    ) -> tuple[Floats, Floats]:
        """How far each row is overfilled by the paths, as a share of its size.

        `weight` is how many projects each project in the choice stands for.
        """
        rows = self.rows
        used, activity = self.filled(choice)
        used, activity = weight * used, weight * activity
        over_area = (used - self.free) / np.maximum(self.free, 1.0)
        capped = rows.parent >= 0
        limit = rows.limit - np.where(capped, 0.0, rows.constant)
        over = rows.sense * (activity - limit)
        earns = prices.rows[rows.parent[capped]] * rows.factor[capped] - prices.rows[capped]
        y = np.where(earns > 0, rows.cap[capped], 0.0)
        over[capped] = y - activity[capped] - rows.constant[capped]
        np.subtract.at(over, rows.parent[capped], rows.factor[capped] * y)
        scale = np.maximum(np.abs(limit), 1e-6)
        scale[capped] = np.maximum(rows.cap[capped], 1.0)
        return over_area, over / scale


def _natural_prices(case: Case, homes: Homes) -> Floats:
    """What a square metre earns in a quarter in each carrier, on average; points."""
    per_m2 = (homes.rate + homes.points / np.maximum(case.quarters, 1)) / np.maximum(homes.use, 1.0)
    present = homes.stays.home[homes.stay] >= 0
    wished = ~present
    carriers = len(case.carriers)
    total = np.bincount(homes.carrier[wished], np.abs(per_m2[wished]), minlength=carriers)
    count = np.bincount(homes.carrier[wished], minlength=carriers)
    mean = total / np.maximum(count, 1)
    overall = float(mean[mean > 0].mean()) if (mean > 0).any() else 1.0
    return np.where(mean > 0, mean, overall)


@dataclass
class Moments:
    """What Adam remembers of the slopes of some prices: mean, mean square, number of steps."""

    mean: Floats
    square: Floats
    steps: Floats

    @classmethod
    def of(cls, prices: Floats) -> "Moments":
        """Nothing is remembered yet."""
        return cls(np.zeros_like(prices), np.zeros_like(prices), np.zeros_like(prices))

    def move(self, prices: Floats, slopes: Floats, rate: Floats) -> None:
        """Move prices, in place, by their slopes; none falls below 0."""
        self.steps += 1
        self.mean += (1 - MOMENTUM) * (slopes - self.mean)
        self.square += (1 - SPREAD) * (slopes**2 - self.square)
        mean = self.mean / (1 - MOMENTUM**self.steps)
        size = np.sqrt(self.square / (1 - SPREAD**self.steps)) + 1e-8
        prices += rate * mean / size
        np.maximum(prices, 0.0, out=prices)

    def keep(self, which: NDArray[np.bool_]) -> None:
        """Forget those of all other prices."""
        self.mean, self.square, self.steps = (
            each[which] for each in (self.mean, self.square, self.steps)
        )

    def grow(self, count: int) -> None:
        """Make room for so many new prices."""
        self.mean, self.square, self.steps = (
            np.append(each, np.zeros(count)) for each in (self.mean, self.square, self.steps)
        )


class Adam:
    """Adam steps on prices in natural units, projected on what prices may be."""

    def __init__(self, relaxation: Relaxation, prices: RowPrices) -> None:
        self.relaxation = relaxation
        self.prices = prices
        rows = relaxation.rows
        self.top = np.where(rows.parent >= 0, np.inf, rows.weight)
        self.area, self.rows = Moments.of(prices.area), Moments.of(prices.rows)

    def step(self, slopes: tuple[Floats, Floats], rate: float) -> None:
        """Move every price by its slope."""
        relaxation, prices = self.relaxation, self.prices
        self.area.move(prices.area, slopes[0], rate * relaxation.unit_area[:, None])
        self.rows.move(prices.rows, slopes[1], rate * relaxation.unit_rows)
        np.minimum(prices.rows, self.top, out=prices.rows)
