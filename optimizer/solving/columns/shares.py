"""Rows that span campuses, shared out among searches that work side by side.

Each search has a copy of what stands in the rows. Of a row that spans campuses, such as a city's
relief budget, it gets an equal share of what is left up to the limit, or of what is missing. As
the cost of an excess is convex, what the searches think they gain is never more than what they
gain together, and what fits each share fits the row.
"""

from dataclasses import dataclass, field

import numpy as np

from optimizer.rules.block import Floats, Ints
from optimizer.solving.columns.net import Flags, Room
from optimizer.solving.columns.space_rows import SpaceRows


def rows_that_span(rows: SpaceRows, campus: Ints) -> Flags:
    """Rows with carriers on more than one campus, or fed by such rows; shape (rows,).

    Parameters
    ----------
    campus : int array, shape (carriers,)
    """
    low, high = np.full(len(rows), len(campus) + 1), np.full(len(rows), -1)
    there = rows.row_of >= 0
    row, carrier = rows.row_of[there], np.nonzero(there)[2]
    fed = np.flatnonzero(rows.parent >= 0)
    for into, of, at in ((low, np.minimum, campus), (high, np.maximum, campus)):
        of.at(into, row, at[carrier])
        of.at(into, rows.parent[fed], into[fed])
    return np.asarray(high > low, np.bool_)


@dataclass(frozen=True)
class Shares:
    """What each of several searches may do in the rows, until it is gathered again.

    Attributes
    ----------
    room : Room
        What is left in all; its rows change when the shares are gathered.
    spans : bool array, shape (rows,)
        Rows to share out; all others are used by one search only.
    limit : float array, shape (rows,)
    searches : int
        How many there are.
    each : list of Room
        The share of each search. Space in carriers is the same memory in all of them.
    """

    room: Room
    spans: Flags
    limit: Floats
    searches: int
    each: list[Room] = field(init=False)

    def __post_init__(self) -> None:
        each = [
            self.room._replace(slack=self._slack(), activity=self._activity())
            for _ in range(self.searches)
        ]
        object.__setattr__(self, "each", each)

    def _slack(self) -> Floats:
        return np.where(self.spans, self.room.slack / self.searches, self.room.slack)

    def _activity(self) -> Floats:
        """As far from the limit as the search's share of it is."""
        excess = np.where(self.spans, self.room.activity - self.limit, 0.0)
        return self.room.activity - excess * (1.0 - 1.0 / self.searches)

    def gather(self) -> None:
        """Put together what all searches have changed."""
        slack, activity = self._slack(), self._activity()
        limited = np.isfinite(slack)
        more_activity = sum(share.activity - activity for share in self.each)
        more_slack = sum(share.slack[limited] - slack[limited] for share in self.each)
        self.room.activity[:] += more_activity
        self.room.slack[limited] += more_slack
