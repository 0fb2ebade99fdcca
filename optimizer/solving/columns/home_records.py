"""One record per home, as compiled code reads it."""

import numpy as np
from numpy.typing import NDArray

from optimizer.solving.columns.stay_table import Columns

HOME = np.dtype(
    [
        ("area", "f8"),
        ("use", "f8"),
        ("points", "f8"),
        ("rate", "f8"),
        ("twin", "i8"),
        ("carrier", "i4"),
        ("low", "i2"),
        ("high", "i2"),
        ("last_end", "i2"),
        ("mode", "i1"),
    ],
    align=True,
)
"""A home; `twin` is the first home of the next stay in the same carrier, or -1.

A record keeps what is read together in one place of memory, which is what the speed of a pass
over millions of homes depends on.
"""


def records(columns: Columns) -> NDArray[np.void]:
    """Columns of homes as records, twins not yet known."""
    table = np.empty(len(columns["carrier"]), HOME)
    table["twin"] = -1
    for name in set(HOME.names or ()) - {"twin"}:
        table[name] = columns[name]
    return table


def joined(parts: list[NDArray[np.void]], count: int) -> NDArray[np.void]:
    """All parts as one table; each is let go once it is copied."""
    table, at = np.empty(count, HOME), 0
    while parts:
        part = parts.pop(0)
        table[at : at + len(part)] = part
        at += len(part)
    return table
